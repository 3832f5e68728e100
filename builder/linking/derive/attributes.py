"""Links the attributes of one pair of resources, as one assignment for each pair of blocks, from the outside in.

Blocks are linked before their members. First what has (nearly) the same name is settled; then blocks that found no partner
are opened, so that `DistributionConfig.Comment` meets `comment` and `PrimaryEndPoint.Address` meets `primary_endpoint_address`,
and what is left is assigned with the best sum of scores. Identities (Ref, id) are left to identity.py.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy
from scipy.optimize import linear_sum_assignment

from builder.linking.derive.shapes import Node, Tree
from builder.linking.derive.similarity import NO_MATCH, NameMatch, Texts, direction_cost, match_names, peel, type_cost
from builder.linking.derive.tokens import Lexicon, Words, head

SURE = 0.9
"""Names at least so alike are settled before any block is opened."""
SHARED = 0.84
"""Second spellings of what has a partner must be so alike."""
SELF = 0.8
"""Two ways to say which one it is, when no names are alike."""
IDENTIFIERS = {"id": "id", "identifier": "id", "arn": "arn", "name": "name"}
PART = 0.75
"""Links of a part must be so good."""
THIN = 0.42
"""Below this, a pair is not even a candidate."""
_DEEPEST = 3
"""How many blocks may be opened on one way down."""


@dataclass(frozen=True)
class Item:
    """An attribute where it is compared, with the blocks that were opened to reach it."""

    node: Node
    opened: tuple[Node, ...] = ()

    @property
    def words(self) -> Words:
        return tuple(word for block in self.opened for word in block.words) + self.node.words


@dataclass
class Found:
    """One link with what speaks for it."""

    cloudformation: Node
    terraform: Node
    score: float
    name: NameMatch
    text: float | None
    opened: int
    cost: float
    rival: float = 0.0
    """The score of the next best partner of either side."""
    kind: str = "name"
    enum: float | None = None
    block: float = 1.0
    """The score of the blocks that hold the two."""


@dataclass
class Matcher:
    """Compares the attributes of two resources."""

    cloudformation: Tree
    terraform: Tree
    lexicon: Lexicon
    texts: Texts
    found: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        both = (*self.cloudformation.own, *self.terraform.own)
        owns = (self.cloudformation.own, self.terraform.own)
        self._heads = frozenset(word for own in owns for word in (head(own, self.lexicon), own[-1]))
        self._firsts = frozenset(own[0] for own in owns)
        self._own = frozenset(both) | self.cloudformation.service | self.terraform.service
        self._settled: set[int] = set()

    def run(self, ours: list[Node], theirs: list[Node]) -> list[Found]:
        """Links these and everything below them."""
        # What can be set comes first: a name that CloudFormation also returns must not take the argument away from the property.
        self._blocks(
            [Item(node) for node in ours if not node.only_read], [Item(node) for node in theirs if not node.only_read], frozenset(), 1.0
        )
        linked = {id(each.cloudformation) for each in self.found}
        taken = {id(each.terraform) for each in self.found}
        before = len(self.found)
        # What is only returned may repeat an argument that has its property already.
        self._blocks(
            [Item(node) for node in ours if id(node) not in linked and (node.only_read or node.is_block)],
            [Item(node) for node in theirs if id(node) not in taken or not node.is_block],
            frozenset(),
            1.0,
        )
        for each in self.found[before:]:
            if id(each.terraform) in taken:
                each.kind = "shared"
        self._shared(ours, theirs)
        return self.found

    def run_part(self, node: Node, theirs: list[Node], optional: frozenset[str]) -> list[Found]:
        """Links one property with the arguments of a resource that manages it alone: the property itself when an argument has its
        name, else its members."""
        plain = [each for each in theirs if not (node.is_block and not each.is_block)]
        whole = self._assign([Item(node)], [Item(each) for each in plain], optional, PART, 1.0)
        if whole:
            one, other, found = whole[0]
            self.found.append(found)
            if one.node.is_block and other.node.is_block:
                self._down(one, other, optional, found)
        if node.is_block and not whole:
            self._blocks([Item(child) for child in node.children], [Item(each) for each in theirs], optional, 1.0)
        return [each for each in self.found if each.score >= PART]

    def _shared(self, ours: list[Node], theirs: list[Node]) -> None:
        """Second spellings: what found no partner and is, by its name, the same as something that has one (`Definition`,
        `DefinitionString`; `Endpoint.Port` beside `Port`)."""
        linked = {id(each.cloudformation) for each in self.found}
        items = [Item(node) for node in ours]
        for _ in range(_DEEPEST - 1):
            items += [item for item in self._opened(items) if id(item.node) not in {id(each.node) for each in items}]
        targets = [Item(node) for node in theirs if not node.is_block]
        left = [item for item in items if id(item.node) not in linked and not item.node.is_block]
        for row, column in self._candidates(left, targets, frozenset()):
            found = self._score(left[row], targets[column], frozenset(), 1.0)
            if found is not None and found.score >= SHARED:
                found.kind = "shared"
                self.found.append(found)

    def _blocks(self, ours: list[Item], theirs: list[Item], above: frozenset[str], held: float) -> None:
        """Links the members of one pair of blocks, then goes down."""
        linked: list[tuple[Item, Item, Found]] = []
        linked += self._assign(ours, theirs, above, SURE, held)
        for _ in range(_DEEPEST):
            ours, theirs = self._left(ours, linked, 0), self._left(theirs, linked, 1)
            opened, opened_too = self._opened(ours), self._opened(theirs)
            if not opened and not opened_too:
                break
            more = self._assign([*ours, *opened], [*theirs, *opened_too], above, SURE, held)
            linked += more
            ours, theirs = [*ours, *opened], [*theirs, *opened_too]
        ours, theirs = self._left(ours, linked, 0), self._left(theirs, linked, 1)
        linked += self._assign(ours, theirs, above, THIN, held)
        for one, other, found in linked:
            self.found.append(found)
            if one.node.is_block and other.node.is_block:
                self._down(one, other, above, found)

    def _down(self, one: Item, other: Item, above: frozenset[str], found: Found) -> None:
        inside, inside_too = one.node, other.node
        words = above | set(one.words) | set(other.words)
        items = listed(inside)
        if items is not None and listed(inside_too) is None:
            self.found.append(
                Found(items, inside_too, found.score, found.name, found.text, found.opened, 0.0, found.rival, "items", None, found.block)
            )
            inside = items
        elif listed(inside_too) is not None and items is None:
            inside_too = listed(inside_too) or inside_too
        self._blocks([Item(child) for child in inside.children], [Item(child) for child in inside_too.children], words, found.score)

    @staticmethod
    def _left(items: list[Item], linked: list[tuple[Item, Item, Found]], side: int) -> list[Item]:
        taken = {id(pair[side].node) for pair in linked}
        # Who opened a block whose members are linked keeps it only as a holder.
        return [item for item in items if id(item.node) not in taken]

    @staticmethod
    def _opened(items: list[Item]) -> list[Item]:
        seen = {id(item.node) for item in items}
        return [
            Item(child, (*item.opened, item.node))
            for item in items
            if item.node.is_block and len(item.opened) < _DEEPEST and item.node.head != "list"
            for child in item.node.children
            if id(child) not in seen
        ]

    def _assign(
        self, ours: list[Item], theirs: list[Item], above: frozenset[str], least: float, held: float
    ) -> list[tuple[Item, Item, Found]]:
        """The best assignment of these, of pairs that reach `least`."""
        if not ours or not theirs:
            return []
        pairs = self._candidates(ours, theirs, above)
        scores = numpy.zeros((len(ours), len(theirs)))
        made: dict[tuple[int, int], Found] = {}
        for row, column in pairs:
            found = self._score(ours[row], theirs[column], above, held)
            if found is not None and found.score >= least:
                scores[row, column] = found.score
                made[row, column] = found
        if not made:
            return []
        # Squares prefer one good pair to two poor ones.
        rows, columns = linear_sum_assignment(-(scores**3))
        result = []
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            best = made.get((row, column))
            if best is not None:
                others = numpy.concatenate((numpy.delete(scores[row], column), numpy.delete(scores[:, column], row)))
                best.rival = float(others.max()) if others.size else 0.0
                result.append((ours[row], theirs[column], best))
        return result

    def _candidates(self, ours: list[Item], theirs: list[Item], above: frozenset[str]) -> list[tuple[int, int]]:
        """Pairs that share a word, or a field of the vocabulary."""
        optional = self._own | above
        index: dict[str, list[int]] = defaultdict(list)
        for column, item in enumerate(theirs):
            for key in self._keys(item.words, optional):
                index[key].append(column)
        return sorted(
            {(row, column) for row, item in enumerate(ours) for key in self._keys(item.words, optional) for column in index.get(key, ())}
        )

    def _keys(self, words: Words, optional: frozenset[str]) -> set[str]:
        short = peel(words, optional)
        keys = {word for word in words if word not in optional and word not in self.lexicon.fillers} or set(short)
        keys.update(f"~{self.lexicon.kinds[word]}" for word in words[-1:] if self.lexicon.kinds.get(word, 0) > 0)
        keys.update(f"#{number}" for spelling in (words, short) for number in self.lexicon.fields.get(spelling, ()))
        if len(short) == 1 and set(words[:-1]) <= self._own:
            keys.add("=")
        keys.add("=" + "".join(short))
        keys.add("=" + "".join(words))
        return keys

    def _score(self, one: Item, other: Item, above: frozenset[str], held: float) -> Found | None:
        if one.opened and other.opened:
            return None
        kinds, direction = self._type_cost(one.node, other.node), direction_cost(one.node, other.node)
        if kinds is None or direction is None:
            return None
        mine, theirs = self.identity(one.node), self.identity(other.node)
        named = mine in ("self", None), theirs in ("self", None)
        if not all(named) and not self._same_identity(mine, theirs, one.node, other.node):
            return None
        name, opening = self._names(one, other, above)
        if (mine is None) != (theirs is None) and not all(named) and name.score < 0.95:
            return None
        if mine and theirs and not all(named) and name.score < SELF:
            name = NameMatch(SELF, f"{' '.join(one.node.words)} = {' '.join(other.node.words)}, both say which one it is")
        if name.score <= 0.3:
            return None
        text = self.texts.alike(one.node.text, other.node.text)
        inside = members_alike(one.node, other.node, self._own) if one.node.is_block and other.node.is_block else None
        enum = values_alike(one.node, other.node)
        score = name.score - kinds - direction - opening
        score += 0.1 * ((0.3 if text is None else min(text, 0.8)) - 0.3)
        if enum is not None:
            score += 0.05 if enum >= 0.5 else -0.1 if enum == 0 else 0.0
        if inside is not None:
            share, common = inside
            score += 0.25 * (share - 0.4) if share < 0.4 else 0.1 * (share - 0.4)
            score += 0.01 * min(common, 6)
        if one.node.name.lower() == other.node.name.replace("_", ""):
            # Singular and plural are one word, but where both exist the one that is spelled alike is meant.
            score += 0.03
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
        )

    def identity(self, node: Node) -> str | None:
        """`id`, `arn`, `name` or `self` for what says which one the resource itself is; None for all else."""
        if node.parent is None or node.parent.path:
            return None
        words = node.words
        if words[-1] in IDENTIFIERS:
            return IDENTIFIERS[words[-1]] if len(words) == 1 else self.identity_of(words, node.only_read)
        return "self" if words[-1] in self._heads and set(words) <= self._own and not node.is_block and node.head == "string" else None

    def identity_of(self, words: Words, only_read: bool) -> str | None:
        """The same of a name that says whose it is: `FunctionARN` of a function; `LocationArn` of a location S3 that is only returned."""
        front = words[:-1]
        if not front or words[-1] not in IDENTIFIERS or not set(front) <= self._own:
            return None
        return IDENTIFIERS[words[-1]] if front[-1] in self._heads or (only_read and front[0] in self._firsts) else None

    @staticmethod
    def _same_identity(mine: str | None, theirs: str | None, one: Node, other: Node) -> bool:
        """Whether two ways to say which one it is may be the same. An id that AWS makes is no name that somebody gives."""
        if mine is None or theirs is None:
            # `unique_id` and the like: the vocabulary decides.
            return one.only_read and other.only_read
        if mine == theirs:
            return True
        return "arn" not in (mine, theirs) and not one.only_read and not other.only_read

    @staticmethod
    def _type_cost(one: Node, other: Node) -> float | None:
        items = listed(one)
        if items is not None and listed(other) is None:
            return type_cost(items, other)
        return type_cost(one, other)

    def _names(self, one: Item, other: Item, above: frozenset[str]) -> tuple[NameMatch, float]:
        """The names compared in their place, and what the opened blocks cost."""
        optional = self._own | above
        opened = one.opened or other.opened
        if not opened:
            return match_names(one.node.words, other.node.words, optional, self.lexicon), 0.0
        passed = frozenset(word for block in opened for word in block.words)
        whole = match_names(one.words, other.words, optional, self.lexicon)
        outer = other.node.words if one.opened else one.node.words
        inner = one.node.words if one.opened else other.node.words
        plain = match_names(one.node.words, other.node.words, optional | (passed & set(outer)), self.lexicon)
        meaning = {
            word for word in passed if word not in self._own and word not in self.lexicon.wrappers and word not in self.lexicon.fillers
        }
        # What the opened blocks say must stand in the other name, or nothing is said by them.
        missing = sum(0.4 if word in self.lexicon.kinds else 1.0 for word in meaning - set(outer) - set(inner)) / (len(meaning) or 1)
        if whole.score >= plain.score - 0.02:
            return whole, 0.01 * len(opened)
        return (plain if plain.score else NO_MATCH), 0.02 * len(opened) + 0.18 * missing


def listed(node: Node) -> Node | None:
    """The list inside an object that only counts and holds one: `{Quantity, Items}`."""
    if node.head != "object" or len(node.children) > 3:
        return None
    return next((child for child in node.children if child.words == ("item",) and child.head == "list"), None)


def members_alike(one: Node, other: Node, own: frozenset[str]) -> tuple[float, int]:
    """Which share of the members of the smaller block have a namesake in the other, two levels deep; and how many."""

    def names(node: Node) -> set[str]:
        inside = listed(node) or node
        members = [*inside.children, *(child for each in inside.children for child in each.children)]
        return {" ".join(peel(member.words, own | set(node.words))) for member in members}

    def direct(node: Node) -> set[str]:
        return {" ".join(peel(member.words, own | set(node.words))) for member in (listed(node) or node).children}

    left, right, near, near_too = names(one), names(other), direct(one), direct(other)
    share = 0.7 * len(left & right) / (min(len(left), len(right)) or 1) + 0.3 * 2 * len(near & near_too) / (len(near) + len(near_too) or 1)
    return share, len(left & right)


def values_alike(one: Node, other: Node) -> float | None:
    """Which share of the fewer allowed values is allowed on both sides; None where one side lists none."""

    def plain(values: list[str]) -> set[str]:
        return {"".join(letter for letter in value.lower() if letter.isalnum()) for value in values}

    left, right = plain(one.attribute.enum), plain(other.attribute.enum)
    return len(left & right) / min(len(left), len(right)) if left and right else None
