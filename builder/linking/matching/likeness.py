"""How alike two attributes are besides their names: documentation, allowed values, members."""

from __future__ import annotations

from builder.linking.matching.found import Item
from builder.linking.matching.similarity import peel
from builder.linking.matching.thresholds import (
    EACH_MEMBER,
    FEW_MEMBERS,
    MEMBERS,
    MOST_MEMBERS,
    MOST_TEXT,
    OTHER_VALUES,
    SAME_VALUES,
    SPELLED_ALIKE,
    TEXT,
    USUAL_MEMBERS,
    USUAL_TEXT,
)
from builder.linking.matching.trees import Node
from builder.services import letters


def support(
    one: Node, other: Node, text: float | None, enum: float | None, inside: tuple[float, int] | None
) -> float:
    """How much documentation, allowed values, members and spelling raise or lower the likeness of
    two names.

    `text` and `enum`: how alike descriptions and allowed values are; `inside`: the result of
    members_alike. None where there is nothing to compare.
    """
    score = TEXT * ((USUAL_TEXT if text is None else min(text, MOST_TEXT)) - USUAL_TEXT)
    if enum is not None and enum >= 0.5:
        score += SAME_VALUES
    elif enum == 0:
        score -= OTHER_VALUES
    if inside is not None:
        share, common = inside
        score += (FEW_MEMBERS if share < USUAL_MEMBERS else MEMBERS) * (share - USUAL_MEMBERS)
        score += EACH_MEMBER * min(common, MOST_MEMBERS)
    if letters(one.name) == letters(other.name):
        score += SPELLED_ALIKE
    return score


def inner_list(node: Node) -> Node | None:
    """The list in an object that only holds a list and its length: `{Quantity, Items}`."""
    if node.head != "object" or len(node.children) > 3:
        return None
    return next(
        (child for child in node.children if child.words == ("item",) and child.head == "list"),
        None,
    )


def members_alike(one: Node, other: Node, own: frozenset[str]) -> tuple[float, int]:
    """The share of the members of the smaller block that have a namesake in the other one, two
    levels deep; and their number."""

    def names(node: Node) -> set[str]:
        inside = inner_list(node) or node
        members = [
            *inside.children,
            *(child for each in inside.children for child in each.children),
        ]
        return {" ".join(peel(member.words, own | set(node.words))) for member in members}

    def direct(node: Node) -> set[str]:
        return {
            " ".join(peel(member.words, own | set(node.words)))
            for member in (inner_list(node) or node).children
        }

    left, right, near, near_too = names(one), names(other), direct(one), direct(other)
    share = 0.7 * len(left & right) / (min(len(left), len(right)) or 1) + 0.3 * 2 * len(
        near & near_too
    ) / (len(near) + len(near_too) or 1)
    return share, len(left & right)


def owns(inner: Item, other: Item, own: frozenset[str]) -> bool:
    """Whether the block that was opened to reach `inner` is itself the other block: most of its
    members beside `inner`, and more than the members of `inner`, have namesakes in the other
    block."""
    if not inner.opened:
        return False

    def names(nodes: list[Node]) -> set[str]:
        return {" ".join(peel(node.words, own)) for node in nodes}

    theirs = names(other.node.children)
    beside = names([child for child in inner.opened[-1].children if child is not inner.node])
    common = len(beside & theirs)
    return common > len(names(inner.node.children) & theirs) and 2 * common > len(beside)


def values_alike(one: Node, other: Node) -> float | None:
    """The share of the shorter list of allowed values that is allowed on both sides; None where one
    side has no list."""

    def plain(values: list[str]) -> set[str]:
        return {"".join(letter for letter in value.lower() if letter.isalnum()) for value in values}

    left, right = plain(one.attribute.enum), plain(other.attribute.enum)
    return len(left & right) / min(len(left), len(right)) if left and right else None
