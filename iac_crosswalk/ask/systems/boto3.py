"""boto3: a client's read call and what is taken from its answer; a JMESPath; the AWS command line's `--query`."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from itertools import chain as one_after_another
from typing import NamedTuple

from iac_crosswalk.ask.access import Chain, Link, steps_of
from iac_crosswalk.ask.reading import Context, Reading, Unclear
from iac_crosswalk.ask.systems import aws_cli
from iac_crosswalk.ask.systems.jmes import NoParser, named
from iac_crosswalk.paths import ITEM, Step, path_of
from iac_crosswalk.paths import steps_of as path_steps
from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow

_MOST_WORDS = 6
_LONGEST_ARGUMENTS = 4000
_DEEPEST_ARGUMENT = 40
_CLIENT = re.compile(r"""\s*(?:service_name\s*=\s*)?["']([\w-]{1,60})["']""")


class Call(NamedTuple):
    """An operation of a client, and the steps into its answer, or into what it is given."""

    client: str
    operation: str
    steps: tuple[Step, ...]
    given: bool = False


def read(context: Context) -> Iterator[Reading]:
    """Every reading of the text as boto3."""
    if not context.may_be("boto3"):
        return
    returned, by = _command_line(context)
    calls = [call for chain in context.asked for call in _calls(context, chain)] + returned
    found = [each for call in dict.fromkeys(calls) for each in _of_call(context, call)]
    # What is returned as a whole is no attribute; what it is sorted by is.
    yield from found or (each for call in by for each in _of_call(context, call))
    if context.system == "boto3" and not calls:
        yield from _path(context)


def _calls(context: Context, chain: Chain) -> Iterator[Call]:
    """The calls whose answer a chain reads: of `client("x")` itself, or of the variables that hold the client or the answer."""
    for each in (chain, *(instance.chain for instance in context.expanded(chain))):
        names = [Link("name", each.head), *each.links]
        for at in range(min(len(names) - 1, _MOST_WORDS)):
            if names[at].kind == "name" and names[at].text == "client" and names[at + 1].kind == "call":
                service = _CLIENT.match(names[at + 1].text)
                if service:
                    yield from _operation(service[1], names[at + 2 :])
                break


def _operation(client: str, links: list[Link]) -> Iterator[Call]:
    if len(links) > 1 and links[0].kind == "name" and links[1].kind == "call":
        operation, rest = links[0].text, links[2:]
        paged = re.match(r"""\s*["'](\w{1,100})["']""", links[1].text)
        if operation == "get_paginator" and paged and len(rest) > 1 and rest[0].text == "paginate":
            operation, rest = paged[1], rest[2:]
            rest = rest[1:] if rest and rest[0].kind == "index" and rest[0].text == "0" else rest
        steps = steps_of(tuple(rest))
        given = [] if steps else list(_arguments(links[1].text))
        yield from (Call(client, operation, each, True) for each in given)
        if not given:
            yield Call(client, operation, tuple(steps))


def _arguments(text: str) -> Iterator[tuple[Step, ...]]:
    """The steps to each value that a call is given by keyword: `Groups=[{"Name": …}]` is `Groups[].Name`."""
    if not text or len(text) > _LONGEST_ARGUMENTS:
        return
    try:
        called = ast.parse(f"f({text})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for keyword in called.keywords if isinstance(called, ast.Call) else ():
        if keyword.arg is not None:
            yield from ((Step(keyword.arg), *inner) for inner in _values(keyword.value, 0))


def _values(value: ast.expr, depth: int) -> Iterator[tuple[Step, ...]]:
    if isinstance(value, ast.Dict) and value.keys and depth < _DEEPEST_ARGUMENT:
        for key, inner in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield from ((Step(key.value), *rest) for rest in _values(inner, depth + 1))
    elif isinstance(value, ast.List) and len(value.elts) == 1 and depth < _DEEPEST_ARGUMENT:
        yield from ((ITEM, *rest) for rest in _values(value.elts[0], depth + 1))
    else:
        yield ()


def _command_line(context: Context) -> tuple[list[Call], list[Call]]:
    """The calls of what an AWS command returns, and of what it filters and sorts by."""
    command = aws_cli.command(context.text)
    if command is None:
        return [], []
    try:
        found = named(command.query)
    except NoParser:
        raise Unclear("to read this --query, install jmespath: pip install 'iac-crosswalk[check]'") from None
    returned, by = ([Call(command.client, command.operation, path) for path in paths] for paths in found)
    return returned, by


def _of_call(context: Context, call: Call) -> Iterator[Reading]:
    """The resources whose read call this is, by the longest beginning of the path that leads to one."""
    best: list[tuple[ResourceRow, list[Step]]] = []
    reached = -1
    for row, operation, prefix in _given(context, call) if call.given else _reads(context, call.client):
        if operation != call.operation or (context.resource is not None and row != context.resource):
            continue
        rest = _behind(list(call.steps), prefix)
        if rest is not None and len(prefix) >= reached:  # without a rest it is a whole resource: no attribute of what holds it
            best = [] if len(prefix) > reached else best
            best += [(row, rest)] if rest else []
            reached = len(prefix)
    yield from (context.reading(row, rest)._replace(is_read=not call.given) for row, rest in best)


def _reads(context: Context, client: str) -> Iterator[tuple[ResourceRow, str, list[Step]]]:
    """(resource, read operation, where it stands in the answer) of a client."""
    for row, facts in queries.client_resources(context.knowledge, client):
        for read_call in json.loads(facts).get("read", ()):
            yield row, read_call["operation"], path_steps(read_call["path"])


def _given(context: Context, call: Call) -> Iterator[tuple[ResourceRow, str, list[Step]]]:
    """What a call is given: a property of what it creates or updates, or that which says which thing it reads: a member of the thing, or else an
    argument of a call that looks something up."""
    yield from _changes(context, call.client)
    name = call.steps[0].name if call.steps else None
    known = [(row, json.loads(facts)) for row, facts in queries.client_resources(context.knowledge, call.client)]
    members: set[str] = set()
    for row, facts in known:
        for read in facts.get("read", ()):
            if name in read["parameters"] and queries.attributes_at(context.knowledge, row.id, str(name)):
                members.add(read["operation"])
                yield row, read["operation"], []
    for row, facts in known:
        for lookup in facts.get("find", ()):
            if lookup["operation"] not in members or row == context.resource:
                yield row, lookup["operation"], []


def _changes(context: Context, client: str) -> Iterator[tuple[ResourceRow, str, list[Step]]]:
    """(resource, call that creates or updates it, the argument around its properties) of a client."""
    for row, facts in queries.client_resources(context.knowledge, client):
        known = json.loads(facts)
        changes = (*known.get("create", ()), *known.get("change", ()))
        for change in changes:
            yield row, change["operation"], path_steps(change["path"])
            if change.get("beside"):
                yield row, change["operation"], []
        for operation in known.get("update", ()):
            if operation not in [change["operation"] for change in changes]:
                yield row, operation, []


def _behind(steps: list[Step], prefix: list[Step]) -> list[Step] | None:
    """What is left of `steps` behind `prefix`, or None where they lead elsewhere."""
    return steps[len(prefix) :] if steps[: len(prefix)] == prefix else None


def _path(context: Context) -> Iterator[Reading]:
    """A JMESPath into the answer of a read call: of the type that was given, or of the client named before it (`elasticache.…`)."""
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
    """What to do about a call of a client that leads to no resource; None where the text holds none."""
    returned, by = _command_line(context)
    in_program = (call for chain in context.asked for call in _calls(context, chain))
    call = next(one_after_another((*returned, *by), in_program), None)
    if call is None:
        return "the --query names no attribute; write it as a JMESPath" if aws_cli.command(context.text) else None
    where = f'client("{call.client}").{call.operation}()'
    if call.given:
        return f"`{where}` is given `{path_of(list(call.steps))}`, which belongs to no resource that it creates; name it with {context.terms.resource}"
    if not call.steps:
        return f"`{where}` is a call without an attribute; write what is taken from its answer"
    reads = _reads(context, call.client)
    whole = [row.name for row, operation, prefix in reads if (operation, prefix) == (call.operation, list(call.steps))]
    if whole:
        return f"`{where}` followed by `{path_of(list(call.steps))}` is a whole resource ({whole[0]}); write the attribute behind it"
    return f"`{where}` followed by `{path_of(list(call.steps))}` leads to no resource the knowledge base reads by that call; name it with {context.terms.resource}"
