"""Checks objects that were linked by their names alone: two objects without a common member are not
the same."""

from __future__ import annotations

from builder.linking.matching.found import Found
from builder.linking.matching.similarity import peel
from builder.linking.matching.thresholds import ENOUGH, FLATTENED
from builder.linking.matching.trees import Node
from builder.linking.matching.words import Words
from builder.services import letters

ANOTHER_TIME = frozenset({"pending", "previous", "requested", "proposed", "scheduled"})
"""Words of blocks about a past, future or possible state instead of the current one."""


def hollow(found: list[Found], least: float) -> list[Found]:
    """Links of two objects that both have members, none of which is linked (with at least this
    score) below the other.

    Maps are left out: their keys may hide what is in them.
    """
    good = [each for each in found if each.score >= least]
    beside = {(id(each.one.parent), id(each.other.parent)) for each in good}
    empty: dict[int, list[Found]] = {}
    for each in found:
        one, other = each.one, each.other
        if (
            one.is_block
            and other.is_block
            and (id(one), id(other)) not in beside
            and not _is_map(one)
            and not _is_map(other)
        ):
            empty.setdefault(id(one), []).append(each)
    for each in good if empty else ():  # members may be linked to deeper members
        above = each.one.parent
        while above is not None:
            if id(above) in empty:
                empty[id(above)] = [
                    pair for pair in empty[id(above)] if not _holds(pair.other, each.other)
                ]
            above = above.parent
    return [pair for pairs in empty.values() for pair in pairs]


def namesakes(one: Node, other: Node) -> bool:
    """Whether the two have a member of the same name. They may then be the same, although the
    member is linked elsewhere, or is only an argument."""
    names = {letters(child.name) for child in one.children}
    return any(letters(child.name) in names for child in other.children)


def _is_map(node: Node) -> bool:
    return "map<" in node.attribute.type


def inner(found: list[Found], least: float, wrappers: frozenset[str]) -> list[tuple[Found, Node]]:
    """Links of two objects, each with the object inside the other one that is meant instead.

    It holds the partners of all members, and is a list like ours (`Origins: {Quantity, Items}`),
    or has only wrapping words in its name (`AutoTuneOptions: {Options, Status}`), or the outer
    object has another name.
    """
    below: dict[int, list[Node]] = {}
    for each in found:
        if each.score >= least and each.one.parent is not None:
            below.setdefault(id(each.one.parent), []).append(each.other)
    linked = {id(each.other) for each in found}
    replacements = []
    for each in found:
        one, block = each.one, each.other
        members = (
            below.get(id(one), [])
            if one.is_block and block.head == "object" and each.score >= least
            else []
        )
        holder = members[0].parent if len(members) > 1 else None
        if (
            holder is None
            or holder.parent is not block
            or id(holder) in linked
            or any(node.parent is not holder for node in members)
        ):
            continue
        if holder.head == one.head and (
            one.head == "list" or set(holder.words) <= wrappers or each.name.score < FLATTENED
        ):
            replacements.append((each, holder))
    return replacements


def _holds(block: Node, node: Node) -> bool:
    above = node.parent
    while above is not None and above is not block:
        above = above.parent
    return above is block


def object_inside(one: Node, block: Node, own: frozenset[str]) -> Node | None:
    """The one object in `block` that has at least half of the members of `one`, and is not about a
    past or future state; None where there is no such object, or several."""
    if block.head == "list":
        return None
    mine = _members(one, own)
    alike = [
        child
        for child in block.children
        if child.is_block
        and (child.head == "list") == (one.head == "list")
        and not ANOTHER_TIME & set(child.words)
        and len(mine & _members(child, own)) >= ENOUGH * len(mine)
    ]
    return alike[0] if len(alike) == 1 else None


def _members(node: Node, own: frozenset[str]) -> set[tuple[Words, bool]]:
    """The names of the members, and whether each has members itself."""
    optional = own | set(node.words)
    return {(peel(child.words, optional), child.is_block) for child in node.children}
