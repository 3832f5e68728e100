"""What the derivation hands over."""

from __future__ import annotations

import msgspec

Evidence = dict[str, str | float]
"""Feature → what was seen, short enough to be shown: {"names": "cache node type = node type", "descriptions": 0.71}."""


class DerivedResource(msgspec.Struct, frozen=True):
    """A Terraform resource that stands for a CloudFormation type. Role: main, alternative or part."""

    cloudformation: str
    terraform: str
    role: str
    confidence: float
    evidence: Evidence


class DerivedAttribute(msgspec.Struct, frozen=True):
    """Two attributes that stand for the same thing. Relation: exact or close."""

    cloudformation_resource: str
    cloudformation_path: str
    terraform_resource: str
    terraform_path: str
    relation: str
    transform: str | None
    confidence: float
    evidence: Evidence


class Derived(msgspec.Struct, frozen=True):
    """Answers, and candidates that are never answers; each sorted by names and paths."""

    resources: list[DerivedResource]
    attributes: list[DerivedAttribute]
    resource_candidates: list[DerivedResource]
    candidates: list[DerivedAttribute]
