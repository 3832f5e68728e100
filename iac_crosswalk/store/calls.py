"""The boto3 calls that take an argument. One call that takes all of them creates most resources;
for the rest the argument's name decides.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Itself(NamedTuple):
    """A call that takes the value that its response would hold: `get_role(RoleName)`."""

    call: str
    other: str | None
    """A call that returns the value without taking it, and the path in its response:
    `list_roles:Roles[]`."""
    made: tuple[str, str] | None
    """The call that creates the resource, and the path of the value in its response: `create_key`,
    `KeyMetadata.KeyId`.
    """


class ArgumentCalls(NamedTuple):
    """The calls of one resource, each with the argument that contains the attribute:
    `create_table(TableInput`, `create_queue(`.
    """

    plain: str | None
    """The call for every argument that is not in `own`; None where several calls create the
    resource.
    """
    own: dict[str, str]
    """Argument → its call: one outside the wrapper (`CatalogId` of create_table), or one that only
    one of several calls takes.
    """
    reads: dict[str, str]
    """Argument that selects the resource to read → the read call."""
    makes: dict[str, dict[str, str]]
    """CloudFormation type → argument → its call: where several calls create the resource, the one
    that creates this type.
    """
    read_as: dict[str, str]
    """Path → the transform between the written and the read value."""
    itself: dict[str, Itself]
    """Member → the call that returns it and takes this very value."""
    looks_up: bool = False
    """Whether the call is a lookup: all its arguments select the resource
    (builder/sources/boto3/lookups.py).
    """
    listing: str | None = None
    """The read call that returns a list of these resources, and the path of the list:
    `list_roles:Roles[]`.
    """
    reads_of: Mapping[str, str] = MappingProxyType({})
    """CloudFormation type → the call that reads the things of this type, where the first one reads
    others: `list_directory_buckets:Buckets[]`.
    """
    noun: str = ""
    """The noun of the read calls, `Policy`: many name the identifier with it,
    get_policy(PolicyArn).
    """

    def of(self, path: str | None, kind: str | None = None) -> str | None:
        """The call that creates, or else updates, a resource of a CloudFormation type with this
        attribute; None where that is not certain.
        """
        if path is None:
            return self.plain
        argument = _argument(path)
        return self.makes.get(kind or "", self.own).get(argument) or self.own.get(
            argument, self.plain
        )

    def asked_with(self, path: str | None) -> Itself | None:
        """The calls around a member whose read call takes this very value; None for every other
        member.
        """
        return self.itself.get(_one(path)) if path and self.itself else None

    def finding(self, path: str | None) -> tuple[str, str] | None:
        """The read call that takes this attribute to find the resource, and its argument, which may
        be a list; None where no call does.
        """
        if path is None:
            return None
        if self.looks_up:
            return (self.plain, path) if self.plain else None
        argument = _argument(path)
        for name, written in ((argument, path), (f"{argument}s", f"{argument}s[]")):
            if name in self.reads:
                return self.reads[name], written
        if path == argument and _IDENTIFIER.search(argument):
            own = (self.noun + argument).lower()
            return next(
                ((call, name) for name, call in self.reads.items() if name.lower() == own), None
            )
        return None


_IDENTIFIER = re.compile("(id|arn|name)$", re.I)


def _argument(path: str) -> str:
    return path.partition(".")[0].removesuffix("[]")


def argument_calls(facts: str) -> ArgumentCalls:
    """The calls in a resource's `facts` (JSON)."""
    known = json.loads(facts)
    for call in known.get("find", ()):
        return ArgumentCalls(f"{call['operation']}(", {}, {}, {}, {}, {}, looks_up=True)
    noun = known.get("shape", "")
    create = known.get("create") or known.get("change", ())
    reads: dict[str, str] = {}
    for read in known.get("read", ()):
        for name in read.get("parameters", ()):
            reads.setdefault(name, f"{read['operation']}(")
    found_in = (
        f"{read['operation']}:{read['path']}"
        for read in (*known.get("read", ()), *known.get("summaries", ()))
    )
    listing = next((call for call in found_in if call.endswith("[]")), None)
    reads_of = {
        kind: f"{read['operation']}:{read['path']}"
        for read in known.get("read", ())
        for kind in read.get("for", ())
    }
    read_as = known.get("read_as", {})
    itself = dict(_itself(known))
    if len(create) == 1:
        (one,) = create
        own = dict.fromkeys(one.get("beside", ()), f"{one['operation']}(")
        return ArgumentCalls(
            f"{one['operation']}({one['path']}",
            own,
            reads,
            {},
            read_as,
            listing=listing,
            reads_of=reads_of,
            noun=noun,
            itself=itself,
        )
    makes = {kind: dict(_taken(call)) for call in create for kind in call.get("for", ())}
    return ArgumentCalls(
        None,
        _alone(create),
        reads,
        makes,
        read_as,
        listing=listing,
        reads_of=reads_of,
        noun=noun,
        itself=itself,
    )


def unpacked(calls: str) -> dict[str, frozenset[str]]:
    """Operation → the arguments it takes, from the fact `calls` of one of the client's
    resources.
    """
    return {name: frozenset(arguments) for name, *arguments in _lines(calls)}


class Member(NamedTuple):
    """A member of a call's response. `shape`: the shape at the end of `path`, where the knowledge
    base describes it: `Vpcs[]`, Vpc.
    """

    name: str
    path: str
    shape: str


def unpacked_answers(answers: str) -> dict[str, tuple[Member, ...]]:
    """Operation → the members of its response, from the fact `answers` of one of the client's
    resources.
    """
    found: dict[str, tuple[Member, ...]] = {}
    for name, *members in _lines(answers):
        ways = (member.partition(":") for member in members)
        found[name] = tuple(
            Member(re.split(r"\[|\.\*", path, maxsplit=1)[0], path, shape)
            for path, _, shape in ways
        )
    return found


def _lines(packed: str) -> list[list[str]]:
    from base64 import b85decode  # only boto3's resources have them

    text = zlib.decompress(b85decode(packed)).decode()
    return [line.split(" ") for line in text.split("\n")]


def _itself(known: dict[str, Any]) -> Iterator[tuple[str, Itself]]:
    first, *others = known.get("read") or [{}]
    for name in first.get("parameters", ()):
        if name in first.get("optional", ()):
            continue
        free = (
            each
            for each in others
            if (each["parameters"] or "[]" in each["path"])  # else it is about one certain thing
            and (name not in each["parameters"] or name in each.get("optional", ()))
        )
        other = next((f"{each['operation']}:{each['path']}" for each in free), None)
        made = next(
            (
                (each["operation"], each["answers"][name])
                for each in known.get("create", ())
                if name in each.get("answers", ())
            ),
            None,
        )
        found = Itself(first["operation"], other, made)
        yield _one(name), found


def _one(name: str) -> str:
    """The name in the singular, ignoring case: a call takes `names`, and returns a `name` for
    each.
    """
    return name.lower().removesuffix("s")


def _taken(call: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(argument, the call around it) for everything that a call takes."""
    for names, around in ((call.get("takes", ()), call["path"]), (call.get("beside", ()), "")):
        for name in names:
            yield name, f"{call['operation']}({around}"


def _alone(create: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Argument → the call, where only one of several calls takes it."""
    takers: dict[str, list[str]] = {}
    for call in create:
        for name, written in _taken(call):
            takers.setdefault(name, []).append(written)
    return {name: calls[0] for name, calls in takers.items() if len(calls) == 1}
