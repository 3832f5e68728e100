"""Events of SAM's functions and the APIs behind them, where a template says something unusual."""

from __future__ import annotations

import pytest

from iac_crosswalk.report.worksheet import FileSheet
from tests.report.conftest import Worksheet, entry

pytestmark = pytest.mark.whole

HEAD = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Domain: {Type: String}}
Conditions: {Own: !Equals [!Ref Domain, a]}
"""
FUNCTION = "Type: AWS::Serverless::Function, Properties: {Handler: a.b, CodeUri: src, "


def arguments(sheet: FileSheet) -> dict[str, dict[str, str | None]]:
    """Address → argument → value. No two targets have one address."""
    found = [target for each in sheet.resources for target in each.targets if target.address]
    addresses = [each.address or "" for each in found]
    assert sorted({*addresses}) == sorted(addresses)
    return {each.address or "": {r.attribute: r.value for r in each.required} for each in found}


def test_globals_can_ask_for_an_api_key(worksheet: Worksheet) -> None:
    found = arguments(
        worksheet(
            f"""{HEAD}
Globals: {{Api: {{Auth: {{ApiKeyRequired: true}}}}}}
Resources:
  Api: {{Type: "AWS::Serverless::Api", Properties: {{StageName: p}}}}
  F: {{{FUNCTION} Events: {{
    A: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /a, Method: get}}}},
    B: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /b, Method: get,
      Auth: {{ApiKeyRequired: false}}}}}}}}}}}}
""",
            "terraform",
        )
    )
    assert found["aws_api_gateway_method.f_a"]["api_key_required"] == "true"
    assert "api_key_required" not in found["aws_api_gateway_method.f_b"]


def test_cors_may_be_a_function_in_its_full_form(worksheet: Worksheet) -> None:
    found = arguments(
        worksheet(
            f"""{HEAD}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: {{StageName: p, Cors: {{"Fn::Sub": "'https://${{Domain}}'"}}}}
  F: {{{FUNCTION} Events: {{
    A: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /a, Method: get}}}}}}}}}}
""",
            "terraform",
        )
    )
    sent = found["aws_api_gateway_integration_response.api_a_options"]["response_parameters"]
    assert sent is not None and 'Allow-Origin" = "\'https://${var.domain}\'"' in sent


def test_a_schedule_with_a_role_needs_no_other(worksheet: Worksheet) -> None:
    sheet = worksheet(
        f"""{HEAD}
Resources:
  Machine: {{Type: "AWS::Serverless::StateMachine", Properties: {{DefinitionUri: m.json, Events: {{
    A: {{Type: ScheduleV2, Properties: {{ScheduleExpression: rate(1 day), RoleArn: arn:b}}}}}}}}}}
  F: {{{FUNCTION} Events: {{
    A: {{Type: ScheduleV2, Properties: {{ScheduleExpression: rate(1 day), RoleArn: arn:a}}}},
    B: {{Type: ScheduleV2, Properties: {{ScheduleExpression: rate(2 days)}}}}}}}}}}
""",
        "terraform",
    )
    found = arguments(sheet)
    own = found["aws_scheduler_schedule.f_b"]
    assert own["target.role_arn"] == "aws_iam_role.f_b_role.arn"
    assert "aws_iam_role_policy.f_b_role" in found
    for name in ("f_a", "machine_a"):
        assert "target.role_arn" not in found[f"aws_scheduler_schedule.{name}"]
        assert f"aws_iam_role.{name}_role" not in found
        assert f"aws_iam_role_policy.{name}_role" not in found
    role = entry(sheet, "F", "Events.*.Properties.RoleArn")
    assert role.answers[0]["attribute"] == "target.role_arn"


def test_a_schedule_of_a_state_machine_takes_its_role(worksheet: Worksheet) -> None:
    sheet = worksheet(
        f"""{HEAD}
Resources:
  Machine: {{Type: "AWS::Serverless::StateMachine", Properties: {{DefinitionUri: m.json, Events: {{
    A: {{Type: Schedule, Properties: {{Schedule: rate(1 day), RoleArn: arn:a}}}},
    B: {{Type: Schedule, Properties: {{Schedule: rate(2 days)}}}}}}}}}}
""",
        "terraform",
    )
    found = arguments(sheet)
    assert found["aws_cloudwatch_event_target.machine_a"]["role_arn"] == '"arn:a"'
    assert not {each for each in found if each.endswith("machine_a_role")}
    own = found["aws_cloudwatch_event_target.machine_b"]["role_arn"]
    assert own == "aws_iam_role.machine_b_role.arn" and "aws_iam_role.machine_b_role" in found
    role = entry(sheet, "Machine", "Events.*.Properties.RoleArn")
    assert role.verdict == "exact" and role.there


def test_sam_makes_no_role_where_a_condition_leaves_role_arn_out(worksheet: Worksheet) -> None:
    """aws-sam-translator 1.115 tests only whether RoleArn is written."""
    sheet = worksheet(
        f"""{HEAD}
Resources:
  F: {{{FUNCTION} Events: {{A: {{Type: ScheduleV2, Properties: {{ScheduleExpression: rate(1 day),
    RoleArn: !If [Own, !Ref Domain, !Ref AWS::NoValue]}}}}}}}}}}
""",
        "terraform",
    )
    assert "aws_iam_role.f_a_role" not in arguments(sheet)
    (value,) = entry(sheet, "F", "Events.*.Properties.RoleArn").values
    assert value.text == "local.own ? var.domain : null"


AUTH = """
Resources:
  Api: {{Type: "AWS::Serverless::Api", Properties: {{StageName: p, Auth: {{Authorizers: {{
    Pool: {{UserPoolArn: arn:pool}},
    Code: {{FunctionArn: !If [Own, !GetAtt F.Arn, !GetAtt G.Arn]}},
    Either: !If [Own, {{UserPoolArn: arn:pool}}, {{FunctionArn: !GetAtt G.Arn}}]}}}}}}}}
  G: {{Type: "AWS::Serverless::Function", Properties: {{Handler: a.b, CodeUri: src}}}}
  F: {{Type: "AWS::Serverless::Function", Properties: {{Handler: a.b, CodeUri: src, Events: {{
    A: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /a, Method: get, Auth: {0}}}}}}}}}}}
"""
ID = "aws_api_gateway_authorizer.api_pool.id"


@pytest.mark.parametrize(
    ("auth", "authorization", "authorizer", "key"),
    [
        ("{Authorizer: Pool}", '"COGNITO_USER_POOLS"', ID, None),
        ("{Authorizer: AWS_IAM, ApiKeyRequired: true}", '"AWS_IAM"', None, "true"),
        ("{Authorizer: NONE, ApiKeyRequired: false}", '"NONE"', None, None),
        # SAM refuses these: a person has to choose.
        ("{Authorizer: !If [Own, Pool, NONE]}", None, None, None),
        ("{Authorizer: Either}", None, None, None),
        ("{Authorizer: Missing}", None, None, None),
        # SAM ignores this one.
        ("!If [Own, {Authorizer: Pool}, {Authorizer: Code}]", '"NONE"', None, None),
    ],
)
def test_a_method_is_never_open_by_mistake(
    worksheet: Worksheet,
    auth: str,
    authorization: str | None,
    authorizer: str | None,
    key: str | None,
) -> None:
    sheet = worksheet(HEAD + AUTH.format(auth), "terraform")
    method = arguments(sheet)["aws_api_gateway_method.f_a"]
    assert method["authorization"] == authorization
    assert ("authorizer_id" in method) is (authorizer is not None or authorization is None)
    assert method.get("authorizer_id") == authorizer
    assert method.get("api_key_required") == key
    notes = [each.note or "" for r in sheet.resources for each in r.targets]
    assert any("SAM ignores an Auth" in each for each in notes) is auth.startswith("!If")


def test_authorizers_that_a_condition_chooses_are_two(worksheet: Worksheet) -> None:
    sheet = worksheet(HEAD + AUTH.format("{Authorizer: Pool}"), "terraform")
    found = arguments(sheet)
    kinds = {
        name: found[f"aws_api_gateway_authorizer.api_{name}"]["type"]
        for name in ("either_0", "either_1")
    }
    assert kinds == {"either_0": '"COGNITO_USER_POOLS"', "either_1": '"TOKEN"'}
    uri = found["aws_api_gateway_authorizer.api_code"]["authorizer_uri"]
    f, g = (f"aws_lambda_function.{name}.invoke_arn" for name in ("f", "g"))
    assert uri == f"local.own ? {f} : {g}"


def test_a_changed_authorizer_is_deployed(worksheet: Worksheet) -> None:
    found = arguments(worksheet(HEAD + AUTH.format("{Authorizer: Pool}"), "terraform"))
    deployment = found["aws_api_gateway_deployment.api_deployment"]
    for argument in ("triggers", "depends_on"):
        assert "aws_api_gateway_authorizer.api_pool" in (deployment[argument] or "")


def test_every_branch_of_nested_conditions_is_written_out(worksheet: Worksheet) -> None:
    sheet = worksheet(
        f"""{HEAD}
Resources:
  F: {{{FUNCTION} Events: {{
    A: !If [Own, {{Type: Schedule, Properties: {{Schedule: rate(1 day)}}}},
      !If [Own, !Ref AWS::NoValue,
        {{Type: Schedule, Properties: {{Schedule: rate(3 days)}}}}]]}}}}}}
""",
        "terraform",
    )
    rules = {
        each.address: each.when
        for each in sheet.resources[0].targets
        if each.resource == "aws_cloudwatch_event_rule"
    }
    rule = "aws_cloudwatch_event_rule.f_a"
    assert rules == {f"{rule}_0": "local.own", f"{rule}_1": "!local.own && !local.own"}


def test_what_is_written_out_is_not_without_an_equivalent(worksheet: Worksheet) -> None:
    sheet = worksheet(
        f"""{HEAD}
Resources:
  Api: {{Type: "AWS::Serverless::Api", Properties: {{StageName: p, Cors: {{MaxAge: "'9'"}}}}}}
  F: {{{FUNCTION} Events: {{
    A: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /a, Method: get}}}}}}}}}}
""",
        "terraform",
    )
    assert entry(sheet, "Api", "Cors.MaxAge").verdict == "transformed"
    assert sheet.summary.entries.none == 0
    assert all(each.kind != "none" for each in sheet.attention)


def test_a_role_that_may_be_left_out_gives_way_to_the_one_of_sam(worksheet: Worksheet) -> None:
    sheet = worksheet(
        f"""{HEAD}
Resources:
  F: {{{FUNCTION} Role: !If [Own, !Ref Domain, !Ref AWS::NoValue]}}}}
  G: {{Condition: Own, {FUNCTION} Role: !If [Own, !Ref AWS::NoValue, !Ref Domain]}}}}
""",
        "terraform",
    )
    (one,), (other,) = (entry(sheet, name, "Role").values for name in ("F", "G"))
    assert one.text == "local.own ? var.domain : aws_iam_role.f_role.arn"
    assert other.text == "local.own ? aws_iam_role.g_role[0].arn : var.domain"


def test_paths_that_read_alike_are_two(worksheet: Worksheet) -> None:
    found = arguments(
        worksheet(
            f"""{HEAD}
Resources:
  Api: {{Type: "AWS::Serverless::Api", Properties: {{StageName: p, Cors: "'*'"}}}}
  F: {{{FUNCTION} Events: {{
    A: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /user/profile, Method: get}}}},
    B: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /user-profile, Method: get}}}},
    C: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /user/profile, Method: put}}}}}}}}}}
""",
            "terraform",
        )
    )
    one, other = (f"aws_api_gateway_resource.api_user_profile{each}" for each in ("", "_2"))
    assert found[one]["path_part"] == '"profile"'
    assert found[other]["path_part"] == '"user-profile"'
    methods = [found[f"aws_api_gateway_method.f_{each}"]["resource_id"] for each in "abc"]
    assert methods == [f"{one}.id", f"{other}.id", f"{one}.id"]
    assert "aws_api_gateway_method.api_user_profile_2_options" in found


def test_a_parameter_may_be_called_stack_name(worksheet: Worksheet) -> None:
    sheet = worksheet(
        """
Transform: AWS::Serverless-2016-10-31
Parameters: {StackName: {Type: String}}
Resources:
  Api: {Type: "AWS::Serverless::Api", Properties: {StageName: p}}
  Queue: {Type: "AWS::SQS::Queue", Properties: {QueueName: !Sub "${AWS::StackName}-${StackName}"}}
""",
        "terraform",
    )
    (value,) = entry(sheet, "Queue", "QueueName").values
    assert value.text == '"${var.cloudformation_stack_name}-${var.stack_name}"'
    name = arguments(sheet)["aws_api_gateway_rest_api.api"]["name"]
    assert name == "var.cloudformation_stack_name"
    assert sheet.stack is not None
    declared = [each.there for each in sheet.stack.declared]
    assert declared == ['variable "cloudformation_stack_name"']
    assert [each.there for each in sheet.stack.functions if each.name == "AWS::StackName"] == [name]


def test_parts_of_a_conditional_api_have_its_index_everywhere(worksheet: Worksheet) -> None:
    found = arguments(
        worksheet(
            f"""{HEAD}
Resources:
  Api: {{Type: "AWS::Serverless::Api", Condition: Own, Properties: {{StageName: p}}}}
  F: {{{FUNCTION} Events: {{
    A: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /a, Method: get}}}}}}}}}}
""",
            "terraform",
        )
    )
    api = "aws_api_gateway_rest_api.api[0]"
    assert found["aws_api_gateway_deployment.api_deployment"]["rest_api_id"] == f"{api}.id"
    assert found["aws_api_gateway_method.f_a"]["rest_api_id"] == f"{api}.id"
    path = found["aws_api_gateway_resource.api_a"]
    assert (path["rest_api_id"], path["parent_id"]) == (f"{api}.id", f"{api}.root_resource_id")
    source = found["aws_lambda_permission.f_a_permission"]["source_arn"]
    assert source == f'"${{{api}.execution_arn}}/*/GET/a"'


def test_events_that_a_condition_chooses_are_resources_of_their_own(worksheet: Worksheet) -> None:
    sheet = worksheet(
        f"""{HEAD}
Resources:
  F: {{{FUNCTION} Events: {{
    A: !If [Own, {{Type: Schedule, Properties: {{Schedule: rate(1 day)}}}},
      {{Type: Schedule, Properties: {{Schedule: rate(2 days)}}}}],
    B: !If [Own, !Ref AWS::NoValue, {{Type: Schedule, Properties: {{Schedule: rate(3 days)}}}}],
    C: {{Type: Schedule, Properties: {{Schedule: rate(4 days)}}}}}}}}}}
""",
        "terraform",
    )
    found = arguments(sheet)
    conditions = {each.address: each.when for each in sheet.resources[0].targets if each.event}
    for name, days, when in (
        ("a_0", "1 day", "local.own"),
        ("a_1", "2 days", "!local.own"),
        ("b", "3 days", "!local.own"),
        ("c", "4 days", None),
    ):
        rule = f"aws_cloudwatch_event_rule.f_{name}"
        assert found[rule]["schedule_expression"] == f'"rate({days})"'
        assert conditions[rule] == when
        index = "[0]" if when else ""
        assert found[f"aws_cloudwatch_event_target.f_{name}"]["rule"] == f"{rule}{index}.name"
        permission = found[f"aws_lambda_permission.f_{name}_permission"]
        assert permission["source_arn"] == f"{rule}{index}.arn"
