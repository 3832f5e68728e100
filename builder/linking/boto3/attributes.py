"""Links the attributes of a CloudFormation or Terraform resource to what a boto3 read call answers.

The blocks are linked from the outside in as for CloudFormation and Terraform (attributes.py). What
is spelled alike at the same place is linked first without a comparison: most names are, and
definitions with ten thousands of paths take no time. A plain value is never linked to an object,
but to the member that carries it (`Status` → `Status.State`); lists of boto3 are opened last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from builder.linking.boto3.comparing import Boto3Comparer, is_plain
from builder.linking.boto3.lists import is_item, is_of_one, lists
from builder.linking.boto3.objects import hollow, inner, meant, namesakes
from builder.linking.matching.assignment import Matcher
from builder.linking.matching.found import Found, Item
from builder.linking.matching.similarity import SCALARS, NameMatch, peel
from builder.linking.matching.thresholds import CERTAIN, FLATTENED, IN_LIST, NO_ANSWER, WEAK
from builder.linking.matching.trees import Node
from builder.services import letters

EVERYWHERE = frozenset(
    (
        "last",
        "updated",
        "update",
        "created",
        "create",
        "modified",
        "time",
        "date",
        "at",
        "timestamp",
        "status",
        "state",
        "name",
        "id",
        "arn",
        "type",
        "version",
        "tag",
    )
)
"""Words of names that every list's members may have."""


class Reader(Boto3Comparer, Matcher):
    """Links the attributes of a resource to the members of an answer."""

    def read(self, ours: list[Node], theirs: list[Node]) -> list[Found]:
        """Links these and everything below them."""
        self._only_arn = frozenset()
        self._outside = lists(theirs[0]) if theirs else 0
        arns = [node for node in theirs if node.words[-1] == "arn"]
        if not any(self.which(each) == "arn" for each in arns):
            self._only_arn = frozenset(node.name for node in arns)
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
            elif not namesakes(each.one, each.other):
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
        opened: list[Item] = []
        for item in theirs:
            node = item.node
            if node.is_block and not item.opened and (node.head != "list" or id(node) not in taken):
                free = (child for child in node.children if id(child) not in taken)
                opened += (Item(child, (node,)) for child in free)
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
                # the same name is also beside the list, so nothing shows that the list's is meant
                continue
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
            if is_plain(each.one) and each.other.is_block and each.kind != "json":
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


def _plainly(one: Node, other: Node) -> bool:
    """Whether two attributes of one name have types of one kind."""
    if bool(one.children) != bool(other.children):
        return False
    if one.children:
        return (one.head == "list") == (other.head == "list")
    return one.head == other.head
