"""Pairs Terraform types with Pulumi types.

1. By name: `aws_elasticache_replication_group` without `aws_` has the letters of Pulumi's module
   and class together, or of the class alone (`aws_flow_log`, ec2.FlowLog), and the attributes
   confirm it.
2. The rest by attributes: two types with nearly the same attributes, weighted by how rare each
   attribute is, are each other's best match. Where several types share one set of attributes
   (getVpcs, getSubnets), the names must distinguish them.
3. A type that Pulumi deprecated in favor of another is the same as that one.

Every link is one to one, except in step 3 and for the reviewed pairs of data/pulumi_renames.yaml.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from builder.linking.rules.pulumi_names import signature
from builder.model import Resource

ENOUGH_WITH_NAME = 0.5
"""Share of the top attributes of the smaller side that the other side must have too, where the
names agree."""
ENOUGH_ALONE = 0.85
"""Likeness of all attributes where the names do not agree."""
MARGIN = 0.1
"""How much better than with any other partner such a pair must be."""

Pair = tuple[Resource, Resource]

_SUCCESSOR = re.compile(r" has been deprecated in favor of (?:aws\.)?(\w+)[/.](?:\w+\.)?(\w+)$")


def _words(terraform: Resource) -> list[str]:
    return terraform.name.removeprefix("data.").removeprefix("aws_").split("_")


def _module_and_class(pulumi: Resource) -> tuple[str, str]:
    """Module and class of a token in lower case, a function without its `get`."""
    _, module, name = pulumi.name.split(":")
    name = name.replace("_", "").lower()
    return module.partition("/")[0].lower(), name.removeprefix(
        "get"
    ) if pulumi.kind == "data-source" else name


class Likeness:
    """How alike two resources are, each measure between 0 and 1."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._signatures = {(one.system, one.name): signature(one) for one in resources}
        counts = Counter(key for keys in self._signatures.values() for key in keys)
        self._weights = {key: 1 / math.sqrt(count) for key, count in counts.items()}

    def _pair(self, one: Resource, other: Resource) -> tuple[frozenset[str], frozenset[str]]:
        return self._signatures[one.system, one.name], self._signatures[other.system, other.name]

    def _weight(self, keys: frozenset[str]) -> float:
        return math.fsum(self._weights[key] for key in keys)

    def attributes(self, one: Resource, other: Resource) -> float:
        """The weight of the attributes of both, as a share of that of either; at all depths."""
        first, second = self._pair(one, other)
        return (
            self._weight(first & second) / self._weight(first | second) if first | second else 1.0
        )

    def tops(self, one: Resource, other: Resource) -> float:
        """The share of top attributes that the smaller side has in common with the other."""
        first, second = ({key for key in keys if "." not in key} for keys in self._pair(one, other))
        smaller = min(len(first), len(second))
        return len(first & second) / smaller if smaller else 1.0

    @staticmethod
    def names(terraform: Resource, pulumi: Resource) -> float:
        """The mean of: the share of the Terraform name's letters whose words Pulumi's name has too,
        whether it ends with the whole class name, and whether it begins with the module."""
        words = _words(terraform)
        module, name = _module_and_class(pulumi)
        common_letters = sum(len(word) for word in words if word in module + name) / sum(
            map(len, words)
        )
        ends = any("".join(words[start:]) == name for start in range(len(words)))
        return (common_letters + ends + (words[0] == module)) / 3


def _by_name(
    terraform: list[Resource], pulumi: list[Resource], likeness: Likeness
) -> Iterator[Pair]:
    """Pairs with the same letters, of module and class first, then of the class alone, where only
    one Pulumi type has them."""
    free = {(resource.kind, resource.name): resource for resource in terraform}
    partners: set[str] = set()
    spellings: tuple[Callable[[str, str], str], ...] = (
        lambda module, name: module + name,
        lambda _, name: name,
    )
    for spelling in spellings:
        by_spelling: dict[tuple[str, str], list[Resource]] = {}
        for resource in pulumi:
            if resource.name not in partners:
                by_spelling.setdefault(
                    (resource.kind, spelling(*_module_and_class(resource))), []
                ).append(resource)
        for key, resource in [*free.items()]:
            namesakes = by_spelling.get((resource.kind, "".join(_words(resource))), [])
            if (
                len(namesakes) == 1
                and namesakes[0].name not in partners
                and likeness.tops(resource, namesakes[0]) >= ENOUGH_WITH_NAME
            ):
                partners.add(namesakes[0].name)
                del free[key]
                yield resource, namesakes[0]


def _by_attributes(
    terraform: list[Resource], pulumi: list[Resource], likeness: Likeness
) -> Iterator[Pair]:
    """Pairs that are each other's best partner by a clear margin, the best first."""
    scores: dict[tuple[int, int], float] = {}
    for row, one in enumerate(terraform):
        for column, other in enumerate(pulumi):
            if (
                one.kind == other.kind
                and (alike := likeness.attributes(one, other)) >= ENOUGH_ALONE
            ):
                scores[row, column] = alike + likeness.names(one, other)
    free_rows, free_columns = set(range(len(terraform))), set(range(len(pulumi)))
    for (row, column), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if row not in free_rows or column not in free_columns:
            continue
        rivals = [scores.get((row, other), 0.0) for other in free_columns - {column}]
        rivals += [scores.get((other, column), 0.0) for other in free_rows - {row}]
        if score - max(rivals, default=0.0) >= MARGIN:
            free_rows.discard(row)
            free_columns.discard(column)
            yield terraform[row], pulumi[column]


def _successor(resource: Resource, by_class: dict[tuple[str, str], Resource]) -> Resource | None:
    """The type that the deprecation names: `aws.s3/bucketacl.BucketAcl`, or `s3.Bucket`."""
    found = _SUCCESSOR.search(resource.deprecated or "")
    return by_class.get((found[1].lower(), found[2].lower())) if found else None


def pair_types(terraform: list[Resource], pulumi: list[Resource]) -> list[Pair]:
    """Every pair of a Terraform and a Pulumi type that are the same thing."""
    likeness = Likeness([*terraform, *pulumi])
    by_class = {
        (
            resource.name.split(":")[1].split("/")[0].lower(),
            resource.name.split(":")[2].lower(),
        ): resource
        for resource in pulumi
    }
    successors = {
        resource.name: successor
        for resource in pulumi
        if (successor := _successor(resource, by_class))
    }
    current = [resource for resource in pulumi if resource.name not in successors]
    pairs = [*_by_name(terraform, current, likeness)]
    paired = {one.name for one, _ in pairs}, {other.name for _, other in pairs}
    rest = (
        [one for one in terraform if one.name not in paired[0]],
        [one for one in current if one.name not in paired[1]],
    )
    pairs += _by_attributes(*rest, likeness)
    partner = {other.name: one for one, other in pairs}
    for resource in pulumi:
        if (successor := successors.get(resource.name)) and successor.name in partner:
            pairs.append((partner[successor.name], resource))
    return pairs
