"""Row ids by name, and sets of row ids with a property, read from the base file."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable

from builder.database.chosen import chosen_resources

READS = "(r.kind = 'data-source' or r.name glob 'AWS::Serverless::*' or r.name glob 'aws_sam.*')"


class Ids:
    """Row ids by name and owners by row id, read from the base file. It has only the attributes of
    the chosen resources.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        chosen_resources(connection)
        self.resources: dict[tuple[str, str], int] = {
            (system, name): number
            for number, system, name in connection.execute("select id, system, name from resource")
        }
        self._owners = list(
            connection.execute(
                "select min(a.id), a.resource_id from attribute_row a join chosen on chosen.id ="
                " a.resource_id group by a.resource_id order by 1"
            )
        )
        self._starts = [start for start, _ in self._owners]
        self._paths: dict[int, dict[str, int]] = {}
        self._systems: dict[str, tuple[list[int], list[str]]] = {}

    def attribute(self, system: str, resource: str, path: str) -> int:
        """The row id of an attribute. Raises KeyError if it does not exist."""
        return self._attributes(self.resources[system, resource])[path]

    def _attributes(self, resource: int) -> dict[str, int]:
        """Path → row id of the attributes of a resource, in the order of the ids."""
        if resource not in self._paths:
            rows = self._connection.execute(
                "select path, id from attribute where resource_id = ? order by id", [resource]
            )
            self._paths[resource] = dict(rows)
        return self._paths[resource]

    def owner(self, attribute: int) -> int:
        """The resource of an attribute, found by bisection: ids are assigned resource by
        resource."""
        return int(self._owners[bisect_right(self._starts, attribute) - 1][1])

    def name(self, attribute: int | None) -> str:
        """`aws_sqs_queue.tags`: an attribute with its resource."""
        query = (
            "select r.name || '.' || a.path from attribute a join resource r on r.id ="
            " a.resource_id where a.id = ?"
        )
        return str(self._connection.execute(query, [attribute]).fetchone()[0])

    def items_of(self, attribute: int) -> list[int]:
        """The attributes of the items of a list: `Tags[].Key` and `Tags[].Value` of `Tags`."""
        (path,) = self._connection.execute(
            "select path from attribute where id = ?", [attribute]
        ).fetchone()
        return [
            number
            for other_path, number in self._attributes(self.owner(attribute)).items()
            if other_path.startswith(f"{path}[].")
        ]

    def system_of(self, kind: str) -> Callable[[int], str]:
        """Row id of a resource or attribute (`kind`) → its system: ids are assigned system by
        system."""
        if kind not in self._systems:
            self._systems[kind] = self._starts_of_systems(kind)
        starts, names = self._systems[kind]
        return lambda number: names[bisect_right(starts, number) - 1]

    def _starts_of_systems(self, kind: str) -> tuple[list[int], list[str]]:
        """(the first row id of each system, the systems)."""
        rows = self._connection.execute(
            "select min(id), system from resource group by system order by 1"
        ).fetchall()
        starts, names = [row[0] for row in rows], [row[1] for row in rows]
        if kind == "resource":
            return starts, names
        first: dict[str, int] = {}
        for attribute, resource in self._owners:
            first.setdefault(names[bisect_right(starts, resource) - 1], attribute)
        return [*first.values()], [*first]

    def existing(self, names: Iterable[tuple[str, str]]) -> set[int]:
        """The row ids of those resources that exist; `names`: (system, name)."""
        return {self.resources[name] for name in names if name in self.resources}

    def readers(self, kind: str) -> frozenset[int]:
        """The row ids of data sources and SAM resources, or of their attributes. They are mapped to
        other resources, but only their twins are mapped to them.
        """
        query = {
            "resource": f"select r.id from resource r where {READS}",
            "attribute": (
                "select a.id from attribute_row a join resource r on r.id = a.resource_id join"
                f" chosen on chosen.id = r.id where {READS}"
            ),
        }[kind]
        return frozenset(number for (number,) in self._connection.execute(query))

    def only_read(self) -> frozenset[int]:
        """The row ids of the attributes that Terraform and CloudFormation only return."""
        query = """select a.id from attribute_row a join resource r on r.id = a.resource_id
          join chosen on chosen.id = r.id 
          where r.system in ('terraform', 'cloudformation') and not a.flags & 1"""
        return frozenset(number for (number,) in self._connection.execute(query))

    def settable(self) -> frozenset[int]:
        """The row ids of boto3's arguments."""
        return self._of_boto3(1)

    def readable(self) -> frozenset[int]:
        """The row ids of the members of boto3's responses."""
        return self._of_boto3(2)

    def _of_boto3(self, flag: int) -> frozenset[int]:
        query = (
            "select a.id from attribute_row a join resource r on r.id = a.resource_id join chosen"
            " on chosen.id = r.id where r.system = 'boto3' and a.flags & ?"
        )
        return frozenset(number for (number,) in self._connection.execute(query, [flag]))

    def identities(self) -> frozenset[int]:
        """The row ids of every Ref and id."""
        return frozenset(
            number
            for (number,) in self._connection.execute(
                "select a.id from attribute_row a join chosen on chosen.id = a.resource_id where"
                " a.path_id in (select p.id from attribute_path p join path_name n on n.id ="
                " p.name_id join path_above u on u.id = p.above_id where u.above = '' and n.name in"
                " ('Ref', 'id'))"
            )
        )
