"""The places of boto3 that a Terraform type may be, and how alike a place and a type are.

A place is a boto3 resource, or a list of objects inside one: `aws_network_acl_rule` manages an item
of `Entries` of a network ACL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.linking.boto3.names import names
from builder.linking.matching.found import Found
from builder.linking.matching.resources import compare_names, stripped
from builder.linking.matching.thresholds import EXACT_NAME
from builder.linking.matching.trees import holder, plain
from builder.linking.matching.words import Lexicon, Words, head
from builder.model import Attribute, Resource

LARGE = 800
"""Lists inside resources with more attributes are not places: they are parts of definitions."""
DOUBT = 1.5
_BRIEF = ("Summary", "Metadata", "Ref", "Overview", "Short", "Configuration", "Config")
"""Ends of the names of shapes that describe only a part of a resource."""
_UNSPECIFIC = (
    "Ref",
    "id",
    "tags",
    "tags_all",
    "timeouts",
    "region",
    "Tags",
    "NextToken",
    "ResponseMetadata",
)


@dataclass(eq=False)
class Place:
    """A boto3 resource, or a block inside one."""

    resource: Resource
    block: str
    """The path of a list inside the resource; empty for the resource itself."""
    names: list[Words]
    signature: frozenset[str]
    weight: float = 0.0
    penalty: float = 0.0


@dataclass(eq=False)
class Kind:
    """A Terraform type."""

    resource: Resource
    words: Words
    service: frozenset[str]
    signature: frozenset[str]
    others: tuple[Words, ...] = ()
    """The name without the prefix of the service, where that has several (`vpc_dhcp_options` of
    EC2)."""
    weight: float = 0.0


@dataclass(eq=False)
class Scored:
    """One candidate with its scores, each from 0 to 1."""

    kind: Kind
    place: Place
    name: float
    attributes: float
    covered: float
    same_head: bool
    opposed: bool
    extra: Words = ()
    """Words of the place's name that the type's lacks."""
    lacking: Words = ()
    another: bool = False
    """The service has several clients, and the type's name fits another one."""
    found: list[Found] | None = None
    linked: int = 0
    """How many attributes found a partner, where that was tried."""
    fit: float | None = None
    """Share of the type's attributes that found a partner, where that was tried."""

    @property
    def total(self) -> float:
        cheap = (
            0.5 * self.name
            + 0.3 * self.attributes
            + 0.2 * self.covered
            + 0.1 * (self.name >= EXACT_NAME)
        )
        return (
            cheap
            - 0.06 * (not self.same_head)
            - 0.3 * self.opposed
            - self.place.penalty
            - 0.08 * self.another
        )

    @property
    def clash(self) -> bool:
        """Each name has words that the other lacks: these may be two things of one kind."""
        return bool(self.extra and self.lacking)

    @property
    def strength(self) -> float:
        return 0.6 * self.total + 0.4 * self.fit if self.fit is not None else self.total


def signature(
    attributes: Iterable[tuple[str, Attribute]], own: frozenset[str], lexicon: Lexicon
) -> frozenset[str]:
    """Attribute names of the upper levels, whole and without the resource's own words."""
    found: set[str] = set()
    for path, _ in attributes:
        if path.count(".") > 2 or path.partition(".")[0].rstrip("[]") in _UNSPECIFIC:
            continue
        whole = lexicon.words(plain(path).rpartition(".")[2])
        short = stripped(whole, own)
        if "." not in path and len(short) == 1 and lexicon.kinds.get(short[0], -1) == 0:
            continue
        found.add(" ".join(short))
    return frozenset(found)


def places_of(resource: Resource, service: frozenset[str], lexicon: Lexicon) -> list[Place]:
    """The resource, and the objects in it."""
    calls = names(resource, service, lexicon)
    is_created = bool(resource.facts.get("create"))
    own = frozenset(calls[0]) | service
    reads = resource.facts["read"]
    is_list = all(read["operation"].startswith(("list_", "search_")) for read in reads)
    brief = str(resource.facts["shape"]).endswith(_BRIEF)
    found = [
        Place(
            resource,
            "",
            calls,
            signature(((each.path, each) for each in resource.attributes), own, lexicon),
            penalty=0.08 * is_list + 0.03 * (not is_created) + 0.04 * brief,
        )
    ]
    if len(resource.attributes) > LARGE:
        return found
    inside: dict[str, list[Attribute]] = defaultdict(list)
    for each in resource.attributes:
        if each.is_output:
            inside[holder(each.path)].append(each)
    for each in resource.attributes:
        is_list = each.type.startswith(("list<object", "set<object"))
        if (
            each.path.count(".") > 1
            or not (is_list or each.type == "object")
            or len(inside[each.path]) < 2
            or each.path.lower().endswith("tags")
        ):
            continue
        last = lexicon.words(each.path.rpartition(".")[2])
        place_names = [*([last] if is_list else []), *(call + last for call in calls[:3])]
        mine = signature(
            ((one.path.removeprefix(each.path + "[]."), one) for one in inside[each.path]),
            frozenset(last) | own,
            lexicon,
        )
        found.append(
            Place(
                resource,
                each.path,
                place_names,
                mine,
                penalty=0.08 + 0.05 * each.path.count("."),
            )
        )
    return found


def compare(kind: Kind, place: Place, rare: Mapping[str, float], lexicon: Lexicon) -> Scored:
    """Compares a type with a place, by the most similar names of both."""
    best: tuple[float, Words, Words, Words] = (-1.0, (), (), ())
    for name in place.names:
        for number, words in enumerate((kind.words, *kind.others)):
            if best[0] >= 0 and set(words).isdisjoint(name) and "".join(name) != "".join(words):
                continue
            alike, extra, lacking = compare_names(name, words, lexicon, kind.service)
            if alike < 1 and "".join(name) == "".join(words):
                alike, extra, lacking = 1.0, (), ()
            alike -= 0.02 * number
            if alike > best[0]:
                best = (alike, name, extra, lacking)
    alike, words, extra, lacking = best
    extra = tuple(word for word in extra if word not in kind.service)
    lacking = tuple(word for word in lacking if word not in kind.service)
    common = sum(sorted(rare[each] for each in kind.signature & place.signature))
    return Scored(
        kind,
        place,
        alike,
        (2 * common + DOUBT / 2) / (kind.weight + place.weight + DOUBT),
        (common + DOUBT / 2) / (min(kind.weight, place.weight) + DOUBT),
        head(words, lexicon) == head(kind.words, lexicon),
        any(group & set(extra) and group & set(lacking) for group in lexicon.opposites),
        extra,
        lacking,
    )
