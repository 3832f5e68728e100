"""A single value on one side, a member of a list on the other: whether the list has one item, and
whether the resource itself is an item of it."""

from __future__ import annotations

from builder.linking.matching.found import Item
from builder.linking.matching.trees import Node
from builder.linking.matching.words import Lexicon

MEMBERSHIPS = frozenset({"association", "attachment", "membership"})
"""Words for lists of what a resource belongs to: mostly one item."""
_SINGLE = MEMBERSHIPS | {"address"}
_FEW = 3
"""Items with at most so many members hold an identifier and a status, not a description."""


def lists(node: Node) -> int:
    """The number of lists around the node."""
    return node.path.count("[]")


def is_item(kind: str, other: Item, lexicon: Lexicon) -> bool:
    """Whether the resource itself, a `kind`, is an item of the opened list, as an attachment is one
    of a gateway's attachments."""
    neutral = MEMBERSHIPS | lexicon.wrappers | lexicon.fillers
    return (
        kind in MEMBERSHIPS
        or [kind] == [word for word in other.opened[0].words if word not in neutral][-1:]
    )


def is_of_one(one: Node, other: Item) -> bool:
    """Whether the opened list mostly has one item: what the resource belongs to or is given, not
    its components or its history."""
    block = other.opened[0]
    if _SINGLE & set(block.words):
        return True
    shares_name = bool(set(block.words) & set(other.node.words))
    returned = one.only_read or one.attribute.computed
    return shares_name and (
        len(block.children) <= _FEW or (returned and "version" not in block.words)
    )
