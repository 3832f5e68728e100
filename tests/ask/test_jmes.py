"""What a JMESPath names, and what the AWS command line's --query asks."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from iac_crosswalk.ask.systems.jmes import Named, named
from iac_crosswalk.cli.main import cli
from iac_crosswalk.paths import path_of

INSTANCES = "Reservations[].Instances[]"


@pytest.mark.parametrize(
    ("expression", "returned", "by"),
    [
        ("A[0].B", ["A[].B"], []),
        ("A[].B.C", ["A[].B.C"], []),
        ('A[*]."B"', ["A[].B"], []),
        ("A[].[B, C.D]", ["A[].B", "A[].C.D"], []),
        ("A[].{x: B, y: C[?K=='n'].V | [0]}", ["A[].B", "A[].C[].V"], ["A[].C[].K"]),
        ("A[?B==`1` && !C].D", ["A[].D"], ["A[].B", "A[].C"]),
        ("A[?contains(B[].C, 'x')].D", ["A[].D"], ["A[].B[].C"]),
        ("sort_by(A, &B)[-1].C", ["A[].C"], ["A[].B"]),
        ("A[].[B, C] | sort_by(@, &[1])", ["A[].B", "A[].C"], []),
        ("A[].{x: B, y: C} | [?y=='1'] | [0].x", ["A[].B"], ["A[].C"]),
        ("max_by(A[].B[], &C).D", ["A[].B[].D"], ["A[].B[].C"]),
        ("map(&B, A)", ["A[].B"], []),
        ("length(A[0:3])", ["A[]"], []),
        ("A[].[B, C][]", ["A[].B", "A[].C"], []),
        ("A[].B[].C[] | [0]", ["A[].B[].C[]"], []),
        ("A || B", ["A", "B"], []),
        ("A[?", [], []),
        ("KeyError: 'A'", [], []),
        ("", [], []),
    ],
)
def test_what_an_expression_names(expression: str, returned: list[str], by: list[str]) -> None:
    found = named(expression)
    assert [[*map(path_of, paths)] for paths in found] == [returned, by]


@pytest.mark.parametrize("piece", ["(", "[", "[?", "a.", "[@,@].", "(a||b)[*].", "a|", "[[", "!"])
def test_an_expression_of_any_form_takes_bounded_time(piece: str) -> None:
    start = time.perf_counter()
    for end in ("", "a", "@"):
        named(piece * (1000 // len(piece)) + end)
    assert time.perf_counter() - start < 2


QUERY = (
    "aws ec2 describe-instances --query 'Reservations[].Instances[?State.Name==`running`]"
    ".[InstanceId, PrivateIpAddress] | sort_by(@, &[0])'"
)


def test_each_attribute_of_a_query_is_answered(database: Path) -> None:
    options = ["--to", "terraform", "--json", "--db", str(database)]
    result = CliRunner().invoke(cli, ["translate", QUERY, *options])
    assert result.exit_code == 0, result.output
    answers = json.loads(result.output)
    names = [each["query"]["attribute"] for each in answers]
    assert names == ["InstanceId", "PrivateIpAddress", "State.Name"]
    first = [each["targets"][0]["answers"][0]["attribute"] for each in answers]
    assert first == ["id", "private_ip", "instance_state"]


def test_one_answer_is_about_one_attribute(knowledge: KnowledgeBase) -> None:
    error = ask(knowledge, QUERY)["error"]
    assert "several things: ec2.Instance InstanceId, ec2.Instance PrivateIpAddress" in error
    one = f"aws ec2 describe-instances --query 'sort_by({INSTANCES}, &LaunchTime)'"
    assert ask(knowledge, one)["query"]["attribute"] == "LaunchTime"


def test_a_query_without_the_parser(
    knowledge: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "jmespath.parser", None)
    assert "pip install 'iac-crosswalk[check]'" in ask(knowledge, QUERY)["error"]
    plain = f"aws ec2 describe-instances --query '{INSTANCES}.InstanceId'"
    assert ask(knowledge, plain, to="terraform")["status"] == "ok"


def test_a_text_that_does_not_fit_takes_no_time_without_end() -> None:
    assert named("ReplicationGroups" * 200 + "`s") == Named([], [])
