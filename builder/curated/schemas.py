"""Looks up names in the extracted schemas (the base file of the build), for checks and linking."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from builder.errors import Removed


class Found(NamedTuple):
    """One attribute of the schemas; flags as in builder.model.Attribute."""

    id: int
    path: str
    type: str
    is_input: bool
    is_output: bool
    gettable: bool
    computed: bool


class Schemas:
    """Resources and attributes of every system, by name. Attributes are read on first use of their
    resource.
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
        self._attributes: dict[int, dict[str, Found]] = {}

    def close(self) -> None:
        self.connection.close()

    def attributes(self, resource_id: int) -> dict[str, Found]:
        """Path → attribute of the resource with that row id."""
        found = self._attributes.get(resource_id)
        if found is None:
            rows = self.connection.execute(
                "select id, path, type, is_input, is_output, coalesce(gettable, 0), computed from"
                " attribute where resource_id = ? order by id",
                [resource_id],
            )
            found = self._attributes[resource_id] = {
                row[1]: Found(row[0], row[1], row[2], *map(bool, row[3:])) for row in rows
            }
        return found

    def read_otherwise(self) -> set[int]:
        """The attributes of boto3 that are read in another form than they are written in
        (data/boto3_read_as.yaml). Their type is the form that is read."""
        rows = self.connection.execute(
            "select a.id from resource r join json_each(r.facts, '$.read_as') as each"
            " join attribute a on a.resource_id = r.id and a.path = each.key"
            " where r.system = 'boto3' and r.facts like '%\"read_as\"%'"
        )
        return {number for (number,) in rows}

    def aliases(self) -> list[tuple[str, str, str]]:
        """(system, resource, the resource of which it is an alias)."""
        rows = self.connection.execute(
            "select system, name, alias_of from resource where alias_of is not null order by id"
        )
        return [(system, name, main) for system, name, main in rows]

    def links(self, table: str) -> list[tuple[int, str, int | None]]:
        """(from id, to system, to id) of every rule link of `attribute_mapping` or
        `resource_mapping`.
        """
        kind = table.split("_")[0]
        return list(
            self.connection.execute(
                f"select from_{kind}_id, to_system, to_{kind}_id from {table} order by id"
            )
        )

    def meant_resource(self, system: str, name: str) -> str:
        return did_you_mean(name, list(self.resources.get(system, {})))

    def meant_path(self, resource_id: int, path: str) -> str:
        return did_you_mean(path, list(self.attributes(resource_id)))


def did_you_mean(name: str, known: list[str]) -> str:
    """`, did you mean …` with the nearest known names, or "" where none is near."""
    near = [
        match[0]
        for match in process.extract(name, known, scorer=fuzz.WRatio, limit=3, score_cutoff=80)
    ]
    return f", did you mean {' or '.join(near)}?" if near else ""
