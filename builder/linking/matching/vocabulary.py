"""data/vocabulary.yaml: different words for the same thing, as data that anyone can extend."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from builder import reference
from builder.packages import ROOT

TABLE = ROOT / "data" / "vocabulary.yaml"


class Same(msgspec.Struct, forbid_unknown_fields=True):
    """Words that mean the same; `words` are spellings (several words with spaces), the first one
    represents all."""

    words: list[str]
    note: str


class Group(msgspec.Struct, forbid_unknown_fields=True):
    """Words that have something in common, with the reason why that matters."""

    words: list[str]
    note: str


class Vocabulary(msgspec.Struct, forbid_unknown_fields=True):
    """The whole table; each list may be empty."""

    same: list[Same] = []
    """Replaced wherever they occur in a name."""
    fields: list[Same] = []
    """Equal only as the whole name of a field, without the resource's own name."""
    kinds: list[Group] = []
    """Last words that name the kind of a value: names that end in words of two groups are two
    values."""
    opposites: list[Group] = []
    """Words that exclude each other: two names for the same thing never have different words of a
    group."""
    wrappers: list[Group] = []
    """Last words of blocks that only group others."""
    fillers: list[Group] = []
    """Words that a name may have or not without another meaning."""
    scopes: list[Group] = []
    """Words for the scope of a resource: a name with such a word is another thing, where both
    exist."""
    decorations: list[Group] = []
    """Fillers of names of resources."""


def flat(groups: list[Group]) -> list[str]:
    """Every word of the groups."""
    return [word for group in groups for word in group.words]


@lru_cache(maxsize=4)
def load(path: Path = TABLE) -> Vocabulary:
    """The table. Raises BuildError when it cannot be read or has another form."""
    return reference.read(path, Vocabulary)
