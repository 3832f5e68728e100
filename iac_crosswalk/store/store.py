"""The built file, open: a connection for each thread, and caches of repeated lookups."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iac_crosswalk.paths import loose
from iac_crosswalk.store import queries
from iac_crosswalk.store.cache import Cache
from iac_crosswalk.store.file import (
    HOW_TO_BUILD,
    KnowledgeBaseError,
    check_content,
    check_file,
    default_path,
)
from iac_crosswalk.store.rows import AttributeRow, ResourceRow, TargetRow
from iac_crosswalk.types import parse
from iac_crosswalk.vocabulary import ORIGIN_RANK, SYSTEMS

if TYPE_CHECKING:
    from iac_crosswalk.store.answer_rows import ClaimRow, MappingRow, PitfallRow
    from iac_crosswalk.store.calls import ArgumentCalls

__all__ = ["AttributeRow", "ResourceRow", "Store", "TargetRow"]

_PLACE: dict[str, int] = {system: place for place, system in enumerate(SYSTEMS)}


class Store:
    """The built file, read-only. One object serves any number of threads; each has its own
    connection.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        prepare: Callable[[sqlite3.Connection], None] = lambda connection: None,
    ) -> None:
        """Opens `path` (default: see default_path). Raises KnowledgeBaseError if it is missing, cut
        off or another kind of file.

        `prepare` is called with each new connection, for example to set a server's limits.
        """
        self._prepare = prepare
        self.path = Path(path) if path is not None else default_path()
        check_file(self.path)
        check_content(self.path)
        self._local = threading.local()
        self._resources: Cache[tuple[str, str | None], ResourceRow | None] = Cache(
            self._read_resource
        )
        self.targets: Cache[int, TargetRow] = Cache(lambda number: queries.target(self, number))
        """Resource id → the columns that answers need."""
        self.claims: Cache[int, ClaimRow] = Cache(lambda number: queries.claim(self, number))
        """Claim id → the claim, which mappings share."""
        self.spellings: Cache[int, tuple[str | None, str | None]] = Cache(
            lambda number: queries.spelling(self, number)
        )
        """Facts id → (native name, deprecation) of attributes."""
        self.paths: Cache[int, str] = Cache(lambda number: queries.path_text(self, number))
        """Id → the text of a path."""
        self.refusals: Cache[int, dict[str, str | None]] = Cache(
            lambda number: queries.refusals(self, number)
        )
        """Resource id → system → the reason, for the systems in which the resource has no
        counterpart for a known reason.
        """
        self.pitfalls: Cache[int, list[PitfallRow]] = Cache(
            lambda number: queries.pitfalls(self, number)
        )
        """Resource id → its pitfalls."""
        self.undocumented_lists: Cache[int, bool] = Cache(self._is_undocumented_list)
        """Attribute of a CloudFormation type → whether it is a list of objects that the
        documentation does not have among the values that Fn::GetAtt returns.
        """
        self.ranges: Cache[str, tuple[int, int]] = Cache(lambda name: queries.id_range(self, name))
        """System → the first and the last id of its attributes."""
        self.parts: Cache[int, dict[int, dict[str, str]]] = Cache(self._read_parts)
        """Owner's id → its parts in other systems → {argument of the part: attribute of the owner
        that it takes}.
        """
        self.pointers: Cache[int, frozenset[str]] = Cache(self._read_pointers)
        """Part's id → its arguments that only point back to any owner."""
        self._ranks: Cache[int, dict[int, tuple[str | None, float]]] = Cache(self._read_ranks)
        self._calls: Cache[int, ArgumentCalls] = Cache(self._read_calls)
        self._columns: dict[str, set[str]] = {}
        self.versions: dict[str, str] = queries.versions(self)

    def _is_undocumented_list(self, attribute_id: int) -> bool:
        kind = parse(queries.type_of(self, attribute_id))
        holds_objects = kind.is_list and kind.inner is not None and kind.inner.text == "object"
        return holds_objects and not queries.has_output_in_cdk(self, attribute_id)

    def _open(self) -> sqlite3.Connection:
        # immutable: the file is replaced by a rename and never written in place.
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
        )
        connection.execute("pragma mmap_size = 2147483648")  # pages are read in place, not copied
        self._prepare(connection)
        return connection

    def _connection(self) -> sqlite3.Connection:
        connection = self._open()
        # One cursor is enough: every statement is read to its end before the next.
        self._local.execute = connection.cursor().execute
        return connection

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """The rows of a query. Raises KnowledgeBaseError if the file is damaged, or if a name
        contains a lone surrogate.
        """
        try:
            execute = self._local.execute
        except AttributeError:
            self._connection()
            execute = self._local.execute
        try:
            return execute(sql, tuple(parameters)).fetchall()  # type: ignore[no-any-return]
        except UnicodeEncodeError:
            raise KnowledgeBaseError(
                "the question contains invalid Unicode (a lone surrogate)"
            ) from None
        except sqlite3.DatabaseError as error:
            raise KnowledgeBaseError(
                f"{self.path}: is damaged ({error}); {HOW_TO_BUILD} --force"
            ) from error

    def stream(self, sql: str, parameters: Iterable[dict[str, Any]] = ({},)) -> Iterator[Any]:
        """Yields the rows of a query, for each set of parameters, on a separate connection. For
        exports, which are larger than memory.
        """
        connection = self._open()
        try:
            for each in parameters:
                yield from connection.execute(sql, each)
        except sqlite3.DatabaseError as error:
            raise KnowledgeBaseError(
                f"{self.path}: is damaged ({error}); {HOW_TO_BUILD} --force"
            ) from error
        finally:
            connection.close()

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether the file has a table, or a column of it."""
        if table not in self._columns:
            self._columns[table] = queries.columns(self, table)
        return bool(self._columns[table]) if column is None else column in self._columns[table]

    # -- names -------------------------------------------------------------------------------------

    def find_resource(self, name: str, system: str | None = None) -> ResourceRow | None:
        """The resource with this name or alias, in `system` if it is given; or None."""
        return self._resources[name, system]

    def _read_resource(self, key: tuple[str, str | None]) -> ResourceRow | None:
        name, system = key
        rows = [
            row
            for row in queries.resources_called(self, name)
            if system is None or row.system == system
        ]
        return rows[0] if rows else None

    def find_attribute(self, resource_id: int, path: str) -> AttributeRow | None:
        """The attribute at a path in normal form, or None."""
        rows = queries.attributes_at(self, resource_id, path)
        if not rows and ("[]" in path or "." in path):
            # A single block can be written with an index or without. It is the same attribute, not
            # a similar one.
            rows = queries.attributes_at_loosely(self, resource_id, loose(path))
            rows = rows or self._under_free_keys(resource_id, loose(path).split("."))
        return rows[0] if len(rows) == 1 else None

    def _under_free_keys(self, resource_id: int, steps: list[str]) -> list[AttributeRow]:
        """The attribute whose path has a key of the user's choice: `Events.Upload.Type` is
        `Events.*.Type`, `Outputs.Url` is `Outputs.*`.
        """
        fitting = []
        for row in queries.attributes_with_free_keys(self, resource_id):
            names = loose(row.path).split(".")
            if len(names) == len(steps) and all(
                name in ("*", step) for name, step in zip(names, steps, strict=True)
            ):
                fitting.append((names.count("*"), row.id, row))
        return [row for _, _, row in sorted(fitting)[:1]]

    def split(self, expression: str, system: str | None = None) -> tuple[str, str] | None:
        """`TYPE.path` → (type, path). The type is the longest prefix that is a resource's name."""
        cuts = [index for index, letter in enumerate(expression) if letter == "."]
        for cut in reversed(cuts):
            if self.find_resource(expression[:cut], system):
                return expression[:cut], expression[cut + 1 :]
        return None

    # -- repeated lookups --------------------------------------------------------------------------

    def target(self, resource_id: int) -> TargetRow:
        """The columns of a resource that answers need."""
        return self.targets[resource_id]

    def argument_calls(self, resource_id: int) -> ArgumentCalls:
        """boto3: the calls that take the properties of a resource as arguments."""
        return self._calls[resource_id]

    def _read_calls(self, resource_id: int) -> ArgumentCalls:
        from iac_crosswalk.store.calls import argument_calls  # boto3 alone needs it

        return argument_calls(queries.source_facts(self, resource_id))

    def ranks(self, resource_id: int) -> dict[int, tuple[str | None, float]]:
        """Counterpart → (its role, the confidence of the link), for every counterpart of a
        resource.
        """
        return self._ranks[resource_id]

    def _read_ranks(self, resource_id: int) -> dict[int, tuple[str | None, float]]:
        links = sorted(queries.links(self, resource_id), key=lambda link: -ORIGIN_RANK[link.origin])
        return {
            link.resource_id: (link.role, link.confidence)
            for link in links
            if link.resource_id is not None
        }

    def attribute_and_mappings(
        self, resource: ResourceRow, path: str, system: str | None = None
    ) -> tuple[AttributeRow | None, list[MappingRow]]:
        """The attribute at exactly this path, or None, and its `mappings`."""
        attribute, forth = queries.asked(self, resource.id, path, system)
        if attribute is None:
            return None, []
        back = self._back(attribute.id, resource, system)
        return attribute, forth + back if back else forth

    def mappings(
        self, attribute_id: int, resource: ResourceRow, system: str | None = None
    ) -> list[MappingRow]:
        """The mappings of an attribute to other systems, or to one of them: the rows of the view
        `directed_mapping`, read from the tables below it.

        A pair of attributes is stored once, from the earlier system to the later one. Mappings to
        whole resources and to `none` are stored with their attribute. Mappings that a data source
        repeats from a resource are stored from the data source; those of SAM's types likewise.
        queries.mappings_back leaves out the ones that do not lead back.
        """
        return queries.mappings_forth(self, attribute_id, system) + self._back(
            attribute_id, resource, system
        )

    def _back(
        self, attribute_id: int, resource: ResourceRow, system: str | None
    ) -> list[MappingRow]:
        position = _PLACE[resource.system]
        if position == 0 or (system is not None and position < _PLACE[system]):
            return []
        return queries.mappings_back(self, attribute_id, resource.system, system)

    @cached_property
    def unlinked(self) -> dict[tuple[int, str], str]:
        """(Attribute, system) → why a naming rule found no equivalent there."""
        return queries.unlinked(self)

    @cached_property
    def guessed(self) -> frozenset[int]:
        """The attributes that have candidates."""
        return queries.guessed(self)

    @cached_property
    def inverse(self) -> dict[str | None, str]:
        """Transform → its inverse."""
        return queries.inverse_transforms(self)

    def _read_parts(self, owner: int) -> dict[int, dict[str, str]]:
        return {part: json.loads(back) for part, back in queries.parts(self, owner)}

    def _read_pointers(self, part: int) -> frozenset[str]:
        return frozenset(
            argument for back in queries.pointers(self, part) for argument in json.loads(back)
        )
