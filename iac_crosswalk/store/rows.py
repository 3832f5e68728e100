"""The rows that the modules of queries/ read: a NamedTuple for each kind, with the column names of
docs/data-model.md.
"""

# Annotations are not text here: NamedTuple would compile each of them, at every start.

from typing import NamedTuple


class ResourceRow(NamedTuple):
    """A resource as lookups need it."""

    id: int
    system: str
    name: str
    kind: str
    call: str | None


class TargetRow(NamedTuple):
    """A resource as answers need it."""

    id: int
    system: str
    name: str
    kind: str
    call: str | None
    deprecated: str | None
    alias_of: str | None
    """The present name of the same resource, where this is an older one."""


class AttributeRow(NamedTuple):
    """An attribute as questions need it."""

    id: int
    path: str
    is_input: int
    is_output: int
    deprecated: str | None = None


class MappingRow(NamedTuple):
    """A mapping, seen from the attribute in question, with the attribute that it leads to.

    `resource_id` is the resource of that attribute, or the resource that is its equivalent as a
    whole (then `attribute_id` is None); both are None for `none`, where `note` is the reason."""

    system: str
    resource_id: int | None
    attribute_id: int | None
    relation: str
    condition: str | None
    transform: str | None
    key: str | None
    confidence: float
    origin: str
    note: str | None
    mapping_id: int
    path: str | None
    native: str | None
    gettable: int | None
    is_input: int | None
    is_output: int | None
    deprecated: str | None


class ClaimRow(NamedTuple):
    """The claim that mappings share, as it is stored. `resource_id` is the resource that is the
    attribute's equivalent as a whole.
    """

    system: str
    resource_id: int | None
    relation: str
    condition: str | None
    transform: str | None
    key: str | None
    confidence: float
    origin: str
    note: str | None


class LinkRow(NamedTuple):
    """A mapping of two resources, seen from the one in question. `resource_id` is None for `none`;
    `holds` and `back` are JSON.
    """

    system: str
    resource_id: int | None
    name: str | None
    relation: str
    role: str | None
    condition: str | None
    origin: str
    confidence: float
    note: str | None
    deprecated: str | None
    alias_of: str | None
    holds: str | None
    back: str | None


class EquivalentRow(NamedTuple):
    """A mapping of any attribute of a resource: its path, and its equivalent elsewhere, with the
    transform.
    """

    path: str
    system: str
    other: str
    condition: str | None
    transform: str | None
    relation: str


class CandidateRow(NamedTuple):
    """A candidate: below the threshold."""

    resource: str
    attribute: str
    confidence: float


class PitfallRow(NamedTuple):
    """A wrong but tempting path, why it is wrong and the source of the mistake."""

    id: int
    wrong: str
    why: str
    seen: str | None


class FactsRow(NamedTuple):
    """The facts of a resource that pages show. `reference` is JSON."""

    service: str
    description: str
    deprecated: str | None
    documentation_url: str | None
    reference: str | None


class DetailRow(NamedTuple):
    """An attribute with everything that a page shows. `described_by` is the resource whose
    description it has, where not its own.
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


class MemberRow(NamedTuple):
    """An attribute as the tree of a schema needs it."""

    id: int
    path: str
    type: str
    is_input: int
    is_output: int
    required: int
    gettable: int | None
    deprecated: str | None
    native: str | None
    recursive: int
    computed: int
    write_only: int


class NamedRow(NamedTuple):
    """A resource, as search needs it."""

    id: int
    system: str
    name: str
    kind: str
    service: str
    deprecated: bool


class MatchRow(NamedTuple):
    """An attribute that a search found."""

    id: int
    resource_id: int
    path: str
    description: str
    deprecated: int


class BasisRow(NamedTuple):
    """The evidence for a mapping: the system in between, file and line, the evidence as JSON."""

    via: str | None
    source: str | None
    evidence: str | None


class StepRow(NamedTuple):
    """The two mappings that a composed one consists of, and the attribute in between."""

    middle: int
    mapping_id: int
    other_mapping_id: int


class PartRow(NamedTuple):
    """A part of what stands for a resource: `condition` in words, `of` (JSON) the paths of the
    owner that it holds, `back` (JSON) its arguments that point back to the owner.
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


class SignRow(NamedTuple):
    """A setting that shows that a condition holds: the path in the resource in question, an
    operator and its value.
    """

    path: str
    operator: str
    value: str


class HistoryRow(NamedTuple):
    """Since and until which version something existed. `path` is "" for the resource itself;
    `removed_in` is the first version without it.
    """

    resource: str
    path: str
    since: str | None
    until: str | None
    removed_in: str | None
    replacement: str | None
    without_replacement: int
    certain: int
    note: str | None
    origin: str
    source: str | None
