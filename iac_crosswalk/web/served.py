"""The snapshot as Datasette serves it, and the check for the next build."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from iac_crosswalk.store.file import KnowledgeBaseError, check_file
from iac_crosswalk.web.browsing import BrowsedDatabase
from iac_crosswalk.web.errors import Problem
from iac_crosswalk.web.snapshot import Snapshot, Stamp, stamp

T = TypeVar("T")

NAME = "crosswalk"
"""The database's name in addresses and in metadata.json, independent of the file's name."""
_LOOK_EVERY = 0.2
_KEEP_OLD = 60.0
"""Seconds between two checks of the file, and seconds that a previous build stays open for requests
that still read it.
"""


class Pin:
    """The build at the start of a request. Everything in its answer is from this build. Work that
    outlives the request reads the newest build.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot: Snapshot | None = snapshot


_pin: ContextVar[Pin | None] = ContextVar("pin", default=None)


class ServedDatabase(BrowsedDatabase):
    """The build that is served, as a database of Datasette. Its SQL runs on the snapshot's
    connections.
    """

    def __init__(self, datasette: Any, path: Path) -> None:
        # This path is shown to visitors, who need not know the file's own.
        super().__init__(datasette, path=f"{NAME}.db", is_mutable=False)
        self.name, self.route = NAME, NAME
        self.file = path
        self.newest = self.open_newest()

    def open_newest(self) -> Snapshot:
        """Opens the present file. Raises KnowledgeBaseError if it cannot be served."""
        return Snapshot(self.file, self._connection)

    def _connection(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        connection.execute("pragma cache_size = -16000")  # the largest types have 27,000 paths
        self.ds._prepare_connection(connection, self.name)
        return connection

    @property
    def snapshot(self) -> Snapshot:
        """The build of the present request, else the newest."""
        pin = _pin.get()
        return pin.snapshot if pin is not None and pin.snapshot is not None else self.newest

    @property
    def hash(self) -> str:
        return self.snapshot.build

    @property
    def size(self) -> int:
        return self.snapshot.stamp[2]

    @property
    def cached_table_counts(self) -> dict[str, int | None]:
        return self.snapshot.counts

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        loop = asyncio.get_running_loop()
        snapshot = self.snapshot
        return await loop.run_in_executor(snapshot.statements, lambda: fn(snapshot.connection))

    _execute_fn = execute_fn
    """Datasette 1.0's name for the method that runs SQL."""


class Served:
    """The knowledge base of a running Datasette, and the watch for the next build."""

    def __init__(self, database: ServedDatabase) -> None:
        self.database = database
        self._looked = 0.0
        self._refused: Stamp | None = None
        self._loading: asyncio.Task[None] | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The current build."""
        return self.database.snapshot

    @contextmanager
    def pinned(self) -> Iterator[Snapshot]:
        """The newest build. It stays open, and answers, until the end of the block."""
        snapshot = self.database.newest
        pin = Pin(snapshot)
        token = _pin.set(pin)
        snapshot.requests += 1
        try:
            yield snapshot
        finally:
            snapshot.requests -= 1
            pin.snapshot = None
            _pin.reset(token)

    def look(self) -> None:
        """Begins to open a new build, if there is one. Requests use the present build until it is
        open.
        """
        now = time.monotonic()
        if now - self._looked < _LOOK_EVERY or self._loading is not None:
            return
        self._looked = now
        try:
            present = stamp(self.database.file)
        except OSError:
            return
        if present not in (self.database.newest.stamp, self._refused):
            self._loading = asyncio.get_running_loop().create_task(self._load(present))

    async def _load(self, present: Stamp) -> None:
        previous = self.database.newest
        try:
            self.database.newest = await asyncio.to_thread(self.database.open_newest)
        except Exception as error:  # for any error, the previous build stays
            self._refused = present
            print(
                f"iac-crosswalk: {error or type(error).__name__}; the previous build is still"
                " served",
                file=sys.stderr,
            )
        else:
            asyncio.get_running_loop().call_later(_KEEP_OLD, _close, previous)
        finally:
            self._loading = None


def _close(previous: Snapshot) -> None:
    """Closes a build as soon as no request reads it."""
    if previous.requests:
        asyncio.get_running_loop().call_later(_KEEP_OLD, _close, previous)
    else:
        previous.close()


_served: WeakKeyDictionary[Any, Served] = WeakKeyDictionary()


def install(datasette: Any) -> None:
    """Installs the knowledge base among Datasette's databases, once. Does nothing if there is
    none.
    """
    if datasette in _served:
        return
    for name, database in datasette.databases.items():
        if database.path is None:
            continue
        try:
            check_file(Path(database.path))
        except KnowledgeBaseError:
            continue  # another database that is served beside it
        served_database = ServedDatabase(datasette, Path(database.path).absolute())
        others = {other: each for other, each in datasette.databases.items() if other != name}
        datasette.databases = {**others, NAME: served_database}
        _served[datasette] = Served(served_database)
        return


def served(datasette: Any) -> Served:
    """The knowledge base that `datasette` serves. Raises Problem if there is none."""
    knowledge_base = _served.get(datasette)
    if knowledge_base is None:
        raise Problem(
            503,
            "no-knowledge-base",
            "no knowledge base is attached",
            "start the server with `iac-crosswalk serve`",
        )
    return knowledge_base
