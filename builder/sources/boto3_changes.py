"""The calls that make, change and take away what the read calls describe.

An operation belongs to a resource when, without its verb, it says the noun of one of the resource's read operations:
CreateReplicationGroup, ModifyReplicationGroup and DeleteReplicationGroup go with DescribeReplicationGroups. Where Create and
Put stand side by side, Create makes and Put changes.

What a create call takes is compared with what the read call returns by equal names at equal paths. Many requests wrap the
description: CreateTable of glue has DatabaseName beside TableInput. A structure in the request is a wrapper when it shares
more names with the answer than the request itself does (at least two, or one where the request shares none). Its members are
then compared as if they stood at the top; what stands beside it is compared as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from builder.sources.boto3_calls import Root, noun, singular
from builder.sources.boto3_models import Model

# By preference: the first of these that a noun has is the call that makes the thing.
MAKE = ("Create", "BatchCreate", "AdminCreate", "Run", "Register", "Allocate", "Request", "Provision", "Define", "Open", "Put", "Import",
        "Publish", "Upload", "Add", "Attach", "Associate", "BatchAssociate", "Enable", "Subscribe", "Authorize", "Start", "Submit", "Set")  # fmt: skip
CHANGE = ("Update", "Modify", "Put", "Set", "Change", "Edit", "AdminUpdate", "BatchUpdate")
REMOVE = ("Delete", "BatchDelete", "AdminDelete", "Remove", "Deregister", "Terminate", "Release", "Disassociate", "Detach", "Disable",
          "Unsubscribe", "Revoke", "Close", "Cancel", "Deprovision", "Stop")  # fmt: skip
_VERB = re.compile(r"^((?:Batch|Admin)?[A-Z][a-z]+)(?=[A-Z0-9])")


@dataclass
class Changes:
    """Operations of one resource, by what they do; `make` in order of preference."""

    make: list[str] = field(default_factory=list)
    change: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Request:
    """A create call's request: the shape that describes the thing, where it is in the request, and the whole request."""

    operation: str
    path: str
    shape: str
    whole: str


def verbs(model: Model) -> dict[str, dict[str, str]]:
    """Noun (singular, lower case) → verb → operation, of every operation that is no read."""
    found: dict[str, dict[str, str]] = {}
    for operation in model.operations:
        match = _VERB.match(operation)
        if match:
            found.setdefault(singular(operation[match.end() :]), {})[match[1]] = operation
    return found


def changes(by_noun: dict[str, dict[str, str]], roots: list[Root]) -> Changes:
    """The operations that say the noun of one of these reads; those of the first read's noun come first."""
    found = Changes()
    for name in dict.fromkeys(singular(noun(root.operation)) for root in roots):
        mine = by_noun.get(name, {})
        makers = [verb for verb in MAKE if verb in mine]
        found.make += [mine[verb] for verb in makers[:1]]
        found.change += [mine[verb] for verb in CHANGE if verb in mine and verb not in makers[:1]]
        found.remove += [mine[verb] for verb in REMOVE if verb in mine]
    found.make, found.change, found.remove = (list(dict.fromkeys(each)) for each in (found.make, found.change, found.remove))
    return found


def request(model: Model, operation: str, answer: str) -> Request | None:
    """Where in its request a create call describes what the read call answers with; None where it takes nothing."""
    whole = model.input(operation)
    if whole is None:
        return None
    members = model.shapes[whole]["members"]
    described = set(model.shapes[answer]["members"])
    best, most = Request(operation, "", whole, whole), len(described & set(members))
    for name, member in members.items():
        shape = model.shapes[member["shape"]]
        if shape["type"] != "structure" or name in described:
            continue
        shared = len(described & set(shape["members"]))
        if shared > most and (shared > 1 or most == 0):
            best, most = Request(operation, name, member["shape"], whole), shared
    return best


def identifiers(model: Model, operation: str, shape: str) -> list[str]:
    """The parameters that say which thing is read: those required, and those whose name (or its singular) the thing has itself,
    as `ReplicationGroupId` of describe_replication_groups and `VpcIds` of describe_vpcs."""
    whole = model.input(operation)
    if whole is None:
        return []
    asked = model.shapes[whole]
    own = {singular(name) for name, member in model.shapes[shape]["members"].items() if model.shapes[member["shape"]]["type"] == "string"}
    found = list(asked.get("required", ()))
    for name, member in asked["members"].items():
        kind = model.shapes[member["shape"]]
        item = model.shapes[kind["member"]["shape"]]["type"] if kind["type"] == "list" else kind["type"]
        if name not in found and item == "string" and singular(name) in own and re.search(r"(id|arn|name|identifier)s?$", name, re.I):
            found.append(name)
    return found
