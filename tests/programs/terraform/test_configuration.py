"""Configurations that are broken or hostile, and other spellings of the text: what a file of
expectations cannot hold.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.source import Source


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


def check(advisor: Advisor, text: str | bytes) -> tuple[Source, list[Finding]]:
    source = Source(Path("main.tf"), text.encode() if isinstance(text, str) else text)
    checked = check_source(source, advisor)
    return source, checked.findings if checked else []


def found(advisor: Advisor, text: str | bytes) -> list[tuple[str, str]]:
    """(rule, the bytes of the wrong name) of each finding."""
    source, findings = check(advisor, text)
    return [(each.rule, source.data[each.span.start : each.span.end].decode()) for each in findings]


def giving(kind: str, body: str) -> str:
    return f'resource "{kind}" "x" {{\n{body}\n}}\n'


@pytest.mark.parametrize("text", ["", "# aws_", giving("aws_{{ kind }}", "nope = 1")])
@pytest.mark.parametrize(
    "more",
    [
        "",
        giving("aws_lb", 'dynamic "{{ block }}" {\n content {}\n}'),
        giving("aws_lb", "{{ more }}"),
    ],
)
def test_templates_of_other_languages_are_left_alone(
    advisor: Advisor, text: str, more: str
) -> None:
    assert found(advisor, text + more) == []


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text]
)
def test_line_ends_and_byte_order_marks(advisor: Advisor, change: Callable[[str], str]) -> None:
    assert found(advisor, change(giving("aws_instance", "ownerz = 1"))) == [
        ("unknown-argument", "ownerz")
    ]


@pytest.mark.whole
def test_an_unknown_type_says_what_has_its_name(advisor: Advisor) -> None:
    _, (finding,) = check(advisor, 'data "aws_lambda_permission" "x" {}\n')
    assert finding.message.endswith("; there is a resource of that name")
    _, (finding,) = check(advisor, giving("aws_caller_identity", ""))
    assert finding.message.endswith("; there is a data source of that name")
    _, (finding,) = check(advisor, 'data "aws_lambda_fuction" "x" {}\n')
    assert finding.suggestions[0] == "aws_lambda_function"


JSON = '{"resource": {"aws_lb": {"x": {"name": %s}}}}'


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ('"${aws_lb.y[\\"a\\"].dnsname}"', '"${aws_lb.y[\\"a\\"].dnsname}"'),
        ('"${aws_lb.y\\n.dnsname}"', '"${aws_lb.y\\n.dnsname}"'),
        ('"\\u00e9 ${aws_lb.y.dnsname}"', '"\\u00e9 ${aws_lb.y.dnsname}"'),
        ('"é ${aws_lb.y.dnsname}"', "dnsname"),
    ],
)
def test_json_whose_text_is_written_with_escapes_is_not_rewritten(
    advisor: Advisor, value: str, wrong: str
) -> None:
    source = Source(Path("main.tf.json"), (JSON % value).encode())
    checked = check_source(source, advisor)
    assert checked is not None
    (finding,) = checked.findings
    assert source.data[finding.span.start : finding.span.end].decode() == wrong
    assert (finding.fix is not None) is (wrong == "dnsname")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (JSON % '"${aws_lb.}"', "line 1: invalid Terraform syntax; fix the file or exclude it"),
        (JSON % "[1", "line 1: did not find expected ',' or ']'; fix the file or exclude it"),
        ('["aws_lb"]', "is not a JSON object; fix the file or exclude it"),
    ],
)
def test_json_that_is_broken_is_said(advisor: Advisor, text: str, message: str) -> None:
    checked = check_source(Source(Path("main.tf.json"), text.encode()), advisor)
    assert checked is not None
    assert [(each.rule, each.message) for each in checked.findings] == [
        ("unreadable-file", message)
    ]


BROKEN = [
    'resource "aws_sqs_queue" "a" {\n fifo = = true\n}\n',
    'resource "aws_sqs_queue" "a" {\n nope = true\n',
    'resource "aws_lb" "a" {\n nope = [1, = 2\n}\n',
    'resource "aws_lb" "a" {\n name "x"\n\n access_logs {\n nope = 1\n}\n}\n',
    'resource "aws_lb" "a" {\n access_logs\n subnet_mapping {\n nope = 1\n}\n}\n}\n',
    'resource "aws_lb" "a" {\n # access_logs {\n bucket = 1\n}\n name = 1\n}\n',
    'resource "aws_lb" "a" {\n access_logs nope {\n nope = 1\n}\n}\n',
    'resource "aws_lb" "a" {\n name = "x\n nope = "y"\n}\n',
    'resource "aws_lb" "a" {\n name = "x ? 1 : 0\n access_logs {\n bucket = 2\n}\n nope = "y"\n name_prefix = 1"\n}\n',  # noqa: E501
    'resource "aws_lb" "a" {\n nope = aws_lb.\n}\n',
    'resource "aws_lb" "a"\n{\n nope = 1\n}\n',
    'resource "aws_lb" {\n nope = 1\n}\n',
    "resource {\n nope = 1\n}\n",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_broken_is_left_out_and_the_rest_is_checked(advisor: Advisor, broken: str) -> None:
    sound = giving("aws_lb", "before = 1")
    _, (first, *others) = check(advisor, sound + broken)
    assert (first.rule, first.attribute) == ("unknown-argument", "before")
    # Not every break is one that the parser sees; no more is said of what is broken than that it
    # is.
    assert [each.rule for each in others] in ([], ["unreadable-file"])


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('resource "aws_sqs_queue" "a" {\n fifo = = true\n}\n', 5),
        ('resource "aws_sqs_queue" "a" {\n fifo_queue = true\n', 4),
        ('resource "aws_lb" "a" {\n name = "x"\n}}\n', 6),
        ('resource "aws_lb" "a" {\n nope = [1, = 2\n}\n', 5),
        ('resource "aws_lb" "a" {\n nope = aws_lb.\n}\n', 5),
        (giving("aws_lb", "idle_timeout = 6e1"), None),  # Terraform takes it, the grammar does not
        (giving("aws_lb", 'name = "\0"'), None),
        (giving("aws_lb", "name = {{ name }}"), None),  # to be filled in before Terraform sees it
    ],
)
def test_where_the_syntax_fails_is_said(advisor: Advisor, broken: str, line: int | None) -> None:
    _, findings = check(advisor, giving("aws_lb", "before = 1") + broken)
    said = [each.message for each in findings if each.rule == "unreadable-file"]
    assert said == (
        [f"line {line}: invalid Terraform syntax; fix the file or exclude it"] if line else []
    )
    assert [each.attribute for each in findings if each.rule != "unreadable-file"] == ["before"]


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "(" * 10_000 + "aws_lb.x.nope" + ")" * 10_000,
        "a = " + "[" * 10_000 + "aws_lb.x.id" + "]" * 10_000,
        "a = " + "{ b = " * 10_000 + "aws_lb.x.id" + " }" * 10_000,
        "a = " + "f(" * 10_000 + "aws_lb.x.id" + ")" * 10_000,
        "a = " + "!" * 10_000 + "aws_lb.x.id",
        "a = " + '"${' * 10_000 + "aws_lb.x.id" + '}"' * 10_000,
        "a = aws_lb.x" + ".tags" * 10_000,
        "a = aws_lb.x" + "[0]" * 10_000,
        "a = " + "aws_lb.x.id + " * 10_000 + "1",
        "a = " + "[for x in " * 10_000 + "aws_lb.x" + ": x]" * 10_000,
        "default_action {\n" * 10_000 + "}\n" * 10_000,
        'dynamic "a" {\n content {\n' * 5_000 + "}\n}\n" * 5_000,
        "ingress = " + "[{ ingress = " * 5_000 + "1" + "}]" * 5_000,
        "a = [" * 10_000,
        "{" * 10_000,
        "a = <<EOT\n" * 10_000,
        '"' * 10_001,
    ],
)
def test_hostile_files_end_cleanly(advisor: Advisor, text: str) -> None:
    start = time.monotonic()
    found(advisor, giving("aws_lb_listener", text))
    found(advisor, "locals {\n" + text + "\n}\n# aws_")
    assert time.monotonic() - start < 10


def test_bytes_that_are_not_text_are_said(advisor: Advisor) -> None:
    _, (finding,) = check(advisor, b'# aws_\na = "\xff"\n')
    assert (finding.rule, finding.message) == (
        "unreadable-file",
        "line 2 is not UTF-8 text; save the file as UTF-8",
    )
    assert found(advisor, b'resource "aws_lb" "x" {\n a = "\x00"\n}\n') == []
