"""The rows of mappings, pitfalls and the history: as in rows.py, but a check of a program without
mistakes needs none of them.
"""

from typing import NamedTuple


class ClaimRow(NamedTuple):
    """The claim that mappings share, as it is stored. `resource_id` is a whole resource that is the
    attribute's equivalent.
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


class MappingRow(NamedTuple):
    """A mapping as seen from the attribute in question, with the attribute that it leads to.

    `resource_id` is the resource of that attribute, or a whole resource that is the equivalent
    (then `attribute_id` is None). Both are None for `none`, where `note` is the reason.
    """

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


class LinkRow(NamedTuple):
    """A mapping of two resources, as seen from the one in question. `resource_id` is None for
    `none`; `holds` and `back` are JSON.
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
    """A mapping of an attribute of a resource: its path, and its equivalent in another system, with
    the transform.
    """

    path: str
    system: str
    other: str
    condition: str | None
    transform: str | None
    relation: str


class PitfallRow(NamedTuple):
    """A wrong but tempting path, why it is wrong and the source of the mistake."""

    id: int
    wrong: str
    why: str
    seen: str | None


class SignRow(NamedTuple):
    """A setting that shows that a condition is true: the path in the resource in question, an
    operator and a value.
    """

    path: str
    operator: str
    value: str


class HistoryRow(NamedTuple):
    """The versions in which something existed: `since`, `until`, and `removed_in`, the first
    version without it. `path` is "" for the resource itself.
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
