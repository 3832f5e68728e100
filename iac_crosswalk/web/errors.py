"""The one shape of an error, and what a visitor may read of it: no path, no traceback."""

from __future__ import annotations

import sqlite3
import sys
import traceback
from typing import Any


class Problem(Exception):
    """A request that gets no answer: the HTTP status, a code that programs may test, and what to
    do.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        hint: str = "",
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.hint = status, code, message, hint
        self.extra = extra or {}
        self.headers: dict[str, str] = {}

    def body(self) -> dict[str, Any]:
        """The error as JSON."""
        return {
            **self.extra,
            "error": {"code": self.code, "message": self.message, "hint": self.hint},
        }


def from_exception(error: BaseException, of_datasette: bool = False) -> Problem:
    """Any error that a page of Datasette or one of ours ends with, as something a visitor
    may read.
    """
    if isinstance(error, Problem):
        return error
    status = getattr(error, "status", None)
    message = getattr(error, "message", None) or (str(error.args[0]) if error.args else "")
    if getattr(error, "title", None) == "SQL Interrupted":
        return Problem(
            400,
            "too-slow",
            "the query was interrupted: it takes longer than a second",
            "select fewer rows, or by a column with an index",
        )
    if isinstance(status, int):
        if status == 404:
            return Problem(
                404, "not-found", "there is no such page", "search for the name, or start at /"
            )
        # Datasette gives 500 to some requests that are wrong, such as a column to sort by that does
        # not exist
        return Problem(
            400 if status == 500 else status,
            "bad-request",
            message,
            "see /about for the addresses there are",
        )
    if isinstance(error, MemoryError):
        return Problem(
            400, "too-large", "the query takes too much memory", "select fewer rows or columns"
        )
    if isinstance(error, sqlite3.Error):
        return Problem(400, "bad-sql", message, "see /crosswalk for the tables there are")
    if of_datasette and isinstance(
        error, ValueError | LookupError | OverflowError | AttributeError
    ):
        return Problem(
            400,
            "bad-request",
            "the parameters cannot be read",
            "see /about for the addresses there are",
        )
    traceback.print_exception(error, file=sys.stderr)
    return Problem(
        500,
        "internal",
        "the server made a mistake",
        "the server's log has more; please open an issue",
    )
