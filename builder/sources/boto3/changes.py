"""The calls that create, change and delete the resources that read calls describe.

An operation belongs to a resource when its name without the verb is the noun of one of the
resource's read operations: CreateReplicationGroup, ModifyReplicationGroup and
DeleteReplicationGroup belong to DescribeReplicationGroups, AssociateResolverRule to
GetResolverRuleAssociation. Where there is both Create and Put, Create creates and Put changes. Of
several resources that are read under one noun, one owns these calls. Where no call has the noun,
calls of CloudFormation's create handlers for a kind of it belong to it: CreateHttpNamespace creates
a Namespace.

The arguments of a create call are compared with the members of the read call's answer by equal
names at equal paths. Many requests wrap the description: CreateTable of glue has DatabaseName
beside TableInput. A structure in the request is a wrapper when it shares more names with the answer
than the request itself does (at least two, or one where the request shares none). Its members are
then compared as if they were at the top; its siblings are compared too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

import yaml

from builder.packages import ROOT
from builder.sources.boto3.calls import Descriptions, Root
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
"""Verbs that read, those with the fullest answers first."""
LISTS = ("List", "AdminList", "Search", "Lookup", "Head")
# By preference: the first of these verbs that a noun has creates (MAKE) or deletes (REMOVE) the
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
_NOUN_OF = {
    "Associate": "Association",
    "Disassociate": "Association",
    "Register": "Registration",
    "Deregister": "Registration",
    "Authorize": "Authorization",
    "Attach": "Attachment",
    "Detach": "Attachment",
}
"""Verb → the noun of what it creates or deletes: AssociateResolverRule creates a
ResolverRuleAssociation."""
_VERB = re.compile(r"^((?:Batch|Admin)?[A-Z][a-z]+)(?=[A-Z0-9])")


@dataclass
class Changes:
    """The operations that create (`make`, in order of preference), change and delete (`remove`) one
    resource."""

    make: list[str] = field(default_factory=list)
    change: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Request:
    """A create call's request: the shape that describes the thing, its path in the request, and the
    shape of the whole request."""

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
        if match and match[1] in _NOUN_OF:
            found.setdefault(
                singular(operation[match.end() :] + _NOUN_OF[match[1]]), {}
            ).setdefault(match[1], operation)
    return found


def _order(read: str, alias: int) -> int:
    """The rank of a read call: a description first, then one under an alias, then a list, a mere
    check last."""
    if read == "Head":
        return 3
    return 2 if read in LISTS else alias


@cache
def made_by() -> dict[str, str]:
    """boto3 resource → its create call in data/boto3_made_by.yaml."""
    rows = yaml.safe_load(MADE_BY.read_text(encoding="utf-8"))
    return {resource: row["call"] for resource, row in rows.items()}


def orphans(
    model: Model, descriptions: Descriptions, by_noun: dict[str, dict[str, str]]
) -> set[str]:
    """The nouns that only deprecated calls read, and that current calls create: RunJobFlow, where
    DescribeCluster has replaced DescribeJobFlows."""
    readers: dict[str, set[bool]] = {}
    for roots in descriptions.roots.values():
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


def owners(model: Model, descriptions: Descriptions, orphan_nouns: set[str]) -> dict[str, str]:
    """Noun → the shape that owns its operations.

    Of several shapes read under one noun, a described one comes before a listed one, a single one
    before one of many, then one with the name of the noun, then the one with the most members. A
    shape that is read as `QueueAttributes` is also a Queue, where no Queue is described.
    `orphan_nouns` have no owner.
    """
    ranked: dict[str, tuple[tuple[int, bool, bool, int], str]] = {}
    for shape, roots in descriptions.roots.items():
        size = len(model.shapes[shape]["members"])
        for root in roots:
            if root.path == "" and shape in descriptions.aside:
                continue
            for name, alias in _nouns(root):
                if singular(name) in orphan_nouns:
                    continue
                rank = (_order(verb(root), alias), "[]" in root.path, not same(shape, name), -size)
                previous = ranked.get(singular(name))
                if previous is None or rank < previous[0]:
                    ranked[singular(name)] = (rank, shape)
    return {name: shape for name, (_, shape) in ranked.items()}


def nouns_of_shape(owner: dict[str, str], shape: str, roots: list[Root]) -> list[str]:
    """The nouns whose operations belong to the shape, the shortest first."""
    names = sorted((len(name), singular(name)) for root in roots for name, _ in _nouns(root))
    return [name for name in dict.fromkeys(name for _, name in names) if owner.get(name) == shape]


def _nouns(root: Root) -> list[tuple[str, bool]]:
    """The noun of a read operation, and its alias, the noun without `Attributes`: (noun, whether it
    is the alias)."""
    name = noun(root.operation)
    plain = name.removesuffix("Attributes")
    return [(name, False)] if plain in (name, "") else [(name, False), (plain, True)]


def verb(root: Root) -> str:
    match = READ.match(root.operation)
    assert match is not None
    return match[1]


def fuller(
    model: Model, descriptions: Descriptions, owner: dict[str, str], shape: str
) -> str | None:
    """The shape that has all members of this item of a list, read under the same noun, as a single
    thing or not by a list call; None where there is none."""
    roots = descriptions.roots[shape]
    if not all("[]" in root.path for root in roots):
        return None
    members = model.shapes[shape]["members"]
    for root in roots:
        other = owner.get(singular(noun(root.operation)), shape)
        other_members = model.shapes[other]["members"]
        alone = any("[]" not in each.path for each in descriptions.roots[other])
        in_list = verb(root) in LISTS and any(
            verb(each) not in LISTS for each in descriptions.roots[other]
        )
        if (
            other != shape
            and (alone or in_list)
            and all(
                name in other_members and _alike(model, members[name], other_members[name])
                for name in members
            )
        ):
            return other
    return None


def _alike(model: Model, member: dict[str, str], other: dict[str, str]) -> bool:
    """Whether the values of two members have the same type, and the same shape where they are
    structures."""
    one, two = model.shapes[member["shape"]], model.shapes[other["shape"]]
    if one["type"] == two["type"] == "structure":
        return member["shape"] == other["shape"]
    if one["type"] == two["type"] == "list":
        return member["shape"] == other["shape"] or _alike(model, one["member"], two["member"])
    if one["type"] == two["type"] == "map":
        return member["shape"] == other["shape"] or _alike(model, one["value"], two["value"])
    return bool(one["type"] == two["type"])


def changes(by_noun: dict[str, dict[str, str]], names: list[str]) -> Changes:
    """The operations with one of the nouns `names`, those of the first noun first."""
    found = Changes()
    for name in names:
        calls = by_noun.get(name, {})
        makers = [verb for verb in MAKE if verb in calls and not (found.make and verb in CHANGE)]
        found.make += [calls[verb] for verb in makers[:1]]
        found.change += [calls[verb] for verb in CHANGE if verb in calls and verb not in makers[:1]]
        found.remove += [calls[verb] for verb in REMOVE if verb in calls][:1]
    found.make, found.change, found.remove = (
        list(dict.fromkeys(each)) for each in (found.make, found.change, found.remove)
    )
    return found


def made_by_handlers(
    model: Model,
    by_noun: dict[str, dict[str, str]],
    owner: dict[str, str],
    roots: list[Root],
    makers: set[str],
) -> list[str]:
    """The create calls among `makers` (in lower case) that create a kind of what is read:
    CreateHttpNamespace for a Namespace.

    `makers` are the calls in create handlers of CloudFormation types whose read handlers use one of
    `roots`.
    """
    nouns = [singular(name) for root in roots for name, _ in _nouns(root)]
    found = []
    for name, verbs_of in by_noun.items():
        kind = any(name != each and len(each) > 3 and name.endswith(each) for each in nouns)
        if kind and name not in owner:
            found += [
                verbs_of[verb]
                for verb in MAKE
                if verb in verbs_of and verbs_of[verb].lower() in makers
            ][:1]
    return sorted(set(found))


def request(model: Model, operation: str, answer: str) -> Request | None:
    """The part of a create call's request that describes the shape `answer` of the read call; None
    for a call without arguments."""
    whole = model.input(operation)
    if whole is None:
        return None
    members = model.shapes[whole]["members"]
    answer_members = set(model.shapes[answer]["members"])
    best, most = Request(operation, "", whole, whole), len(answer_members & set(members))
    for name, member in members.items():
        shape = model.shapes[member["shape"]]
        if shape["type"] != "structure" or name in answer_members:
            continue
        shared = len(answer_members & set(shape["members"]))
        if shared > most and (shared > 1 or most == 0):
            best, most = Request(operation, name, member["shape"], whole), shared
    return best


def taken_arguments(
    model: Model, requests: list[Request], operation: str, one_of_several: bool
) -> dict[str, list[str]]:
    """The names of a create call's arguments `beside` its wrapper; and, where it is one of several
    calls that create the thing, those that it `takes` in the wrapper or at the top."""
    found: dict[str, list[str]] = {}
    for request in requests:
        if request.operation != operation:
            continue
        inner = model.shapes[request.shape]["members"]
        if one_of_several:
            found["takes"] = sorted(inner)
        if request.path:
            outer = model.shapes[request.whole]["members"]
            found["beside"] = sorted(set(outer) - set(inner) - {request.path})
    return {key: names for key, names in found.items() if names}


def identifiers_in_answer(model: Model, operation: str, names: list[str]) -> dict[str, str]:
    """Identifier → its path in the answer of a create call (`KeyMetadata.KeyId`), for those of
    `names` that are there."""
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
    """The identifiers that the read call does not require."""
    whole = model.input(operation)
    required = model.shapes[whole].get("required", ()) if whole else ()
    return [name for name in names if name not in required]


def identifiers(model: Model, operation: str, shape: str) -> list[str]:
    """The parameters that identify what is read: those required, and those whose name (or its
    singular) is also a member of the thing, such as `ReplicationGroupId` of
    describe_replication_groups and `VpcIds` of describe_vpcs."""
    whole = model.input(operation)
    if whole is None:
        return []
    request = model.shapes[whole]
    own = {
        singular(name)
        for name, member in model.shapes[shape]["members"].items()
        if model.shapes[member["shape"]]["type"] == "string"
    }
    found = list(request.get("required", ()))
    for name, member in request["members"].items():
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
