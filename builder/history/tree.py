"""Attribute paths from classes that name each other: what both readers of old packages make of
their files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Paths = dict[str, set[str]]
"""Resource → the paths of its attributes."""


@dataclass
class Node:
    """One class (or function) of generated code: the names it knows, and what describes the values
    below them."""

    names: set[str] = field(default_factory=set)
    below: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, step to what lies below, node)."""


def walk(
    nodes: dict[str, Node],
    keys: frozenset[str],
    prefix: str = "",
    above: frozenset[str] = frozenset(),
) -> Iterator[str]:
    """The paths below `prefix`. The nodes `keys` describe one thing, as input and output say; a
    node below itself ends the walk."""
    here = [nodes[key] for key in sorted(keys)]
    above |= keys
    below: dict[str, tuple[set[str], set[str]]] = {}
    for node in here:
        for name, step, key in node.below:
            if key in nodes and key not in above:
                steps, found = below.setdefault(name, (set(), set()))
                steps.add(step)
                found.add(key)
    for name in sorted({name for node in here for name in node.names}):
        yield prefix + name
        if name in below:
            steps, found = below[name]
            # One describes a block that may stand once as an object, another as a list of one: the
            # longest step is the list's.
            yield from walk(nodes, frozenset(found), prefix + name + max(steps, key=len), above)
