"""The declarations of a program: names with all values that are assigned to them, scopes, functions
and classes.
"""

from __future__ import annotations

from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk.programs.source import Unreadable

Steps = tuple[str | int, ...]
"""The steps of a destructuring pattern from a value to a name: member names and positions."""
DEEPEST = 500
"""Limit on nested functions and blocks. The look-up of a name takes a step for each. Real programs
have fewer.
"""
CALLED = "()"
"""The step from a getter to its result."""


class Written(NamedTuple):
    """A name gets the value of an expression. With `each`: the value of its items, as in `for
    (const x of xs)`.
    """

    node: Node
    scope: Scope
    each: bool = False


class Typed(NamedTuple):
    """A name is declared with a type."""

    node: Node
    scope: Scope


class Parameter(NamedTuple):
    """A name gets an argument of a function."""

    function: Function
    position: int


class Imported(NamedTuple):
    """A name comes from a module. `name` is empty for the whole module."""

    module: str
    name: str


class Unknown(NamedTuple):
    """A name gets an unknown value."""


class Binding:
    """All values that are assigned to a name. A type annotation (`annotation`) overrides them."""

    __slots__ = ("annotation", "origins", "pushed")

    def __init__(self) -> None:
        self.annotation: tuple[Typed, Steps] | None = None
        self.origins: list[tuple[Origin, Steps]] = []
        self.pushed: list[Written] = []


class Scope:
    """The meanings of names inside a piece of the program. `this` is the class of `this`; "outer"
    if it is the same as outside.
    """

    __slots__ = ("depth", "function", "names", "parent", "this", "types")

    def __init__(
        self,
        parent: Scope | None,
        function: Function | None = None,
        this: Class | str | None = "outer",
    ) -> None:
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        if self.depth > DEEPEST:
            raise Unreadable("is nested too deeply; split the file or exclude it")
        self.names: dict[str, Binding] = {}
        self.types: dict[str, Node | None] = {}
        """Interfaces and type aliases. None for type parameters and names that are declared twice.
        """
        self.function: Function | None = function or (parent.function if parent else None)
        self.this = this

    def name(self, name: str) -> Binding:
        """The binding of `name` in this scope, created if it does not exist."""
        return self.names.setdefault(name, Binding())

    def find(self, name: str) -> Binding | None:
        """The binding of `name`, seen from this scope."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None

    def instance(self) -> Class | None:
        """The class of `this`."""
        scope: Scope | None = self
        while scope is not None and scope.this == "outer":
            scope = scope.parent
        return scope.this if scope is not None and isinstance(scope.this, Class) else None


class Function:
    """A function, method or arrow function. `call` is the call that it is an argument of."""

    __slots__ = ("call", "node", "parameters", "returns", "scope")

    def __init__(self, node: Node, scope: Scope) -> None:
        self.node = node
        self.scope = scope
        self.parameters: list[Node] = []
        self.returns: list[Written] = []
        self.call: tuple[Node, Scope] | None = None


class Class:
    """A class of the program. `open`: other members may exist, because of an index signature or an
    interface of the same name.
    """

    __slots__ = ("base", "constructor", "members", "node", "open", "scope", "statics")

    def __init__(self, node: Node, scope: Scope) -> None:
        self.node = node
        self.scope = scope
        self.base: Node | None = None
        self.members: dict[str, Binding] = {}
        self.statics: dict[str, Binding] = {}
        self.constructor: Function | None = None
        self.open = False


Origin = Written | Typed | Parameter | Imported | Function | Class | Unknown
"""The source of a name's value."""
