"""The connections for visitors' own SQL: limits on their functions, and on the memory of a
query.
"""

from __future__ import annotations

import sqlite3
import tempfile
import weakref
from typing import Any

from iac_crosswalk.answers.words import quoted_words
from iac_crosswalk.web import limits

_REFUSED = {"printf", "format", "load_extension", "readfile", "writefile", "fts3_tokenizer"}
"""Functions that visitors may not call. printf and format can take minutes and gigabytes within one
step, which no limit of SQLite stops.
"""


def protect(connection: sqlite3.Connection) -> None:
    """Limits the length of values, the size of results and SQLite's heap, and hides the file's
    path. Adds `fts_words(text)`.
    """
    for limit, value in (
        (sqlite3.SQLITE_LIMIT_LENGTH, limits.LARGEST_VALUE),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 20_000),
        (sqlite3.SQLITE_LIMIT_COLUMN, 200),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 50),
        (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
    ):
        connection.setlimit(limit, value)
    connection.execute(f"pragma hard_heap_limit = {limits.HEAP}")
    if not _temporary_files():
        connection.execute("pragma temp_store = memory")
    connection.create_function(
        "fts_words", 1, lambda text: quoted_words(str(text or "")) or '""', deterministic=True
    )
    connection.row_factory = _Bounded()
    connection.set_authorizer(_authorize)


def _temporary_files() -> bool:
    """Whether SQLite may write temporary files for a large sort. It may not in a container with a
    read-only root.
    """
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        return False
    return True


def _authorize(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    if action == sqlite3.SQLITE_FUNCTION and second in _REFUSED:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and first == "pragma_database_list" and second == "file":
        return sqlite3.SQLITE_IGNORE  # reads as null
    return sqlite3.SQLITE_OK


class _Bounded:
    """Creates rows as Datasette expects them, and stops a query whose result is too large."""

    def __init__(self) -> None:
        self._cursor: weakref.ref[Any] | None = None
        self._bytes = 0

    def __call__(self, cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        if self._cursor is None or self._cursor() is not cursor:
            self._cursor, self._bytes = weakref.ref(cursor), 0
        self._bytes += sum(len(value) for value in row if isinstance(value, str | bytes))
        if self._bytes > limits.LARGEST_RESULT:
            raise sqlite3.OperationalError(
                f"the result is larger than {limits.LARGEST_RESULT:,} bytes; select fewer rows or"
                " columns"
            )
        return sqlite3.Row(cursor, row)
