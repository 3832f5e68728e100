"""Kinds of objects, lists and maps that are called exact and are not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from tests.database.kinds.whole import Attribute, Pair, Whole, kind, letters, words

_OBJECTS = ("object", "list<object>", "set<object>")
_LISTS = ("list<object>", "set<object>")
_KEEP = (None, "wrap-list", "first-item")
"""Changes after which an object is still the same object."""


def _below(pairs: list[Pair], path: str) -> list[Pair]:
    """Those of pairs, sorted by path, that are about members of the object or list at `path`."""
    found = []
    for start in (f"{path}.", f"{path}[]."):
        place = bisect_left(pairs, start, key=lambda pair: pair.one.path)
        while place < len(pairs) and pairs[place].one.path.startswith(start):
            found.append(pairs[place])
            place += 1
    return found


def _inside(other: Attribute, block: Attribute) -> bool:
    return other.resource == block.resource and other.path.startswith(
        (f"{block.path}.", f"{block.path}[]")
    )


def _objects(whole: Whole) -> Iterator[tuple[Pair, Attribute, Attribute, list[Attribute]]]:
    """The exact pairs of two objects, each with what the members of the first are."""
    for pairs in whole.by_resource.values():
        for pair in pairs:
            one, other = pair.one, pair.other
            if (
                other is not None
                and pair.relation == "exact"
                and pair.transform in _KEEP
                and one.type in _OBJECTS
                and other.type in _OBJECTS
            ):
                yield (
                    pair,
                    one,
                    other,
                    [below.other for below in _below(pairs, one.path) if below.other is not None],
                )


@kind
def members_elsewhere(whole: Whole) -> Iterator[str]:
    """Two objects called exact whose members are at other places: the members of `ECS::Service
    DeploymentConfiguration` are at the top in Terraform.
    """
    for pair, one, other, members in _objects(whole):
        there = whole.attributes.get(other.resource, {})
        if (
            pair.note is not None
            or not members
            or any(_inside(member, other) for member in members)
        ):
            continue
        here = {letters(member) for member in _names(whole, one)}
        if not here & {
            letters(path.rpartition(".")[2])
            for path in there
            if path.startswith((f"{other.path}.", f"{other.path}[]."))
        }:
            yield str(pair)


@kind
def member_elsewhere(whole: Whole) -> Iterator[str]:
    """Two objects called exact although a member of the first has no equivalent, or none in the
    second: `MySqlSettings.SecretsManagerSecretId` is beside the block in Terraform. A member that
    can only be read does not count in an object that can be set.
    """
    for pair, one, other, _ in _objects(whole):
        answers: dict[str, list[Pair]] = defaultdict(list)
        pairs = whole.by_resource[one.resource, pair.to_system]
        for below in _below(pairs, one.path):
            own = below.one.path.rpartition(".")[0].removesuffix("[]") == one.path
            if own and (below.one.is_input or not one.is_input):
                answers[below.one.path].append(below)
        if any(
            not any(each.other is not None and _inside(each.other, other) for each in found)
            for found in answers.values()
        ):
            yield str(pair)


def _names(whole: Whole, one: Attribute) -> set[str]:
    """The last names of what an object of CloudFormation or Terraform holds, as far as something is
    known of it.
    """
    return {
        pair.one.name
        for pair in _below(
            whole.by_resource.get((one.resource, "boto3"), [])
            or whole.by_resource.get((one.resource, "terraform"), []),
            one.path,
        )
    }


@kind
def split_collection(whole: Whole) -> Iterator[str]:
    """A list called exact with one of several lists that share its items: `SecurityGroupIngress`
    and the blocks for each protocol.
    """
    for pair, one, other, members in _objects(whole):
        if (
            pair.note is not None
            or "boto3" in (one.system, other.system)
            or one.type not in _LISTS
            or other.type not in _LISTS
        ):
            continue
        here = [member for member in members if member.resource == other.resource]
        outside = [member for member in here if not _inside(member, other)]
        alike = any(letters(member.path).startswith(letters(other.path)) for member in outside)
        if outside and len(outside) < len(here) and not alike:
            yield str(pair)


@kind
def block_and_list(whole: Whole) -> Iterator[str]:
    """One block against a list of them without a transform: ECS `client_alias`."""
    for pair in whole.pairs:
        if pair.other is None or pair.relation != "exact" or pair.transform is not None:
            continue
        if (pair.one.type == "object" and pair.other.type in _LISTS) or (
            pair.other.type == "object" and pair.one.type in _LISTS
        ):
            yield str(pair)


@kind
def map_of_blocks(whole: Whole) -> Iterator[str]:
    """A map that becomes blocks without a transform: `Parameters` of the parameter groups of RDS,
    Neptune and DocDB.
    """
    for pair in whole.pairs:
        if pair.other is None or pair.relation != "exact" or pair.transform is not None:
            continue
        types = (pair.one.type, pair.other.type)
        if any(type_.startswith("map<") for type_ in types) and any(
            type_ in _LISTS for type_ in types
        ):
            yield str(pair)


@kind
def nested_identity(whole: Whole) -> Iterator[str]:
    """A copy of an identity that lies within another object: `VpcEncryptionControl.VpcId` =
    `aws_vpc.id`.
    """
    for pair in whole.pairs:
        one, other = pair.one, pair.other
        if other is None or pair.relation != "exact" or one.of == "data-source":
            continue
        for inner, outer in ((one, other), (other, one)):
            identity = {"cloudformation": "Ref", "terraform": "id"}.get(outer.system)
            if outer.path == identity and "." in inner.path and _names_another(inner, outer):
                yield str(pair)


def _names_another(inner: Attribute, outer: Attribute) -> bool:
    """Whether the block around it is called for another thing than the resource:
    `VpcEncryptionControl` of a VPC, not `Rule` of a rule.
    """
    block = inner.path.split(".")[-2].removesuffix("[]")
    return not set(words(block)) <= {
        *words(inner.resource),
        *words(outer.resource),
        "summary",
        "metadata",
        "info",
        "description",
    }


@kind
def namesake_block(whole: Whole) -> Iterator[str]:
    """Two blocks, surely the same by derivation, of which one has words that nothing of the other
    has: `OutputArtifacts` was `output_artifacts_for_compute_action`; it is `output_artifacts`."""
    for pair in whole.pairs:
        one, other = pair.one, pair.other
        if (
            other is None
            or pair.origin != "derived"
            or pair.relation != "exact"
            or one.type not in _OBJECTS
            or other.type not in _OBJECTS
        ):
            continue
        short, long = sorted((_core(one), _core(other)), key=len)
        places = letters(f"{one.resource} {one.path} {other.resource} {other.path}").replace(
            ".", ""
        )
        over = long.replace(short, "", 1)
        # What one name has more than the other may be said by the place: `TransformParameters` of a
        # transform.
        if short not in long or (len(over) > 3 and places.count(over) < 2):
            yield str(pair)


_FILLERS = re.compile(
    "configurations?|configs?|settings?|options?|lists?$|specifications?|details?|info|parameters?|definitions?|attributes?|metadata|resource$|updates$"
)
"""Words that a name may have or lack and still be the same."""


def _core(attribute: Attribute) -> str:
    """The name in the singular, without fillers; of `{Quantity, Items}` that of the object around
    the items.
    """
    path = attribute.path.removesuffix(".Items")
    name = re.sub("ies$", "y", letters(path.rpartition(".")[2].removesuffix("[]")))
    return _FILLERS.sub("", re.sub("([^s])s$", r"\1", name))


@kind
def key_of_a_map(whole: Whole) -> Iterator[str]:
    """The key or value of an entry that is a map elsewhere: `none` that does not name the map (39
    of 40 `Tags[].Key`), or the map itself as an answer.

    One policy for all of them: docs/mappings.md.
    """
    maps: dict[tuple[str, str], list[Attribute]] = defaultdict(list)
    for pair in whole.pairs:
        if pair.other is not None and pair.transform in ("tags-to-map", "blocks-to-map"):
            maps[f"{pair.one.resource} {pair.one.path}[]", pair.to_system].append(pair.other)
    for pair in whole.pairs:
        one, other = pair.one, pair.other
        holder = maps.get((f"{one.resource} {one.path.rpartition('.')[0]}", pair.to_system), [])
        if one.path.rpartition(".")[2] not in (
            "Key",
            "Value",
            "key",
            "value",
            "Name",
            "name",
            "TagKey",
            "TagValue",
        ):
            holder = []
        if (
            other is None
            and pair.relation == "none"
            and holder
            and not any(each.name in (pair.note or "") for each in holder)
        ):
            yield f"{pair} (the map is not named)"
        elif (
            other is not None
            and other.type.startswith("map<")
            and "[]." in one.path
            and one.type in ("string", "any")
            and pair.key is None
        ):
            yield f"{pair} (an answer)"
