"""One line of the benchmark, and how times are taken."""

from __future__ import annotations

import math
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Work = Callable[[Any], object]


@dataclass(frozen=True)
class Figure:
    """What was measured, the design's bar for it, and what was measured beside it in the same
    run."""

    what: str
    measured: str
    bar: str = ""
    beside: str = ""
    holds: bool | None = None
    """Whether the bar is met; None where there is none."""

    @property
    def verdict(self) -> str:
        return {None: "", True: "yes", False: "**missed**"}[self.holds]


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of `values` do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def side_by_side(items: Iterable[Any], *sides: Work) -> list[list[float]]:
    """Microseconds of each side on each item. The sides take turns on every item, so that whatever
    else the machine does falls on all of them; each had the item once before."""
    taken: list[list[float]] = [[] for _ in sides]
    for item in items:
        for side in sides:
            side(item)
        for times, side in zip(taken, sides, strict=True):
            started = time.perf_counter_ns()
            side(item)
            times.append((time.perf_counter_ns() - started) / 1000)
    return taken


def seconds(command: Sequence[str], allowed: tuple[int, ...] = (0,)) -> float:
    """Seconds of one process. Raises RuntimeError where it ends with another status."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True)
    taken = time.perf_counter() - started
    if done.returncode not in allowed:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-300:]!r}")
    return taken


def medians(times: int, *sides: Callable[[], float]) -> list[float]:
    """The median of what each side returns; the sides take turns."""
    taken = [[side() for side in sides] for _ in range(times)]
    return [statistics.median(each) for each in zip(*taken, strict=True)]


def slope(sizes: Sequence[float], times: Sequence[float]) -> float:
    """How time grows with size: 1 is in proportion, 0 not at all (the exponent that fits best)."""
    xs, ys = [math.log(size) for size in sizes], [math.log(each) for each in times]
    return statistics.linear_regression(xs, ys).slope
