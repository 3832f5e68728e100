"""What is judged about each attribute of a subject, and what the derivation proposes for
the rest.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import msgspec

from builder.curated.knowledge import Curated
from builder.curating.subject import SYSTEMS, Subject, World
from builder.database import linked, mappings, repeats
from builder.database.forms import settled
from builder.database.ids import Ids
from builder.derivation import Derivation
from builder.linking.compose import Composer, Mapping
from builder.linking.matching.results import Derived, DerivedAttribute, DerivedResource
from builder.linking.repeats import taken_over

Names = set[tuple[str, str]]


@dataclass
class Proposals:
    """In row ids of the base file: (attribute, system) → mappings seen from the attribute."""

    judged: set[tuple[int, str]]
    """Pairs with a verdict, in any file, or with an answer that follows from their kind."""
    answers: dict[tuple[int, str], list[Mapping]] = field(default_factory=lambda: defaultdict(list))
    candidates: dict[tuple[int, str], list[Mapping]] = field(
        default_factory=lambda: defaultdict(list)
    )


def propose(subject: Subject, world: World, connection: sqlite3.Connection) -> Proposals:
    """What the derivation proposes where no person has judged, as if the file were not
    `complete`.
    """
    ids = Ids(connection)
    curated = _open(subject)
    found = mappings.derived(
        _between(world.derivation, subject.names()),
        ids,
        mappings.judged(curated, ids),
    )
    direct = mappings.curated(curated).attributes
    seen = Composer((), ids.system_of("attribute"), curated.inverse)

    def turned(mapping: Mapping) -> Mapping | None:
        return seen.turned(mapping) if (mapping.target or 0) > 0 else None

    number = ids.resources[subject.system, subject.name]
    derived = settled(found.attributes, connection)
    out = Proposals(_judged(direct, ids, curated, turned))
    out.judged |= {(one, system) for one, system, _ in repeats.without_place(connection)}
    repeated: list[Mapping] = []
    for whole_round in repeats.rounds(connection):
        mine = [each for each in whole_round if ids.owner(each.attribute) == number]
        repeated += taken_over(
            [*direct, *derived, *repeated], mine, out.judged, turned, curated.inverse
        )
    for mapping in [*derived, *map(_without_ref, repeated)]:
        for side in (mapping, turned(mapping)):
            if side is not None:
                side = linked.without_template(side) if side.to_system == "boto3" else side
                out.answers[side.subject, side.to_system].append(side)
    for mapping in found.candidates:
        for side in (mapping, turned(mapping)):
            if side is not None:
                out.candidates[side.subject, side.to_system].append(side)
    return out


def _without_ref(mapping: Mapping) -> Mapping:
    """The mapping without the sentence that says what Ref returns: the row says it."""
    note = re.sub(r"^Ref returns \S+\. ?", "", mapping.note or "")
    return msgspec.structs.replace(mapping, note=note or None)


def _open(subject: Subject) -> Curated:
    """The mapping files, the subject's own without its word that it is complete."""
    files = [
        (
            msgspec.structs.replace(
                each, written=msgspec.structs.replace(each.written, complete=[])
            )
            if each is subject.own
            else each
        )
        for each in subject.curated.files
    ]
    return replace(subject.curated, files=files)


def _judged(
    direct: Iterable[Mapping],
    ids: Ids,
    curated: Curated,
    turned: Callable[[Mapping], Mapping | None],
) -> set[tuple[int, str]]:
    """(attribute, system) pairs that people gave a verdict on, from either side, and what
    follows.
    """
    composer = Composer(direct, ids.system_of("attribute"), curated.inverse, owner=ids.owner)
    found = set()
    for mapping in [*direct, *composer.compose()]:
        for side in (mapping, turned(mapping)):
            if side is not None:
                found.add((side.subject, side.to_system))
    return found


def _between(found: Derivation, names: Names) -> Derivation:
    """The part of a derivation that speaks of one of the resources."""

    def attributes(rows: list[DerivedAttribute]) -> list[DerivedAttribute]:
        return [r for r in rows if {(r.system, r.resource), (r.to_system, r.to_resource)} & names]

    def resources(rows: list[DerivedResource]) -> list[DerivedResource]:
        return [r for r in rows if {(r.system, r.resource), (r.to_system, r.to_resource)} & names]

    def part(whole: Derived) -> Derived:
        return Derived(
            resources(whole.resources),
            attributes(whole.attributes),
            [],
            attributes(whole.candidates),
        )

    return Derivation(part(found.terraform), part(found.boto3))


def others(system: str) -> list[str]:
    """The systems that an attribute of `system` is judged against."""
    return [each for each in SYSTEMS if each != system]
