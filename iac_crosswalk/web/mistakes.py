"""Pitfalls for pages and the API: the wrong attribute, why it is wrong, and its replacement in the
same system.
"""

from __future__ import annotations

from typing import NamedTuple

from iac_crosswalk.answers.answer import Pitfall, Way
from iac_crosswalk.answers.pitfalls import pitfall
from iac_crosswalk.store.answer_rows import PitfallRow
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.store.rows import AttributeRow, ResourceRow
from iac_crosswalk.vocabulary import SYSTEMS
from iac_crosswalk.web import limits
from iac_crosswalk.web.concepts import canonical
from iac_crosswalk.web.snapshot import Snapshot


class ResourcePitfall(NamedTuple):
    """A pitfall of a resource."""

    resource: ResourceRow
    pitfall: Pitfall


def pitfalls(snapshot: Snapshot, resource_id: int | None = None) -> list[ResourcePitfall]:
    """The pitfalls of one resource, or all pitfalls, by name."""
    store = snapshot.knowledge
    instead: dict[int, list[tuple[AttributeRow, ResourceRow]]] = {}
    for number, *row in queries.instead(store, resource_id):
        instead.setdefault(number, []).append((AttributeRow(*row[:4]), ResourceRow(*row[4:])))
    resource_pitfalls = []
    for number, wrong, why, seen, *row in queries.pitfalls(store, resource_id):
        limits.check_time()
        resource = ResourceRow(*row)
        resource_pitfalls.append(
            ResourcePitfall(
                resource,
                pitfall(
                    store, PitfallRow(number, wrong, why, seen), resource, instead.get(number, [])
                ),
            )
        )
    return resource_pitfalls


class Mistake(NamedTuple):
    """Pitfalls of one resource that have the same reason and the same replacements."""

    system: str
    resource: str
    wrong: tuple[str, ...]
    ways: tuple[tuple[str, Way], ...]
    """(text, attribute) of each replacement."""


class Block(NamedTuple):
    """One reason, and the mistakes that it explains: often the same mistake in several systems."""

    service: str
    home: str
    """The resource whose page shows it."""
    why: str
    mistakes: list[Mistake]

    @property
    def number(self) -> int:
        """The number of wrong attributes."""
        return sum(len(each.wrong) for each in self.mistakes)

    @property
    def first(self) -> list[Mistake]:
        """The mistakes in the first system."""
        return [each for each in self.mistakes if each.system == self.mistakes[0].system]

    @property
    def others(self) -> list[Mistake]:
        """The mistakes in the other systems."""
        return [each for each in self.mistakes if each.system != self.mistakes[0].system]

    @property
    def systems(self) -> list[str]:
        """The systems after the first."""
        return list(dict.fromkeys(each.system for each in self.others))


def blocks(snapshot: Snapshot, resource_pitfalls: list[ResourcePitfall]) -> list[Block]:
    """The pitfalls by service, page and reason. Systems are in their usual order."""
    homes: dict[int, tuple[str, str]] = {}
    groups: dict[tuple[str, str, str], list[ResourcePitfall]] = {}
    for each in sorted(resource_pitfalls, key=lambda each: SYSTEMS.index(each.resource.system)):
        limits.check_time()
        if each.resource.id not in homes:
            home = (
                snapshot.knowledge.find_resource(canonical(snapshot, each.resource))
                or each.resource
            )
            services = [
                queries.resource(snapshot.knowledge, number).service
                for number in (home.id, each.resource.id)
            ]
            homes[each.resource.id] = (services[0] or services[1], home.name)
        groups.setdefault((*homes[each.resource.id], each.pitfall.why), []).append(each)
    result = [Block(*key, _mistakes(group)) for key, group in groups.items()]
    return sorted(result, key=lambda block: (block.service.lower(), block.home))


def all_blocks(snapshot: Snapshot) -> list[Block]:
    """The blocks of all pitfalls."""
    return blocks(snapshot, pitfalls(snapshot))


def _mistakes(resource_pitfalls: list[ResourcePitfall]) -> list[Mistake]:
    groups: dict[tuple[str, str, tuple[str, ...]], list[ResourcePitfall]] = {}
    for each in resource_pitfalls:
        ways = tuple(way.written(each.resource.name) for way in each.pitfall.ways)
        groups.setdefault((each.resource.system, each.resource.name, ways), []).append(each)
    return [
        Mistake(
            system,
            name,
            tuple(each.pitfall.wrong for each in group),
            tuple(zip(ways, group[0].pitfall.ways, strict=True)),
        )
        for (system, name, ways), group in groups.items()
    ]
