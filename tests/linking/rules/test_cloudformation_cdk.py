"""CloudFormation and the CDK: what is linked, what is not and why."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import NamedTuple

import pytest

from builder.extract import load
from builder.linking.links import Links
from builder.linking.rules import cloudformation_cdk
from builder.model import Attribute, Extraction, Resource
from builder.packages import ROOT
from builder.patches import gettable, ref_values

pytestmark = pytest.mark.whole

USAGE = ROOT.parent / "shared" / "usage" / "usage_cfn.jsonl"


class Linked(NamedTuple):
    cloudformation: Extraction
    cdk: Extraction
    links: Links


@pytest.fixture(scope="module")
def linked() -> Linked:
    cloudformation, cdk = (
        load("cloudformation"),
        load("cdk"),
    )  # copies of our own: they are changed here
    gettable.apply_gettable(cloudformation, cdk)
    ref_values.apply_ref(cloudformation, cdk)
    return Linked(cloudformation, cdk, cloudformation_cdk.link(cloudformation, cdk))


@pytest.fixture(scope="module")
def pairs(linked: Linked) -> set[tuple[str, str, str, str]]:
    return {
        (resource.from_resource, pair.from_path, resource.to_resource, pair.to_path)
        for resource in linked.links.resources
        for pair in resource.attributes
    }


@pytest.fixture(scope="module")
def attributes(linked: Linked) -> dict[str, dict[str, Attribute]]:
    return {
        resource.name: {one.path: one for one in resource.attributes}
        for resource in linked.cloudformation.resources
    }


CACHE, CFN_CACHE = "AWS::ElastiCache::ReplicationGroup", "aws_elasticache.CfnReplicationGroup"


@pytest.mark.parametrize(
    ("name", "path", "cdk", "cdk_path"),
    [
        (CACHE, "Ref", CFN_CACHE, "ref"),
        (CACHE, "ConfigurationEndPoint.Address", CFN_CACHE, "attr_configuration_end_point_address"),
        (CACHE, "ConfigurationEndPoint", CFN_CACHE, "attr_configuration_end_point"),
        (CACHE, "MultiAZEnabled", CFN_CACHE, "multi_az_enabled"),
        (CACHE, "NodeGroupConfiguration[].Slots", CFN_CACHE, "node_group_configuration[].slots"),
        (CACHE, "Tags[].Value", CFN_CACHE, "tags[].value"),
        ("AWS::S3::Bucket", "WebsiteURL", "aws_s3.CfnBucket", "attr_website_url"),
        ("AWS::EKS::Cluster", "Endpoint", "aws_eks.CfnCluster", "attr_endpoint"),
        ("AWS::EKS::Cluster", "Endpoint", "aws_eks_v2.CfnCluster", "attr_endpoint"),
        ("AWS::CloudFormation::Stack", "StackStatus", "CfnStack", "attr_stack_status"),
        (
            "AWS::WAFv2::WebACL",
            "Rules[].Statement.NotStatement.Statement",
            "aws_wafv2.CfnWebACL",
            "rules[].statement.not_statement.statement",
        ),
        (
            "AWS::Serverless::Function",
            "Events.*.Properties.Path",
            "aws_sam.CfnFunction",
            "events.*.properties.path",
        ),
    ],
)
def test_linked(
    pairs: set[tuple[str, str, str, str]], name: str, path: str, cdk: str, cdk_path: str
) -> None:
    assert (name, path, cdk, cdk_path) in pairs


@pytest.mark.parametrize(
    ("system", "resource", "path", "reason"),
    [
        ("cloudformation", "AWS::Serverless::GraphQLApi", None, cloudformation_cdk.NO_CLASS),
        ("cloudformation", "AWS::Serverless::GraphQLApi", "Name", cloudformation_cdk.NO_CLASS),
        ("cloudformation", "AWS::Serverless::Function", "Arn", cloudformation_cdk.NO_ATTR),
        (
            "cloudformation",
            "AWS::QuickSight::Theme",
            "Version.Errors[].Message",
            cloudformation_cdk.READ_ONLY,
        ),
        (
            "cloudformation",
            "AWS::DataBrew::Recipe",
            "Steps[].Action.Parameters.Base",
            "the CDK's L1 takes Steps[].Action.Parameters as free form",
        ),
        (
            "cdk",
            "aws_opsworkscm.CfnServer",
            None,
            f"AWS::OpsWorksCM::Server: {cloudformation_cdk.NO_TYPE}",
        ),
        (
            "cdk",
            "aws_ec2.CfnLaunchTemplate",
            "launch_template_data.elastic_gpu_specifications",
            cloudformation_cdk.UNKNOWN_TO_REGISTRY,
        ),
        ("cdk", "aws_redshift.CfnCluster", "attr_id", cloudformation_cdk.ATTR_UNKNOWN_TO_REGISTRY),
        (
            "cdk",
            "aws_sam.CfnFunction",
            "policies[].statement",
            "the registry schema takes Policies as free form (list<json>)",
        ),
    ],
)
def test_unlinked_with_its_reason(
    linked: Linked, system: str, resource: str, path: str | None, reason: str
) -> None:
    found = [
        row.reason
        for row in linked.links.unlinked
        if (row.system, row.resource, row.path) == (system, resource, path)
    ]
    assert len(found) == 1 and found[0].startswith(reason)


def test_each_attribute_is_linked_or_unlinked(
    linked: Linked, pairs: set[tuple[str, str, str, str]]
) -> None:
    for system, extraction, name, path in (
        ("cloudformation", linked.cloudformation, 0, 1),
        ("cdk", linked.cdk, 2, 3),
    ):
        joined = {(pair[name], pair[path]) for pair in pairs}
        left = [
            (row.resource, row.path)
            for row in linked.links.unlinked
            if row.system == system and row.path
        ]
        assert len(left) == len(set(left))
        assert joined.isdisjoint(left)
        assert joined | set(left) == {
            (resource.name, one.path)
            for resource in extraction.resources
            for one in resource.attributes
        }
        resources = {pair[name] for pair in pairs} | {
            row.resource for row in linked.links.unlinked if row.system == system and not row.path
        }
        assert resources == {resource.name for resource in extraction.resources}
    assert all(row.reason for row in linked.links.unlinked)


def test_share_that_is_linked(linked: Linked, pairs: set[tuple[str, str, str, str]]) -> None:
    for extraction, index in ((linked.cloudformation, 0), (linked.cdk, 2)):
        total = sum(len(resource.attributes) for resource in extraction.resources)
        assert len({pair[index : index + 2] for pair in pairs}) / total > 0.96
    unknown = Counter(
        row.system
        for row in linked.links.unlinked
        if row.reason.startswith(cloudformation_cdk.UNKNOWN_TO_CDK)
    )
    assert unknown["cloudformation"] < 700


def test_a_side_that_stops_earlier_says_so() -> None:
    top, member = (
        Attribute("A", "object", is_input=True, recursive=True),
        Attribute("a.b", "string", is_input=True),
    )
    cloudformation = Extraction(
        "cloudformation", "x", "1", [Resource("cloudformation", "T", attributes=[top])]
    )
    facts = {"cloudformation": "T", "cloudformation_paths": {"a.b": "A.B"}}
    cdk = Extraction("cdk", "x", "1", [Resource("cdk", "C", attributes=[member], facts=facts)])
    reasons = {
        row.path: row.reason for row in cloudformation_cdk.link(cloudformation, cdk).unlinked
    }
    assert reasons["a.b"] == cloudformation_cdk.REPEATED.format(
        system="the registry schema", above="A"
    )


# The yardstick: what templates in the wild use. It lies outside the repository.


@pytest.mark.skipif(not USAGE.exists(), reason="no ../shared/usage here")
def test_what_templates_use(attributes: dict[str, dict[str, Attribute]]) -> None:
    used: Counter[str] = Counter()
    for line in USAGE.read_text().splitlines():
        row = json.loads(line)
        path = (
            re.sub(r"^Outputs\..*", "Outputs.*", row["path"])
            if row["kind"] == "getatt"
            else row["path"]
        )
        known = attributes.get(row["cfn_type"], {}).get(path)
        if row["kind"] == "getatt" and row["check"] in (
            "ok",
            "readonly",
            "cfn-lint",
            "property-only",
        ):
            used["gettable" if known and known.gettable else "not gettable"] += row["count"]
        elif row["kind"] == "property" and row["check"] == "ok":
            used["input" if known and known.is_input else "no input"] += row["count"]
    assert used["gettable"] / (used["gettable"] + used["not gettable"]) >= 0.997, used
    assert used["input"] / (used["input"] + used["no input"]) >= 0.997, used
