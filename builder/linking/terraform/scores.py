"""Compares every CloudFormation type with every Terraform resource of its service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from builder.linking.matching.resources import (
    Profile,
    Scored,
    profile,
    rarity,
    score,
    service_words,
)
from builder.linking.matching.words import Lexicon
from builder.model import Resource
from builder.services import Service


def all_scores(
    types: list[Resource],
    resources: list[Resource],
    services: Mapping[str, Service],
    of_terraform: Mapping[str, list[str]],
    lexicon: Lexicon,
) -> list[Scored]:
    """Every pair of a CloudFormation type and a Terraform resource within a service.

    `of_terraform`: Terraform name → names of its services.
    """
    members: dict[str, list[Resource]] = defaultdict(list)
    for resource in resources:
        for name in of_terraform[resource.name]:
            members[name].append(resource)
    ours: list[Profile] = []
    theirs: dict[str, list[Profile]] = {}
    for resource in types:
        service = services.get(resource.name.split("::")[1])
        if service is None or service.name not in members:
            continue
        words = service_words(service, lexicon, [each.name for each in members[service.name]])
        ours.append(
            profile(resource, resource.name.split("::", 2)[2].replace("::", "_"), words, lexicon)
        )
        if service.name not in theirs:
            theirs[service.name] = [
                profile(each, each.name.removeprefix("aws_"), words, lexicon)
                for each in members[service.name]
            ]
    everything = [*ours, *(each for group in theirs.values() for each in group)]
    rare = rarity(everything)
    for each in everything:
        each.weight = sum(sorted(rare[name] for name in each.signature))
    return [
        score(one, other, rare, lexicon)
        for one in ours
        for other in theirs[one.resource.name.split("::")[1]]
    ]
