"""The words of a path, for full-text search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NAME = re.compile(r"[A-Za-z0-9]+")


class Words:
    """The words of camelCase names, by which full-text search finds a path besides its names."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._humps = {
            name: [hump.lower() for hump in _HUMP.findall(name)]
            for name in {name for path in paths for name in _NAME.findall(path)}
        }
        vocabulary = {name.lower() for name in self._humps}
        vocabulary |= {hump for humps in self._humps.values() for hump in humps}
        self._words = {name: _words(name, humps, vocabulary) for name, humps in self._humps.items()}

    def of(self, path: str) -> str:
        """The words of a path; empty if each of its names is a single word."""
        return " ".join(word for name in _NAME.findall(path) for word in self._words[name])


def _words(name: str, humps: list[str], vocabulary: set[str]) -> list[str]:
    """The words of a name. Two neighbours are added as one word too, if another name has that word:
    AWS writes both `EndPoint` and `Endpoint`."""
    if len(humps) == 1:
        return []  # it is in the path itself
    joined_pairs = [one + other for one, other in pairwise(humps) if one + other in vocabulary]
    return [word for word in humps + joined_pairs if word != name.lower()]
