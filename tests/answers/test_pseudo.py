"""Pseudo parameters, intrinsic functions and data sources, asked for as people write them."""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask


@pytest.mark.parametrize(
    ("text", "to", "expression"),
    [
        ("AWS::AccountId", "terraform", "data.aws_caller_identity.identity.account_id"),
        ("!Ref AWS::Region", "boto3", "boto3.session.Session().region_name"),
        ("${AWS::Partition}", "terraform", "data.aws_partition.partition.partition"),
        ("${AWS::Partition}", "boto3", "boto3.session.Session().get_partition_for_region(REGION)"),
        (
            "data.aws_partition.current.partition",
            "boto3",
            "boto3.session.Session().get_partition_for_region(REGION)",
        ),
        ("AWS::URLSuffix", "cdk", "Aws.URL_SUFFIX"),
        ("Fn::GetAZs", "terraform", "data.aws_availability_zones.zones.names"),
        (
            "{{resolve:ssm:/app/name}}",
            "boto3",
            'client("ssm").get_parameter(WithDecryption=True)["Parameter"]["Value"]',
        ),
        ("data.aws_caller_identity.current.account_id", "cloudformation", "!Ref AWS::AccountId"),
        ("data.aws_partition.current.dns_suffix", "cdk", "Aws.URL_SUFFIX"),
        ("data.aws_region.current.name", "cloudformation", "!Ref AWS::Region"),
    ],
)
def test_pseudo(text: str, to: str, expression: str, knowledge: KnowledgeBase) -> None:
    (target,) = ask(knowledge, text, to=to)["targets"]
    assert expression in [answer["expression"] for answer in target["answers"]]


@pytest.mark.parametrize(
    ("text", "to"),
    [("AWS::NoValue", "terraform"), ("AWS::StackName", "terraform"), ("AWS::URLSuffix", "boto3")],
)
def test_what_has_no_equivalent_has_a_way_round(
    text: str, to: str, knowledge: KnowledgeBase
) -> None:
    (target,) = ask(knowledge, text, to=to)["targets"]
    assert target["status"] == "no-equivalent"
    assert len(target["reason"]) > 20


@pytest.mark.parametrize(
    ("path", "data", "resource", "attribute"),
    [
        ("cidr_block", "data.aws_vpc", "AWS::EC2::VPC", "CidrBlock"),
        ("arn", "data.aws_iam_role", "AWS::IAM::Role", "Arn"),
        (
            "statement[].effect",
            "data.aws_iam_policy_document",
            "IAM::PolicyDocument",
            "Statement[].Effect",
        ),
    ],
)
def test_a_data_source_asks_and_is_no_answer(
    path: str, data: str, resource: str, attribute: str, knowledge: KnowledgeBase
) -> None:
    (target,) = knowledge.translate(path, data, to="cloudformation")["targets"]
    assert (resource, attribute) in [
        (answer["resource"], answer["attribute"]) for answer in target["answers"]
    ]
    if resource.startswith("AWS::"):
        (back,) = knowledge.translate(attribute, resource, to="terraform")["targets"]
        assert not [answer for answer in back["answers"] if answer["resource"].startswith("data.")]
