"""The table of attributes alone, in memory, for what reads the types of both ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any


def table(rows: Iterable[tuple[Any, ...]]) -> sqlite3.Connection:
    """`rows`: id, resource_id, path, type, allowed, is_input."""
    made = sqlite3.connect(":memory:")
    made.execute(
        "create table attribute (id integer primary key, resource_id integer, path text, type text,"
        " allowed text, is_input integer)"
    )
    made.executemany("insert into attribute values (?, ?, ?, ?, ?, ?)", rows)
    return made
