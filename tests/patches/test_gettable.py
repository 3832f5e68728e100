"""What Fn::GetAtt accepts, where cfn-lint and the CDK disagree."""

from __future__ import annotations

import re

import pytest
import yaml

from builder.model import Attribute
from builder.patches import gettable
from builder.patches.gettable import gettable_disagreements
from tests.patches.conftest import Patched

CACHE = "AWS::ElastiCache::ReplicationGroup"


@pytest.mark.parametrize(
    ("name", "path", "accepted", "reason"),
    [
        (CACHE, "ConfigurationEndPoint", True, gettable.CDK),
        (CACHE, "CacheNodeType", True, gettable.CFN_LINT),
        (CACHE, "AuthToken", False, gettable.WRITE_ONLY),
        ("AWS::RDS::DBInstance", "MasterUserPassword", False, gettable.WRITE_ONLY),
        ("AWS::QuickSight::Theme", "Version.CreatedTime", True, gettable.CDK),
        ("AWS::CloudFormation::Stack", "StackStatus", True, gettable.DOCUMENTED),
        ("AWS::Redshift::Cluster", "Id", False, gettable.OUTDATED),
        ("AWS::OpsWorks::Layer", "Id", False, gettable.FIXED),
        ("AWS::Serverless::Function", "Arn", True, gettable.CFN_LINT),
    ],
)
def test_disagreement(
    patched: Patched,
    attributes: dict[str, dict[str, Attribute]],
    name: str,
    path: str,
    accepted: bool,
    reason: str,
) -> None:
    found = next(
        row for row in patched.decisions if (row["resource"], row["attribute"]) == (name, path)
    )
    assert found["gettable"] == accepted and found["reason"].startswith(reason)
    assert found["cfn_lint"] != found["cdk"]
    if path in attributes[name]:
        assert attributes[name][path].gettable == accepted


def test_every_disagreement_is_decided(patched: Patched) -> None:
    """Counted a second time from the facts alone: the names that exactly one side has."""
    documented: dict[str, set[str]] = {}
    for resource in patched.cdk.resources:
        names = {
            written
            for path, written in resource.facts["cloudformation_paths"].items()
            if re.match(r"attr_(?!ibut)", path)
        }
        inputs = {
            resource.facts["cloudformation_paths"][one.path]
            for one in resource.attributes
            if one.is_input and one.path.startswith("attr_")
        }
        documented.setdefault(resource.facts["cloudformation"], set()).update(names - inputs)
    expected = {
        (resource.name, path)
        for resource in patched.cloudformation.resources
        if resource.name in documented
        for path in documented[resource.name].symmetric_difference(
            resource.facts.get("cfn_lint_gettable", ())
        )
    }
    assert {(row["resource"], row["attribute"]) for row in patched.decisions} == expected
    assert all(row["reason"] for row in patched.decisions)


def test_deciding_twice_changes_nothing(patched: Patched) -> None:
    assert gettable_disagreements(patched.cloudformation, patched.cdk) == patched.decisions


def test_gettable_is_an_output_and_never_in_a_list(patched: Patched) -> None:
    for resource in patched.cloudformation.resources:
        for one in resource.attributes:
            assert not one.gettable or (one.is_output and "[]" not in one.path), (
                resource.name,
                one.path,
            )
            assert one.is_input or one.is_output, (resource.name, one.path)


def test_added_attributes_are_marked(
    patched: Patched, attributes: dict[str, dict[str, Attribute]]
) -> None:
    added = {
        resource.name: resource.facts[gettable.ADDED]
        for resource in patched.cloudformation.resources
        if gettable.ADDED in resource.facts
    }
    assert "CreationTime" in added["AWS::CloudFormation::Stack"]
    assert all(
        attributes[name][path].description for name, paths in added.items() for path in paths
    )


def test_every_fix_is_needed_and_has_its_source(patched: Patched) -> None:
    fixes = yaml.safe_load(gettable.FIXES.read_text())
    used = {
        (row["resource"], row["attribute"])
        for row in patched.decisions
        if row["reason"].startswith(gettable.FIXED)
    }
    assert {(row["type"], row["attribute"]) for row in fixes} == used
    assert all(row["source"] for row in fixes)
