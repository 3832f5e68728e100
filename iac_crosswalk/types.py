"""The type grammar, parsed once: `list<map<string>>` is a list of maps of strings.

A type is a plain word (`string`, `object`, `json`, `any`, …) or a container of another type:
`list<…>`, `set<…>`, `map<…>`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

_CONTAINERS = {"list": "[]", "set": "[]", "map": ".*"}
"""Container → the suffix of a path for one of its values."""


class Type(NamedTuple):
    """A parsed type. `container` is list, set, map or "" for a plain type; `inner` is the type of
    its values.
    """

    text: str
    container: str
    inner: Type | None
    leaf: str
    """The innermost type: `string` of `list<map<string>>`."""
    suffix: str
    """The suffix of a path for the innermost values: `[].*` of `list<map<string>>`, "" of a plain
    type.
    """

    @property
    def is_list(self) -> bool:
        """Whether its values have an index: a list or a set."""
        return self.container in ("list", "set")

    @property
    def is_map(self) -> bool:
        """Whether its values have a key of the user's choice."""
        return self.container == "map"

    @property
    def holds_map(self) -> bool:
        """Whether it is a map, or a list of maps at any depth."""
        return "*" in self.suffix

    @property
    def is_block(self) -> bool:
        """Whether it is an object with fixed names, or a list or set of them, without a map in
        between."""
        return self.leaf == "object" and not self.holds_map

    @property
    def is_free(self) -> bool:
        """Whether the source describes nothing inside: free-form JSON, or any."""
        return self.leaf in ("json", "any")

    def item(self) -> Type | None:
        """The type of a value of the container; None for a plain type."""
        return self.inner

    def unlisted(self) -> Type:
        """The type inside lists and sets: itself where it is neither."""
        found = self
        while found.is_list and found.inner is not None:
            found = found.inner
        return found


@cache
def parse(text: str) -> Type:
    """The type that `text` spells. Any word that is not a container is a plain type."""
    container, opened, rest = text.partition("<")
    if not opened or container not in _CONTAINERS or not rest.endswith(">"):
        return Type(text, "", None, text, "")
    inner = parse(rest[:-1])
    return Type(text, container, inner, inner.leaf, _CONTAINERS[container] + inner.suffix)
