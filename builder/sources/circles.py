"""Finds the names of a graph that can be reached from themselves."""

from __future__ import annotations

from collections.abc import Mapping


def circular(points: Mapping[str, set[str]]) -> frozenset[str]:
    """The names on a circle of `points` (name → names it points to), and those on the way from one
    circle to another.

    A walk has to remember only these on the way down to notice that it has come round.
    """
    remaining = {
        name: {target for target in targets if target in points} for name, targets in points.items()
    }
    while True:
        targeted = set().union(*remaining.values())
        # a name without a remaining target, or that no remaining name points to, is not on a circle
        ends = {name for name, targets in remaining.items() if not targets or name not in targeted}
        if not ends:
            return frozenset(remaining)
        remaining = {
            name: targets - ends for name, targets in remaining.items() if name not in ends
        }
