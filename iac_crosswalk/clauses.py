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


class Clause(NamedTuple):
    """`X is A or B` or `X is not A`."""

    name: str
    is_not: bool
    values: frozenset[str]


@cache
def clauses(condition: str) -> tuple[str, ...]:
    """The clauses of a condition."""
    return tuple(_BETWEEN.split(condition))


@cache
def parse_clause(clause: str) -> Clause | None:
    """A clause that a program can read; None for one that only people can."""
    found = _IS.match(clause)
    if found is None:
        return None
    none, name, is_not, values = found.groups()
    return Clause(name, bool(none or is_not), frozenset(_OR.split(values)))


def all_hold(condition: str, holds: Callable[[Clause], bool | None]) -> bool | None:
    """Whether all clauses of a condition hold. `holds` decides each clause that a program can read.
    False if a clause does not hold; else None if one is undecided or only people can read it."""
    parsed_clauses = [parse_clause(clause) for clause in clauses(condition)]
    answers = [holds(clause) if clause is not None else None for clause in parsed_clauses]
    if False in answers:
        return False
    return None if None in answers else True


def holds_with(condition: str, values: Mapping[str, str]) -> bool | None:
    """Whether a condition holds if these names have these values; None if the values do not decide
    it. A name that is not in `values` may be set elsewhere."""

    def holds(clause: Clause) -> bool | None:
        if clause.name not in values:
            return None
        if clause.values == {"given"}:
            return not clause.is_not
        return (values[clause.name] in clause.values) != clause.is_not

    return all_hold(condition, holds)
