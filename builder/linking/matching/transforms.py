"""How the value of a link changes on the way (names from data/transforms.yaml), where the two types
differ."""

from __future__ import annotations

import re

from builder.linking.matching.found import Found
from builder.linking.matching.similarity import arn_of
from builder.linking.matching.trees import Node

_SCALARS = ("string", "number", "boolean")
_IDENTIFIERS = frozenset({"id", "name", "identifier"})
"""Last words of identifiers that are not ARNs."""
_ARN = re.compile(r"\bARNs?\b|Amazon Resource Name")
_IDENTIFIER = r"\b(?:names?|ids?|identifiers?|alias(?:es)?)\b"
_EITHER = re.compile(
    rf"{_IDENTIFIER}.{{0,30}}\bor\b.{{0,30}}\bARN\b|\bARN\b.{{0,30}}\bor\b.{{0,30}}{_IDENTIFIER}",
    re.I,
)
_OF_ANOTHER = re.compile(r"\b(?:ID|id|[Nn]ame)s? of\b")
_FIRST_SENTENCE = re.compile(r".+?(?:\.(?=\s|$)|$)", re.M)
_KEY_AND_VALUE = ({"key", "value"}, {"tagkey", "tagvalue"})


def transform_of(found: Found, to_system: str) -> str | None:
    """The transform from `found.one` to `found.other`, an attribute of `to_system`; None where the
    value does not change, or it is unknown how."""
    one, other = found.one, found.other
    mine, theirs = one.head, other.head
    if found.kind == "wrapped" and theirs in _SCALARS:
        return "list-to-blocks" if mine == "list" else "wrap-list"
    if mine == theirs:
        return _same_type(one, other, to_system)
    if theirs == "string":
        return _to_text(one, other, to_system)
    if "any" in (mine, theirs):
        return None
    if mine == "list":
        return _from_list(one, other, to_system)
    if theirs == "list":
        return _to_list(one, other, to_system)
    if mine == "string" and theirs in ("object", "map", "json"):
        return "json-decode" if to_system == "boto3" else None
    if mine == "string" and theirs == "boolean" and _has_enabled(one):
        return "enabled-to-boolean"
    if mine == "string" and theirs in ("number", "boolean"):
        # boto3 returns a number of seconds as a datetime.
        return None if other.attribute.type == "timestamp" else "parse"
    return None


def _same_type(one: Node, other: Node, to_system: str) -> str | None:
    if one.head == "list" and to_system == "terraform":
        if other.is_block and not one.is_block and one.attribute.type != "any":
            return "list-to-blocks"
        return (
            "blocks-to-list"
            if one.is_block and not other.is_block
            else identity_transform(one, other, to_system)
        )
    return identity_transform(one, other, to_system) if one.head == "string" else None


def _to_text(one: Node, other: Node, to_system: str) -> str | None:
    if one.head in ("json", "object", "map"):
        return (
            "flatten"
            if to_system == "terraform" and one.head == "object" and not _is_json_text(one, other)
            else "json-encode"
        )
    if one.head == "list":
        return "json-encode" if one.is_block and to_system == "terraform" else "first-item"
    if one.head == "boolean" and _has_enabled(other):
        return "boolean-to-enabled"
    return (
        "to-string"
        if one.head in ("number", "boolean") and other.attribute.type != "timestamp"
        else None
    )


def _from_list(one: Node, other: Node, to_system: str) -> str | None:
    if other.head == "map":
        return "tags-to-map" if _names(one) == {"key", "value"} else "blocks-to-map"
    return (
        "first-item"
        if other.head in _SCALARS or (other.head == "object" and to_system == "boto3")
        else None
    )


def _to_list(one: Node, other: Node, to_system: str) -> str | None:
    if one.head == "map" and other.is_block:
        return "map-to-tags" if _names(other) in _KEY_AND_VALUE else "map-to-blocks"
    if to_system == "terraform":
        # Terraform writes one object as a block, and a block is a list of one in its schema: the
        # value stays as it is.
        return "wrap-list" if one.head in _SCALARS and not other.is_block else None
    return "json-decode" if one.head == "string" and other.is_block else "wrap-list"


def _names(block: Node) -> set[str]:
    return {child.name.lower() for child in block.children}


def _has_enabled(node: Node) -> bool:
    return "enabled" in {value.lower() for value in node.attribute.enum}


def _is_json_text(one: Node, other: Node) -> bool:
    """Whether the text holds the object as JSON: the documentation mentions JSON, or the object is
    too deep to be one plain value."""
    return (
        not one.children
        or "JSON" in other.text
        or any(child.children or child.is_block for child in one.children)
    )


def identity_transform(one: Node, other: Node, to_system: str) -> str | None:
    """The transform between an ARN and the id or name at its end: by the names of the two, or by
    the documentation where a name shows neither.

    Many attributes called id are ARNs, and their documentation states it. A value that may be
    either has no transform and is close (relations.py). `Ref` and `id` have the meaning that is
    documented for them (terraform/identity.py).
    """
    if (
        one.is_block
        or other.is_block
        or (to_system == "terraform" and (one.path == "Ref" or other.path == "id"))
    ):
        return None
    mine, theirs = _is_arn(one, to_system), _is_arn(other, to_system)
    if mine and other.words[-1] in _identifiers(to_system) and not _mentions_arn(other, to_system):
        return "arn-to-name"
    if theirs and one.words[-1] in _identifiers(to_system) and not _mentions_arn(one, to_system):
        if to_system == "terraform":
            return "name-to-arn" if _OF_ANOTHER.search(one.text) else None
        return None if either(one, other) else "name-to-arn"
    return None


def _identifiers(to_system: str) -> frozenset[str]:
    """AWS also calls ARNs identifiers, and Terraform's documentation does not distinguish them."""
    return _IDENTIFIERS - {"identifier"} if to_system == "terraform" else _IDENTIFIERS


def _is_arn(node: Node, to_system: str) -> bool:
    if node.words[-1] == "arn":
        return True
    return (
        to_system == "terraform"
        and node.words[-1] not in _identifiers(to_system)
        and arn_of(node.text) is not None
    )


def _mentions_arn(node: Node, to_system: str) -> bool:
    """Whether the documentation mentions an ARN. Of botocore's, only the first sentence counts:
    later ones are about other things."""
    return _ARN.search(node.text if to_system == "terraform" else _first_sentence(node)) is not None


def _first_sentence(node: Node) -> str:
    found = _FIRST_SENTENCE.match(node.text.strip())
    return found[0] if found else ""


def either(one: Node, other: Node) -> bool:
    """Whether one side is an ARN, and the other "the name or ARN". An argument may mention both
    anywhere in its text, an answer mentions them in its first sentence."""
    if one.words[-1] == "arn":
        return other.words[-1] != "arn" and _mentions_either(_first_sentence(other))
    return other.words[-1] == "arn" and _mentions_either(one.text)


def _mentions_either(text: str) -> bool:
    return _EITHER.search(_ARN.sub("ARN", text)) is not None
