"""The parts of a target that a template creates though no property lands in them: the role that SAM
creates for a function."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from iac_crosswalk.programs.cloudformation.sam import GLOBALS
from iac_crosswalk.report.landing import Counterpart, target_of
from iac_crosswalk.report.shown import given_at, may_hold
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.report.worksheet import Target
from iac_crosswalk.store.queries.details import PartRow
from iac_crosswalk.store.schema import Schema
from iac_crosswalk.vocabulary import SAM


def with_parts(
    targets: list[Target],
    parts: Sequence[PartRow],
    counterparts: Iterable[Counterpart],
    resource: Resource,
    schema: Schema,
) -> list[Target]:
    """The targets with the parts that the resource needs as well, before those that could be used
    instead."""
    if schema.resource.system != "cloudformation":
        return targets
    known = {each.resource for each in targets}
    described = {each.resource: each for each in counterparts}
    new_parts = [
        target_of(each.name, described[each.name], [])
        for each in parts
        if each.name not in known and _is_needed(each, resource, schema)
    ]
    return [
        *(each for each in targets if not each.instead_of),
        *new_parts,
        *(each for each in targets if each.instead_of),
    ]


def _is_needed(part: PartRow, resource: Resource, schema: Schema) -> bool:
    if resource.elsewhere or resource.name.startswith(GLOBALS):
        return False  # what all resources of a type are given is none of them
    if part.condition:
        return may_hold(part.condition, resource, schema.members) is not False
    sam = resource.type.startswith(SAM)
    properties = json.loads(part.of) if part.of else []
    if not properties:
        return sam  # SAM always creates it; other types only where a property lands in it
    return sam and any(
        path not in resource.given and given_at(resource, path) is not None for path in properties
    )
