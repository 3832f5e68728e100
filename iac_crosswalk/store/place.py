"""The walk of a path through the types of a schema, from the resource to a value: by name, by item,
by key.

Every reader of programs and every question uses it. Other code must not step through a schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from iac_crosswalk.paths import Step
from iac_crosswalk.store.schema import Member, Schema
from iac_crosswalk.types import Type, parse


class Place(NamedTuple):
    """A value: the resource itself (path "") or the value at `path`. `kind` is its type, without
    the lists and maps that the path has entered.
    """

    schema: Schema
    path: str = ""
    kind: str = "object"

    @property
    def type(self) -> Type:
        """The type of the value, parsed."""
        return parse(self.kind)

    @property
    def known(self) -> bool:
        """Whether the schema has the members of the value. It has none for free-form JSON, `any`
        and text.
        """
        return self.kind == "object" and bool(self.schema.below(self.path))

    def member(self, name: str) -> Place | None:
        """The place of the member `name`. None if the schema does not have it."""
        child = self.schema.child(self.path, name) if self.kind == "object" else None
        return Place(self.schema, child.path, child.type) if child else None

    def argument(self, name: str) -> Place | None:
        """The place of `name` where a program sets it: an attribute, or the value under a free
        key.
        """
        return self.member(name) or self.member("*") or (self.item() if self.type.is_map else None)

    def item(self) -> Place | None:
        """An item of a list or set, or a value of a map. None for other values."""
        kind = self.type
        if kind.inner is None:
            return None
        return Place(self.schema, f"{self.path}{'.*' if kind.is_map else '[]'}", kind.inner.text)

    def unlisted(self) -> Place:
        """The item inside of lists and sets, or else the place itself. For blocks that are written
        without an index.
        """
        place = self
        while place.type.is_list and (inner := place.item()) is not None:
            place = inner
        return place

    def attribute(self) -> Member | None:
        """The attribute at the place, or the one whose item or value the place is. None for the
        resource itself.
        """
        path = self.path
        while path and path not in self.schema.members:
            last = next((each for each in ("[]", ".*") if path.endswith(each)), path)
            path = path.removesuffix(last)
        return self.schema.members.get(path)

    def walk(self, steps: Iterable[Step]) -> Walk:
        """Follows `steps` from here, as far as the schema has them."""
        place = self
        rest = list(steps)
        while rest:
            following = place._step(rest[0])
            if following is None:
                return Walk(place, rest, place.described)
            place = following
            rest.pop(0)
        return Walk(place, [], False)

    @property
    def described(self) -> bool:
        """Whether a name that the schema lacks here does not exist. Free-form JSON, text and maps
        allow any name.
        """
        place = self.unlisted()
        return not place.type.is_free and (place.kind != "object" or place.known)

    def _step(self, step: Step) -> Place | None:
        """The place after one step. An index of a value that is not a list leads to the value
        itself: a single block can be written with or without.
        """
        place = self if step.name is None else self.unlisted()
        child = (
            place.schema.child_by_any_name(place.path, step.name) if step.name is not None else None
        )
        if child is not None:
            return Place(place.schema, child.path, child.type)
        if place.type.is_free or (place.kind == "object" and place.path and not place.known):
            return None
        if step.name is None:
            return place.item() or place
        return place.item() if place.type.is_map else None


class Walk(NamedTuple):
    """The end of a walk: `place` is the last place that was reached, `rest` the steps that are
    left.
    """

    place: Place
    rest: list[Step]
    missing: bool
    """Whether the first of `rest` is a name that does not exist. Otherwise it is inside a value
    whose members the schema does not have.
    """

    def attribute(self, path: str) -> Member | None:
        """The attribute at the end of the walk along `path`. Below free-form JSON, it is the
        nearest attribute around the end. None for the resource itself.
        """
        attribute = self.place.attribute()
        nearest = self.place.schema.around(path) if attribute is not None and self.rest else None
        return nearest or attribute
