"""Which boto3 call an argument is given to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.store.calls import argument_calls

TABLE = {
    "create": [
        {"operation": "create_table", "path": "TableInput", "beside": ["CatalogId", "DatabaseName"]}
    ]
}
ALARM = {
    "create": [
        {
            "operation": "put_composite_alarm",
            "path": "",
            "takes": ["AlarmName", "AlarmRule"],
            "for": ["AWS::CloudWatch::CompositeAlarm"],
        },
        {
            "operation": "put_metric_alarm",
            "path": "",
            "takes": ["AlarmName", "Metrics", "Period"],
            "for": ["AWS::CloudWatch::Alarm"],
        },
    ]
}
LISTED = {"read": [{"operation": "describe_vpcs", "path": "Vpcs[]", "parameters": ["VpcIds"]}]}
POLICY = {
    "shape": "Policy",
    "read": [
        {"operation": "get_policy", "path": "Policy", "parameters": ["PolicyArn"]},
        {"operation": "list_policies", "path": "Policies[]", "parameters": []},
    ],
}
LOOKUP = {"find": [{"operation": "describe_images"}]}
OBJECT = {
    "create": [{"operation": "put_object", "path": ""}],
    "read": [
        {"operation": "get_object", "path": "", "parameters": ["Bucket"]},
        {"operation": "head_object", "path": "", "parameters": ["Bucket", "PartNumber"]},
    ],
}


@pytest.mark.parametrize(
    ("facts", "path", "given", "found_by"),
    [
        (TABLE, "Owner", "create_table(TableInput", None),
        (TABLE, "CatalogId", "create_table(", None),
        (TABLE, None, "create_table(TableInput", None),
        (ALARM, "Period", "put_metric_alarm(", None),
        (ALARM, "Metrics[].Id", "put_metric_alarm(", None),
        (ALARM, "AlarmRule", "put_composite_alarm(", None),
        (ALARM, "AlarmName", None, None),
        (OBJECT, "Bucket", "put_object(", ("get_object(", "Bucket")),
        (OBJECT, "PartNumber", "put_object(", ("head_object(", "PartNumber")),
        (LISTED, "VpcId", None, ("describe_vpcs(", "VpcIds[]")),
        (OBJECT, "Body", "put_object(", None),
        (POLICY, "Arn", None, ("get_policy(", "PolicyArn")),
        (POLICY, "PolicyArn", None, ("get_policy(", "PolicyArn")),
        (POLICY, "PolicyName", None, None),
        (LOOKUP, "Filters[].Name", "describe_images(", ("describe_images(", "Filters[].Name")),
        (
            {"change": [{"operation": "update_thing", "path": "Thing"}]},
            "Name",
            "update_thing(Thing",
            None,
        ),
        ({}, "Name", None, None),
    ],
)
def test_the_call_of_an_argument(
    facts: dict[str, Any], path: str | None, given: str | None, found_by: tuple[str, str] | None
) -> None:
    calls = argument_calls(json.dumps(facts))
    assert (calls.of(path), calls.finding(path)) == (given, found_by)


def test_the_call_that_lists() -> None:
    assert argument_calls(json.dumps(POLICY)).listing == "list_policies:Policies[]"
    assert argument_calls(json.dumps(OBJECT)).listing is None


def test_the_type_decides_between_several_calls() -> None:
    calls = argument_calls(json.dumps(ALARM))
    assert calls.of("AlarmName", "AWS::CloudWatch::Alarm") == "put_metric_alarm("
    assert calls.of("AlarmName", "AWS::CloudWatch::CompositeAlarm") == "put_composite_alarm("
    assert calls.of("AlarmName", "AWS::EC2::Instance") is None


ROLE = {
    "create": [{"operation": "create_role", "path": "", "answers": {"RoleName": "Role.RoleName"}}],
    "read": [
        {"operation": "get_role", "path": "Role", "parameters": ["RoleName"]},
        {"operation": "list_roles", "path": "Roles[]", "parameters": []},
    ],
}
KEY = {
    "create": [{"operation": "create_key", "path": "", "answers": {"KeyId": "KeyMetadata.KeyId"}}],
    "read": [{"operation": "describe_key", "path": "KeyMetadata", "parameters": ["KeyId"]}],
}
AUTHORIZER = {
    "read": [
        {"operation": "describe_authorizer", "path": "d", "parameters": ["authorizerName"]},
        {"operation": "describe_default_authorizer", "path": "d", "parameters": []},
    ]
}
BUCKET = {
    "read": [
        {"operation": "list_buckets", "path": "Buckets[]", "parameters": []},
        {"operation": "list_directory_buckets", "path": "Buckets[]", "for": ["AWS::D"]},
    ]
}
PROJECTS = {
    "read": [{"operation": "batch_get_projects", "path": "projects[]", "parameters": ["names"]}]
}
ACL = {
    "read": [
        {
            "operation": "get_web_acl",
            "path": "WebACL",
            "parameters": ["Name", "ARN"],
            "optional": ["Name", "ARN"],
        }
    ]
}


@pytest.mark.parametrize(
    ("facts", "path", "known"),
    [
        (ROLE, "RoleName", ("get_role", "list_roles:Roles[]", ("create_role", "Role.RoleName"))),
        (ROLE, "Arn", None),
        (KEY, "KeyId", ("describe_key", None, ("create_key", "KeyMetadata.KeyId"))),
        # The default one, which a call gives without being asked for one, may be another.
        (AUTHORIZER, "authorizerName", ("describe_authorizer", None, None)),
        (PROJECTS, "name", ("batch_get_projects", None, None)),
        (ACL, "ARN", None),  # another parameter finds it as well
        (LISTED | {"read": [LISTED["read"][0] | {"optional": ["VpcIds"]}]}, "VpcId", None),
        ({}, "Name", None),
    ],
)
def test_a_call_that_is_given_what_it_answers(
    facts: dict[str, Any], path: str, known: tuple[Any, ...] | None
) -> None:
    assert argument_calls(json.dumps(facts)).calls_around(path) == known


def test_a_type_is_read_by_a_call_of_its_own() -> None:
    calls = argument_calls(json.dumps(BUCKET))
    assert calls.reads_of == {"AWS::D": "list_directory_buckets:Buckets[]"}


def test_directory_buckets_are_listed_by_their_own_call(knowledge: KnowledgeBase) -> None:
    for attribute, resource, call in [
        ("Arn", "AWS::S3Express::DirectoryBucket", "list_directory_buckets"),
        ("arn", "aws_s3_directory_bucket", "list_directory_buckets"),
        ("BucketName", "AWS::S3::Bucket", "list_buckets"),
    ]:
        (target,) = knowledge.translate(attribute, resource, to="boto3")["targets"]
        read = next(each for each in target["answers"] if each["use"] == "read")
        assert read["expression"].startswith(f'client("s3").{call}()')


@pytest.mark.parametrize(
    ("attribute", "resource", "expression", "note"),
    [
        # Another call answers it without being given it.
        ("Ref", "AWS::IAM::Role", 'client("iam").list_roles()["Roles"][0]["RoleName"]', None),
        # None does: the answer says so, and what to keep it from.
        (
            "Ref",
            "AWS::KMS::Key",
            'client("kms").describe_key()["KeyMetadata"]["KeyId"]',
            "describe_key takes this very value; create_key returns it as KeyMetadata.KeyId.",
        ),
        # A setting of the same thing is read as ever.
        ("path", "aws_iam_role", 'client("iam").get_role()["Role"]["Path"]', None),
    ],
)
def test_no_answer_needs_itself(
    knowledge: KnowledgeBase, attribute: str, resource: str, expression: str, note: str | None
) -> None:
    answers = knowledge.translate(attribute, resource, to="boto3")["targets"][0]["answers"]
    read = next(answer for answer in answers if answer["use"] == "read")
    assert read["expression"] == expression
    assert note is None or note in read["note"]


def test_a_data_source_says_what_is_read(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("bucket", "data.aws_s3_object", to="boto3")["targets"]
    assert [(each["use"], each["expression"]) for each in target["answers"]] == [
        ("write", 'client("s3").get_object(Bucket=...)')
    ]
    (target,) = knowledge.translate("bucket", "aws_s3_object", to="boto3")["targets"]
    assert 'client("s3").put_object(Bucket=...)' in [
        each["expression"] for each in target["answers"]
    ]


def test_an_argument_beside_the_wrapper_stays_outside_it(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("CatalogId", "AWS::Glue::Table", to="boto3")["targets"]
    assert 'client("glue").create_table(CatalogId=...)' in [
        each["expression"] for each in target["answers"]
    ]


def test_one_of_several_calls_takes_an_argument(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("Period", "AWS::CloudWatch::Alarm", to="boto3")["targets"]
    assert target["answers"][0]["expression"] == 'client("cloudwatch").put_metric_alarm(Period=...)'


def test_alarms_of_each_type_have_their_own_call(knowledge: KnowledgeBase) -> None:
    for resource, call in (
        ("aws_cloudwatch_metric_alarm", "put_metric_alarm"),
        ("aws_cloudwatch_composite_alarm", "put_composite_alarm"),
    ):
        (target,) = knowledge.translate("alarm_name", resource, to="boto3")["targets"]
        assert target["answers"][0]["expression"] == f'client("cloudwatch").{call}(AlarmName=...)'


@pytest.mark.parametrize(
    ("attribute", "resource", "written", "read"),
    [
        ("AssumeRolePolicyDocument", "AWS::IAM::Role", "json-encode", None),
        ("assume_role_policy", "aws_iam_role", None, "json-decode"),
        ("UserData", "AWS::AutoScaling::LaunchConfiguration", "base64-decode", None),
    ],
)
def test_what_is_read_in_another_form(
    knowledge: KnowledgeBase, attribute: str, resource: str, written: str | None, read: str | None
) -> None:
    (target,) = knowledge.translate(attribute, resource, to="boto3")["targets"]
    assert [(each["use"], each["transform"]) for each in target["answers"]] == [
        ("write", written),
        ("read", read),
    ]


def test_a_property_that_getatt_returns_is_set_and_read(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("vpc_id", "aws_security_group", to="cloudformation")["targets"]
    assert [(each["use"], each["expression"]) for each in target["answers"]] == [
        ("write", "SecurityGroup.Properties.VpcId"),
        ("read", "!GetAtt SecurityGroup.VpcId"),
    ]


@pytest.mark.whole
def test_a_thing_that_no_call_makes_alone_is_what_one_reads(knowledge: KnowledgeBase) -> None:
    """put_targets takes several; the target itself is an item that list_targets_by_rule returns."""
    (target,) = knowledge.translate("Targets", "AWS::Events::Rule", to="boto3")["targets"]
    assert [each["expression"] for each in target["answers"]] == [
        'client("events").list_targets_by_rule()["Targets"][0]',
        'client("events").put_targets(Targets=...)',
    ]


@pytest.mark.parametrize(
    ("resource", "attribute", "expression"),
    [
        (
            "aws_lb",
            "access_logs.enabled",
            'client("elbv2").modify_load_balancer_attributes'
            '(Attributes=[{"Key": "access_logs.s3.enabled", "Value": ...}])',
        ),
        (
            "aws_default_security_group",
            "vpc_id",
            'client("ec2").describe_security_groups(Filters=[{"Name": "vpc-id", "Values": ...}])',
        ),
    ],
)
def test_the_key_stands_beside_the_value(
    knowledge: KnowledgeBase, resource: str, attribute: str, expression: str
) -> None:
    """An item of a list of names and values: the value alone says nothing."""
    (target,) = knowledge.translate(attribute, resource, to="boto3")["targets"]
    assert target["answers"][0]["expression"] == expression


@pytest.mark.parametrize(
    ("resource", "attribute", "uses"),
    [
        # get_integration returns the method of the backend under this name.
        ("aws_api_gateway_integration", "http_method", {"write"}),
        # modify_security_group_rules takes it to find the rule, and makes none.
        ("AWS::EC2::SecurityGroupEgress", "GroupId", {"write", "read"}),
        ("aws_iam_role", "permissions_boundary", {"write", "read"}),
        # create_directory takes it too, and makes a Simple AD.
        ("AWS::DirectoryService::MicrosoftAD", "VpcSettings.VpcId", {"write", "read"}),
    ],
)
def test_a_row_may_be_about_one_use_of_two(
    knowledge: KnowledgeBase, resource: str, attribute: str, uses: set[str]
) -> None:
    (target,) = knowledge.translate(attribute, resource, to="boto3")["targets"]
    assert {each["use"] for each in target["answers"]} == uses
    assert target["answers"][0]["use"] == "write"
    assert all(each["when"] is None for each in target["answers"])
    assert "create_directory" not in str([each["expression"] for each in target["answers"]])
