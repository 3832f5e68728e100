"""The relation of a link, and how the value changes where the shapes differ (names from data/transforms.yaml)."""

from __future__ import annotations

from builder.linking.derive.attributes import Found
from builder.linking.derive.shapes import Node

_SCALARS = ("string", "number", "boolean")


def transform_of(one: Node, other: Node) -> str | None:
    """From the CloudFormation attribute `one` to the Terraform attribute `other`; None where the value stays as it is."""
    mine, theirs = one.head, other.head
    if mine == "list" and theirs == "map":
        return "tags-to-map" if {child.name for child in one.children} == {"Key", "Value"} else "blocks-to-map"
    if mine == "map" and theirs == "list":
        return "map-to-blocks" if other.is_block else None
    if theirs == "string" and mine in ("json", "object", "map"):
        return "json-encode"
    if theirs == "string" and mine == "list":
        return "json-encode" if one.is_block else "first-item"
    if mine == "string" and theirs == "list":
        return None if other.is_block else "wrap-list"
    if mine in ("number", "boolean") and theirs == "list" and not other.is_block:
        return "wrap-list"
    if mine == "list" and theirs in ("number", "boolean"):
        return "first-item"
    if mine == "list" and theirs == "list":
        if other.is_block and not one.is_block and one.attribute.type != "any":
            return "list-to-blocks"
        return "blocks-to-list" if one.is_block and not other.is_block else None
    if mine in ("number", "boolean") and theirs == "string":
        return "to-string"
    return "parse" if mine == "string" and theirs in ("number", "boolean") else None


def relation_of(found: Found, transform: str | None) -> str:
    """exact, or close where one thing is only held by or near the other."""
    one, other = found.cloudformation, found.terraform
    if found.kind in ("shared", "holder"):
        return "close"
    if transform == "first-item" or (transform == "wrap-list" and one.head in _SCALARS):
        return "close"
    if one.attribute.is_input and not one.attribute.is_output and not other.attribute.is_input:
        # The registry calls a block settable whose members can only be read.
        return "close"
    if one.is_block and other.is_block and one.head == "list" != other.head:
        # An object may be a Terraform block of one; a list in one block is less than a list.
        return "close"
    return "exact"
