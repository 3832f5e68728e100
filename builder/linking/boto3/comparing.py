"""Compares one attribute of a CloudFormation or Terraform resource with a member of the answer of a
boto3 read call."""

from __future__ import annotations

from builder.linking.boto3.objects import ANOTHER_TIME
from builder.linking.matching.comparing import IDENTIFIERS, Comparer
from builder.linking.matching.found import Found, Item
from builder.linking.matching.likeness import members_alike, support, values_alike
from builder.linking.matching.similarity import SCALARS, NameMatch, peel
from builder.linking.matching.thresholds import ALIKE, CERTAIN, FLATTENED, SELF
from builder.linking.matching.trees import Node
from builder.linking.matching.words import Words

_CARRIERS = (("state",), ("status",), ("enabled",), ("value",))


class Boto3Comparer(Comparer):
    """`one` is the CloudFormation or Terraform side, `other` the boto3 side. boto3's models rarely
    state who sets a value, so directions are not compared."""

    _only_arn: frozenset[str] = frozenset()
    """boto3's names that end in ARN, where none of them is by its name the resource's own ARN."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._block_names_of: dict[tuple[Words, frozenset[str]], set[Words]] = {}

    def _carrier(self, one: Node, block: Node) -> Node | None:
        plain = [child for child in block.children if child.head in SCALARS]
        if len(block.children) == 1 and plain:
            return plain[0]
        if block.head == "list":
            return None
        optional = frozenset(block.words) | self._own
        short = {peel(child.words, optional): child for child in plain}
        if one.head == "boolean" and ("enabled",) in short:
            return short["enabled",]
        for words in _CARRIERS:
            if words in short and (
                words[0] in one.words or words[0] == "value" or one.words[-1] in ("state", "status")
            ):
                return short[words]
        same = [child for child in plain if child.words == block.words]
        if len(same) == 1:
            return same[0]
        ways = [words for words in short if words[-1] in IDENTIFIERS and len(words) == 1]
        if len(ways) == 1 and len(short[ways[0]].words) > 1:
            return short[ways[0]]
        if one.words[-1] in ("state", "status") and ("name",) in short:
            return short["name",]
        return None

    def _score(
        self, one: Item, other: Item, above: frozenset[str], block_score: float
    ) -> Found | None:
        if one.opened and other.opened:
            return None
        kinds = self._type_cost(one.node, other.node)
        if kinds is None:
            return None
        encoded = False
        if is_plain(one.node) and other.node.is_block:
            encoded = one.node.head == "string" and "json" in one.node.text.lower()
            if not encoded and self._carrier(one.node, other.node) is None:
                return None
        match = self._match(one, other, above)
        if match is None:
            return None
        name, opening = match
        text = self.texts.alike(one.node.text, other.node.text)
        enum = values_alike(one.node, other.node)
        inside = (
            members_alike(one.node, other.node, self._own)
            if one.node.is_block and other.node.is_block
            else None
        )
        score = name.score - kinds - opening + support(one.node, other.node, text, enum, inside)
        way, way_too = IDENTIFIERS.get(one.node.words[-1]), IDENTIFIERS.get(other.node.words[-1])
        if way and way_too and name.score < CERTAIN:
            score += 0.03 if way == way_too else -0.03
        score += self._opened_words(one, other)
        opened = len(one.opened) + len(other.opened)
        return Found(
            one.node,
            other.node,
            score,
            name,
            text,
            opened,
            kinds + opening,
            0.0,
            "json" if encoded else "name",
            enum,
            block_score,
        )

    def _match(
        self, one: Item, other: Item, above: frozenset[str]
    ) -> tuple[NameMatch, float] | None:
        """How alike the names are, and what the opened blocks cost; None where names, identities or
        types exclude a link."""
        if (
            self._foreign(one.node, other.node)
            or self._foreign(other.node, one.node)
            or not self._possible(one, other)
        ):
            return None
        mine, theirs = self.which(one.node), self.which(other.node)
        by_name = mine in ("self", None) and theirs in ("self", None)
        if (
            not by_name
            and mine
            and theirs
            and not self._compatible_ids(mine, theirs, one.node, other.node)
        ):
            return None
        name, opening = self._compare_names(one, other, above)
        if (
            (mine is None) != (theirs is None)
            and not by_name
            and (name.score < 0.95 or one.opened or self._alien(other))
        ):
            return None
        if name.score < ALIKE and not self._same_head(one.node.words, other.node.words):
            return None
        if (
            name.score < FLATTENED
            and {one.node.head, other.node.head} == {"boolean", "string"}
            and not self._switch(one.node, other.node)
        ):
            return None
        if (
            name.score < FLATTENED
            and (one.node.head, other.node.head) == ("string", "number")
            and not _ends_with(one.node, other.node)
        ):
            # a text under another name holds more than the number: a unit, a range, several of them
            return None
        if mine and theirs and not by_name and name.score < SELF:
            name = NameMatch(
                SELF,
                f"{' '.join(one.node.words)} = {' '.join(other.node.words)}, both identify the"
                " resource",
            )
        if mine == theirs == "arn" and ("resource", "arn") in (one.node.words, other.node.words):
            name = NameMatch(0.95, name.explanation)
        return (name, opening) if name.score > 0.3 else None

    def _opened_words(self, one: Item, other: Item) -> float:
        """How much the words of the opened blocks raise or lower the score.

        Of variants side by side (`OrganizationManagedRuleMetadata`,
        `OrganizationCustomRuleMetadata`) the one with the type's own words is meant.
        """
        neutral = self._own | self.lexicon.wrappers | self.lexicon.fillers
        words = {word for block in (*one.opened, *other.opened) for word in block.words}
        if other.opened:
            own, alien = set(self.one.own) & words, words - neutral - set(one.node.words)
            return 0.02 * min(len(own), 5) - 0.04 * min(len(alien), 2)
        return -0.08 * min(len(words - neutral - set(other.node.words)), 2)

    def _alien(self, item: Item) -> bool:
        """Whether an opened block is named for another thing."""
        neutral = self._own | self.lexicon.wrappers | self.lexicon.fillers
        return any(word not in neutral for block in item.opened for word in block.words)

    def _possible(self, one: Item, other: Item) -> bool:
        """Whether the types and places of the two allow a link at all."""
        if (is_plain(one.node) and other.node.head == "map") or (
            is_plain(other.node) and one.node.head == "map"
        ):
            return False
        if one.node.words == ("tag",):
            return (
                other.node.words[0] == "tag"
                and len(other.node.words) <= 2
                and not (other.opened and not one.node.parent)
            )
        block_words = {
            word for block in (*one.opened, *other.opened) for word in block.words
        } | set(other.node.words)
        return not (block_words & ANOTHER_TIME) - set(one.node.words) - set(self.one.own)

    @staticmethod
    def _switch(one: Node, other: Node) -> bool:
        """Whether the one of the two that is a string is a switch."""
        text = one if one.head == "string" else other
        return len(text.attribute.enum) > 1 or bool(
            {"status", "state", "enabled"} & set(text.words)
        )

    def _same_head(self, one: Words, other: Words) -> bool:
        """Whether the last words that are not fillers name the same kind of thing; `name`, `id` and
        `arn` may be left out."""

        def heads(words: Words) -> set[str]:
            core = [word for word in words if word not in self.lexicon.fillers] or list(words)
            found = {core[-1]}
            if len(core) > 1 and core[-1] in (*IDENTIFIERS, *self.lexicon.wrappers):
                found.add(core[-2])
            return found

        if one[-1] in IDENTIFIERS and other[-1] in IDENTIFIERS and len(one) > 1 and len(other) > 1:
            # Whose id it is: a route table's is not that of its announcement.
            return bool(heads(one[:-1]) & heads(other[:-1]))
        kinds = self.lexicon.kinds
        left, right = heads(one), heads(other)
        return bool(left & right) or bool(
            {kinds.get(word, -1) for word in left} & {kinds.get(word, -2) for word in right}
        )

    def which(self, node: Node) -> str | None:
        """`id`, `arn`, `name` or `self` for an attribute that identifies the resource itself; None
        for all others."""
        if node.parent is None or node.parent.path:
            return None
        words, front = node.words, node.words[:-1]
        if words[-1] in IDENTIFIERS:
            if not front or (set(front) <= self._own and front[-1] in self._heads):
                return IDENTIFIERS[words[-1]]
            return "arn" if words == ("resource", "arn") and node.name in self._only_arn else None
        return "self" if self._is_self(node) else None

    def _compatible_ids(self, mine: str, theirs: str, one: Node, other: Node) -> bool:
        """Whether two kinds of identifiers may be the same. An id that AWS assigns is not a name
        that a user chooses."""
        return mine == theirs or (
            "arn" not in (mine, theirs) and other.attribute.is_input and not one.only_read
        )

    def _foreign(self, one: Node, other: Node) -> bool:
        """Whether `other` identifies the resource itself, and `one` another resource that has a
        part of its name (`VpcId` of a VPC peering connection)."""
        front = one.words[:-1]
        if (
            one.words[-1] not in IDENTIFIERS
            or not front
            or not set(front) <= self._own
            or front[-1] in self._heads
        ):
            return False
        return self.which(other) in ("id", "arn", "name")

    def _compare_names(
        self, one: Item, other: Item, above: frozenset[str]
    ) -> tuple[NameMatch, float]:
        """How alike the names are in their place, and what the opened blocks cost."""
        name, cost, _ = self._names(one, other, above)
        if name.score < CERTAIN and one.node.is_block and other.node.is_block:
            # Blocks are compared by their words besides the type's own and words like
            # Configuration and Description.
            lists = (block for block in (*one.opened, *other.opened) if block.head == "list")
            optional = (
                frozenset(word for block in lists for word in block.words) | self._own | above
            )
            if self._block_names(one.node.words, optional) & self._block_names(
                other.node.words, optional
            ):
                return NameMatch(
                    0.92, f"{' '.join(one.node.words)} = {' '.join(other.node.words)}"
                ), 0.01 * len(other.opened + one.opened)
        return name, cost

    def _keys(self, words: Words, optional: frozenset[str]) -> set[str]:
        return super()._keys(words, optional) | {
            "&" + " ".join(each) for each in self._block_names(words, optional)
        }

    def _block_names(self, words: Words, optional: frozenset[str]) -> set[Words]:
        """A block's name without fillers and the wrapping words at its end, and without `optional`
        and all wrapping words; each where a word is left."""
        found = self._block_names_of.get((words, optional))
        if found is None:
            found = self._block_names_of[words, optional] = self._without(words, optional)
        return found

    def _without(self, words: Words, optional: frozenset[str]) -> set[Words]:
        whole = tuple(word for word in words if word not in self.lexicon.fillers) or words
        while len(whole) > 1 and whole[-1] in self.lexicon.wrappers:
            whole = whole[:-1]
        short = tuple(
            word for word in whole if word not in optional and word not in self.lexicon.wrappers
        )
        return {whole, short} - {()}


def _ends_with(one: Node, other: Node) -> bool:
    return one.words[-len(other.words) :] == other.words


def is_plain(node: Node) -> bool:
    return node.head in SCALARS and not node.is_block
