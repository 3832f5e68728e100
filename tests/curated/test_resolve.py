"""What the rows of a file say once their names are looked up: whole resources, parts, what `none`
covers, keys, and files that start elsewhere.
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from builder.curated.claims import ResolvedFile
from builder.curated.schemas import Schemas
from builder.curated.whole import resolve_all

TOPIC = """
resource:
  cloudformation: AWS::SNS::Topic
  terraform:
    - aws_sns_topic
    - {name: aws_sns_topic_subscription, role: part, of: Subscription, back: {topic_arn: arn}}
attributes:
"""


def resolved(schemas: Schemas, file: str, text: str) -> ResolvedFile:
    (found,) = resolve_all({file: dedent(text).lstrip("\n").encode()}, schemas).files
    return found


def name(schemas: Schemas, number: int | None) -> str | None:
    return next(
        (
            name
            for names in schemas.resources.values()
            for name, found in names.items()
            if found == number
        ),
        None,
    )


def rows(
    schemas: Schemas, found: ResolvedFile
) -> list[tuple[str, str, str | None, str, str | None]]:
    """(subject, system, what it is there, relation, condition) of each claim."""
    return sorted(
        (
            c.subject.path,
            c.to_system,
            c.target.path if c.target else name(schemas, c.whole),
            c.relation,
            c.when or "",
        )
        for c in found.claims
    )


def test_a_part_holds_a_list_as_a_whole(schemas: Schemas) -> None:
    found = resolved(
        schemas,
        "mappings/sns/topic.yaml",
        TOPIC + "  - {cloudformation: TopicName, terraform: name}\n",
    )
    assert found.problems == []
    assert rows(schemas, found) == [
        ("Subscription", "terraform", "aws_sns_topic_subscription", "exact", ""),
        ("TopicName", "terraform", "name", "exact", ""),
    ]
    assert [(part.of, part.back) for part in found.resources] == [
        ([], {}),
        (["Subscription"], {"topic_arn": "arn"}),
    ]


def test_a_row_overrules_what_the_part_says(schemas: Schemas) -> None:
    row = (
        "  - {cloudformation: Subscription, terraform: aws_sns_topic_subscription, relation: close,"
        " note: n}\n"
    )
    assert rows(schemas, resolved(schemas, "mappings/sns/topic.yaml", TOPIC + row)) == [
        ("Subscription", "terraform", "aws_sns_topic_subscription", "close", "")
    ]


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (
            "{name: aws_sns_topic_subscription, role: part, of: Subscriptions}",
            "AWS::SNS::Topic has no attribute `Subscriptions`",
        ),
        (
            "{name: aws_sns_topic_subscription, role: part, back: {topic: arn}}",
            "aws_sns_topic_subscription has no attribute `topic`",
        ),
        (
            "{name: aws_sns_topic_subscription, role: part, back: {topic_arn: arns}}",
            "aws_sns_topic has no attribute `arns`",
        ),
        (
            "{name: aws_sns_topic_subscription, role: alternative, of: Subscription}",
            "aws_sns_topic_subscription has `of:` or `back:`",
        ),
    ],
)
def test_the_names_of_a_part_are_checked(part: str, message: str, schemas: Schemas) -> None:
    text = (
        "resource:\n  cloudformation: AWS::SNS::Topic\n  terraform:\n    - aws_sns_topic\n    -"
        f" {part}\n"
    )
    (problem,) = resolved(schemas, "mappings/sns/topic.yaml", text).problems
    assert problem.line == 5
    assert problem.message.startswith(message)


def test_a_block_is_a_resource_of_the_file(schemas: Schemas) -> None:
    text = """
        resource:
          cloudformation: AWS::EC2::Route
          terraform: aws_route
        attributes:
          - cloudformation: AWS::EC2::Route
            terraform: aws_route_table.route
        """
    assert rows(schemas, resolved(schemas, "mappings/ec2/route.yaml", text)) == [
        ("route", "cloudformation", "AWS::EC2::Route", "exact", "")
    ]


def test_a_row_of_whole_resources_is_refused(schemas: Schemas) -> None:
    row = "  - {cloudformation: AWS::SNS::Subscription, terraform: aws_sns_topic_subscription}\n"
    found = resolved(schemas, "mappings/sns/topic.yaml", TOPIC + row)
    assert [problem.message.split(";")[0] for problem in found.problems] == ["names no attribute"]


def test_none_covers_what_lies_below(schemas: Schemas) -> None:
    text = """
        resource:
          cloudformation: AWS::SNS::Topic
          terraform: aws_sns_topic
        attributes:
          - {cloudformation: DeliveryStatusLogging, terraform: none, note: n}
          - {cloudformation: 'DeliveryStatusLogging[].SuccessFeedbackRoleArn', terraform: lambda_success_feedback_role_arn, when: Protocol is lambda}
        """  # noqa: E501
    found = resolved(schemas, "mappings/sns/topic.yaml", text)
    assert rows(schemas, found) == [
        ("DeliveryStatusLogging", "terraform", None, "none", ""),
        ("DeliveryStatusLogging[].FailureFeedbackRoleArn", "terraform", None, "none", ""),
        ("DeliveryStatusLogging[].Protocol", "terraform", None, "none", ""),
        (
            "DeliveryStatusLogging[].SuccessFeedbackRoleArn",
            "terraform",
            "lambda_success_feedback_role_arn",
            "exact",
            "Protocol is lambda",
        ),
        ("DeliveryStatusLogging[].SuccessFeedbackSampleRate", "terraform", None, "none", ""),
    ]
    assert {(claim.line, claim.note) for claim in found.claims if claim.is_none} == {(5, "n")}


def test_a_key_is_a_condition(schemas: Schemas) -> None:
    text = """
        resource:
          cloudformation: AWS::ElasticLoadBalancingV2::LoadBalancer
          terraform: aws_lb
        attributes:
          - {cloudformation: 'LoadBalancerAttributes[].Value', terraform: access_logs.enabled, key: access_logs.s3.enabled, transform: parse}
          - {cloudformation: 'LoadBalancerAttributes[].Value', terraform: idle_timeout, key: idle_timeout.timeout_seconds, when: an ALB}
        """  # noqa: E501
    found = resolved(schemas, "mappings/elasticloadbalancingv2/load_balancer.yaml", text)
    assert [(claim.key, claim.when) for claim in found.claims] == [
        ("access_logs.s3.enabled", "Key is access_logs.s3.enabled"),
        ("idle_timeout.timeout_seconds", "an ALB; Key is idle_timeout.timeout_seconds"),
    ]


@pytest.mark.parametrize(
    ("file", "text", "subject", "claims"),
    [
        (
            "mappings/terraform/data/aws_vpc.yaml",
            (
                "resource: {terraform: data.aws_vpc, cloudformation: AWS::EC2::VPC}\nattributes:\n "
                " - {terraform: id, cloudformation: VpcId}\n"
            ),
            "data.aws_vpc",
            [("id", "cloudformation", "VpcId", "exact", "")],
        ),
        (
            "mappings/terraform/aws_s3_object.yaml",
            "resource: {cloudformation: none, terraform: aws_s3_object, note: n}\n",
            "aws_s3_object",
            [],
        ),
    ],
)
def test_a_file_may_start_elsewhere(
    file: str, text: str, subject: str, claims: list[tuple[str, ...]], schemas: Schemas
) -> None:
    found = resolved(schemas, file, text)
    assert (found.problems, found.mapping_file.name, rows(schemas, found)) == ([], subject, claims)


def test_a_file_needs_a_subject(schemas: Schemas) -> None:
    (problem,) = resolved(schemas, "mappings/x.yaml", "resource: {boto3: sns.Topic}\n").problems
    assert problem.message.startswith(
        "resource: name first the one CloudFormation type or Terraform resource"
    )
