"""The calls that make, change and take away what the read calls describe.

An operation belongs to a resource when, without its verb, it says the noun of one of the resource's
read operations: CreateReplicationGroup, ModifyReplicationGroup and DeleteReplicationGroup go with
DescribeReplicationGroups, AssociateResolverRule with GetResolverRuleAssociation. Where there is
both Create and Put, Create makes and Put changes. Of several resources read under one noun one owns
these calls. Where no call says the noun, those of CloudFormation's create handlers that make a kind
of it do: CreateHttpNamespace makes a Namespace.

What a create call takes is compared with what the read call returns by equal names at equal paths.
Many requests wrap the description: CreateTable of glue has DatabaseName beside TableInput. A
structure in the request is a wrapper when it shares more names with the answer than the request
itself does (at least two, or one where the request shares none). Its members are then compared as
if they were at the top; its siblings are compared as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

import yaml

from builder.packages import ROOT
from builder.sources.boto3.calls import Described, Root
from builder.sources.boto3.models import Model
from builder.sources.boto3.nouns import READ, noun, same, singular

MADE_BY = ROOT / "data" / "boto3_made_by.yaml"
READS = (
    "Describe",
    "Get",
    "AdminGet",
    "BatchGet",
    "BatchDescribe",
    "List",
    "AdminList",
    "Search",
    "Lookup",
    "Head",
)
"""Verbs that read, those that tell most first."""
LISTS = ("List", "AdminList", "Search", "Lookup", "Head")
# By preference: the first of these that a noun has is the call that makes, and that takes away, the
# thing.
MAKE = (
    "Create",
    "BatchCreate",
    "AdminCreate",
    "Run",
    "Register",
    "Allocate",
    "Request",
    "Provision",
    "Define",
    "Open",
    "Put",
    "Import",
    "Publish",
    "Upload",
    "Add",
    "Attach",
    "Associate",
    "BatchAssociate",
    "Enable",
    "Subscribe",
    "Authorize",
    "Start",
    "Submit",
    "Set",
)
CHANGE = ("Update", "Modify", "Put", "Set", "Change", "Edit", "AdminUpdate", "BatchUpdate")
REMOVE = (
    "Delete",
    "BatchDelete",
    "AdminDelete",
    "Terminate",
    "Deregister",
    "Release",
    "Remove",
    "Disassociate",
    "BatchDisassociate",
    "Detach",
    "Deprovision",
    "Disable",
    "Unsubscribe",
    "Revoke",
    "Close",
    "Cancel",
)
_DEEDS = {
    "Associate": "Association",
    "Disassociate": "Association",
    "Register": "Registration",
    "Deregister": "Registration",
    "Authorize": "Authorization",
    "Attach": "Attachment",
    "Detach": "Attachment",
}
"""What a verb makes of its noun: AssociateResolverRule makes a ResolverRuleAssociation."""
_VERB = re.compile(r"^((?:Batch|Admin)?[A-Z][a-z]+)(?=[A-Z0-9])")


@dataclass
class Changes:
    """Operations of one resource, by what they do; `make` in order of preference."""

    make: list[str] = field(default_factory=list)
    change: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Request:
    """A create call's request: the shape that describes the thing, where it is in the request, and
    the whole request."""

    operation: str
    path: str
    shape: str
    whole: str


def verbs(model: Model) -> dict[str, dict[str, str]]:
    """Noun (singular, lower case) → verb → operation, of every operation that is not a read."""
    found: dict[str, dict[str, str]] = {}
    for operation in model.operations:
        match = _VERB.match(operation)
        if match:
            found.setdefault(singular(operation[match.end() :]), {})[match[1]] = operation
    for operation in model.operations:
        match = _VERB.match(operation)
        if match and match[1] in _DEEDS:
            found.setdefault(singular(operation[match.end() :] + _DEEDS[match[1]]), {}).setdefault(
                match[1], operation
            )
    return found


def _order(read: str, alias: int) -> int:
    """How late a kind of read comes: a description first, then under an alias, then a list, a bare
    check last."""
    if read == "Head":
        return 3
    return 2 if read in LISTS else alias


@cache
def made_by() -> dict[str, str]:
    """boto3 resource → the create call that data/boto3_made_by.yaml names."""
    rows = yaml.safe_load(MADE_BY.read_text(encoding="utf-8"))
    return {resource: row["call"] for resource, row in rows.items()}


def orphans(model: Model, seen: Described, by_noun: dict[str, dict[str, str]]) -> set[str]:
    """The nouns that only deprecated calls read, and that current calls make: RunJobFlow, where
    DescribeJobFlows has given way to DescribeCluster."""
    readers: dict[str, set[bool]] = {}
    for roots in seen.roots.values():
        for root in roots:
            for name, _ in _nouns(root):
                readers.setdefault(singular(name), set()).add(_is_old(model, root.operation))
    return {
        name
        for name, old in readers.items()
        if old == {True}
        and any(not _is_old(model, each) for each in by_noun.get(name, {}).values())
    }


def _is_old(model: Model, operation: str) -> bool:
    return bool(model.operations[operation].get("deprecated"))


def owners(model: Model, seen: Described, orphaned: set[str]) -> dict[str, str]:
    """Noun → the shape that owns its operations, where several are read under one noun: what is
    described before what is listed, one thing before one of many, then the one that is called like
    the noun, then the one with the most members. What is read as `QueueAttributes` is a Queue too,
    where no Queue is described. `orphaned` nouns have none."""
    ranked: dict[str, tuple[tuple[int, bool, bool, int], str]] = {}
    for shape, roots in seen.roots.items():
        size = len(model.shapes[shape]["members"])
        for root in roots:
            if root.path == "" and shape in seen.aside:
                continue
            for name, alias in _nouns(root):
                if singular(name) in orphaned:
                    continue
                rank = (_order(verb(root), alias), "[]" in root.path, not same(shape, name), -size)
                known = ranked.get(singular(name))
                if known is None or rank < known[0]:
                    ranked[singular(name)] = (rank, shape)
    return {name: shape for name, (_, shape) in ranked.items()}


def owned(owner: dict[str, str], shape: str, roots: list[Root]) -> list[str]:
    """The nouns whose operations belong to the shape, the plainest first."""
    names = sorted((len(name), singular(name)) for root in roots for name, _ in _nouns(root))
    return [name for name in dict.fromkeys(name for _, name in names) if owner.get(name) == shape]


def _nouns(root: Root) -> list[tuple[str, bool]]:
    """The noun of a read operation, and what it is the attributes of (an alias)."""
    name = noun(root.operation)
    plain = name.removesuffix("Attributes")
    return [(name, False)] if plain in (name, "") else [(name, False), (plain, True)]


def verb(root: Root) -> str:
    match = READ.match(root.operation)
    assert match is not None
    return match[1]


def fuller(model: Model, seen: Described, owner: dict[str, str], shape: str) -> str | None:
    """The shape that says all that this item of a list says: read under the same noun, as one thing
    or by no list call."""
    roots = seen.roots[shape]
    if not all("[]" in root.path for root in roots):
        return None
    members = model.shapes[shape]["members"]
    for root in roots:
        other = owner.get(singular(noun(root.operation)), shape)
        described = model.shapes[other]["members"]
        alone = any("[]" not in each.path for each in seen.roots[other])
        listed = verb(root) in LISTS and any(verb(each) not in LISTS for each in seen.roots[other])
        if (
            other != shape
            and (alone or listed)
            and all(
                name in described and _alike(model, members[name], described[name])
                for name in members
            )
        ):
            return other
    return None


def _alike(model: Model, member: dict[str, str], other: dict[str, str]) -> bool:
    """Whether what two members hold has the same type, and the same shape where that is a
    structure."""
    one, two = model.shapes[member["shape"]], model.shapes[other["shape"]]
    if one["type"] == two["type"] == "structure":
        return member["shape"] == other["shape"]
    if one["type"] == two["type"] == "list":
        return member["shape"] == other["shape"] or _alike(model, one["member"], two["member"])
    if one["type"] == two["type"] == "map":
        return member["shape"] == other["shape"] or _alike(model, one["value"], two["value"])
    return bool(one["type"] == two["type"])


def changes(by_noun: dict[str, dict[str, str]], names: list[str]) -> Changes:
    """The operations that say one of these nouns, those of the first noun first."""
    found = Changes()
    for name in names:
        mine = by_noun.get(name, {})
        makers = [verb for verb in MAKE if verb in mine and not (found.make and verb in CHANGE)]
        found.make += [mine[verb] for verb in makers[:1]]
        found.change += [mine[verb] for verb in CHANGE if verb in mine and verb not in makers[:1]]
        found.remove += [mine[verb] for verb in REMOVE if verb in mine][:1]
    found.make, found.change, found.remove = (
        list(dict.fromkeys(each)) for each in (found.make, found.change, found.remove)
    )
    return found


def handled(
    model: Model,
    by_noun: dict[str, dict[str, str]],
    owner: dict[str, str],
    roots: list[Root],
    makers: set[str],
) -> list[str]:
    """The create calls among `makers` (in lower case) that make a kind of what is read:
    CreateHttpNamespace for a Namespace.

    `makers` are the calls that create handlers of CloudFormation types use, where the read handler
    uses one of `roots`.
    """
    mine = [singular(name) for root in roots for name, _ in _nouns(root)]
    found = []
    for name, verbs_of in by_noun.items():
        kind = any(name != each and len(each) > 3 and name.endswith(each) for each in mine)
        if kind and name not in owner:
            found += [
                verbs_of[said]
                for said in MAKE
                if said in verbs_of and verbs_of[said].lower() in makers
            ][:1]
    return sorted(set(found))


def request(model: Model, operation: str, answer: str) -> Request | None:
    """Where in its request a create call describes what the read call answers with; None where it
    takes nothing."""
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


def taken(
    model: Model, requests: list[Request], operation: str, one_of_several: bool
) -> dict[str, list[str]]:
    """What a create call takes `beside` its wrapper, by name; and, where it is one of several calls
    that make the thing, what it `takes` itself."""
    found: dict[str, list[str]] = {}
    for mine in requests:
        if mine.operation != operation:
            continue
        inner = model.shapes[mine.shape]["members"]
        if one_of_several:
            found["takes"] = sorted(inner)
        if mine.path:
            outer = model.shapes[mine.whole]["members"]
            found["beside"] = sorted(set(outer) - set(inner) - {mine.path})
    return {key: names for key, names in found.items() if names}


def answered(model: Model, operation: str, names: list[str]) -> dict[str, str]:
    """Which of these identifiers a create call answers, and where: `KeyMetadata.KeyId`."""
    output = model.output(operation)
    if output is None:
        return {}
    found: dict[str, str] = {}
    members = model.shapes[output]["members"]
    inner = {
        f"{name}.{each}": each
        for name, member in members.items()
        for each in model.shapes[member["shape"]].get("members", ())
    }
    for path, leaf in [*((name, name) for name in members), *inner.items()]:
        for name in names:
            if singular(leaf) == singular(name):
                found.setdefault(name, path)
    return found


def optional(model: Model, operation: str, names: list[str]) -> list[str]:
    """Those of the identifiers without which the thing can be read as well."""
    whole = model.input(operation)
    required = model.shapes[whole].get("required", ()) if whole else ()
    return [name for name in names if name not in required]


def identifiers(model: Model, operation: str, shape: str) -> list[str]:
    """The parameters that say which thing is read: those required, and those whose name (or its
    singular) the thing has itself, as `ReplicationGroupId` of describe_replication_groups and
    `VpcIds` of describe_vpcs."""
    whole = model.input(operation)
    if whole is None:
        return []
    asked = model.shapes[whole]
    own = {
        singular(name)
        for name, member in model.shapes[shape]["members"].items()
        if model.shapes[member["shape"]]["type"] == "string"
    }
    found = list(asked.get("required", ()))
    for name, member in asked["members"].items():
        kind = model.shapes[member["shape"]]
        item = (
            model.shapes[kind["member"]["shape"]]["type"]
            if kind["type"] == "list"
            else kind["type"]
        )
        if (
            name not in found
            and item == "string"
            and singular(name) in own
            and re.search(r"(id|arn|name|identifier)s?$", name, re.I)
        ):
            found.append(name)
    return found
