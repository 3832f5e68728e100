"""The attributes of one resource as a tree: the members below a path, by the names of one language.

This is for callers that walk a whole program. Lookups of single attributes are in store.py.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow, Store
from iac_crosswalk.store.tables import FLAGS, GETTABLE
from iac_crosswalk.types import parse

_INPUT, _OUTPUT, _REQUIRED, _RECURSIVE, _COMPUTED, _WRITE_ONLY = (
    1 << FLAGS.index(name)
    for name in ("is_input", "is_output", "required", "recursive", "computed", "write_only")
)


class Member(NamedTuple):
    """One attribute. `name` is the last part of its path, in the spelling of the schema."""

    id: int
    path: str
    name: str
    type: str
    is_input: bool
    is_output: bool
    required: bool
    gettable: bool
    deprecated: str | None
    native: str | None
    recursive: bool
    computed: bool = False
    """Whether the provider may fill it in."""
    write_only: bool = False
    """Whether it is set and never read back."""

    @property
    def container(self) -> str:
        """The prefix of the paths below this attribute: `log_delivery_configurations[]`,
        `rules.*`.
        """
        return self.path + parse(self.type).suffix

    @property
    def open(self) -> bool:
        """Whether any name may be written below it: free-form JSON, maps, and values that the
        source does not describe.
        """
        kind = parse(self.type)
        return kind.is_free or kind.holds_map or self.recursive


class Schema:
    """The attributes of `resource`. With `natives`, the names are the camelCase ones of Pulumi's
    and the CDK's languages other than Python.
    """

    def __init__(self, knowledge: Store, resource: ResourceRow, natives: bool = False) -> None:
        self.resource = resource
        self.natives = natives
        self.members: dict[str, Member] = {}
        """Path → attribute."""
        self._below: dict[str, dict[str, Member]] = {}
        self.facts: dict[str, Any] = json.loads(queries.source_facts(knowledge, resource.id))
        """The facts that only the resource's source has."""
        filled = self.facts.get("only_filled_in", ())
        for row in queries.members(knowledge, resource.id):
            number, above, last, kind, flags, deprecated, native = row
            path = above + last
            name = native if natives and native else last
            member = Member(
                number,
                path,
                name,
                kind,
                flags & _INPUT != 0 and path not in filled,
                flags & _OUTPUT != 0,
                flags & _REQUIRED != 0,
                GETTABLE[flags >> len(FLAGS)] == 1,
                deprecated,
                native,
                flags & _RECURSIVE != 0,
                flags & _COMPUTED != 0,
                flags & _WRITE_ONLY != 0,
            )
            self.members[path] = member
            self._below.setdefault(above[:-1], {})[name] = member
        self._recursion: dict[str, str] = self.facts.get("recursion", {})

    def around(self, path: str) -> Member | None:
        """The nearest attribute around a path below free-form JSON. It may be inside the JSON, if
        the schema has parts of it.
        """
        while "." in path:
            path = path.rpartition(".")[0]
            if path in self.members:
                return self.members[path]
        return None

    def below(self, container: str = "") -> dict[str, Member]:
        """Name → attribute, directly below `container` ("" is the resource itself). A schema that
        contains itself continues in the container above.
        """
        return self._below.get(container) or self._below.get(self._continued(container), {})

    def child(self, container: str, name: str) -> Member | None:
        """The attribute called `name` directly below `container`, or None."""
        return self.below(container).get(name)

    def child_by_any_name(self, container: str, name: str) -> Member | None:
        """Like `child`, but also by the native names of Pulumi's and the CDK's attributes, and by
        any name where the schema has `*` (`Outputs.*`).
        """
        child = self.child(container, name)
        if child is None and self.resource.system in ("pulumi", "cdk"):
            child = next(
                (member for member in self.below(container).values() if member.native == name), None
            )
        return child or self.child(container, "*")

    def _continued(self, container: str) -> str:
        """The container that continues a recursive one: the same attribute further up the path."""
        member = self.members.get(container.rstrip("[]").removesuffix(".*"))
        above = (
            self.members.get(self._recursion.get(member.path, ""))
            if member and member.recursive
            else None
        )
        return above.container if above else container

    def spell(self, path: str) -> str:
        """`path` in the names of the language, which are native ones if the schema uses them."""
        if not self.natives:
            return path
        parts, names = path.split("."), []
        for index, part in enumerate(parts):
            name = part.rstrip("[]")
            member = self.members.get(".".join([*parts[:index], name]))
            names.append((member.name if member else name) + part[len(name) :])
        return ".".join(names)


@lru_cache(maxsize=16)
def schema_of(knowledge: Store, row: ResourceRow) -> Schema:
    """The schema of a resource. The last few are cached, for streams of questions about the same
    types.
    """
    return Schema(knowledge, row)


class Schemas:
    """Schemas by name or alias, each loaded on first use."""

    def __init__(self, knowledge: Store) -> None:
        self.knowledge = knowledge
        self._loaded: dict[tuple[int, bool], Schema] = {}

    def find(self, name: str, system: str, natives: bool = False) -> Schema | None:
        """The schema of the resource called `name` in `system`, or None."""
        row = self.knowledge.find_resource(name, system)
        return self.of(row, natives) if row else None

    def of(self, row: ResourceRow, natives: bool = False) -> Schema:
        """The schema of a resource that was looked up before."""
        key = row.id, natives
        if key not in self._loaded:
            self._loaded[key] = Schema(self.knowledge, row, natives)
        return self._loaded[key]
