"""The words of names, and queries for full-text search."""

from __future__ import annotations

import re
from itertools import pairwise

_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_WORD = re.compile(r"[A-Za-z0-9]+")


def words_of(text: str) -> frozenset[str]:
    """The words of a name in lower case, camelCase split too: `DBCluster` is db, cluster and
    dbcluster.
    """
    found: set[str] = set()
    for word in _WORD.findall(text):
        humps = [hump.lower() for hump in _HUMP.findall(word)]
        found.update(humps)
        found.add(word.lower())
        found.update(first + second for first, second in pairwise(humps))
    return frozenset(found)


def spoken_words(text: str) -> list[str]:
    """The words of a text in order, in lower case; `ReadEndpoint` is two, `s3` is one."""
    found: list[str] = []
    for word in _WORD.findall(text):
        humps = _HUMP.findall(word)
        found += [word] if any(hump.isdigit() for hump in humps) else humps
    return [word.lower() for word in found]


def quoted_words(text: str) -> str:
    """A full-text query for the words of `text`, camelCase split too, with any punctuation in them;
    "" without words.
    """
    return " AND ".join(_either(word) for word in text.replace('"', " ").replace("\0", " ").split())


def _either(word: str) -> str:
    """A word unchanged, or split at its capitals and punctuation, as the built file splits the
    names of paths.
    """
    humps = _HUMP.findall(word)
    if len(humps) < 2 or any(letter not in "_-.:[]" for letter in _HUMP.sub("", word)):
        return f'"{word}"'
    divided = " AND ".join(f'"{hump.lower()}"' for hump in humps)
    return f'("{word}" OR ({divided}))'


def first_sentence(text: str) -> str:
    """The beginning of a description: its first sentence, on one line, at most 240 characters."""
    line = " ".join(text.replace("``", "`").split())
    match = re.match(r"(.{20,}?[.!?])(?: |$)", line)
    line = match[1] if match else line
    return line if len(line) <= 240 else f"{line[:237].rstrip()}…"


_THAT_IT_IS = (
    r"^(?:(?:[\w.`]+|This (?:resource|data source)) is deprecated|deprecated)(?:\.\s*|$)|^\S+ has"
    r" been deprecated (?=in favor of )"
)
"""Phrases that sources write before a recommendation."""


def deprecated_text(text: str) -> str:
    """`deprecated`, and the recommendation of the source: "acl is deprecated. Use …" is
    "deprecated: Use …".
    """
    advice = " ".join(re.sub(_THAT_IT_IS, "", text).split())
    if advice.startswith("in favor of "):
        return f"deprecated {advice}"
    return f"deprecated: {advice}" if advice else "deprecated"
