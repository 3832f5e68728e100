"""Messages that name a key alone: Python's KeyError. The file says what was read by that key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iac_crosswalk.ask.reading import Context, Reading

_KEY = re.compile(r"""\bKeyError: (['"])(?P<name>\w{1,200})\1""")


def read(context: Context) -> Iterator[Reading]:
    """Readings of what the file reads by a key that does not exist."""
    for match in _KEY.finditer(context.text):
        for read in context.file.lacking(match["name"]):
            yield from context.of_file(read)


def missing(context: Context) -> str | None:
    """What to do about a key of nobody knows what."""
    match = _KEY.search(context.text)
    if match is None:
        return None
    if context.within:
        return f"{context.terms.file} reads no `{match['name']}` of an answer that is known; add {context.terms.resource}"
    return f"the message does not say what was read by `{match['name']}`; add {context.terms.resource}, or {context.terms.source}"
