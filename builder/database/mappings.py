"""Curated and derived mappings as direct mappings in row ids, and the curated verdicts that
restrict derived ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from builder.curated.knowledge import Curated
from builder.database import base
from builder.database.ids import Ids
from builder.derivation import Derivation
from builder.linking.compose import Composer, Mapping
from builder.linking.matching.results import DerivedAttribute, DerivedResource
from builder.linking.merge import Verdicts, one_answer_each


@dataclass(frozen=True)
class Direct:
    """Direct mappings: curated or derived, not composed."""

    resources: list[Mapping]
    attributes: list[Mapping]
    candidates: list[Mapping]


def derived_mappings(derivation: Derivation, ids: Ids, curated_verdicts: Verdicts) -> Direct:
    """The derived mappings, without those that the curated verdicts exclude. Adds derived parts to
    `curated_verdicts`.
    """
    terraform, boto3 = derivation.terraform, derivation.boto3

    def resources(rows: Iterable[DerivedResource]) -> Iterator[Mapping]:
        for row in rows:
            yield Mapping(
                subject=ids.resources[row.system, row.resource],
                to_system=row.to_system,
                target=ids.resources[row.to_system, row.to_resource],
                role=row.role,
                confidence=row.confidence,
                origin="derived",
                evidence=base.dump(row.evidence),
            )

    def attributes(rows: Iterable[DerivedAttribute]) -> Iterator[Mapping]:
        for row in rows:
            yield Mapping(
                subject=ids.attribute(row.system, row.resource, row.path),
                to_system=row.to_system,
                target=ids.attribute(row.to_system, row.to_resource, row.to_path),
                relation=row.relation,
                transform=row.transform,
                confidence=row.confidence,
                origin="derived",
                note=row.note,
                evidence=base.dump(row.evidence),
            )

    system_of = ids.system_of("attribute")
    pairs = [*resources([*terraform.resources, *boto3.resources])]
    for pair in pairs:
        if pair.role == "part" and pair.target is not None:
            curated_verdicts.parts.setdefault((pair.subject, pair.to_system), set()).add(
                pair.target
            )
    rows = one_answer_each(
        m
        for m in attributes([*terraform.attributes, *boto3.attributes])
        if curated_verdicts.keeps(m, ids.owner, system_of)
    )
    answered_pairs = {(m.subject, m.to_system) for m in rows}
    rows += keys_of_maps(rows, answered_pairs | curated_verdicts.attributes, ids, system_of)
    candidates = one_answer_each(
        m
        for m in attributes([*terraform.candidates, *boto3.candidates])
        if curated_verdicts.keeps(m, ids.owner, system_of)
        and (m.subject, m.to_system) not in answered_pairs
    )
    linked_resources = {(ids.owner(m.subject), ids.owner(m.target)) for m in rows if m.target}
    remaining = (curated_verdicts.remaining(pair, linked_resources) for pair in pairs)
    return Direct(one_answer_each(filter(None, remaining)), rows, candidates)


def keys_of_maps(
    rows: Iterable[Mapping],
    answered_pairs: Collection[tuple[int, str]],
    ids: Ids,
    system_of: Callable[[int], str],
) -> list[Mapping]:
    """`none` for each item of a list of {Key, Value} that `rows` map to a map: a map has no names
    for its keys and values. Items in `answered_pairs` are left out.
    """
    mappings: dict[tuple[int, str], Mapping] = {}
    for m in rows:
        if not m.target or m.whole or m.transform not in ("tags-to-map", "map-to-tags"):
            continue
        one, other = m.subject, m.target
        list_attribute, map_attribute = (
            (one, other) if m.transform == "tags-to-map" else (other, one)
        )
        system = system_of(map_attribute)
        for item in ids.items_of(list_attribute):
            if (item, system) not in answered_pairs:
                mappings.setdefault(
                    (item, system),
                    Mapping(
                        subject=item,
                        to_system=system,
                        target=None,
                        relation="none",
                        confidence=m.confidence,
                        origin="derived" if m.origin == "derived" else "rule",
                        note=(
                            f"The whole list is the map {ids.name(map_attribute)} there; its keys"
                            " and values have no names of their own."
                        ),
                        source=m.source,
                    ),
                )
    return list(mappings.values())


def curated_mappings(knowledge: Curated) -> Direct:
    """The curated direct mappings."""
    resource_claims = [claim for file in knowledge.files for claim in file.resources]
    resources = [
        Mapping(
            subject=c.subject,
            to_system=c.to_system,
            target=c.target,
            relation="none" if c.target is None else c.relation,
            role=c.role,
            condition=c.when,
            origin="curated",
            note=c.note,
            source=f"{c.file}:{c.line}",
            holds=c.of,
            back=c.back,
        )
        for c in resource_claims
    ]
    attributes = [
        Mapping(
            subject=c.subject.id,
            to_system=c.to_system,
            target=c.end or None,
            relation=c.relation,
            condition=c.when,
            key=c.key,
            transform=c.transform,
            origin="curated",
            note=c.note,
            source=c.where if c.source is None else f"{c.where} ({c.source})",
        )
        for c in knowledge.claims()
    ]
    return Direct(resources, attributes, [])


def curated_verdicts(knowledge: Curated, ids: Ids) -> Verdicts:
    """The verdicts of mapping files and what follows from them, to restrict derived rows."""
    verdicts = Verdicts()
    system_of, readers = ids.system_of("attribute"), ids.readers("attribute")
    for file in knowledge.files:
        for resource in file.resources:
            equivalents = verdicts.resources.setdefault(
                (resource.subject, resource.to_system), set()
            )
            if resource.target is not None:
                equivalents.add(resource.target)
                if resource.role == "main":
                    verdicts.mains.setdefault((resource.subject, resource.to_system), set()).add(
                        resource.target
                    )
                    verdicts.mains.setdefault(
                        (resource.target, file.mapping_file.system), set()
                    ).add(resource.subject)
        if file.subject is not None:
            verdicts.complete.update(
                (file.subject, system) for system in file.mapping_file.complete
            )
        verdicts.refused.update(
            (rejection.subject.id, rejection.target.id) for rejection in file.rejected
        )
    curated = curated_mappings(knowledge)
    for pair in Composer(curated.resources, ids.system_of("resource"), knowledge.inverse).compose():
        if pair.target is not None and pair.role == "main":
            verdicts.follows.setdefault((pair.subject, pair.to_system), set()).add(pair.target)
    direct = curated.attributes
    settable = ids.settable()
    related: dict[int | None, set[int]] = {}
    for pair in curated.resources:
        related.setdefault(pair.target, set()).add(pair.subject)
        related.setdefault(pair.subject, set()).update(() if pair.target is None else [pair.target])
    for mapping in [
        *direct,
        *Composer(
            direct, system_of, knowledge.inverse, owner=ids.owner, only_read=ids.only_read()
        ).compose(),
    ]:
        owner = ids.owner(mapping.subject)
        target_resource = mapping.whole or (
            ids.owner(mapping.target) if mapping.target is not None else None
        )
        verdicts.judge(
            mapping.subject, mapping.to_system, target_resource, mapping.target in settable
        )
        if mapping.target is not None and mapping.relation == "exact" and mapping.condition is None:
            verdicts.taken.add((owner, mapping.target))
            # A row may name a resource that its file does not map: then it does not restrict that
            # resource. Nor does a data source: its targets may also be those of a resource.
            names_related = mapping.via or owner in related.get(target_resource, ())
            if not mapping.whole and names_related and mapping.subject not in readers:
                verdicts.judge(mapping.target, system_of(mapping.subject), owner)
    return verdicts
