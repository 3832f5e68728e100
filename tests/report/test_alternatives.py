"""What the worksheet leaves out: what is ruled out, what is pointless, what only chooses."""

from __future__ import annotations

from typing import Any

import pytest

from iac_crosswalk.report.worksheet import FileSheet
from tests.report.conftest import Worksheet, entry, verdicts


def one(kind: str, properties: dict[str, Any], **beside: Any) -> dict[str, Any]:
    return {"Resources": {"It": {"Type": kind, "Properties": properties}, **beside}}


def reads(kind: str, properties: dict[str, Any], read: str) -> dict[str, Any]:
    value = {"Ref": "It"} if read == "Ref" else {"Fn::GetAtt": ["It", read]}
    return one(kind, properties) | {"Outputs": {"O": {"Value": value}}}


def names(sheet: FileSheet) -> set[str]:
    return {each.resource for each in sheet.resources[0].targets}


@pytest.mark.parametrize(
    ("kind", "properties", "resources"),
    [
        (
            "AWS::EC2::VPCGatewayAttachment",
            {"VpcId": "v", "InternetGatewayId": "i"},
            {"aws_internet_gateway_attachment", "aws_internet_gateway"},
        ),
        (
            "AWS::IAM::Policy",
            {"PolicyName": "p", "PolicyDocument": {}, "Roles": ["r"]},
            {"aws_iam_role_policy"},
        ),
        ("AWS::KMS::Key", {"Description": "d"}, {"aws_kms_key"}),
        (
            "AWS::KMS::Key",
            {"Description": "d", "Origin": "EXTERNAL"},
            {"aws_kms_external_key"},
        ),
        # What a parameter decides is not ruled out.
        (
            "AWS::KMS::Key",
            {"Description": "d", "Origin": {"Ref": "Origin"}},
            {"aws_kms_key", "aws_kms_external_key"},
        ),
    ],
)
def test_what_the_template_rules_out_is_not_an_alternative(
    worksheet: Worksheet, kind: str, properties: dict[str, Any], resources: set[str]
) -> None:
    assert names(worksheet(one(kind, properties), "terraform")) == resources


@pytest.mark.parametrize(
    ("kind", "properties", "read", "answers"),
    [
        ("AWS::ApiGateway::RestApi", {"Name": "n"}, "Ref", ["id"]),
        ("AWS::Lambda::Function", {"Handler": "a.b"}, "Arn", ["arn"]),
    ],
)
def test_an_output_is_read_of_what_is_written(
    worksheet: Worksheet, kind: str, properties: dict[str, Any], read: str, answers: list[str]
) -> None:
    found = entry(worksheet(reads(kind, properties, read), "terraform"), "It", read)
    assert [each["attribute"] for each in found.answers] == answers


@pytest.mark.whole
def test_pointless_second_answers_are_left_out_and_others_stay(worksheet: Worksheet) -> None:
    role = worksheet(one("AWS::IAM::Role", {"RoleName": "r"}), "terraform")
    assert [each["attribute"] for each in entry(role, "It", "RoleName").answers] == ["name"]
    tags = [{"Key": "a", "Value": "b"}]
    instance = worksheet(one("AWS::EC2::Instance", {"ImageId": "i", "Tags": tags}), "terraform")
    assert [each["attribute"] for each in entry(instance, "It", "Tags").answers] == ["tags"]
    policy = worksheet(
        one("AWS::S3::BucketPolicy", {"Bucket": "b", "PolicyDocument": {}}), "terraform"
    )
    # The policy of aws_s3_bucket is deprecated.
    assert len(entry(policy, "It", "PolicyDocument").answers) == 1


KEYS = [
    {"AttributeName": "a", "KeyType": "HASH"},
    {"AttributeName": "b", "KeyType": "RANGE"},
]


def test_what_only_chooses_is_covered_by_what_it_chooses(worksheet: Worksheet) -> None:
    table = worksheet(one("AWS::DynamoDB::Table", {"KeySchema": KEYS}), "terraform")
    (sheet,) = table.resources
    assert [(each.path, each.answers[0]["attribute"]) for each in sheet.properties] == [
        ("KeySchema[].AttributeName", "hash_key"),
        ("KeySchema[].AttributeName", "range_key"),
    ]
    assert sheet.properties[0].covers == ["KeySchema[].KeyType"]
    attributes = [{"Key": "deletion_protection.enabled", "Value": "true"}]
    balancer = worksheet(
        one("AWS::ElasticLoadBalancingV2::LoadBalancer", {"LoadBalancerAttributes": attributes}),
        "terraform",
    )
    assert verdicts(balancer, "It") == {"LoadBalancerAttributes[].Value": "exact"}
    assert not balancer.attention


def test_what_chooses_something_unknown_stays(worksheet: Worksheet) -> None:
    keys = [KEYS[0], {"AttributeName": "b", "KeyType": {"Ref": "Kind"}}]
    table = worksheet(one("AWS::DynamoDB::Table", {"KeySchema": keys}), "terraform")
    assert "KeySchema" in verdicts(table, "It")
