"""The settings of a resource: path → literal value. Conditions such as "cluster mode enabled" are
judged by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from iac_crosswalk.store.place import Place


class Settings(Mapping[str, Any]):
    """Settings that are computed on first access, since few resources need them."""

    def __init__(self, find: Callable[[], dict[str, Any]]) -> None:
        self._find = find

    @cached_property
    def _known(self) -> dict[str, Any]:
        return self._find()

    def __getitem__(self, path: str) -> Any:
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def note(settings: dict[str, Any], place: Place, value: Any) -> None:
    """Stores a literal value (None: set but unknown) at the place's path. A second, different value
    makes it unknown.
    """
    constant = literal(value, place.kind)
    settings[place.path] = constant if settings.get(place.path, constant) == constant else None


def literal(value: Any, kind: str) -> Any:
    """The value in the schema's type: `"true"` becomes a boolean, `"2"` a number. None if it is not
    a literal.
    """
    if kind == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower())
    if kind in ("integer", "number") and isinstance(value, str):
        try:
            return float(value) if kind == "number" else int(value)
        except ValueError:
            return None
    return value if isinstance(value, (str, int, float)) else None
