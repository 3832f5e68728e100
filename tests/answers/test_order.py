"""The first of several answers is what a person should write."""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase


@pytest.mark.parametrize(
    ("attribute", "resource", "to", "first"),
    [
        # The main counterpart before its sibling.
        (
            "read_capacity",
            "aws_dynamodb_table",
            "cloudformation",
            ("AWS::DynamoDB::Table", "ProvisionedThroughput.ReadCapacityUnits"),
        ),
        (
            "write_capacity",
            "aws_dynamodb_table",
            "cloudformation",
            ("AWS::DynamoDB::Table", "ProvisionedThroughput.WriteCapacityUnits"),
        ),
        # The present name before the older one.
        ("Port", "AWS::ElasticLoadBalancingV2::Listener", "terraform", ("aws_lb_listener", "port")),
        (
            "Port",
            "AWS::ElasticLoadBalancingV2::Listener",
            "pulumi",
            ("aws:lb/listener:Listener", "port"),
        ),
        # What can be set, where the main resource only reads it back.
        (
            "Integration.TimeoutInMillis",
            "AWS::ApiGateway::Method",
            "boto3",
            ("apigateway.Integration", "timeoutInMillis"),
        ),
        ("Roles", "AWS::IAM::ManagedPolicy", "boto3", ("iam.AttachRolePolicy", "RoleName")),
        # A named attribute before Ref, unless Ref or id was asked for.
        ("bucket", "aws_s3_bucket", "cloudformation", ("AWS::S3::Bucket", "BucketName")),
        ("id", "aws_s3_bucket", "cloudformation", ("AWS::S3::Bucket", "Ref")),
        ("BucketName", "AWS::S3::Bucket", "terraform", ("aws_s3_bucket", "bucket")),
        ("Ref", "AWS::S3::Bucket", "terraform", ("aws_s3_bucket", "id")),
        # A type of CloudFormation's own before one of SAM.
        (
            "role_arn",
            "aws_sfn_state_machine",
            "cloudformation",
            ("AWS::StepFunctions::StateMachine", "RoleArn"),
        ),
        (
            "tracing_config.mode",
            "aws_lambda_function",
            "cloudformation",
            ("AWS::Lambda::Function", "TracingConfig.Mode"),
        ),
        # What can be set before what is only read, though it lies in a part.
        ("Integration.Uri", "AWS::ApiGateway::Method", "boto3", ("apigateway.Integration", "uri")),
        (
            "TopicArn",
            "AWS::SNS::Subscription",
            "boto3",
            ("sns.GetSubscriptionAttributesResponse", "TopicArn"),
        ),
        # Conditions in the order of their words, whatever their case.
        (
            "BlockDeviceMappings",
            "AWS::EC2::Instance",
            "terraform",
            ("aws_instance", "ebs_block_device"),
        ),
    ],
)
def test_what_comes_first(
    knowledge: KnowledgeBase, attribute: str, resource: str, to: str, first: tuple[str, str]
) -> None:
    answers = knowledge.translate(attribute, resource, to=to)["targets"][0]["answers"]
    assert (answers[0]["resource"], answers[0]["attribute"]) == first


@pytest.mark.whole
def test_nothing_deprecated_or_older_comes_before_what_is_current(knowledge: KnowledgeBase) -> None:
    several = knowledge.rows(
        "select r.system, r.name, a.path from attribute_mapping m join attribute a on a.id ="
        " m.from_attribute_id join resource r on r.id = a.resource_id where m.to_attribute_id is"
        " not null and m.id % 97 = 0 group by m.from_attribute_id, m.to_system limit 3000"
    )
    assert len(several) > 1000
    older = {
        name for (name,) in knowledge.rows("select name from resource where alias_of is not null")
    }
    assert "aws_alb_listener" in older
    wrong = []
    for system, resource, path in several:
        for target in knowledge.translate(path, resource, system)["targets"]:
            old = ["deprecated" in item or item["resource"] in older for item in target["answers"]]
            if old != sorted(old):
                wrong.append((system, resource, path, target["system"]))
    assert wrong == []


@pytest.mark.parametrize(
    ("attribute", "resource", "expected"),
    [
        (
            "node_type",
            "aws_elasticache_replication_group",
            [
                (
                    "read",
                    'client("elasticache").describe_replication_groups()["ReplicationGroups"][0]["CacheNodeType"]',
                ),
                ("write", 'client("elasticache").create_replication_group(CacheNodeType=...)'),
            ],
        ),
        (
            "FunctionName",
            "AWS::Lambda::Function",
            [("write", 'client("lambda").create_function(FunctionName=...)')],
        ),
    ],
)
def test_boto3_answers_say_what_they_are_for(
    knowledge: KnowledgeBase, attribute: str, resource: str, expected: list[tuple[str, str]]
) -> None:
    targets = knowledge.translate(attribute, resource, to="boto3")["targets"]
    found = [(item["use"], item["expression"]) for target in targets for item in target["answers"]]
    assert set(expected) <= set(found)
    assert all(use in ("read", "write") for use, _ in found)


def test_a_deprecated_answer_says_so(knowledge: KnowledgeBase) -> None:
    answers = knowledge.translate(
        "versioning_configuration.status", "aws_s3_bucket_versioning", to="pulumi"
    )["targets"][0]["answers"]
    assert [item.get("deprecated") is not None for item in answers] == [False, True]
    assert "bucketversioning" in answers[1]["deprecated"].lower()
