"""What an expression can be known to be."""

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
        """What is called `name` below it."""
        return Symbol(self.package, f"{self.path}.{name}" if self.path else name)


class Side(Enum):
    """What of a schema a value has: what can be read, the arguments, or both (the state that `get`
    looks a resource up with).
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
    """A resource, the result of a data source, or what stands at a place of one; plain or an output
    of it.

    `made` is the expression that made it, where it is one alone.
    """

    place: Place
    side: Side = Side.READ
    made: Node | None = None


class Promise(NamedTuple):
    """What has to be awaited."""

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
    """A value of an interface or object type of the program. `given`: it is written down as a
    literal, so that an Input<T> of it is a T.
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
"""None: nobody can know, or it does not concern us."""


def agreed(values: Iterable[Value]) -> Value:
    """What all of `values` are, `undefined` left out; None where they differ or one is
    not known.
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
    """What is in a promise; everything else as it is."""
    while isinstance(value, Promise):
        value = value.value
    return value


def item(value: Value) -> Value:
    """An item of an array or list, whichever."""
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
