"""What SAM makes, written out: one resource for each event, with its address and its arguments."""

from __future__ import annotations

import re
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.report.policies import templates
from iac_crosswalk.report.sam import _overlap, rows
from iac_crosswalk.report.worksheet import FileSheet, Target
from iac_crosswalk.store.schema import Schemas
from tests.report.conftest import Worksheet, entry

pytestmark = pytest.mark.whole

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Own: {Type: String, Default: ""}
Conditions:
  HasOwn: !Not [!Equals [!Ref Own, ""]]
Globals:
  Function: {Runtime: python3.13, Tracing: Active}
Resources:
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: m.json
      Events:
        Hourly: {Type: Schedule, Properties: {Schedule: rate(1 hour)}}
        Daily: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
        Start: {Type: Api, Properties: {Path: "/start/{id}", Method: post}}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: a.b
      AutoPublishAlias: live
      Policies:
        - SQSPollerPolicy: {QueueName: !GetAtt Jobs.QueueName}
        - AmazonS3ReadOnlyAccess
      Events:
        First: {Type: EventBridgeRule, Properties: {Pattern: {source: [a]}}}
        Second: {Type: EventBridgeRule, Properties: {Pattern: {source: [b]}}}
        Jobs: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}
        Root: {Type: Api, Properties: {Path: /, Method: get}}
        Check: {Type: HttpApi, Properties: {Path: /check, Method: get}}
  Maybe:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: a.b
      Role: !If [HasOwn, !Ref Own, !Ref AWS::NoValue]
  Jobs: {Type: "AWS::SQS::Queue"}
  Written:
    Type: AWS::Serverless::Api
    Properties: {StageName: a, DefinitionBody: {openapi: "3.0.1"}}
  Behind:
    Type: AWS::Serverless::Function
    Properties:
      Role: arn
      Events:
        E: {Type: Api, Properties: {Path: /x, Method: get, RestApiId: !Ref Written}}
Outputs:
  Url: {Value: !Sub "https://${ServerlessRestApi}/Prod"}
  Role: {Value: !GetAtt WorkRole.Arn}
  Alias: {Value: !Ref Work.Alias}
"""


@pytest.fixture(scope="module")
def sheet(worksheet: Worksheet) -> FileSheet:
    return worksheet(TEMPLATE, "terraform")


def written(sheet: FileSheet) -> dict[str, Target]:
    """Address → resource to write. What is only read of a resource has none."""
    found = [target for each in sheet.resources for target in each.targets if target.address]
    assert len({each.address for each in found}) == len(found), "two targets have one address"
    return {each.address or "": each for each in found}


def arguments(target: Target) -> dict[str, str | None]:
    return {each.attribute: each.value for each in target.required}


def test_each_event_has_resources_of_its_own(sheet: FileSheet) -> None:
    found = written(sheet)
    for event in ("first", "second"):
        target = arguments(found[f"aws_cloudwatch_event_target.work_{event}"])
        assert target["rule"] == f"aws_cloudwatch_event_rule.work_{event}.name"
        assert target["arn"] == "aws_lambda_alias.work_alias_live.arn"
        permission = arguments(found[f"aws_lambda_permission.work_{event}_permission"])
        assert permission["source_arn"] == f"aws_cloudwatch_event_rule.work_{event}.arn"
        assert permission["qualifier"] == "aws_lambda_alias.work_alias_live.name"
    patterns = {v.item: v.text for v in entry(sheet, "Work", "Events.*.Properties.Pattern").values}
    assert patterns["Second"] == 'jsonencode({ source = ["b"] })'


def test_the_role_has_what_sam_attaches(sheet: FileSheet) -> None:
    found = written(sheet)
    arns = [
        arguments(each)["policy_arn"] or ""
        for name, each in found.items()
        if name.startswith("aws_iam_role_policy_attachment.work_role")
    ]
    partition = "${data.aws_partition.partition.partition}"
    assert all(each.startswith(f'"arn:{partition}:iam::aws:policy/') for each in arns)
    assert sheet.stack is not None
    assert 'data "aws_partition" "partition"' in [each.there for each in sheet.stack.declared]
    assert {each.rpartition("/")[2].rstrip('"') for each in arns} == {
        "AWSLambdaBasicExecutionRole",
        "AWSLambdaSQSQueueExecutionRole",
        "AWSXrayWriteOnlyAccess",
        "AmazonS3ReadOnlyAccess",
    }
    assert arguments(found["aws_lambda_function.work"])["role"] == "aws_iam_role.work_role.arn"
    policy = arguments(found["aws_iam_role_policy.work_role_policy_0"])["policy"] or ""
    assert "sqs:ReceiveMessage" in policy and ":${aws_sqs_queue.jobs.name}" in policy


def test_a_role_that_may_be_given_is_listed_with_its_condition(sheet: FileSheet) -> None:
    role = written(sheet)["aws_iam_role.maybe_role"]
    assert role.when == "Role is not given" and not role.holds
    assert "aws_iam_role.behind_role" not in written(sheet)


def test_events_of_a_state_machine_have_roles(sheet: FileSheet) -> None:
    found = written(sheet)
    for event, service in (("hourly", "events"), ("daily", "scheduler"), ("start", "apigateway")):
        trust = arguments(found[f"aws_iam_role.machine_{event}_role"])["assume_role_policy"]
        assert f"{service}.amazonaws.com" in (trust or "")
        policy = arguments(found[f"aws_iam_role_policy.machine_{event}_role"])["policy"]
        assert "states:StartExecution" in (policy or "")
    assert "machine_daily_role.arn" in str(arguments(found["aws_scheduler_schedule.machine_daily"]))


def test_the_api_that_sam_makes_is_listed(sheet: FileSheet) -> None:
    found = written(sheet)
    api = "aws_api_gateway_rest_api.serverless_rest_api"
    assert arguments(found[api])["name"] == "var.stack_name"
    stage = arguments(found["aws_api_gateway_stage.serverless_rest_api_prod_stage"])
    assert stage["stage_name"] == '"Prod"'
    deployment = arguments(found["aws_api_gateway_deployment.serverless_rest_api_deployment"])
    assert "aws_api_gateway_integration.work_root" in (deployment["depends_on"] or "")
    root = arguments(found["aws_api_gateway_method.work_root"])
    assert root["resource_id"] == f"{api}.root_resource_id" and root["authorization"] == '"NONE"'
    path = "aws_api_gateway_resource.serverless_rest_api_start"
    assert arguments(found[f"{path}_id"]) == {
        "rest_api_id": f"{api}.id",
        "parent_id": f"{path}.id",
        "path_part": '"{id}"',
    }
    route = arguments(found["aws_apigatewayv2_route.work_check"])
    assert route["api_id"] == "aws_apigatewayv2_api.serverless_http_api.id"
    assert route["route_key"] == '"GET /check"'


def test_an_api_with_a_body_needs_no_methods(sheet: FileSheet) -> None:
    (behind,) = [each for each in sheet.resources if each.name == "Behind"]
    kinds = {each.resource for each in behind.targets}
    assert kinds == {"aws_lambda_function", "aws_lambda_permission"}
    path = entry(sheet, "Behind", "Events.*.Properties.Path")
    assert "OpenAPI body" in (path.reason or "")


def test_names_of_sam_are_read(sheet: FileSheet) -> None:
    assert sheet.stack is not None
    values = {each.name: each.lines for each in sheet.stack.outputs}
    assert values == {
        "Url": ['value = "https://${aws_api_gateway_rest_api.serverless_rest_api.id}/Prod"'],
        "Role": ["value = aws_iam_role.work_role.arn"],
        "Alias": ["value = aws_lambda_alias.work_alias_live.id"],
    }


def test_globals_are_told_at_each_resource(sheet: FileSheet) -> None:
    (work,) = [each for each in sheet.resources if each.name == "Work"]
    assert any("From Globals.Function as well: runtime" in each for each in work.remarks)


def test_rows_name_what_exists(knowledge: Any) -> None:
    schemas = Schemas(knowledge)
    meta = ("depends_on", "lifecycle")
    all_rows = [row for group in rows().values() for row in group]
    assert len(all_rows) > 60
    for row in all_rows:
        assert schemas.find(row.type, "cloudformation") is not None, row
        target = schemas.find(row.target, "terraform")
        assert target is not None, row
        names = {name.replace("[]", "") for name in target.members}
        for argument in row.arguments:
            assert argument in meta or argument.replace("[]", "") in names, (row.target, argument)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("name", "name", True),
        ("filter.pattern", "filter", True),
        ("filter", "filter.pattern", True),
        ("name_prefix", "name", False),
        ("name", "name_prefix", False),
    ],
)
def test_arguments_overlap_by_whole_names(one: str, other: str, overlap: bool) -> None:
    assert _overlap(one, other) == overlap


def test_policy_templates_are_statements() -> None:
    assert len(templates()) > 75 and "DynamoDBCrudPolicy" in templates()


CORS = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: {StageName: a, Cors: {AllowOrigin: "'*'", MaxAge: "'60'"}}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: %s
      Handler: a.b
      Runtime: python3.13
      Events:
        E: {Type: Api, Properties: {Path: /x, Method: get, RestApiId: !Ref Api}}
"""


def test_cors_is_a_method_for_each_path(worksheet: Worksheet) -> None:
    file = worksheet(CORS % "src", "terraform")
    found = written(file)
    method = arguments(found["aws_api_gateway_method.api_x_options"])
    assert method["http_method"] == '"OPTIONS"'
    assert method["resource_id"] == "aws_api_gateway_resource.api_x.id"
    answer = arguments(found["aws_api_gateway_integration_response.api_x_options"])
    assert answer["response_parameters"] == (
        '{ "method.response.header.Access-Control-Allow-Origin" = "\'*\'",'
        ' "method.response.header.Access-Control-Max-Age" = "\'60\'",'
        ' "method.response.header.Access-Control-Allow-Methods" = "\'GET,OPTIONS\'" }'
    )
    deployment = arguments(found["aws_api_gateway_deployment.api_deployment"])
    assert "aws_api_gateway_integration.api_x_options" in (deployment["depends_on"] or "")
    origin = entry(file, "Api", "Cors.AllowOrigin")
    assert origin.there and origin.reason == "Written out in the resources above."


def test_cors_of_an_http_api(worksheet: Worksheet) -> None:
    api = {"Type": "AWS::Serverless::HttpApi", "Properties": {"CorsConfiguration": True}}
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Api": api}}
    file = worksheet(template, "terraform")
    found = arguments(written(file)["aws_apigatewayv2_api.api"])
    assert found["cors_configuration.allow_origins"] == '["*"]'
    assert entry(file, "Api", "CorsConfiguration").reason == "Written out above."


@pytest.mark.parametrize(
    "code, filename, hashed",
    [
        (
            "src",
            "data.archive_file.work.output_path",
            "data.archive_file.work.output_base64sha256",
        ),
        ("a.zip", '"a.zip"', 'filebase64sha256("a.zip")'),
        ("s3://b/k.zip", None, None),
    ],
)
def test_local_code_is_packed(
    worksheet: Worksheet, code: str, filename: str | None, hashed: str | None
) -> None:
    found = arguments(written(worksheet(CORS % code, "terraform"))["aws_lambda_function.work"])
    assert (found.get("filename"), found.get("source_code_hash")) == (filename, hashed)


AGAIN = {
    ("aws_iam_role", "tags"),
    ("aws_lambda_permission", "source_arn"),
    ("aws_cloudwatch_event_target", "event_bus_name"),
}
"""Arguments that repeat a value beside the resource that it is about: notes have the last one."""
_WHOLE = re.compile(r"\{(?:\w+:)?\.([\w.]+)\}")


def test_translate_knows_what_report_writes(knowledge: KnowledgeBase) -> None:
    """Where an argument of what SAM makes is a property, the property has that equivalent."""
    unknown = []
    for type_name, of_type in rows().items():
        for row in of_type:
            arguments = {
                name: found[1]
                for name, text in row.arguments.items()
                if (found := _WHOLE.fullmatch(text)) and (row.target, name) not in AGAIN
            }
            for name, path in arguments.items():
                above = f"{row.each}.*." if row.each else ""
                inside = "Properties." if row.each == "Events" else ""
                answer = knowledge.translate(f"{above}{inside}{path}", type_name, to="terraform")
                found = [
                    each
                    for each in answer["targets"][0]["answers"]
                    if each["resource"] == row.target and each["attribute"] == name
                ]
                if not found:
                    unknown.append((type_name, path, row.target, name))
    assert unknown == []
