"""Views that Datasette shows as tables: with pages of rows, keys and labels.

`attribute` and `attribute_mapping` are views over compact tables (docs/data-model.md). Datasette
asks its Database class which names are tables. This class answers that these views are tables, with
the keys of the compact tables below them.
"""

from __future__ import annotations

from typing import Any

from datasette.database import Database

PARTS = {
    "attribute": ("attribute_row",),
    "attribute_mapping": ("mapping_row", "mapping_claim"),
}
"""View → the tables that it joins. The first has its row ids."""
_SHOWN_AS = {parts[0]: view for view, parts in PARTS.items()}
_HELPERS = {"attribute_text", "attribute_fts"}
"""Views that are only for full-text search."""


class BrowsedDatabase(Database):  # type: ignore[misc]
    """Datasette's Database, with these views as tables."""

    async def table_exists(self, table: str) -> bool:
        return table in PARTS or bool(await super().table_exists(table))

    async def view_exists(self, table: str) -> bool:
        """Datasette 1.0 calls this, 0.65 calls get_view_definition."""
        return table not in PARTS and bool(await super().view_exists(table))

    async def table_names(self) -> list[str]:
        return [*PARTS, *await super().table_names()]

    async def view_names(self) -> list[str]:
        hidden = PARTS.keys() | _HELPERS
        return [name for name in await super().view_names() if name not in hidden]

    async def get_view_definition(self, view: str) -> str | None:
        return None if view in PARTS else await super().get_view_definition(view)

    async def get_table_definition(self, table: str, type_: str = "table") -> str | None:
        kind = "view" if table in PARTS else type_
        return await super().get_table_definition(table, kind)  # type: ignore[no-any-return]

    async def primary_keys(self, table: str) -> list[str]:
        return ["id"] if table in PARTS else await super().primary_keys(table)

    async def foreign_keys_for_table(self, table: str) -> list[dict[str, Any]]:
        keys_of = super().foreign_keys_for_table
        keys = [key for part in PARTS.get(table, (table,)) for key in await keys_of(part)]
        columns = await self.table_columns(table)
        return [_to_view(key) for key in keys if key["column"] in columns]

    async def get_all_foreign_keys(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """The keys from each table, and the keys to it that have an index. A view has those of its
        first table.
        """
        by_table = await super().get_all_foreign_keys()
        keys_by_table = {
            name: {"incoming": [], "outgoing": await self.foreign_keys_for_table(name)}
            for name in [*PARTS, *by_table]
        }
        for name, keys in by_table.items():
            view = _SHOWN_AS.get(name, name)
            for key in map(_to_view, keys["outgoing"]):
                if key["column"] in await self.table_columns(view):
                    column, other = key["other_column"], key["column"]
                    into = {"other_table": view, "column": column, "other_column": other}
                    keys_by_table[key["other_table"]]["incoming"].append(into)
        return keys_by_table


def _to_view(key: dict[str, Any]) -> dict[str, Any]:
    """A foreign key as a visitor sees it: to the view instead of the table."""
    return key | {"other_table": _SHOWN_AS.get(key["other_table"], key["other_table"])}
