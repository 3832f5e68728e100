"""Which boto3 resource describes a Terraform type, found by names, attribute sets and, where these
leave a doubt, by linking the attributes.

A place is a boto3 resource, or a list of objects inside one: `Entries` of a network ACL is what
`aws_network_acl_rule` manages. Candidates are the places of the service's clients that share a word
with the type's name or are alike in attributes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from builder import services
from builder.linking.boto3.inputs import Inputs
from builder.linking.boto3.names import names, plainly
from builder.linking.matching.comparing import Found
from builder.linking.matching.resources import bare, compare_names, stripped
from builder.linking.matching.thresholds import EXACT_NAME
from builder.linking.matching.trees import holder, plain
from builder.linking.matching.words import Lexicon, Words, head
from builder.model import Attribute, Resource

LARGE = 800
"""Lists inside resources with more attributes are not places: they are parts of definitions."""
TRIED = 5
DOUBT = 1.5
MANY = 6
_MORE = frozenset(
    {
        "data",
        "version",
        "result",
        "response",
        "get",
        "describe",
        "output",
        "detail",
        "status",
        "summary",
        "metadata",
    }
) | {
    "attribute",
    "configuration",
    "info",
    "description",
}
"""Words that shapes of one thing have more or less."""
_BRIEF = ("Summary", "Metadata", "Ref", "Overview", "Short", "Configuration", "Config")
"""Ends of shapes that tell a part of a thing."""
_TELLS_NOTHING = (
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
    """Something that a read call describes."""

    resource: Resource
    block: str
    """The path of a list inside the resource; empty for the resource itself."""
    names: list[Words]
    made: frozenset[Words]
    """Names that the calls have which make it."""
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
    """One candidate, with what speaks for it; each from 0 to 1."""

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
    """The service has several clients, and the type's name says another one."""
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
        """Both names have words that the other lacks: they may be two things of one kind."""
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
        if path.count(".") > 2 or path.partition(".")[0].rstrip("[]") in _TELLS_NOTHING:
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
    made = frozenset(calls[: len(resource.facts.get("create", ()))])
    own = frozenset(calls[0]) | service
    reads = resource.facts["read"]
    listed = all(read["operation"].startswith(("list_", "search_")) for read in reads)
    brief = str(resource.facts["shape"]).endswith(_BRIEF)
    found = [
        Place(
            resource,
            "",
            calls,
            made,
            signature(((each.path, each) for each in resource.attributes), own, lexicon),
            penalty=0.08 * listed + 0.03 * (not made) + 0.04 * brief,
        )
    ]
    if len(resource.attributes) > LARGE:
        return found
    inside: dict[str, list[Attribute]] = defaultdict(list)
    for each in resource.attributes:
        if each.is_output:
            inside[holder(each.path)].append(each)
    for each in resource.attributes:
        listed = each.type.startswith(("list<object", "set<object"))
        if (
            each.path.count(".") > 1
            or not (listed or each.type == "object")
            or len(inside[each.path]) < 2
            or each.path.lower().endswith("tags")
        ):
            continue
        last = lexicon.words(each.path.rpartition(".")[2])
        spelled = [*([last] if listed else []), *(call + last for call in calls[:3])]
        mine = signature(
            ((one.path.removeprefix(each.path + "[]."), one) for one in inside[each.path]),
            frozenset(last) | own,
            lexicon,
        )
        found.append(
            Place(
                resource,
                each.path,
                spelled,
                frozenset(),
                mine,
                penalty=0.08 + 0.05 * each.path.count("."),
            )
        )
    return found


def compare(kind: Kind, place: Place, rare: Mapping[str, float], lexicon: Lexicon) -> Scored:
    """The best of the place's names against the type's."""
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


@dataclass
class Candidates:
    """Every candidate of each Terraform type, the best first."""

    inputs: Inputs
    rare: dict[str, float] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    places: dict[str, list[Place]] = field(default_factory=dict)
    """By client."""

    def __post_init__(self) -> None:
        lexicon = self.inputs.lexicon
        clients: dict[str, frozenset[str]] = {}
        for name, resource in self.inputs.terraform.items():
            service = self.inputs.words_of(name)
            spelled = plainly(
                lexicon.words(
                    name.removeprefix("data.").removeprefix("aws_").removeprefix("default_")
                )
            )
            words = bare(spelled, service)
            if len(spelled) == 1 and words[0] in service:
                # A resource called like its service: the end of that name is what it is (cloudtrail
                # → trail).
                words = (
                    min(
                        lexicon.endings(words[0]),
                        key=lambda end: (-len(end), end),
                        default=words[0],
                    ),
                )
            mine = signature(
                ((each.path, each) for each in resource.attributes),
                frozenset(words) | service,
                lexicon,
            )
            self.kinds[name] = Kind(resource, words, service, mine, self._short(name, words))
            for each in services.of_terraform(name):
                for client in each.boto3:
                    # What all services of a client have in common: `bucket` names no service of s3.
                    mine_too = self.inputs.service_words(each)
                    clients[client] = clients.get(client, mine_too) & mine_too
        for client, service in sorted(clients.items()):
            self.places[client] = [
                place
                for resource in self.inputs.clients.get(client, ())
                for place in places_of(resource, service, lexicon)
            ]
        every: list[Kind | Place] = [
            *self.kinds.values(),
            *(place for group in self.places.values() for place in group),
        ]
        counts: Counter[str] = Counter()
        for one in every:
            counts.update(one.signature)
        number = math.log(len(every))
        self.rare = {name: math.log(len(every) / count) / number for name, count in counts.items()}
        for one in every:
            one.weight = sum(sorted(self.rare[name] for name in one.signature))

    def _short(self, name: str, words: Words) -> tuple[Words, ...]:
        rest = name.removeprefix("data.").removeprefix("aws_").removeprefix("default_")
        prefixes = {
            prefix
            for service in services.of_terraform(name)
            for prefix in service.terraform
            if rest.startswith(prefix + "_")
        }
        found = [
            plainly(self.inputs.lexicon.words(rest[len(prefix) + 1 :]))
            for prefix in sorted(prefixes)
        ]
        return tuple(each for each in found if each and each != words)

    def of(self, name: str) -> list[Scored]:
        """The candidates of one type, the best first."""
        kind = self.kinds[name]
        lexicon = self.inputs.lexicon
        telling = {
            word
            for words in (kind.words, *kind.others)
            for word in words
            if word not in kind.service
        } or set(kind.words)
        squashed = {"".join(words) for words in (kind.words, *kind.others)}
        found = []
        for service in services.of_terraform(name):
            spelled = _client_in(name, service.boto3)
            for client in service.boto3:
                for place in self.places.get(client, ()):
                    named = any(
                        telling.intersection(words) or "".join(words) in squashed
                        for words in place.names
                    )
                    if not named and (place.block or len(kind.signature & place.signature) < 3):
                        continue
                    scored = compare(kind, place, self.rare, lexicon)
                    scored.another = client != spelled
                    if place.block and scored.name < 0.6:
                        continue
                    found.append(scored)
        return sorted(
            found, key=lambda each: (-each.total, each.place.resource.name, each.place.block)
        )


def _client_in(name: str, clients: tuple[str, ...]) -> str:
    """Which client a type's name begins with (`aws_sesv2_…`); the first where it says none."""
    front = services.letters(name.removeprefix("data.").removeprefix("aws_"))
    said = [client for client in clients if front.startswith(services.letters(client))]
    if said:
        return max(said, key=len)
    return clients[0] if clients else ""


Fit = Callable[[Scored], tuple[float, int, list[Found]]]


@dataclass(eq=False)
class Choice:
    """What was decided for one type."""

    scored: Scored
    margin: float
    """How much better than the next best that is another thing."""
    why: str
    answer: bool = True
    others: list[Scored] = field(default_factory=list)
    """Further shapes of the same name, and of longer ones: they may tell what the main one does
    not."""


def choose(ranked: list[Scored], fit: Fit) -> Choice | None:
    """The main place of a type, by a second look where names and attribute sets leave a doubt."""
    if not ranked:
        return None
    best = ranked[0]
    _try(best, fit)
    margin = best.total - max(
        (each.total for each in ranked[1:] if not _same_thing(each, best)), default=0.0
    )
    why = "names and attributes"
    tried = [each for each in ranked[:TRIED] if each.total > best.total - 0.25]
    if margin < 0.2 or best.total < 0.75 or (best.fit or 0.0) < 0.5:
        for each in tried:
            _try(each, fit)
        tried.sort(
            key=lambda each: (
                _thin(each),
                -each.strength,
                each.place.resource.name,
                each.place.block,
            )
        )
        best = tried[0]
        margin = best.strength - max(
            (each.strength for each in tried[1:] if not _same_thing(each, best)), default=0.0
        )
        why = "how its attributes fit"
    others = [
        each
        for each in tried
        if each is not best
        and not each.place.block
        and not each.lacking
        and _same_thing(each, best, longer=True)
    ]
    for each in others:
        _try(each, fit)
    return Choice(best, margin, why, not _thin(best), others)


def _try(scored: Scored, fit: Fit) -> None:
    if scored.fit is None:
        scored.fit, scored.linked, scored.found = fit(scored)


def _same_thing(one: Scored, other: Scored, longer: bool = False) -> bool:
    """Whether two candidates are the same thing: one resource, or two shapes of one client that
    have the type's very name (with `longer`, one may have more words)."""
    if one.place.resource is other.place.resource:
        return True
    if (
        one.place.resource.service != other.place.resource.service
        or one.place.block
        or other.place.block
    ):
        return False
    if longer:
        return set(one.extra) <= _MORE and set(other.extra) <= _MORE
    return one.name >= 0.979 and other.name >= 0.979


def _thin(scored: Scored) -> bool:
    """Names that say another thing are outweighed only by many attributes."""
    if scored.name >= 0.5 and not scored.clash and "from" not in (*scored.lacking, *scored.extra):
        return False
    return scored.linked < MANY or scored.attributes < 0.4
