"""The targets that take arguments by name, and the meaning of their names and keys."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Self, cast

from iac_crosswalk.programs.python.values import Thing
from iac_crosswalk.programs.use import Call
from iac_crosswalk.store import queries
from iac_crosswalk.store.cache import Cache
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Member, Schema, Schemas


class Target(NamedTuple):
    """Something that takes arguments: a resource, a data source, or a class of arguments for a
    resource or for its objects at `container`.
    """

    schema: Schema
    container: str = ""
    allowed: frozenset[str] = frozenset()
    """The names that it takes besides those in the schema."""
    makes: bool = False
    """Whether calling it returns the resource, or the result of the data source."""
    existing: bool = False
    """Whether it refers to an existing resource. Then it takes read-only attributes too, and no
    names are wrong.
    """
    names: frozenset[str] | None = None
    """The arguments that it takes, if these are not all names of the schema."""
    wrapper: str = ""
    """The argument that contains the names of the schema, if they are not arguments themselves."""
    anything: bool = False
    """Whether it may take other names."""
    call: Call | None = None
    """The call, if all names that it takes are known: then others are wrong. Not all of them are
    attributes.
    """
    arguments: Mapping[str, tuple[Place, ...]] = MappingProxyType({})
    """Argument → its attributes, the likeliest first, if its name in the schema does not lead to
    them.
    """
    others: tuple[Schema, ...] = ()
    """Further resources that the same call creates. Its arguments are theirs, too."""

    @property
    def place(self) -> Place:
        """The object whose names it takes."""
        return Place(self.schema, self.container)

    def member(self, name: str) -> Member | None:
        """The attribute that an argument sets. An argument with the name of one in `allowed` ends
        in an underscore.
        """
        if self.names is not None and name not in self.names:
            return None
        if name.endswith("_") and name[:-1] in self.allowed:
            name = name[:-1]
        return self.schema.child(self.container, name)

    def places(self, name: str) -> tuple[Place, ...]:
        """The attributes that an argument may be, the likeliest first."""
        member = self.member(name)
        attribute = self.place.member(member.name) if member else None
        return (*self.arguments.get(name, ()), *([attribute] if attribute else ()))

    def refuses(self, name: str) -> bool:
        """Whether it is a call that does not take this argument. A read-only attribute of the
        resource that it creates may have the same name.
        """
        if self.call is None or name in self.call.takes:
            return False
        member = self.member(name)
        return self.existing or member is None or member.is_input

    def takes(self, name: str) -> bool:
        """Whether it takes an argument of that name."""
        member = self.member(name)
        if self.anything or name == self.wrapper or (self.names and name in self.names):
            return True
        return name in self.allowed or (member is not None and (member.is_input or self.existing))


class Classes:
    """The classes of a package. Each is looked up once for all files of a run."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._targets = Cache(self.find)
        self.is_invented = Cache(self.invented)
        """`invented`, kept."""

    @classmethod
    def of(cls, schemas: Schemas) -> Self:
        """The classes that serve every file of a run."""
        return cast(Self, _kept(cls, schemas))  # type: ignore[arg-type]  # a class is hashable

    def target(self, path: str) -> Target | None:
        """The target that takes arguments under the full name `path`."""
        return self._targets[path]

    def find(self, path: str) -> Target | None:
        """The same, without the cache."""
        raise NotImplementedError

    def invented(self, path: str) -> bool:
        """Whether a full name certainly does not exist."""
        raise NotImplementedError

    def lacks_key(self, thing: Thing, name: str) -> bool:
        """Whether a thing certainly lacks a key. For most things this is unknown."""
        return False

    def nested(self, system: str, name: str) -> Target | None:
        """The class of nested arguments of that name."""
        described = queries.object_of_class(self.schemas.knowledge, system, name)
        schema = self.schemas.find(described[0], system) if described else None
        return _nested(schema, described[1]) if schema and described else None


@lru_cache(maxsize=3)  # Pulumi's, the CDK's and boto3's
def _kept(kind: type[Classes], schemas: Schemas) -> Classes:
    return kind(schemas)


def _nested(schema: Schema, path: str) -> Target | None:
    """The class of the objects at `path`, which may be in lists and maps."""
    member = schema.members.get(path)
    place = Place(schema, member.path, member.type) if member else None
    while place is not None and place.kind != "object":
        place = place.item()
    return Target(schema, place.path) if place else None


def by_key(place: Place, name: str) -> Member | None:
    """The attribute under a key of a dictionary, by its name in Python or in Pulumi's other
    languages.
    """
    below = place.schema.below(place.path)
    return below.get(name) or next(
        (member for member in below.values() if member.native == name), None
    )
