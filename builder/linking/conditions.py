"""Conditions that cannot hold together, and those that one condition holds beside another.

Two clauses exclude each other where they say that one thing is two (`Type is Api`, `Type is
HttpApi`), that it is and is not (`VpcId is given`, `VpcId is not given`), or where
data/opposites.yaml names them."""

from __future__ import annotations

from functools import cache

import yaml

from builder.packages import ROOT
from iac_crosswalk.clauses import clauses, said

OPPOSITES = ROOT / "data" / "opposites.yaml"


def joined(*conditions: str | None) -> str | None:
    """The condition under which all of these hold, without what it says twice; None for none."""
    given = [each for each in dict.fromkeys(conditions) if each]
    for each in list(given):
        others = [clause for other in given if other != each for clause in _clauses(other)]
        if set(_clauses(each)) <= set(others):
            given.remove(each)
    return "; ".join(given) or None


def exclude(one: str | None, other: str | None) -> bool:
    """Whether two conditions cannot hold together."""
    if one is None or other is None:
        return False
    return any(_opposite(mine, theirs) for mine in _clauses(one) for theirs in _clauses(other))


def _clauses(condition: str) -> tuple[str, ...]:
    """The clauses of a condition. One that data/opposites.yaml names is a clause as it is."""
    return (condition,) if condition in _groups() else clauses(condition)


@cache
def _groups() -> dict[str, frozenset[int]]:
    """Condition → the groups that name it."""
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
    mine, theirs = said(one), said(other)
    if mine is None or theirs is None or mine.of != theirs.of or (mine.is_not and theirs.is_not):
        return False
    if not mine.is_not and not theirs.is_not:
        return not mine.values & theirs.values
    yes, no = (theirs, mine) if mine.is_not else (mine, theirs)
    return yes.values <= no.values
