"""What Terraform's types take over from their Pulumi twins, judged from the real packages."""

from __future__ import annotations

import functools

import pytest

from builder.linking import twins
from builder.linking.rules import terraform_pulumi
from builder.model import Attribute, Extraction, Resource, SystemName
from tests.conftest import Extract


@functools.cache
def _described(extract: Extract) -> dict[SystemName, Extraction]:
    sides: dict[SystemName, Extraction] = {
        "terraform": extract("terraform"),
        "pulumi": extract("pulumi"),
    }
    return twins.described(sides, terraform_pulumi.link(sides["terraform"], sides["pulumi"]))


@pytest.fixture
def terraform(extract: Extract) -> dict[str, Resource]:
    return {resource.name: resource for resource in _described(extract)["terraform"].resources}


def attribute(resource: Resource, path: str) -> Attribute:
    return next(each for each in resource.attributes if each.path == path)


@pytest.mark.parametrize(
    ("resource", "path", "text"),
    [
        ("aws_s3_bucket", "acl", "acl is deprecated. Use the aws_s3_bucket_acl resource instead."),
        (
            "aws_s3_bucket",
            "versioning",
            "versioning is deprecated. Use the aws_s3_bucket_versioning resource instead.",
        ),
        ("aws_cloudwatch_event_rule", "is_enabled", "is_enabled is deprecated. Use state instead."),
        ("data.aws_region", "name", "name is deprecated. Use region instead."),
        ("aws_instance", "ami", None),
        # Discouraged by Pulumi, in camelCase: Terraform's provider deprecates nothing here.
        ("aws_instance", "security_groups", None),
    ],
)
def test_deprecation_of_an_attribute(
    terraform: dict[str, Resource], resource: str, path: str, text: str | None
) -> None:
    assert attribute(terraform[resource], path).deprecated == text


def test_a_pulumi_class_renamed_within_pulumi_deprecates_no_type(
    terraform: dict[str, Resource],
) -> None:
    """s3.BucketV2 made way for s3.Bucket; both are aws_s3_bucket."""
    assert terraform["aws_s3_bucket"].deprecated is None
    assert terraform["aws_lambdamicrovms_image"].deprecated is None


def test_nearly_every_linked_attribute_is_described(terraform: dict[str, Resource]) -> None:
    attributes = [each for resource in terraform.values() for each in resource.attributes]
    assert sum(bool(each.description) for each in attributes) > 0.85 * len(attributes)
    assert all((each.described_by == "pulumi") <= bool(each.description) for each in attributes)
    endpoint = attribute(terraform["aws_rds_cluster"], "reader_endpoint")
    assert "Read-only endpoint" in endpoint.description and endpoint.described_by == "pulumi"
    assert (
        attribute(terraform["aws_instance"], "region").described_by is None
    )  # the bindings have a text of their own


def test_texts_name_terraform_types(terraform: dict[str, Resource]) -> None:
    texts = [
        each.deprecated
        for resource in terraform.values()
        for each in resource.attributes
        if each.deprecated
    ]
    assert len(texts) > 100
    assert not [text for text in texts if "s3.Bucket" in text]
    assert (
        attribute(terraform["data.aws_s3_bucket_object"], "bucket").deprecated
        == "bucket is deprecated. Use the aws_s3_object data source instead."
    )


def test_aliases(extract: Extract, terraform: dict[str, Resource]) -> None:
    found = {name: resource.alias_of for name, resource in terraform.items() if resource.alias_of}
    assert found["aws_alb"] == "aws_lb" and found["data.aws_alb_listener"] == "data.aws_lb_listener"
    assert len(found) == 9 and all(
        "alb" in alias and "alb" not in main for alias, main in found.items()
    )
    classes = {
        resource.name: resource.alias_of
        for resource in _described(extract)["pulumi"].resources
        if resource.alias_of
    }
    assert classes["aws:alb/loadBalancer:LoadBalancer"] == "aws:lb/loadBalancer:LoadBalancer"


@pytest.mark.parametrize(
    ("resource", "takes"),
    [("data.aws_subnet", True), ("data.aws_ami", False), ("aws_subnet", True)],
)
def test_a_data_source_takes_the_id_it_looks_up_by(
    terraform: dict[str, Resource], resource: str, takes: bool
) -> None:
    """The bindings call the id of each older type optional; the provider refuses it in a data
    source that does not look it up.
    """
    assert attribute(terraform[resource], "id").is_input is takes
