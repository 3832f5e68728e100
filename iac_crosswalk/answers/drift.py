"""Attributes and resources that were added, removed or renamed between versions of a system."""

from __future__ import annotations

from typing import Any

from iac_crosswalk.store import queries
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.rows import HistoryRow
from iac_crosswalk.store.store import Store

SYSTEMS = ("terraform", "pulumi", "cloudformation")
"""The systems with a known history."""


def drift(
    store: Store, system: str, start: str | None = None, end: str | None = None
) -> dict[str, Any]:
    """The changes after version `start` up to version `end`, by default the last two major
    versions: docs/api.md has the shape.

    A version is one that was read, or a prefix of one (`5`, `5.31`): the newest that fits. Raises
    KnowledgeBaseError for an unknown version."""
    if system not in SYSTEMS:
        raise KnowledgeBaseError(
            f"the history of `{system}` is not known; use one of {', '.join(SYSTEMS)}"
        )
    known = queries.versions_known(store, system)
    if not known:
        raise KnowledgeBaseError("this file knows no history; run `iac-crosswalk build`")
    last = _position(known, end) if end else len(known) - 1
    first = _position(known, start) if start else _before_major(known, last)
    if first >= last:
        raise KnowledgeBaseError(
            f"version {known[first]} is not before {known[last]}; swap --from and --to"
        )
    found: dict[str, Any] = {
        "system": system,
        "from": known[first],
        "to": known[last],
        "appeared": [],
        "vanished": [],
        "renamed": [],
    }
    for row in queries.changes(store, system):
        _sort_in(found, row, known, first, last)
    return found


def _position(known: list[str], wanted: str) -> int:
    fitting = [
        index
        for index, version in enumerate(known)
        if version == wanted or version.startswith(f"{wanted}.")
    ]
    if not fitting:
        raise KnowledgeBaseError(f"version {wanted} was not read; use one of {', '.join(known)}")
    return fitting[-1]


def _before_major(known: list[str], last: int) -> int:
    """The position of the newest version of the major before that of `last`."""
    major = known[last].partition(".")[0]
    older = [index for index in range(last) if known[index].partition(".")[0] != major]
    return older[-1] if older else 0


def _sort_in(
    found: dict[str, Any], row: HistoryRow, known: list[str], first: int, last: int
) -> None:
    came = known.index(row.since) if row.since else 0
    went = known.index(row.until) + 1 if row.until else len(known)
    thing: dict[str, Any] = {"resource": row.resource, "attribute": row.path or None}
    if came <= first < went <= last:
        kind = found["renamed" if row.certain and row.replacement else "vanished"]
        if kind and {key: kind[-1][key] for key in thing} == thing:
            kind[-1]["instead"].append(row.replacement)
        else:
            instead = [row.replacement] if row.replacement else []
            kind.append(
                thing
                | {
                    "removed_in": row.removed_in,
                    "instead": instead,
                    "nothing": bool(row.without_replacement),
                    "note": row.note,
                }
            )
    elif first < came <= last < went:
        found["appeared"].append(thing | {"since": row.since})
