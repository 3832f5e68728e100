"""Advice about a template, asked for once for each mistake: templates repeat theirs, and advice takes its time."""

from __future__ import annotations

from typing import Any

from iac_crosswalk.checking.advice import Advisor, Wrong
from iac_crosswalk.checking.findings import Finding, Span


def from_name(name: str, rest: str = "") -> tuple[Span, Span]:
    """Where a name and the name with its rest stand, counted from the name's beginning: so the same mistake is the same everywhere."""
    length = len(name.encode())
    return Span(0, length), Span(0, length + len(rest.encode()))


class Remembering:
    """An advisor that remembers what it said. Places are counted from the beginning of the wrong name."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._said: dict[tuple[Any, ...], Finding] = {}

    def finding(self, rule: str, message: str, wrong: Wrong) -> Finding:
        """The finding about `wrong`, as Advisor.finding makes it."""
        # Settings are sorted by path alone: no path stands there twice, so that values are never compared.
        key = (rule, message, wrong.schema.resource.id, wrong.container, wrong.name, wrong.rest, tuple(sorted(wrong.settings.items())))
        if key not in self._said:
            self._said[key] = self._advisor.finding(rule, message, wrong, _as_it_is)
        return self._said[key]


def _as_it_is(path: str) -> str:
    return path
