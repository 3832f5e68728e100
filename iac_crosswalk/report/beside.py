"""The values beside a property: in an item with a Key and a Value, the Key.

Conditions are judged by them: `Key is idle_timeout.timeout_seconds`, `Type is Api`. Only literal
values count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property

from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.use import Given, Read

_TEXT = re.compile(r"""(["'])([^"'\\\n]*)\1""")
_PLAIN = re.compile(r"[A-Za-z0-9][\w./:@* -]*")
_PUT_IN = ("${", "{{")
_PLAIN_TEXT = (".yaml", ".yml")
"""Files in which an unquoted word is text, not a variable; templates may have other suffixes."""


class Objects:
    """The arguments of a resource, by the objects that contain them."""

    def __init__(self, settings: Iterable[Given], program: Program) -> None:
        self._program = program
        path = program.source.path
        self._words = program.form == "template" or path.suffix in _PLAIN_TEXT
        self._settings = sorted(
            settings, key=lambda each: (each.value_span.start, -each.value_span.end)
        )
        self._starts = [each.value_span.start for each in self._settings]
        self._above: list[int] = []
        open_ones: list[int] = []
        for index, each in enumerate(self._settings):
            while open_ones and self._settings[open_ones[-1]].value_span.end < each.value_span.end:
                open_ones.pop()
            self._above.append(open_ones[-1] if open_ones else -1)
            open_ones.append(index)

    def around(self, read: Read) -> Given | None:
        """The innermost property whose value contains `read`: the last that begins before it, or a
        property around that one.
        """
        index = bisect_right(self._starts, read.span.start) - 1
        while index >= 0 and self._settings[index].value_span.end < read.span.end:
            index = self._above[index]
        return self._settings[index] if index >= 0 else None

    @cached_property
    def _values(self) -> dict[int, Mapping[str, str]]:
        """Given → the values of its object and of those around it, the nearest first. An object of
        a list ends where one of its names is repeated.
        """
        found: dict[int, Mapping[str, str]] = {}
        values: list[dict[str, str]] = []
        of: list[int] = []
        current: dict[tuple[int, str], tuple[set[str], int]] = {}
        for index, each in enumerate(self._settings):
            above, name = self._above[index], each.name.text
            key = above, each.container.path if each.container is not None else ""
            names, number = current.get(key, (set(), -1))
            if number < 0 or (name in names and each.shape != "block"):
                names, number = set(), len(values)
                values.append({})
            names.add(name)
            current[key] = names, number
            of.append(number)
            text = self._text(each)
            if text is not None and name not in values[number]:
                values[number][name] = text
        for index, each in enumerate(self._settings):
            beside: dict[str, str] = {}
            above = index
            while above >= 0:
                beside = values[of[above]] | beside
                above = self._above[above]
            found[id(each)] = beside
        return found

    def values(self, setting: Given) -> Mapping[str, str]:
        """Name → value of the arguments of the same object and of those around it."""
        return self._values.get(id(setting), {})

    def _text(self, setting: Given) -> str | None:
        """The text of a literal value."""
        if setting.shape not in ("plain", None):
            return None
        source = self._program.source
        source_text = source.data[setting.value_span.start : setting.value_span.end].decode(
            "utf-8", "replace"
        )
        if any(sign in source_text for sign in _PUT_IN):
            return None
        quoted = _TEXT.fullmatch(source_text)
        if quoted:
            return quoted[2]
        return source_text if self._words and _PLAIN.fullmatch(source_text) else None
