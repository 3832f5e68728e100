"""The operations of boto3 that take exactly the arguments which a message of botocore lists."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import NamedTuple

from iac_crosswalk.ask.file import File
from iac_crosswalk.ask.reading import Context, Reading, Unclear, listed
from iac_crosswalk.ask.systems.program import argument_reading
from iac_crosswalk.store import queries
from iac_crosswalk.store.calls import unpacked
from iac_crosswalk.store.store import Store

_MOST = 10
"""Limit on operations: of more, a list of arguments tells nothing (`MaxResults, NextToken`)."""


class Operation(NamedTuple):
    """An operation of a boto3 client: `describe_db_instances` of `rds`."""

    client: str
    name: str

    @property
    def title(self) -> str:
        """As messages write it."""
        return f'client("{self.client}").{self.name}'


@lru_cache(maxsize=1)
def _by_arguments(store: Store) -> dict[str, list[Operation]]:
    """The operations of every client, by their arguments."""
    found: dict[str, list[Operation]] = {}
    for row in queries.resources_with_fact(store, "boto3", '"calls":'):
        client = row.name.partition(".")[0]
        calls = unpacked(json.loads(queries.source_facts(store, row.id))["calls"])
        for name, takes in calls.items():
            found.setdefault(" ".join(sorted(takes)), []).append(Operation(client, name))
    return found


def listing(context: Context, arguments: frozenset[str]) -> list[Operation]:
    """The operations with exactly the arguments that a message lists: those that the text calls. Of
    a text that calls none of any client, all of them.
    """
    by_arguments = _by_arguments(context.knowledge) if arguments else {}
    found = by_arguments.get(" ".join(sorted(arguments)), [])
    calls = {*re.findall(r"\b([a-z]\w{2,100})\(", context.text)} if found else set()
    if calls.isdisjoint(each.name for several in by_arguments.values() for each in several):
        return found
    return [each for each in found if each.name in calls]


def readings(context: Context, name: str, arguments: frozenset[str]) -> list[Reading]:
    """The readings of an argument that an operation with exactly these arguments does not take: of
    the resource that the same call would be about in a program. Raises Unclear where operations of
    several resources have them.
    """
    found = listing(context, arguments) if name.isidentifier() else []
    if len(found) > _MOST:
        return []
    called = [_called(context, each, name) for each in found]
    resources = list(dict.fromkeys(one.resource for each in called for one in each))
    if len(resources) > 1:
        raise Unclear(
            f"`{name}` may be an argument of {listed([each.title for each in found])}, which take"
            f" what the message lists; add {context.terms.resource}",
            resources,
        )
    if not all(called):  # an operation of no known resource may be meant as well
        return []
    note = f"the message lists the arguments of {listed([each.title for each in found])}"
    return [one._replace(note=note) for each in called for one in each]


def _called(context: Context, operation: Operation, name: str) -> list[Reading]:
    program = (
        f'import boto3\nclient = boto3.client("{operation.client}")\n'
        f"client.{operation.name}({name}=None)\n"
    )
    given = File(context.knowledge, program, "call.py").given
    return [argument_reading(context, each) for each in given]


def missing(context: Context, name: str, arguments: frozenset[str]) -> str | None:
    """What to add to a message whose list identifies no resource; None where no operation has
    it.
    """
    found = listing(context, arguments)
    if not found:
        return None
    if len(found) > _MOST:
        subject = f"{len(found):,} operations of boto3 take"
    elif len(found) > 1:
        subject = f"{listed([each.title for each in found])} take"
    else:
        title = found[0].title
        return f"{title} does not take `{name}`; the call belongs to no resource that is known"
    return f"{subject} what the message lists; add {context.terms.resource}"
