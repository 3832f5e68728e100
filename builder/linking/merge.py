"""Merges derived mappings with curated ones. Curated ones win: a derived row is left out where they
answer, refuse or exclude it. A file that names the main counterpart leaves parts open: a derived
part stays for attributes without a curated row."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

import msgspec

from builder.linking.compose import Mapping, is_argument


@dataclass
class Verdicts:
    """The verdicts of mapping files, in row ids."""

    attributes: set[tuple[int, str]] = field(default_factory=set)
    """(attribute, system) pairs with a curated verdict."""
    settable: set[tuple[int, str]] = field(default_factory=set)
    """Those of `attributes` with a verdict that names something that can be set."""
    named: dict[tuple[int, str], set[int | None]] = field(default_factory=dict)
    """Those of `attributes` → the resources that the verdicts name, None for none."""
    mains: dict[tuple[int, str], set[int]] = field(default_factory=dict)
    """(resource, system) → its curated main counterparts there."""
    refused: set[tuple[int, int]] = field(default_factory=set)
    taken: set[tuple[int, int]] = field(default_factory=set)
    """(resource, attribute of another system): exact for something of that resource already."""
    resources: dict[tuple[int, str], set[int]] = field(default_factory=dict)
    """(resource, system) → its curated equivalents there; empty for none."""
    follows: dict[tuple[int, str], set[int]] = field(default_factory=dict)
    """(resource, system) → its main equivalents that follow from curated pairs through a third
    system."""
    parts: dict[tuple[int, str], set[int]] = field(default_factory=dict)
    """(resource, system) → its derived parts there."""
    complete: set[tuple[int, str]] = field(default_factory=set)
    """(resource, system) pairs where every attribute has a verdict: nothing is left to derive."""

    def keeps(
        self, mapping: Mapping, resource_of: Callable[[int], int], system_of: Callable[[int], str]
    ) -> bool:
        """Whether a derived attribute mapping is compatible with the curated ones."""
        assert mapping.target is not None
        subject, target, back = mapping.subject, mapping.target, system_of(mapping.subject)
        owner, other = resource_of(subject), resource_of(target)
        key = subject, mapping.to_system
        if (
            is_argument(mapping)
            and key not in self.settable
            and None not in self.named.get(key, ())
        ):
            pass  # a verdict on what reads it leaves open what sets it
        elif self._judges(key, owner, other) or self._judges((target, back), other, owner):
            return False
        if (subject, target) in self.refused or (target, subject) in self.refused:
            return False
        if mapping.relation == "exact" and (
            (owner, target) in self.taken or (other, subject) in self.taken
        ):
            return False
        return (
            self.keeps_resource(owner, mapping.to_system, other)
            and (owner, mapping.to_system) not in self.complete
        )

    def judge(self, attribute: int, system: str, other: int | None, sets: bool = False) -> None:
        """Notes a verdict on an attribute; `other` is the resource that it names, `sets` whether
        what it names can be set."""
        self.attributes.add((attribute, system))
        if sets:
            self.settable.add((attribute, system))
        self.named.setdefault((attribute, system), set()).add(other)

    def _judges(self, key: tuple[int, str], owner: int, other: int) -> bool:
        """Whether a verdict excludes that an attribute of `owner` is one of `other`. A verdict that
        names a part alone leaves the main counterpart open."""
        if key not in self.attributes:
            return False
        named, mains = self.named.get(key, {None}), self.mains.get((owner, key[1]), set())
        return None in named or other in named or bool(named & mains) or other not in mains

    def keeps_resource(self, resource: int, system: str, other: int) -> bool:
        """Whether a derived pair of resources agrees with the curated equivalents of `resource` in
        `system`."""
        key = resource, system
        curated = self.resources.get(key)
        return (
            curated is None
            or other in curated
            or (bool(curated) and other in self.parts.get(key, ()))
        )

    def remaining(
        self, pair: Mapping, linked_resources: Container[tuple[int, int | None]]
    ) -> Mapping | None:
        """What remains of a derived pair of resources beside the curated ones. None if the resource
        has a curated equivalent, or if the pair follows from curated ones; a part if another
        resource is the main one. `linked_resources`: the pairs of resources with derived
        attributes; a part that no file names remains only if it is one of them."""
        key = pair.subject, pair.to_system
        follows = self.follows.get(key, ())
        curated = self.resources.get(key)
        if pair.target in follows or (
            curated is not None
            and (
                pair.role != "part"
                or pair.target in curated
                or (pair.subject, pair.target) not in linked_resources
            )
        ):
            return None
        return msgspec.structs.replace(pair, role="part") if follows else pair


def one_answer_each(mappings: Iterable[Mapping]) -> list[Mapping]:
    """Derived rows without repetition, the surest first kept, in a fixed order."""
    best: dict[tuple[int, int | None], Mapping] = {}
    for mapping in mappings:
        key = (mapping.subject, mapping.target)
        if key not in best or best[key].confidence < mapping.confidence:
            best[key] = mapping
    return [best[key] for key in sorted(best, key=lambda pair: (pair[0], pair[1] or 0))]
