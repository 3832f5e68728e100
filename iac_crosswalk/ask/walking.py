"""Finds the attribute's path from the names behind a resource: by the walk of store/place.py, and
by the known mistakes.
"""

from __future__ import annotations

from typing import NamedTuple

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.paths import Step, folded, loose, normalise, path_of, singular
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Member, schema_of
from iac_crosswalk.store.store import ResourceRow


class Walked(NamedTuple):
    """The result of a walk. `known`: it is an attribute, or a curated mistake."""

    path: str
    known: bool


def walk(
    knowledge: KnowledgeBase, row: ResourceRow, steps: list[Step], container: str = ""
) -> Walked:
    """The path, in the knowledge base's own spelling, that `steps` lead to from `container` on.

    Names of Pulumi and the CDK may be those of the other languages: they are looked up, never
    converted. A name below a map of plain values or inside free-form JSON is not an attribute: the
    path ends at the map or JSON.
    """
    taken = Place(schema_of(knowledge, row), container).walk(steps)
    place, rest = taken.place, taken.rest
    javascript = (
        bool(rest) and rest[0].name == "length" and (place.type.is_list or place.kind == "string")
    )
    if taken.missing and not javascript:
        return _unknown(knowledge, row, place.path, rest, steps)
    member = place.attribute() if len(rest) < len(steps) else None
    if (
        member is not None and member.path == "*"
    ):  # a custom resource: only its provider knows its attributes
        return _unknown(knowledge, row, container, steps, steps)
    whole = ".".join(part for part in (container, path_of(steps)) if part)
    holder = taken.attribute(whole) if member is not None else None
    return Walked(holder.path, True) if holder is not None else Walked(place.path, False)


def own(knowledge: KnowledgeBase, row: ResourceRow, name: str) -> list[Member]:
    """The resource's own outermost attributes that `name` is some spelling of: another case,
    singular or plural.
    """
    return [
        member
        for member in schema_of(knowledge, row).below().values()
        if singular(member.name) == singular(name)
    ]


def _unknown(
    knowledge: KnowledgeBase, row: ResourceRow, container: str, rest: list[Step], steps: list[Step]
) -> Walked:
    """The path that does not exist, as it is written. A curated mistake is known in the spelling of
    each language.
    """
    fold = folded if row.system in ("pulumi", "cdk") else str
    path = ".".join(part for part in (container, path_of(rest)) if part)
    paths = {fold(loose(path)), fold(loose(path_of(steps)))}
    for pitfall in queries.pitfalls(knowledge, row.id):
        if fold(loose(normalise(pitfall.wrong))) in paths:
            return Walked(normalise(pitfall.wrong), True)
    return Walked(path, False)
