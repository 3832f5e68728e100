"""The results of Python's built-in functions and of container methods, and the content of a
container that the program adds to.
"""

from __future__ import annotations

import ast
from typing import Protocol

from iac_crosswalk.programs.python.scopes import Binding, Scope
from iac_crosswalk.programs.python.values import (
    UNKNOWN,
    Literal,
    Reply,
    Sequence,
    Table,
    Value,
    at,
    inside,
    iterated,
    join,
    members,
)

_COPIES = frozenset(["list", "tuple", "set", "frozenset", "sorted", "reversed", "iter"])


class Values(Protocol):
    """The evaluator that arguments need."""

    def value(self, node: ast.AST | None, scope: Scope) -> Value:
        """The value of an expression."""


class Bound(Values, Protocol):
    """The evaluator that added items need."""

    def value_of_binding(self, binding: Binding) -> Value:
        """The value of one binding of a name."""


def called_builtin(name: str, node: ast.Call, scope: Scope, values: Values) -> Value:
    """The result of a built-in function of Python, if it passes on the content of its arguments."""
    first = values.value(node.args[0], scope) if node.args else None
    if name in _COPIES:
        return Sequence((), inside(first) if first is not None else None)
    if name == "dict" and not node.args:
        items = tuple(
            (each.arg, values.value(each.value, scope)) for each in node.keywords if each.arg
        )
        return Table(items, UNKNOWN if len(items) < len(node.keywords) else None)
    if name == "enumerate" and first is not None:
        return Sequence((), Sequence((UNKNOWN, iterated(first))))
    if name == "zip" and not any(isinstance(argument, ast.Starred) for argument in node.args):
        return Sequence(
            (), Sequence(tuple(iterated(values.value(argument, scope)) for argument in node.args))
        )
    return iterated(first) if name == "next" and first is not None else UNKNOWN


def called_method(value: Value, name: str, arguments: list[Value]) -> Value:
    """The result of a container's method, given its arguments."""
    if isinstance(value, Table):
        any_value = members((*dict(value.items).values(), value.rest)) or UNKNOWN
        if name in ("get", "pop", "setdefault") and arguments:
            return join([at(value, arguments[0]), *arguments[1:]])
        if name in ("values", "items"):
            return Sequence((), any_value if name == "values" else Sequence((UNKNOWN, any_value)))
        return value if name == "copy" else UNKNOWN
    if isinstance(value, Sequence):
        if name in ("pop", "popleft"):
            return iterated(value)
        return value if name == "copy" else UNKNOWN
    return UNKNOWN


def filled(container: Value, put_in: list[Binding], values: Bound) -> Value:
    """The container with the items that are added to it. Any other value is unchanged; it becomes
    unknown by `+=`.
    """
    if isinstance(container, Sequence):
        more = [
            values.value_of_binding(each)
            if each.how == "added"
            else inside(values.value_of_binding(each))
            for each in put_in
        ]
        return Sequence((), members((*container.items, container.rest, *more)))
    if isinstance(container, Reply) and not all(_has_key(each) for each in put_in):
        return container._replace(answer=None)  # it may now have any member
    if not isinstance(container, Table):
        return UNKNOWN if any(each.how == "augmented" for each in put_in) else container
    items: dict[str, list[Value | None]] = {key: [value] for key, value in container.items}
    others = [container.rest]
    for binding in put_in:
        value, key = values.value_of_binding(binding), values.value(binding.key, binding.scope)
        if binding.how == "added" and isinstance(key, Literal) and isinstance(key.value, str):
            items.setdefault(key.value, []).append(value)
        elif binding.how == "added" and binding.key is not None:
            others.append(value)
        else:
            spread = value if isinstance(value, Table) else Table((), UNKNOWN)
            others.append(spread.rest)
            for name, item in spread.items:
                items.setdefault(name, []).append(item)
    return Table(
        tuple((name, members(each) or UNKNOWN) for name, each in items.items()),
        members(others),
    )


def _has_key(binding: Binding) -> bool:
    """Whether something is added under a literal key."""
    return binding.how == "added" and isinstance(binding.key, ast.Constant)
