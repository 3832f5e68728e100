"""The values of expressions, as far as they are known."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk.programs.typescript.declarations import Class, Function, Scope
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Member


class Symbol(NamedTuple):
    """A name of an imported package: `("aws", "ec2.Vpc")`, `("pulumi", "all")`. The path is empty
    for the package itself.
    """

    package: str
    path: str

    def member(self, name: str) -> Symbol:
        """The symbol `name` below it."""
        return Symbol(self.package, f"{self.path}.{name}" if self.path else name)


class Side(Enum):
    """The part of a schema that a value has: the readable attributes, the arguments, or both (the
    state by which `get` looks up a resource).
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
    """A resource, the result of a data source, or the value at a place in one. An output of such a
    value is the same.

    `creation` is the expression that creates it, if there is only one.
    """

    place: Place
    side: Side = Side.READ
    creation: Node | None = None


class Promise(NamedTuple):
    """A value that must be awaited."""

    value: Value


class Items(NamedTuple):
    """Any number of values of one kind: an array, or with `keyed` an object that has one under each
    key.
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
    """A value of an interface or object type of the program. `for_literal`: it is written as a
    literal, so that an Input<T> in it is a T.
    """

    node: Node
    scope: Scope
    for_literal: bool = False


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
    """The common value of `values`, without `undefined`. None if they differ or one is unknown."""
    common: Value = None
    for value in values:
        if isinstance(value, Absent):
            continue
        if value is None:
            return None
        if common is None or common == value:
            common = value
        elif isinstance(common, At) and isinstance(value, At) and common[:2] == value[:2]:
            common = common._replace(creation=None)  # the same class, created in several places
        else:
            return None
    return common


def awaited(value: Value) -> Value:
    """The content of a promise. Other values are unchanged."""
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
            return At(place, side, value.creation) if place else None
    return None


def item_at(value: Value, index: int) -> Value:
    """The item at `index`."""
    if isinstance(value, Tuple):
        return value.items[index] if 0 <= index < len(value.items) else None
    return item(value)
