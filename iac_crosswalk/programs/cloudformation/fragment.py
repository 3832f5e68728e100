"""Completes a piece of a template: resources without the section around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent, indent

from iac_crosswalk.programs import nodes
from iac_crosswalk.programs.nodes import TextError
from iac_crosswalk.store.store import Store

_SECTION = re.compile(
    r"""^\s*["']?(?:Resources|resources|variables)["']?\s*:|[{,]\s*["'](?:Resources|resources|variables)["']\s*:""",
    re.MULTILINE,
)
_TYPE = re.compile(r"""\b[Tt]ype["']?\s*:\s*["']?(AWS::|Custom::|aws:)""")
_LINE = re.compile(r"line (\d+):")


def complete(text: str, store: Store) -> Iterator[str]:
    """Yields the template, or the Pulumi YAML program, that a piece may be part of."""
    type_match = _TYPE.search(text)
    if type_match is None or _SECTION.search(text):
        yield _readable(dedent(text)) if type_match else text
        return
    section = "resources" if type_match[1] == "aws:" else "Resources"
    piece = dedent(text).strip()
    if piece.startswith("{"):
        yield f'{{"{section}": {piece}}}'
    elif piece.startswith('"'):
        yield f'{{"{section}": {{{piece.rstrip(",")}}}}}'
    else:
        yield _readable(f"{section}:\n{indent(piece, '  ')}\n")


def _readable(text: str) -> str:
    """The text before the first line that is not YAML. Such a line may be an expression after a
    template, or cut off.
    """
    try:
        nodes.read(text.encode("utf-8", "replace"))
    except TextError as error:
        line = _LINE.match(str(error))
        return "".join(text.splitlines(keepends=True)[: int(line[1]) - 1]) if line else text
    except RecursionError:
        return ""
    return text
