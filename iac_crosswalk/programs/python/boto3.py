"""boto3 in Python: clients, the results of their calls, and the arguments of calls that create."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from iac_crosswalk.programs.language import Language
from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.python import read as reading
from iac_crosswalk.programs.python.evaluate import Evaluator
from iac_crosswalk.programs.python.language import BOTO3
from iac_crosswalk.programs.python.operations import OTHER_METHODS, operations
from iac_crosswalk.programs.python.reader import Reader
from iac_crosswalk.programs.python.scopes import Called
from iac_crosswalk.programs.python.targets import Classes, Target
from iac_crosswalk.programs.python.values import (
    CLIENT,
    UNKNOWN,
    Literal,
    Made,
    Named,
    Reply,
    Sequence,
    Table,
    Thing,
    Unknown,
    Value,
    join,
)
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.use import Answer, Call, Declared, Use
from iac_crosswalk.store import queries
from iac_crosswalk.store.calls import Member, unpacked, unpacked_answers
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.store.store import ResourceRow

_CLIENT = re.compile(r"boto3(?:\.(?:session\.)?Session\(\))?\.client")
_SESSION = re.compile(r"boto3\.(?:session\.)?Session")
_TYPED = re.compile(r"mypy_boto3_(\w+)(?:\.client)?\.\w+Client")
"""A client's class in the type stubs that annotations use."""
_PAGES = "pages:"


class Operation(NamedTuple):
    """A resource that an operation reads or creates. `path`: where its attributes are, in the
    answer or in the arguments.
    """

    row: ResourceRow
    path: str
    takes: frozenset[str] | None = None
    """The arguments that are attributes of the resource; None: each of its properties."""
    beside: frozenset[str] = frozenset()
    """Further arguments, besides the one that holds the properties."""


class _Client(NamedTuple):
    """The operations of a client, by name: the resources that each reads, creates, looks up by its
    arguments (`finds`) or changes and deletes (`others`), its arguments (`takes`), and the members
    of its answer.
    """

    reads: dict[str, list[Operation]]
    creates: dict[str, list[Operation]]
    finds: dict[str, list[ResourceRow]]
    others: dict[str, ResourceRow]
    takes: dict[str, frozenset[str]]
    answers: dict[str, tuple[Member, ...]]
    rows: dict[str, ResourceRow]
    """Shape → the resource that describes it."""


class Boto3Tool(Classes):
    """The meaning of boto3's clients, as far as the knowledge base has their calls."""

    package = "boto3"
    language: Language = BOTO3
    output_methods: frozenset[str] = frozenset()
    dictionaries = True

    def __init__(self, schemas: Schemas) -> None:
        super().__init__(schemas)
        self._clients: dict[str, _Client] = {}

    # -- values ------------------------------------------------------------------------------------

    def result(self, path: str, call: Made | None, values: Evaluator) -> Value:
        """A session, a client, or the answer of a call."""
        if call is None:
            typed = _TYPED.fullmatch(path)
            return Named(f"{CLIENT}{typed[1].replace('_', '-')}") if typed else UNKNOWN
        if _SESSION.fullmatch(path):
            return Named(f"{path}()")
        if _CLIENT.fullmatch(path):
            service = _argument(call, "service_name", values)
            return Named(f"{CLIENT}{service}") if service else UNKNOWN
        client, _, operation = path.partition(".")
        if client.startswith(_PAGES):
            read_operation, _, method = operation.partition(".")
            return (
                Sequence((), self._answer(client.removeprefix(_PAGES), read_operation, call))
                if method == "paginate"
                else UNKNOWN
            )
        if not client.startswith(CLIENT):
            return UNKNOWN
        if operation == "get_paginator":
            paged = _argument(call, "operation_name", values)
            return Named(f"{_PAGES}{client.removeprefix(CLIENT)}.{paged}") if paged else UNKNOWN
        return self._answer(client.removeprefix(CLIENT), operation, call)

    def _answer(self, client: str, operation: str, call: Made) -> Value:
        """The answer of an operation: its members down to the first objects that the knowledge base
        describes.
        """
        operations = self._calls(client)
        members = operations.answers.get(operation)
        reads = operations.reads.get(operation, ())
        described = [(each.path, self.schemas.of(each.row)) for each in reads]
        if not described:
            for each in members or ():
                row = operations.rows.get(each.shape)
                described += [(each.path, self.schemas.of(row))] if row else []
        things = [(path, Thing(Place(schema), call)) for path, schema in described]
        reply = _reply(things)
        if members is None or not isinstance(reply, Reply | Thing | Unknown):
            return reply
        answer = Answer(
            f"{client}.{operation}",
            frozenset(each.name for each in members),
            tuple((path, thing.place) for path, thing in things),
        )
        if isinstance(reply, Reply):
            return reply._replace(answer=answer)
        return Reply((), reply, answer)

    def member(self, thing: Thing, name: str) -> Value:
        """Unknown: an answer is a dictionary, which has keys and no members."""
        return UNKNOWN

    def key(self, thing: Thing, name: str) -> Value:
        """The value under a name of an answer."""
        place = thing.place.member(name)
        return Thing(place, thing.creation) if place and self._is_returned(place) else UNKNOWN

    def lacks(self, thing: Thing, name: str) -> bool:
        """False: the members are those of a dictionary."""
        return False

    def lacks_key(self, thing: Thing, name: str) -> bool:
        """Whether the answer certainly lacks a key. `ResponseMetadata` is in every answer."""
        place = thing.place.member(name)
        if not thing.place.known or (not thing.place.path and name == "ResponseMetadata"):
            return False
        return place is None or not self._is_returned(place)

    def _is_returned(self, place: Place) -> bool:
        return place.schema.members[place.path].is_output

    # -- calls -------------------------------------------------------------------------------------

    def find(self, path: str) -> Target | None:
        """The target of a call that creates, or that reads, changes or removes and whose arguments
        are known.
        """
        client, _, operation = path.partition(".")
        if not client.startswith(CLIENT):
            return None
        client = client.removeprefix(CLIENT)
        operations = self._calls(client)
        takes = operations.takes.get(operation)
        call = Call(f"{client}.{operation}", takes) if takes is not None else None
        if operation in operations.reads:
            schema = self.schemas.of(operations.reads[operation][0].row)
            return Target(
                schema,
                makes=True,
                existing=True,
                anything=True,
                call=call,
                arguments=self._looked_up_by(operations, operation),
            )
        if operation in operations.creates:
            return self._creating(operations.creates[operation], call)
        row = operations.others.get(operation)
        if row is None or call is None:
            return None
        # The arguments may differ in content from the attributes of the same name.
        return Target(self.schemas.of(row), existing=True, anything=True, call=call)

    def _creating(self, creations: list[Operation], call: Call | None) -> Target:
        """The target of a call that creates resources: the resource that explains most arguments,
        the others in `others`.
        """
        creation, *rest = sorted(
            creations, key=lambda each: (bool(each.path), -self._inputs(each.row))
        )
        schema = self.schemas.of(creation.row)
        others = tuple(self.schemas.of(each.row) for each in rest)
        if creation.path:
            # Some are arguments of the call as well: the `Id` of a configuration.
            property_names = frozenset(schema.below()) - creation.beside
            return Target(
                schema,
                names=creation.beside,
                allowed=property_names,
                wrapper=creation.path,
                makes=True,
                call=call,
                others=others,
            )
        return Target(
            schema,
            names=creation.takes and creation.takes | creation.beside,
            allowed=creation.beside,
            makes=True,
            call=call,
            others=others,
        )

    def _inputs(self, row: ResourceRow) -> int:
        return sum(member.is_input for member in self.schemas.of(row).members.values())

    def _looked_up_by(self, operations: _Client, operation: str) -> dict[str, tuple[Place, ...]]:
        """Argument of a call that reads → its attributes: the argument of the call's own resource
        (builder/sources/boto3/lookups.py), and the attribute of the returned resources that it
        selects by. Attributes with counterparts in other systems come first.
        """
        places_of: dict[str, list[Place]] = {}
        for row in operations.finds.get(operation, ()):
            schema = self.schemas.of(row)
            for name in schema.below():
                places_of.setdefault(name, []).extend(filter(None, [Place(schema).member(name)]))
        for each in operations.reads[operation]:
            schema = self.schemas.of(each.row)
            calls = self.schemas.knowledge.argument_calls(each.row.id)
            for name in schema.below():
                call, argument = calls.finding(name) or ("", "")
                if call == f"{operation}(":
                    argument = argument.removesuffix("[]")
                    place = Place(schema).member(name)
                    places_of.setdefault(argument, []).extend(filter(None, [place]))
        return {
            name: tuple(sorted(places, key=self._is_unmapped)) if len(places) > 1 else (*places,)
            for name, places in places_of.items()
        }

    def _is_unmapped(self, place: Place) -> bool:
        member = place.schema.members[place.path]
        return not self.schemas.knowledge.mappings(member.id, place.schema.resource)

    def invented(self, path: str) -> bool:
        """Whether `path` is certainly not a method of a client: `client:rds.describe_x`."""
        client, *names = path.removeprefix(CLIENT).split(".")
        if not path.startswith(CLIENT) or len(names) != 1 or names[0].startswith("_"):
            return False
        methods = operations(self.schemas.knowledge, client)
        return bool(methods) and names[0] not in methods | OTHER_METHODS

    def _calls(self, client: str) -> _Client:
        """The known operations of a client."""
        if client not in self._clients:
            operations = _Client({}, {}, {}, {}, {}, {}, {})
            for row, text in queries.client_resources(self.schemas.knowledge, client):
                facts: dict[str, Any] = json.loads(text)
                for each in facts.get("read", ()):
                    operations.reads.setdefault(each["operation"], []).append(
                        Operation(row, each["path"])
                    )
                for each in facts.get("find", ()):  # an operation that also reads counts as a read
                    operations.finds.setdefault(each["operation"], []).append(row)
                    operations.creates.setdefault(each["operation"], []).append(Operation(row, ""))
                for each in facts.get("create", ()):
                    takes = frozenset(each["takes"]) if each.get("takes") else None
                    call = Operation(row, each["path"], takes, frozenset(each.get("beside", ())))
                    operations.creates.setdefault(each["operation"], []).append(call)
                for operation in (*facts.get("update", ()), *facts.get("delete", ())):
                    operations.others.setdefault(operation, row)
                if facts.get("read"):
                    operations.rows[facts["shape"]] = row
                if "calls" in facts:
                    operations.takes.update(unpacked(facts["calls"]))
                if "answers" in facts:
                    operations.answers.update(unpacked_answers(facts["answers"]))
            self._clients[client] = operations
        return self._clients[client]


def _argument(call: Made, name: str, values: Evaluator) -> str | None:
    """The text of a call's first argument, or of the argument of that name."""
    keywords = [each.value for each in call.call.keywords if each.arg == name]
    candidates = [*call.call.args[:1], *keywords]
    value = values.value(candidates[0], call.scope) if candidates else UNKNOWN
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None


def _reply(things: list[tuple[str, Thing]]) -> Value:
    """The answer that has each thing at its path: `DBInstances[]`."""
    at_top = join([thing for path, thing in things if not path])
    below: dict[str, list[tuple[str, Thing]]] = {}
    for path, thing in things:
        step, _, rest = path.partition(".")
        if step:
            below.setdefault(step, []).append((rest, thing))
    if not below:
        return at_top
    parts = []
    for step, inside in below.items():
        name = step.rstrip("[]")
        value = _reply(inside)
        for _ in range((len(step) - len(name)) // 2):
            value = Sequence((), value)
        parts.append((name, value))
    keys = [value for name, value in parts if name == "*"]
    return Table((), join(keys)) if keys else Reply(tuple(parts), at_top)


class _Reader(Reader):
    """Reads members, and the operations in `get_paginator("…")`."""

    def uses(self) -> Iterator[Use]:
        """Yields everything that the program uses."""
        yield from super().uses()
        for call in self.module.calls:
            function = call.node.func
            if isinstance(function, ast.Attribute) and function.attr == "get_paginator":
                yield from self._paged(call, function.value)

    def _paged(self, call: Called, owner: ast.expr) -> Iterator[Declared]:
        """`rds.get_paginator("describe_x")`."""
        client = self.values.value(owner, call.scope)
        names = [*call.node.args, *(each.value for each in call.node.keywords)]
        name = names[0] if len(names) == 1 else None
        if (
            isinstance(client, Named)
            and isinstance(name, ast.Constant)
            and isinstance(name.value, str)
            and not call.guarded
        ):
            path = f"{client.path}.{name.value}"
            span = self.names.argument(name, name.value)
            if span is not None and self.tool.invented(path):
                yield Declared("", path.removeprefix(CLIENT), None, span, span)


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a file that calls boto3."""
    return reading.read(source, Boto3Tool.of(schemas), _Reader)
