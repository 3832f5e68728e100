"""The last steps of a resource's worksheet, when it is known where its entries land."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from iac_crosswalk.clauses import parse_clause
from iac_crosswalk.report.alternatives import choosers_folded, possible, sensible
from iac_crosswalk.report.landing import Counterpart, member_of
from iac_crosswalk.report.parts import with_parts
from iac_crosswalk.report.settling import Settler
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.report.worksheet import Entry, Target
from iac_crosswalk.store.queries import details
from iac_crosswalk.store.schema import Schema
from iac_crosswalk.store.store import ResourceRow


def finish(
    targets: list[Target],
    properties: list[Entry],
    outputs: list[Entry],
    subject: tuple[Resource, ResourceRow],
    counterparts: Iterable[Counterpart],
    settler: Settler,
) -> tuple[list[Target], list[Entry]]:
    """(targets, properties): with the parts that the template makes, without alternatives that it
    rules out and pointless second answers."""
    resource, row = subject
    schemas, to = settler.schemas, settler.to
    schema, store = schemas.of(row), schemas.knowledge
    parts = details.parts_of(store, schema.resource.id, to)
    targets = with_parts(targets, parts, counterparts, resource, schema)
    for each in targets:
        there = schemas.find(each.resource, to)
        if each.when is not None and settler.goes_without_saying(row, each.when, there):
            each.when = None
        each.holds = each.when is not None and settler.is_met(resource, row, each.when)
    targets = possible(targets, [*properties, *outputs], resource, schema, store)

    def filled_in(answer: dict[str, Any]) -> bool:
        member = member_of(answer, schemas, to)
        return member is not None and member.computed

    resources_before = _named(properties)
    sensible(properties, outputs, targets, filled_in)
    # An alternative whose arguments no answer names any more is not listed.
    lost = resources_before - _named(properties)
    targets = [
        each
        for each in targets
        if not each.instead_of or each.resource not in lost or _is_decided(each.when, schema)
    ]
    return targets, choosers_folded(properties, resource)


def _named(entries: list[Entry]) -> set[str]:
    """The resources that the answers of these entries are in."""
    return {answer["resource"] for entry in entries for answer in entry.answers}


def _is_decided(when: str | None, schema: Schema) -> bool:
    """Whether a property of the template decides on another way, not who writes it."""
    found = parse_clause(when) if when else None
    return found is not None and found.name in schema.members
