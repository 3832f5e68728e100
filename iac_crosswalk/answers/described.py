"""What descriptions call an attribute: "The minimum number of nodes …" is a `min_count`, whatever
its name is.
"""

from __future__ import annotations

import re

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
"""Words that begin what only says more about a thing."""
_HEAD = re.compile(
    r"(?:(?:the|an?|one|optional|required|specifies|indicates|configures|sets)["
    rf" :]+)*(.*?)(?:[^\w\s/-]|\s(?:{'|'.join(_ENDS)})\b|$)",
    re.IGNORECASE,
)
"""The beginning of a description: what the attribute is called in prose."""
_FEWEST = 2
"""Words. One word alone is in too many descriptions."""


def described_as(store: Store, schema: Schema, container: str, name: str) -> dict[str, str]:
    """Path → the description, of what is directly below a container and is called by this name
    there, or in that of an exact equivalent.
    """
    asked = words(name)
    if len(asked) < _FEWEST:
        return {}
    beside = {member.id: member.path for member in schema.below(container).values()}
    found: dict[str, str] = {}
    for number, description in queries.descriptions(store, list(beside)):
        match = _HEAD.match(description.strip())
        if match and words(match[1])[-len(asked) :] == asked:
            found.setdefault(beside[number], description)
    return found
