"""`check` finds in a program what its comments expect (expectations.py), and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.findings import RULES, Finding
from iac_crosswalk.check.fixing import edits, fixed
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.files import read
from iac_crosswalk.programs.source import Source
from tests.programs.expectations import Expected, expectations, of_each_file


def found(source: Source, finding: Finding) -> Expected:
    """A finding in the words of an expectation."""
    wrong = source.data[finding.span.start : finding.span.end].decode()
    proposed = [
        f"!{each.text}" if each == finding.fix else each.text for each in finding.replacements
    ]
    line = source.line(finding.span.start)
    instead = ", ".join(proposed) or "nothing"
    return Expected(line, finding.rule, wrong, instead, finding.level)


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


@of_each_file
def test_what_check_finds(advisor: Advisor, path: Path) -> None:
    source = read(path)
    expected = sorted(expectations(source), key=lambda each: each[:3])
    assert all(each.rule in RULES for each in expected)
    checked = check_source(source, advisor)
    assert checked is not None, "no language reads this file"
    findings = sorted(found(source, each) for each in checked.findings)
    assert [each[:3] for each in findings] == [each[:3] for each in expected]
    for one, other in zip(findings, expected, strict=True):
        assert other.instead in (None, one.instead), f"line {one.line}"
        assert other.level in (None, one.level), f"line {one.line}"


@of_each_file
def test_what_is_fixed_is_right(advisor: Advisor, path: Path) -> None:
    source = read(path)
    checked = check_source(source, advisor)
    assert checked is not None
    left = [each for each in checked.findings if each.fix not in edits(checked.findings)]
    again = check_source(Source(path, fixed(source, checked.findings)), advisor)
    findings = again.findings if again else []
    assert sorted((each.rule, each.message) for each in findings) == sorted(
        (each.rule, each.message) for each in left
    )


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("x = 1  # expect: output-only x", Expected(1, "output-only", "x")),
        ("x  // expect: output-only x -> !y", Expected(1, "output-only", "x", "!y")),
        ('"//": "expect: deprecated x -> y, z",\n"x"', Expected(2, "deprecated", "x", "y, z")),
        ("# expect: warning deprecated x\nx", Expected(2, "deprecated", "x", None, "warning")),
        ("# expect: error undeclared x -> y\nx", Expected(2, "undeclared", "x", "y", "error")),
    ],
)
def test_the_form_of_a_comment(comment: str, expected: Expected) -> None:
    assert [*expectations(Source(Path("x"), comment.encode()))] == [expected]
