"""Turns the uses of a program, in any language, into findings."""

from __future__ import annotations

from collections.abc import Iterator

from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.rules import BY_USE
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.use import Declared


def judge(program: Program, advisor: Advisor) -> Iterator[Finding]:
    """Yields the findings of a program. A part that a macro may rewrite is skipped: any name may be
    right there.
    """
    for part in program.unread:
        yield Finding("unreadable-file", part.span, part.message)
    if program.doubt:
        return
    case = Case(program, advisor)
    for use in program.uses():
        declared = use if isinstance(use, Declared) else use.declared
        if declared is None or declared.doubt is None:
            for rule in BY_USE[type(use)]:
                if found := rule(use, case):  # most rules return an empty tuple
                    yield from found
