"""SAM: the members its schema leaves open exist, and keys that a person chooses are walked through."""  # noqa: E501

from __future__ import annotations

import pytest

from builder.curated.schemas import Schemas
from iac_crosswalk import KnowledgeBase


@pytest.mark.parametrize(
    ("sam", "path"),
    [
        ("AWS::Serverless::Function", "Policies[].Statement[].Action"),
        ("AWS::Serverless::Function", "Policies[].*.*"),
        ("AWS::Serverless::Function", "Events.*.Properties.Filter.S3Key.Rules[].Name"),
        ("AWS::Serverless::StateMachine", "DefinitionUri.Bucket"),
        ("AWS::Serverless::HttpApi", "CorsConfiguration.AllowOrigins"),
    ],
)
def test_what_cfn_lint_leaves_open(sam: str, path: str, schemas: Schemas) -> None:
    assert schemas.attributes(schemas.resources["cloudformation"][sam])[path].is_input


@pytest.mark.parametrize(
    ("resource", "asked", "attribute"),
    [
        ("AWS::Serverless::Function", "Events.Upload.Type", "Events.*.Type"),
        ("AWS::Serverless::Function", "Policies[0].S3CrudPolicy.BucketName", "Policies[].*.*"),
        ("AWS::Serverless::Function", "Policies[0].Statement", "Policies[].Statement"),
        ("AWS::CloudFormation::Stack", "Outputs.Url", "Outputs.*"),
    ],
)
def test_a_key_that_a_person_chose(
    resource: str, asked: str, attribute: str, knowledge: KnowledgeBase
) -> None:
    answer = knowledge.translate(asked, resource)
    assert (answer["status"], answer["query"]["attribute"]) == ("ok", attribute)


@pytest.mark.parametrize(
    ("path", "to", "resource", "attribute", "when"),
    [
        ("Handler", "terraform", "aws_lambda_function", "handler", None),
        ("Tags", "terraform", "aws_lambda_function", "tags", None),
        (
            "Events.Poll.Properties.BatchSize",
            "terraform",
            "aws_lambda_event_source_mapping",
            "batch_size",
            "Type is SQS, Kinesis",
        ),
        ("Ref", "boto3", "lambda.FunctionConfiguration", "FunctionName", None),
    ],
)
def test_properties_are_those_of_what_sam_makes(
    path: str, to: str, resource: str, attribute: str, when: str | None, knowledge: KnowledgeBase
) -> None:
    (target,) = knowledge.translate(path, "AWS::Serverless::Function", to=to)["targets"]
    found = {
        (answer["resource"], answer["attribute"]): answer["when"] for answer in target["answers"]
    }
    assert (found[resource, attribute] or "").startswith(when or "")


@pytest.mark.parametrize(
    ("resource", "attribute"),
    [
        ("aws_lambda_function", "handler"),
        ("aws.iam.Role", "assume_role_policy"),
        ("aws_cognito_user_pool", "id"),
    ],
)
def test_a_sam_resource_is_no_answer(
    knowledge: KnowledgeBase, resource: str, attribute: str
) -> None:
    (target,) = knowledge.translate(attribute, resource, to="cloudformation")["targets"]
    assert target["answers"]
    assert not [
        each for each in target["answers"] if each["resource"].startswith("AWS::Serverless::")
    ]


def test_the_cdks_sam_class_is_called_after_the_sam_resource(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("handler", "aws_sam.CfnFunction", to="cloudformation")[
        "targets"
    ]
    assert [(each["resource"], each["attribute"]) for each in target["answers"]] == [
        ("AWS::Serverless::Function", "Handler")
    ]


@pytest.mark.parametrize(
    ("path", "attribute", "when"),
    [
        ("RoleArn", "aws_cloudwatch_event_target.role_arn", "Type is Schedule"),
        ("RoleArn", "aws_scheduler_schedule.target.role_arn", "Type is ScheduleV2"),
        ("Target.Id", "aws_cloudwatch_event_target.target_id", "Type is Schedule or EventBridge"),
    ],
)
def test_events_of_state_machines(
    path: str, attribute: str, when: str, knowledge: KnowledgeBase
) -> None:
    whole = f"Events.Daily.Properties.{path}"
    (target,) = knowledge.translate(whole, "AWS::Serverless::StateMachine", to="terraform")[
        "targets"
    ]
    found = {f"{each['resource']}.{each['attribute']}": each["when"] for each in target["answers"]}
    assert found[attribute].startswith(when)


def test_what_only_names_a_schedule(knowledge: KnowledgeBase) -> None:
    for name in ("Function", "StateMachine"):
        answer = knowledge.translate("Events.A.Properties.OmitName", f"AWS::Serverless::{name}")
        assert {each["status"] for each in answer["targets"]} >= {"no-equivalent"}
