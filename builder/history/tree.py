"""Attribute paths from nodes that refer to each other: the last step of all readers of old
packages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Paths = dict[str, set[str]]
"""Resource → the paths of its attributes."""


@dataclass
class Node:
    """An object of an old package, such as a class: its names, and the nodes of their values."""

    names: set[str] = field(default_factory=set)
    below: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, what follows it in the paths of its members, key of the node)."""


def walk(
    nodes: dict[str, Node],
    keys: frozenset[str],
    prefix: str = "",
    above: frozenset[str] = frozenset(),
) -> Iterator[str]:
    """The paths below `prefix`. The nodes of `keys` describe the same value, for example as input
    and as output. A node that is already in `above` is not entered again."""
    described_nodes = [nodes[key] for key in sorted(keys)]
    above |= keys
    below: dict[str, tuple[set[str], set[str]]] = {}
    for node in described_nodes:
        for name, step, key in node.below:
            if key in nodes and key not in above:
                steps, inner_keys = below.setdefault(name, (set(), set()))
                steps.add(step)
                inner_keys.add(key)
    for name in sorted({name for node in described_nodes for name in node.names}):
        yield prefix + name
        if name in below:
            steps, inner_keys = below[name]
            # One node may describe a single block as an object, another as a list of one: the
            # longest step is the list's.
            yield from walk(
                nodes, frozenset(inner_keys), prefix + name + max(steps, key=len), above
            )
