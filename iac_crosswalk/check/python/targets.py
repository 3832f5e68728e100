"""What takes arguments, and what an argument or a key stands for."""

from __future__ import annotations

from typing import NamedTuple

from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Member, Schema


class Target(NamedTuple):
    """Something that takes arguments by name: a resource, a data source, or a class of nested arguments at `container` of it."""

    schema: Schema
    container: str = ""
    allowed: frozenset[str] = frozenset()
    """Names it takes besides what the schema lists."""
    anything: bool = False
    """Whether it takes what can only be read, too: a resource is looked up by its state."""

    def member(self, name: str) -> Member | None:
        """The attribute that an argument gives; where its name is taken already, it has an underscore at its end."""
        if name.endswith("_") and name[:-1] in self.allowed:
            name = name[:-1]
        return self.schema.child(self.container, name)


def nested(schema: Schema, path: str) -> Target | None:
    """The class of the objects that stand at `path`, in whatever lists and maps."""
    member = schema.members.get(path)
    place = Place(schema, member.path, member.type) if member else None
    while place is not None and place.kind != "object":
        place = place.item()
    return Target(schema, place.path) if place else None


def by_key(place: Place, name: str) -> Member | None:
    """The attribute that stands under a key of a dictionary: its name here, or the one Pulumi's other languages have for it."""
    below = place.schema.below(place.path)
    return below.get(name) or next((member for member in below.values() if member.native == name), None)
