"""Which names of a graph can be met again below themselves."""

from __future__ import annotations

from collections.abc import Mapping


def circular(points: Mapping[str, set[str]]) -> frozenset[str]:
    """The names on a circle of `points` (name → names it points to), and those on the way from one
    circle to another.

    Only these have to be remembered on the way down to notice that a walk comes round.
    """
    left = {
        name: {target for target in targets if target in points} for name, targets in points.items()
    }
    while True:
        pointed = set().union(*left.values())
        # what points to nothing that is left, or is pointed to by nothing that is left, is on no
        # circle
        ends = {name for name, targets in left.items() if not targets or name not in pointed}
        if not ends:
            return frozenset(left)
        left = {name: targets - ends for name, targets in left.items() if name not in ends}
