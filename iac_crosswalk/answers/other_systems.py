"""Meanings of a wrong name from other systems: an attribute with that name there, with or without
the words of its type, or a sibling's attribute with that name.
"""

from __future__ import annotations

from iac_crosswalk.answers.called import Value
from iac_crosswalk.answers.conditions import holding
from iac_crosswalk.answers.looking_up import (
    LookedUp,
    above,
    alone,
    as_many,
    nearest,
    written_here,
)
from iac_crosswalk.answers.meaning import Meaning, Wrong
from iac_crosswalk.answers.naming import with_own
from iac_crosswalk.paths import folded, last, loose
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import EquivalentRow
from iac_crosswalk.vocabulary import SYSTEMS, TITLES


def other_system(looked: LookedUp, wrong: Wrong) -> list[Meaning]:
    """Attributes that have this name in another system."""
    written = loose(wrong.path + wrong.rest)
    called = looked.called(wrong)
    equivalents = called.by_path.get(folded(written)) or [
        each
        for each in called.by_last.get(folded(wrong.name), ())
        if above(each.path) == wrong.container and alone(each, wrong.name)
    ]
    # If several systems have the name: first the one that spells it exactly so, then by order.
    equivalents = sorted(
        equivalents,
        key=lambda each: (
            last(each.other) != last(written),
            SYSTEMS.index(each.system),
            each.path in ("id", "Ref"),
            each.path.count("."),  # a VPC's id is its VpcId before it is VpcEncryptionControl.VpcId
            each.path,
        ),
    )
    found: dict[str, EquivalentRow] = {}
    for each in equivalents:
        found.setdefault(each.path, each)
    items = [{"attribute": path, "when": each.condition} for path, each in found.items()]
    chosen = [
        found[item["attribute"]]
        for item in holding(looked.knowledge, wrong.schema.resource, items, wrong.settings)
    ]
    # Several attributes here may always be exactly the same one there: then the first is as right
    # as the others.
    same = len({(each.system, each.other) for each in chosen}) == 1 and not any(
        each.condition for each in chosen
    )
    meanings = []
    for each in chosen:
        # A value that is transformed needs more than another name. An item of a list there, with no
        # list here, is one of several: its name alone does not identify this attribute.
        level = bool(wrong.rest) or each.other.count("[].") <= each.path.count("[].")
        sure = (
            each.relation == "exact"
            and each.transform is None
            and level
            and (len(chosen) == 1 or (same and each is chosen[0]))
        )
        name = each.other if wrong.rest else last(each.other)
        why = (
            f"`{name}` is {TITLES[each.system]}'s name; here it is {written_here(wrong, each.path)}"
        )
        meanings.append(
            Meaning(each.path, why, each.condition, each.transform, sure, whole=bool(wrong.rest))
        )
    return nearest(wrong, meanings)


def others_words(looked: LookedUp, wrong: Wrong) -> list[Meaning]:
    """Attributes whose name in another system is this one plus words of the type there: `full_name`
    is CloudFormation's `LoadBalancerFullName`. Never certain.
    """
    if wrong.container:
        return []
    called = looked.called(wrong)
    longer_names: list[tuple[str, tuple[str, ...]]] = []
    for system, owns in called.own_words.items():
        for own in owns:
            longer_names += ((system, longer) for longer in with_own(wrong.name, own))
    found: dict[str, EquivalentRow] = {}
    for each in called.of_words(longer_names):
        if as_many(wrong, wrong.schema.members[each.path]):
            found.setdefault(each.path, each)
    if len(found) != 1:
        return []
    ((path, each),) = found.items()
    why = f"`{each.other}` is {TITLES[each.system]}'s name; here it is {written_here(wrong, path)}"
    return [Meaning(path, why, each.condition, each.transform)]


def sibling(looked: LookedUp, wrong: Wrong) -> list[Meaning]:
    """Attributes whose equivalent in a third system is also that of a sibling's attribute with this
    name. Never certain: the two may differ.
    """
    rows = queries.siblings_equivalents(looked.knowledge, wrong.schema.resource.id, wrong.asked)
    values = looked.called(wrong).values if rows else {}
    name = folded(wrong.name)
    found: set[tuple[tuple[str, ...], str]] = set()
    for other, system, path in rows:
        alike = [each.path for each in values.get((system, path), ()) if _may_be(name, each)]
        if alike:
            found.add((tuple(alike), other))
    if len({paths for paths, _ in found}) != 1:  # siblings that mean different things by it
        return []
    paths, other = min(found)
    why = f"`{wrong.name}` is what {other} calls it; here it is {written_here(wrong, paths[0])}"
    return nearest(wrong, [Meaning(path, why) for path in paths])


def _may_be(name: str, value: Value) -> bool:
    """Whether the name suits the value: an identifier does not tell which name the value has, and
    only an ARN has an ARN's name.
    """
    if name.endswith("name") and value.is_identity:
        return False
    return not name.endswith("arn") or value.name.endswith("arn")
