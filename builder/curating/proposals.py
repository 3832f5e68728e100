"""Which attributes of a subject have a verdict, and what the derivation proposes for the others."""

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
    """All fields use row ids of the base file. `answers` and `candidates`: (attribute, system) →
    the derived mappings, with the attribute as subject."""

    verdicts: set[tuple[int, str]]
    """(attribute, system) pairs with a verdict in any file, or with an answer that follows from the
    kind of the attribute."""
    answers: dict[tuple[int, str], list[Mapping]] = field(default_factory=lambda: defaultdict(list))
    candidates: dict[tuple[int, str], list[Mapping]] = field(
        default_factory=lambda: defaultdict(list)
    )


def propose(subject: Subject, world: World, connection: sqlite3.Connection) -> Proposals:
    """The verdicts on the subject, and the proposals of the derivation for the rest, as if the file
    were not `complete`.
    """
    ids = Ids(connection)
    curated = _without_complete(subject)
    derived_mappings = mappings.derived_mappings(
        _part_about(world.derivation, subject.names()),
        ids,
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
    """The mapping without the sentence about what Ref returns: the row shows that."""
    note = re.sub(r"^Ref returns \S+\. ?", "", mapping.note or "")
    return msgspec.structs.replace(mapping, note=note or None)


def _without_complete(subject: Subject) -> Curated:
    """The mapping files, with the `complete` of the subject's own file removed."""
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
    """(attribute, system) pairs with a curated mapping, or one that follows from curated mappings;
    from both ends.
    """
    composer = Composer(direct, ids.system_of("attribute"), curated.inverse, owner=ids.owner)
    pairs = set()
    for mapping in [*direct, *composer.compose()]:
        for side in (mapping, reverse(mapping)):
            if side is not None:
                pairs.add((side.subject, side.to_system))
    return pairs


def _part_about(derivation: Derivation, names: Names) -> Derivation:
    """The part of a derivation that is about one of the resources."""

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
    """The systems to which the attributes of `system` are mapped by people."""
    return [name for name in SYSTEMS if name != system]
