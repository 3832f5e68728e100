"""Errors: one shape for all, with only the parts that a visitor may read, no paths or
tracebacks.
"""

from __future__ import annotations

import sqlite3
import sys
import traceback
from typing import Any


class Problem(Exception):
    """A request that cannot be answered: the HTTP status, a code that programs may test, a message
    and a hint with the remedy.
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
    """Any error of a page, of Datasette or ours, in a form that a visitor may read."""
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
                404, "not-found", "this page does not exist", "search for the name, or start at /"
            )
        # Datasette returns 500 for some invalid requests, for example for an unknown sort column.
        return Problem(
            400 if status == 500 else status,
            "bad-request",
            message,
            "see /about for the available addresses",
        )
    if isinstance(error, MemoryError):
        return Problem(
            400, "too-large", "the query takes too much memory", "select fewer rows or columns"
        )
    if isinstance(error, sqlite3.Error):
        return Problem(400, "bad-sql", message, "see /crosswalk for the available tables")
    if of_datasette and isinstance(
        error, ValueError | LookupError | OverflowError | AttributeError
    ):
        return Problem(
            400,
            "bad-request",
            "the parameters cannot be read",
            "see /about for the available addresses",
        )
    traceback.print_exception(error, file=sys.stderr)
    return Problem(
        500,
        "internal",
        "internal server error",
        "the server's log has more; please open an issue",
    )
