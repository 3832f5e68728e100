"""Joins conditions, and finds those that exclude each other.

Two clauses exclude each other where one setting would have two values (`Type is Api`, `Type is
HttpApi`), where it would be given and not given (`VpcId is given`, `VpcId is not given`), or where
data/opposites.yaml lists them."""

from __future__ import annotations

from functools import cache

import yaml

from builder.packages import ROOT
from iac_crosswalk.clauses import clauses, parse_clause

OPPOSITES = ROOT / "data" / "opposites.yaml"


def joined(*conditions: str | None) -> str | None:
    """The condition under which all of these hold, without repetition; None without conditions."""
    distinct = [each for each in dict.fromkeys(conditions) if each]
    for each in list(distinct):
        others = [clause for other in distinct if other != each for clause in _clauses(other)]
        if set(_clauses(each)) <= set(others):
            distinct.remove(each)
    return "; ".join(distinct) or None


def exclude(one: str | None, other: str | None) -> bool:
    """Whether two conditions cannot hold together."""
    if one is None or other is None:
        return False
    return any(_opposite(mine, theirs) for mine in _clauses(one) for theirs in _clauses(other))


def _clauses(condition: str) -> tuple[str, ...]:
    """The clauses of a condition. A condition listed in data/opposites.yaml is one clause."""
    return (condition,) if condition in _groups() else clauses(condition)


@cache
def _groups() -> dict[str, frozenset[int]]:
    """Condition → the numbers of the groups that list it."""
    found: dict[str, frozenset[int]] = {}
    rows: list[list[str]] = yaml.safe_load(OPPOSITES.read_text(encoding="utf-8"))
    for number, group in enumerate(rows):
        for condition in group:
            found[condition] = found.get(condition, frozenset()) | {number}
    return found


@cache
def _opposite(one: str, other: str) -> bool:
    if one == other:
        return False
    groups = _groups()
    if groups.get(one, frozenset()) & groups.get(other, frozenset()):
        return True
    mine, theirs = parse_clause(one), parse_clause(other)
    if (
        mine is None
        or theirs is None
        or mine.name != theirs.name
        or (mine.is_not and theirs.is_not)
    ):
        return False
    if not mine.is_not and not theirs.is_not:
        return not mine.values & theirs.values
    yes, no = (theirs, mine) if mine.is_not else (mine, theirs)
    return yes.values <= no.values
