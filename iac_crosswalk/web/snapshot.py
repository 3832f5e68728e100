"""The served build: one file, open in every worker thread. A new build replaces it as a whole."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.answers.search_index import SearchIndex
from iac_crosswalk.store.file import KnowledgeBaseError, check_file
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.web import limits
from iac_crosswalk.web.browsing import PARTS
from iac_crosswalk.web.errors import Problem

T = TypeVar("T")
Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp:
    """The identity of the file, which changes when another file replaces it."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


class Snapshot:
    """One build, open. All threads open their connections at once, because a later one could be to
    another file.
    """

    def __init__(self, path: Path, sql: Callable[[], sqlite3.Connection]) -> None:
        """Opens `path`. `sql` opens a connection for visitors' SQL. Raises KnowledgeBaseError if
        the file cannot be served.
        """
        check_file(path)
        self.path = path
        self.stamp = stamp(path)
        self.knowledge = KnowledgeBase(path, _prepare)
        self._sql = threading.local()
        self.requests = 0
        """The number of requests that read this build (served.Pin)."""
        self.waiting = 0
        self.lookups = ThreadPoolExecutor(limits.THREADS, "lookup")
        self.statements = ThreadPoolExecutor(limits.THREADS, "sql")
        _in_every_thread(self.lookups, lambda: self.knowledge.rows("select 1 from build"))

        def open_sql() -> None:
            self._sql.connection = sql()
            self._sql.connection.execute("select 1 from build").fetchall()

        _in_every_thread(self.statements, open_sql)
        build = queries.build(self.knowledge)
        self.build = build["inputs"][:16]
        self.built = {
            key.partition(":")[2]: value for key, value in build.items() if key.startswith("count:")
        } | {
            "mapping_files": build.get("mapping_files", ""),
            "data": build.get("data", ""),
        }
        self.counts = queries.table_counts(self.knowledge, PARTS)
        self.search = SearchIndex(self.knowledge, limits.check_time)
        self.names = self.search.names
        self.search.sizes, self.search.curated  # noqa: B018 - read before the first request
        self.trees: dict[int, Any] = {}
        self._made: dict[Callable[[Snapshot], Any], Any] = {}
        if stamp(path) != self.stamp:
            self.close()
            raise KnowledgeBaseError(f"{path}: was replaced while it was being opened")
        self._vocabulary = self.lookups.submit(lambda: self.search.vocabulary)

    @property
    def vocabulary_is_read(self) -> bool:
        """Whether search can suggest other words. It cannot in the first seconds of a build."""
        return self._vocabulary.done()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection for visitors' SQL of this thread."""
        connection: sqlite3.Connection = self._sql.connection
        return connection

    def once(self, make: Callable[[Snapshot], T]) -> T:
        """The result of `make` for this build, computed once. For data that is slow to compute and
        needed by every page of a kind.
        """
        if make not in self._made:
            self._made[make] = make(self)
        result: T = self._made[make]
        return result

    async def run(
        self, function: Callable[..., T], *arguments: Any, seconds: float = limits.LOOKUP_SECONDS
    ) -> T:
        """Calls `function` in a worker thread. Raises Problem if it takes longer than `seconds`, or
        if too many requests wait.
        """
        if self.waiting >= limits.QUEUE:
            raise Problem(
                503, "busy", "too many requests are waiting", "try again in a few seconds"
            )

        def work() -> T:
            with limits.deadline(seconds):
                return function(*arguments)

        self.waiting += 1
        try:
            future = asyncio.get_running_loop().run_in_executor(self.lookups, work)
            async with asyncio.timeout(limits.WAIT_SECONDS + seconds):
                return await future
        except (limits.TooSlow, TimeoutError):
            raise Problem(
                503,
                "too-slow",
                f"the answer took longer than {seconds:g} seconds",
                "ask for less at a time",
            ) from None
        except KnowledgeBaseError as error:
            # The file is the cause, not the question. Visitors need not know its path.
            if str(self.path) in str(error):
                print(error, file=sys.stderr)
                raise Problem(
                    503, "damaged", "the knowledge base cannot be read", "the server's log has more"
                ) from None
            raise
        finally:
            self.waiting -= 1

    def close(self) -> None:
        """Ends the threads, and with them their connections."""
        self.lookups.shutdown(wait=False, cancel_futures=True)
        self.statements.shutdown(wait=False, cancel_futures=True)


def _prepare(connection: sqlite3.Connection) -> None:
    # Without mmap, a file that is truncated in place is an error; with it, the process would crash.
    connection.execute("pragma mmap_size = 0")
    connection.execute("pragma cache_size = -16000")
    limits.watch(connection)


def _in_every_thread(executor: ThreadPoolExecutor, function: Callable[[], Any]) -> None:
    """Calls `function` once in each thread of `executor`, and starts all of them."""
    barrier = threading.Barrier(limits.THREADS)

    def work() -> None:
        barrier.wait(120)
        function()

    for future in [executor.submit(work) for _ in range(limits.THREADS)]:
        future.result()
