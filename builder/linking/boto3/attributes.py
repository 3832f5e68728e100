"""Links the attributes of a CloudFormation or Terraform resource to what a boto3 read call answers.

The blocks are linked from the outside in, as for CloudFormation and Terraform
(matching/assignment.py). Names that are spelled alike at the same place are linked first, without a
comparison: these are most names, and definitions with ten thousands of paths take no time. A plain
value is never linked to an object, but to the member that carries it (`Status` → `Status.State`);
lists of boto3 are opened last.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from builder.linking.boto3.comparing import Boto3Comparer, is_plain
from builder.linking.boto3.lists import is_item, is_of_one, lists
from builder.linking.boto3.objects import hollow, inner, namesakes, object_inside
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
"""Words of names that the members of any list may have."""


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
        self._replace_by_carriers()
        self._raise_flattened()
        self._variants()
        self._once()
        self._hollow()
        return self.found

    def _once(self) -> None:
        """Where attributes in different blocks have the same partner, only the best link stays an
        answer."""
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
        """Replaces the partner of an object by an object inside it that is meant instead
        (`Configurations` holds the current `configuration`); what then has no member in common is
        not an answer, or only a close one."""
        for each, holder in inner(self.found, WEAK, self.lexicon.wrappers):
            each.other = holder
        for each in hollow(self.found, WEAK):
            instead = object_inside(each.one, each.other, self._own)
            if instead is not None and not any(other.other is instead for other in self.found):
                each.other = instead
                self._down(Item(each.one), Item(instead), frozenset(), each)
            elif each.name.score < CERTAIN:
                each.score = min(each.score, NO_ANSWER)
            elif not namesakes(each.one, each.other):
                each.kind = "hollow"

    def _blocks(
        self, ours: list[Item], theirs: list[Item], above: frozenset[str], block_score: float
    ) -> None:
        linked: list[tuple[Item, Item]] = []
        by_name: dict[str, Item | None] = {}
        for item in theirs:
            key = letters(item.node.name)
            by_name[key] = None if key in by_name else item
        linked_ids: set[int] = set()
        unlinked: list[Item] = []
        for item in ours:
            other = by_name.get(letters(item.node.name))
            if (
                other is not None
                and id(other) not in linked_ids
                and _same_kind(item.node, other.node)
            ):
                linked_ids.add(id(other))
                linked.append((item, other))
            else:
                unlinked.append(item)
        rest = [item for item in theirs if id(item) not in linked_ids]
        for item, other in linked:
            found = Found(
                item.node,
                other.node,
                1.0 - 0.01 * (block_score < CERTAIN),
                NameMatch(1.0, item.node.name),
                None,
                0,
                0.0,
                0.0,
                "same",
                None,
                block_score,
            )
            self.found.append(found)
            if item.node.children and other.node.children:
                self._down(item, other, above, found)
        if not unlinked or not rest:
            return
        before = len(self.found)
        super()._blocks(unlinked, rest, above, block_score)
        good = [each for each in self.found[before:] if each.score >= WEAK]
        done = {id(each.one) for each in good}
        self._last(
            [item for item in unlinked if id(item.node) not in done and self._tells(item.node)],
            theirs,
            above,
            block_score,
        )

    def _last(
        self, ours: list[Item], theirs: list[Item], above: frozenset[str], block_score: float
    ) -> None:
        """Links what is left to the members of lists, and of objects that have partners themselves:
        boto3 has a list where the other side has a single value, or an object that holds what the
        other side has beside it."""
        if not ours:
            return
        partners = {id(each.other) for each in self.found if each.score >= CERTAIN}
        opened: list[Item] = []
        for item in theirs:
            node = item.node
            if (
                node.is_block
                and not item.opened
                and (node.head != "list" or id(node) not in partners)
            ):
                free = (child for child in node.children if id(child) not in partners)
                opened += (Item(child, (node,)) for child in free)
        if not opened:
            return
        names = Counter(item.node.words for item in opened)
        for one, other, found in self._assign(ours, opened, above, IN_LIST, block_score):
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
                # the same name exists beside the list, so the one in the list may not be meant
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
        """Whether only the other side has it in a list, and the resource is not an item of that
        list."""
        return lists(one) < lists(other.node) - self._outside and not is_item(
            self.one.own[-1], other, self.lexicon
        )

    def _tells(self, node: Node) -> bool:
        """Whether a name is more specific than `name`, `arn` or `status`, which many lists have."""
        if node.is_block:
            return True
        short = peel(node.words, self._own)
        return len(short) > 1 or self.lexicon.kinds.get(short[-1]) is None

    def _replace_by_carriers(self) -> None:
        """Replaces an object that is linked to a plain value by the member that carries it."""
        for number, each in enumerate(self.found):
            if is_plain(each.one) and each.other.is_block and each.kind != "json":
                carrier = self._carrier(each.one, each.other)
                if carrier is not None:
                    self.found[number] = replace(
                        each, other=carrier, score=each.score - 0.03, kind="carrier"
                    )

    def _raise_flattened(self) -> None:
        """Raises the scores where several members of one object have namesakes side by side: the
        object was flattened, under any name."""
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
        """Links into one of several blocks with the same members (`athena`, `glue`, `snowflake`)
        are not answers unless its name is that of the attribute or resource: which block is meant
        depends on the value."""
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


def _same_kind(one: Node, other: Node) -> bool:
    """Whether two attributes of the same name have types of the same kind."""
    if bool(one.children) != bool(other.children):
        return False
    if one.children:
        return (one.head == "list") == (other.head == "list")
    return one.head == other.head
