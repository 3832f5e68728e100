"""The snapshot as Datasette serves it, and the look-out for the next build."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from iac_crosswalk.store.file import KnowledgeBaseError, check_file
from iac_crosswalk.web.browsing import BrowsedDatabase
from iac_crosswalk.web.errors import Problem
from iac_crosswalk.web.snapshot import Snapshot, Stamp, stamp

T = TypeVar("T")

NAME = "crosswalk"
"""What the database is called in addresses and in metadata.json, whatever the file is called."""
_LOOK_EVERY = 0.2
_KEEP_OLD = 60.0
"""Seconds: looking at the file again, and keeping a build open that requests may still read."""


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
