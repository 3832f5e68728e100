"""The parts of a worksheet besides its entries, for the readable formats: the stack, what a
target requires, keys beside Properties, defaults that differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from iac_crosswalk.report.formats.words import plural
from iac_crosswalk.report.worksheet import FileSheet, Outside, Sheet, StackSheet, Target, Thing

SECTIONS = {
    "parameters": "Parameters",
    "mappings": "Mappings",
    "conditions": "Conditions",
    "functions": "Functions and pseudo parameters",
    "imports": "Imports",
    "outputs": "Outputs",
    "declared": "To declare besides",
}
_SHOWN = 6
"""Places that are listed of one thing."""


class Line(NamedTuple):
    """One thing of the stack: its value here, its counterpart there, and notes."""

    name: str
    about: str
    there: str | None
    notes: list[str]


def counts(sheet: FileSheet) -> list[str]:
    """The counts to show of a file; those by distinct attribute where several resources are of one
    type.
    """
    names = [n for n in ("resources", "properties", "outputs") if getattr(sheet.summary, n).total]
    types = {each.type for each in sheet.resources}
    return [*names, "distinct"] if len(types) < len(sheet.resources) else names


def sections(stack: StackSheet) -> Iterator[tuple[str, list[Line]]]:
    """(title, lines) of every part of the stack that has something."""
    for name, title in SECTIONS.items():
        things: list[Thing] = getattr(stack, name)
        if things:
            yield title, [_line(each, name) for each in things]


def _line(each: Thing, kind: str) -> Line:
    notes = [*each.lines]
    if each.note:
        notes.append(each.note)
    if kind not in ("outputs", "declared"):
        where = ", ".join(each.places[:_SHOWN]) + (" …" if len(each.places) > _SHOWN else "")
        notes.append(f"used {plural(each.times, 'time')}: {where}" if each.times else "not used")
    return Line(each.name, each.about, each.there, notes)


def required(target: Target) -> Iterator[str]:
    """Each argument that has to be written besides: `role = aws_iam_role.x.name`; where nothing is
    known to write, the property of the file that would land there.
    """
    for each in target.required:
        if each.value is not None:
            yield f"{each.attribute}{' ' if each.block else ' = '}{each.value}"
        else:
            like = f" (no {' or '.join(each.like)} here)" if each.like else ""
            yield f"{each.attribute} = …{like}"


def beside(line: Outside) -> tuple[str, str, str]:
    """(name with its value, what to write, note) of something outside of properties."""
    return f"{line.name}: {line.value}", " ".join(" ".join(line.there).split()), line.note or ""


def warned(sheet: Sheet) -> Iterator[str]:
    """The defaults that differ, a sentence each."""
    for each in sheet.warnings:
        about = f"{each.property}{' is not set' if each.when == 'unset' else ''}: "
        yield f"{about if each.property else ''}{each.text}"
