"""THE walk of a path through the types of a schema: by name, by item, by key, from the resource to
a value.

Every reader of programs and every question uses it. Nothing else steps through a schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from iac_crosswalk.paths import Step
from iac_crosswalk.store.schema import Member, Schema
from iac_crosswalk.types import Type, parse


class Place(NamedTuple):
    """A value: the resource itself (path "") or the value at `path`; `kind` is the rest of its
    type.
    """

    schema: Schema
    path: str = ""
    kind: str = "object"

    @property
    def type(self) -> Type:
        """The rest of the type, parsed."""
        return parse(self.kind)

    @property
    def known(self) -> bool:
        """Whether the schema describes the members: not for free-form JSON, `any` and text."""
        return self.kind == "object" and bool(self.schema.below(self.path))

    def member(self, name: str) -> Place | None:
        """The place of the member `name`; None where the schema has no such name, or does not
        describe it."""
        child = self.schema.child(self.path, name) if self.kind == "object" else None
        return Place(self.schema, child.path, child.type) if child else None

    def given(self, name: str) -> Place | None:
        """The place of the member `name` where a program sets it: an attribute, or the value under
        any key."""
        return self.member(name) or self.member("*") or (self.item() if self.type.is_map else None)

    def item(self) -> Place | None:
        """An item of a list or set, a value of a map; None for everything else."""
        kind = self.type
        if kind.inner is None:
            return None
        return Place(self.schema, f"{self.path}{'.*' if kind.is_map else '[]'}", kind.inner.text)

    def unlisted(self) -> Place:
        """The element inside lists and sets; the place itself where it is neither. For a block
        written without its index.
        """
        place = self
        while place.type.is_list and (inner := place.item()) is not None:
            place = inner
        return place

    def own(self) -> Member | None:
        """The attribute of the place, or the one whose item or value the place is; None for the
        resource itself.
        """
        path = self.path
        while path and path not in self.schema.members:
            last = next((each for each in ("[]", ".*") if path.endswith(each)), path)
            path = path.removesuffix(last)
        return self.schema.members.get(path)

    def walk(self, steps: Iterable[Step]) -> Walk:
        """Follows `steps` from here as far as they lead."""
        place = self
        left = list(steps)
        while left:
            following = place._step(left[0])
            if following is None:
                return Walk(place, left, place.described)
            place = following
            left.pop(0)
        return Walk(place, [], False)

    @property
    def described(self) -> bool:
        """Whether a name that is missing here does not exist: free-form JSON, text and maps allow
        any name.
        """
        place = self.unlisted()
        return not place.type.is_free and (place.kind != "object" or place.known)

    def _step(self, step: Step) -> Place | None:
        """The place after one step. An index of a value that is not a list leads to the value: a
        single block can be written either way.
        """
        place = self if step.name is None else self.unlisted()
        child = place.schema.named(place.path, step.name) if step.name is not None else None
        if child is not None:
            return Place(place.schema, child.path, child.type)
        if place.type.is_free or (place.kind == "object" and place.path and not place.known):
            return None
        if step.name is None:
            return place.item() or place
        return place.item() if place.type.is_map else None


class Walk(NamedTuple):
    """The end of a walk: `place` is the last place reached, `rest` the steps that lead nowhere from
    it.
    """

    place: Place
    rest: list[Step]
    missing: bool
    """Whether the first of `rest` is a name that does not exist. Otherwise it is inside a value
    that the schema does not describe.
    """

    def attribute(self, path: str) -> Member | None:
        """The attribute that the walk along `path` ends at: below free-form JSON the nearest one
        around it. None for the resource itself.
        """
        own = self.place.own()
        nearest = self.place.schema.around(path) if own is not None and self.rest else None
        return nearest or own
