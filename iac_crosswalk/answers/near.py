"""Existing names that look like one that does not exist. For suggestions only: never an answer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from iac_crosswalk.answers.naming import words

MANY = 3000
"""The most names to compare. Comparing one long path with more takes seconds."""


_FEW = 500
"""The most names to compare without comparing their letters first."""
_CLASSES, _MOST = 64, 8
"""Kinds of letters, and occurrences of each, that `_letters` distinguishes."""
_MISTYPED = 0.85
"""The least similarity of a name with a letter or two wrong."""
_WORDS_MORE = 2
_IDENTITIES = ("arn", "id", "name")
"""Synonyms: `kms_key_arn` gets the suggestion `kms_key_id`."""


def near(name: str, names: list[str]) -> list[str]:
    """Up to five known names that look like `name`, nearest first: mistyped, or with the same words
    except a few. One word in common is chance.
    """
    from difflib import get_close_matches  # most runs suggest nothing

    by_folded: dict[str, str] = {}
    for item in names:
        by_folded.setdefault(item.lower().replace("_", ""), item)
    folded_name = name.lower().replace("_", "")
    # Short words look alike by chance: `status` and `tags` have half their letters in common.
    cutoff = 0.75 if len(folded_name) <= 6 else 0.6
    alike = by_folded if len(by_folded) < _FEW else _sharing(folded_name, by_folded, cutoff)
    matches = [
        by_folded[match] for match in get_close_matches(folded_name, alike, n=20, cutoff=cutoff)
    ]
    return [each for each in matches if _meant(name, each)][:5]


def _sharing(name: str, names: Iterable[str], cutoff: float) -> list[str]:
    """The names with enough letters in common to be similar. It drops no name that difflib would
    find, and takes a twentieth of its time.
    """
    letters, length = _letters(name), len(name)
    return [
        each
        for each in names
        if 2 * (letters & _letters(each)).bit_count() >= cutoff * (length + len(each))
    ]


@lru_cache(maxsize=65_536)
def _letters(text: str) -> int:
    """The letters of a text as bits, one for each occurrence: two texts have at least as many bits
    in common as letters.
    """
    bits = 0
    counts = [0] * _CLASSES
    for letter in text:
        kind = ord(letter) % _CLASSES
        if counts[kind] == _MOST:
            return (1 << _CLASSES * _MOST) - 1
        bits |= 1 << (kind * _MOST + counts[kind])
        counts[kind] += 1
    return bits


def _meant(name: str, other: str) -> bool:
    if _likeness(name.lower().replace("_", ""), other.lower().replace("_", "")) >= _MISTYPED:
        return True
    shorter, longer = sorted((words(name), words(other)), key=len)
    same = all(any(_are_alike(one, each) for each in longer) for one in shorter)
    return same and len(longer) - len(shorter) <= _WORDS_MORE


def _are_alike(one: str, other: str) -> bool:
    return one == other or {one, other} <= {*_IDENTITIES} or _likeness(one, other) >= 0.75


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other).ratio()


def near_paths(path: str, paths: list[str]) -> list[str]:
    """Up to five known paths that look like `path`: in its deepest container that exists, else any
    path of the resource.
    """
    containers = {each.rpartition(".")[0] for each in paths}
    container = path
    while (container := container.rpartition(".")[0]) and container not in containers:
        pass
    if container:
        wrong = path[len(container) + 1 :].partition(".")[0]
        beside = [each.rpartition(".")[2] for each in paths if each.rpartition(".")[0] == container]
        return [f"{container}.{name}" for name in near(wrong, beside)]
    return near(
        path,
        paths if len(paths) <= MANY else [each for each in paths if each.count(".") < 2][:MANY],
    )
