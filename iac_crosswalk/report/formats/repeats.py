"""Repeats that a worksheet shows once: a sentence that holds for several properties, a
resource that is like another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from iac_crosswalk.report.worksheet import Attention, Entry, Sheet


def merged(items: Iterable[Attention]) -> list[Attention]:
    """The points for attention; equal sentences about properties of the same resources are one."""
    found: dict[tuple[Any, ...], Attention] = {}
    for item in items:
        key = item.kind, item.type, item.text, tuple(item.resources), item.path is None
        if key in found and item.path is not None:
            paths = (found[key].path or "").split(", ")
            found[key] = replace(found[key], path=", ".join(dict.fromkeys([*paths, item.path])))
        else:
            found.setdefault(key, item)
    return list(found.values())


def like(sheets: Sequence[Sheet]) -> dict[int, str]:
    """Index of a sheet → the name of the first sheet that is the same, down to the answers."""
    found: dict[int, str] = {}
    first: dict[str, str] = {}
    for index, sheet in enumerate(sheets):
        if not sheet.properties:
            continue  # it is short enough
        key = _comparable(sheet)
        if key in first:
            found[index] = first[key]
        first.setdefault(key, sheet.name)
    return found


def _comparable(sheet: Sheet) -> str:
    """A sheet as text, without names and values, which differ from resource to resource."""
    targets = [
        replace(
            target,
            address=None,
            event=None,
            required=[
                replace(each, value=None if each.value is None else "") for each in target.required
            ],
        )
        for target in sheet.targets
    ]
    return repr(
        replace(
            sheet,
            name="",
            line=None,
            properties=[
                replace(_without_names(entry), line=None, values=[], times=0)
                for entry in sheet.properties
            ],
            outputs=[replace(_without_names(entry), places=[]) for entry in sheet.outputs],
            outside=[replace(outside, line=None) for outside in sheet.outside],
            targets=targets,
        )
    )


def _without_names(entry: Entry) -> Entry:
    """The entry without expressions, which carry the resource's own name."""
    return replace(entry, answers=[{**answer, "expression": None} for answer in entry.answers])


def without_repeats(entries: Sequence[tuple[list[str], list[str]]]) -> list[str]:
    """The lines of entries, each (its answers, its sentences): sentences that the next entry
    repeats are below that one alone."""
    lines: list[str] = []
    for index, (answers, sentences) in enumerate(entries):
        following = entries[index + 1][1] if index + 1 < len(entries) else []
        lines += answers if sentences == following else [*answers, *sentences]
    return lines
