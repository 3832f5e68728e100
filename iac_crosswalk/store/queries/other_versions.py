"""Statements about other versions."""

from __future__ import annotations

from iac_crosswalk.store.answer_rows import HistoryRow
from iac_crosswalk.store.queries.base import Store

_HISTORY = (
    "select resource, path, since, until, removed_in, replacement, without_replacement, certain,"
    " note, origin, source from attribute_history where system = ?"
)


def history(store: Store, system: str, resource: str) -> list[HistoryRow]:
    """The history of the names that a resource does not have: names that were removed, and names
    that never existed. Empty if the file has no history.
    """
    if not store.has("attribute_history"):
        return []
    conditions = (
        " and (until is not null or removed_in is not null or replacement is not null or"
        " without_replacement)"
    )
    rows = store.rows(
        f"{_HISTORY} and resource = ?{conditions} order by path, replacement", [system, resource]
    )
    return [HistoryRow(*row) for row in rows]


def changes(store: Store, system: str, resource: str | None = None) -> list[HistoryRow]:
    """The additions since the oldest known version, and the removals, in a system or in one of its
    resources, sorted by name.
    """
    if not store.has("attribute_history"):
        return []
    clause, extra = (" and resource = ?", [resource]) if resource is not None else ("", [])
    rows = store.rows(
        f"{_HISTORY}{clause} and (since is not null or until is not null) order by rowid",
        [system, *extra],
    )
    return [HistoryRow(*row) for row in rows]


def gone_classes(store: Store, module: str) -> list[str]:
    """The tokens of the Pulumi classes and functions of a module that were removed, or added
    later.
    """
    if not store.has("attribute_history"):
        return []
    # A range uses the index; `like` would read the whole table.
    rows = store.rows(
        "select distinct resource from attribute_history where system = 'pulumi' and path = '' and"
        " resource > ?1 || '/' and resource < ?1 || '0' order by 1",
        [f"aws:{module}"],
    )
    return [row[0] for row in rows]
