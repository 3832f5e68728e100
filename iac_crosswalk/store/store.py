"""The built file, open: a connection for each thread, and what was looked up once and is asked for again."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from iac_crosswalk.paths import loose
from iac_crosswalk.store import queries
from iac_crosswalk.store.calls import ArgumentCalls, argument_calls
from iac_crosswalk.store.file import HOW_TO_BUILD, KnowledgeBaseError, check_content, check_file, default_path
from iac_crosswalk.store.rows import AttributeRow, MappingRow, ResourceRow, TargetRow
from iac_crosswalk.vocabulary import SYSTEMS

__all__ = ["AttributeRow", "ResourceRow", "Store", "TargetRow"]

_MOST_KEPT = 50_000
"""Resources, or names of them, that are kept in memory."""


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
        check_content(self.path)
        self._local = threading.local()
        self._resources: dict[tuple[str, str | None], ResourceRow | None] = {}
        self._targets: dict[int, TargetRow] = {}
        self._ranks: dict[int, dict[int, tuple[str | None, float]]] = {}
        self._calls: dict[int, ArgumentCalls] = {}
        self._columns: dict[str, set[str]] = {}
        self.versions: dict[str, str] = queries.versions(self)

    def _open(self) -> sqlite3.Connection:
        # immutable: the file is replaced by a rename and never written in place.
        connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        connection.execute("pragma mmap_size = 2147483648")  # pages are read where they lie, not copied
        self._prepare(connection)
        return connection

    def _connection(self) -> sqlite3.Connection:
        connection = self._open()
        self._local.execute = connection.execute
        return connection

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """The rows of a query. Raises KnowledgeBaseError when the file is damaged, or a name holds a lone surrogate."""
        try:
            execute = self._local.execute
        except AttributeError:
            execute = self._connection().execute
        try:
            return execute(sql, tuple(parameters)).fetchall()  # type: ignore[no-any-return]
        except UnicodeEncodeError:
            raise KnowledgeBaseError("the question contains invalid Unicode (a lone surrogate)") from None
        except sqlite3.DatabaseError as error:
            raise KnowledgeBaseError(f"{self.path}: is damaged ({error}); {HOW_TO_BUILD} --force") from error

    def stream(self, sql: str, parameters: Iterable[dict[str, Any]] = ({},)) -> Iterator[Any]:
        """The rows of a query one after another, for each set of parameters, on a connection of its own: for exports, which are larger
        than memory."""
        connection = self._open()
        try:
            for each in parameters:
                yield from connection.execute(sql, each)
        except sqlite3.DatabaseError as error:
            raise KnowledgeBaseError(f"{self.path}: is damaged ({error}); {HOW_TO_BUILD} --force") from error
        finally:
            connection.close()

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the file has a table, or a column of it."""
        if table not in self._columns:
            self._columns[table] = queries.columns(self, table)
        return bool(self._columns[table]) if column is None else column in self._columns[table]

    # -- names ---------------------------------------------------------------------------------------------------------

    def find_resource(self, name: str, system: str | None = None) -> ResourceRow | None:
        """The resource of that name or alias, in `system` when given; None when there is none."""
        key = (name, system)
        if key not in self._resources:
            found = [row for row in queries.resources_called(self, name) if system is None or row.system == system]
            if len(self._resources) > _MOST_KEPT:
                self._resources.clear()
            self._resources[key] = found[0] if found else None
        return self._resources[key]

    def find_attribute(self, resource_id: int, path: str) -> AttributeRow | None:
        """The attribute at a path in normal form; None when there is none."""
        found = queries.attributes_at(self, resource_id, path)
        if not found and ("[]" in path or "." in path):
            # A block of one is written with an index or without; that is the same attribute, not a similar one.
            found = queries.attributes_at_loosely(self, resource_id, loose(path))
            found = found or self._under_free_keys(resource_id, loose(path).split("."))
        return found[0] if len(found) == 1 else None

    def _under_free_keys(self, resource_id: int, steps: list[str]) -> list[AttributeRow]:
        """The attribute on whose path a person chose a key: `Events.Upload.Type` is `Events.*.Type`, `Outputs.Url` is `Outputs.*`."""
        fitting = []
        for row in queries.attributes_with_free_keys(self, resource_id):
            names = loose(row.path).split(".")
            if len(names) == len(steps) and all(name in ("*", step) for name, step in zip(names, steps, strict=True)):
                fitting.append((names.count("*"), row.id, row))
        return [row for _, _, row in sorted(fitting)[:1]]

    def split(self, expression: str, system: str | None = None) -> tuple[str, str] | None:
        """`TYPE.path` → (type, path), where the longest beginning that is a resource's name is the type."""
        cuts = [index for index, letter in enumerate(expression) if letter == "."]
        for cut in reversed(cuts):
            if self.find_resource(expression[:cut], system):
                return expression[:cut], expression[cut + 1 :]
        return None

    # -- what answers ask for again and again ---------------------------------------------------------------------------

    def target(self, resource_id: int) -> TargetRow:
        """What answers need of a resource."""
        found = self._targets.get(resource_id)
        if found is None:
            if len(self._targets) > _MOST_KEPT:
                self._targets.clear()
            found = self._targets[resource_id] = queries.target(self, resource_id)
        return found

    def argument_calls(self, resource_id: int) -> ArgumentCalls:
        """boto3: the calls that a property of a resource is an argument of."""
        found = self._calls.get(resource_id)
        if found is None:
            found = self._calls[resource_id] = argument_calls(queries.source_facts(self, resource_id))
        return found

    def ranks(self, resource_id: int) -> dict[int, tuple[str | None, float]]:
        """Counterpart → (its role, how sure the link is), for every counterpart of a resource."""
        found = self._ranks.get(resource_id)
        if found is None:
            if len(self._ranks) > _MOST_KEPT:
                self._ranks.clear()
            links = queries.links(self, resource_id)
            found = {link.resource_id: (link.role, link.confidence) for link in links if link.resource_id is not None}
            self._ranks[resource_id] = found
        return found

    def mappings(self, attribute_id: int, resource: ResourceRow, system: str | None = None) -> list[MappingRow]:
        """What an attribute is in other systems, or in one of them: the rows of the view `directed_mapping`, and nothing read in vain.

        A pair of attributes is stored from the earlier system to the later; whole resources and `none` with the attribute they stand for. What a
        data source repeats of a resource is stored from the data source; so are SAM's types. Which of them are answers: queries.mappings_back.
        """
        forth = queries.mappings_forth(self, attribute_id, system)
        own = SYSTEMS.index(resource.system)
        if own == 0 or (system is not None and own < SYSTEMS.index(system)):
            return forth
        back = queries.mappings_back(self, attribute_id, resource.system)
        return forth + (back if system is None else [row for row in back if row.system == system])

    @cached_property
    def inverse(self) -> dict[str | None, str]:
        """Transform → the one for the way back."""
        return queries.inverse_transforms(self)

    @cached_property
    def owners(self) -> dict[int, dict[int, dict[str, str]]]:
        """Owner → its parts in other systems → {argument of the part: attribute of the owner that it takes}."""
        found: dict[int, dict[int, dict[str, str]]] = {}
        for owner, part, back in queries.parts(self):
            found.setdefault(owner, {})[part] = json.loads(back)
        return found

    def parts(self, resource_id: int) -> dict[int, dict[str, str]]:
        """The parts of an owner: see `owners`."""
        return self.owners.get(resource_id, {})
