"""Resources and attributes by words."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from iac_crosswalk.store import queries
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.rows import FoundRow
from iac_crosswalk.store.store import Store

_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def search(store: Store, text: str, limit: int = 20, system: str | None = None) -> list[dict[str, Any]]:
    """Resources and attributes that hold every word of `text`: in a resource's name, in a path (shortest first), in both together, in a description.

    Raises KnowledgeBaseError for what is not a text, and for a limit below 1.
    """
    if not isinstance(text, str) or not isinstance(limit, int) or not 1 <= limit < 2**63:
        raise KnowledgeBaseError("search takes a text of words, and a limit of 1 or more")
    words = quoted_words(text)
    if not words:
        return []
    found: dict[FoundRow, None] = {}
    both = (partial(queries.search_paths_of, store, first, rest) for first, rest in divisions(text))
    alone = (partial(look, store, words) for look in (queries.search_resources, queries.search_paths))
    for look in (*alone, *both, partial(queries.search_descriptions, store, words)):
        if len(found) < limit:
            found.update(dict.fromkeys(look(system, limit)))
    return [row._asdict() for row in list(found)[:limit]]


def divisions(text: str) -> list[tuple[str, str]]:
    """Questions for a resource by the first words and for an attribute by the rest: `rds cluster` and `reader endpoint`."""
    words = text.replace('"', " ").replace("\0", " ").split()
    return [(quoted_words(" ".join(words[:cut])), quoted_words(" ".join(words[cut:]))) for cut in range(min(len(words) - 1, 5), 0, -1)]


def quoted_words(text: str) -> str:
    """`text` as a full-text question for its words, camelCase ones divided too, whatever signs are in them; "" when it has none."""
    return " AND ".join(_either(word) for word in text.replace('"', " ").replace("\0", " ").split())


def _either(word: str) -> str:
    """A word as it is, or the words that its capitals and signs divide it into: as the built file divides the names of paths."""
    humps = _HUMP.findall(word)
    if len(humps) < 2 or any(letter not in "_-.:[]" for letter in _HUMP.sub("", word)):
        return f'"{word}"'
    divided = " AND ".join(f'"{hump.lower()}"' for hump in humps)
    return f'("{word}" OR ({divided}))'
