"""What a condition says in words that a program can read: `Type is Api`, `VpcId is not given`.

A condition is clauses joined by `and` or `;`. Many are words for people alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    """What a clause says of one thing; None for words for people."""
    found = _IS.match(clause)
    if found is None:
        return None
    none, of, is_not, values = found.groups()
    return Said(of, bool(none or is_not), frozenset(_OR.split(values)))


def told(condition: str, values: Mapping[str, str]) -> bool | None:
    """Whether a condition holds where these names have these values; None where they do not tell.
    What is given has a value; what is not may still be elsewhere."""
    answers = [_told(each, values) for each in clauses(condition)]
    return False if False in answers else None if None in answers else True


def _told(clause: str, values: Mapping[str, str]) -> bool | None:
    found = said(clause)
    if found is None or found.of not in values:
        return None
    if found.values == {"given"}:
        return not found.is_not
    return (values[found.of] in found.values) != found.is_not
