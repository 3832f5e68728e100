"""Parses YAML and JSON into nodes with their positions in bytes. Both use the same three kinds of
node.

Nothing here is recursive, so that no depth of nesting overflows a stack; an alias is the node it
refers to, never a copy of it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from iac_crosswalk.programs.source import BOM, Span

_STANDARD_TAG = "tag:yaml.org,2002:"
DEEPEST = 250
"""Limit on nesting. Real programs are less than a fifth as deep, and libyaml's time grows with the
square of the depth.
"""


class TextError(ValueError):
    """The text cannot be read. The message is one line, with the number of the line that fails."""


@dataclass(slots=True, eq=False)
class Scalar:
    """A piece of text, a number, true or null, as it is written. `span` covers its tag and its
    quotes too.
    """

    text: str
    span: Span
    tag: str | None = None
    quoted: bool = False


@dataclass(slots=True, eq=False)
class Sequence:
    """A list."""

    span: Span
    tag: str | None = None
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Mapping:
    """Names and values in the order of the text. A repeated name is in `pairs` twice; `get` returns
    its last value.
    """

    span: Span
    tag: str | None = None
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)

    def get(self, name: str) -> Node | None:
        """The value of `name`, or None."""
        for key, value in reversed(self.pairs):
            if key.text == name:
                return value
        return None


Node = Scalar | Sequence | Mapping


def read(data: bytes) -> list[Node]:
    """The documents of a YAML or JSON text, at most the first two. Raises TextError if it is
    neither.
    """
    start = len(BOM) if data.startswith(BOM) else 0
    try:
        text = data[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(f"line {_line(data, start + error.start)}: is not UTF-8 text") from None
    offset = _byte_offsets(text, start)
    if text.lstrip(" \t\r\n").startswith("{"):
        try:
            return _build(data, offset, _json_events(text))
        except _NotJson:
            pass  # YAML may begin with a brace as well, and its parser has better error messages
    return _build(data, offset, _yaml_events(text))


def text_span(data: bytes, scalar: Scalar) -> Span | None:
    """The bytes of a scalar's text without its tag and quotes. None if the bytes differ from the
    text (escapes, folded lines).
    """
    raw, text = data[scalar.span.start : scalar.span.end], scalar.text.encode()
    if raw == text:
        return scalar.span
    start = len(raw) - len(text) - scalar.quoted
    if (
        start < 0
        or raw[start : start + len(text)] != text
        or (scalar.quoted and raw[start - 1 : start] not in (b'"', b"'"))
    ):
        return None
    return Span(scalar.span.start + start, scalar.span.start + start + len(text))


def matches(
    pattern: re.Pattern[str], data: bytes, scalar: Scalar
) -> Iterator[tuple[str, Span | None]]:
    """Yields the first group of each match of `pattern` in a scalar's text, and the bytes of the
    whole match: None if the file does not contain the same matches in the same order.
    """
    groups = [match[1] for match in pattern.finditer(scalar.text)]
    if not groups:
        return
    begin = scalar.span.start
    in_file = [*re.finditer(pattern.pattern.encode(), data[begin : scalar.span.end])]
    exact = [match[1] for match in in_file] == [each.encode() for each in groups]
    for index, inside in enumerate(groups):
        yield (
            inside,
            Span(begin + in_file[index].start(), begin + in_file[index].end()) if exact else None,
        )


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def _byte_offsets(text: str, start: int) -> Callable[[int], int] | None:
    """Index of a character → offset of its first byte. None where they are equal."""
    if text.isascii():
        return (lambda index: index + start) if start else None
    wide = [match.start() for match in re.finditer(r"[^\x00-\x7f]", text)]
    extra = [0, *accumulate(len(text[index].encode()) - 1 for index in wide)]
    return lambda index: index + start + extra[bisect_left(wide, index)]


# -- events: (kind, start, end, text, tag, quoted, anchor) -----------------------------------------

_Event = tuple[str, int, int, str, str | None, bool, str | None]


def _yaml_events(text: str) -> Iterator[_Event]:
    import yaml  # here, because importing it takes time and JSON needs none of it

    kinds = {
        yaml.ScalarEvent: "scalar",
        yaml.SequenceStartEvent: "[",
        yaml.MappingStartEvent: "{",
        yaml.SequenceEndEvent: "close",
        yaml.MappingEndEvent: "close",
        yaml.AliasEvent: "alias",
    }
    try:
        event: Any  # what it has depends on its kind
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            kind = kinds.get(type(event))
            if kind is None:
                continue  # where the text and its documents begin and end
            begin, end = event.start_mark.index, event.end_mark.index
            if kind == "close":
                yield kind, begin, end, "", None, False, None
            elif kind == "alias":
                yield kind, begin, end, "", None, False, event.anchor
            else:
                tag = event.tag
                if tag is not None and (tag.startswith(_STANDARD_TAG) or tag == "!"):
                    tag = None
                is_text = kind == "scalar"
                value, quoted = (event.value, bool(event.style)) if is_text else ("", False)
                yield kind, begin, end, value, tag, quoted, event.anchor
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        last = text.rstrip().count("\n") + 1  # an unexpected end is reported behind the text
        where = f"line {min(mark.line + 1, last)}: " if mark else ""
        raise TextError(f"{where}{error.problem or error.context or 'invalid YAML'}") from None
    except yaml.YAMLError as error:
        raise TextError(
            f"line {text.count(chr(10), 0, getattr(error, 'position', 0)) + 1}:"
            f" {str(error).splitlines()[0]}"
        ) from None


class _NotJson(Exception):
    pass


_HALF = re.compile("[\ud800-\udfff]")
_JSON = re.compile(
    r'[ \t\r\n]*(?:("[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")|([{\[])|([}\]])|([,:])|([\w.+-]+))',
    re.DOTALL,
)


def _json_events(text: str) -> Iterator[_Event]:
    """The events of a strict JSON text. Raises _NotJson where it is not strict JSON."""
    open_: list[str] = []
    expected = "value"  # or: first value, name, first name, colon, comma, nothing
    at, end = 0, len(text.rstrip(" \t\r\n"))
    while at < end:
        match = _JSON.match(text, at)
        if match is None or expected == "nothing":
            raise _NotJson
        string, opening, closing, mark, word = match.groups()
        begin, at = match.start(match.lastindex or 0), match.end()
        if mark:
            if expected != {",": "comma", ":": "colon"}[mark]:
                raise _NotJson
            expected = "name" if mark == "," and open_[-1] == "{" else "value"
        elif closing:
            if (
                not open_
                or open_.pop() + closing not in ("{}", "[]")
                or expected not in ("first value", "first name", "comma")
            ):
                raise _NotJson
            yield "close", begin, at, "", None, False, None
            expected = "comma" if open_ else "nothing"
        elif opening:
            if expected not in ("value", "first value"):
                raise _NotJson
            open_.append(opening)
            yield opening, begin, at, "", None, False, None
            expected = "first name" if opening == "{" else "first value"
        else:
            is_name = expected in ("name", "first name")
            if expected in ("colon", "comma") or (is_name and not string):
                raise _NotJson
            if string and "\\" not in string and string.isprintable():
                value = string[1:-1]  # it has no escapes
            else:
                try:
                    value = json.loads(string or word)
                except ValueError:
                    raise _NotJson from None
            if string and not value.isascii() and _HALF.search(value):
                line = text.count("\n", 0, begin) + 1
                raise TextError(
                    f"line {line}: a lone surrogate (\\ud800 to \\udfff) is not a character; write"
                    " the whole pair"
                )
            yield "scalar", begin, at, value if string else word, None, bool(string), None
            following = "comma" if open_ else "nothing"
            expected = "colon" if is_name else following
    if expected != "nothing":
        raise _NotJson


def _build(
    data: bytes, offset: Callable[[int], int] | None, events: Iterable[_Event]
) -> list[Node]:
    """The documents of the events. Of a second document, only the first node: it proves that there
    is one. Offsets of events are characters, of nodes bytes (`offset`; None where they are equal).

    One loop with local variables: a template has thousands of nodes, and a check reads many.
    """
    documents: list[Node] = []
    open_: list[Sequence | Mapping] = []
    keys: list[Node | None] = []  # for each open node, the key whose value comes next, or None
    anchors: dict[str | None, Node] = {}
    last = 0
    for kind, begin, end, text, tag, quoted, anchor in events:
        if offset is not None:
            begin, end = offset(begin), offset(end)
        if kind == "close":
            # A block's end event is at the next token, but the block ends with its last member.
            last = last if begin == end else end
            keys.pop()
            closed = open_.pop()
            closed.span = Span(closed.span.start, last)
            continue
        last = end
        opened: Sequence | Mapping | None = None
        node: Node
        if kind == "scalar":
            node = Scalar(text, Span(begin, end), tag, quoted)
        elif kind == "alias":
            if anchor not in anchors:
                raise TextError(
                    f"line {_line(data, begin)}: the alias *{anchor} has no anchor before it"
                )
            node = anchors[anchor]
        else:
            node = opened = (Sequence if kind == "[" else Mapping)(Span(begin, end), tag)
        if not open_:
            documents.append(node)
            if len(documents) > 1:
                break
        elif isinstance(parent := open_[-1], Sequence):
            parent.items.append(node)
        elif (key := keys[-1]) is None:
            keys[-1] = node
        else:
            keys[-1] = None
            if isinstance(key, Scalar):  # a list or a mapping is never a name in a program
                parent.pairs.append((key, node))
        if opened is not None:
            open_.append(opened)
            keys.append(None)
            if len(open_) > DEEPEST:
                raise TextError(
                    f"line {_line(data, begin)}: is nested more than {DEEPEST} levels deep"
                )
        if anchor:
            anchors[anchor] = node
    return documents
