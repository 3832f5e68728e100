"""The values that an expression may be known to have."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk.programs.typescript.declarations import Class, Function, Scope
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Member


class Symbol(NamedTuple):
    """Something of an imported package: `("aws", "ec2.Vpc")`, `("pulumi", "all")`; the path is
    empty for the package itself.
    """

    package: str
    path: str

    def member(self, name: str) -> Symbol:
        """The symbol `name` below it."""
        return Symbol(self.package, f"{self.path}.{name}" if self.path else name)


class Side(Enum):
    """The part of a schema that a value has: the readable attributes, the arguments, or both (the
    state by which `get` looks a resource up).
    """

    READ = "read"
    ARGUMENTS = "arguments"
    STATE = "state"

    def has(self, member: Member) -> bool:
        """Whether a value of this side has the member. Write-only arguments are declared as
        readable too.
        """
        return self is not Side.ARGUMENTS or member.is_input


class At(NamedTuple):
    """A resource, the result of a data source, or the value at a place in one; plain or an output
    of it.

    `made` is the expression that created it, where it is a single one.
    """

    place: Place
    side: Side = Side.READ
    made: Node | None = None


class Promise(NamedTuple):
    """A value that must be awaited."""

    value: Value


class Items(NamedTuple):
    """Any number of things of one kind: an array, or with `keyed` an object that holds one under
    any key.
    """

    item: Value
    keyed: bool = False


class Tuple(NamedTuple):
    """An array whose items are known one by one."""

    items: tuple[Value, ...]


class Record(NamedTuple):
    """An object literal."""

    node: Node
    scope: Scope


class Shape(NamedTuple):
    """A value of an interface or object type of the program. `given`: it is written as a literal,
    so that an Input<T> of it is a T.
    """

    node: Node
    scope: Scope
    given: bool = False


class FunctionItself(NamedTuple):
    """A function or method of the program."""

    function: Function


class ClassItself(NamedTuple):
    """A class of the program."""

    cls: Class


class Instance(NamedTuple):
    """An object of a class of the program."""

    cls: Class


class Absent(NamedTuple):
    """`undefined` or `null`."""


Value = (
    Symbol
    | At
    | Promise
    | Items
    | Tuple
    | Record
    | Shape
    | FunctionItself
    | ClassItself
    | Instance
    | Absent
    | None
)
"""None: unknown or irrelevant."""


def agreed(values: Iterable[Value]) -> Value:
    """The common value of `values`, without `undefined`; None where they differ or one is
    unknown.
    """
    found: Value = None
    for value in values:
        if isinstance(value, Absent):
            continue
        if value is None:
            return None
        if found is None or found == value:
            found = value
        elif isinstance(found, At) and isinstance(value, At) and found[:2] == value[:2]:
            found = found._replace(made=None)  # the same class, made in different ways
        else:
            return None
    return found


def awaited(value: Value) -> Value:
    """The content of a promise; every other value unchanged."""
    while isinstance(value, Promise):
        value = value.value
    return value


def item(value: Value) -> Value:
    """Any item of an array or list."""
    match value:
        case Items(keyed=False):
            return value.item
        case Tuple():
            return agreed(value.items)
        case At(side=side) if value.place.type.is_list:
            place = value.place.item()
            return At(place, side, value.made) if place else None
    return None


def item_at(value: Value, index: int) -> Value:
    """The item at `index`."""
    if isinstance(value, Tuple):
        return value.items[index] if 0 <= index < len(value.items) else None
    return item(value)
