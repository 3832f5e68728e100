"""The build that is served: one file, open in every worker thread. A new one takes its place whole."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
import time
from bisect import bisect_left
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.store.file import KnowledgeBaseError, check_file
from iac_crosswalk.web import limits, queries
from iac_crosswalk.web.browsing import PARTS, BrowsedDatabase
from iac_crosswalk.web.errors import Problem

T = TypeVar("T")
Stamp = tuple[int, int, int]

NAME = "crosswalk"
"""What the database is called in addresses and in metadata.json, whatever the file is called."""
_LOOK_EVERY = 0.2
_KEEP_OLD = 60.0
"""Seconds: looking at the file again, and keeping a build open that requests may still read."""


def stamp(path: Path) -> Stamp:
    """What changes when another file takes the place of this one."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


class Snapshot:
    """One build, open. Each thread's connection is opened at once: one that is opened later could be of another file."""

    def __init__(self, path: Path, sql: Callable[[], sqlite3.Connection]) -> None:
        """Opens `path`; `sql` opens a connection for visitors' SQL. Raises KnowledgeBaseError where the file cannot be served."""
        check_file(path)
        self.path = path
        self.stamp = stamp(path)
        self.knowledge = KnowledgeBase(path, _prepare)
        self._sql = threading.local()
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
        self.built = {key.partition(":")[2]: value for key, value in build.items() if key.startswith("count:")} | {
            "mapping_files": build.get("mapping_files", "")
        }
        self.counts = queries.table_counts(self.knowledge, PARTS)
        self.names = {name.id: name for name in queries.resource_names(self.knowledge)}
        self._by_word: dict[str, set[int]] = {}
        for name in self.names.values():
            for word in name.words:
                self._by_word.setdefault(word, set()).add(name.id)
        self._sorted_words = sorted(self._by_word)
        self.sizes = queries.sizes(self.knowledge)
        self.curated = queries.curated_resources(self.knowledge)
        self.trees: dict[int, Any] = {}
        if stamp(path) != self.stamp:
            self.close()
            raise KnowledgeBaseError(f"{path}: was replaced while it was being opened")
        self._vocabulary = self.lookups.submit(self._words)

    def names_with(self, word: str) -> set[int]:
        """Ids of the resources whose name has this word."""
        return self._by_word.get(word, set())

    def names_with_beginning(self, beginning: str) -> set[int]:
        """Ids of the resources whose name has a word that begins so."""
        first = bisect_left(self._sorted_words, beginning)
        found: set[int] = set()
        for word in islice(self._sorted_words, first, None):
            if not word.startswith(beginning):
                break
            found |= self._by_word[word]
        return found

    def vocabulary(self) -> frozenset[str]:
        """The words that names and paths are made of; none in the first seconds of a build."""
        return self._vocabulary.result() if self._vocabulary.done() else frozenset()

    def _words(self) -> frozenset[str]:
        return frozenset(self._by_word).union(queries.vocabulary(self.knowledge))

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection for visitors' SQL of this thread."""
        found: sqlite3.Connection = self._sql.connection
        return found

    async def run(self, function: Callable[..., T], *arguments: Any, seconds: float = limits.LOOKUP_SECONDS) -> T:
        """Calls `function` in a worker thread. Raises Problem where it takes longer than `seconds`, or too many wait."""
        if self.waiting >= limits.QUEUE:
            raise Problem(503, "busy", "too many requests are waiting", "try again in a few seconds")

        def work() -> T:
            with limits.deadline(seconds):
                return function(*arguments)

        self.waiting += 1
        try:
            future = asyncio.get_running_loop().run_in_executor(self.lookups, work)
            async with asyncio.timeout(seconds * 2 + 5):
                return await future
        except (limits.TooSlow, TimeoutError):
            raise Problem(503, "too-slow", f"the answer took longer than {seconds:g} seconds", "ask for less at a time") from None
        except KnowledgeBaseError as error:
            if str(self.path) in str(error):  # the file, not the question; where it is concerns no visitor
                print(error, file=sys.stderr)
                raise Problem(503, "damaged", "the knowledge base cannot be read", "the server's log has more") from None
            raise
        finally:
            self.waiting -= 1

    def close(self) -> None:
        """Ends the threads, and with them their connections."""
        self.lookups.shutdown(wait=False, cancel_futures=True)
        self.statements.shutdown(wait=False, cancel_futures=True)


def _prepare(connection: sqlite3.Connection) -> None:
    # Without mmap, a file that is cut short in place is an error; with it, the end of the process.
    connection.execute("pragma mmap_size = 0")
    connection.execute("pragma cache_size = -16000")
    limits.watch(connection)


def _in_every_thread(executor: ThreadPoolExecutor, function: Callable[[], Any]) -> None:
    """Calls `function` once in each thread of `executor`, all of which are started by it."""
    barrier = threading.Barrier(limits.THREADS)

    def work() -> None:
        barrier.wait(20)
        function()

    for future in [executor.submit(work) for _ in range(limits.THREADS)]:
        future.result()


class ServedDatabase(BrowsedDatabase):
    """Datasette's view of a snapshot: its SQL runs on the snapshot's own connections."""

    def __init__(self, datasette: Any, path: Path, name: str) -> None:
        super().__init__(datasette, path=f"{name}.db", is_mutable=False)  # what visitors see; where the file is concerns none of them
        self.name, self.route = name, name
        self.file = path
        self.snapshot = Snapshot(path, self._opened)
        self.cached_hash = self.snapshot.build
        self.cached_size = self.snapshot.stamp[2]
        self._cached_table_counts = self.snapshot.counts

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(f"{self.file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        connection.execute("pragma cache_size = -16000")  # a path of the largest types is looked for among 27,000
        self.ds._prepare_connection(connection, self.name)
        return connection

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.snapshot.statements, lambda: fn(self.snapshot.connection))

    _execute_fn = execute_fn
    """What Datasette 1.0 calls for SQL in its own."""


class Served:
    """The knowledge base of a running Datasette, and the look-out for the next build."""

    def __init__(self, datasette: Any, database: ServedDatabase) -> None:
        self._datasette = datasette
        self.database = database
        self.problem: str | None = None
        self._looked = 0.0
        self._refused: Stamp | None = None
        self._loading: asyncio.Task[None] | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The build that answers now."""
        return self.database.snapshot

    def look(self) -> None:
        """Begins to open a new build where there is one; requests go on with the present one until it is open."""
        now = time.monotonic()
        if now - self._looked < _LOOK_EVERY or self._loading is not None:
            return
        self._looked = now
        try:
            found = stamp(self.snapshot.path)
        except OSError:
            return
        if found not in (self.snapshot.stamp, self._refused):
            self._loading = asyncio.get_running_loop().create_task(self._load(found))

    async def _load(self, found: Stamp) -> None:
        old = self.database
        try:
            new = await asyncio.to_thread(ServedDatabase, self._datasette, old.snapshot.path, old.name)
        except (KnowledgeBaseError, sqlite3.Error, OSError) as error:
            self._refused, self.problem = found, "the new build cannot be opened; the one before it is served"
            print(f"iac-crosswalk: {error}; the build before it is still served", file=sys.stderr)
        else:
            self.database, self.problem = new, None
            self._datasette.databases = {**self._datasette.databases, old.name: new}
            asyncio.get_running_loop().call_later(_KEEP_OLD, old.snapshot.close)
        finally:
            self._loading = None


_served: WeakKeyDictionary[Any, Served] = WeakKeyDictionary()


def install(datasette: Any) -> None:
    """Takes over the knowledge base among Datasette's databases, once. Does nothing where there is none."""
    if datasette in _served:
        return
    for name, database in datasette.databases.items():
        if database.path is None:
            continue
        try:
            check_file(Path(database.path))
        except KnowledgeBaseError:
            continue  # some other database that is served beside it
        found = ServedDatabase(datasette, Path(database.path).absolute(), NAME)
        others = {other: each for other, each in datasette.databases.items() if other != name}
        datasette.databases = {**others, NAME: found}
        _served[datasette] = Served(datasette, found)
        return


def served(datasette: Any) -> Served:
    """The knowledge base that `datasette` serves. Raises Problem where there is none."""
    found = _served.get(datasette)
    if found is None:
        raise Problem(503, "no-knowledge-base", "no knowledge base is attached", "start the server with `iac-crosswalk serve`")
    return found
