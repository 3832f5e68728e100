"""Attributes and resources that were added, removed or renamed between versions of a system."""

from __future__ import annotations

from typing import Any

from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import HistoryRow
from iac_crosswalk.store.file import KnowledgeBaseError
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
    versions = queries.versions_known(store, system)
    if not versions:
        raise KnowledgeBaseError("this file knows no history; run `iac-crosswalk build`")
    last = _position(versions, end) if end else len(versions) - 1
    first = _position(versions, start) if start else _before_major(versions, last)
    if first >= last:
        raise KnowledgeBaseError(
            f"version {versions[first]} is not before {versions[last]}; swap --from and --to"
        )
    found: dict[str, Any] = {
        "system": system,
        "from": versions[first],
        "to": versions[last],
        "appeared": [],
        "vanished": [],
        "renamed": [],
    }
    for row in queries.changes(store, system):
        _sort_in(found, row, versions, first, last)
    return found


def _position(versions: list[str], prefix: str) -> int:
    fitting = [
        index
        for index, version in enumerate(versions)
        if version == prefix or version.startswith(f"{prefix}.")
    ]
    if not fitting:
        raise KnowledgeBaseError(f"version {prefix} was not read; use one of {', '.join(versions)}")
    return fitting[-1]


def _before_major(versions: list[str], last: int) -> int:
    """The position of the newest version of the major before that of `last`."""
    major = versions[last].partition(".")[0]
    older = [index for index in range(last) if versions[index].partition(".")[0] != major]
    return older[-1] if older else 0


def _sort_in(
    found: dict[str, Any], row: HistoryRow, versions: list[str], first: int, last: int
) -> None:
    came = versions.index(row.since) if row.since else 0
    went = versions.index(row.until) + 1 if row.until else len(versions)
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
