"""The parts of a target: those that a template makes though no property lands in them, and how each
points back to its owner. SAM makes the role of a function without being told."""

from __future__ import annotations

import json
from collections.abc import Sequence

from iac_crosswalk.programs.cloudformation.sam import GLOBALS
from iac_crosswalk.report.shown import given_at, may_hold, shown
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.report.worksheet import Target
from iac_crosswalk.store.rows import PartRow
from iac_crosswalk.store.schema import Schema
from iac_crosswalk.vocabulary import SAM


def with_parts(
    targets: list[Target], parts: Sequence[PartRow], resource: Resource, schema: Schema
) -> list[Target]:
    """The targets with the parts that the resource needs as well, before what could be used
    instead; each condition with what the file shows of it."""
    known = {each.resource for each in targets}
    made = (
        [
            _target(each)
            for each in parts
            if each.name not in known and _made(each, resource, schema)
        ]
        if schema.resource.system == "cloudformation"
        else []
    )
    found = [
        *(each for each in targets if not each.instead_of),
        *made,
        *(each for each in targets if each.instead_of),
    ]
    for each in found:
        each.holds = bool(each.when) and shown(each.when or "", resource, schema.members) is True
    return found


def _made(part: PartRow, resource: Resource, schema: Schema) -> bool:
    if resource.elsewhere or resource.name.startswith(GLOBALS):
        return False  # what all resources of a type are given is none of them
    if part.condition:
        return may_hold(part.condition, resource, schema.members) is not False
    sam = resource.type.startswith(SAM)
    held = json.loads(part.of) if part.of else []
    if not held:
        return sam  # SAM makes it with each; elsewhere it is made where something lands in it
    return sam and any(
        path not in resource.given and given_at(resource, path) is not None for path in held
    )


def _target(part: PartRow) -> Target:
    return Target(
        part.name,
        "part",
        part.relation,
        part.condition,
        part.origin,
        part.confidence,
        part.note,
        part.deprecated,
        back=json.loads(part.back) if part.back else {},
    )
