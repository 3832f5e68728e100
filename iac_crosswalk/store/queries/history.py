"""Statements about what other versions had."""

from __future__ import annotations

from iac_crosswalk.store.queries.base import Store
from iac_crosswalk.store.rows import HistoryRow

_HISTORY = (
    "select resource, path, since, until, removed_in, replacement, without_replacement, certain,"
    " note, origin, source from attribute_history where system = ?"
)


def history(store: Store, system: str, resource: str) -> list[HistoryRow]:
    """What is known of names that a resource does not have: it is gone, or never was; empty where
    the file holds no history.
    """
    if not store.has("attribute_history"):
        return []
    known = (
        " and (until is not null or removed_in is not null or replacement is not null or"
        " without_replacement)"
    )
    rows = store.rows(
        f"{_HISTORY} and resource = ?{known} order by path, replacement", [system, resource]
    )
    return [HistoryRow(*row) for row in rows]


def changes(store: Store, system: str, resource: str | None = None) -> list[HistoryRow]:
    """What came later than the oldest version known, and what went, of a system or of one resource,
    in the order of names.
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
    """The tokens of the Pulumi classes and functions that a module had and that are gone, or came
    later.
    """
    if not store.has("attribute_history"):
        return []
    # A range, which the index has; `like` reads the whole table.
    rows = store.rows(
        "select distinct resource from attribute_history where system = 'pulumi' and path = '' and"
        " resource > ?1 || '/' and resource < ?1 || '0' order by 1",
        [f"aws:{module}"],
    )
    return [row[0] for row in rows]


def versions_known(store: Store, system: str) -> list[str]:
    """The versions of a system that its history knows, oldest first; empty where it has none."""
    rows = store.rows("select value from build where key = ?", [f"history:{system}"])
    return str(rows[0][0]).split(" ") if rows else []
