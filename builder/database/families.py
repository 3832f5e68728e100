"""Families of resources. Resources that links connect, directly or through other resources, are one
family.

The mappings of a family do not depend on other families. So a build after an edit writes only the
families of the edited files again (renewing.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from builder import derivation, stage_cache, stages
from builder.database import repeats
from builder.database.ids import Ids
from builder.linking.matching.results import DerivedAttribute, DerivedResource

_RULES = """select from_resource_id, to_resource_id from resource_mapping
  where to_resource_id is not null
union
select a.resource_id, b.resource_id from mapping_row m join attribute_row a
  on a.id = m.from_attribute_id join attribute_row b on b.id = m.to_attribute_id"""


class Families:
    """The families, by row ids of resources. A resource without links is a family by itself."""

    def __init__(self, parents: dict[int, int] | None = None) -> None:
        self.parents = parents or {}
        """Resource → another resource of its family, nearer to the root; the root → itself."""

    def join(self, numbers: Iterable[int]) -> None:
        """Makes one family of the families of these resources."""
        family_root = None
        for number in numbers:
            root = self._root(number)
            family_root = root if family_root is None else family_root
            self.parents[root] = family_root

    def of(self, numbers: Iterable[int]) -> frozenset[int]:
        """Every resource of the families of these."""
        roots = {self._root(number) for number in numbers}
        return frozenset(number for number in [*self.parents] if self._root(number) in roots)

    def _root(self, number: int) -> int:
        while (above := self.parents.setdefault(number, number)) != number:
            self.parents[number] = self.parents[above]  # shortens the way for the next call
            number = above
        return number


def without_files(connection: sqlite3.Connection) -> Families:
    """The families by rules, derivations and repeats, without mapping files, which join more.
    `connection`: the base file."""
    place = stages.place("families")
    content = stage_cache.read(place)
    if content is None:
        families = Families()
        for pair in _pairs(connection):
            families.join(pair)
        content = msgspec.msgpack.encode(families.parents)
        stages.check_unchanged("families")
        with stage_cache.keeping(place) as part:
            part.write_bytes(content)
    return Families(msgspec.msgpack.decode(content, type=dict[int, int]))


def _pairs(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Pairs of resources of one family."""
    yield from connection.execute(_RULES).fetchall()
    ids = Ids(connection)
    derivations = derivation.load()
    for derived in (derivations.terraform, derivations.boto3):
        rows: Iterable[DerivedResource | DerivedAttribute] = chain(
            derived.resources, derived.attributes, derived.candidates
        )
        for row in rows:
            yield (
                ids.resources[row.system, row.resource],
                ids.resources[row.to_system, row.to_resource],
            )
    for repeats_of_round in repeats.rounds(connection):
        for repeat in repeats_of_round:
            yield ids.owner(repeat.attribute), ids.owner(repeat.of) if repeat.of > 0 else -repeat.of
    for repeats_of_round in repeats.resources(connection):
        for repeat in repeats_of_round:
            yield repeat.attribute, repeat.of
