"""The rows of resources and attributes that the modules of queries/ return: a NamedTuple for each
kind, with the column names of docs/data-model.md.

The other rows are apart, because every start pays for each class: those of answers are in
answer_rows.py, those that only pages, searches and explanations need beside their statements.
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
    """The present name of the same resource, if this is an older name."""


class AttributeRow(NamedTuple):
    """An attribute as questions need it."""

    id: int
    path: str
    is_input: int
    is_output: int
    deprecated: str | None = None


class MemberRow(NamedTuple):
    """An attribute as the tree of a schema needs it."""

    id: int
    above: str
    """The part of the path before its last name, with its dot."""
    name: str
    type: str
    flags: int
    """The bits of tables.FLAGS."""
    deprecated: str | None
    native: str | None
