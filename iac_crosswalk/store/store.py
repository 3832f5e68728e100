"""The built file, open: rows of a query, and resources and attributes by name."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from iac_crosswalk.paths import loose
from iac_crosswalk.store.file import HOW_TO_BUILD, KnowledgeBaseError, check_file, default_path


class ResourceRow(NamedTuple):
    """A resource as lookups need it."""

    id: int
    system: str
    name: str
    kind: str
    call: str | None


class Store:
    """The built file, read-only. One object serves any number of threads; each gets its own connection."""

    def __init__(
        self, path: str | os.PathLike[str] | None = None, prepare: Callable[[sqlite3.Connection], None] = lambda connection: None
    ) -> None:
        """Opens `path` (default: see default_path). Raises KnowledgeBaseError when it is missing, cut off or foreign.

        `prepare` is called with each new connection: a server sets its limits there.
        """
        self._prepare = prepare
        self.path = Path(path) if path is not None else default_path()
        check_file(self.path)
        self._local = threading.local()
        self._resources: dict[tuple[str, str | None], ResourceRow | None] = {}
        self._ranges: dict[str, tuple[int, int]] = {}
        self.versions: dict[str, str] = {
            key.removeprefix("version:"): value for key, value in self.rows("select key, value from build where key like 'version:%'")
        }

    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            # immutable: the file is replaced by a rename and never written in place.
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            connection.execute("pragma mmap_size = 2147483648")  # pages are read where they lie, not copied
            self._prepare(connection)
            self._local.connection = connection
        return connection

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """The rows of a query. Raises KnowledgeBaseError when the file is damaged, or a name holds half a character."""
        try:
            return self._connection().execute(sql, tuple(parameters)).fetchall()
        except UnicodeEncodeError:
            raise KnowledgeBaseError("the question holds half a character (a lone surrogate); write whole ones") from None
        except sqlite3.DatabaseError as error:
            raise KnowledgeBaseError(f"{self.path}: is damaged ({error}); {HOW_TO_BUILD} --force") from error

    # -- names ---------------------------------------------------------------------------------------------------------

    def find_resource(self, name: str, system: str | None = None) -> ResourceRow | None:
        """The resource of that name or alias, in `system` when given; None when there is none."""
        key = (name, system)
        if key not in self._resources:
            rows = self.rows("select id, system, name, kind, call from resource where name = ?", [name]) or self.rows(
                "select id, system, name, kind, call from resource join resource_alias on resource_id = id where alias = ? order by id",
                [name],
            )
            found = [ResourceRow(*row) for row in rows if system is None or row[1] == system]
            if len(self._resources) > 50_000:
                self._resources.clear()
            self._resources[key] = found[0] if found else None
        return self._resources[key]

    def find_attribute(self, resource_id: int, path: str) -> tuple[int, str] | None:
        rows = self.rows("select id, path from attribute where resource_id = ? and path = ?", [resource_id, path])
        if not rows and ("[]" in path or "." in path):
            # A block of one is written with an index or without; that is the same attribute, not a similar one.
            rows = self.rows(
                "select id, path from attribute where resource_id = ? and replace(path, '[]', '') = ?", [resource_id, loose(path)]
            )
        return rows[0] if len(rows) == 1 else None

    def split(self, expression: str, system: str | None = None) -> tuple[str, str] | None:
        """`TYPE.path` → (type, path), where the longest beginning that is a resource's name is the type."""
        cuts = [index for index, letter in enumerate(expression) if letter == "."]
        for cut in reversed(cuts):
            if self.find_resource(expression[:cut], system):
                return expression[:cut], expression[cut + 1 :]
        return None
