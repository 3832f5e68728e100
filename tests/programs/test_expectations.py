"""Programs as files, with what `check` has to find in comments on the lines where it is wrong.

    # expect: RULE WRONG
    # expect: RULE WRONG -> REPLACEMENT, OTHER     each that is proposed, in order
    # expect: RULE WRONG -> !REPLACEMENT           the certain one, which --fix writes
    # expect: RULE WRONG -> nothing                nothing is proposed

A comment alone on its line is about the next line that is no such comment; `//` begins one too, and
in JSON the key "//". What no comment expects is an error. A language needs a folder here and
nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.findings import RULES, Finding
from iac_crosswalk.check.fixing import edits, fixed
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.files import read
from iac_crosswalk.programs.source import Source

HERE = Path(__file__).parent
SHOWN = HERE / "python/redis.py"
"""README and other tests show it as it is, without comments."""
OF_THE_WHOLE = {
    *(
        "cloudformation/properties.yaml",
        "cloudformation/not_a_rename.yaml",
        "python/boto3_calls.py",
        "terraform/arguments.tf",
    ),
    *("terraform/right_reads.tf", "terraform/other_names.tf", "typescript/other_names.ts"),
}
"""Files whose types the slice has not: WAF, whose schemas other types complete, and whole clients.
"""
FILES = sorted(
    each
    for each in HERE.glob("*/*")
    if each.is_file() and each != SHOWN and not each.name.startswith(("test_", "__init__"))
)


def in_the_slice(path: Path) -> Any:
    """The file as a parameter, marked where it needs the whole."""
    return (
        pytest.param(path, marks=pytest.mark.whole)
        if str(path.relative_to(HERE)) in OF_THE_WHOLE
        else path
    )


_EXPECT = re.compile(
    r"""(?:\#|//)(?:":\s*")?\s*expect:\s*(?P<rule>[\w-]+)\s+(?P<wrong>\S+?)(?:\s*->\s*(?P<instead>.+?))?[",]*\s*$"""
)


class Expected(NamedTuple):
    """One expectation. `instead` is None where it does not matter what is proposed."""

    line: int
    rule: str
    wrong: str
    instead: str | None


def expectations(source: Source) -> Iterator[Expected]:
    """The expectations of a file."""
    waiting: list[re.Match[str]] = []
    for number, line in enumerate(source.text.splitlines(), 1):
        found = _EXPECT.search(line)
        if found:
            waiting.append(found)
        if found and line.lstrip().startswith(("#", "//", '"//"')):
            continue
        for each in waiting:
            yield Expected(number, each["rule"], each["wrong"], each["instead"])
        waiting.clear()


def found(source: Source, finding: Finding) -> Expected:
    """A finding in the words of an expectation."""
    wrong = source.data[finding.span.start : finding.span.end].decode()
    proposed = [
        f"!{each.text}" if each == finding.fix else each.text for each in finding.replacements
    ]
    return Expected(
        source.line(finding.span.start), finding.rule, wrong, ", ".join(proposed) or "nothing"
    )


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


@pytest.mark.parametrize(
    "path", [in_the_slice(path) for path in FILES], ids=lambda path: str(path.relative_to(HERE))
)
def test_what_check_finds(advisor: Advisor, path: Path) -> None:
    source = read(path)
    expected = sorted(expectations(source))
    assert all(each.rule in RULES for each in expected)
    checked = check_source(source, advisor)
    assert checked is not None, "no language reads this file"
    findings = sorted(found(source, each) for each in checked.findings)
    assert [each[:3] for each in findings] == [each[:3] for each in expected]
    for one, other in zip(findings, expected, strict=True):
        assert other.instead in (None, one.instead), f"line {one.line}"


@pytest.mark.parametrize(
    "path", [in_the_slice(path) for path in FILES], ids=lambda path: str(path.relative_to(HERE))
)
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
