"""Looks up names in the extracted schemas: the base file of the build. Checks and linking use
it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from builder.errors import Removed


class SchemaAttribute(NamedTuple):
    """An attribute of a schema, with its row id. The flags: see builder.model.Attribute."""

    id: int
    path: str
    type: str
    is_input: bool
    is_output: bool
    gettable: bool
    computed: bool


class Schemas:
    """The resources and attributes of every system, by name. The attributes of a resource are read
    on first use.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        except sqlite3.OperationalError:
            if path.exists():
                raise
            raise Removed(path) from None
        self.resources: dict[str, dict[str, int]] = {}
        for number, system, name in self.connection.execute(
            "select id, system, name from resource order by id"
        ):
            self.resources.setdefault(system, {})[name] = number
        self._attributes: dict[int, dict[str, SchemaAttribute]] = {}

    def close(self) -> None:
        self.connection.close()

    def attributes(self, resource_id: int) -> dict[str, SchemaAttribute]:
        """Path → attribute of the resource with that row id."""
        attributes = self._attributes.get(resource_id)
        if attributes is None:
            rows = self.connection.execute(
                "select id, path, type, is_input, is_output, coalesce(gettable, 0), computed from"
                " attribute where resource_id = ? order by id",
                [resource_id],
            )
            attributes = self._attributes[resource_id] = {
                row[1]: SchemaAttribute(row[0], row[1], row[2], *map(bool, row[3:])) for row in rows
            }
        return attributes

    def read_in_other_form(self) -> set[int]:
        """The row ids of boto3's attributes whose response has another form than the argument
        (data/boto3_read_as.yaml). Their type is that of the response."""
        rows = self.connection.execute(
            "select a.id from resource r join json_each(r.facts, '$.read_as') as each"
            " join attribute a on a.resource_id = r.id and a.path = each.key"
            " where r.system = 'boto3' and r.facts like '%\"read_as\"%'"
        )
        return {number for (number,) in rows}

    def aliases(self) -> list[tuple[str, str, str]]:
        """(system, alias, the name of its main resource)."""
        rows = self.connection.execute(
            "select system, name, alias_of from resource where alias_of is not null order by id"
        )
        return [(system, name, main) for system, name, main in rows]

    def links(self, table: str) -> list[tuple[int, str, int | None]]:
        """(from id, to system, to id) of every mapping by rule in `table`: `attribute_mapping` or
        `resource_mapping`.
        """
        kind = table.split("_")[0]
        return list(
            self.connection.execute(
                f"select from_{kind}_id, to_system, to_{kind}_id from {table} order by id"
            )
        )

    def suggest_resource(self, system: str, name: str) -> str:
        return did_you_mean(name, list(self.resources.get(system, {})))

    def suggest_path(self, resource_id: int, path: str) -> str:
        return did_you_mean(path, list(self.attributes(resource_id)))


def did_you_mean(name: str, names: list[str]) -> str:
    """`, did you mean …` with the most similar names; "" where none is similar."""
    suggestions = [
        match[0]
        for match in process.extract(name, names, scorer=fuzz.WRatio, limit=3, score_cutoff=80)
    ]
    return f", did you mean {' or '.join(suggestions)}?" if suggestions else ""
