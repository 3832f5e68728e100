"""The scopes of a program and their bindings.

Order does not count: a name may have any value that is bound to it anywhere in its scope. That is
coarser than an interpreter, but safe: the more values a name may have, the fewer findings there
are about it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple


class Binding(NamedTuple):
    """One way in which a name gets its value.

    `how`: value (of `node`), unwrapped (the value inside the output `node`), declared (an
    assignment with an annotation), annotated, import (`path`), function and class (`scope` is the
    one inside), self (`scope` is that of the class), unknown. Or, for the container under the
    name: added (`node` is put into it, under `key`), spread and augmented (the items of `node` are
    put into it; `+=`). `steps` lead from the value to a part of it: None for an item of a loop, a
    number for a place in a tuple.
    """

    how: str
    scope: Scope
    node: ast.AST | None = None
    steps: tuple[int | None, ...] = ()
    path: str = ""
    key: ast.expr | None = None


class Scope:
    """The names of a module, a class, a function or a comprehension."""

    def __init__(self, node: ast.AST, parent: Scope | None) -> None:
        self.node = node
        self.parent = parent
        self.bindings: dict[str, list[Binding]] = {}
        self.members: dict[str, list[Binding]] = {}
        """Of a class: the members that its methods assign to `self`."""
        self.returned: list[ast.expr] = []
        self.generates = False
        self.class_tested: set[str] = set()
        """Names whose class the program tests. Their class depends on the place in the program, so
        there are no findings about them.
        """
        self.elsewhere: dict[str, Scope] = {}
        """Name declared `global` or `nonlocal` → the scope that it belongs to."""

    def bind(self, name: str, binding: Binding) -> None:
        """Adds a binding of `name`."""
        self.elsewhere.get(name, self).bindings.setdefault(name, []).append(binding)

    def chain(self) -> Iterator[Scope]:
        """Yields the scopes in which a name is looked up, from here outwards. A class scope is
        visible only from directly inside.
        """
        scope: Scope | None = self
        while scope is not None:
            if scope is self or not isinstance(scope.node, ast.ClassDef):
                yield scope
            scope = scope.parent

    def find(self, name: str) -> Scope | None:
        """The scope that binds `name`."""
        scope: Scope | None = self  # as in `chain`, but faster: called very often
        while scope is not None:
            if name in scope.bindings and (
                scope is self or not isinstance(scope.node, ast.ClassDef)
            ):
                return scope
            scope = scope.parent
        return None

    def owner(self, node: ast.expr) -> Scope | None:
        """The class whose object `node` is, if it is the first parameter of a method."""
        scope = self.find(node.id) if isinstance(node, ast.Name) else None
        bindings = scope.bindings[node.id] if scope and isinstance(node, ast.Name) else []
        return bindings[0].scope if len(bindings) == 1 and bindings[0].how == "self" else None

    def enclosing_class(self) -> Scope | None:
        """The class that contains this scope, through functions and comprehensions."""
        scope: Scope | None = self
        while scope is not None and not isinstance(scope.node, ast.ClassDef):
            scope = scope.parent
        return scope


class Site(NamedTuple):
    """An expression that reads a member or an item, its scope, and the f-string around it, if any.

    A call is the `get` of a dictionary with a literal key.
    """

    node: ast.Attribute | ast.Subscript | ast.Call
    scope: Scope
    text: ast.JoinedStr | None
    guarded: bool = False
    """Whether the code expects that an attribute may be missing."""


class Called(NamedTuple):
    """A call, with its scope."""

    node: ast.Call
    scope: Scope
    guarded: bool = False
    """As for Site."""


def last_name(node: ast.expr) -> str:
    """The name at the end of an expression; "" if there is none."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_get(node: ast.AST) -> bool:
    """Whether an expression is `x.get("key")`, with a default or without."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
        return False
    return (
        node.func.attr == "get"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    )
