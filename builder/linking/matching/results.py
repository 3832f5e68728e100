"""The result of a derivation, the same for every pair of systems."""

from __future__ import annotations

import msgspec

Evidence = dict[str, str | float]
"""Feature → its value, short enough to be shown: {"names": "cache node type = node type",
"descriptions": 0.71}."""


class DerivedResource(msgspec.Struct, frozen=True):
    """Two resources that are the same thing. Role: main, alternative or part."""

    system: str
    resource: str
    to_system: str
    to_resource: str
    role: str
    confidence: float
    evidence: Evidence

    def key(self) -> tuple[str, ...]:
        """The key to sort by."""
        return self.system, self.resource, self.to_resource


class DerivedAttribute(msgspec.Struct, frozen=True):
    """Two attributes that are the same thing. Relation: exact or close; `transform` says how the
    value changes on the way."""

    system: str
    resource: str
    path: str
    to_system: str
    to_resource: str
    to_path: str
    relation: str
    transform: str | None
    confidence: float
    evidence: Evidence
    note: str | None = None

    def key(self) -> tuple[str, ...]:
        """The key to sort by."""
        return self.system, self.resource, self.path, self.to_resource, self.to_path


class Derived(msgspec.Struct, frozen=True):
    """Answers, and candidates that are never answers; each sorted by names and paths."""

    resources: list[DerivedResource]
    attributes: list[DerivedAttribute]
    resource_candidates: list[DerivedResource]
    candidates: list[DerivedAttribute]
