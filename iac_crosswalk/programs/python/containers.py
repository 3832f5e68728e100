"""What Python's own functions, and the methods of its containers, return."""

from __future__ import annotations

import ast
from typing import Protocol

from iac_crosswalk.programs.python.scopes import Scope
from iac_crosswalk.programs.python.values import (
    UNKNOWN,
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
    """What arguments are read with."""

    def value(self, node: ast.AST | None, scope: Scope) -> Value:
        """What an expression stands for."""


def called_builtin(name: str, node: ast.Call, scope: Scope, values: Values) -> Value:
    """What a function of Python's own returns, where it hands on what is in its arguments."""
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


def called_method(value: Value, name: str, given: list[Value]) -> Value:
    """What a method of a container returns, given its arguments."""
    if isinstance(value, Table):
        any_value = members((*dict(value.items).values(), value.rest)) or UNKNOWN
        if name in ("get", "pop", "setdefault") and given:
            return join([at(value, given[0]), *given[1:]])
        if name in ("values", "items"):
            return Sequence((), any_value if name == "values" else Sequence((UNKNOWN, any_value)))
        return value if name == "copy" else UNKNOWN
    if isinstance(value, Sequence):
        if name in ("pop", "popleft"):
            return iterated(value)
        return value if name == "copy" else UNKNOWN
    return UNKNOWN
