"""The relation of a link: exact, or close with a reason. One table for every pair of systems."""

from __future__ import annotations

from builder.linking.matching.found import Found
from builder.linking.matching.transforms import either

CLOSE_TRANSFORMS: dict[str, str] = {
    "first-item": "a list may hold more than the one value",
    "wrap-list": "the list may hold more than the one value",
    "flatten": "the one value is a part of the object",
    "arn-to-name": "account and region of the ARN are lost",
    "name-to-arn": "the name does not hold account and region",
}
"""Transform → why the two values are not the same thing. Every other transform keeps the whole
value, so its link is exact."""

CLOSE_KINDS: dict[str, str] = {
    "shared": "another attribute of the same resource has the exact partner",
    "holder": "the object holds the list and a count of it",
    "item": "it is in each item of a list",
    "wrapped": "it is wrapped in a list of items",
    "hollow": "the two objects share a name and no member",
}
"""Kind of link → why the two are not the same thing."""

_SAYS_WHO_SETS = frozenset({"terraform"})
"""Systems whose source says of every attribute whether it can be set. boto3's says it only of what
a create call takes."""
_BLOCK_OF_ONE = frozenset({"terraform"})
"""Systems that write one object as a list of one block."""


def relation_of(found: Found, transform: str | None, to_system: str) -> str:
    """exact; or close where the one is only a part of, a holder of, or another form of the
    other."""
    one, other = found.one, found.other
    if found.kind in CLOSE_KINDS or transform in CLOSE_TRANSFORMS:
        return "close"
    if one.head == "number" and other.attribute.type == "timestamp":
        return "close"
    if one.head == other.head == "string" and either(one, other):
        return "close"
    if (
        to_system in _SAYS_WHO_SETS
        and one.attribute.is_input
        and not one.attribute.is_output
        and not other.attribute.is_input
    ):
        # The registry calls a block settable whose members can only be read.
        return "close"
    if one.is_block and other.is_block and (one.head == "list") != (other.head == "list"):
        return "exact" if other.head == "list" and to_system in _BLOCK_OF_ONE else "close"
    return "exact"
