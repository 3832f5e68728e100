"""The values of list and dictionary literals and comprehensions."""

from __future__ import annotations

import ast
from typing import Protocol

from iac_crosswalk.programs.python.bindings import Bindings
from iac_crosswalk.programs.python.scopes import Scope
from iac_crosswalk.programs.python.values import UNKNOWN, Sequence, Table, Value, inside, members


class Values(Protocol):
    """The evaluator that items need."""

    @property
    def program(self) -> Bindings:
        """The scopes that comprehensions open."""

    def value(self, node: ast.AST | None, scope: Scope) -> Value:
        """The value of an expression."""


def sequence(values: Values, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Value:
    """A list, a tuple or a set."""
    plain = [values.value(each, scope) for each in node.elts if not isinstance(each, ast.Starred)]
    spread = [
        inside(values.value(each.value, scope))
        for each in node.elts
        if isinstance(each, ast.Starred)
    ]
    return Sequence((), members((*plain, *spread))) if spread else Sequence(tuple(plain))


def table(values: Values, node: ast.Dict, scope: Scope) -> Value:
    """A dictionary."""
    items: dict[str, Value] = {}
    others: list[Value] = []
    for key, value in zip(node.keys, node.values, strict=True):
        item = values.value(value, scope)
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            items[key.value] = item
        else:
            spread = members(each for _, each in item.items) if isinstance(item, Table) else None
            others.append(item if key else spread or UNKNOWN)
    return Table(tuple(items.items()), members(others))


def concatenation(values: Values, node: ast.BinOp, scope: Scope) -> Value:
    """Two lists, one behind the other."""
    if not isinstance(node.op, ast.Add):
        return UNKNOWN
    left, right = values.value(node.left, scope), values.value(node.right, scope)
    are_lists = isinstance(left, Sequence) and isinstance(right, Sequence)
    return Sequence((), members((inside(left), inside(right)))) if are_lists else UNKNOWN


def list_comprehension(
    values: Values, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, scope: Scope
) -> Value:
    """A comprehension of a list or a set, or a generator."""
    return Sequence((), values.value(node.elt, values.program.inside[node]))


def dict_comprehension(values: Values, node: ast.DictComp, scope: Scope) -> Value:
    """A comprehension of a dictionary."""
    return Table((), values.value(node.value, values.program.inside[node]))
