"""The relation of a link: exact, or close with a reason, which becomes the note. One table for
every pair of systems."""

from __future__ import annotations

from builder.linking.matching.found import Found
from builder.linking.matching.transforms import either

CLOSE_TRANSFORMS: dict[str, str] = {
    "first-item": "The list may hold more than this one value.",
    "wrap-list": "The list may hold more than this one value.",
    "flatten": "The single value is a part of the object.",
    "arn-to-name": "The name or id has neither account nor region.",
    "name-to-arn": "The name or id has neither account nor region.",
}
"""Transform → why the two values are not the same thing, for both directions. Every other transform
keeps the whole value, so its link is exact."""

CLOSE_KINDS: dict[str, str] = {
    "shared": "Another attribute of the resource is exactly this one.",
    "holder": "One of the two is an object that holds the list and a count of it.",
    "item": "One of the two is in each item of a list.",
    "wrapped": "One of the two is in each item of a list.",
    "hollow": "The two objects have no member of the same name.",
}
"""Kind of link → why the two are not the same thing, for both directions."""

TIME = "One of the two is a datetime, the other a number or a text."
EITHER = "One of the two is an ARN, the other a name, an id or an ARN."
ONLY_READ = "It can be set on one side and only be read on the other."
ONE_OR_MANY = "One of the two is a single object, the other a list of them."

_STATES_SETTABLE = frozenset({"terraform"})
"""Systems whose source states of every attribute whether it can be set. boto3's does so only for
what a create call takes."""
_BY_ARN = frozenset({"terraform"})
"""Systems that take a key's ARN alone, where the API calls it a key id and takes an alias too."""
_BLOCK_OF_ONE = frozenset({"terraform"})
"""Systems that write one object as a list of one block."""


def why_close(found: Found, transform: str | None, to_system: str) -> str | None:
    """Why the two are only close: one is a part, a holder or another form of the other. None where
    they are exactly the same."""
    one, other = found.one, found.other
    read_and_set = found.kind == "shared" and one.only_read and other.attribute.is_input
    if found.kind in CLOSE_KINDS and not read_and_set:
        # An attribute that is only returned may be exactly an argument that another attribute sets:
        # CloudFormation has two names, Terraform one.
        return CLOSE_KINDS[found.kind]
    if transform in CLOSE_TRANSFORMS:
        return CLOSE_TRANSFORMS[transform]
    if one.head == "number" and other.attribute.type == "timestamp":
        return TIME
    if one.head == other.head == "string" and either(one, other):
        return EITHER
    if to_system in _BY_ARN and one.words[-2:] == ("key", "id") and other.words[-1] == "arn":
        return EITHER
    if (
        to_system in _STATES_SETTABLE
        and one.attribute.is_input
        and not one.attribute.is_output
        and not other.attribute.is_input
    ):
        # The registry calls a block settable although its members can only be read.
        return ONLY_READ
    if one.is_block and other.is_block and (one.head == "list") != (other.head == "list"):
        return None if other.head == "list" and to_system in _BLOCK_OF_ONE else ONE_OR_MANY
    return None
