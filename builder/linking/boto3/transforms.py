"""How a value changes on the way to boto3 (names from data/transforms.yaml), and the relation of a link."""

from __future__ import annotations

import re

from builder.linking.matching.assignment import Found
from builder.linking.matching.trees import Node

_NAMES = frozenset({"id", "name", "identifier"})
_ARN = re.compile(r"\bARN\b|Amazon Resource Name")
_WAY = r"\b(?:names?|ids?|identifiers?|alias(?:es)?)\b"
_EITHER = re.compile(rf"{_WAY}.{{0,30}}\bor\b.{{0,30}}\bARN\b|\bARN\b.{{0,30}}\bor\b.{{0,30}}{_WAY}", re.I)
_FIRST_SENTENCE = re.compile(r".+?(?:\.(?=\s|$)|$)", re.M)
_SCALARS = ("string", "number", "boolean")


def transform_of(found: Found) -> str | None:
    """From the CloudFormation or Terraform attribute to what boto3 answers; None where the value stays as it is, or no word says how."""
    one, other = found.cloudformation, found.terraform
    mine, theirs = one.head, other.head
    if found.kind == "wrapped" and theirs in _SCALARS:
        return "list-to-blocks" if mine == "list" else "wrap-list"
    if mine == theirs == "string" and one.words[-1] != other.words[-1]:
        return _identity(one, other)
    if mine == theirs or "any" in (mine, theirs):
        return None
    if theirs == "list" and other.is_block and mine == "map":
        return (
            "map-to-tags"
            if {child.name.lower() for child in other.children} in ({"key", "value"}, {"tagkey", "tagvalue"})
            else "map-to-blocks"
        )
    if mine == "list" and theirs == "map":
        return "tags-to-map" if {child.name.lower() for child in one.children} == {"key", "value"} else "blocks-to-map"
    if theirs == "string" and mine in ("json", "object", "map"):
        return "json-encode"
    if (mine == "string" and theirs in ("object", "map", "json")) or (mine == "string" and theirs == "list" and other.is_block):
        return "json-decode"
    if mine == "list":
        return "first-item" if theirs in _SCALARS or theirs == "object" else None
    if theirs == "list":
        return "wrap-list"
    if other.attribute.type == "timestamp":
        return None  # a number counts seconds or milliseconds; boto3 has a datetime
    if mine in ("number", "boolean") and theirs == "string":
        if mine == "boolean" and {value.lower() for value in other.attribute.enum} >= {"enabled"}:
            return "boolean-to-enabled"
        return "to-string"
    if mine == "string" and theirs == "boolean" and {value.lower() for value in one.attribute.enum} >= {"enabled"}:
        return "enabled-to-boolean"
    return "parse" if mine == "string" and theirs in ("number", "boolean") else None


def _identity(one: Node, other: Node) -> str | None:
    """An ARN here, an id or a name there; but many that are called id are ARNs, and then the documentation says so."""
    mine, theirs = one.words[-1], other.words[-1]
    if mine == "arn" and theirs in _NAMES and not _says_arn(other):
        return "arn-to-name"
    if theirs == "arn" and mine in _NAMES and not _says_arn(one) and not _either(one, other):
        return "name-to-arn"
    return None


def _says_arn(node: Node) -> bool:
    """Whether the documentation says so in its first sentence: later ones speak of other things too."""
    return _ARN.search(_first_sentence(node)) is not None


def _first_sentence(node: Node) -> str:
    found = _FIRST_SENTENCE.match(node.text.strip())
    return found[0] if found else ""


def _either(one: Node, other: Node) -> bool:
    """An ARN on one side, "the name or ARN" on the other: what may be given is told anywhere, what is answered first."""
    if one.words[-1] == "arn":
        return other.words[-1] != "arn" and _tells_either(_first_sentence(other))
    return other.words[-1] == "arn" and _tells_either(one.text)


def _tells_either(text: str) -> bool:
    return _EITHER.search(_ARN.sub("ARN", text)) is not None


def relation_of(found: Found, transform: str | None) -> str:
    """exact, or close where one thing is only held by or near the other."""
    one, other = found.cloudformation, found.terraform
    if found.kind in ("shared", "item", "wrapped", "hollow") or transform in ("first-item", "wrap-list", "arn-to-name", "name-to-arn"):
        return "close"
    if one.head == "number" and other.attribute.type == "timestamp":
        return "close"
    if one.head == other.head == "string" and _either(one, other):
        return "close"
    if one.is_block and other.is_block and (one.head == "list") != (other.head == "list"):
        return "close"
    return "exact"
