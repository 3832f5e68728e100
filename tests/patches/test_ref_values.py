"""What Ref returns."""

from __future__ import annotations

import pytest
import yaml

from builder.model import Attribute
from builder.patches import ref_values
from tests.patches.conftest import Patched

CACHE = "AWS::ElastiCache::ReplicationGroup"


@pytest.mark.parametrize(
    ("name", "returns", "source"),
    [
        (CACHE, ["ReplicationGroupId"], "cdk"),
        ("AWS::ECS::Service", ["ServiceArn"], "cdk"),
        ("AWS::ApiGateway::Resource", ["ResourceId"], "cdk"),
        ("AWS::AppMesh::Mesh", ["Arn"], "cdk"),
        ("AWS::WAFv2::WebACL", ["Name", "Id", "Scope"], "cdk"),
        ("AWS::S3::StorageLens", ["StorageLensConfiguration.Id"], "cdk"),
        ("AWS::EC2::SecurityGroup", ["GroupId"], "data/ref_values.yaml"),
        ("AWS::Events::Rule", ["Name"], "data/ref_values.yaml"),
        ("AWS::ApplicationAutoScaling::ScalingPolicy", ["Arn"], "data/ref_values.yaml"),
        ("AWS::Serverless::Function", ["FunctionName"], "primary identifier"),
        (
            "AWS::CloudWatch::AnomalyDetector",
            ["Id"],
            "primary identifier",
        ),  # the CDK names a property that does not exist
    ],
)
def test_ref(patched: Patched, name: str, returns: list[str], source: str) -> None:
    facts = next(
        resource.facts for resource in patched.cloudformation.resources if resource.name == name
    )
    assert (facts["ref"], facts["ref_source"]) == (returns, source)


def test_ref_text_follows_the_decision(attributes: dict[str, dict[str, Attribute]]) -> None:
    assert attributes["AWS::EC2::SecurityGroup"]["Ref"].description.startswith(
        "Ref returns GroupId. "
    )
    assert attributes["AWS::ECS::Service"]["Ref"].description.startswith("Ref returns ServiceArn.")


def test_ref_names_attributes_that_exist(
    patched: Patched, attributes: dict[str, dict[str, Attribute]]
) -> None:
    for resource in patched.cloudformation.resources:
        assert attributes[resource.name].keys() >= set(resource.facts.get("ref", ())), resource.name
    without = [
        resource.name
        for resource in patched.cloudformation.resources
        if "ref" not in resource.facts
    ]
    assert len(without) <= 7 and all(name.startswith("AWS::Serverless::") for name in without)


def test_every_row_of_the_table_is_needed_and_has_its_source(patched: Patched) -> None:
    values = yaml.safe_load(ref_values.VALUES.read_text())
    assert all(row["source"] for row in values)
    assert [row["type"] for row in values] == sorted({row["type"] for row in values})
    facts = {resource.name: resource.facts for resource in patched.cloudformation.resources}
    cdk_paths = ref_values.cdk_ref_paths(patched.cdk)
    assert [
        row["type"]
        for row in values
        if cdk_paths.get(row["type"], facts[row["type"]]["primary_identifier"]) == row["returns"]
    ] == []
