"""Any input ends in an answer or in one clear line, in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from iac_crosswalk.ask.limits import LONGEST, LONGEST_SOURCE
from tests.ask.forms import FORMS, PULUMI, TEMPLATE, Form

SETTINGS = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TYPES = st.sampled_from(
    [
        None,
        PULUMI,
        "AWS::ElastiCache::ReplicationGroup",
        "aws_sqs_queue",
        "ec2.Instance",
        "aws_s3.CfnBucket",
        "no.such",
        "\0",
    ]
)
PIECES = st.sampled_from(
    [
        "!GetAtt ",
        "${",
        "}",
        "aws_sqs_queue",
        ".",
        "[0]",
        '["x"]',
        "Properties.",
        "client('ec2')",
        "()",
        ".apply(lambda x: x",
        "'",
        '"',
        "\n",
        " ",
        "self.",
        "cache = ",
        "Type: AWS::S3::Bucket",
        "object has no attribute 'x'",
        "│",
        "--query ",
        "=> ",
        "`",
    ]
)


def check(
    knowledge: KnowledgeBase, text: str, resource: str | None = None, within: str = ""
) -> None:
    answer = ask(knowledge, text, resource, to="terraform", within=within)
    assert answer["status"] in ("ok", "unknown-attribute", "unknown-resource", "bad-question")
    if answer["status"] == "bad-question":
        assert answer["error"] and "\n" not in answer["error"] and len(answer["error"]) < 3000


@SETTINGS
@given(text=st.text(max_size=400), resource=TYPES)
def test_any_text(knowledge: KnowledgeBase, text: str, resource: str | None) -> None:
    check(knowledge, text, resource)


@SETTINGS
@given(pieces=st.lists(PIECES, max_size=40), resource=TYPES, within=st.lists(PIECES, max_size=20))
def test_any_order_of_the_pieces_of_syntax(
    knowledge: KnowledgeBase, pieces: list[str], resource: str | None, within: list[str]
) -> None:
    check(knowledge, "".join(pieces), resource, "".join(within))


@SETTINGS
@given(form=st.sampled_from(FORMS), data=st.data())
def test_valid_forms_with_a_piece_changed(
    knowledge: KnowledgeBase, form: Form, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(form.text)))
    end = data.draw(st.integers(start, min(len(form.text), start + 8)))
    text = form.text[:start] + data.draw(st.text(max_size=4) | PIECES) + form.text[end:]
    check(knowledge, text, form.given, form.within)


@pytest.mark.whole  # of the length that is allowed, and no other
@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "[",
        "{",
        ")",
        "a(",
        "a[",
        "a.",
        "a=",
        "a:",
        "a: a\n",
        "a.b.c ",
        '"',
        "'",
        "`",
        "\\",
        "${a.b}",
        "${",
        "!GetAtt ",
        "!GetAtt a.b ",
        "!GetAtt [a, ",
        "Fn::GetAtt: ",
        "aws_sqs_queue.",
        "aws_sqs_queue.a[",
        "aws_sqs_queue.a.arn ",
        "Properties.",
        "Properties.a/",
        "x.apply(lambda x: ",
        "x.apply(x => x.",
        "client('ec2')",
        "client('ec2').a()",
        "for a in a.b:\n",
        "a = a\n",
        "a = b\nb = a\n",
        "'a' object has no attribute 'b' ",
        "'A' is not one of ['A'] ",
        "'a' is not one of [",
        "('a', 'b' was ",
        "a does not exist on aws:b/c:",
        "Unknown parameter in a[0].b: 'c', must be one of: ",
        "Unknown parameter in a",
        "1:1 ",
        "import a as b\n",
        "from a import (",
        "from a import b, ",
        "import { a } from 'b';",
        "  - ",
        "- - - ",
        "a:\n ",
        "aws ec2 describe-instances --query ",
        "│ ",
        "\n",
        " ",
        "\t",
        "<",
        "é",
        "𝒳",
        "\0",
        "f'{a.b}' ",
        "self.",
        "aws.s3.Bucket(",
        "# ",
        "//",
        "=>",
    ],
)
def test_a_piece_repeated_to_the_limit_takes_bounded_time(
    knowledge: KnowledgeBase, piece: str
) -> None:
    text = (piece * LONGEST)[:LONGEST]
    for resource in (None, PULUMI, "AWS::ElastiCache::ReplicationGroup"):
        began = time.process_time()
        check(knowledge, text, resource)
        assert time.process_time() - began < 5


@pytest.mark.whole  # of the length that is allowed, and no other
@pytest.mark.parametrize(
    "piece", ["(", "a = b(\n", "a:\n b:\n", "'a': [", "x: aws.s3.Bucket\n", " " * 50 + "a:\n"]
)
def test_a_long_source_takes_bounded_time(knowledge: KnowledgeBase, piece: str) -> None:
    within = (piece * LONGEST_SOURCE)[:LONGEST_SOURCE]
    began = time.process_time()
    check(knowledge, "cache.port", None, within)
    check(
        knowledge,
        "E3002 Additional properties are not allowed ('x' was unexpected)\nt.yaml:60000:7",
        None,
        within,
    )
    assert time.process_time() - began < 60


def test_a_template_nested_deeply(knowledge: KnowledgeBase) -> None:
    deep = "".join(f"{' ' * depth}a:\n" for depth in range(1000))
    check(knowledge, "!GetAtt Cache.Port", None, deep + TEMPLATE)
