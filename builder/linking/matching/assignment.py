"""Links the attributes of one pair of resources, as one assignment for each pair of blocks, from
the outside in.

Blocks are linked before their members. First, attributes with (nearly) the same name are linked;
then blocks without a partner are opened, so that `DistributionConfig.Comment` meets `comment` and
`PrimaryEndPoint.Address` meets `primary_endpoint_address`, and the rest is assigned with the best
sum of scores. Identities (Ref, id) are linked in terraform/identity.py.
"""

from __future__ import annotations

from dataclasses import replace

import numpy
from scipy.optimize import linear_sum_assignment

from builder.linking.matching.comparing import Comparer
from builder.linking.matching.found import Found, Item
from builder.linking.matching.likeness import inner_list
from builder.linking.matching.thresholds import PART, SAME_NAME, SHARED, SURE, THIN
from builder.linking.matching.trees import Node

_DEEPEST = 3
"""How many blocks may be opened on one way down."""


class Matcher(Comparer):
    """Links the attributes of two resources."""

    def run(self, ours: list[Node], theirs: list[Node]) -> list[Found]:
        """Links these and everything below them."""
        # Attributes that can be set come first: a name that CloudFormation also returns must not
        # take the argument away from the property.
        self._blocks(
            [Item(node) for node in ours if not node.only_read],
            [Item(node) for node in theirs if not node.only_read],
            frozenset(),
            1.0,
        )
        linked = {id(each.one) for each in self.found}
        partners = {id(each.other) for each in self.found}
        before = len(self.found)
        # An attribute that is only returned may repeat an argument that has its property already.
        self._blocks(
            [
                Item(node)
                for node in ours
                if id(node) not in linked and (node.only_read or node.is_block)
            ],
            [Item(node) for node in theirs if id(node) not in partners or not node.is_block],
            frozenset(),
            1.0,
        )
        again = [each for each in self.found[before:] if id(each.other) in partners]
        for each in again:
            each.kind = "shared"
            if each.name.score < SAME_NAME or each.missing > (0.45 if each.one.only_read else 0.0):
                self.found.remove(each)
        self._shared(ours, theirs)
        return self.found

    def run_part(self, node: Node, theirs: list[Node], optional: frozenset[str]) -> list[Found]:
        """Links one property with the arguments of a resource that manages it alone: the property
        itself when an argument has its name, else its members."""
        plain = [each for each in theirs if not (node.is_block and not each.is_block)]
        whole = self._assign([Item(node)], [Item(each) for each in plain], optional, PART, 1.0)
        if whole:
            one, other, found = whole[0]
            self.found.append(found)
            if one.node.is_block and other.node.is_block:
                self._down(one, other, optional, found)
        if node.is_block and not whole:
            self._blocks(
                [Item(child) for child in node.children],
                [Item(each) for each in theirs],
                optional,
                1.0,
            )
        return [each for each in self.found if each.score >= PART]

    def _shared(self, ours: list[Node], theirs: list[Node]) -> None:
        """Links second spellings: attributes without a partner that have the name of an argument
        with one (`Definition`, `DefinitionString`; `Endpoint.Port` beside `Port`)."""
        linked = {id(each.one) for each in self.found}
        items = [Item(node) for node in ours]
        for _ in range(_DEEPEST - 1):
            items += [
                item
                for item in self._open_blocks(items)
                if id(item.node) not in {id(each.node) for each in items}
            ]
        targets = [Item(node) for node in theirs if not node.is_block]
        unlinked = [
            item for item in items if id(item.node) not in linked and not item.node.is_block
        ]
        for row, column in self._candidates(unlinked, targets, frozenset()):
            found = self._score(unlinked[row], targets[column], frozenset(), 1.0)
            # The short name of an argument is enough where it is returned (`Endpoint.Port`), not
            # where several things could be set.
            if found is None or (found.missing > (0.45 if found.one.only_read else 0.0)):
                continue
            if found.score >= SHARED and found.name.score >= SAME_NAME:
                found.kind = "shared"
                self.found.append(found)

    def _blocks(
        self, ours: list[Item], theirs: list[Item], above: frozenset[str], block_score: float
    ) -> None:
        """Links the members of one pair of blocks, then goes down."""
        linked: list[tuple[Item, Item, Found]] = []
        linked += self._assign(ours, theirs, above, SURE, block_score)
        for _ in range(_DEEPEST):
            ours, theirs = self._unlinked(ours, linked, 0), self._unlinked(theirs, linked, 1)
            opened, opened_too = self._open_blocks(ours), self._open_blocks(theirs)
            if not opened and not opened_too:
                break
            more = self._assign([*ours, *opened], [*theirs, *opened_too], above, SURE, block_score)
            linked += more
            ours, theirs = [*ours, *opened], [*theirs, *opened_too]
        ours, theirs = self._unlinked(ours, linked, 0), self._unlinked(theirs, linked, 1)
        linked = _consistent(linked + self._assign(ours, theirs, above, THIN, block_score))
        for one, other, found in linked:
            self.found.append(found)
            if one.node.is_block and other.node.is_block:
                self._down(one, other, above, found)
            elif inner_list(one.node) is not None:
                self._items(inner_list(one.node) or one.node, other.node, found)

    def _items(self, items: Node, other: Node, found: Found) -> None:
        """Links the list in `{Quantity, Items}` to the list of Terraform; the object that holds it
        is only close to that."""
        found.kind = "holder"
        self.found.append(replace(found, one=items, other=other, kind="items"))

    def _down(self, one: Item, other: Item, above: frozenset[str], found: Found) -> None:
        inside, inside_too = one.node, other.node
        words = above | set(one.words) | set(other.words)
        items = inner_list(inside)
        if items is not None and inner_list(inside_too) is None:
            self._items(items, inside_too, found)
            inside = items
        elif inner_list(inside_too) is not None and items is None:
            inside_too = inner_list(inside_too) or inside_too
        self._blocks(
            [Item(child) for child in inside.children],
            [Item(child) for child in inside_too.children],
            words,
            found.score,
        )

    @staticmethod
    def _unlinked(
        items: list[Item], linked: list[tuple[Item, Item, Found]], side: int
    ) -> list[Item]:
        linked_nodes = {id((pair[0], pair[1])[side].node) for pair in linked}
        # A block that was opened stays in the list; `_consistent` decides between it and its
        # members.
        return [item for item in items if id(item.node) not in linked_nodes]

    def _open_blocks(self, items: list[Item]) -> list[Item]:
        blocks = [
            item
            for item in items
            if item.node.children and len(item.opened) < _DEEPEST and item.node.head != "list"
        ]
        if not blocks:
            return []
        linked = {id(each.one) for each in self.found} | {id(each.other) for each in self.found}
        seen = {id(item.node) for item in items} | linked
        opened: list[Item] = []
        for item in blocks:
            if id(item.node) not in linked:
                free = (child for child in item.node.children if id(child) not in seen)
                opened += (Item(child, (*item.opened, item.node)) for child in free)
        return opened

    def _assign(
        self,
        ours: list[Item],
        theirs: list[Item],
        above: frozenset[str],
        least: float,
        block_score: float,
    ) -> list[tuple[Item, Item, Found]]:
        """The best assignment, of pairs with a score of at least `least`."""
        if not ours or not theirs:
            return []
        pairs = self._candidates(ours, theirs, above)
        scores = numpy.zeros((len(ours), len(theirs)))
        links: dict[tuple[int, int], Found] = {}
        for row, column in pairs:
            found = self._score(ours[row], theirs[column], above, block_score)
            if found is not None and found.score >= least and (found.missing == 0 or least < SURE):
                scores[row, column] = found.score
                links[row, column] = found
        if not links:
            return []
        # Cubes prefer one good pair to two poor ones.
        rows, columns = linear_sum_assignment(-(scores**3))
        result = []
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            best = links.get((row, column))
            if best is not None:
                others = numpy.concatenate(
                    (numpy.delete(scores[row], column), numpy.delete(scores[:, column], row))
                )
                best.rival = float(others.max()) if others.size else 0.0
                result.append((ours[row], theirs[column], best))
        return result


def _consistent(linked: list[tuple[Item, Item, Found]]) -> list[tuple[Item, Item, Found]]:
    """The links without those of a block that was opened for better ones, and without those through
    a block that is linked itself."""
    scores = {id(item.node): found.score for one, other, found in linked for item in (one, other)}
    consistent = []
    for one, other, found in linked:
        through = [*one.opened, *other.opened]
        if any(scores.get(id(block), 0.0) >= found.score for block in through):
            continue
        consistent.append((one, other, found))
    opened = {
        id(block): max(found.score, 0.0)
        for one, other, found in consistent
        for block in (*one.opened, *other.opened)
    }
    return [
        pair
        for pair in consistent
        if not any(opened.get(id(item.node), 0.0) > pair[2].score for item in pair[:2])
    ]
