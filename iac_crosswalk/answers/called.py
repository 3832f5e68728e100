"""The names of one resource's attributes: its own, other systems', and those in descriptions.
Looked up for the first wrong name of the resource, and kept for the next ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple, TypeVar

from iac_crosswalk.answers.described import Described
from iac_crosswalk.answers.naming import own_words, words
from iac_crosswalk.paths import folded, last, loose, singular
from iac_crosswalk.store.answer_rows import EquivalentRow
from iac_crosswalk.store.cache import Cache
from iac_crosswalk.store.schema import Member, Schema
from iac_crosswalk.store.store import Store

Words = tuple[str, ...]
K = TypeVar("K")
T = TypeVar("T")


class Beside:
    """The members directly below one container that have the direction of the wrong name: readable,
    or settable."""

    def __init__(self, members: list[Member]) -> None:
        self.members = members

    @cached_property
    def by_case(self) -> dict[str, list[Member]]:
        """The members by name, ignoring case and underscores."""
        return _by(self.members, lambda each: folded(each.name))

    @cached_property
    def by_number(self) -> dict[str, list[Member]]:
        """The members by name, singular or plural."""
        return _by(self.members, lambda each: singular(each.name))

    @cached_property
    def _by_words(self) -> dict[Words, list[int]]:
        found: dict[Words, list[int]] = defaultdict(list)
        for number, each in enumerate(self.members):
            found[words(each.name)].append(number)
        return found

    def of_words(self, names: Iterable[Words]) -> list[Member]:
        """The members with any of these names (as words), in the order of the members."""
        by_words = self._by_words
        found = {number for each in names for number in by_words.get(each, ())}
        return [self.members[number] for number in sorted(found)]


class Value(NamedTuple):
    """An attribute that always holds exactly the value of another system's attribute."""

    path: str
    name: str
    """Its last name, ignoring case."""
    is_identity: bool
    """Whether AWS identifies a resource by it."""


_IDENTITIES = ("id", "arn", "ref")


class Called:
    """The names of one resource's attributes that can be read, or set.

    `fits`: whether an attribute can be.
    """

    def __init__(
        self,
        store: Store,
        schema: Schema,
        equivalents: Iterable[EquivalentRow],
        fits: Callable[[Member], bool],
    ) -> None:
        self._store = store
        self._schema = schema
        self.beside: Cache[str, Beside] = Cache(
            lambda container: Beside([*filter(fits, schema.below(container).values())])
        )
        """Container → the members below it."""
        self.described: Cache[str, Described] = Cache(
            lambda container: Described(store, schema, container)
        )
        """Container → the names in descriptions, of all members."""
        members = schema.members
        can_be = {path for path, member in members.items() if fits(member)}
        self._usable = [each for each in equivalents if each.path in can_be]

    @cached_property
    def by_path(self) -> dict[str, list[EquivalentRow]]:
        """The equivalents by their whole path, ignoring case and indexes."""
        return _by(self._usable, lambda each: folded(loose(each.other)))

    @cached_property
    def by_last(self) -> dict[str, list[EquivalentRow]]:
        """The equivalents by their last name, ignoring case."""
        return _by(self._usable, lambda each: folded(last(each.other)))

    @cached_property
    def _by_words(self) -> dict[tuple[str, Words], list[int]]:
        found: dict[tuple[str, Words], list[int]] = defaultdict(list)
        for number, each in enumerate(self._usable):
            said = words(each.other) if each.relation == "exact" and "." not in each.path else ()
            if said:
                found[each.system, said].append(number)
        return found

    @cached_property
    def own_words(self) -> dict[str, list[Words]]:
        """System → the words of the names of the resource's counterparts there."""
        found: dict[str, list[Words]] = {}
        for other in self._store.ranks(self._schema.resource.id):
            target = self._store.target(other)
            found.setdefault(target.system, []).append(own_words(target.name))
        return found

    def of_words(self, names: Iterable[tuple[str, Words]]) -> list[EquivalentRow]:
        """The exact equivalents of top-level attributes whose name in a system has these words, in
        the order of the equivalents.
        """
        by_words = self._by_words
        found = {number for each in names for number in by_words.get(each, ())}
        return [self._usable[number] for number in sorted(found)]

    @cached_property
    def values(self) -> dict[tuple[str, str], list[Value]]:
        """(System, path there) → the attributes that always hold exactly its value."""
        found: dict[tuple[str, str], list[Value]] = defaultdict(list)
        for each in self._usable:
            if each.relation == "exact" and not each.condition:
                here = folded(last(each.path))
                is_given = self._schema.members[each.path].is_input
                identity = here in _IDENTITIES or (here.endswith(_IDENTITIES) and not is_given)
                found[each.system, each.other].append(Value(each.path, here, identity))
        return found


def _by(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    found: dict[K, list[T]] = {}
    for each in items:
        found.setdefault(key(each), []).append(each)
    return found
