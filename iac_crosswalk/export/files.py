"""JSON Lines, CSV and Parquet: one file for each table, written completely or not at all."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from iac_crosswalk.export.tables import TABLES, Table
from iac_crosswalk.store.store import Store

_ROWS_OF_A_GROUP = 122_880


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file to write to. It replaces `path` when the block ends without an error."""
    part = path.with_name(f".{path.name}-{os.getpid()}.part")
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def jsonl(knowledge: Store, folder: Path, services: Sequence[str]) -> Iterator[Path]:
    """One object per line; null where there is no value."""
    for name, table in TABLES.items():
        path = folder / f"{name}.jsonl"
        with whole(path) as part:
            _write_lines(part, table, knowledge, services)
        yield path


def _write_lines(path: Path, table: Table, knowledge: Store, services: Sequence[str]) -> None:
    names = list(table.columns)
    with path.open("w", encoding="utf-8") as file:
        for row in table.rows(knowledge, services):
            file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")


def as_csv(knowledge: Store, folder: Path, services: Sequence[str]) -> Iterator[Path]:
    """RFC 4180, with a header line; an empty field where there is no value."""
    for name, table in TABLES.items():
        path = folder / f"{name}.csv"
        with whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.columns)
            writer.writerows(table.rows(knowledge, services))
        yield path


def parquet(knowledge: Store, folder: Path, services: Sequence[str]) -> Iterator[Path]:
    """Parquet, sorted like the queries, so that readers can skip row groups by the first
    columns.
    """
    import duckdb

    for name, table in TABLES.items():
        path = folder / f"{name}.parquet"
        with tempfile.TemporaryDirectory() as temporary, whole(path) as part:
            lines = Path(temporary) / "lines.jsonl"
            _write_lines(lines, table, knowledge, services)
            with duckdb.connect(config={"preserve_insertion_order": True}) as connection:
                # DuckDB writes a dictionary for each column with repeated values.
                connection.execute(
                    f"""
                    copy (select * from read_json($lines, format = 'newline_delimited',
                                                  columns = {table.columns!r}))
                      to '{str(part).replace("'", "''")}'
                      (format parquet, compression zstd, row_group_size {_ROWS_OF_A_GROUP})
                    """,
                    {"lines": str(lines)},
                )
        yield path
