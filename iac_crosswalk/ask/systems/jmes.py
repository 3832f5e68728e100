"""The paths of a JMESPath into an answer: those it returns, and those it filters and sorts by.

The parser is the package jmespath, botocore's own. A path of names and indexes needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from iac_crosswalk.paths import ITEM, Step, normalise, steps_of

Path = tuple[Step, ...]
# One letter at a time: a nested repetition backtracks without end on a text that does not match.
_PLAIN = re.compile(r"""(?:\w|"[\w:-]+"|\[(?:-?\d*|\*)\]|\*|\.)+""")
_MOST = 50
"""Limit on the values of an expression; a longer list is not a question."""


class NoParser(Exception):
    """The package jmespath is not installed."""


class Named(NamedTuple):
    """The paths in an expression. `by`: those it only filters and sorts by."""

    returned: list[Path]
    by: list[Path]


class _Value(NamedTuple):
    """The value at `steps`, or the result of a multiselect with `members`.

    `lists` is the number of lists that projections put around it.
    """

    steps: Path = ()
    members: tuple[tuple[str | None, list[_Value]], ...] | None = None
    lists: int = 0


def named(expression: str) -> Named:
    """The paths in an expression; none where it is not a JMESPath. Raises NoParser."""
    text = expression.strip()
    if _PLAIN.fullmatch(text):
        path = steps_of(normalise(text.replace("[]", "[0]").replace('"', "")))
        return Named([tuple(path)] if path else [], [])
    try:
        from jmespath.parser import Parser
    except ModuleNotFoundError:
        raise NoParser from None
    try:
        walk = _Walk()
        returned = list(_paths(walk.values(Parser().parse(text).parsed, [_Value()])))
    except (ValueError, RecursionError):  # jmespath's own errors are ValueErrors
        return Named([], [])
    return Named(returned, [path for path in walk.by if path not in returned])


def _paths(values: Iterable[_Value]) -> dict[Path, None]:
    """The paths in values, each once."""
    found: dict[Path, None] = {}
    seen: set[int] = set()
    waiting = list(values)[::-1]
    while waiting and len(found) < _MOST:
        value = waiting.pop()
        if value.members is None:
            found.update({value.steps: None} if value.steps else {})
        elif id(value.members) not in seen:
            seen.add(id(value.members))
            waiting += [each for _, inner in value.members for each in inner][::-1]
    return found


class _Walk:
    """A walk through a parsed expression, from its input to its result."""

    def __init__(self) -> None:
        self.by: dict[Path, None] = {}

    def values(self, node: dict[str, Any], inputs: list[_Value]) -> list[_Value]:
        """The results of a node for its input."""
        walk = getattr(self, f"_{node['type']}", self._operands)
        return list(walk(node, inputs))[:_MOST]

    def _operands(self, node: dict[str, Any], inputs: list[_Value]) -> Iterator[_Value]:
        """Yields the operands of comparisons, `||` and `!`."""
        for child in node["children"]:
            yield from self.values(child, inputs)

    def _current(self, node: dict[str, Any], inputs: list[_Value]) -> list[_Value]:
        return inputs

    _identity = _slice = _current

    def _pipe(self, node: dict[str, Any], inputs: list[_Value]) -> list[_Value]:
        for child in node["children"]:
            inputs = self.values(child, inputs)
        return inputs

    _subexpression = _index_expression = _pipe

    def _field(self, node: dict[str, Any], inputs: list[_Value]) -> Iterator[_Value]:
        for value in inputs:
            if value.members is not None:
                members = [inner for key, inner in value.members if key == node["value"]]
                yield from (each for inner in members for each in inner)
            elif not value.lists:
                yield value._replace(steps=(*value.steps, Step(node["value"])))

    def _index(self, node: dict[str, Any], inputs: list[_Value]) -> Iterator[_Value]:
        for value in inputs:
            if value.members is None or value.lists:
                yield from _items(value)
            elif -len(value.members) <= node["value"] < len(value.members):
                key, inner = value.members[node["value"]]
                yield from inner if key is None else ()

    def _flatten(self, node: dict[str, Any], inputs: list[_Value]) -> Iterator[_Value]:
        for value in self._pipe(node, inputs):
            if value.lists > 1:
                yield value._replace(lists=value.lists - 1)
            elif value.members is not None:
                yield from (each._replace(lists=max(each.lists, 1)) for each in _members(value))
            elif value.lists and value.steps[-1:] != (ITEM,):
                yield value._replace(steps=(*value.steps, ITEM))
            else:
                yield value

    def _projection(self, node: dict[str, Any], inputs: list[_Value]) -> Iterator[_Value]:
        left, right, *condition = node["children"]
        items = [each for value in self.values(left, inputs) for each in _items(value)]
        for each in condition:
            self.by.update(_paths(self.values(each, items)))
        for value in self.values(right, items):
            yield value._replace(lists=value.lists + 1)

    _filter_projection = _value_projection = _projection

    def _multi_select_list(self, node: dict[str, Any], inputs: list[_Value]) -> list[_Value]:
        members = [(child.get("value"), self.values(child, inputs)) for child in node["children"]]
        keyed = node["type"] == "multi_select_dict"
        return [_Value(members=tuple((key if keyed else None, inner) for key, inner in members))]

    _multi_select_dict = _multi_select_list

    def _key_val_pair(self, node: dict[str, Any], inputs: list[_Value]) -> list[_Value]:
        return self._pipe(node, inputs)

    def _function_expression(self, node: dict[str, Any], inputs: list[_Value]) -> Iterator[_Value]:
        keys = [child for child in node["children"] if child["type"] == "expref"]
        plain = [child for child in node["children"] if child["type"] != "expref"]
        values = [each for child in plain for each in self.values(child, inputs)]
        items = [each for value in values for each in _items(value)]
        results = [each for key in keys for each in self.values(key, items)]
        if node["value"] == "map":
            yield from (each._replace(lists=each.lists + 1) for each in results)
            return
        self.by.update(_paths(results))
        yield from items if node["value"] in ("max_by", "min_by") else values


def _members(value: _Value) -> list[_Value]:
    return [each for _, inner in value.members or () for each in inner]


def _items(value: _Value) -> list[_Value]:
    """The item of a value."""
    if value.lists:
        return [value._replace(lists=value.lists - 1)]
    if value.members is not None:
        return _members(value)[:_MOST]
    return [value._replace(steps=(*value.steps, ITEM))]
