"""Links the attributes of a CloudFormation or Terraform resource to what a boto3 read call answers.

The blocks are linked from the outside in as for CloudFormation and Terraform (attributes.py). What
is spelled alike at the same place is linked first without a comparison: most names are, and
definitions with ten thousands of paths take no time. A plain value is never linked to an object,
but to the member that carries it (`Status` → `Status.State`); lists of boto3 are opened last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from builder.linking.boto3.lists import is_item, is_of_one, lists
from builder.linking.boto3.objects import ANOTHER_TIME, hollow, inner, meant
from builder.linking.matching.assignment import Matcher
from builder.linking.matching.comparing import (
    IDENTIFIERS,
    Found,
    Item,
    members_alike,
    support,
    values_alike,
)
from builder.linking.matching.similarity import SCALARS, NameMatch, peel
from builder.linking.matching.thresholds import (
    ALIKE,
    CERTAIN,
    FLATTENED,
    IN_LIST,
    NO_ANSWER,
    SELF,
    WEAK,
)
from builder.linking.matching.trees import Node
from builder.linking.matching.words import Words
from builder.services import letters

EVERYWHERE = frozenset((
    "last", "updated", "update", "created", "create", "modified", "time", "date", "at", "timestamp", "status", "state", "name", "id", "arn",
    "type", "version", "tag",
))  # fmt: skip
"""Words of names that every list's members may have."""
_CARRIERS = (("state",), ("status",), ("enabled",), ("value",))


class Reader(Matcher):
    """`cloudformation` is the CloudFormation or Terraform side, `terraform` the boto3 side."""

    def read(self, ours: list[Node], theirs: list[Node]) -> list[Found]:
        """Links these and everything below them. boto3 says of few things who sets them, so no
        direction is compared."""
        self._only_arn: set[str] = set()
        self._told: dict[tuple[Words, frozenset[str]], set[Words]] = {}
        self._outside = lists(theirs[0]) if theirs else 0
        arns = [node for node in theirs if node.words[-1] == "arn"]
        self._only_arn = (
            {node.name for node in arns if not any(self.which(each) == "arn" for each in arns)}
            if arns
            else set()
        )
        self._blocks(
            [Item(node) for node in ours], [Item(node) for node in theirs], frozenset(), 1.0
        )
        self._carried()
        self._flattened()
        self._variants()
        self._once()
        self._hollow()
        return self.found

    def _once(self) -> None:
        """Of attributes in different blocks that found the same partner, the best keeps it."""
        groups: dict[int, list[Found]] = defaultdict(list)
        for each in self.found:
            groups[id(each.other)].append(each)
        for group in groups.values():
            if len(group) > 1:
                best = min(
                    group, key=lambda each: (-round(each.score, 2), each.opened, each.one.path)
                )
                for each in group:
                    if each.one.parent is not best.one.parent and each.kind != "items":
                        each.score = min(each.score, NO_ANSWER)

    def _hollow(self) -> None:
        """Of objects that share no member one may hold the other: `Configurations` the
        `configuration` that is current."""
        for each, holder in inner(self.found, WEAK, self.lexicon.wrappers):
            each.other = holder
        for each in hollow(self.found, WEAK):
            instead = meant(each.one, each.other, self._own)
            if instead is not None and not any(other.other is instead for other in self.found):
                each.other = instead
                self._down(Item(each.one), Item(instead), frozenset(), each)
            elif each.name.score < CERTAIN:
                each.score = min(each.score, NO_ANSWER)
            else:
                each.kind = "hollow"

    def _blocks(
        self, ours: list[Item], theirs: list[Item], above: frozenset[str], held: float
    ) -> None:
        linked: list[tuple[Item, Item]] = []
        by_name: dict[str, Item | None] = {}
        for item in theirs:
            key = letters(item.node.name)
            by_name[key] = None if key in by_name else item
        taken: set[int] = set()
        left: list[Item] = []
        for item in ours:
            other = by_name.get(letters(item.node.name))
            if other is not None and id(other) not in taken and _plainly(item.node, other.node):
                taken.add(id(other))
                linked.append((item, other))
            else:
                left.append(item)
        rest = [item for item in theirs if id(item) not in taken]
        for item, other in linked:
            found = Found(
                item.node,
                other.node,
                1.0 - 0.01 * (held < CERTAIN),
                NameMatch(1.0, item.node.name),
                None,
                0,
                0.0,
                0.0,
                "same",
                None,
                held,
            )
            self.found.append(found)
            if item.node.children and other.node.children:
                self._down(item, other, above, found)
        if not left or not rest:
            return
        before = len(self.found)
        super()._blocks(left, rest, above, held)
        good = [each for each in self.found[before:] if each.score >= WEAK]
        done = {id(each.one) for each in good}
        self._last(
            [item for item in left if id(item.node) not in done and self._tells(item.node)],
            theirs,
            above,
            held,
        )

    def _last(
        self, ours: list[Item], theirs: list[Item], above: frozenset[str], held: float
    ) -> None:
        """What is left, against the members of lists and of objects that have partners themselves:
        boto3 has a list where the other has one thing, or puts into an object what the other has
        beside it."""
        if not ours:
            return
        taken = {id(each.other) for each in self.found if each.score >= CERTAIN}
        opened = [
            Item(child, (item.node,))
            for item in theirs
            if item.node.is_block
            and not item.opened
            and (item.node.head != "list" or id(item.node) not in taken)
            for child in item.node.children
            if id(child) not in taken
        ]
        if not opened:
            return
        names = Counter(item.node.words for item in opened)
        for one, other, found in self._assign(ours, opened, above, IN_LIST, held):
            inside_list = other.opened[0].head == "list"
            if not inside_list and found.score < CERTAIN:
                continue
            if found.score < CERTAIN and (
                found.name.score < FLATTENED or names[other.node.words] > 1
            ):
                continue
            if inside_list and self._alien(other) and set(one.node.words) <= EVERYWHERE:
                continue
            if inside_list and any(item.node.words == other.node.words for item in theirs):
                continue  # the same name is also beside the list, so nothing shows that the list's is meant
            found.kind = "item" if inside_list else "name"
            if inside_list and not one.node.is_block and self._is_wrapped(one.node, other):
                found.kind = "wrapped"
                if one.node.head in SCALARS and not is_of_one(one.node, other):
                    found.score = min(found.score, NO_ANSWER)
            self.found.append(found)
            if one.node.is_block and other.node.is_block:
                self._down(one, other, above, found)

    def _is_wrapped(self, one: Node, other: Item) -> bool:
        """Whether it is in a list on the other side only, and the thing is not an item of that
        list."""
        return lists(one) < lists(other.node) - self._outside and not is_item(
            self.one.own[-1], other, self.lexicon
        )

    def _tells(self, node: Node) -> bool:
        """Whether a name says more than `name`, `arn` or `status` does, which many lists have."""
        if node.is_block:
            return True
        short = peel(node.words, self._own)
        return len(short) > 1 or self.lexicon.kinds.get(short[-1]) is None

    def _carried(self) -> None:
        """Puts the member that carries a plain value in the place of its object."""
        for number, each in enumerate(self.found):
            if _is_plain(each.one) and each.other.is_block and each.kind != "json":
                carrier = self._carrier(each.one, each.other)
                if carrier is not None:
                    self.found[number] = replace(
                        each, other=carrier, score=each.score - 0.03, kind="carrier"
                    )

    def _flattened(self) -> None:
        """Several members of one object that have namesakes side by side: the object was flattened,
        whatever it is called."""
        groups: dict[tuple[int, int], list[Found]] = defaultdict(list)
        for each in self.found:
            if each.opened and each.kind == "name" and each.other.parent and each.one.parent:
                groups[id(each.other.parent), id(each.one.parent)].append(each)
        for group in groups.values():
            alike = [each for each in group if each.name.score >= FLATTENED]
            block = alike[0].other.parent if alike else None
            if block is not None and len(alike) > 1:
                share = len(alike) / len(block.children)
                for each in alike:
                    each.score = max(each.score, min(1.0, each.score + 0.15 * share))

    def _variants(self) -> None:
        """Of several blocks side by side with the same members (`athena`, `glue`, `snowflake`) none
        was opened by its name: which one is meant depends on the thing."""
        for each in self.found:
            block = each.other.parent
            if not each.opened or block is None or block.parent is None:
                continue
            beside = [
                other for other in block.parent.children if other is not block and other.is_block
            ]
            rivals = [
                other
                for other in beside
                if any(child.words == each.other.words for child in other.children)
            ]
            telling = set(block.words) - {word for other in rivals for word in other.words}
            if rivals and telling and not telling & (set(each.one.words) | self._own):
                each.score = min(each.score, NO_ANSWER)
                each.kind = "variant"

    def _carrier(self, one: Node, block: Node) -> Node | None:
        plain = [child for child in block.children if child.head in SCALARS]
        if len(block.children) == 1 and plain:
            return plain[0]
        if block.head == "list":
            return None
        named = frozenset(block.words) | self._own
        short = {peel(child.words, named): child for child in plain}
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

    def _score(self, one: Item, other: Item, above: frozenset[str], held: float) -> Found | None:
        if one.opened and other.opened:
            return None
        kinds = self._type_cost(one.node, other.node)
        if kinds is None:
            return None
        encoded = False
        if _is_plain(one.node) and other.node.is_block:
            encoded = one.node.head == "string" and "json" in one.node.text.lower()
            if not encoded and self._carrier(one.node, other.node) is None:
                return None
        if (
            self._foreign(one.node, other.node)
            or self._foreign(other.node, one.node)
            or not self._possible(one, other)
        ):
            return None
        mine, theirs = self.which(one.node), self.which(other.node)
        named = mine in ("self", None) and theirs in ("self", None)
        if not named and mine and theirs and not self._one_way(mine, theirs, one.node, other.node):
            return None
        name, opening = self._named(one, other, above)
        if (
            (mine is None) != (theirs is None)
            and not named
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
            return None  # a text under another name holds more than the number: a unit, a range, several of them
        if mine and theirs and not named and name.score < SELF:
            name = NameMatch(
                SELF,
                f"{' '.join(one.node.words)} = {' '.join(other.node.words)}, both say which one it is",
            )
        if mine == theirs == "arn" and ("resource", "arn") in (one.node.words, other.node.words):
            name = NameMatch(0.95, name.said)
        if name.score <= 0.3:
            return None
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
        if other.opened:
            # Variants side by side (`OrganizationManagedRuleMetadata`,
            # `OrganizationCustomRuleMetadata`): the type's own words decide.
            passed = {word for block in other.opened for word in block.words}
            own = set(self.one.own) & passed
            alien = (
                passed
                - self._own
                - set(one.node.words)
                - self.lexicon.wrappers
                - self.lexicon.fillers
            )
            score += 0.02 * min(len(own), 5) - 0.04 * min(len(alien), 2)
        if one.opened:
            passed = {word for block in one.opened for word in block.words}
            score -= 0.08 * min(
                len(
                    passed
                    - self._own
                    - set(other.node.words)
                    - self.lexicon.wrappers
                    - self.lexicon.fillers
                ),
                2,
            )
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
            held,
        )

    def _alien(self, item: Item) -> bool:
        """Whether a block on the way is named for another thing."""
        said = self._own | self.lexicon.wrappers | self.lexicon.fillers
        return any(word not in said for block in item.opened for word in block.words)

    def _possible(self, one: Item, other: Item) -> bool:
        """Whether types and places allow the two to be the same at all."""
        if (_is_plain(one.node) and other.node.head == "map") or (
            _is_plain(other.node) and one.node.head == "map"
        ):
            return False
        if one.node.words == ("tag",):
            return (
                other.node.words[0] == "tag"
                and len(other.node.words) <= 2
                and not (other.opened and not one.node.parent)
            )
        passed = {word for block in (*one.opened, *other.opened) for word in block.words} | set(
            other.node.words
        )
        return not (passed & ANOTHER_TIME) - set(one.node.words) - set(self.one.own)

    @staticmethod
    def _switch(one: Node, other: Node) -> bool:
        """Whether the text of the two says yes or no."""
        text = one if one.head == "string" else other
        return len(text.attribute.enum) > 1 or bool(
            {"status", "state", "enabled"} & set(text.words)
        )

    def _same_head(self, one: Words, other: Words) -> bool:
        """Whether the last words that are not fillers name the same kind of thing; `name`, `id` and
        `arn` may be left out."""

        def heads(words: Words) -> set[str]:
            left = [word for word in words if word not in self.lexicon.fillers] or list(words)
            found = {left[-1]}
            if len(left) > 1 and left[-1] in (*IDENTIFIERS, *self.lexicon.wrappers):
                found.add(left[-2])
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
        """`id`, `arn`, `name` or `self` for what says which one the thing itself is; None for all
        else."""
        if node.parent is None or node.parent.path:
            return None
        words, front = node.words, node.words[:-1]
        if words[-1] in IDENTIFIERS:
            if not front or (set(front) <= self._own and front[-1] in self._heads):
                return IDENTIFIERS[words[-1]]
            return "arn" if words == ("resource", "arn") and node.name in self._only_arn else None
        return (
            "self"
            if words[-1] in self._heads
            and set(words) <= self._own
            and not node.is_block
            and node.head == "string"
            else None
        )

    def _one_way(self, mine: str, theirs: str, one: Node, other: Node) -> bool:
        """Whether two ways to say which one it is may be the same. An id that AWS assigns is not a
        name that a user chooses."""
        return mine == theirs or (
            "arn" not in (mine, theirs) and other.attribute.is_input and not one.only_read
        )

    def _foreign(self, one: Node, other: Node) -> bool:
        """Whether `other` says which one the thing itself is and `one` only which one a thing with
        a part of its name is (`VpcId` of a VPC peering connection)."""
        front = one.words[:-1]
        if (
            one.words[-1] not in IDENTIFIERS
            or not front
            or not set(front) <= self._own
            or front[-1] in self._heads
        ):
            return False
        return self.which(other) in ("id", "arn", "name")

    def _named(self, one: Item, other: Item, above: frozenset[str]) -> tuple[NameMatch, float]:
        """The names compared in their place, and what the opened blocks cost."""
        name, cost, _ = self._names(one, other, above)
        if name.score < CERTAIN and one.node.is_block and other.node.is_block:
            # Of blocks, what they say besides the type's own words and words like Configuration and
            # Description.
            lists = (block for block in (*one.opened, *other.opened) if block.head == "list")
            said = frozenset(word for block in lists for word in block.words) | self._own | above
            if self._telling(one.node.words, said) & self._telling(other.node.words, said):
                return NameMatch(
                    0.92, f"{' '.join(one.node.words)} = {' '.join(other.node.words)}"
                ), 0.01 * len(other.opened + one.opened)
        return name, cost

    def _keys(self, words: Words, optional: frozenset[str]) -> set[str]:
        return super()._keys(words, optional) | {
            "&" + " ".join(each) for each in self._telling(words, optional)
        }

    def _telling(self, words: Words, said: frozenset[str]) -> set[Words]:
        """A block's name without words that only hold things together, and without what is said
        already; neither without a rest."""
        found = self._told.get((words, said))
        if found is None:
            found = self._told[words, said] = self._without(words, said)
        return found

    def _without(self, words: Words, said: frozenset[str]) -> set[Words]:
        whole = tuple(word for word in words if word not in self.lexicon.fillers) or words
        while len(whole) > 1 and whole[-1] in self.lexicon.wrappers:
            whole = whole[:-1]
        short = tuple(
            word for word in whole if word not in said and word not in self.lexicon.wrappers
        )
        return {whole, short} - {()}


def _plainly(one: Node, other: Node) -> bool:
    """Whether two attributes of one name have types of one kind."""
    if bool(one.children) != bool(other.children):
        return False
    if one.children:
        return (one.head == "list") == (other.head == "list")
    return one.head == other.head


def _ends_with(one: Node, other: Node) -> bool:
    return one.words[-len(other.words) :] == other.words


def _is_plain(node: Node) -> bool:
    return node.head in SCALARS and not node.is_block
