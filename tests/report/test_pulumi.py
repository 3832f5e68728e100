"""Worksheets of Pulumi programs: names as the language writes them, other providers."""

from __future__ import annotations

from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.report.run import make
from iac_crosswalk.report.worksheet import FileSheet, Sheet

PROGRAMS = Path(__file__).parents[1] / "programs"


def sheets(path: str, to: str, knowledge: KnowledgeBase) -> dict[str, Sheet]:
    """The sheets of a program by the name of the resource."""
    made, refused = make([PROGRAMS / path], to, knowledge)
    assert not refused
    (file,) = made.files
    assert isinstance(file, FileSheet) and file.format == "program"
    return {sheet.name: sheet for sheet in file.resources}


def shown(sheet: Sheet) -> dict[str, str | None]:
    """Property or output → verdict, or the name it has in the target."""
    found: dict[str, str | None] = {}
    for each in (*sheet.properties, *sheet.outputs):
        found[each.path] = each.answers[0]["attribute"] if each.answers else each.verdict
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "cache",
            {
                "description": "ReplicationGroupDescription",
                "automaticFailoverEnabled": "AutomaticFailoverEnabled",
                "numNodeGroups": "NumNodeGroups",
                "cache_node_type": "unknown",
                "arn": "unknown",
                "tags": "Tags",
                "cacheNodes[].address": "unknown",
                "port": "Port",
            },
        ),
        ("network", {"id": "Ref", "cidr": "unknown", "tags": "Tags"}),
        ("other", {"anything": "outside", "status.podIP": "outside"}),
        ("gone", {}),
    ],
)
def test_a_program_in_yaml(name: str, expected: dict[str, str], knowledge: KnowledgeBase) -> None:
    found = sheets("pulumi_yaml/Pulumi.yaml", "cloudformation", knowledge)
    assert shown(found[name]) == expected


def test_what_is_no_type_of_ours(knowledge: KnowledgeBase) -> None:
    found = sheets("pulumi_yaml/Pulumi.yaml", "terraform", knowledge)
    assert (found["gone"].verdict, found["gone"].service) == ("unknown", "elasticache")
    assert (found["other"].verdict, found["other"].service) == ("outside", "kubernetes")
    assert found["cache"].targets[0].resource == "aws_elasticache_replication_group"


def test_advice_in_the_names_of_the_program(knowledge: KnowledgeBase) -> None:
    found = sheets("pulumi_yaml/Pulumi.yaml", "terraform", knowledge)
    wrong = {each.path: each for each in (*found["cache"].properties, *found["cache"].outputs)}
    assert [each["attribute"] for each in wrong["cache_node_type"].replacements] == ["nodeType"]
    # The program asks for two groups: that chooses the endpoint.
    (endpoint,) = wrong["cacheNodes[].address"].replacements
    assert endpoint["attribute"] == "configurationEndpointAddress"
    assert endpoint["answers"][0]["attribute"] == "configuration_endpoint_address"


def test_a_program_in_typescript(knowledge: KnowledgeBase) -> None:
    found = sheets("typescript/network.ts", "cloudformation", knowledge)
    cluster = shown(found["cluster"])
    assert cluster["vpcConfig.subnetIds"] == "ResourcesVpcConfig.SubnetIds"
    assert cluster["certificateAuthority.data"] == "CertificateAuthorityData"
    assert cluster["platformVersion"] == "none"
    # The arguments are in a variable, and what is looked up is not set.
    assert shown(found["bucket"])["forceDestroy"] == "none"
    assert shown(found["looked"]) == {"redrivePolicy": "RedrivePolicy"}
    (endpoint,) = (each for each in found["cluster"].outputs if each.path == "endpoint")
    assert endpoint.places == ["both", "url"]


def test_a_cdk_program_in_typescript(knowledge: KnowledgeBase) -> None:
    found = sheets("typescript/cdk.ts", "terraform", knowledge)
    assert found["group"].targets[0].resource == "aws_elasticache_replication_group"
    assert shown(found["group"])["numNodeGroups"] == "num_node_groups"
    assert shown(found["Queue"]) == {"fifoQueue": "fifo_queue", "attrQueueUrl": "url"}
    # What getAtt asks CloudFormation for is read of the same resource, under the class's own name.
    outputs = {each.path: each.verdict for each in found["group"].outputs}
    assert outputs["attrConfigurationEndPointAddress"] == "exact"
    assert outputs["CacheNodes.0.Address"] == "unknown"
    assert "bucketName" in {each.path for each in found["bucket"].outputs}
