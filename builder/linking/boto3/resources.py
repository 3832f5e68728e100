"""Finds the boto3 resource that describes a Terraform type, by names and attribute sets, and by
linking the attributes where these leave a doubt.

Candidates are the places (places.py) of the service's clients that share a word with the type's
name, or have similar attributes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from builder import services
from builder.linking.boto3.inputs import Inputs
from builder.linking.boto3.names import plainly
from builder.linking.boto3.places import Kind, Place, Scored, compare, places_of, signature
from builder.linking.matching.found import Found
from builder.linking.matching.resources import bare
from builder.linking.matching.words import Words

TRIED = 5
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
"""Words in which the shapes of one resource may differ."""


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
            all_words = plainly(
                lexicon.words(
                    name.removeprefix("data.").removeprefix("aws_").removeprefix("default_")
                )
            )
            words = bare(all_words, service)
            if len(all_words) == 1 and words[0] in service:
                # The resource has the name of its service: the end of that name is the resource
                # (cloudtrail → trail).
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
                    # The words that all services of a client have in common: `bucket` is not one
                    # for s3.
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
        joined_names = {"".join(words) for words in (kind.words, *kind.others)}
        found = []
        for service in services.of_terraform(name):
            likely_client = _client_in(name, service.boto3)
            for client in service.boto3:
                for place in self.places.get(client, ()):
                    shares_word = any(
                        telling.intersection(words) or "".join(words) in joined_names
                        for words in place.names
                    )
                    if not shares_word and (
                        place.block or len(kind.signature & place.signature) < 3
                    ):
                        continue
                    scored = compare(kind, place, self.rare, lexicon)
                    scored.another = client != likely_client
                    if place.block and scored.name < 0.6:
                        continue
                    found.append(scored)
        return sorted(
            found, key=lambda each: (-each.total, each.place.resource.name, each.place.block)
        )


def _client_in(name: str, clients: tuple[str, ...]) -> str:
    """The client that a type's name begins with (`aws_sesv2_…`), else the first one."""
    front = services.letters(name.removeprefix("data.").removeprefix("aws_"))
    matching = [client for client in clients if front.startswith(services.letters(client))]
    if matching:
        return max(matching, key=len)
    return clients[0] if clients else ""


Fit = Callable[[Scored], tuple[float, int, list[Found]]]


@dataclass(eq=False)
class Choice:
    """The decision for one type."""

    scored: Scored
    margin: float
    """How much better it is than the next best candidate that is another resource."""
    why: str
    answer: bool = True
    others: list[Scored] = field(default_factory=list)
    """Other shapes of the same name, and of longer names: they may have attributes that the main
    one does not."""


def choose(ranked: list[Scored], fit: Fit) -> Choice | None:
    """The main place of a type. Where names and attribute sets leave a doubt, its attributes are
    linked to each of the best candidates."""
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
    """Whether two candidates are the same thing: one resource, or two shapes of one client with
    exactly the type's name (with `longer`, one may have more words)."""
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
    """Whether too little speaks for a candidate: only many attributes outweigh a name of another
    thing."""
    if scored.name >= 0.5 and not scored.clash and "from" not in (*scored.lacking, *scored.extra):
        return False
    return scored.linked < MANY or scored.attributes < 0.4
