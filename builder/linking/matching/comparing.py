"""Scores pairs of attributes of two resources, each in its place. assignment.py assigns by these
scores."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from builder.linking.matching.found import Found, Item
from builder.linking.matching.likeness import inner_list, members_alike, owns, support, values_alike
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
    MISSING_KIND,
    MISSING_WORD,
    OPENED,
    OPENED_APART,
    SELF,
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
            any(self._is_own_arn(node) for node in root.children) for root in roots
        )

    def _candidates(
        self, ours: list[Item], theirs: list[Item], above: frozenset[str]
    ) -> list[tuple[int, int]]:
        """Pairs that share a word, or a field of the vocabulary."""
        optional = self._own | above
        keys_of = self._keys_of.setdefault(optional, {})

        def keys(item: Item) -> set[str]:
            # The same names are compared again whenever a block is opened beside them.
            if item.words not in keys_of:
                keys_of[item.words] = self._keys(item.words, optional)
            return keys_of[item.words]

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

    def _score(
        self, one: Item, other: Item, above: frozenset[str], block_score: float
    ) -> Found | None:
        if one.opened and other.opened:
            return None
        kinds, direction = (
            self._type_cost(one.node, other.node),
            direction_cost(one.node, other.node),
        )
        if kinds is None or direction is None:
            return None
        mine, theirs = self.identity(one.node), self.identity(other.node)
        by_name = mine in ("self", None), theirs in ("self", None)
        if not all(by_name) and not self._same_identity(mine, theirs, one.node, other.node):
            return None
        if (SWITCH in one.node.words) != (SWITCH in other.node.words):
            # A switch is not the thing that it turns on: `PolicyEnabled`, `policy_document`.
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
            and not all(by_name)
            and not self._one_field(one.node, other.node)
        ):
            return None
        if mine and theirs and not all(by_name) and name.score < SELF:
            name = NameMatch(
                SELF,
                f"{' '.join(one.node.words)} = {' '.join(other.node.words)}, both identify the"
                " resource",
            )
        if name.score <= 0.3:
            return None
        if with_port(other.node.text) and not with_port(one.node.text):
            name = NameMatch(name.score - WITH_PORT, f"{name.explanation}, but with a port")
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
            block_score,
            missing,
            0.0 if inside is None else inside[0] * min(inside[1], 4) / 4,
        )

    def identity(self, node: Node) -> str | None:
        """`id`, `arn`, `name` or `self` for an attribute that identifies the resource itself; None
        for all others."""
        words = node.words
        if node.parent is not None and node.parent.path:
            in_top_block = (
                node.only_read and not node.parent.parent.path if node.parent.parent else False
            )
            return (
                self.identity_of(words, False)
                if in_top_block and set(node.parent.words) & self._heads
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
        """Whether a string has the name of the resource itself."""
        words = node.words
        same_name = words[-1] in self._heads and set(words) <= self._own
        return same_name and not node.is_block and node.head == "string"

    def identity_of(self, words: Words, only_read: bool) -> str | None:
        """The same for a name that contains the resource's name: `FunctionARN` of a function;
        `LocationArn` of a location S3 that is only returned."""
        front = words[:-1]
        if not front or words[-1] not in IDENTIFIERS or not set(front) <= self._own:
            return None
        kind = IDENTIFIERS[words[-1]]
        # A name with only the first part of the resource's name may mean another thing, where the
        # resource also has a plain `Arn`.
        part = only_read and front[0] in self._firsts and kind == "arn" and not self._plain_arn
        return kind if front[-1] in self._heads or part else None

    def _is_own_arn(self, node: Node) -> bool:
        return (
            node.only_read
            and node.words[-1] == "arn"
            and (len(node.words) == 1 or node.words[-2] in self._heads)
        )

    def _one_field(self, one: Node, other: Node) -> bool:
        """Whether the vocabulary lists the two as one field: `RoleId`, `unique_id`."""
        fields = self.lexicon.fields
        return bool(fields.get(peel(one.words, self._own), set()) & fields.get(other.words, set()))

    @staticmethod
    def _same_identity(mine: str | None, theirs: str | None, one: Node, other: Node) -> bool:
        """Whether two kinds of identifiers may be the same. An id that AWS assigns is not a name
        that a user chooses."""
        if mine is None or theirs is None:
            # `unique_id` and the like: the vocabulary decides.
            return one.only_read and other.only_read
        if mine == theirs:
            # An id that is only returned and an id that a user sets are different, unless they have
            # the same name.
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
            # JSON text of a whole block has the name of the block, and is never returned.
            return None
        items = inner_list(one)
        if items is not None and inner_list(other) is None:
            return type_cost(items, other)
        return type_cost(one, other)

    def _names(
        self, one: Item, other: Item, above: frozenset[str]
    ) -> tuple[NameMatch, float, float]:
        """How alike the names are in their place, what the opened blocks cost, and the share of the
        blocks' words that is in neither name."""
        optional = self._own | above
        opened = one.opened or other.opened
        if not opened:
            return match_names(one.node.words, other.node.words, optional, self.lexicon), 0.0, 0.0
        block_words = frozenset(word for block in opened for word in block.words)
        whole = match_names(one.words, other.words, optional, self.lexicon)
        outer = other.node.words if one.opened else one.node.words
        inner = one.node.words if one.opened else other.node.words
        plain = match_names(
            one.node.words, other.node.words, optional | (block_words & set(outer)), self.lexicon
        )
        meaning = block_words - self._own - self.lexicon.wrappers - self.lexicon.fillers
        # Words of the opened blocks that are in neither name cost.
        missing_weights = [
            MISSING_KIND if word in self.lexicon.kinds else 1.0
            for word in meaning - set(outer) - set(inner)
        ]
        missing = sum(missing_weights) / (len(meaning) or 1)
        if whole.score >= plain.score - CLOSE_CALL:
            return whole, OPENED * len(opened), 0.0
        return (
            (plain if plain.score else NO_MATCH),
            OPENED_APART * len(opened) + MISSING_WORD * missing,
            missing,
        )
