"""Lays derived mappings beside curated ones. A person's word wins: derived rows that it answers,
refuses or excludes are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from builder.linking.compose import Mapping


@dataclass
class Judged:
    """What people have said, in row ids."""

    attributes: set[tuple[int, str]] = field(default_factory=set)
    """(attribute, system) pairs with a curated verdict."""
    refused: set[tuple[int, int]] = field(default_factory=set)
    taken: set[tuple[int, int]] = field(default_factory=set)
    """(resource, attribute of another system): exact for something of that resource already."""
    resources: dict[tuple[int, str], set[int]] = field(default_factory=dict)
    """(resource, system) → its curated equivalents there; empty for none."""
    complete: set[tuple[int, str]] = field(default_factory=set)
    """(resource, system) pairs where every attribute has a verdict: nothing is left to derive."""

    def keeps(
        self, mapping: Mapping, resource_of: Callable[[int], int], system_of: Callable[[int], str]
    ) -> bool:
        """Whether a derived attribute mapping is compatible with the curated ones."""
        assert mapping.target is not None
        subject, target, back = mapping.subject, mapping.target, system_of(mapping.subject)
        if (subject, mapping.to_system) in self.attributes or (target, back) in self.attributes:
            return False
        if (subject, target) in self.refused or (target, subject) in self.refused:
            return False
        owner, other = resource_of(subject), resource_of(target)
        if mapping.relation == "exact" and (
            (owner, target) in self.taken or (other, subject) in self.taken
        ):
            return False
        return (
            self.keeps_resource(owner, mapping.to_system, other)
            and (owner, mapping.to_system) not in self.complete
        )

    def keeps_resource(self, resource: int, system: str, other: int) -> bool:
        """Whether a derived pair of resources agrees with the curated equivalents of `resource` in
        `system`."""
        said = self.resources.get((resource, system))
        return said is None or other in said

    def leaves_resource(self, resource: int, system: str) -> bool:
        """Whether `resource` has no curated equivalent in `system`, so that derived ones count."""
        return (resource, system) not in self.resources


def one_answer_each(mappings: Iterable[Mapping]) -> list[Mapping]:
    """Derived rows without repetition, the surest first kept, in a fixed order."""
    best: dict[tuple[int, int | None], Mapping] = {}
    for mapping in mappings:
        key = (mapping.subject, mapping.target)
        if key not in best or best[key].confidence < mapping.confidence:
            best[key] = mapping
    return [best[key] for key in sorted(best, key=lambda pair: (pair[0], pair[1] or 0))]
