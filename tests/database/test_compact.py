"""What the views show is what was written, and full-text search finds each attribute."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils

from builder.database import compact, database, tables
from builder.database.words import Words
from tests import rows

WRITTEN = [
    {"id": 1, "resource_id": 1, "path": "Endpoint.Address", "gettable": 1, "is_output": True},
    {"id": 2, "resource_id": 1, "path": "Endpoint.Port", "type": "integer", "gettable": 0},
    {"id": 3, "resource_id": 2, "path": "Endpoint.Address", "native": "address", "allowed": "[1]"},
    {"id": 4, "resource_id": 2, "path": "ReaderEndPoint[].Address", "class_name": "rds.Reader"},
]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[sqlite_utils.Database]:
    with closing(database.create(tmp_path / "small.db")) as db:
        attributes = compact.Attributes(db)
        attributes.write({**rows.ORDINARY, **row} for row in WRITTEN[:2])
        attributes.write({**rows.ORDINARY, **row} for row in WRITTEN[2:])
        attributes.index_text()
        db.conn.executescript(tables.INDEXES)
        yield db


def test_the_view_shows_what_was_written(small: sqlite_utils.Database) -> None:
    shown = list(small.query("select * from attribute order by id"))
    assert shown == [{**rows.ORDINARY, **row} for row in WRITTEN]


def test_equal_paths_and_descriptions_are_stored_once(small: sqlite_utils.Database) -> None:
    count = small.conn.execute("select count(*) from attribute_path").fetchone()
    assert count == (3,)
    assert small.conn.execute("select count(*) from attribute_description").fetchone() == (1,)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("endpoint address", [1, 3, 4]),  # `EndPoint` too
        ("path : reader", []),
        ("words : reader", [4]),
        ('"endpoint.port"', [2]),
    ],
)
def test_search_finds_every_attribute(
    small: sqlite_utils.Database, question: str, found: list[int]
) -> None:
    sql = "select rowid from attribute_fts where attribute_fts match ? order by rowid"
    assert [number for (number,) in small.conn.execute(sql, [question])] == found
    counted = "select count(*) from attribute_fts where attribute_fts match ?"
    assert small.conn.execute(counted, [question]).fetchone() == (len(found),)


def test_mappings_are_those_that_were_written(small: sqlite_utils.Database) -> None:
    first = {"from_attribute_id": 1, "to_system": "boto3", "to_attribute_id": 3, "source": "a:1"}
    rows.mappings(small, first, {"from_attribute_id": 2, "to_system": "boto3", "relation": "none"})
    shown = list(small.query("select * from attribute_mapping order by id"))
    assert [each["to_attribute_id"] for each in shown] == [3, None]
    assert [each["source"] for each in shown] == ["a:1", None]
    more = ({**shown[0], "id": 3}, {**shown[1], "id": 4, "note": "new"})
    compact.write_mappings(small, more)  # a later layer shares what is there
    assert small["mapping_claim"].count == 3 and small["mapping_basis"].count == 1


def test_a_condition_on_a_view_uses_an_index(database: Path) -> None:
    """On either side of a join: a view that SQLite computes as a whole would take seconds."""
    asked = (
        "select b.path from attribute_mapping m left join attribute b on b.id = m.to_attribute_id"
    )
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for sql in (
            f"{asked} where m.from_attribute_id = 1",
            "select path from attribute where resource_id = 1",
            "select path from attribute where class_name = 'x'",
            "select to_path from equivalent where from_resource = 'x' and from_path = 'y'",
            "select * from directed_mapping where from_attribute_id = 1",
            "select rowid from attribute_fts where attribute_fts match 'x'",
        ):
            plan = [row[3] for row in connection.execute(f"explain query plan {sql}")]
            whole = ("SCAN a", "SCAN b", "SCAN m", "MATERIALIZE")
            assert not [s for s in plan if s.startswith(whole) and "VIRTUAL" not in s], (sql, plan)


def test_words_are_joined_where_somebody_writes_them_as_one() -> None:
    words = Words(["ReaderEndPoint.Address", "Endpoint", "TagKey", "reader_end_point"])
    assert words.of("ReaderEndPoint.Address") == "reader end point endpoint"
    assert words.of("TagKey") == "tag key"
    assert words.of("reader_end_point") == ""
