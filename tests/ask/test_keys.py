"""A key that is asked for is kept in the answer: docs/model.md."""

from __future__ import annotations

from typing import Any

import pytest

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.answers.located import locate
from iac_crosswalk.ask import ask

pytestmark = pytest.mark.whole
STACK = "AWS::CloudFormation::Stack"


def expressions(answer: dict[str, Any]) -> list[str]:
    return [each["expression"] for target in answer["targets"] for each in target["answers"]]


@pytest.mark.parametrize(
    ("text", "to", "expected"),
    [
        ("!GetAtt Net.Outputs.VpcId", "terraform", 'aws_cloudformation_stack.Net.outputs["VpcId"]'),
        ("!GetAtt [Net, Outputs.VpcId]", "pulumi", 'Net.outputs["VpcId"]'),
        ("Outputs.VpcId", "terraform", 'aws_cloudformation_stack.stack.outputs["VpcId"]'),
    ],
)
def test_an_output_of_a_stack(knowledge: KnowledgeBase, text: str, to: str, expected: str) -> None:
    answer = ask(knowledge, text, resource=STACK, to=to)
    assert answer["query"]["key"] == "VpcId" and expressions(answer)[0] == expected


@pytest.mark.parametrize(
    ("text", "to", "expected"),
    [
        (
            'aws_cloudformation_stack.net.outputs["VpcId"]',
            "cloudformation",
            "!GetAtt net.Outputs.VpcId",
        ),
        (
            'aws_lambda_function.f.environment[0].variables["X"]',
            "cloudformation",
            "f.Properties.Environment.Variables.X",
        ),
        (
            'aws_lambda_function.f.environment[0].variables["X"]',
            "boto3",
            'client("lambda").get_function()["Configuration"]["Environment"]["Variables"]["X"]',
        ),
        (
            'aws_lambda_function.f.environment[0].variables["X"]',
            "boto3",
            'client("lambda").create_function(Environment={"Variables": {"X": ...}})',
        ),
        ('aws_sqs_queue.q.tags["Name"]', "pulumi", 'q.tags["Name"]'),
        ('aws_sqs_queue.q.tags["Name"]', "cloudformation", "q.Properties.Tags"),  # a list there
    ],
)
def test_an_entry_of_a_map(knowledge: KnowledgeBase, text: str, to: str, expected: str) -> None:
    assert expected in expressions(ask(knowledge, text, to=to))


def test_in_every_language(knowledge: KnowledgeBase) -> None:
    asked = {"resource": STACK, "to": "pulumi", "languages": ["python", "typescript", "go"]}
    answer = ask(knowledge, "!GetAtt Net.Outputs.VpcId", **asked)
    (found,) = answer["targets"][0]["answers"]
    assert found["expressions"] == {
        "python": 'Net.outputs["VpcId"]',
        "typescript": 'Net.outputs.apply(v => v?.["VpcId"])',
        "go": 'Net.Outputs.MapIndex(pulumi.String("VpcId"))',
    }


@pytest.mark.parametrize(
    ("resource", "path", "key"),
    [
        (STACK, "Outputs.VpcId", "VpcId"),
        (STACK, "Outputs.*", None),
        (STACK, "TemplateURL", None),
        ("aws_cloudformation_stack", 'outputs["VpcId"]', "VpcId"),
        ("aws_cloudformation_stack", 'outputs["vpc.id"]', "vpc.id"),
        ("aws_cloudformation_stack", "outputs", None),
        ("aws_lb", "subnet_mapping[0].subnet_id", None),
        ("ec2.Vpc", '["CidrBlockAssociationSet"][0]["CidrBlock"]', None),
        ("AWS::IAM::ManagedPolicy", "PolicyDocument.Statement", "Statement"),
        ("AWS::IAM::ManagedPolicy", "PolicyDocument.Statement[0].Effect", None),  # deeper
    ],
)
def test_which_key_is_asked_for(
    knowledge: KnowledgeBase, resource: str, path: str, key: str | None
) -> None:
    row = knowledge.find_resource(resource)
    assert row is not None
    located = locate(knowledge, row, path)
    assert located.attribute is not None and located.key == key


FILES = [
    (
        "main.tf",
        'resource "aws_sqs_queue" "q" {}\noutput "name" {\n  value = TEXT\n}\n',
        'aws_sqs_queue.q.tags["Name"]',
    ),
    (
        "stack.yaml",
        "Resources:\n  Net:\n    Type: AWS::CloudFormation::Stack\n"
        "Outputs:\n  Id:\n    Value: TEXT\n",
        "!GetAtt Net.Outputs.Name",
    ),
]


@pytest.mark.parametrize(("name", "content", "text"), FILES)
def test_a_key_in_a_file(knowledge: KnowledgeBase, name: str, content: str, text: str) -> None:
    answer = ask(knowledge, text, within=content.replace("TEXT", text), file=name, to="pulumi")
    assert answer["query"]["key"] == "Name"
    assert all(each.endswith('["Name"]') for each in expressions(answer))


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        ('sts.get_caller_identity()["Account"]', "sts.GetCallerIdentityResponse"),
        ('ec2.describe_vpcs()["Vpcs"][0]["VpcId"]', "ec2.Vpc"),
        ('sqs.Queue("x").arn', "aws:sqs/queue:Queue"),  # no call of the client: a class of Pulumi
    ],
)
def test_a_client_is_called_what_it_is_of(
    knowledge: KnowledgeBase, text: str, resource: str
) -> None:
    assert ask(knowledge, text)["query"]["resource"] == resource


def test_a_member_by_its_name_is_no_key(knowledge: KnowledgeBase) -> None:
    asked = {"resource": "aws.elasticache.ReplicationGroup", "to": "cloudformation"}
    answer = ask(knowledge, 'cache["configurationEndpointAddress"]', **asked)
    assert "key" not in answer["query"]
