"""The words of a path, for full-text search."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@cache
def _humps(name: str) -> list[str]:
    """The words of one name of a path. Many paths are made of few names."""
    return [hump.lower() for hump in _HUMP.findall(name)]


def words(path: str) -> str:
    """A camelCase path as separate words; empty for one in snake case, which splits by itself.

    Neighbouring words are added joined as well, because AWS writes `EndPoint` here and `Endpoint`
    there.
    """
    if path == path.lower():
        return ""
    parts = [_humps(part) for part in path.split(".")]
    joined = [one + other for humps in parts for one, other in pairwise(humps)]
    return " ".join([hump for humps in parts for hump in humps] + joined)
