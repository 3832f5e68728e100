"""An attribute to compare (Item), and a link of two attributes (Found)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from builder.linking.matching.results import Evidence
from builder.linking.matching.similarity import NameMatch
from builder.linking.matching.trees import Node
from builder.linking.matching.words import Words


@dataclass(frozen=True)
class Item:
    """An attribute where it is compared, with the blocks that were opened to reach it."""

    node: Node
    opened: tuple[Node, ...] = ()

    @cached_property
    def words(self) -> Words:
        """The words of the opened blocks and its own."""
        return tuple(word for block in self.opened for word in block.words) + self.node.words


@dataclass
class Found:
    """One link with its scores."""

    one: Node
    other: Node
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
    missing: float = 0.0
    """The share of the opened blocks' words that is in neither name."""
    members: float = 0.0
    """Of two blocks: the share of their members that have namesakes, less where there are few; from
    0 to 1."""

    def evidence(self) -> Evidence:
        """The evidence for the link, to show to a reader; each derivation adds its own."""
        evidence: Evidence = {
            "names": self.name.explanation,
            "name": round(self.name.score, 3),
            "types": f"{self.one.attribute.type} = {self.other.attribute.type}",
            "score": round(self.score, 3),
            "kind": self.kind,
        }
        if self.text is not None:
            evidence["descriptions"] = round(self.text, 3)
        if self.enum is not None:
            evidence["values"] = round(self.enum, 3)
        if self.opened:
            evidence["opened blocks"] = self.opened
        return evidence
