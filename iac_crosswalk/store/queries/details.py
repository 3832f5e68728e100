"""Statements for what an answer shows besides mappings: the facts of a resource, its attributes and
parts, the evidence of a mapping, candidates.

Not in `queries` itself: a start of `check` needs none of it.
"""

from typing import NamedTuple

from iac_crosswalk.store.queries.base import Store


class FactsRow(NamedTuple):
    """The facts of a resource that pages show. `reference` is JSON."""

    service: str
    description: str
    deprecated: str | None
    documentation_url: str | None
    reference: str | None


def resource_facts(store: Store, resource_id: int) -> FactsRow:
    """The facts of a resource that pages show."""
    (row,) = store.rows(
        "select service, description, deprecated, documentation_url, reference from resource where"
        " id = ?",
        [resource_id],
    )
    return FactsRow(*row)


class DetailRow(NamedTuple):
    """An attribute with everything that a page shows. `described_by`: the resource that its
    description is from, if it is another one.
    """

    path: str
    type: str
    description: str
    is_input: int
    is_output: int
    gettable: int | None
    required: int
    computed: int
    create_only: int
    write_only: int
    deprecated: str | None
    described_by: str | None


def attribute_details(store: Store, resource_id: int) -> list[DetailRow]:
    """The attributes of a resource with everything that a page shows."""
    twin = "described_by" if store.has("attribute", "described_by") else "null"
    rows = store.rows(
        "select path, type, description, is_input, is_output, gettable, required, computed,"
        f" create_only, write_only, deprecated, {twin} from attribute where resource_id = ? order"
        " by id",
        [resource_id],
    )
    return [DetailRow(*row) for row in rows]


class PartRow(NamedTuple):
    """A part: one of several resources that together are the equivalent of an owner. `condition` is
    in words, `of` (JSON) the paths of the owner that it holds, `back` (JSON) its arguments that
    point back to the owner.
    """

    name: str
    condition: str | None
    origin: str
    relation: str
    confidence: float
    note: str | None
    deprecated: str | None
    of: str | None
    back: str | None


def parts_of(store: Store, resource_id: int, system: str) -> list[PartRow]:
    """The parts of a resource in one system, in the order of its file."""
    rows = store.rows(
        "select r.name, m.condition, m.origin, m.relation, m.confidence, m.note, r.deprecated,"
        " m.holds, m.back from resource_mapping m join resource r on r.id = m.to_resource_id where"
        " m.from_resource_id = ? and m.to_system = ? and m.role = 'part' order by m.id",
        [resource_id, system],
    )
    return [PartRow(*row) for row in rows]


class CandidateRow(NamedTuple):
    """A candidate: a guess below the threshold."""

    resource: str
    attribute: str
    confidence: float


def candidates(store: Store, attribute_id: int, system: str) -> list[CandidateRow]:
    """The three candidates with the highest confidence."""
    rows = store.rows(
        "select r.name, a.path, c.confidence from candidate c join attribute a on a.id ="
        " c.to_attribute_id join resource r on r.id = a.resource_id where c.from_attribute_id = ?"
        " and r.system = ? order by c.confidence desc, a.id limit 3",
        [attribute_id, system],
    )
    return [CandidateRow(*row) for row in rows]


class BasisRow(NamedTuple):
    """The evidence for a mapping: the system in between, file and line, the evidence as JSON."""

    via: str | None
    source: str | None
    evidence: str | None


def basis(store: Store, mapping_id: int) -> BasisRow:
    """The evidence for a mapping."""
    (row,) = store.rows(
        "select via, source, evidence from attribute_mapping where id = ?", [mapping_id]
    )
    return BasisRow(*row)


class StepRow(NamedTuple):
    """The two mappings that a composed one consists of, and the attribute in between."""

    middle: int
    mapping_id: int
    other_mapping_id: int


def composed_of(store: Store, attribute_id: int, other_id: int, via: str) -> list[StepRow]:
    """The two direct mappings that form the composed one between two attributes: through the first
    attribute of the system `via` that has both.
    """
    rows = store.rows(
        "select x.to_attribute_id, x.mapping_id, y.mapping_id from (select * from directed_mapping"
        " where from_attribute_id = ?1 and to_system = ?3) x join (select * from directed_mapping"
        " where from_attribute_id = ?2 and to_system = ?3) y on y.to_attribute_id ="
        " x.to_attribute_id order by 1 limit 1",
        [attribute_id, other_id, via],
    )
    return [StepRow(*row) for row in rows]
