"""Common parts of all statements: the open file, and the lookup of a resource and a path."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from iac_crosswalk.store.rows import ResourceRow, TargetRow
from iac_crosswalk.store.tables import FLAGS

if TYPE_CHECKING:
    from iac_crosswalk.store.answer_rows import ClaimRow


class Store(Protocol):
    """The interface of the open file that statements need (store.py)."""

    @property
    def inverse(self) -> dict[str | None, str]:
        """Transform → its inverse."""

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """The rows of a query."""

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the file has a table, or a column of it."""

    @property
    def ranges(self) -> dict[str, tuple[int, int]]:
        """System → the first and the last id of its attributes."""

    @property
    def targets(self) -> dict[int, TargetRow]:
        """Resource id → the columns that answers need."""

    @property
    def claims(self) -> dict[int, ClaimRow]:
        """Claim id → the claim that mappings share."""

    @property
    def spellings(self) -> dict[int, tuple[str | None, str | None]]:
        """Facts id → (native name, deprecation) of attributes."""

    @property
    def paths(self) -> dict[int, str]:
        """Id → the text of a path."""


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
