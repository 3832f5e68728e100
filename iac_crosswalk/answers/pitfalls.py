"""The replacement for a wrong but tempting attribute, in the system of the program."""

from __future__ import annotations

from iac_crosswalk.answers.answer import Pitfall, Target, Way
from iac_crosswalk.answers.targets import answers
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import PitfallRow
from iac_crosswalk.store.rows import AttributeRow, ResourceRow
from iac_crosswalk.store.store import Store

Instead = list[tuple[AttributeRow, ResourceRow]]


def pitfall(store: Store, row: PitfallRow, resource: ResourceRow, instead: Instead) -> Pitfall:
    """A pitfall of `resource` as an answer has it; `instead` are the curated replacements."""
    return Pitfall(
        row.wrong,
        row.why,
        row.seen,
        [attribute.path for attribute, _ in instead],
        ways(store, resource, instead),
    )


def ways(store: Store, resource: ResourceRow, instead: Instead) -> list[Way]:
    """The curated replacements, mostly attributes of a CloudFormation type, in the system of
    `resource`: its own attributes, else the best answer. Empty where that system has none."""
    found: list[Way] = []
    for attribute, owner in instead:
        if owner.system == resource.system:
            found.append(Way(owner.name, attribute.path))
            continue
        there = answers(store, attribute, owner, [resource.system])[0].answers
        current = [each for each in there if each.deprecated is None] or there
        own = [each for each in current if each.resource_id == resource.id] or current[:1]
        found += [Way(each.resource, each.attribute) for each in own]
    return [each for number, each in enumerate(found) if each not in found[:number]]


def replacement_targets(store: Store, replacements: Instead, targets: list[str]) -> list[Target]:
    """The answers of a mistake: those of all its replacements, one target for each system."""
    merged: dict[str, Target] = {}
    for attribute, resource in replacements:
        for target in answers(store, attribute, resource, targets):
            first = merged.setdefault(target.system, target)
            if first is not target:
                first.answers += [each for each in target.answers if each not in first.answers]
                first.status = "equivalent" if first.answers else first.status
    for own in merged["cloudformation"].answers if "cloudformation" in merged else ():
        own.when = queries.twin_condition(store, own.resource, own.attribute or "") or own.when
    return list(merged.values())
