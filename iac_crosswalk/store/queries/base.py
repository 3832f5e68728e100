"""What every statement needs: the open file, and how a resource and a path are found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from iac_crosswalk.store.rows import ClaimRow, ResourceRow, TargetRow
from iac_crosswalk.store.tables import FLAGS


class Store(Protocol):
    """What a statement needs of the open file (store.py)."""

    @property
    def inverse(self) -> dict[str | None, str]:
        """Transform → the way back."""

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """The rows of a query."""

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the file has a table, or a column of it."""

    @property
    def ranges(self) -> dict[str, tuple[int, int]]:
        """System → the first and the last id of its attributes."""

    @property
    def targets(self) -> dict[int, TargetRow]:
        """What answers need of a resource, by its id."""

    @property
    def claims(self) -> dict[int, ClaimRow]:
        """What mappings claim, by the claim's id."""

    @property
    def spellings(self) -> dict[int, tuple[str | None, str | None]]:
        """(native name, deprecation) of attributes, by the id of their facts."""


RESOURCE = "select id, system, name, kind, call from resource"
ABOVE = len(FLAGS)
PATH_ID = """(select p.id from attribute_path p join path_above u on u.id = p.above_id
  join path_name n on n.id = p.name_id
  where p.hash = ?2 and u.above || n.name = ?3)"""
AT = f"from attribute_row a where a.resource_id = ?1 and a.path_id = {PATH_ID}"
OF_TYPE = AT.replace(
    "?1", "(select id from resource where system = 'cloudformation' and name = ?1)"
)


def resource_rows(store: Store, sql: str, parameters: Iterable[Any] = ()) -> list[ResourceRow]:
    return [ResourceRow(*row) for row in store.rows(sql, parameters)]
