"""The relation of a link, and how the value changes where the shapes differ (names from data/transforms.yaml)."""

from __future__ import annotations

import re

from builder.linking.matching.assignment import Found
from builder.linking.matching.similarity import arn_of
from builder.linking.matching.trees import Node

_SCALARS = ("string", "number", "boolean")
_ARN = "arn"
_WAYS = ("id", "name")
"""Last words of what is no ARN. (AWS calls ARNs identifiers, too.)"""
_SAYS_ARN = re.compile(r"\bARNs?\b|Amazon Resource Name")
_SAYS_OTHER = re.compile(r"\b(?:ID|id|[Nn]ame)s? of\b")


def transform_of(one: Node, other: Node) -> str | None:
    """From the CloudFormation attribute `one` to the Terraform attribute `other`; None where the value stays as it is."""
    mine, theirs = one.head, other.head
    if mine == "list" and theirs == "map":
        return "tags-to-map" if {child.name for child in one.children} == {"Key", "Value"} else "blocks-to-map"
    if mine == "map" and theirs == "list":
        return "map-to-blocks" if other.is_block else None
    if theirs == "string" and mine in ("json", "object", "map"):
        return "flatten" if mine == "object" and not _is_json_text(one, other) else "json-encode"
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
        return "blocks-to-list" if one.is_block and not other.is_block else identity_transform(one, other)
    if mine in ("number", "boolean") and theirs == "string":
        return "to-string"
    if mine == theirs == "string":
        return identity_transform(one, other)
    return "parse" if mine == "string" and theirs in ("number", "boolean") else None


def _is_json_text(one: Node, other: Node) -> bool:
    """Whether the text holds the object as JSON: it is documented so, or the object is too deep for one plain value to stand for it."""
    return not one.children or "JSON" in other.text or any(child.children or child.is_block for child in one.children)


def identity_transform(one: Node, other: Node) -> str | None:
    """Between an ARN and the id or name at its end: by the names, or by the documentation where a name says neither.

    What is documented to take an ARN as well stays as it is; `Ref` and `id` are what they are said to be (identity.py).
    """
    if one.path == "Ref" or other.path == "id" or one.is_block or other.is_block:
        return None
    mine, theirs = _is_arn(one), _is_arn(other)
    if mine and other.words[-1] in _WAYS and not _SAYS_ARN.search(other.text):
        return "arn-to-name"
    if theirs and one.words[-1] in _WAYS and not _SAYS_ARN.search(one.text) and _SAYS_OTHER.search(one.text):
        return "name-to-arn"
    return None


def _is_arn(node: Node) -> bool:
    return node.words[-1] == _ARN or (node.words[-1] not in _WAYS and arn_of(node.text) is not None)


def relation_of(found: Found, transform: str | None) -> str:
    """exact, or close where one thing is only held by or near the other."""
    one, other = found.cloudformation, found.terraform
    if found.kind in ("shared", "holder"):
        return "close"
    if transform in ("first-item", "flatten") or (transform == "wrap-list" and one.head in _SCALARS):
        return "close"
    if one.attribute.is_input and not one.attribute.is_output and not other.attribute.is_input:
        # The registry calls a block settable whose members can only be read.
        return "close"
    if one.is_block and other.is_block and one.head == "list" != other.head:
        # An object may be a Terraform block of one; a list in one block is less than a list.
        return "close"
    return "exact"
