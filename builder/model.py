"""The output of an extractor: the resources of one system, each with its attributes.

Path grammar: `.` for nesting, `[]` for the item of a list or set, `.*` for the value under any key
of a map.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from iac_crosswalk.vocabulary import SYSTEMS, SystemName

__all__ = ["SYSTEMS", "Attribute", "Extraction", "Kind", "Resource", "SystemName"]

Kind = Literal["resource", "data-source", "pseudo"]


class Attribute(msgspec.Struct, omit_defaults=True):
    """One path of a resource.

    `type` is a word of one small vocabulary for all systems: string, number, integer, boolean, json
    (free form), timestamp (boto3: a datetime), object, list<T>, set<T>, map<T>, or any where the
    source has no type. Flags are None where the source does not state them, which is not the same
    as False.
    """

    path: str
    type: str = "any"
    description: str = ""
    is_input: bool = False
    is_output: bool = False
    required: bool = False
    computed: bool = False
    create_only: bool = False
    write_only: bool = False
    gettable: bool | None = None
    """CloudFormation only: Fn::GetAtt accepts it."""
    deprecated: str | None = None
    """None, or the source's message (an empty one becomes "deprecated")."""
    described_by: str | None = None
    """The system whose text `description` is, where it is another one's: Terraform's attributes
    have the descriptions of their Pulumi twins."""
    enum: list[str] = []
    """The values the source allows, as text, where it lists them."""
    native: str | None = None
    """Pulumi and CDK: the camelCase name that other languages are made from, for the last part of
    the path. Terraform: the whole path in an expression, where it differs."""
    class_name: str | None = None
    """Pulumi and CDK: the class, in a program, of the object, or of the objects in the list or map,
    at this path."""
    recursive: bool = False
    """The path ends here: the type of this attribute is also the type of one above it on the same
    path."""


class Resource(msgspec.Struct, omit_defaults=True):
    """One type of one system, its attributes sorted by path."""

    system: SystemName
    name: str
    kind: Kind = "resource"
    service: str = ""
    """The system's own name of the service: `ElastiCache`, `elasticache` (Pulumi module, boto3
    client), `aws_elasticache` (CDK)."""
    description: str = ""
    aliases: list[str] = []
    """Other names for questions: `aws.elasticache.ReplicationGroup`."""
    deprecated: str | None = None
    described_by: str | None = None
    """As for an attribute."""
    alias_of: str | None = None
    """The resource of which this is an alias: `aws_lb` for `aws_alb`."""
    attributes: list[Attribute] = []
    facts: dict[str, Any] = {}
    """Facts of this source alone that linking needs, documented in the extractor."""


class Extraction(msgspec.Struct):
    """The content of one source package, resources sorted by (kind, name)."""

    system: SystemName
    package: str
    version: str
    resources: list[Resource]
    notes: list[str] = []
    """Parts of the package that the extractor could not use, one line each, for the build
    report."""
