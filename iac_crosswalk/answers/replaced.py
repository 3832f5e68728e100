"""Replacements for a wrong name: from the curated pitfalls, and from renames."""

from __future__ import annotations

from collections.abc import Iterator

from iac_crosswalk.answers.conditions import holding
from iac_crosswalk.answers.history import Past, history
from iac_crosswalk.answers.looking_up import LookedUp, paths
from iac_crosswalk.answers.meaning import Meaning, Wrong
from iac_crosswalk.answers.naming import of_one_value, own_words, words
from iac_crosswalk.answers.order import in_order
from iac_crosswalk.paths import last, loose, normalise
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import PitfallRow
from iac_crosswalk.store.rows import ResourceRow
from iac_crosswalk.store.store import Store


def nothing_instead(looked: LookedUp, wrong: Wrong) -> str | None:
    """Why a name has no replacement; None where it may have one."""
    same = _mistakes(looked, wrong)
    return next(
        (each.why for each in same if not queries.instead_of(looked.knowledge, each.id)), None
    )


def _mistakes(looked: LookedUp, wrong: Wrong) -> list[PitfallRow]:
    """The curated pitfalls about this very path. An index does not matter."""
    path = loose(normalise(wrong.asked_whole))
    pitfalls = looked.knowledge.pitfalls[wrong.schema.resource.id]
    return [each for each in pitfalls if loose(normalise(each.wrong)) == path]


def pitfall(looked: LookedUp, wrong: Wrong) -> list[Meaning]:
    """The curated meanings of this very mistake; where they have conditions, the program's settings
    choose.
    """
    store, resource = looked.knowledge, wrong.schema.resource
    mistake = next(iter(_mistakes(looked, wrong)), None)
    if mistake is None:
        return []
    if store.find_attribute(resource.id, normalise(wrong.asked_whole)):
        return []  # it exists, under a key of the user's choice
    members = wrong.schema.members
    usable = [
        {"attribute": each, "when": condition}
        for each, condition in _own_replacements(store, resource, mistake)
        if each in members and looked.fits(members[each], wrong)
    ]
    held_items = holding(store, resource, usable, wrong.settings)
    chosen = list({item["attribute"]: item for item in held_items}.values())
    # If several attributes always hold the same value, the first is as right as the others:
    # QueueUrl and Ref.
    sure = len(chosen) == 1 or (
        not any(item["when"] for item in chosen) and looked.hold_one_value(wrong.schema, chosen)
    )
    # With conditions, a curator judged each case.
    sure = (
        bool(chosen)
        and sure
        and (chosen[0]["when"] is not None or _is_renamed(looked, wrong, chosen[0]["attribute"]))
    )
    return [
        Meaning(
            item["attribute"],
            mistake.why,
            item["when"],
            None,
            sure and item is chosen[0],
            whole=True,
        )
        for item in chosen
    ]


def _own_replacements(
    store: Store, resource: ResourceRow, mistake: PitfallRow
) -> Iterator[tuple[str | None, str | None]]:
    """Yields (path, condition) of the resource's own attributes that replace a mistake, the best
    first.
    """
    for attribute, owner in queries.instead_of(store, mistake.id):
        found: list[tuple[str | None, str | None]] = []
        if owner.id == resource.id:
            found = [(attribute.path, None)]
        elif owner.system != resource.system:
            rows = store.mappings(attribute.id, owner, resource.system)
            equivalents = [each for each in rows if each.resource_id is not None]
            ordered = in_order(store, attribute, owner, equivalents)
            found = [
                (each.path, each.condition) for each in ordered if each.resource_id == resource.id
            ]
        for path, condition in found:
            if resource.system == "cloudformation":
                condition = queries.twin_condition(store, resource.name, path or "") or condition
            yield path, condition


def explanation(looked: LookedUp, wrong: Wrong) -> str | None:
    """The curated text on a mistake whose fix is not in the resource itself: for this path, or for
    all pitfalls below it; None where there is none, or where they differ.
    """
    exactly = _mistakes(looked, wrong)
    if exactly:
        return exactly[0].why
    begin = f"{loose(normalise(wrong.asked_whole))}."
    below = {
        each.why
        for each in looked.knowledge.pitfalls[wrong.schema.resource.id]
        if loose(normalise(each.wrong)).startswith(begin)
    }
    return below.pop() if len(below) == 1 else None


def renamed(looked: LookedUp, gone: Past | None, wrong: Wrong) -> list[Meaning]:
    """The replacements of a removed name in the resource itself; certain for a plain rename."""
    if gone is None:
        return []
    usable = [
        each
        for each in paths(gone)
        if each in wrong.schema.members and looked.fits(wrong.schema.members[each], wrong)
    ]
    why = f"it takes the place of `{gone.row.path}`" + (
        f". {gone.row.note}" if gone.row.note else ""
    )
    sure = len(gone.instead) == 1 and gone.instead[0].certain
    return [
        Meaning(path, why, certain=sure, whole=loose(gone.row.path) != loose(wrong.path))
        for path in usable
    ]


def _is_renamed(looked: LookedUp, wrong: Wrong, path: str) -> bool:
    """Whether the replacement of a pitfall holds the same value: by the two names, or because
    another matcher is certain of it.

    Otherwise the pitfall only names what exists: an ARN that has to be built from the `InstanceId`.
    """
    name = last(wrong.path + wrong.rest).removeprefix("attr_")
    owns = [own_words(wrong.schema.resource.name), words(last(wrong.container))]
    names = [last(path)] if path.lower() != "ref" else looked.references(wrong.schema)
    if any(of_one_value(name, each, owns) for each in names):
        return True
    from iac_crosswalk.answers.other_systems import other_system  # few replacements need them
    from iac_crosswalk.answers.spelling import own_spelling

    past = history(
        looked.knowledge,
        wrong.schema.resource.name,
        normalise(wrong.asked_whole),
        wrong.schema.resource.system,
    )
    others = (
        *renamed(looked, past, wrong),
        *own_spelling(looked, wrong),
        *other_system(looked, wrong),
    )
    sure = [each.path for each in others if each.certain]
    same = (
        looked.hold_one_value(wrong.schema, [{"attribute": each}, {"attribute": path}])
        for each in sure
    )
    return path in sure or any(same)
