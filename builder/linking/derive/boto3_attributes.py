"""Links the attributes of a CloudFormation or Terraform resource to what a boto3 read call answers.

The blocks are linked from the outside in as for CloudFormation and Terraform (attributes.py). What is spelled alike at the same
place is linked first without a comparison: most names are, and definitions with ten thousands of paths take no time.
"""

from __future__ import annotations

from builder.linking.derive.attributes import Found, Item, Matcher
from builder.linking.derive.shapes import Node
from builder.linking.derive.similarity import NameMatch
from builder.services import letters


class Reader(Matcher):
    """`cloudformation` is the CloudFormation or Terraform side, `terraform` the boto3 side."""

    def read(self, ours: list[Node], theirs: list[Node]) -> list[Found]:
        """Links these and everything below them. boto3 says of few things who sets them, so no direction is compared."""
        self._made = {id(node) for node in self.terraform.nodes.values() if node.only_read}
        for node in self.terraform.nodes.values():
            node.only_read = False
        self._blocks([Item(node) for node in ours], [Item(node) for node in theirs], frozenset(), 1.0)
        return self.found

    def _blocks(self, ours: list[Item], theirs: list[Item], above: frozenset[str], held: float) -> None:
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
                item.node, other.node, 1.0 - 0.01 * (held < 0.9), NameMatch(1.0, item.node.name), None, 0, 0.0, 0.0, "same", None, held
            )
            self.found.append(found)
            if item.node.children and other.node.children:
                self._down(item, other, above, found)
        if left and rest:
            super()._blocks(left, rest, above, held)

    def _same_identity(self, mine: str | None, theirs: str | None, one: Node, other: Node) -> bool:  # type: ignore[override]
        if mine is None or theirs is None:
            return True
        return mine == theirs or ("arn" not in (mine, theirs) and not (id(other) in self._made or one.only_read))


def _plainly(one: Node, other: Node) -> bool:
    """Whether two attributes of one name have types of one kind."""
    if bool(one.children) != bool(other.children):
        return False
    if one.children:
        return (one.head == "list") == (other.head == "list")
    return one.head == other.head
