"""The values that an expression of a program may have, as far as they are known without a run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from iac_crosswalk.programs.use import Answer
from iac_crosswalk.store.place import Place

if TYPE_CHECKING:
    from iac_crosswalk.programs.python.scopes import Scope

MOST_ALTERNATIVES = 12
"""A name with more possible values is unknown: findings about it would hardly be possible, and
joins stay cheap.
"""


class Unknown(NamedTuple):
    """Anything at all."""


class Literal(NamedTuple):
    """A constant: text, number, boolean, None."""

    value: object


class Named(NamedTuple):
    """A name of an imported package, in full: `pulumi_aws.elasticache.ReplicationGroup`."""

    path: str


CLIENT = "client:"
"""The prefix of a boto3 client's full name: `client:rds`. An operation of it is
`client:rds.describe_db_instances`.
"""


class Made(NamedTuple):
    """The call that creates a resource, and the scope in which its arguments are read."""

    call: ast.Call
    scope: Scope


class Thing(NamedTuple):
    """A resource, the result of a data source, or a value inside one."""

    place: Place
    creation: Made | None = None
    """The call that creates it, if it is in the file."""


class Output(NamedTuple):
    """A value that Pulumi knows only during deployment. Its members and items are outputs too."""

    inner: Value


class Sequence(NamedTuple):
    """A list, tuple or set: the items in order as far as they are known, and the value of any
    further item.
    """

    items: tuple[Value, ...]
    rest: Value | None = None


class Table(NamedTuple):
    """A dictionary: values by key if the key is text, and the value under any further key."""

    items: tuple[tuple[str, Value], ...]
    rest: Value | None = None


class Reply(NamedTuple):
    """A dictionary of which some values are known, by key. Other keys are looked up in `whole`."""

    parts: tuple[tuple[str, Value], ...]
    whole: Value = Unknown()
    answer: Answer | None = None
    """The answer of a call, if the value is one and all its members are known."""


class Function(NamedTuple):
    """A function of the same file. `scope` is the one inside of it."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope


class Class(NamedTuple):
    """A class of the same file, by the scope inside of it."""

    scope: Scope


class Instance(NamedTuple):
    """An object of a class of the same file. `parent`: it is the value of `super()`."""

    scope: Scope
    parent: bool = False


class Method(NamedTuple):
    """A method of a value that is not an object of the same file: `apply` of an output, `items` of
    a dictionary.
    """

    value: Value
    name: str


class Either(NamedTuple):
    """One of several values."""

    options: tuple[Value, ...]


Value = (
    Unknown
    | Literal
    | Named
    | Thing
    | Output
    | Sequence
    | Table
    | Reply
    | Function
    | Class
    | Instance
    | Method
    | Either
)
UNKNOWN = Unknown()
NONE = Literal(None)
NOTHING = Either(())
"""The initial value of a name, before anything is known: it adds no alternative."""


def alternatives(value: Value) -> tuple[Value, ...]:
    """The possible values, one by one."""
    return value.options if isinstance(value, Either) else (value,)


def join(values: Iterable[Value]) -> Value:
    """One of `values`. Unknown if one of them is. None is dropped if there is another value,
    because it has no attributes.
    """
    several = [*values]
    if len(several) == 1 and not isinstance(several[0], Either):
        return several[0]
    options: dict[tuple[type, Value], Value] = {}
    for value in several:
        for option in alternatives(value):
            if isinstance(option, Unknown):
                return UNKNOWN
            options[type(option), option] = option
    if len(options) > 1:
        options.pop((Literal, NONE), None)
    if len(options) > MOST_ALTERNATIVES:  # resources of one class differ only in their settings
        options = {(type(bare), bare): bare for bare in map(_unmade, options.values())}
    if not options:
        return NOTHING if several else UNKNOWN
    if len(options) > MOST_ALTERNATIVES:
        return UNKNOWN
    return next(iter(options.values())) if len(options) == 1 else Either(tuple(options.values()))


def _unmade(value: Value) -> Value:
    if isinstance(value, Thing):
        return Thing(value.place)
    return Output(_unmade(value.inner)) if isinstance(value, Output) else value


def each(value: Value, function: Callable[[Value], Value]) -> Value:
    """The results of `function` for every alternative of the value."""
    if value == NOTHING:
        return NOTHING
    return (
        join([function(option) for option in value.options])
        if isinstance(value, Either)
        else function(value)
    )


def members(values: Iterable[Value | None]) -> Value | None:
    """One of the values of a container; None if it is empty."""
    items = [value for value in values if value is not None]
    return join(items) if items else None


def iterated(value: Value) -> Value:
    """The item of a loop over the value."""
    if isinstance(value, Either):
        return each(value, iterated)
    if isinstance(value, Sequence):
        return members((*value.items, value.rest)) or UNKNOWN
    if isinstance(value, Thing) and value.place.type.is_list:
        return _item(value)
    return UNKNOWN


def inside(value: Value) -> Value | None:
    """The content of a container; None if it is empty."""
    return None if value == Sequence(()) else iterated(value)


def at(value: Value, index: Value) -> Value:
    """An item of a container by its index or key."""
    if isinstance(value, Either):
        return each(value, lambda option: at(option, index))
    key = index.value if isinstance(index, Literal) else None
    if isinstance(value, Sequence):
        in_order = (
            value.rest is None
            and isinstance(key, int)
            and -len(value.items) <= key < len(value.items)
        )
        return value.items[key] if in_order and isinstance(key, int) else iterated(value)
    if isinstance(value, Table):
        if value == Table(()):
            return NOTHING  # as the default of `get`
        if isinstance(key, str) and key in dict(value.items):
            return members((dict(value.items)[key], value.rest)) or UNKNOWN
        return members((*dict(value.items).values(), value.rest)) or UNKNOWN
    return _item(value) if isinstance(value, Thing) else UNKNOWN


def _item(value: Thing) -> Value:
    place = value.place.item()
    return Thing(place, value.creation) if place else UNKNOWN


def unwrapped(value: Value) -> Value:
    """The value without outputs, in containers too: the argument of a function in `apply`."""
    if isinstance(value, Either):
        return each(value, unwrapped)
    if isinstance(value, Output):
        return unwrapped(value.inner)
    if isinstance(value, Sequence):
        return Sequence(
            tuple(unwrapped(item) for item in value.items),
            unwrapped(value.rest) if value.rest else None,
        )
    if isinstance(value, Table):
        return Table(
            tuple((key, unwrapped(item)) for key, item in value.items),
            unwrapped(value.rest) if value.rest else None,
        )
    return value


def output(value: Value) -> Value:
    """The value as an output; an unknown value stays unknown."""
    inner = unwrapped(value)
    return each(inner, lambda option: option if isinstance(option, Unknown) else Output(option))
