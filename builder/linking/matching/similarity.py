"""How alike two attributes are: their names in context, their types, their documentation."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from builder.linking.matching.trees import Node
from builder.linking.matching.words import Lexicon, Words, beyond, common, word_counts

_TEXT_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
_WITH_PORT = re.compile(r"(?:address|host|hostname|endpoint):port", re.I)
_ARN_OF = re.compile(
    r"^\W*(?:returns |specifies )?(?:the |an? |list of )?(?:amazon resource names? \(arns?\)|amazon"
    r" resource names?|`?arns?`?)"
    r"(?! or)(?![a-z])(?:\s+(?:of|for) (?:the|this|an?) ([a-z0-9 -]+))?",
    re.I,
)
_TEXT_LENGTH = 400
"""Characters of a description that are compared; notes and examples follow."""
_IDENTIFYING = 0
"""Number of the row of `kinds` in the vocabulary that holds arn, id, name."""


@dataclass(frozen=True)
class NameMatch:
    """How alike two names are, from 0 to 1, and the comparison in words."""

    score: float
    explanation: str


NO_MATCH = NameMatch(0.0, "")


def with_port(text: str) -> bool:
    """Whether the documentation describes the value as an address and a port."""
    return _WITH_PORT.search(text) is not None


def arn_of(text: str) -> str | None:
    """The thing whose ARN the value is, as documented (empty when the documentation does not name
    it); None when the documentation does not begin with an ARN."""
    found = _ARN_OF.match(text)
    return None if found is None else (found[1] or "").strip()


class Texts:
    """Documentation compared by the words in it, weighted by rarity."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        self._number = 1
        for text in texts:
            counts.update(set(_TEXT_WORD.findall(text[:_TEXT_LENGTH].lower())))
            self._number += 1
        self._counts = counts
        self._cache: dict[str, dict[str, float]] = {}

    def _vector(self, text: str) -> dict[str, float]:
        found = self._cache.get(text)
        if found is None:
            words = dict.fromkeys(_TEXT_WORD.findall(text[:_TEXT_LENGTH].lower()))
            raw = {word: math.log(self._number / (1 + self._counts[word])) for word in words}
            length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
            found = self._cache[text] = {word: value / length for word, value in raw.items()}
        return found

    def alike(self, one: str, other: str) -> float | None:
        """Cosine from 0 to 1; None where one side has no text."""
        if not one or not other:
            return None
        left, right = self._vector(one), self._vector(other)
        if len(left) > len(right):
            left, right = right, left
        return sum(value * right[word] for word, value in left.items() if word in right)


def peel(words: Words, optional: frozenset[str]) -> Words:
    """`words` without optional ones at the start, at least one word left."""
    at = 0
    while at < len(words) - 1 and words[at] in optional:
        at += 1
    return words[at:]


def match_names(one: Words, other: Words, optional: frozenset[str], lexicon: Lexicon) -> NameMatch:
    """Compares two names. `optional`: words that the place implies (the resource's own, those of
    the blocks around)."""
    if one == other:
        return NameMatch(1.0, " ".join(one))
    short, shorter = peel(one, optional), peel(other, optional)
    explanation = f"{' '.join(one)} = {' '.join(other)}"
    if short in (shorter, other) or one == shorter:
        return NameMatch(0.97, explanation)
    if "".join(short) == "".join(shorter) or "".join(one) == "".join(other):
        return NameMatch(0.96, explanation)
    if _same_field(short, shorter, one, other, lexicon):
        return NameMatch(0.95, explanation)
    best = 0.0
    # Each name in full and without optional words; compared without fillers, then without id, arn
    # or name.
    for left in {one, short}:
        for right in {other, shorter}:
            best = max(best, _but_for_fillers(left, right, lexicon))
    if not best and _bare_core(one, optional, lexicon) == _bare_core(other, optional, lexicon):
        best = 0.92
    return (
        NameMatch(best, explanation)
        if best
        else _partly(one, other, optional, lexicon, explanation)
    )


def core(words: Words, fillers: frozenset[str]) -> Words:
    """`words` without fillers; the last one where there are no others."""
    return tuple(word for word in words if word not in fillers) or words[-1:]


def _bare_core(words: Words, optional: frozenset[str], lexicon: Lexicon) -> Words:
    """`words` without fillers, then without optional words: (lifecycle, policy, text) of a
    lifecycle policy → policy."""
    return peel(core(words, lexicon.fillers), optional)


def _but_for_fillers(one: Words, other: Words, lexicon: Lexicon) -> float:
    left, right = core(one, lexicon.fillers), core(other, lexicon.fillers)
    if left == right:
        return 0.94
    kind, kind_too = lexicon.kinds.get(left[-1]), lexicon.kinds.get(right[-1])
    if (
        kind is not None
        and kind == kind_too
        and left[:-1] == right[:-1]
        and (len(left) > 1 or kind != _IDENTIFYING)
    ):
        return 0.8 if kind == _IDENTIFYING else 0.86
    if (kind == _IDENTIFYING and left[:-1] == right) or (
        kind_too == _IDENTIFYING and right[:-1] == left
    ):
        return 0.88
    return 0.0


def _same_field(short: Words, shorter: Words, one: Words, other: Words, lexicon: Lexicon) -> bool:
    fields = lexicon.fields
    left = fields.get(short, set()) | fields.get(one, set())
    return bool(left & (fields.get(shorter, set()) | fields.get(other, set())))


def _partly(
    one: Words, other: Words, optional: frozenset[str], lexicon: Lexicon, explanation: str
) -> NameMatch:
    left, right = word_counts(one), word_counts(other)
    both = common(left, right)
    if not both:
        return NO_MATCH
    alone, apart = beyond(left, right), beyond(right, left)
    for group in lexicon.opposites:
        if group & alone.keys() and group & apart.keys():
            return NO_MATCH
    kind, kind_too = lexicon.kinds.get(one[-1]), lexicon.kinds.get(other[-1])
    if kind is not None and kind_too is not None and kind != kind_too:
        return NO_MATCH

    def weigh(words: dict[str, int], last: str) -> float:
        total = 0.0
        for word, times in words.items():
            factor = 1.0
            if word in optional:
                factor = 0.12
            elif word in lexicon.fillers:
                factor = 0.25
            if word == last and lexicon.kinds.get(word) == _IDENTIFYING:
                factor = min(factor, 0.3)
            total += factor * times * lexicon.weight(word)
        return total

    shared = 2 * weigh(both, "")
    left_alone, right_alone = weigh(alone, one[-1]), weigh(apart, other[-1])
    # Where both names have words that the other lacks, they mean two things; where only one has
    # such words, it is just more specific.
    clash = 2 * min(left_alone, right_alone)
    whole = shared + left_alone + right_alone + clash
    return NameMatch(0.94 * shared / whole if whole else 0.0, explanation)


SCALARS = frozenset({"string", "number", "boolean"})


def type_cost(one: Node, other: Node) -> float | None:
    """The cost of linking these types (0: none); None where they cannot hold the same value."""
    mine, theirs = one.head, other.head
    if one.is_block and other.is_block:
        return 0.0 if (mine == "list") == (theirs == "list") else 0.02
    if one.is_block or other.is_block:
        cost = _block_cost(one, other) if one.is_block else _block_cost(other, one)
        # Text in Terraform may hold a block of CloudFormation as JSON; never the other way round.
        return None if other.is_block and one.head == "string" else cost
    if mine == theirs or "any" in (mine, theirs):
        return 0.0
    if {mine, theirs} <= SCALARS:
        if "string" not in (mine, theirs):
            return None
        return 0.08 if "boolean" in (mine, theirs) else 0.03
    if "json" in (mine, theirs):
        return 0.0 if {"string", "map", "object"} & {mine, theirs} else 0.1
    if {mine, theirs} <= {"map", "object"}:
        return 0.0
    if "list" in (mine, theirs):
        return 0.1 if {mine, theirs} & SCALARS else 0.25
    return 0.2


def _block_cost(block: Node, leaf: Node) -> float | None:
    """The cost of linking a block with members to an attribute without: JSON text, a map, or blocks
    of one plain value each."""
    if leaf.attribute.recursive or leaf.head in ("json", "any", "object"):
        return 0.02
    if leaf.head == "map" or leaf.attribute.type == "list<map<string>>":
        return 0.03 if block.head == "list" and len(block.children) <= 3 else 0.15
    if leaf.head == "string":
        return 0.1
    return 0.08 if leaf.head == "list" and len(block.children) == 1 else None


def direction_cost(one: Node, other: Node) -> float | None:
    """The cost of linking CloudFormation's `one` to Terraform's `other`; None where `one` can be
    set and `other` can only be read."""
    if not one.only_read and other.only_read:
        return None
    return 0.0 if one.only_read == other.only_read else 0.02
