"""The search index in memory: the names of all resources by their words. Made once for an open
file.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from iac_crosswalk.answers.words import words_of
from iac_crosswalk.store.queries import search as queries
from iac_crosswalk.store.store import Store


class Name(NamedTuple):
    """A resource in the search index. `words` are those of its name and service."""

    id: int
    system: str
    name: str
    kind: str
    words: frozenset[str]
    deprecated: bool


class SearchIndex:
    """The names of a file. `check` is called now and then, and may raise to stop a search that
    takes too long.
    """

    def __init__(self, store: Store, check: Callable[[], None] = lambda: None) -> None:
        self.store = store
        self.check = check
        self.names = {
            row.id: Name(
                row.id,
                row.system,
                row.name,
                row.kind,
                words_of(f"{row.name} {row.service}"),
                row.deprecated,
            )
            for row in queries.named_resources(store)
        }
        self._by_word: dict[str, set[int]] = {}
        for name in self.names.values():
            for word in name.words:
                self._by_word.setdefault(word, set()).add(name.id)
        self._sorted_words = sorted(self._by_word)

    @cached_property
    def sizes(self) -> dict[int, int]:
        """Resource → how many attributes it has."""
        return queries.sizes(self.store)

    @cached_property
    def curated(self) -> frozenset[int]:
        """Resources that a curated file is about: those that real programs use."""
        return queries.curated_resources(self.store)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that names and paths are made of. Takes a second."""
        return frozenset(self._by_word).union(queries.vocabulary(self.store))

    def names_with(self, word: str) -> set[int]:
        """Ids of the resources whose name has this word."""
        return self._by_word.get(word, set())

    def names_with_beginning(self, beginning: str) -> set[int]:
        """Ids of the resources whose name has a word with this prefix."""
        first = bisect_left(self._sorted_words, beginning)
        found: set[int] = set()
        for word in islice(self._sorted_words, first, None):
            if not word.startswith(beginning):
                break
            found |= self._by_word[word]
        return found
