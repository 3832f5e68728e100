"""Test files that are broken, hostile, or none: what a file of expectations cannot hold."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.fixing import fixed
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.languages import LANGUAGES, program
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store.schema import Schemas

MOCK = 'mock_provider "aws" {\n  mock_resource "aws_sqs_queue" {\n    defaults = %s\n  }\n}\n'
RUN = 'run "a" {\n  assert {\n    condition = aws_sqs_queue.q.nope == ""\n  }\n}\n'


def check(knowledge: KnowledgeBase, text: str) -> list[Finding]:
    source = Source(Path("main.tftest.hcl"), text.encode())
    checked = check_source(source, Advisor(knowledge))
    return checked.findings if checked else []


@pytest.mark.parametrize(
    "text",
    [
        "# aws_",
        'variables {\n  type = "aws_x"\n}\n',
        'resource "aws_sqs_queue" "q" {\n  nope = 1\n}\n',
        "run = aws_sqs_queue.q.nope\n",
    ],
)
def test_what_is_no_test(knowledge: KnowledgeBase, text: str) -> None:
    source = Source(Path("main.tftest.hcl"), text.encode())
    assert LANGUAGES["terraform-test"].has_name(source)
    assert program(source, Schemas(knowledge)) is None


@pytest.mark.parametrize(
    "broken",
    [
        'run "b" {\n  command = = plan\n}\n',
        'run "b" {\n  assert {\n    condition = aws_sqs_queue.q.\n  }\n}\n',
        MOCK % "= {}",
    ],
)
def test_what_is_broken_is_left_out_and_the_rest_is_checked(
    knowledge: KnowledgeBase, broken: str
) -> None:
    first, *others = check(knowledge, RUN + broken)
    assert (first.rule, first.attribute) == ("unknown-attribute", "nope")
    assert [each.rule for each in others] == ["unreadable-file"]


@pytest.mark.parametrize(
    "values", ["var.values", "null", "[]", '"text"', "{ (var.name) = 1 }", "merge({ nope = 1 })"]
)
def test_values_that_are_unknown(knowledge: KnowledgeBase, values: str) -> None:
    assert check(knowledge, MOCK % values) == []


@pytest.mark.parametrize(
    "target", ["var.queue", "[aws_nope.q]", "module.a", "module.a.b", '"aws_nope.q"', "aws_nope"]
)
def test_targets_that_are_unknown(knowledge: KnowledgeBase, target: str) -> None:
    text = "override_resource {\n  target = %s\n  values = { nope = 1 }\n}\n# aws_\n"
    assert check(knowledge, text % target) == []


def test_values_that_are_nested_deeply(knowledge: KnowledgeBase) -> None:
    start = time.process_time()
    values = "{ tags = " * 10_000 + "{}" + " }" * 10_000
    assert check(knowledge, MOCK % values) == []
    assert time.process_time() - start < 10


def test_a_name_is_fixed_where_it_is_certain(knowledge: KnowledgeBase) -> None:
    text = RUN.replace("nope", "queue_arn")
    source = Source(Path("main.tftest.hcl"), text.encode())
    written = fixed(source, check(knowledge, text)).decode()
    assert written == text.replace("queue_arn", "arn")
