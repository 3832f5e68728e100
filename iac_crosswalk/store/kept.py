"""What was read once and is asked for again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

_MOST = 50_000
"""Values that are kept in memory."""


class Kept(dict[K, V]):
    """Key → value, read by `read` when it is first asked for. Safe in threads: one of two that read
    the same keeps its value."""

    def __init__(self, read: Callable[[K], V]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: K) -> V:
        if len(self) >= _MOST:
            self.clear()
        value = self[key] = self._read(key)
        return value
