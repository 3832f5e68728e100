"""The curated replacements of removed names: data/history/replacements.yaml. renames.py has those
by rule."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from builder import reference
from builder.errors import BuildError
from builder.history.records import HISTORY


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """An entry of replacements.yaml; the comment in the file explains the fields."""

    gone: list[str]
    source: str
    instead: list[str] = []
    certain: bool = False
    note: str | None = None
    removed_in: str | None = None
    never: bool = False


class Replacement(msgspec.Struct, frozen=True):
    """The replacement of a removed name. If `instead` is empty, there is none."""

    instead: tuple[str, ...]
    certain: bool
    note: str | None
    origin: str
    source: str
    removed_in: str | None = None
    never: bool = False


Key = tuple[str, str]
"""(resource, path); the path is "" for the resource itself."""


def read_replacements(path: Path = HISTORY / "replacements.yaml") -> dict[Key, Replacement]:
    """The curated replacements. Raises BuildError if the file has another form, or two entries for
    an attribute."""
    rows = reference.read(path, list[Row])
    replacements: dict[Key, Replacement] = {}
    for row in rows:
        for gone in row.gone:
            resource, _, attribute = gone.partition(" ")
            if (resource, attribute) in replacements:
                raise BuildError(f"{path}: {gone} is listed twice; keep one")
            replacements[resource, attribute] = Replacement(
                tuple(row.instead),
                row.certain,
                row.note,
                "curated",
                row.source,
                row.removed_in,
                row.never,
            )
    return replacements


def places(
    replacement: Replacement, resource: str, exists: dict[str, set[str]]
) -> Iterable[tuple[str, str]]:
    """(resource, path) of each `instead`. `exists`: resource → its paths. Raises KeyError with an
    `instead` that does not exist."""
    for instead in replacement.instead:
        if instead in exists:
            yield instead, ""
        elif instead in exists.get(resource, ()):
            yield resource, instead
        else:
            cut = next(
                (
                    i
                    for i, letter in enumerate(instead)
                    if letter == "." and instead[i + 1 :] in exists.get(instead[:i], ())
                ),
                None,
            )
            if cut is None:
                raise KeyError(instead)
            yield instead[:cut], instead[cut + 1 :]
