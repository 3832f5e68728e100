"""Where an expression of a program stands in a schema, and where a member or an item of it leads."""

from __future__ import annotations

from typing import NamedTuple

from iac_crosswalk.store.schema import Schema


class Place(NamedTuple):
    """A value: the resource itself (path "") or what stands at `path`, where `kind` is the type that is left there."""

    schema: Schema
    path: str = ""
    kind: str = "object"

    @property
    def known(self) -> bool:
        """Whether the schema says what stands below: not below free-form JSON, `any` and text."""
        return self.kind == "object" and bool(self.schema.below(self.path))

    def member(self, name: str) -> Place | None:
        """What `name` leads to; None where the schema has no such name, or does not say."""
        child = self.schema.child(self.path, name) if self.kind == "object" else None
        return Place(self.schema, child.path, child.type) if child else None

    def item(self) -> Place | None:
        """An item of a list or set, a value of a map; None for everything else."""
        outer, _, inner = self.kind.partition("<")
        if outer in ("list", "set") and inner:
            return Place(self.schema, f"{self.path}[]", inner[:-1])
        if outer == "map" and inner:
            return Place(self.schema, f"{self.path}.*", inner[:-1])
        return None
