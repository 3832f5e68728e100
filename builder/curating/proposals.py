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
from builder.database.forms import with_transforms
from builder.database.ids import Ids
from builder.derivation import Derivation
from builder.linking.compose import Composer, Mapping
from builder.linking.matching.results import Derived, DerivedAttribute, DerivedResource
from builder.linking.repeats import taken_over

Names = set[tuple[str, str]]


@dataclass
class Proposals:
    """In row ids of the base file: (attribute, system) → mappings seen from the attribute."""

    verdicts: set[tuple[int, str]]
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
    curated = _without_complete(subject)
    derived_mappings = mappings.derived_mappings(
        _part_about(world.derivation, subject.names()),
        ids,
        lambda system, name: True,
        mappings.curated_verdicts(curated, ids),
    )
    curated_mappings = mappings.curated_mappings(curated).attributes
    composer = Composer((), ids.system_of("attribute"), curated.inverse)

    def reverse(mapping: Mapping) -> Mapping | None:
        return composer.turned(mapping) if (mapping.target or 0) > 0 else None

    number = ids.resources[subject.system, subject.name]
    derived = with_transforms(derived_mappings.attributes, connection)
    out = Proposals(_curated_pairs(curated_mappings, ids, curated, reverse))
    out.verdicts |= {(one, system) for one, system, _ in repeats.without_place(connection)}
    repeat_mappings: list[Mapping] = []
    for whole_round in repeats.rounds(connection):
        own_repeats = [each for each in whole_round if ids.owner(each.attribute) == number]
        repeat_mappings += taken_over(
            [*curated_mappings, *derived, *repeat_mappings],
            own_repeats,
            out.verdicts,
            reverse,
            curated.inverse,
        )
    for mapping in [*derived, *map(_without_ref, repeat_mappings)]:
        for side in (mapping, reverse(mapping)):
            if side is not None:
                side = linked.without_template(side) if side.to_system == "boto3" else side
                out.answers[side.subject, side.to_system].append(side)
    for mapping in derived_mappings.candidates:
        for side in (mapping, reverse(mapping)):
            if side is not None:
                out.candidates[side.subject, side.to_system].append(side)
    return out


def _without_ref(mapping: Mapping) -> Mapping:
    """The mapping without the sentence that says what Ref returns: the row says it."""
    note = re.sub(r"^Ref returns \S+\. ?", "", mapping.note or "")
    return msgspec.structs.replace(mapping, note=note or None)


def _without_complete(subject: Subject) -> Curated:
    """The mapping files, the subject's own without its word that it is complete."""
    files = [
        (
            msgspec.structs.replace(
                each, mapping_file=msgspec.structs.replace(each.mapping_file, complete=[])
            )
            if each is subject.own_file
            else each
        )
        for each in subject.curated.files
    ]
    return replace(subject.curated, files=files)


def _curated_pairs(
    direct: Iterable[Mapping],
    ids: Ids,
    curated: Curated,
    reverse: Callable[[Mapping], Mapping | None],
) -> set[tuple[int, str]]:
    """(attribute, system) pairs that people gave a verdict on, from either side, and what
    follows.
    """
    composer = Composer(direct, ids.system_of("attribute"), curated.inverse, owner=ids.owner)
    pairs = set()
    for mapping in [*direct, *composer.compose()]:
        for side in (mapping, reverse(mapping)):
            if side is not None:
                pairs.add((side.subject, side.to_system))
    return pairs


def _part_about(derivation: Derivation, names: Names) -> Derivation:
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

    return Derivation(part(derivation.terraform), part(derivation.boto3))


def other_systems(system: str) -> list[str]:
    """The systems that an attribute of `system` is judged against."""
    return [name for name in SYSTEMS if name != system]
