"""What stands at a place of a template: the resource, its type, and the path below its properties."""

from __future__ import annotations

import re
from typing import NamedTuple

from iac_crosswalk.paths import steps_of

_LINE = re.compile(r"""^([ \t]*)((?:- +)*)(?:["']?([\w.-]{1,255})["']?[ \t]*:(.*))?""")
_TYPE = re.compile(r"""^[ \t]*["']?Type["']?[ \t]*:[ \t]*["']?([\w:]+)""", re.MULTILINE)


class Placed(NamedTuple):
    """The property at a line: `path` has a None for each item of a list."""

    name: str
    type: str
    path: tuple[str | None, ...]


def places_at(text: str, line: int, column: int) -> list[Placed]:
    """The property whose name stands at a line and column (from 1) of a template; those on the line where none stands just there."""
    found = _named_on(text, line)
    if found is None:
        placed = _by_indentation(text, line)
        return [placed] if placed else []
    return [placed for start, end, placed in found if start < column <= end] or [placed for *_, placed in found]


_LONGEST_WHOLE = 100_000


def _named_on(text: str, line: int) -> list[tuple[int, int, Placed]] | None:
    """(column before, column of the last letter, property) of the names on a line; None where the text is no whole template."""
    if len(text) > _LONGEST_WHOLE:
        return None
    try:
        from iac_crosswalk.programs.cloudformation import template as templates

        data = text.encode()
        lines = data.split(b"\n")
        if not 1 <= line <= len(lines):
            return []
        start = sum(len(each) + 1 for each in lines[: line - 1])
        return [
            (
                len(data[start : each.key.span.start].decode()),
                len(data[start : each.key.span.end].decode()),
                Placed(resource.name, resource.type, tuple(step.name for step in steps_of(each.path))),
            )
            for resource, each in templates.properties(templates.parse(data))
            if start <= each.key.span.start < start + len(lines[line - 1])
        ]
    except (ModuleNotFoundError, ValueError, RecursionError):  # no PyYAML, no template, a piece of one
        return None


def _by_indentation(text: str, number: int) -> Placed | None:
    """What stands at line `number` of a YAML or an indented JSON text that cannot be read as a whole."""
    lines = text.split("\n")
    if not 1 <= number <= len(lines):
        return None
    path: list[str | None] = []
    limit = 1 << 30
    for line in reversed(lines[:number]):
        match = _LINE.match(line)
        if match is None or not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = len(match[1].expandtabs())
        inner = indent + len(match[2])
        if match[3] is None or inner >= limit:
            if match[2] and indent < limit <= inner:  # the dash of the item that the line below belongs to
                path.append(None)
                limit = indent + 1
            continue
        path.append(match[3])
        limit = inner
        if match[2]:
            path.append(None)
            limit = indent + 1 if indent else 1
    names = list(reversed(path))
    if len(names) < 2 or names[0] != "Resources":
        return None
    return _placed(text, names)


def _placed(text: str, names: list[str | None]) -> Placed | None:
    if "Properties" not in names or names[1] is None:
        return None
    block = re.search(rf"""^([ \t]+)["']?{re.escape(names[1])}["']?[ \t]*:""", text, re.MULTILINE)
    if block is None:
        return None
    rest = text[block.end() :]
    end = re.search(rf"^[ \t]{{1,{len(block[1])}}}\S", rest, re.MULTILINE)
    kind = _TYPE.search(rest[: end.start()] if end else rest)
    return Placed(names[1], kind[1], tuple(names[names.index("Properties") + 1 :])) if kind else None
