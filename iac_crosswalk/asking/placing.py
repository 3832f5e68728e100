"""What stands at a line of a template, by its indentation: the resource, its type, and the path below its properties."""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE = re.compile(r"""^([ \t]*)((?:- +)*)(?:["']?([\w.-]{1,255})["']?[ \t]*:(.*))?""")
_TYPE = re.compile(r"""^[ \t]*["']?Type["']?[ \t]*:[ \t]*["']?([\w:]+)""", re.MULTILINE)


class Placed(NamedTuple):
    """The property at a line: `path` has a None for each item of a list."""

    name: str
    type: str
    path: tuple[str | None, ...]


def place_at(text: str, number: int) -> Placed | None:
    """What stands at line `number` (from 1) of a YAML or an indented JSON template, or None."""
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
