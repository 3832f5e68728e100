"""What the derivation of boto3 hands over."""

from __future__ import annotations

import msgspec

from builder.linking.matching.results import Evidence


class Boto3Resource(msgspec.Struct, frozen=True):
    """A boto3 resource that describes a CloudFormation type or Terraform resource. Role: main or part."""

    system: str
    resource: str
    boto3: str
    role: str
    confidence: float
    evidence: Evidence


class Boto3Attribute(msgspec.Struct, frozen=True):
    """An attribute and what boto3 calls it; `transform` says how the value changes on the way to boto3."""

    system: str
    resource: str
    path: str
    boto3_resource: str
    boto3_path: str
    relation: str
    transform: str | None
    confidence: float
    evidence: Evidence
    note: str | None = None


class DerivedBoto3(msgspec.Struct, frozen=True):
    """Answers, and candidates that are never answers; each sorted by names and paths."""

    resources: list[Boto3Resource]
    attributes: list[Boto3Attribute]
    resource_candidates: list[Boto3Resource]
    candidates: list[Boto3Attribute]
