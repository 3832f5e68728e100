"""The limits of one request: time, rows, bytes. They are all limits of a public server, besides the
rate limit (guard.py).
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LOOKUP_SECONDS = 2.0
"""Processor time for one answer of the site or the API. Datasette's own setting, sql_time_limit_ms,
limits visitors' SQL.
"""
CHECK_SECONDS = 10.0
"""The same for one program or template."""
WAIT_SECONDS = 30.0
"""Wall-clock time for a worker and for a share of a busy processor, in addition to the answer's own
time.
"""
QUEUE = 256
"""Requests that may wait for a worker. A further one is answered with 503."""
THREADS = 4

LONGEST_URL = 8_000
LONGEST_QUESTION = 4_000
LONGEST_SOURCE = 200_000
LARGEST_BATCH = 5_000_000
LARGEST_ANSWER = 200_000
"""Bytes of JSON, unless a limit asks for more."""
MOST_WORDS = 12

LARGEST_VALUE = 1_000_000
"""Bytes of one value in SQL. The longest in the built file has some 30,000."""
LARGEST_RESULT = 20_000_000
"""Bytes of all values that one SQL query returns."""
HEAP = 512 * 1024 * 1024
"""Bytes that SQLite may hold in the whole process."""

_SLICE = 20_000
"""Steps of SQLite's virtual machine between two checks of the clock: about a millisecond."""


class TooSlow(Exception):
    """A request exceeded its time limit."""


_clock = threading.local()


def watch(connection: sqlite3.Connection) -> None:
    """Stops queries of `connection` when the deadline of their thread has passed."""
    connection.set_progress_handler(_late, _SLICE)


def _late() -> bool:
    return time.thread_time() > getattr(_clock, "ends", float("inf"))


def check_time() -> None:
    """Raises TooSlow after the deadline. For loops without SQL."""
    if _late():
        raise TooSlow


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Limits the processor time of this thread inside the block, in seconds. It is not wall-clock
    time, so that answers do not fail on a busy machine. Raises TooSlow in place of the error of an
    interrupted query.
    """
    _clock.ends = time.thread_time() + seconds
    try:
        yield
    except Exception as error:
        if _late() and not isinstance(error, TooSlow):
            raise TooSlow from error
        raise
    finally:
        _clock.ends = float("inf")
