"""What is written in any system and language is read back as the same attribute."""

from __future__ import annotations

import json
import random

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.answer import Equivalent
from iac_crosswalk.answers.expressions import expression
from iac_crosswalk.answers.targets import equivalent
from iac_crosswalk.ask import question
from iac_crosswalk.store import queries

LANGUAGES = {"pulumi": ("python", "typescript", "yaml"), "cdk": ("python", "typescript")}
"""The languages that are read; the others are only written."""
SAMPLE = 2000
NAME = "Mine"
"""No resource has an object of its own that is called so: behind such a name its content would be
meant.
"""


def sample(knowledge: KnowledgeBase, system: str, count: int) -> list[Equivalent]:
    rows = knowledge.rows(
        "select a.id from attribute a join resource r on r.id = a.resource_id where r.system = ?"
        " order by a.id",
        [system],
    )
    return [
        equivalent(knowledge, queries.attribute_itself(knowledge, number))
        for (number,) in random.Random(4).sample(rows, count)
    ]


@pytest.mark.whole
@pytest.mark.parametrize(
    "system",
    [
        "cloudformation",
        "terraform",
        "pulumi",
        "boto3",
        "cdk",
    ],
)
def test_expressions_are_read_back(knowledge: KnowledgeBase, system: str) -> None:
    wrong = []
    for item in sample(knowledge, system, SAMPLE // 5):
        for language in LANGUAGES.get(system, ("python",)):
            text = expression(knowledge, item, NAME, language)
            if text is None:
                continue
            asked = question(knowledge, text, item.resource)
            named = asked.name == NAME or system == "boto3"
            if (asked.system, asked.resource, asked.path, named) != (
                system,
                item.resource,
                item.attribute,
                True,
            ):
                wrong.append((text, item.resource, item.attribute, asked))
    assert not wrong, json.dumps(wrong[:20], indent=1, default=str)


LOOKED_UP = 150


@pytest.mark.whole
def test_what_looks_up_is_read_back(knowledge: KnowledgeBase) -> None:
    """What answers print for the arguments of data sources: alone, with its type, and of a client
    that a file makes.
    """
    rows = knowledge.rows(
        "select r.name, a.path from attribute a join resource r on r.id = a.resource_id"
        " where r.system = 'terraform' and r.kind = 'data-source' and a.is_input order by a.id"
    )
    printed = {
        (each["expression"], each["resource"], each["attribute"])
        for resource, path in random.Random(4).sample(rows, LOOKED_UP)
        for target in knowledge.translate(path, resource, to="boto3")["targets"]
        for each in target["answers"]
        if each["attribute"] and each["expression"].startswith('client("')
    }
    assert len(printed) > LOOKED_UP / 3
    wrong = []
    for text, resource, path in printed:
        client, behind = text.removeprefix('client("').split('")', 1)
        file = f'import boto3\nit = boto3.client("{client}")\n'
        for asked in (
            question(knowledge, text),
            question(knowledge, text, resource),
            question(knowledge, f"it{behind}", within=file, file="p.py"),
        ):
            if (asked.resource, asked.path) != (resource, path):
                wrong.append((text, resource, path, asked))
    assert not wrong, json.dumps(wrong[:20], indent=1, default=str)


@pytest.mark.parametrize(
    ("text", "resource", "path"),
    [
        ('client("ec2").describe_vpcs(VpcIds=[x])', "ec2.Vpc", "VpcId"),
        ('client("ec2").create_vpc(CidrBlock=x)', "ec2.Vpc", "CidrBlock"),
        ('client("iam").get_policy(PolicyArn=x)', "iam.Policy", "Arn"),
        (  # what says which item is meant is not asked for
            'client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [x]}])',
            "ec2.DescribeSubnets",
            "Filters[].Values",
        ),
        (  # what is read goes before what is given
            'client("ec2").describe_vpcs(VpcIds=[x])["Vpcs"][0]["CidrBlock"]',
            "ec2.Vpc",
            "CidrBlock",
        ),
    ],
)
def test_a_call_of_a_client_in_a_file(
    knowledge: KnowledgeBase, text: str, resource: str, path: str
) -> None:
    client, behind = text.removeprefix('client("').split('")', 1)
    file = f'import boto3\n\ndef f():\n    it = boto3.client("{client}")\n'
    assert question(knowledge, text)[1:3] == (resource, path)
    assert question(knowledge, f"it{behind}", within=file, file="p.py")[1:3] == (resource, path)


def test_the_type_tells_which_of_several_an_argument_is(knowledge: KnowledgeBase) -> None:
    text = 'client("ec2").describe_vpcs(VpcIds=[x])'
    for resource, path in (("ec2.Vpc", "VpcId"), ("ec2.DescribeVpcs", "VpcIds")):
        assert question(knowledge, text, resource)[1:3] == (resource, path)


@pytest.mark.whole
def test_the_keys_of_a_map_that_are_listed(knowledge: KnowledgeBase) -> None:
    text = (
        'client("connectcampaignsv2").update_campaign_communication_time('
        'communicationTimeConfig={"sms": {"openHours": {"dailyHours": {"SATURDAY": [x]}}}})'
    )
    assert question(knowledge, text).path.endswith("dailyHours.SATURDAY")
