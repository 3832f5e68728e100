"""A source file: its bytes, its lines, and the findings that its comments silence."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of a file, in bytes from its beginning."""

    start: int
    end: int


NOWHERE = Span(0, 0)
"""No position: the file was generated in another form than its source."""

LARGEST_FILE = 10_000_000
"""Bytes. Larger files are not read, so that time and memory stay bounded. Programs written by hand
are smaller.
"""

BOM = b"\xef\xbb\xbf"
_IGNORE_WORD = b"crosswalk:"
_IGNORE = rb"(?:#|//)\s*crosswalk:\s*ignore(?:\[([\w\s,-]*)\])?"


class Unreadable(Exception):
    """The file cannot be checked. The message is one line: the reason and the remedy."""


class Unread(NamedTuple):
    """A part of a file that could not be read. The message is one line: the reason and the
    remedy.
    """

    span: Span
    message: str


class Position(NamedTuple):
    """Line and column as editors count them: from 1, columns in characters."""

    line: int
    column: int


class Source:
    """The bytes of one file. Offsets are in bytes."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.data = data

    @cached_property
    def text(self) -> str:
        """The file as text. Raises Unreadable if it is not UTF-8."""
        data = self.data.removeprefix(BOM)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise Unreadable(f"line {line} is not UTF-8 text; save the file as UTF-8") from None

    @cached_property
    def _starts(self) -> list[int]:
        # Counted as by Python's parser: a lone carriage return ends a line too. Of bytes,
        # splitlines splits nowhere else.
        ends = [*accumulate(map(len, self.data.splitlines(keepends=True)))]
        return [0, *(ends if self.data.endswith((b"\n", b"\r")) else ends[:-1])]

    @cached_property
    def lines(self) -> list[int]:
        """Line, from 1 → its offset. Line 1 begins behind a byte order mark, as in `ast`."""
        marked = len(BOM) if self.data.startswith(BOM) else 0
        return [0, marked, *self._starts[1:]]

    def line(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return bisect_right(self._starts, offset)

    def position(self, offset: int) -> Position:
        """Line and column of an offset."""
        line = self.line(offset)
        start = self._starts[line - 1]
        return Position(
            line, len(self.data[start:offset].decode("utf-8", "replace").lstrip("\ufeff")) + 1
        )

    @cached_property
    def _ignored(self) -> dict[int, frozenset[str]]:
        """Line → the rules that a comment on it silences. The empty set means every rule."""
        by_line: dict[int, frozenset[str]] = {}
        if _IGNORE_WORD not in self.data:
            return by_line
        for match in re.finditer(_IGNORE, self.data):
            rules = frozenset(
                part.strip().decode("utf-8", "replace") for part in (match[1] or b"").split(b",")
            ) - {""}
            by_line[self.line(match.start())] = rules
        return by_line

    def ignores(self, rule: str, start: int, end: int) -> bool:
        """Whether a comment on one of the lines from offset `start` to `end` silences `rule`."""
        if not self._ignored:
            return False
        lines = range(self.line(start), self.line(end) + 1)
        return any(
            line in self._ignored and (not self._ignored[line] or rule in self._ignored[line])
            for line in lines
        )
