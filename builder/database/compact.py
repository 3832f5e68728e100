"""The storage of attributes and mappings: values that many rows share are stored once.

Several systems have the same path, description or evidence, and a third of all attributes belong to
three types of QuickSight. So the tables `attribute_row` and `mapping_row` have row ids of the
values, and the views `attribute` and `attribute_mapping` have the values.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

import sqlite_utils

from builder.database.words import Words
from iac_crosswalk.store.tables import FLAGS, path_hash

FACTS = ("type", "described_by", "deprecated", "allowed", "native")
CLAIM = (
    "to_system",
    "to_resource_id",
    "relation",
    "condition",
    "transform",
    "confidence",
    "origin",
    "via",
    "note",
    "key",
)
BASIS = ("source", "evidence")


def insert_rows(db: sqlite_utils.Database, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Inserts rows with a value for each column, in the order of the columns."""
    marks = ", ".join("?" * len(db[table].columns))
    with db.atomic():
        db.conn.executemany(f"insert into [{table}] values ({marks})", rows)


class Shared:
    """The rows of a table with shared values: values → row id, assigned on first use."""

    def __init__(self, db: sqlite_utils.Database, table: str, columns: tuple[str, ...]) -> None:
        self._db = db
        self._table = table
        rows = db.conn.execute(f"select {', '.join(columns)} from {table} order by id").fetchall()
        self.ids: dict[Hashable, int] = {row: number for number, row in enumerate(rows, 1)}
        self._written_count = len(rows)

    def id(self, values: tuple[Any, ...]) -> int:
        """The row id of these values."""
        return self.ids.setdefault(values, len(self.ids) + 1)

    def write(self) -> None:
        """Writes the rows that are new."""
        new = list(self.ids)[self._written_count :]
        insert_rows(self._db, self._table, self._numbered(new))
        self._written_count = len(self.ids)

    def _numbered(self, new: list[Any]) -> Iterator[tuple[Any, ...]]:
        return ((number, *values) for number, values in enumerate(new, self._written_count + 1))


def _flags(row: dict[str, Any]) -> int:
    gettable = row["gettable"]
    gettable_bits = 0 if gettable is None else 1 + gettable
    flags = sum(bool(row[name]) << bit for bit, name in enumerate(FLAGS))
    return flags | gettable_bits << len(FLAGS)


class Attributes:
    """Writes rows of `attribute`, and the full-text search over them."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self._db = db
        self._above = Shared(db, "path_above", ("above",))
        self._names = Shared(db, "path_name", ("name",))
        self._paths = Shared(db, "attribute_path", ("above_id", "name_id", "hash"))
        self._descriptions = Shared(db, "attribute_description", ("description",))
        self._facts = Shared(db, "attribute_facts", FACTS)
        self._texts: dict[tuple[int, int], int] = {}
        """Path and description → the first attribute that has both."""
        self._of_text: list[tuple[int, int]] = []
        self._documents: list[tuple[int, str, str]] = []

    def write(self, rows: Iterable[dict[str, Any]]) -> None:
        """`rows` have the columns of the view `attribute`."""
        insert_rows(self._db, "attribute_row", map(self._row, rows))
        for shared in (
            self._above,
            self._names,
            self._paths,
            self._descriptions,
            self._facts,
        ):
            shared.write()

    def _row(self, row: dict[str, Any]) -> tuple[Any, ...]:
        path = self._path(row["path"])
        description = self._descriptions.id((row["description"],))
        facts = self._facts.id(tuple(row[name] for name in FACTS))
        text = self._texts.setdefault((path, description), row["id"])
        self._of_text.append((text, row["id"]))
        if text == row["id"]:
            self._documents.append((text, row["path"], row["description"]))
        return (
            row["id"],
            row["resource_id"],
            path,
            description,
            facts,
            _flags(row),
            row["class_name"],
        )

    def _path(self, path: str) -> int:
        """The row id of a path. The last name and the part before it are stored separately, since
        hundreds of paths have the same beginning."""
        cut = path.rfind(".") + 1
        above, name = self._above.id((path[:cut],)), self._names.id((path[cut:],))
        return self._paths.id((above, name, path_hash(path)))

    def index_text(self) -> None:
        """Writes the full-text search. Attributes with the same path and description are one
        document, with the id of the first of them."""
        words = Words(path for _, path, _ in self._documents)
        rows = ((number, words.of(path), path, text) for number, path, text in self._documents)
        columns = "rowid, words, path, description"
        insert = f"insert into attribute_text_fts ({columns}) values (?, ?, ?, ?)"
        with self._db.atomic():
            self._db.conn.executemany(insert, rows)
        self._db.execute("insert into attribute_text_fts (attribute_text_fts) values ('optimize')")
        insert_rows(self._db, "attribute_of_text", sorted(self._of_text))


def write_mappings(db: sqlite_utils.Database, rows: Iterable[dict[str, Any]]) -> None:
    """`rows` have the columns of the view `attribute_mapping`."""
    claims, bases = Shared(db, "mapping_claim", CLAIM), Shared(db, "mapping_basis", BASIS)

    def stored_row(row: dict[str, Any]) -> tuple[Any, ...]:
        basis = tuple(row[name] for name in BASIS)
        return (
            row["id"],
            row["from_attribute_id"],
            row["to_attribute_id"],
            claims.id(tuple(row[name] for name in CLAIM)),
            None if basis == (None, None) else bases.id(basis),
        )

    insert_rows(db, "mapping_row", map(stored_row, rows))
    claims.write()
    bases.write()
