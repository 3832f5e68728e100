"""What has to be found in a program of tests/programs, in comments on the lines where it is wrong.

    # expect: RULE WRONG
    # expect: RULE WRONG -> REPLACEMENT, OTHER     each that is proposed, in order
    # expect: RULE WRONG -> !REPLACEMENT           the certain one, which --fix writes
    # expect: RULE WRONG -> nothing                nothing is proposed
    # expect: LEVEL RULE WRONG …                   error or warning, where the level matters

A comment alone on its line is about the next line that is not such a comment. `//` begins one too,
and in JSON the key "//". What no comment expects must not be found. The tests of check
(test_expectations.py), ask (test_asked.py) and report (tests/report/test_expectations.py) read the
same comments. A language needs a folder here and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from iac_crosswalk.programs.source import Source

HERE = Path(__file__).parent
SHOWN = HERE / "python/redis.py"
"""README and other tests show it as it is, without comments."""
OF_THE_WHOLE = {
    *("cloudformation/properties.yaml", "cloudformation/not_a_rename.yaml"),
    *("python/boto3_calls.py", "terraform/arguments.tf"),
    *("terraform/right_reads.tf", "terraform/other_names.tf", "typescript/other_names.ts"),
}
"""Files whose types the slice does not have: WAF, whose schemas other types complete, and whole
clients.
"""
FILES = sorted(
    each
    for each in HERE.glob("*/*")
    if each.is_file()
    and each != SHOWN
    and not each.name.startswith(("test_", "__init__"))
    and each.parent.name != "__pycache__"
)
_EXPECT = re.compile(
    r"""
    (?:\#|//)(?:":\s*")?\s* expect:\s*
    (?:(?P<level>error|warning)\s+)?
    (?P<rule>[\w-]+)\s+
    (?P<wrong>\S+?)
    (?:\s*->\s*(?P<instead>.+?))?
    [",]*\s*$
    """,
    re.X,
)


class Expected(NamedTuple):
    """One expectation. `instead` and `level` are None where they do not matter."""

    line: int
    rule: str
    wrong: str
    instead: str | None = None
    level: str | None = None


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
            yield Expected(number, each["rule"], each["wrong"], each["instead"], each["level"])
        waiting.clear()


def in_the_slice(path: Path) -> Any:
    """The file as a parameter, marked where it needs the whole."""
    of_the_whole = name(path) in OF_THE_WHOLE
    return pytest.param(path, marks=pytest.mark.whole) if of_the_whole else path


def name(path: Path) -> str:
    """The name of a program in the output of pytest: `terraform/blocks.tf`."""
    return str(path.relative_to(HERE))


of_each_file = pytest.mark.parametrize("path", [*map(in_the_slice, FILES)], ids=name)
"""The test, for each program."""
