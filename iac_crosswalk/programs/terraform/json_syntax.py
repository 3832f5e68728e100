"""Translates Terraform's JSON form (.tf.json) to equivalent HCL, with a mapping back to its bytes.

Thus one reader serves both forms. HashiCorp describes the JSON form: developer.hashicorp.com, "JSON
configuration syntax".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from iac_crosswalk.programs.nodes import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    TextError,
    read,
    text_span,
)
from iac_crosswalk.programs.source import Source, Span, Unreadable
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

_LABELS = {
    **dict.fromkeys(("resource", "data", "ephemeral"), 2),
    **dict.fromkeys(("module", "output", "variable", "provider", "check"), 1),
    **dict.fromkeys(("locals", "terraform", "moved", "import", "removed"), 0),
}
"""Block → its number of labels."""
_INNER: dict[str, dict[str, int]] = {
    "resource": {"lifecycle": 0, "connection": 0, "provisioner": 1},
    "data": {"lifecycle": 0},
    "terraform": {"required_providers": 0},
    "check": {"data": 2, "assert": 0},
    "dynamic": {"content": 0},
    "provisioner": {"connection": 0},
}
"""Block → Terraform's own blocks in it, with their numbers of labels."""
_OWN = {"lifecycle", "dynamic", "connection", "provisioner"}
"""Blocks without arguments of the provider."""
_PLAIN = {
    *("provider", "depends_on", "ignore_changes", "replace_triggered_by", "from", "to", "iterator"),
}
"""Terraform's own arguments whose texts are references without `${…}` around them."""
_REFERENCE = re.compile(r"[\w.\-\[\]\"*]+").fullmatch
_NAME = re.compile(r"[A-Za-z_][\w-]*").fullmatch
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class _Piece(NamedTuple):
    """Bytes of the HCL, and the text of the file that they come from."""

    start: int
    end: int
    span: Span
    """The text in the file, with its quotes."""
    exact: int | None
    """The offset of the same bytes in the file; None if the file has other bytes (escapes)."""


class Configuration:
    """The HCL of a file, and the mapping back to its bytes."""

    def __init__(self, source: Source, schemas: Schemas) -> None:
        """Raises Unreadable if the file is not JSON, or not an object."""
        self.source = source
        self._schemas = schemas
        self._text = bytearray()
        self._pieces: list[_Piece] = []
        try:
            documents = read(source.data)
        except TextError as error:
            raise Unreadable(f"{error}; fix the file or exclude it") from None
        if len(documents) != 1 or not isinstance(documents[0], Mapping):
            raise Unreadable("is not a JSON object; fix the file or exclude it")
        for key, value in documents[0].pairs:
            if key.text in _LABELS:
                self._blocks(key, value, _LABELS[key.text], None)
        self.hcl = bytes(self._text)
        self._starts = [each.start for each in self._pieces]

    def exactly(self, span: Span) -> Span | None:
        """The same bytes in the file; None if the file has other bytes (escapes)."""
        piece = self._piece(span.start)
        if piece is None or piece.exact is None or span.end > piece.end:
            return None
        start = piece.exact + span.start - piece.start
        return Span(start, start + span.end - span.start)

    def around(self, span: Span) -> Span:
        """The bytes of the file that `span` stands for, or those around them."""
        exact = self.exactly(span)
        first, last = self._piece(span.start), self._piece(max(span.start, span.end - 1))
        if exact or first is None or last is None:
            return exact or Span(0, 0)
        return Span(min(first.span.start, last.span.start), max(first.span.end, last.span.end))

    def _piece(self, offset: int) -> _Piece | None:
        index = bisect_right(self._starts, offset) - 1
        return self._pieces[max(index, 0)] if self._pieces else None

    # -- blocks ------------------------------------------------------------------------------------

    def _blocks(self, name: Scalar, value: Node, label_count: int, place: Place | None) -> None:
        """Writes a block, or each of a list of blocks. The keys of the `label_count` objects around
        its body are its labels.
        """
        labels: list[Scalar] = []
        waiting = [(value, labels, label_count)]
        while waiting:
            value, labels, label_count = waiting.pop()
            if isinstance(value, Sequence):
                waiting += [(item, labels, label_count) for item in reversed(value.items)]
            elif isinstance(value, Mapping) and label_count:
                pairs = reversed(_without_comments(value))
                waiting += [(inner, [*labels, key], label_count - 1) for key, inner in pairs]
            elif isinstance(value, Mapping):
                self._block(name, labels, value, place)

    def _block(
        self,
        name: Scalar,
        labels: list[Scalar],
        body: Mapping,
        place: Place | None,
    ) -> None:
        if name.text in ("resource", "data") and len(labels) == 2:
            prefix = "data." if name.text == "data" else ""
            schema = self._schemas.find(prefix + labels[0].text, "terraform")
            place = Place(schema) if schema else None
        self._scalar(name, name.text)
        for label in labels:
            self._write(' "')
            self._scalar(label, _escaped(label.text))
            self._write('"')
        self._write(" {\n")
        if name.text == "dynamic" and place is not None:
            generated = place.member(labels[-1].text)
            place = generated.unlisted() if generated else None
        self._body(name.text, body, place)
        self._write("}\n")

    def _body(self, block: str, body: Mapping, place: Place | None) -> None:
        inner = _INNER.get(block, {})
        for key, value in _without_comments(body):
            if not _NAME(key.text):
                continue
            member = place.member(key.text) if place and block not in _OWN else None
            if key.text in inner and not member:
                self._blocks(key, value, inner[key.text], place if block == "dynamic" else None)
            elif key.text == "dynamic" and place and block not in _OWN:
                self._blocks(key, value, 1, place)
            elif member and member.type.is_block and _is_body(value):
                self._blocks(key, value, 0, member.unlisted())
            else:
                self._scalar(key, key.text)
                self._write(" = ")
                self._value(value, key.text in _PLAIN and not member)
                self._write("\n")

    # -- values ------------------------------------------------------------------------------------

    def _value(self, node: Node, plain: bool) -> None:
        """Writes a value. `plain`: its texts are references that need no `${…}`."""
        todo: list[Node | str] = [node]
        while todo:
            each = todo.pop()
            if isinstance(each, str):
                self._write(each)
            elif isinstance(each, Sequence):
                self._write("[")
                todo.append("]")
                for item in reversed(each.items):
                    todo += [", ", item]
            elif isinstance(each, Mapping):
                self._write("{")
                todo.append("}")
                for key, value in reversed(_without_comments(each)):
                    around = ("(", ")") if "${" in key.text else ("", "")
                    todo += ["\n", value, " = ", around[1], key, around[0]]
            elif not each.quoted or (plain and _REFERENCE(each.text)):
                self._scalar(each, each.text)
            else:
                self._string(each)

    def _string(self, node: Scalar) -> None:
        """Writes a text. A text that is a single `${…}` becomes the expression itself."""
        parts = [*_parts(node.text)]
        alone = len(parts) == 1 and parts[0].code and node.text.startswith("${")
        if alone:
            around = ("(", ")") if "\n" in node.text else ("", "")
            self._write(around[0])
            self._piece_of(node, node.text[2:-1], 2)
            self._write(around[1])
            return
        self._write('"')
        for part in parts:
            text = node.text[part.start : part.end]
            self._piece_of(node, text if part.code else _escaped(text), part.start)
        self._write('"')

    # -- text --------------------------------------------------------------------------------------

    def _write(self, text: str) -> None:
        self._text += text.encode()

    def _scalar(self, node: Scalar, text: str) -> None:
        self._piece_of(node, text, 0)

    def _piece_of(self, node: Scalar, text: str, start: int) -> None:
        """Writes a part of a text of the file, from its character `start` on."""
        exact = None
        if (inside := text_span(self.source.data, node)) is not None:
            exact = inside.start + len(node.text[:start].encode())
            encoded = text.encode()
            if self.source.data[exact : exact + len(encoded)] != encoded:
                exact = None
        begin = len(self._text)
        self._write(text)
        self._pieces.append(_Piece(begin, len(self._text), node.span, exact))


def _without_comments(node: Mapping) -> list[tuple[Scalar, Node]]:
    """The pairs of an object without its comments."""
    return [(key, value) for key, value in node.pairs if key.text != "//"]


def _is_body(value: Node) -> bool:
    items = value.items if isinstance(value, Sequence) else [value]
    return all(isinstance(each, Mapping) for each in items)


class _Part(NamedTuple):
    """A part of a template; `code` is `${…}` or `%{…}`."""

    start: int
    end: int
    code: bool


_MARK = re.compile(r"\$\$\{|%%\{|\$\{|%\{")
_INSIDE = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]')


def _parts(text: str) -> Iterator[_Part]:
    """Yields the parts of a template, in order. An unclosed part is text."""
    at = 0
    for mark in _MARK.finditer(text):
        if mark.start() < at or len(mark[0]) == 3:
            continue
        end = _closing(text, mark.end())
        if end is None:
            break
        if at < mark.start():
            yield _Part(at, mark.start(), False)
        yield _Part(mark.start(), end, True)
        at = end
    if at < len(text):
        yield _Part(at, len(text), False)


def _closing(text: str, start: int) -> int | None:
    """The offset behind the brace that closes the one before `start`; None if it is not closed."""
    depth = 1
    for match in _INSIDE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return None


def _escaped(text: str) -> str:
    """Text escaped for quotes. A `${` in it is text: closed expressions are separate parts."""
    text = re.sub(r"(?<!\$)\$\{|(?<!%)%\{", lambda match: match[0][0] + match[0], text)
    return re.sub(r'[\\"\n\r\t]', lambda match: _ESCAPED[match[0]], text)
