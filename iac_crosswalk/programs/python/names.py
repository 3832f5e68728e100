"""The positions of names in the text of a Python program: exact bytes, or None."""

from __future__ import annotations

import ast
import re

from iac_crosswalk.paths import normalise
from iac_crosswalk.programs.python.program import Program
from iac_crosswalk.programs.python.scopes import Site
from iac_crosswalk.programs.source import Source, Span
from iac_crosswalk.programs.use import Name

_QUOTE = re.compile(rb"[bBuUrR]?(\"\"\"|'''|\"|')")


class Names:
    """The places of names and expressions in one file."""

    def __init__(self, source: Source, module: Program) -> None:
        self.source = source
        self.module = module
        self._lines = source.lines

    def start(self, node: ast.expr | ast.keyword | ast.alias) -> int:
        """The offset at which a node begins."""
        return self._lines[node.lineno] + node.col_offset

    def end(self, node: ast.expr | ast.keyword) -> int:
        """The offset at which a node ends."""
        return self._lines[node.end_lineno or node.lineno] + (node.end_col_offset or 0)

    def span(self, node: ast.expr | ast.keyword) -> Span:
        """The bytes of a node."""
        return Span(self.start(node), self.end(node))

    def at(self, start: int, name: str) -> Span | None:
        """The span of a name. None if the text has something else there: Python may count lines
        differently.
        """
        encoded = name.encode()
        return (
            Span(start, start + len(encoded))
            if self.source.data.startswith(encoded, start)
            else None
        )

    def argument(self, node: ast.keyword | ast.Constant, name: str) -> Span | None:
        """The bytes of an argument's name, or of a key without its quotes."""
        start = self.start(node)
        quote = (
            _QUOTE.match(self.source.data[start : start + 4])
            if isinstance(node, ast.Constant)
            else None
        )
        return self.at(start + (len(quote[0]) if quote else 0), name)

    def last(self, node: ast.expr | ast.alias, name: str) -> Span | None:
        """The bytes of the name at the end of an expression, or of an imported name."""
        if isinstance(node, ast.alias):
            return self.at(self.start(node), name)
        return self.at(self.end(node) - len(name.encode()), name)

    def member(self, site: Site, name: str) -> Span | None:
        """The bytes of the member or key that is read."""
        node = site.node
        if isinstance(node, ast.Subscript):
            start = self.start(node.slice)
            quote = _QUOTE.match(self.source.data[start : start + 4])
            span = self.at(start + len(quote[0]), name) if quote else None
        else:
            span = self.last(node, name)
        if site.text is None or (
            span is not None and self.source.data[span.start - 1 : span.start] == b"."
        ):
            return span
        # Before 3.12 Python has no reliable positions inside an f-string. The name must be in it
        # exactly once.
        text = self.span(site.text)
        pattern = re.compile(rb"(?<=\.)" + name.encode() + rb"\b")
        places = [
            match.start() for match in pattern.finditer(self.source.data, text.start, text.end)
        ]
        return self.at(places[0], name) if len(places) == 1 else None

    def following(self, node: ast.expr, span: Span | None) -> tuple[list[Name], ast.expr]:
        """The names and items behind a wrong name at `span`, up to the first key, and the whole
        expression.
        """
        names: list[Name] = []
        shift = span.end - self.end(node) if span else 0
        last = node
        while not isinstance(node, ast.Subscript):
            outer = self.module.outer.get(last)
            if isinstance(outer, ast.Subscript) and not isinstance(outer.slice, ast.Slice):
                key = outer.slice.value if isinstance(outer.slice, ast.Constant) else None
                name = key if isinstance(key, str) else "[]"
            elif isinstance(outer, ast.Attribute) and not isinstance(
                self.module.outer.get(outer), ast.Call
            ):
                name = outer.attr
            else:
                break
            names.append(
                Name(name, Span(self.end(last) + shift, self.end(outer) + shift) if span else None)
            )
            last = outer
        if names and span and not self._plain(Span(span.end, self.end(last) + shift), names):
            names[-1] = Name(names[-1].text, None)
        return names, last

    def _plain(self, span: Span, names: list[Name]) -> bool:
        """Whether the bytes are exactly these names, without comments or brackets between them."""
        text = re.sub(
            r"\s+", "", self.source.data[span.start : span.end].decode("utf-8", "replace")
        )
        path = "".join(each.text if each.text == "[]" else f".{each.text}" for each in names)
        return normalise("x" + text) == "x" + path
