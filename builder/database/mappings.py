"""Curated and derived mappings as direct mappings in row ids; and the verdicts that restrict
derived ones.
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
from builder.linking.merge import Judged, one_answer_each


@dataclass(frozen=True)
class Direct:
    """Curated or derived mappings, not composed ones."""

    resources: list[Mapping]
    attributes: list[Mapping]
    candidates: list[Mapping]


def derived(found: Derivation, ids: Ids, judged: Judged) -> Direct:
    """The derived mappings, as far as `judged` allows."""
    terraform, boto3 = found.terraform, found.boto3

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
            judged.parts.setdefault((pair.subject, pair.to_system), set()).add(pair.target)
    rows = one_answer_each(
        m
        for m in attributes([*terraform.attributes, *boto3.attributes])
        if judged.keeps(m, ids.owner, system_of)
    )
    answered = {(m.subject, m.to_system) for m in rows}
    rows += keys_of_maps(rows, answered | judged.attributes, ids, system_of)
    guesses = one_answer_each(
        m
        for m in attributes([*terraform.candidates, *boto3.candidates])
        if judged.keeps(m, ids.owner, system_of) and (m.subject, m.to_system) not in answered
    )
    holding = {(ids.owner(m.subject), ids.owner(m.target)) for m in rows if m.target}
    left = (judged.left(pair, holding) for pair in pairs)
    return Direct(one_answer_each(filter(None, left)), rows, guesses)


def keys_of_maps(
    rows: Iterable[Mapping],
    answered: Collection[tuple[int, str]],
    ids: Ids,
    system_of: Callable[[int], str],
) -> list[Mapping]:
    """`none` for each item of a list of {Key, Value} that is a map elsewhere: the items have no
    names there. Once for each item without an answer, from `rows` that link such a list.
    """
    found: dict[tuple[int, str], Mapping] = {}
    for m in rows:
        if not m.target or m.whole or m.transform not in ("tags-to-map", "map-to-tags"):
            continue
        one, other = m.subject, m.target
        listed, mapped = (one, other) if m.transform == "tags-to-map" else (other, one)
        system = system_of(mapped)
        for item in ids.items_of(listed):
            if (item, system) not in answered:
                found.setdefault(
                    (item, system),
                    Mapping(
                        subject=item,
                        to_system=system,
                        target=None,
                        relation="none",
                        confidence=m.confidence,
                        origin="derived" if m.origin == "derived" else "rule",
                        note=(
                            f"The whole list is the map {ids.name(mapped)} there; its keys and"
                            " values have no names of their own."
                        ),
                        source=m.source,
                    ),
                )
    return list(found.values())


def curated(knowledge: Curated) -> Direct:
    """The curated direct mappings."""
    claimed = [claim for file in knowledge.files for claim in file.resources]
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
        for c in claimed
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


def judged(knowledge: Curated, ids: Ids) -> Judged:
    """The curated verdicts, and their consequences, in the form that restricts derived rows."""
    found = Judged()
    system_of, readers = ids.system_of("attribute"), ids.readers("attribute")
    for file in knowledge.files:
        for resource in file.resources:
            said = found.resources.setdefault((resource.subject, resource.to_system), set())
            if resource.target is not None:
                said.add(resource.target)
                if resource.role == "main":
                    found.mains.setdefault((resource.subject, resource.to_system), set()).add(
                        resource.target
                    )
                    found.mains.setdefault((resource.target, file.written.system), set()).add(
                        resource.subject
                    )
        if file.subject is not None:
            found.complete.update((file.subject, system) for system in file.written.complete)
        found.refused.update((refused.subject.id, refused.target.id) for refused in file.rejected)
    written = curated(knowledge)
    for pair in Composer(written.resources, ids.system_of("resource"), knowledge.inverse).compose():
        if pair.target is not None and pair.role == "main":
            found.follows.setdefault((pair.subject, pair.to_system), set()).add(pair.target)
    direct = written.attributes
    settable = ids.settable()
    related: dict[int | None, set[int]] = {}
    for pair in written.resources:
        related.setdefault(pair.target, set()).add(pair.subject)
        related.setdefault(pair.subject, set()).update(() if pair.target is None else [pair.target])
    for mapping in [
        *direct,
        *Composer(
            direct, system_of, knowledge.inverse, owner=ids.owner, only_read=ids.only_read()
        ).compose(),
    ]:
        owner = ids.owner(mapping.subject)
        other = mapping.whole or (ids.owner(mapping.target) if mapping.target is not None else None)
        found.judge(mapping.subject, mapping.to_system, other, mapping.target in settable)
        if mapping.target is not None and mapping.relation == "exact" and mapping.condition is None:
            found.taken.add((owner, mapping.target))
            # A row that points into a resource that its file is not about does not restrict that
            # resource. A data source's attribute may also be an attribute of a resource.
            about = mapping.via or owner in related.get(other, ())
            if not mapping.whole and about and mapping.subject not in readers:
                found.judge(mapping.target, system_of(mapping.subject), owner)
    return found
