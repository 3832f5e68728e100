"""Messages that contain only a name: Python's KeyError, and botocore's of an argument that a call
does not take. The file, or the type, shows which attribute is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from iac_crosswalk.answers.history import present
from iac_crosswalk.ask.access import steps_of
from iac_crosswalk.ask.messages import operations
from iac_crosswalk.ask.messages.existing import attribute
from iac_crosswalk.ask.reading import Context, Reading
from iac_crosswalk.ask.systems.program import argument_reading
from iac_crosswalk.paths import Step, normalise
from iac_crosswalk.paths import steps_of as path_steps
from iac_crosswalk.programs.use import Given
from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow

_KEY = re.compile(r"""\bKeyError: (['"])(?P<name>\w{1,200})\1""")
_NOT_TAKEN = re.compile(
    r"""\bUnknown parameter in (?P<inside>[\w.\[\]-]{1,500}): (["'])(?P<name>[\w-]{1,200})\2,"""
    r" must be one of"
    r"(?::\s*(?P<names>\w{1,200}+(?:,\s+\w{1,200}+){0,500}+)(?!\s*(?:,|\.\.\.|…)))?"
)
_MOST = 10
"""Limit on names: a text about more is not a question."""
_NOT_ANSWERED = "the answer that was read does not have it"
_BY_ANOTHER = "the call does not take it"


def read(context: Context) -> Iterator[Reading]:
    """Yields the readings of keys that an answer lacks, and of arguments that a call does not
    take.
    """
    keys = dict.fromkeys(match["name"] for match in _KEY.finditer(context.text))
    for key in islice(keys, _MOST):
        lacking = context.file.lacking(key)
        found = [each for read in lacking for each in context.of_file(read)]
        yield from found or (_of_type(context, row, key) for row in _boto3_resources(context))
    for rejected in islice(dict.fromkeys(_rejections(context.text)), _MOST):
        yield from _not_taken(context, rejected)


class Rejected(NamedTuple):
    """An argument that botocore rejects: `Tags[].key`. `accepted`: the arguments of the call that
    the message lists; empty where it lists those of an object inside, or where the list is cut off.
    """

    path: str
    accepted: frozenset[str]


def _rejections(text: str) -> Iterator[Rejected]:
    for match in _NOT_TAKEN.finditer(text):
        names = frozenset((match["names"] or "").replace(",", " ").split())
        if match["inside"] == "input":
            yield Rejected(normalise(match["name"]), names)
        else:
            yield Rejected(normalise(f"{match['inside']}.{match['name']}"), frozenset())


def _not_taken(context: Context, rejected: Rejected) -> Iterator[Reading]:
    """Yields the readings of an argument in the file, or else of the given type, or else of the
    operation whose arguments are listed.
    """
    path = rejected.path
    given = [each for each in context.file.given if each.path == path and _is_boto3(context, each)]
    wrong = [each for each in given if each.place is None]
    same = [each for each in wrong if each.call and each.call.takes == rejected.accepted]
    found = [argument_reading(context, each) for each in same or wrong or given] or [
        context.reading(row, path_steps(path))._replace(is_read=False)
        for row in _boto3_resources(context)
    ]
    if not found and context.resource is None and context.may_be("boto3"):
        found = operations.readings(context, path, rejected.accepted)
    for each in found:
        reading = each._replace(known=True, accepted=rejected.accepted)
        yield _existing(context, reading, _BY_ANOTHER)


def _is_boto3(context: Context, given: Given) -> bool:
    """Whether it is an argument of a call of boto3, and of the type in question."""
    resource = given.container.schema.resource if given.container is not None else None
    is_meant = context.resource is None or resource in _boto3_resources(context)
    return resource is not None and resource.system == "boto3" and is_meant


def _existing(context: Context, reading: Reading, otherwise: str) -> Reading:
    """The reading, with a note where its attribute exists: it says no more than the message."""
    if attribute(context, reading) is None:
        return reading
    here = f"{reading.path} of {reading.resource} exists in {present(context.knowledge, 'boto3')}"
    notes = (reading.note, here, otherwise)
    return reading._replace(note="; ".join(each for each in notes if each))


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
    return _existing(context, reading._replace(known=True, is_read=True), _NOT_ANSWERED)


def _steps_to_key(context: Context, key: str) -> Iterator[list[Step]]:
    """Yields the steps in the text that end in a key."""
    for chain in context.tokens.chains():
        steps = steps_of(chain.links)
        if Step(key) in steps:
            yield steps[: steps.index(Step(key)) + 1]


def missing(context: Context) -> str | None:
    """What to add to a message about a key of something unknown."""
    match, terms = _KEY.search(context.text), context.terms
    if match is None:
        return _without_call(context)
    name = match["name"]
    if context.within:
        return f"{terms.file} reads no `{name}` of an answer that is known; add {terms.resource}"
    unsaid = f"the message does not say what was read by `{name}`"
    return f"{unsaid}; add {terms.resource}, or {terms.source}"


def _without_call(context: Context) -> str | None:
    """What to add to a message about an argument of an unknown call."""
    rejected, terms = next(_rejections(context.text), None), context.terms
    if rejected is None:
        return None
    path = rejected.path
    if context.within:
        return f"{terms.file} gives no `{path}` to a call that is known; add {terms.resource}"
    ambiguous = operations.missing(context, path, rejected.accepted)
    if ambiguous:
        return ambiguous
    unsaid = f"the message does not say which call does not take `{path}`"
    return f"{unsaid}; add {terms.resource}, or {terms.source}"
