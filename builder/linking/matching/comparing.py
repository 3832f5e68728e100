"""Compares one attribute of one resource with one of another in their place: what assignment.py
assigns by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from builder.linking.matching.found import Found, Item
from builder.linking.matching.likeness import listed, members_alike, owns, support, values_alike
from builder.linking.matching.similarity import (
    NO_MATCH,
    NameMatch,
    Texts,
    direction_cost,
    match_names,
    peel,
    type_cost,
    with_port,
)
from builder.linking.matching.thresholds import (
    CLOSE_CALL,
    OPENED,
    OPENED_APART,
    SELF,
    UNSAID,
    UNSAID_KIND,
    WITH_PORT,
)
from builder.linking.matching.trees import Node, Tree
from builder.linking.matching.words import Lexicon, Words, head

SWITCH = "enabled"
IDENTIFIERS = {"id": "id", "identifier": "id", "arn": "arn", "name": "name"}


@dataclass
class Comparer:
    """Compares the attributes of two resources."""

    one: Tree
    other: Tree
    lexicon: Lexicon
    texts: Texts
    found: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        both = (*self.one.own, *self.other.own)
        owns = (self.one.own, self.other.own)
        self._heads = frozenset(word for own in owns for word in (head(own, self.lexicon), own[-1]))
        self._firsts = frozenset(own[0] for own in owns)
        self._own = frozenset(both) | self.one.service | self.other.service
        roots = (self.one.root, self.other.root)
        self._keys_of: dict[frozenset[str], dict[Words, set[str]]] = {}
        self._plain_arn = all(
            any(self._says_own_arn(node) for node in root.children) for root in roots
        )

    def _candidates(
        self, ours: list[Item], theirs: list[Item], above: frozenset[str]
    ) -> list[tuple[int, int]]:
        """Pairs that share a word, or a field of the vocabulary."""
        optional = self._own | above
        known = self._keys_of.setdefault(optional, {})

        def keys(item: Item) -> set[str]:
            # The same names are asked for again whenever a block is opened beside them.
            if item.words not in known:
                known[item.words] = self._keys(item.words, optional)
            return known[item.words]

        index: dict[str, list[int]] = defaultdict(list)
        for column, item in enumerate(theirs):
            for key in keys(item):
                index[key].append(column)
        found: set[tuple[int, int]] = set()
        for row, item in enumerate(ours):
            for key in keys(item):
                found.update((row, column) for column in index.get(key, ()))
        return sorted(found)

    def _keys(self, words: Words, optional: frozenset[str]) -> set[str]:
        short = peel(words, optional)
        keys = {
            word for word in words if word not in optional and word not in self.lexicon.fillers
        } or set(short)
        keys.update(
            f"~{self.lexicon.kinds[word]}"
            for word in words[-1:]
            if self.lexicon.kinds.get(word, 0) > 0
        )
        keys.update(
            f"#{number}"
            for spelling in (words, short)
            for number in self.lexicon.fields.get(spelling, ())
        )
        if len(short) == 1 and set(words[:-1]) <= self._own:
            keys.add("=")
        keys.add("=" + "".join(short))
        keys.add("=" + "".join(words))
        return keys

    def _score(self, one: Item, other: Item, above: frozenset[str], held: float) -> Found | None:
        if one.opened and other.opened:
            return None
        kinds, direction = (
            self._type_cost(one.node, other.node),
            direction_cost(one.node, other.node),
        )
        if kinds is None or direction is None:
            return None
        mine, theirs = self.identity(one.node), self.identity(other.node)
        named = mine in ("self", None), theirs in ("self", None)
        if not all(named) and not self._same_identity(mine, theirs, one.node, other.node):
            return None
        if (SWITCH in one.node.words) != (SWITCH in other.node.words):
            # Whether something is on is not the thing itself: `PolicyEnabled`, `policy_document`.
            bare = other.node if SWITCH in one.node.words else one.node
            if bare.head != "boolean" and not bare.is_block:
                return None
        if (
            one.node.is_block
            and other.node.is_block
            and (owns(one, other, self._own) or owns(other, one, self._own))
        ):
            return None
        name, opening, missing = self._names(one, other, above)
        if (
            (mine is None) != (theirs is None)
            and not all(named)
            and not self._one_field(one.node, other.node)
        ):
            return None
        if mine and theirs and not all(named) and name.score < SELF:
            name = NameMatch(
                SELF,
                f"{' '.join(one.node.words)} = {' '.join(other.node.words)}, both say which one"
                " it is",
            )
        if name.score <= 0.3:
            return None
        if with_port(other.node.text) and not with_port(one.node.text):
            name = NameMatch(name.score - WITH_PORT, f"{name.said}, but with a port")
        text = self.texts.alike(one.node.text, other.node.text)
        inside = (
            members_alike(one.node, other.node, self._own)
            if one.node.is_block and other.node.is_block
            else None
        )
        enum = values_alike(one.node, other.node)
        score = (
            name.score
            - kinds
            - direction
            - opening
            + support(one.node, other.node, text, enum, inside)
        )
        return Found(
            one.node,
            other.node,
            score,
            name,
            text,
            len(one.opened) + len(other.opened),
            kinds + direction + opening,
            0.0,
            "name",
            enum,
            held,
            missing,
            0.0 if inside is None else inside[0] * min(inside[1], 4) / 4,
        )

    def identity(self, node: Node) -> str | None:
        """`id`, `arn`, `name` or `self` for what says which one the resource itself is; None for
        all else."""
        words = node.words
        if node.parent is not None and node.parent.path:
            held = node.only_read and not node.parent.parent.path if node.parent.parent else False
            return (
                self.identity_of(words, False)
                if held and set(node.parent.words) & self._heads
                else None
            )
        if words == ("resource", "arn") and node.only_read and not self._plain_arn:
            return "arn"
        if words[-1] in IDENTIFIERS:
            return (
                IDENTIFIERS[words[-1]]
                if len(words) == 1
                else self.identity_of(words, node.only_read)
            )
        return "self" if self._is_self(node) else None

    def _is_self(self, node: Node) -> bool:
        """Whether a text is called like the resource itself."""
        words = node.words
        named = words[-1] in self._heads and set(words) <= self._own
        return named and not node.is_block and node.head == "string"

    def identity_of(self, words: Words, only_read: bool) -> str | None:
        """The same of a name that says whose it is: `FunctionARN` of a function; `LocationArn` of a
        location S3 that is only returned."""
        front = words[:-1]
        if not front or words[-1] not in IDENTIFIERS or not set(front) <= self._own:
            return None
        kind = IDENTIFIERS[words[-1]]
        # A name that says only the first part of whose it is may mean another thing, where the
        # resource has a plain one of its own.
        part = only_read and front[0] in self._firsts and kind == "arn" and not self._plain_arn
        return kind if front[-1] in self._heads or part else None

    def _says_own_arn(self, node: Node) -> bool:
        return (
            node.only_read
            and node.words[-1] == "arn"
            and (len(node.words) == 1 or node.words[-2] in self._heads)
        )

    def _one_field(self, one: Node, other: Node) -> bool:
        """Whether the vocabulary says that these are one field: `RoleId`, `unique_id`."""
        fields = self.lexicon.fields
        return bool(fields.get(peel(one.words, self._own), set()) & fields.get(other.words, set()))

    @staticmethod
    def _same_identity(mine: str | None, theirs: str | None, one: Node, other: Node) -> bool:
        """Whether two ways to say which one it is may be the same. An id that AWS assigns is not a
        name that a user chooses."""
        if mine is None or theirs is None:
            # `unique_id` and the like: the vocabulary decides.
            return one.only_read and other.only_read
        if mine == theirs:
            # An id that is only returned and one that a user sets are two, unless they have the
            # same name.
            return (
                mine not in ("id", "arn")
                or one.only_read == other.only_read
                or one.words == other.words
            )
        return "arn" not in (mine, theirs) and not one.only_read and not other.only_read

    @staticmethod
    def _type_cost(one: Node, other: Node) -> float | None:
        if (
            one.is_block
            and other.head == "string"
            and (one.only_read or one.name.lower() != other.name.replace("_", ""))
        ):
            # JSON text of a whole block is called like the block, and nothing returns such.
            return None
        items = listed(one)
        if items is not None and listed(other) is None:
            return type_cost(items, other)
        return type_cost(one, other)

    def _names(
        self, one: Item, other: Item, above: frozenset[str]
    ) -> tuple[NameMatch, float, float]:
        """The names compared in their place, what the opened blocks cost, and what of their words
        is missing."""
        optional = self._own | above
        opened = one.opened or other.opened
        if not opened:
            return match_names(one.node.words, other.node.words, optional, self.lexicon), 0.0, 0.0
        passed = frozenset(word for block in opened for word in block.words)
        whole = match_names(one.words, other.words, optional, self.lexicon)
        outer = other.node.words if one.opened else one.node.words
        inner = one.node.words if one.opened else other.node.words
        plain = match_names(
            one.node.words, other.node.words, optional | (passed & set(outer)), self.lexicon
        )
        meaning = passed - self._own - self.lexicon.wrappers - self.lexicon.fillers
        # What the opened blocks say must be in the other name, or nothing is said by them.
        unsaid = [
            UNSAID_KIND if word in self.lexicon.kinds else 1.0
            for word in meaning - set(outer) - set(inner)
        ]
        missing = sum(unsaid) / (len(meaning) or 1)
        if whole.score >= plain.score - CLOSE_CALL:
            return whole, OPENED * len(opened), 0.0
        return (
            (plain if plain.score else NO_MATCH),
            OPENED_APART * len(opened) + UNSAID * missing,
            missing,
        )
