"""Statements about the file itself."""

from __future__ import annotations

from iac_crosswalk.store.queries.base import Store


def versions(store: Store) -> dict[str, str]:
    """Package → the version that was read."""
    rows = store.rows("select key, value from build where key like 'version:%'")
    return {key.removeprefix("version:"): value for key, value in rows}


def columns(store: Store, table: str) -> set[str]:
    """The columns of a table. Empty if the table does not exist."""
    return {row[0] for row in store.rows("select name from pragma_table_info(?)", [table])}


def versions_known(store: Store, system: str) -> list[str]:
    """The versions in the history of a system, oldest first. Empty if it has no history."""
    rows = store.rows("select value from build where key = ?", [f"history:{system}"])
    return str(rows[0][0]).split(" ") if rows else []
