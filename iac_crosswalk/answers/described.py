"""The names that descriptions give an attribute: "The minimum number of nodes …" is a `min_count`,
whichever name the attribute has.
"""

from __future__ import annotations

import re
from functools import cache

from iac_crosswalk.answers.naming import words
from iac_crosswalk.store import queries
from iac_crosswalk.store.schema import Schema
from iac_crosswalk.store.store import Store

_ENDS = (
    *(
        "of",
        "for",
        "to",
        "from",
        "in",
        "on",
        "at",
        "by",
        "as",
        "with",
        "which",
        "that",
        "used",
        "where",
        "when",
        "if",
        "and",
        "or",
    ),
    *(
        "is",
        "are",
        "can",
        "must",
        "will",
        "between",
        "assigned",
        "associated",
        "attached",
        "created",
        "given",
    ),
    *(
        "identifying",
        "containing",
        "specifying",
        "defining",
        "describing",
        "representing",
        "indicating",
    ),
)
"""Words that begin an addition, not the name of the thing."""
_FEWEST = 2
"""The fewest words of a name. A single word is in too many descriptions."""


@cache
def _head() -> re.Pattern[str]:
    """The beginning of a description: the attribute's name in prose."""
    return re.compile(
        r"(?:(?:the|an?|one|optional|required|specifies|indicates|configures|sets)["
        rf" :]+)*(.*?)(?:[^\w\s/-]|\s(?:{'|'.join(_ENDS)})\b|$)",
        re.IGNORECASE,
    )


class Described:
    """The members directly below a container, by the names in their own descriptions and in those
    of their exact equivalents.
    """

    def __init__(self, store: Store, schema: Schema, container: str) -> None:
        beside = {member.id: member.path for member in schema.below(container).values()}
        self._by_words: dict[tuple[str, ...], dict[str, str]] = {}
        for number, description in queries.descriptions(store, list(beside)):
            match = _head().match(description.strip())
            name_words = words(match[1]) if match else ()
            for begin in range(len(name_words) - _FEWEST + 1):
                paths = self._by_words.setdefault(name_words[begin:], {})
                paths.setdefault(beside[number], description)

    def as_(self, name: str) -> dict[str, str]:
        """Path → description, of the members whose described name ends in the words of `name`."""
        name_words = words(name)
        return self._by_words.get(name_words, {}) if len(name_words) >= _FEWEST else {}
