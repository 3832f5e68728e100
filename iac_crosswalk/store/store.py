"""The built file, open: a connection for each thread, and caches of repeated lookups."""

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
from iac_crosswalk.store.file import (
    HOW_TO_BUILD,
    KnowledgeBaseError,
    check_content,
    check_file,
    default_path,
)
from iac_crosswalk.store.kept import Kept
from iac_crosswalk.store.rows import (
    AttributeRow,
    ClaimRow,
    MappingRow,
    PitfallRow,
    ResourceRow,
    TargetRow,
)
from iac_crosswalk.types import parse
from iac_crosswalk.vocabulary import ORIGIN_RANK, SYSTEMS

__all__ = ["AttributeRow", "ResourceRow", "Store", "TargetRow"]

_PLACE: dict[str, int] = {system: place for place, system in enumerate(SYSTEMS)}


class Store:
    """The built file, read-only. One object serves any number of threads; each gets its own
    connection.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        prepare: Callable[[sqlite3.Connection], None] = lambda connection: None,
    ) -> None:
        """Opens `path` (default: see default_path). Raises KnowledgeBaseError when it is missing,
        cut off or foreign.

        `prepare` is called with each new connection: a server sets its limits there.
        """
        self._prepare = prepare
        self.path = Path(path) if path is not None else default_path()
        check_file(self.path)
        check_content(self.path)
        self._local = threading.local()
        self._resources: Kept[tuple[str, str | None], ResourceRow | None] = Kept(
            self._read_resource
        )
        self.targets: Kept[int, TargetRow] = Kept(lambda number: queries.target(self, number))
        """Resource id → the columns that answers need."""
        self.claims: Kept[int, ClaimRow] = Kept(lambda number: queries.claim(self, number))
        """Claim id → the claim that mappings share."""
        self.spellings: Kept[int, tuple[str | None, str | None]] = Kept(
            lambda number: queries.spelling(self, number)
        )
        """Facts id → (native name, deprecation) of attributes."""
        self.paths: Kept[int, str] = Kept(lambda number: queries.path_text(self, number))
        """Id → the text of a path."""
        self.refusals: Kept[int, dict[str, str | None]] = Kept(
            lambda number: queries.refusals(self, number)
        )
        """Resource id → system → the reason, for the systems where the resource is known to have no
        counterpart.
        """
        self.pitfalls: Kept[int, list[PitfallRow]] = Kept(
            lambda number: queries.pitfalls(self, number)
        )
        """Resource id → its pitfalls."""
        self.undocumented_lists: Kept[int, bool] = Kept(self._is_undocumented_list)
        """Attribute of a CloudFormation type → whether it is a list of objects that the
        documentation does not have among the values that Fn::GetAtt returns.
        """
        self._ranks: Kept[int, dict[int, tuple[str | None, float]]] = Kept(self._read_ranks)
        self._calls: Kept[int, ArgumentCalls] = Kept(
            lambda number: argument_calls(queries.source_facts(self, number))
        )
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
        self._local.execute = (
            connection.cursor().execute
        )  # every statement is read to its end before the next
        return connection

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """The rows of a query. Raises KnowledgeBaseError when the file is damaged, or a name holds
        a lone surrogate.
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
        """The rows of a query one after another, for each set of parameters, on a separate
        connection: for exports, which are larger than memory."""
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
        """The resource with that name or alias, in `system` when given; None when there is none."""
        return self._resources[name, system]

    def _read_resource(self, asked: tuple[str, str | None]) -> ResourceRow | None:
        name, system = asked
        found = [
            row
            for row in queries.resources_called(self, name)
            if system is None or row.system == system
        ]
        return found[0] if found else None

    def find_attribute(self, resource_id: int, path: str) -> AttributeRow | None:
        """The attribute at a path in normal form; None when there is none."""
        found = queries.attributes_at(self, resource_id, path)
        if not found and ("[]" in path or "." in path):
            # A single block can be written with an index or without; that is the same attribute,
            # not a similar one.
            found = queries.attributes_at_loosely(self, resource_id, loose(path))
            found = found or self._under_free_keys(resource_id, loose(path).split("."))
        return found[0] if len(found) == 1 else None

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

    # -- what answers ask for again and again ------------------------------------------------------

    def target(self, resource_id: int) -> TargetRow:
        """The columns of a resource that answers need."""
        return self.targets[resource_id]

    def argument_calls(self, resource_id: int) -> ArgumentCalls:
        """boto3: the calls that a property of a resource is an argument of."""
        return self._calls[resource_id]

    def ranks(self, resource_id: int) -> dict[int, tuple[str | None, float]]:
        """Counterpart → (its role, how sure the link is), for every counterpart of a resource."""
        return self._ranks[resource_id]

    def _read_ranks(self, resource_id: int) -> dict[int, tuple[str | None, float]]:
        links = sorted(queries.links(self, resource_id), key=lambda link: -ORIGIN_RANK[link.origin])
        return {
            link.resource_id: (link.role, link.confidence)
            for link in links
            if link.resource_id is not None
        }

    def asked(
        self, resource: ResourceRow, path: str, system: str | None = None
    ) -> tuple[AttributeRow | None, list[MappingRow]]:
        """The attribute at exactly this path, None where there is none, and its `mappings`."""
        found, forth = queries.asked(self, resource.id, path, system)
        if found is None:
            return None, []
        back = self._back(found.id, resource, system)
        return found, forth + back if back else forth

    def mappings(
        self, attribute_id: int, resource: ResourceRow, system: str | None = None
    ) -> list[MappingRow]:
        """The mappings of an attribute to other systems, or to one of them: the rows of the view
        `directed_mapping`, read directly.

        A pair of attributes is stored from the earlier system to the later; whole resources and
        `none` with the attribute that they are about. Mappings that a data source repeats from a
        resource are stored from the data source; so are SAM's types. Which of them are answers:
        queries.mappings_back.
        """
        return queries.mappings_forth(self, attribute_id, system) + self._back(
            attribute_id, resource, system
        )

    def _back(
        self, attribute_id: int, resource: ResourceRow, system: str | None
    ) -> list[MappingRow]:
        own = _PLACE[resource.system]
        if own == 0 or (system is not None and own < _PLACE[system]):
            return []
        return queries.mappings_back(self, attribute_id, resource.system, system)

    @cached_property
    def ranges(self) -> dict[str, tuple[int, int]]:
        """System → the first and the last id of its attributes."""
        return queries.ranges(self)

    @cached_property
    def unlinked(self) -> dict[tuple[int, str], str]:
        """(Attribute, system) → why a naming rule found no partner there."""
        return queries.unlinked(self)

    @cached_property
    def guessed(self) -> frozenset[int]:
        """The attributes that have candidates."""
        return queries.guessed(self)

    @cached_property
    def inverse(self) -> dict[str | None, str]:
        """Transform → its inverse."""
        return queries.inverse_transforms(self)

    @cached_property
    def owners(self) -> dict[int, dict[int, dict[str, str]]]:
        """Owner → its parts in other systems → {argument of the part: attribute of the owner that
        it takes}.
        """
        found: dict[int, dict[int, dict[str, str]]] = {}
        for owner, part, back in queries.parts(self):
            found.setdefault(owner, {})[part] = json.loads(back)
        return found

    @cached_property
    def pointers(self) -> dict[int, set[str]]:
        """Part → its arguments that only point back to any owner."""
        found: dict[int, set[str]] = {}
        for parts in self.owners.values():
            for part, back in parts.items():
                found.setdefault(part, set()).update(back)
        return found

    def parts(self, resource_id: int) -> dict[int, dict[str, str]]:
        """The parts of an owner: see `owners`."""
        return self.owners.get(resource_id, {})
