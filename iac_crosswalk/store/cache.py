"""A cache in memory for values that are read once and needed repeatedly."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

_MOST = 50_000
"""The most values in memory."""


class Cache(dict[K, V]):
    """Key → value, read by `read` on first use. Thread-safe: if two threads read the same key, one
    of the values stays. All values are dropped when there are _MOST.
    """

    def __init__(self, read: Callable[[K], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: K) -> V:
        if len(self) >= _MOST:
            self.clear()
        value = self[key] = self._read(key)
        return value
