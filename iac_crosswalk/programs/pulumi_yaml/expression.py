"""The expressions of Pulumi YAML: `${group.nodes[0]["key"].address}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from iac_crosswalk.paths import ITEM, Step
from iac_crosswalk.programs.nodes import Scalar, matches
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.use import Name

_EXPRESSION = re.compile(r"(?<!\$)\$\{([^{}]+)\}")
_STEP = re.compile(
    r"""\s*(?:\.?\s*(?P<name>[A-Za-z_][\w-]*)
         | \[\s*\d+\s*\]
         | \[\s*"(?P<key>[^"\]]*)"\s*\])\s*""",
    re.VERBOSE,
)


class Access(NamedTuple):
    """One step: a name, a key in quotes, or an item."""

    step: Step
    name: Name
    """The text that another name can replace; of a key, the text between its quotes."""
    outer_span: Span | None
    """The bytes of the step with its brackets."""
    key: bool


class Expression(NamedTuple):
    """`head` and the steps behind it. If `exact`, `span` is the expression with its braces, else
    the whole text.
    """

    head: Name
    steps: tuple[Access, ...]
    span: Span
    exact: bool
    alone: bool
    """Whether the text is this expression and nothing else."""


def expressions(data: bytes, scalar: Scalar) -> Iterator[Expression]:
    """Yields the expressions in a text. Those of another form are left out."""
    if "${" not in scalar.text:
        return
    for inside, span in matches(_EXPRESSION, data, scalar):
        accesses = _accesses(inside, span.start + 2 if span else None)
        if accesses and not accesses[0].key and accesses[0].step.name is not None:
            alone = scalar.text.strip() == f"${{{inside}}}"
            exact = span is not None
            yield Expression(accesses[0].name, accesses[1:], span or scalar.span, exact, alone)


def _accesses(inside: str, start: int | None) -> tuple[Access, ...]:
    """The steps of an expression that begins at the byte `start`. Empty for another form."""
    accesses: list[Access] = []
    at = 0
    while at < len(inside):
        match = _STEP.match(inside, at)
        if match is None:
            return ()
        group = match.lastgroup or 0
        text = match[group] if group else "[]"
        span = _span(inside, match.start(group), match.end(group), start)
        step_span = _span(inside, match.start(), match.end(), start)
        step = Step(text) if group else ITEM
        accesses.append(Access(step, Name(text, span), step_span, group == "key"))
        at = match.end()
    return tuple(accesses)


def _span(text: str, begin: int, end: int, start: int | None) -> Span | None:
    if start is None:
        return None
    return Span(start + len(text[:begin].encode()), start + len(text[:end].encode()))
