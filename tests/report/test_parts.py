"""The resources that a template's resource becomes, beyond those that its properties reach."""

from __future__ import annotations

from typing import Any

import pytest

from iac_crosswalk.report.formats import text as text_format
from iac_crosswalk.report.summary import report
from iac_crosswalk.report.worksheet import FileSheet, Target
from tests.report.conftest import Worksheet, entry

pytestmark = pytest.mark.whole


def sam(**resources: dict[str, Any]) -> dict[str, Any]:
    return {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}


def of(kind: str, properties: dict[str, Any] | None = None, **beside: Any) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties or {}, **beside}


def targets(sheet: FileSheet, name: str = "It") -> dict[str, Target]:
    (found,) = [each for each in sheet.resources if each.name == name]
    return {each.resource: each for each in found.targets}


FUNCTION = {"Handler": "a.b", "Runtime": "python3.13", "CodeUri": "s3://a/b"}


_ATTACHMENT = "aws_iam_role_policy_attachment"


def event(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Events": {"E": {"Type": kind, "Properties": properties}}}


@pytest.mark.parametrize(
    ("properties", "needed", "not_needed"),
    [
        (
            event("Api", Path="/a", Method="get"),
            {"aws_iam_role", "aws_lambda_permission", "aws_api_gateway_integration"},
            {"aws_lambda_event_source_mapping", "aws_apigatewayv2_integration"},
        ),
        (
            event("SQS", Queue="q") | {"Role": "arn"},
            {"aws_lambda_event_source_mapping"},
            {"aws_iam_role", "aws_iam_role_policy_attachment", "aws_lambda_permission"},
        ),
        # Another Type than that of an event.
        (
            {"DeadLetterQueue": {"Type": "SQS", "TargetArn": "a"}},
            {"aws_iam_role"},
            {"aws_lambda_event_source_mapping", "aws_lambda_permission"},
        ),
        (
            event("Schedule", Schedule="rate(1 day)"),
            {"aws_cloudwatch_event_rule", "aws_cloudwatch_event_target", "aws_lambda_permission"},
            {"aws_lambda_function_recursion_config", "aws_lambda_alias"},
        ),
    ],
)
def test_what_sam_makes_is_listed(
    worksheet: Worksheet, properties: dict[str, Any], needed: set[str], not_needed: set[str]
) -> None:
    template = sam(It=of("AWS::Serverless::Function", FUNCTION | properties))
    found = targets(worksheet(template, "terraform"))
    assert needed <= found.keys()
    assert not not_needed & found.keys()
    assert next(iter(found)) == "aws_lambda_function"


def test_parts_say_how_they_point_back_and_that_their_condition_holds(worksheet: Worksheet) -> None:
    template = sam(It=of("AWS::Serverless::Function", FUNCTION | event("S3", Bucket="b")))
    permission = "aws:lambda/permission:Permission"
    sheet = worksheet(template, "pulumi")
    found = targets(sheet)
    assert found[permission].back == {"function": "name"}
    assert found["aws:iam/role:Role"].holds
    lines = text_format.render(report("pulumi", {}, [sheet])).splitlines()
    (role,) = [line for line in lines if "→ aws:iam/role:Role " in line]
    assert "Role is not given (so it is here)" in role


def test_globals_count_for_every_function(worksheet: Worksheet) -> None:
    template = sam(It=of("AWS::Serverless::Function", FUNCTION)) | {
        "Globals": {"Function": {"Role": "arn", "AutoPublishAlias": "live"}}
    }
    sheet = worksheet(template, "terraform")
    assert {"aws_lambda_function", "aws_lambda_alias"} == targets(sheet).keys()
    assert "aws_iam_role" not in targets(sheet, "Globals.Function")


@pytest.mark.parametrize(("create", "has_key"), [("PER_API", True), ("NONE", False)])
def test_a_usage_plan_has_its_key(worksheet: Worksheet, create: str, has_key: bool) -> None:
    plan = {"Auth": {"UsagePlan": {"CreateUsagePlan": create}}}
    template = sam(It=of("AWS::Serverless::Api", {"StageName": "a", **plan}))
    found = targets(worksheet(template, "terraform"))
    keys = {"aws_api_gateway_api_key", "aws_api_gateway_usage_plan_key"}
    assert (keys <= found.keys()) is has_key
    deployment = {
        each.attribute: each.value for each in found["aws_api_gateway_deployment"].required
    }
    assert deployment["rest_api_id"] == "aws_api_gateway_rest_api.it.id"


def test_other_types_list_only_what_their_properties_reach(worksheet: Worksheet) -> None:
    found = targets(
        worksheet(sam(It=of("AWS::EC2::SecurityGroup", {"GroupName": "a"})), "terraform")
    )
    assert found.keys() == {"aws_security_group"}


def test_a_simple_table_says_its_defaults(worksheet: Worksheet) -> None:
    found = targets(worksheet(sam(It=of("AWS::Serverless::SimpleTable")), "terraform"))
    note = found["aws_dynamodb_table"].note or ""
    assert "hash key is id, of type S" in note and "PAY_PER_REQUEST" in note


def test_an_empty_s3_origin_is_not_a_block(worksheet: Worksheet) -> None:
    origin = {"Id": "o", "DomainName": "d", "OriginAccessControlId": "c", "S3OriginConfig": {}}
    template = sam(
        It=of("AWS::CloudFront::Distribution", {"DistributionConfig": {"Origins": [origin]}})
    )
    found = entry(
        worksheet(template, "terraform"), "It", "DistributionConfig.Origins[].S3OriginConfig"
    )
    assert found.verdict == "conditional"
    assert "leaves the block out" in found.answers[0]["note"]


def test_a_key_beside_properties_is_named(worksheet: Worksheet) -> None:
    template = sam(It=of("AWS::Serverless::Api", {"StageName": "a"}, MethodSettings=[]))
    (found,) = worksheet(template, "terraform").resources
    assert any("MethodSettings is beside Properties" in each for each in found.remarks)


def test_policies_are_those_of_the_role_that_sam_makes(worksheet: Worksheet) -> None:
    policies = [{"DynamoDBReadPolicy": {"TableName": "t"}}]
    template = sam(It=of("AWS::Serverless::Function", FUNCTION | {"Policies": policies}))
    found = entry(worksheet(template, "terraform"), "It", "Policies")
    assert found.answers[0]["resource"] == "aws_iam_role_policy"
    assert found.there and "Written out" in (found.reason or "")
    parts = targets(worksheet(template, "terraform"))
    policy = {each.attribute: each.value or "" for each in parts["aws_iam_role_policy"].required}
    assert policy["role"] == "aws_iam_role.it_role.name"
    assert "dynamodb:GetItem" in policy["policy"] and ":table/t" in policy["policy"]
    attached = {each.attribute: each.value or "" for each in parts[_ATTACHMENT].required}
    assert attached["policy_arn"].endswith('AWSLambdaBasicExecutionRole"')
