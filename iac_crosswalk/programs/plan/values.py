"""Walks the JSON values of a resource along its schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from iac_crosswalk.programs.settings import note
from iac_crosswalk.store.place import Place


class Set(NamedTuple):
    """A name with a value. `place` is None where the schema lacks the name."""

    container: Place
    name: str
    place: Place | None
    value: Any = None


def as_dict(value: Any) -> dict[str, Any]:
    """The value if it is an object, otherwise an empty one: a plan may hold anything."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The value if it is a list, otherwise an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: Any) -> str:
    """The value if it is a text, otherwise an empty one."""
    return value if isinstance(value, str) else ""


def is_empty(value: Any) -> bool:
    """Whether a value is unset: Terraform writes null, [] and {} for that."""
    if isinstance(value, list):
        return all(is_empty(item) for item in value)
    return value is None or value == {}


def walk(container: Place, values: Any) -> Iterator[Set]:
    """Yields everything that is set in an object, blocks before their content."""
    for name, value in as_dict(values).items():
        if not is_empty(value):
            place = container.member(str(name))
            yield Set(container, str(name), place, value)
            if place is not None:
                yield from inside(place, value)


def inside(place: Place, value: Any) -> Iterator[Set]:
    """Yields everything that is set in a value."""
    item = place.item()
    if place.type.is_map:
        for each in as_dict(value).values():
            yield from inside(item, each) if item else ()
    elif item is not None:
        for each in value if isinstance(value, list) else [value]:
            yield from inside(item, each)
    elif place.known:
        # A block that may occur only once is a list of one in the JSON.
        for each in value if isinstance(value, list) else [value]:
            yield from walk(place, each)


def settings(arguments: Iterable[Set]) -> dict[str, Any]:
    """Path → literal value; None where it is not a single literal."""
    values: dict[str, Any] = {}
    for each in arguments:
        if each.place is not None:
            note(values, each.place, each.value)
    return values
