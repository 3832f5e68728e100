"""boto3: a client's read call and the path into its answer; a JMESPath; the AWS command line's
`--query`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain as one_after_another
from typing import NamedTuple

from iac_crosswalk.ask.access import Chain, Link, steps_of
from iac_crosswalk.ask.reading import Context, Reading, Unclear
from iac_crosswalk.ask.systems import aws_cli
from iac_crosswalk.ask.systems.jmes import NoParser, named
from iac_crosswalk.paths import Step, path_of
from iac_crosswalk.paths import steps_of as path_steps
from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow

_MOST_WORDS = 6
_CLIENT = re.compile(r"""\s*(?:service_name\s*=\s*)?["']([\w-]{1,60})["']""")


class Call(NamedTuple):
    """An operation of a client, and the steps into its answer."""

    client: str
    operation: str
    steps: tuple[Step, ...]


def read(context: Context) -> Iterator[Reading]:
    """Yields every reading of the text as boto3."""
    if not context.may_be("boto3"):
        return
    returned, by = _command_line(context)
    calls = [call for chain in context.asked for call in _calls(context, chain)] + returned
    found = [each for call in dict.fromkeys(calls) for each in _of_call(context, call)]
    # The returned whole is not an attribute; the sort key is.
    yield from found or (each for call in by for each in _of_call(context, call))
    if context.system == "boto3" and not calls:
        yield from _path(context)


def _calls(context: Context, chain: Chain) -> Iterator[Call]:
    """Yields the calls whose answer a chain reads: on `client("x")` itself, or on a variable that
    holds the client.
    """
    names = [Link("name", chain.head), *chain.links]
    for at in range(min(len(names) - 1, _MOST_WORDS)):
        if names[at].kind != "name":
            return
        if names[at].text == "client" and names[at + 1].kind == "call":
            service = _CLIENT.match(names[at + 1].text)
            if service:
                yield from _operation(service[1], names[at + 2 :])
            return
        called = [each.kind for each in names[at + 1 : at + 3]] == ["name", "call"]
        client = context.client(names[at].text) if called else ""
        if client:
            yield from _operation(client, names[at + 1 :])
            return


def _operation(client: str, links: list[Link]) -> Iterator[Call]:
    if len(links) > 1 and links[0].kind == "name" and links[1].kind == "call":
        operation, rest = links[0].text, links[2:]
        paged = re.match(r"""\s*["'](\w{1,100})["']""", links[1].text)
        if operation == "get_paginator" and paged and len(rest) > 1 and rest[0].text == "paginate":
            operation, rest = paged[1], rest[2:]
            rest = rest[1:] if rest and rest[0].kind == "index" and rest[0].text == "0" else rest
        yield Call(client, operation, tuple(steps_of(tuple(rest))))


def _command_line(context: Context) -> tuple[list[Call], list[Call]]:
    """The calls for the paths that an AWS command returns, and for those that it filters and sorts
    by.
    """
    command = aws_cli.command(context.text)
    if command is None:
        return [], []
    try:
        found = named(command.query)
    except NoParser:
        raise Unclear(
            "to read this --query, install jmespath: pip install 'iac-crosswalk[check]'"
        ) from None
    returned, by = (
        [Call(command.client, command.operation, path) for path in paths] for paths in found
    )
    return returned, by


def _of_call(context: Context, call: Call) -> Iterator[Reading]:
    """Yields the readings of a read call, by the longest beginning of the path that leads to a
    resource.
    """
    best: list[tuple[ResourceRow, list[Step]]] = []
    reached = -1
    for row, operation, prefix in _reads(context, call.client):
        if operation != call.operation or (
            context.resource is not None and row != context.resource
        ):
            continue
        rest = _behind(list(call.steps), prefix)
        if (
            rest is not None and len(prefix) >= reached
        ):  # without a rest it is a whole resource, not an attribute of its container
            best = [] if len(prefix) > reached else best
            best += [(row, rest)] if rest else []
            reached = len(prefix)
    yield from (context.reading(row, rest)._replace(is_read=True) for row, rest in best)


def _reads(context: Context, client: str) -> Iterator[tuple[ResourceRow, str, list[Step]]]:
    """Yields (resource, read operation, path in the answer) of a client."""
    for row, facts in queries.client_resources(context.knowledge, client):
        for read_call in json.loads(facts).get("read", ()):
            yield row, read_call["operation"], _steps_into(read_call["path"])


def _behind(steps: list[Step], prefix: list[Step]) -> list[Step] | None:
    """The rest of `steps` after `prefix`, or None where they differ."""
    if len(steps) < len(prefix):
        return None
    leads = all(step in (each, _ANY_KEY) for each, step in zip(steps, prefix, strict=False))
    return steps[len(prefix) :] if leads else None


_ANY_KEY = Step("*")


def _steps_into(path: str) -> list[Step]:
    """The steps of a path into an answer, in which a map may take any key: `problems.*[]`."""
    found: list[Step] = []
    for part in path.split(".") if path else []:
        steps = path_steps(part)
        found += [_ANY_KEY, *steps[1:]] if part.startswith("*") else steps
    return found


def _path(context: Context) -> Iterator[Reading]:
    """A JMESPath into the answer of a read call: of the given type, or of the client named before
    it (`elasticache.…`).
    """
    try:
        found = named(context.text)
    except NoParser:
        return
    for steps in found.returned:
        yield from _behind_client(context, list(steps))


def _behind_client(context: Context, steps: list[Step]) -> Iterator[Reading]:
    if context.resource is not None:
        for row, _, prefix in _reads(context, context.resource.name.partition(".")[0]):
            rest = _behind(steps, prefix)
            if row == context.resource and prefix and rest:
                yield context.reading(row, rest)
        return
    if len(steps) > 1 and steps[0].name:
        readings: list[tuple[int, Reading]] = []
        for row, _, prefix in _reads(context, steps[0].name):
            rest = _behind(steps[1:], prefix)
            if prefix and rest:
                readings.append((len(prefix), context.reading(row, rest)))
        longest = max((length for length, _ in readings), default=0)
        yield from (reading for length, reading in readings if length == longest)


def missing(context: Context) -> str | None:
    """What to add to a client's call that leads to no resource; None where the text has no call."""
    returned, by = _command_line(context)
    in_program = (call for chain in context.asked for call in _calls(context, chain))
    call = next(one_after_another((*returned, *by), in_program), None)
    if call is None:
        return (
            "the --query names no attribute; write it as a JMESPath"
            if aws_cli.command(context.text)
            else None
        )
    where = f'client("{call.client}").{call.operation}()'
    if not call.steps:
        return f"`{where}` is a call without an attribute; write the path into its answer"
    reads = _reads(context, call.client)
    whole = [
        row.name
        for row, operation, prefix in reads
        if (operation, prefix) == (call.operation, list(call.steps))
    ]
    if whole:
        return (
            f"`{where}` followed by `{path_of(list(call.steps))}` is a whole resource ({whole[0]});"
            " write the attribute behind it"
        )
    return (
        f"`{where}` followed by `{path_of(list(call.steps))}` leads to no resource the knowledge"
        f" base reads by that call; name it with {context.terms.resource}"
    )
