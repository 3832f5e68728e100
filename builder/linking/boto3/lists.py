"""One value here, the member of a list there: when the list is one of one, and when the thing
itself is an item of it."""

from __future__ import annotations

from builder.linking.matching.found import Item
from builder.linking.matching.trees import Node
from builder.linking.matching.words import Lexicon

MEMBERSHIPS = frozenset({"association", "attachment", "membership"})
"""Words of lists that say what a thing belongs to: most belong to one."""
_GIVEN = MEMBERSHIPS | {"address"}
_FEW = 3
"""Items with no more members hold an identifier and a status, not a description."""


def lists(node: Node) -> int:
    """The number of lists around it."""
    return node.path.count("[]")


def is_item(kind: str, other: Item, lexicon: Lexicon) -> bool:
    """Whether the thing itself, a `kind`, is one item of the opened list, as an attachment is one
    of a gateway's."""
    said = MEMBERSHIPS | lexicon.wrappers | lexicon.fillers
    return (
        kind in MEMBERSHIPS
        or [kind] == [word for word in other.opened[0].words if word not in said][-1:]
    )


def is_of_one(one: Node, other: Item) -> bool:
    """Whether the opened list says what the thing belongs to or is given, which is mostly one; not
    what it consists of or has been."""
    block = other.opened[0]
    if _GIVEN & set(block.words):
        return True
    named = bool(set(block.words) & set(other.node.words))
    returned = one.only_read or one.attribute.computed
    return named and (len(block.children) <= _FEW or (returned and "version" not in block.words))
