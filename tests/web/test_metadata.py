"""metadata.json describes every table and column there is, and only those; a facet over many rows
is indexed.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from builder.packages import ROOT

METADATA = json.loads(
    (ROOT / "iac_crosswalk" / "web" / "metadata.json").read_text(encoding="utf-8")
)
TABLES = METADATA["databases"]["crosswalk"]["tables"]


def tables(database: Path) -> dict[str, list[str]]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    names = [
        row[0]
        for row in connection.execute(
            "select name from sqlite_master where type in ('table', 'view')"
        )
    ]
    found = {
        name: [row[1] for row in connection.execute(f"select * from pragma_table_info('{name}')")]
        for name in names
    }
    connection.close()
    return {
        name: columns
        for name, columns in found.items()
        if "_fts" not in name and not name.startswith("sqlite_")
    }


def test_every_table_and_column_is_described(database: Path) -> None:
    assert {name: sorted(about["columns"]) for name, about in TABLES.items()} == {
        name: sorted(columns) for name, columns in tables(database).items()
    }
    assert all(about["description"] and all(about["columns"].values()) for about in TABLES.values())


def test_the_data_model_page_names_every_table_and_column(database: Path) -> None:
    page = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    missing = [
        f"{table}.{column}"
        for table, columns in tables(database).items()
        for column in columns
        if f"`{column}`" not in page.split(f"## {table}\n", 1)[1].split("\n## ")[0]
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("table", "column"), [(t, c) for t, about in TABLES.items() for c in about.get("facets", [])]
)
def test_facets_are_indexed(database: Path, table: str, column: str) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    plan = " ".join(
        row[3]
        for row in connection.execute(
            f"explain query plan select {column}, count(*) from [{table}] group by {column}"
        )
    )
    (rows,) = connection.execute(f"select count(*) from [{table}]").fetchone()
    connection.close()
    assert ("USING COVERING INDEX" in plan and "FOR GROUP BY" not in plan) or rows < 20_000, plan


def test_nothing_shows_a_backtick() -> None:
    """Datasette shows descriptions as they are; description_html has <code>."""
    assert "`" not in (ROOT / "iac_crosswalk" / "web" / "metadata.json").read_text(encoding="utf-8")


def test_licence_and_source_of_each_package(database: Path) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = connection.execute("select package, licence from system").fetchall()
    connection.close()
    assert len(rows) == 5 and all(
        package in METADATA["source"] and licence for package, licence in rows
    )
