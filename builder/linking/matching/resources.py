"""Finds the Terraform resources that are the same thing as a CloudFormation type.

The resources of the same service are compared. Names (without the service's) and attribute names
weighted by rarity decide; a pair that only one of the two supports stays a candidate. Roles: `main`
(the thing itself), `alternative` (another spelling of the same, or one of several that split the
type by kind), `part` (it manages one property of the type).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.linking.matching.thresholds import EXACT_NAME
from builder.linking.matching.words import Lexicon, Words, beyond, common, head, word_counts
from builder.model import Resource
from builder.services import Service

_FEW_PREFIXES = 4
"""A service with more prefixes (EC2) has names of resources among them, which do not name the
service."""
_MANY_RESOURCES = 12
_FOR = "for"
_DOUBT = 1.5
"""So much rarity is added to both sides, half of it as common: few or frequent names prove
nothing."""


@dataclass(eq=False)
class Profile:
    """The parts of one resource that are compared."""

    resource: Resource
    words: Words
    """The name without the service's words."""
    service: frozenset[str]
    signature: frozenset[str]
    """Attribute names, without the resource's own words, joined by spaces."""
    weight: float = 0.0


@dataclass(eq=False)
class Scored:
    """One pair with its scores, each from 0 to 1."""

    one: Profile
    other: Profile
    name: float
    attributes: float
    covered: float
    extra_one: Words
    extra_other: Words
    same_head: bool
    """Both names end with the same word: a `policy attachment` is not a `policy`."""
    opposed: bool = False

    @property
    def total(self) -> float:
        return (
            (self.name >= EXACT_NAME) * 0.08
            + 0.45 * self.name
            + 0.4 * self.attributes
            + 0.15 * self.covered
            - (not self.same_head) * 0.08
            - self.opposed * 0.3
        )


def service_words(
    service: Service, lexicon: Lexicon, resources: Iterable[str] = ()
) -> frozenset[str]:
    """Words that name the service, in either system. `resources`: Terraform names; a prefix of very
    many of them (`vpc` in EC2) is such a word too."""
    few = len(service.terraform) <= _FEW_PREFIXES
    counts = Counter(
        prefix
        for name in resources
        for prefix in service.terraform
        if name.startswith(f"aws_{prefix}_")
    )
    names = [
        service.name,
        *(prefix for prefix in service.terraform if few or counts[prefix] >= _MANY_RESOURCES),
    ]
    return frozenset(word for name in names for word in lexicon.words(name))


def bare(words: Words, drop: frozenset[str]) -> Words:
    """`words` without those of `drop` at the start; never empty."""
    at = 0
    while at < len(words) - 1 and words[at] in drop:
        at += 1
    return words[at:]


def stripped(words: Words, own: frozenset[str]) -> Words:
    """`words` of an attribute without its resource's own words at the start; never empty."""
    return bare(words, own)


def _kind_last(words: Words) -> Words:
    """`rule for organization` as `organization rule`: the named thing comes last."""
    at = words.index(_FOR) if _FOR in words[1:-1] else 0
    return (*words[at + 1 :], *words[:at]) if at else words


def profile(resource: Resource, name: str, service: frozenset[str], lexicon: Lexicon) -> Profile:
    """`name`: the type's name without prefix (`ReplicationGroup`,
    `elasticache_replication_group`)."""
    words = bare(_kind_last(lexicon.words(name)), service)
    own = frozenset(words) | service
    signature: set[str] = set()
    for attribute in resource.attributes:
        path = attribute.path
        if (
            path.count(".") <= 2
            and path not in ("Ref", "id")
            and not path.startswith(("timeouts", "tags", "Tags", "region"))
        ):
            whole = lexicon.words(path.rstrip("[]").rpartition(".")[2])
            short = stripped(whole, own)
            # A mere identifier (`id`, `table_name`) is in every resource, and in every resource
            # that refers to it.
            if "." not in path and len(short) == 1 and lexicon.kinds.get(short[0], -1) == 0:
                continue
            # Either spelling may be the other system's: `TableClass` or `class`.
            signature.update((" ".join(whole), " ".join(short)))
    return Profile(resource, words, service, frozenset(signature))


def rarity(profiles: Iterable[Profile]) -> dict[str, float]:
    """Attribute name → how rare it is, from 0 to 1."""
    counts: Counter[str] = Counter()
    number = 0
    for each in profiles:
        number += 1
        counts.update(each.signature)
    return {name: math.log(number / count) / math.log(number) for name, count in counts.items()}


def compare_names(
    one: Words, other: Words, lexicon: Lexicon, optional: frozenset[str]
) -> tuple[float, Words, Words]:
    """How alike two names are (weighted share of common words), and the words that only one of them
    has, for each."""

    def weigh(words: Words) -> float:
        return sum(
            [
                lexicon.weight(word)
                * (0.2 if word in optional or word in lexicon.decorations else 1.0)
                for word in words
            ]
        )

    left, right = word_counts(one), word_counts(other)
    alone_left, alone_right = _word_list(beyond(left, right)), _word_list(beyond(right, left))
    shared = 2 * weigh(_word_list(common(left, right)))
    whole = shared + weigh(alone_left) + weigh(alone_right)
    return (shared / whole if whole else 0.0), alone_left, alone_right


def _word_list(counts: dict[str, int]) -> Words:
    return tuple([word for word, times in counts.items() for _ in range(times)])


def score(one: Profile, other: Profile, rare: Mapping[str, float], lexicon: Lexicon) -> Scored:
    """Compares two resources of one service."""
    name, left, right = compare_names(one.words, other.words, lexicon, one.service)
    shared = sum(rare[each] for each in one.signature & other.signature)
    return Scored(
        one,
        other,
        name,
        (2 * shared + _DOUBT / 2) / (one.weight + other.weight + _DOUBT),
        (shared + _DOUBT / 2) / (min(one.weight, other.weight) + _DOUBT),
        tuple(word for word in left if word not in one.service and word not in lexicon.decorations),
        tuple(
            word for word in right if word not in one.service and word not in lexicon.decorations
        ),
        head(one.words, lexicon) == head(other.words, lexicon),
        any(group & set(left) and group & set(right) for group in lexicon.opposites),
    )


@dataclass(eq=False)
class Choice:
    """A decision about one pair."""

    scored: Scored
    role: str
    answer: bool
    margin: float
    """How much better than the next best of either side."""
    why: str


def same_schema(one: Profile, other: Profile) -> bool:
    """Whether the two are names of the same resource (aws_alb, aws_lb)."""
    if one is other:
        return True
    if one.words != other.words or len(one.resource.attributes) != len(other.resource.attributes):
        return False
    return all(
        a.path == b.path and a.type == b.type
        for a, b in zip(one.resource.attributes, other.resource.attributes, strict=True)
    )


def _verdict(scored: Scored, margin: float) -> str | None:
    """Why a mutual best pair is good enough to be an answer; None when it is not."""
    if scored.name >= EXACT_NAME and margin >= 0 and (scored.attributes >= 0.1 or margin >= 0.15):
        return "same name"
    if scored.name >= 0.5 and scored.same_head and scored.total >= 0.5 and margin >= 0.06:
        return "alike in name and attributes"
    if scored.name >= 0.3 and scored.total >= 0.6 and margin >= 0.1:
        return "alike in attributes, name partly"
    if scored.attributes >= 0.75 and scored.covered >= 0.75 and margin >= 0.15:
        return "alike in attributes"
    return None


def mains(scores: list[Scored]) -> list[Choice]:
    """The mutual best pairs, each with a verdict, and the aliases of their Terraform side."""
    ours: dict[str, list[Scored]] = defaultdict(list)
    theirs: dict[str, list[Scored]] = defaultdict(list)
    for each in scores:
        ours[each.one.resource.name].append(each)
        theirs[each.other.resource.name].append(each)
    # A resource with exactly the name of one type is not a candidate for other types.
    exact = {
        each.other.resource.name: each.one.resource.name
        for each in scores
        if each.name >= EXACT_NAME and each.attributes >= 0.3
    }
    for name in ours:
        free = [
            each
            for each in ours[name]
            if exact.get(each.other.resource.name, name) == name or each.name >= EXACT_NAME
        ]
        ours[name] = free or ours[name]
    choices: list[Choice] = []
    for name in sorted(ours):
        best = min(
            ours[name],
            key=lambda each: (
                -each.total,
                each.other.resource.deprecated is not None,
                -len(each.other.service & set(each.other.words)),
                each.other.resource.name,
            ),
        )
        rest = max(
            (each.total for each in ours[name] if not same_schema(each.other, best.other)),
            default=0.0,
        )
        others = max(
            (each.total for each in theirs[best.other.resource.name] if each is not best),
            default=0.0,
        )
        margin = best.total - max(rest, others)
        why = _verdict(best, margin) if margin >= 0 else None
        choices.append(Choice(best, "main", why is not None, margin, why or "thin evidence"))
        if why:
            choices += [
                Choice(each, "alternative", True, margin, "another name of the same")
                for each in ours[name]
                if each is not best and same_schema(each.other, best.other)
            ]
    return choices
