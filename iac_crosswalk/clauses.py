"""Conditions as far as a program can read them: `Type is Api`, `VpcId is not given`.

A condition consists of clauses joined by `and` or `;`. Many clauses are only readable for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

_BETWEEN = re.compile(r"; | and |, (?=\w+ is )")
_IS = re.compile(r"^(no )?(?!it )(.+?) is (not )?(.+)$")
_OR = re.compile(r", | or ")


class Said(NamedTuple):
    """`X is A or B` or `X is not A`."""

    of: str
    is_not: bool
    values: frozenset[str]


@cache
def clauses(condition: str) -> tuple[str, ...]:
    """The clauses of a condition."""
    return tuple(_BETWEEN.split(condition))


@cache
def said(clause: str) -> Said | None:
    """A clause that a program can read; None for one that only people can."""
    found = _IS.match(clause)
    if found is None:
        return None
    none, of, is_not, values = found.groups()
    return Said(of, bool(none or is_not), frozenset(_OR.split(values)))


def judged(condition: str, judge: Callable[[Said], bool | None]) -> bool | None:
    """Whether all clauses of a condition hold, each by `judge`: False where one does not, None
    where one is unknown or only people can read it."""
    read = [said(each) for each in clauses(condition)]
    answers = [judge(each) if each is not None else None for each in read]
    if False in answers:
        return False
    return None if None in answers else True


def told(condition: str, values: Mapping[str, str]) -> bool | None:
    """Whether a condition holds where these names have these values; None where the values do not
    decide. A name without a value may still be set elsewhere."""

    def judge(clause: Said) -> bool | None:
        if clause.of not in values:
            return None
        if clause.values == {"given"}:
            return not clause.is_not
        return (values[clause.of] in clause.values) != clause.is_not

    return judged(condition, judge)
