"""`report` lists as unknown what the comments of a program expect to be wrong, and
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.programs.files import read
from iac_crosswalk.report.run import make
from iac_crosswalk.report.worksheet import Entry
from tests.programs.expectations import expectations, of_each_file


def steps(path: str) -> list[str]:
    """The names of a path, or of an expression: `cacheNodes[].address`, two."""
    return [each for each in re.split(r"[^\w-]+", path) if each]


def entries(path: Path, knowledge: KnowledgeBase) -> Iterator[Entry]:
    """The entries in the worksheet of a program."""
    to = "cloudformation" if path.parent.name == "terraform" else "terraform"
    report, refused = make([path], to, knowledge)
    assert not refused
    for file in report.files:
        for sheet in file.resources:
            yield from (*sheet.properties, *sheet.outputs)


@of_each_file
def test_what_report_does_not_know(knowledge: KnowledgeBase, path: Path) -> None:
    source = read(path)
    silenced = [line for line in source.text.splitlines() if "crosswalk: ignore" in line]
    expected = [*expectations(source)]
    wrong = {step for each in expected for step in steps(each.wrong)}
    all_entries = [*entries(path, knowledge)]
    unknown = [each.path for each in all_entries if each.verdict == "unknown"]
    unexpected = [each for each in unknown if not wrong & {*steps(each)}]
    assert [each for each in unexpected if not any(each in line for line in silenced)] == []
    places = {(each.line, each.wrong) for each in expected if each.rule == "unknown-argument"}
    translated = [each for each in all_entries if each.translated]
    assert [each.path for each in translated if (each.line, steps(each.path)[-1]) in places] == []
