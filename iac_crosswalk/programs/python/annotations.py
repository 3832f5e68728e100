"""The meaning of annotations: the class of a parameter, of a result, of a variable."""

from __future__ import annotations

import ast
from typing import Protocol

from iac_crosswalk.programs.python.scopes import Scope
from iac_crosswalk.programs.python.values import (
    NONE,
    UNKNOWN,
    Named,
    Sequence,
    Table,
    Value,
    join,
    output,
)

_ITEMS = frozenset(
    [
        "list",
        "List",
        "Sequence",
        "MutableSequence",
        "Iterable",
        "Iterator",
        "Collection",
        "set",
        "Set",
        "frozenset",
        "FrozenSet",
        "deque",
    ]
)
_TABLES = frozenset(
    ["dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "DefaultDict", "OrderedDict"]
)
_TRANSPARENT = frozenset(
    ["Optional", "Union", "Final", "ClassVar", "Annotated", "Required", "NotRequired", "Awaitable"]
)
_MODULES = frozenset(["typing", "typing_extensions", "builtins", "collections", "collections.abc"])


class Values(Protocol):
    """The evaluator that annotations need."""

    def value(self, node: ast.AST | None, scope: Scope) -> Value:
        """The value of an expression."""

    def instance(self, value: Value) -> Value:
        """An object of a class."""


def annotated(node: ast.AST | None, scope: Scope, values: Values) -> Value:
    """An object of the class that an annotation names."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return UNKNOWN
    if isinstance(node, ast.Constant) and node.value is None:
        return NONE
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return join([annotated(node.left, scope, values), annotated(node.right, scope, values)])
    if isinstance(node, ast.Subscript):
        return _generic(node, scope, values)
    return values.instance(values.value(node, scope))


def _generic(node: ast.Subscript, scope: Scope, values: Values) -> Value:
    """`Optional[X]`, `list[X]`, `dict[str, X]`, `pulumi.Output[X]`."""
    generic = values.value(node.value, scope)
    module, _, name = (generic.path if isinstance(generic, Named) else "").rpartition(".")
    inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not inside:
        return UNKNOWN
    first = annotated(inside[0], scope, values)
    if module == "pulumi" and name in ("Output", "Input"):
        return output(first) if name == "Output" else join([first, output(first)])
    if module not in _MODULES:
        return UNKNOWN
    if name in _TRANSPARENT:
        return (
            first
            if name == "Annotated"
            else join([first, *(annotated(each, scope, values) for each in inside[1:])])
        )
    if name in ("tuple", "Tuple"):
        repeated = isinstance(inside[-1], ast.Constant) and inside[-1].value is ...
        return (
            Sequence((), first)
            if repeated
            else Sequence((first, *(annotated(each, scope, values) for each in inside[1:])))
        )
    if name in _ITEMS:
        return Sequence((), first)
    return (
        Table((), annotated(inside[1], scope, values))
        if name in _TABLES and len(inside) == 2
        else UNKNOWN
    )
