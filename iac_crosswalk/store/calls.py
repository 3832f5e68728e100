"""The boto3 calls that take an argument. Most resources are created by one call that takes all
arguments; for the others, the argument's name determines the call.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from iac_crosswalk.paths import first_name


class Itself(NamedTuple):
    """A call that takes a value which is also in its response: `get_role(RoleName)`."""

    call: str
    other: str | None
    """A call that returns the value without taking it, and the path in its response:
    `list_roles:Roles[]`.
    """
    creation: tuple[str, str] | None
    """The call that creates the resource, and the path of the value in its response: `create_key`,
    `KeyMetadata.KeyId`.
    """


class ArgumentCalls(NamedTuple):
    """The calls of one resource, each with the argument that contains the attribute:
    `create_table(TableInput`, `create_queue(`.
    """

    plain: str | None
    """The call for every argument that is not in `by_argument`; None if several calls create the
    resource.
    """
    by_argument: dict[str, str]
    """Argument → its call: for arguments outside the wrapper (`CatalogId` of create_table), and for
    those that only one of several calls takes.
    """
    reads: dict[str, str]
    """Argument that selects the resource to read → the read call."""
    by_type: dict[str, dict[str, str]]
    """CloudFormation type → argument → its call: if several calls create the resource, the one that
    creates this type.
    """
    read_as: dict[str, str]
    """Path → the transform between the written and the read value."""
    itself: dict[str, Itself]
    """Member → the call that both returns and takes this value."""
    looks_up: bool = False
    """Whether the call is a lookup: all its arguments select the resource
    (builder/sources/boto3/lookups.py).
    """
    listing: str | None = None
    """The read call that returns a list of these resources, and the path of the list:
    `list_roles:Roles[]`.
    """
    reads_of: Mapping[str, str] = MappingProxyType({})
    """CloudFormation type → the call that reads resources of this type, if the first call reads
    other types: `list_directory_buckets:Buckets[]`.
    """
    noun: str = ""
    """The noun of the read calls, `Policy`. Many calls name the identifier by it:
    get_policy(PolicyArn).
    """

    def of(self, path: str | None, kind: str | None = None) -> str | None:
        """The call that creates, or else updates, a resource of a CloudFormation type with this
        attribute. None if it is not certain.
        """
        if path is None:
            return self.plain
        argument = first_name(path)
        call = self.by_type.get(kind or "", self.by_argument).get(argument)
        return call or self.by_argument.get(argument, self.plain)

    def calls_around(self, path: str | None) -> Itself | None:
        """The calls around a member whose read call takes the same value; None for other
        members.
        """
        return self.itself.get(_singular(path)) if path and self.itself else None

    def finding(self, path: str | None) -> tuple[str, str] | None:
        """The read call that takes this attribute to find the resource, and its argument, which may
        be a list. None if there is no such call.
        """
        if path is None:
            return None
        if self.looks_up:
            return (self.plain, path) if self.plain else None
        argument = first_name(path)
        for name, in_call in ((argument, path), (f"{argument}s", f"{argument}s[]")):
            if name in self.reads:
                return self.reads[name], in_call
        if path == argument and _IDENTIFIER.search(argument):
            identifier = (self.noun + argument).lower()
            return next(
                ((call, name) for name, call in self.reads.items() if name.lower() == identifier),
                None,
            )
        return None


_IDENTIFIER = re.compile("(id|arn|name)$", re.I)


def argument_calls(facts: str) -> ArgumentCalls:
    """The calls in a resource's `facts` (JSON)."""
    content = json.loads(facts)
    for call in content.get("find", ()):
        return ArgumentCalls(f"{call['operation']}(", {}, {}, {}, {}, {}, looks_up=True)
    noun = content.get("shape", "")
    create = content.get("create") or content.get("change", ())
    reads: dict[str, str] = {}
    for read_call in content.get("read", ()):
        for name in read_call.get("parameters", ()):
            reads.setdefault(name, f"{read_call['operation']}(")
    found_in = (
        f"{read_call['operation']}:{read_call['path']}"
        for read_call in (*content.get("read", ()), *content.get("summaries", ()))
    )
    listing = next((call for call in found_in if call.endswith("[]")), None)
    reads_of = {
        kind: f"{read_call['operation']}:{read_call['path']}"
        for read_call in content.get("read", ())
        for kind in read_call.get("for", ())
    }
    read_as = content.get("read_as", {})
    itself = dict(_itself(content))
    if len(create) == 1:
        (only,) = create
        arguments = dict.fromkeys(only.get("beside", ()), f"{only['operation']}(")
        return ArgumentCalls(
            f"{only['operation']}({only['path']}",
            arguments,
            reads,
            {},
            read_as,
            listing=listing,
            reads_of=reads_of,
            noun=noun,
            itself=itself,
        )
    by_type = {kind: dict(_arguments(call)) for call in create for kind in call.get("for", ())}
    return ArgumentCalls(
        None,
        _alone(create),
        reads,
        by_type,
        read_as,
        listing=listing,
        reads_of=reads_of,
        noun=noun,
        itself=itself,
    )


def unpacked(calls: str) -> dict[str, frozenset[str]]:
    """Operation → the arguments that it takes, from the fact `calls` of one of the client's
    resources.
    """
    return {name: frozenset(arguments) for name, *arguments in _lines(calls)}


class Member(NamedTuple):
    """A member of a call's response. `shape`: the shape at the end of `path`, if the knowledge base
    describes it: `Vpcs[]`, Vpc.
    """

    name: str
    path: str
    shape: str


def unpacked_answers(answers: str) -> dict[str, tuple[Member, ...]]:
    """Operation → the members of its response, from the fact `answers` of one of the client's
    resources.
    """
    by_operation: dict[str, tuple[Member, ...]] = {}
    for name, *members in _lines(answers):
        ways = (member.partition(":") for member in members)
        by_operation[name] = tuple(
            Member(re.split(r"\[|\.\*", path, maxsplit=1)[0], path, shape)
            for path, _, shape in ways
        )
    return by_operation


def _lines(packed: str) -> list[list[str]]:
    from base64 import b85decode  # only boto3's resources have them

    text = zlib.decompress(b85decode(packed)).decode()
    return [line.split(" ") for line in text.split("\n")]


def _itself(content: dict[str, Any]) -> Iterator[tuple[str, Itself]]:
    first, *others = content.get("read") or [{}]
    for name in first.get("parameters", ()):
        if name in first.get("optional", ()):
            continue
        free = (
            each
            for each in others
            if (each["parameters"] or "[]" in each["path"])  # else it is about one fixed resource
            and (name not in each["parameters"] or name in each.get("optional", ()))
        )
        other = next((f"{each['operation']}:{each['path']}" for each in free), None)
        creation = next(
            (
                (each["operation"], each["answers"][name])
                for each in content.get("create", ())
                if name in each.get("answers", ())
            ),
            None,
        )
        itself = Itself(first["operation"], other, creation)
        yield _singular(name), itself


def _singular(name: str) -> str:
    """The name in the singular and in lower case: a call takes `names`, and returns a `name` for
    each.
    """
    return name.lower().removesuffix("s")


def _arguments(call: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields (argument, the text of the call before it) for everything that a call takes."""
    for names, around in ((call.get("takes", ()), call["path"]), (call.get("beside", ()), "")):
        for name in names:
            yield name, f"{call['operation']}({around}"


def _alone(create: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Argument → its call, for arguments that only one of several calls takes."""
    takers: dict[str, list[str]] = {}
    for call in create:
        for name, call_text in _arguments(call):
            takers.setdefault(name, []).append(call_text)
    return {name: calls[0] for name, calls in takers.items() if len(calls) == 1}
