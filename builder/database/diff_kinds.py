"""Counts changed answers by the kind of change. A question is an attribute and a target system. It
counts once, under the strongest change. A mapping answers two questions, one at each end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache

from iac_crosswalk.vocabulary import CONVERSE, SYSTEMS

KINDS = {
    "answered": "answered, was unmapped",
    "none": "no equivalent, was unmapped",
    "unmapped": "unmapped, was answered",
    "forgotten": "unmapped, was without equivalent",
    "found": "answered, was without equivalent",
    "denied": "no equivalent, was answered",
    "other": "another answer",
    "more": "one more answer",
    "fewer": "one answer fewer",
    "relation": "another relation",
    "condition": "another condition",
    "transform": "another transform",
    "origin": "another origin",
}
"""Kind of change → its title in the table, the strongest first."""

Counts = dict[str, dict[str, int]]
"""Kind → target system → the number of questions."""

_VALUES = ("relation", "condition", "transform", "origin")
_Answers = dict[tuple[int, int, str], tuple[str | None, ...]]
"""Each answer to a question (an attribute, a whole resource, a key; 0 for none) → _VALUES."""

# The tables `before` and `after` of diff.py have the row ids of the new file. An attribute that
# only the old file has is negative.
_CHANGED = """
select subject, system, target from {table} where id in
 (select {side} from difference where change != 'confidence' and {side} is not null)"""
_PLACE = """
select r.system, r.kind = 'data-source' or r.name glob 'AWS::Serverless::*'
       or r.name glob 'aws_sam.*'
  from {file}.attribute a join {file}.resource r on r.id = a.resource_id where a.id = ?"""
_FROM = f"""
select target, whole, part, {", ".join(_VALUES)} from {{table}} where subject = ? and system = ?"""
_TO = f"select subject, part, {', '.join(_VALUES)} from {{table}} where target = ?"


def count(connection: sqlite3.Connection) -> Counts:
    """The changed answers by kind. The connection has the tables of diff.py."""

    @cache
    def place(number: int) -> tuple[str, bool]:
        """The system of an attribute, and whether it is of a data source or SAM: mappings do not
        lead to these."""
        query = _PLACE.format(file="main" if number > 0 else "old")
        system, is_lookup = connection.execute(query, [abs(number)]).fetchone()
        return system, bool(is_lookup)

    questions: set[tuple[int, str]] = set()
    for table, side in (("before", "old"), ("after", "new")):
        connection.execute(f"create index temp.{table}_target on {table} (target)")
        changed = connection.execute(_CHANGED.format(table=table, side=side)).fetchall()
        for subject, system, target in changed:
            questions.add((subject, system))
            subject_system, is_lookup = place(subject)
            if target and not is_lookup:
                questions.add((target, subject_system))

    def answers(table: str, number: int, system: str) -> _Answers:
        answers_found: _Answers = {}
        for target, whole, part, *values in connection.execute(
            _FROM.format(table=table), [number, system]
        ):
            answers_found[target, whole, part] = tuple(values)
        for subject, part, relation, *values in connection.execute(
            _TO.format(table=table), [number]
        ).fetchall():
            if place(subject) == (system, False):
                answers_found[subject, 0, part] = (CONVERSE[relation], *values)
        return answers_found

    counts: Counts = {kind: {} for kind in KINDS}
    for number, system in questions:
        kind = kind_of(answers("before", number, system), answers("after", number, system))
        if kind is not None:
            counts[kind][system] = counts[kind].get(system, 0) + 1
    return counts


def kind_of(old: _Answers, new: _Answers) -> str | None:
    """The kind of change between the old and the new answers to one question; None if no compared
    value has changed."""
    old_targets, new_targets = (
        {target for target in answers if target[0] or target[1]} for answers in (old, new)
    )
    if new_targets and not old_targets:
        return "found" if old else "answered"
    if old_targets and not new_targets:
        return "denied" if new else "unmapped"
    if not old_targets and bool(old) != bool(new):
        return "none" if new else "forgotten"
    if new_targets > old_targets:
        return "more"
    if new_targets < old_targets:
        return "fewer"
    if new_targets != old_targets:
        return "other"
    for number, kind in enumerate(_VALUES):
        if any(old[target][number] != new[target][number] for target in old.keys() & new.keys()):
            return kind
    return None


def text(counts: Counts) -> Iterator[str]:
    """The lines of the table of kinds, with a column for each target system."""
    rows = [("questions whose answer changed", *(f"to {system}" for system in SYSTEMS), "all")]
    for kind, title in KINDS.items():
        if by_system := counts[kind]:
            numbers = [by_system.get(system, 0) for system in SYSTEMS]
            rows.append((title, *(f"{number:,}" for number in numbers), f"{sum(numbers):,}"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((row[0].ljust(widths[0]), *cells))
