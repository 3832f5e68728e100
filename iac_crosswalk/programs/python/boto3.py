"""boto3 in Python: clients, what their calls return, and what the calls that create are given."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple

from iac_crosswalk.programs.language import Language
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.python import read as reading
from iac_crosswalk.programs.python.evaluate import Evaluator
from iac_crosswalk.programs.python.language import BOTO3
from iac_crosswalk.programs.python.targets import Target
from iac_crosswalk.programs.python.values import (
    UNKNOWN,
    Literal,
    Made,
    Named,
    Reply,
    Sequence,
    Thing,
    Value,
    join,
)
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.store.store import ResourceRow

_CLIENT = re.compile(r"boto3(?:\.(?:session\.)?Session\(\))?\.client")
_SESSION = re.compile(r"boto3\.(?:session\.)?Session")
_TYPED = re.compile(r"mypy_boto3_(\w+)(?:\.client)?\.\w+Client")
"""A client's class in the stubs that people annotate with."""
_OPEN = "client:"
_PAGES = "pages:"


class Call(NamedTuple):
    """A resource that an operation reads or creates, and where its attributes are in the answer, or in what is given."""

    row: ResourceRow
    path: str
    takes: frozenset[str] | None = None
    """The arguments of a call that creates; None: every property of the resource."""
    beside: frozenset[str] = frozenset()
    """Further arguments, beside the one that holds the properties."""


class Boto3Tool:
    """What boto3's clients do, as far as the knowledge base has their calls; all others are unknown."""

    package = "boto3"
    language: Language = BOTO3
    output_methods: frozenset[str] = frozenset()
    dictionaries = True

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._clients: dict[str, tuple[dict[str, list[Call]], dict[str, list[Call]]]] = {}

    # -- values --------------------------------------------------------------------------------------------------------

    def made(self, path: str, call: Made | None, values: Evaluator) -> Value:
        """A session, a client, what a call returns. Clients are names: `client:rds`, `client:rds.describe_db_instances`."""
        if call is None:
            typed = _TYPED.fullmatch(path)
            return Named(f"{_OPEN}{typed[1].replace('_', '-')}") if typed else UNKNOWN
        if _SESSION.fullmatch(path):
            return Named(f"{path}()")
        if _CLIENT.fullmatch(path):
            service = _argument(call, "service_name", values)
            return Named(f"{_OPEN}{service}") if service else UNKNOWN
        client, _, operation = path.partition(".")
        if client.startswith(_PAGES):
            read, _, method = operation.partition(".")
            return Sequence((), self._answer(client.removeprefix(_PAGES), read, call)) if method == "paginate" else UNKNOWN
        if not client.startswith(_OPEN):
            return UNKNOWN
        if operation == "get_paginator":
            paged = _argument(call, "operation_name", values)
            return Named(f"{_PAGES}{client.removeprefix(_OPEN)}.{paged}") if paged else UNKNOWN
        return self._answer(client.removeprefix(_OPEN), operation, call)

    def _answer(self, client: str, operation: str, call: Made) -> Value:
        """What an operation returns: names down to the first thing that the knowledge base describes."""
        found = self._calls(client)[0].get(operation, ())
        return _reply([(each.path, Thing(Place(self.schemas.of(each.row)), call)) for each in found])

    def member(self, thing: Thing, name: str) -> Value:
        """An answer is a dictionary: it has no members."""
        return UNKNOWN

    def key(self, thing: Thing, name: str) -> Value:
        """What stands under a name of an answer."""
        place = thing.place.member(name)
        return Thing(place, thing.made) if place and self._is_returned(place) else UNKNOWN

    def lacks(self, thing: Thing, name: str) -> bool:
        """Members are those of a dictionary."""
        return False

    def lacks_key(self, thing: Thing, name: str) -> bool:
        """A name that is not in the answer; `ResponseMetadata` is in each."""
        place = thing.place.member(name)
        whole = not thing.place.path and name == "ResponseMetadata"
        return thing.place.known and not whole and (place is None or not self._is_returned(place))

    def _is_returned(self, place: Place) -> bool:
        return place.schema.members[place.path].is_output

    # -- calls ---------------------------------------------------------------------------------------------------------

    def target(self, path: str) -> Target | None:
        """A call that reads, whose arguments are not known, or one that creates."""
        client, _, operation = path.partition(".")
        if not client.startswith(_OPEN):
            return None
        reads, creates = self._calls(client.removeprefix(_OPEN))
        if operation in reads:
            return Target(self.schemas.of(reads[operation][0].row), makes=True, existing=True, anything=True)
        # Of several resources that a call makes, one whose attributes are its arguments; each has all of them.
        made = sorted(creates.get(operation, ()), key=lambda call: bool(call.path))
        if not made:
            return None
        call = made[0]
        schema = self.schemas.of(call.row)
        if call.path:
            own = frozenset(schema.below()) - call.beside  # some are arguments of the call as well: the `Id` of a configuration
            return Target(schema, names=call.beside, allowed=own, wrapper=call.path, makes=True)
        return Target(schema, names=call.takes and call.takes | call.beside, allowed=call.beside, makes=True)

    def invented(self, path: str) -> bool:
        """Not every operation of a client is in the knowledge base."""
        return False

    def _calls(self, client: str) -> tuple[dict[str, list[Call]], dict[str, list[Call]]]:
        """(operation → what it reads, operation → what it creates) of a client."""
        if client not in self._clients:
            reads: dict[str, list[Call]] = {}
            creates: dict[str, list[Call]] = {}
            for row, text in queries.client_resources(self.schemas.knowledge, client):
                facts: dict[str, Any] = json.loads(text)
                for each in facts.get("read", ()):
                    reads.setdefault(each["operation"], []).append(Call(row, each["path"]))
                for each in facts.get("find", ()):  # of one that reads as well, the answer counts
                    creates.setdefault(each["operation"], []).append(Call(row, ""))
                for each in facts.get("create", ()):
                    takes = frozenset(each["takes"]) if each.get("takes") else None
                    call = Call(row, each["path"], takes, frozenset(each.get("beside", ())))
                    creates.setdefault(each["operation"], []).append(call)
            self._clients[client] = reads, creates
        return self._clients[client]


def _argument(call: Made, name: str, values: Evaluator) -> str | None:
    """The text that a call is given first, or by that name."""
    given = [*call.call.args[:1], *(each.value for each in call.call.keywords if each.arg == name)]
    value = values.value(given[0], call.scope) if given else UNKNOWN
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None


def _reply(things: list[tuple[str, Thing]]) -> Value:
    """The answer in which each thing is at its path: `DBInstances[]`."""
    whole = [thing for path, thing in things if not path]
    if whole or not things:
        return join(whole) if whole else UNKNOWN
    below: dict[str, list[tuple[str, Thing]]] = {}
    for path, thing in things:
        step, _, rest = path.partition(".")
        below.setdefault(step, []).append((rest, thing))
    parts = []
    for step, inside in below.items():
        name = step.rstrip("[]")
        value = _reply(inside)
        for _ in range((len(step) - len(name)) // 2):
            value = Sequence((), value)
        parts.append((name, value))
    return Reply(tuple(parts))


_tool = lru_cache(maxsize=1)(Boto3Tool)  # what it has looked up serves every file of a run


def read(source: Source, schemas: Schemas) -> Program | None:
    """What a program that calls boto3 uses."""
    return reading.read(source, _tool(schemas))
