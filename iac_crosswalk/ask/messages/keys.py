"""Messages that contain only a key: Python's KeyError. The file, or the type, shows which attribute
was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from iac_crosswalk.answers.history import present
from iac_crosswalk.ask.access import steps_of
from iac_crosswalk.ask.messages.existing import attribute
from iac_crosswalk.ask.reading import Context, Reading
from iac_crosswalk.paths import Step
from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow

_KEY = re.compile(r"""\bKeyError: (['"])(?P<name>\w{1,200})\1""")
_MOST = 10
"""Limit on keys: a text about more is not a question."""


def read(context: Context) -> Iterator[Reading]:
    """Yields the readings of keys that an answer lacks."""
    keys = dict.fromkeys(match["name"] for match in _KEY.finditer(context.text))
    for key in islice(keys, _MOST):
        lacking = context.file.lacking(key)
        found = [each for read in lacking for each in context.of_file(read)]
        yield from found or (_of_type(context, row, key) for row in _boto3_resources(context))


def _boto3_resources(context: Context) -> list[ResourceRow]:
    """The boto3 resources of the given type."""
    row = context.resource
    if row is None or row.system == "boto3":
        return [row] if row else []
    links = queries.links(context.knowledge, row.id, "boto3")
    names = [link.name for link in links if link.name and link.role == "main"]
    found = [context.knowledge.find_resource(name, "boto3") for name in names]
    return [each for each in found if each is not None]


def _of_type(context: Context, row: ResourceRow, key: str) -> Reading:
    """The reading of the key where a source line of the traceback reads it, or else of the type
    itself.
    """
    readings = [
        context.reading(row, steps[at:])
        for steps in _steps_to_key(context, key)
        for at in range(len(steps) - 1)
        if steps[at].name is not None and context.reading(row, steps[at:-1]).known
    ]
    reading = (readings or [context.reading(row, [Step(key)])])[0]
    note = None
    if attribute(context, reading) is not None:
        here = f"{reading.path} of {row.name} exists in {present(context.knowledge, 'boto3')}"
        note = f"{here}; the answer that was read does not have it"
    return reading._replace(known=True, note=note, is_read=True)


def _steps_to_key(context: Context, key: str) -> Iterator[list[Step]]:
    """Yields the steps in the text that end in a key."""
    for chain in context.tokens.chains():
        steps = steps_of(chain.links)
        if Step(key) in steps:
            yield steps[: steps.index(Step(key)) + 1]


def missing(context: Context) -> str | None:
    """What to add to a message about a key of something unknown."""
    match = _KEY.search(context.text)
    if match is None:
        return None
    name, terms = match["name"], context.terms
    if context.within:
        return f"{terms.file} reads no `{name}` of an answer that is known; add {terms.resource}"
    unsaid = f"the message does not say what was read by `{name}`"
    return f"{unsaid}; add {terms.resource}, or {terms.source}"
