"""The exported tables and their columns, as queries of the built file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from iac_crosswalk.store.store import Store
from iac_crosswalk.vocabulary import SYSTEMS


class Table(NamedTuple):
    """One table. `columns`: name → DuckDB type. `sql` selects them in this order, sorted, for one
    resource (:id, :system, :name).
    """

    sql: str
    columns: dict[str, str]

    def rows(self, knowledge: Store, services: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yields the rows. All together would take gigabytes."""
        flags = [number for number, kind in enumerate(self.columns.values()) if kind == "BOOLEAN"]
        for row in knowledge.stream(self.sql, resources(knowledge, services)):
            if not flags:
                yield row
                continue
            values = list(row)
            for number in flags:
                values[number] = None if row[number] is None else bool(row[number])
            yield tuple(values)


def resources(
    knowledge: Store, services: Sequence[str], systems: Sequence[str] = SYSTEMS
) -> Iterator[dict[str, Any]]:
    """Yields the resources to export, as parameters of a query, sorted by system and name.

    Each query is for one resource: sorting all rows at once would take longer, and use the disk.
    """
    for number, system, name, service in knowledge.stream(
        "select id, system, name, service from resource order by system, name"
    ):
        if system in systems and (not services or service in services):
            yield {"id": number, "system": system, "name": name}


TABLES: dict[str, Table] = {
    "equivalent": Table(
        """
        select e.from_system, e.from_resource, e.from_path, e.to_system, e.to_resource, e.to_path,
               e.relation, e.condition, e.transform, e.confidence, e.origin, e.via, e.note, e.source
          from equivalent e where e.from_system = :system and e.from_resource = :name
         order by 3, 4, 5, 6, 7, 8, 9, 11
        """,
        {
            "from_system": "VARCHAR",
            "from_resource": "VARCHAR",
            "from_path": "VARCHAR",
            "to_system": "VARCHAR",
            "to_resource": "VARCHAR",
            "to_path": "VARCHAR",
            "relation": "VARCHAR",
            "condition": "VARCHAR",
            "transform": "VARCHAR",
            "confidence": "DOUBLE",
            "origin": "VARCHAR",
            "via": "VARCHAR",
            "note": "VARCHAR",
            "source": "VARCHAR",
        },
    ),
    "attribute": Table(
        """
        select r.system, r.name, a.path, a.type, a.is_input, a.is_output, a.required, a.computed,
               a.create_only, a.write_only, a.gettable, a.deprecated, a.description
          from attribute a join resource r on r.id = a.resource_id
         where r.id = :id order by a.path
        """,
        {
            "system": "VARCHAR",
            "resource": "VARCHAR",
            "path": "VARCHAR",
            "type": "VARCHAR",
            "is_input": "BOOLEAN",
            "is_output": "BOOLEAN",
            "required": "BOOLEAN",
            "computed": "BOOLEAN",
            "create_only": "BOOLEAN",
            "write_only": "BOOLEAN",
            "gettable": "BOOLEAN",
            "deprecated": "VARCHAR",
            "description": "VARCHAR",
        },
    ),
    "resource": Table(
        """
        select r.system, r.name, r.kind, r.service, r.deprecated, r.documentation_url, r.description
          from resource r where r.id = :id
        """,
        {
            "system": "VARCHAR",
            "name": "VARCHAR",
            "kind": "VARCHAR",
            "service": "VARCHAR",
            "deprecated": "VARCHAR",
            "documentation_url": "VARCHAR",
            "description": "VARCHAR",
        },
    ),
    "pitfall": Table(
        """
        select r.system, r.name, p.wrong, p.why, p.instead, p.source
          from pitfall p join resource r on r.id = p.resource_id
         where r.id = :id order by p.wrong
        """,
        {
            "system": "VARCHAR",
            "resource": "VARCHAR",
            "wrong": "VARCHAR",
            "why": "VARCHAR",
            "instead": "VARCHAR",
            "source": "VARCHAR",
        },
    ),
}
