"""From what is written behind a resource to the attribute's path: indexes, keys, other languages' names."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.paths import folded, loose, normalise, singular
from iac_crosswalk.store.schema import Member, Schema
from iac_crosswalk.store.store import ResourceRow


class Step(NamedTuple):
    """One step from a value to what stands in it: a name, or None for an item (an index, a splat, any key)."""

    name: str | None


ITEM = Step(None)


def steps_of(path: str) -> list[Step]:
    """The steps of a path in normal form."""
    steps: list[Step] = []
    for part in path.split(".") if path else []:
        name = part.rstrip("[]")
        steps += [Step(name)] if name not in ("", "*") else [ITEM] * (name == "*")
        steps += [ITEM] * ((len(part) - len(name)) // 2)
    return steps


def path_of(steps: list[Step]) -> str:
    """Steps as a path in normal form."""
    return "".join("[]" if step.name is None else f".{step.name}" for step in steps).removeprefix(".")


@lru_cache(maxsize=16)
def schema_of(knowledge: KnowledgeBase, row: ResourceRow) -> Schema:
    """The schema of a resource; the last few are kept, for streams of questions about the same types."""
    return Schema(knowledge, row)


class Walked(NamedTuple):
    """Where steps lead. `known` says that it is an attribute, or a mistake that somebody wrote down."""

    path: str
    known: bool


def walk(knowledge: KnowledgeBase, row: ResourceRow, steps: list[Step], container: str = "") -> Walked:
    """The path, in the knowledge base's own spelling, that `steps` lead to from `container` on.

    Names of Pulumi and the CDK may be those of the other languages: they are looked up, never made from one another. What stands below a
    map of plain values or inside free-form JSON is no attribute: the path ends at what holds it.
    """
    schema = schema_of(knowledge, row)
    path, left = container, "object"
    member: Member | None = None
    for index, step in enumerate(steps):
        outer, _, inner = left.partition("<")
        if left in ("json", "any") or (left == "object" and member and not schema.below(path)):
            break
        if outer == "map" and (step.name is None or schema.child(path, step.name) is None):  # some maps name their keys
            path, left = f"{path}.*", inner[:-1]
        elif step.name is None:
            if outer in ("list", "set"):
                path, left = f"{path}[]", inner[:-1]
        else:
            while left.startswith(("list<", "set<")):  # a block of one is written with its index or without
                path, left = f"{path}[]", left.partition("<")[2][:-1]
            found = _child(schema, path, step.name)
            if found is None and step.name == "length" and outer in ("list", "set", "string"):
                break  # JavaScript's own
            if found is None:
                return _unknown(knowledge, row, path, steps[index:], steps)
            member, path, left = found, found.path, found.type
    if path in schema.members or member is None:
        return Walked(path, member is not None)
    return Walked(member.path, True)


def own(knowledge: KnowledgeBase, row: ResourceRow, name: str) -> list[Member]:
    """The resource's own outermost attributes that `name` is some spelling of: another case, singular or plural."""
    return [member for member in schema_of(knowledge, row).below().values() if singular(member.name) == singular(name)]


def _child(schema: Schema, container: str, name: str) -> Member | None:
    found = schema.child(container, name)
    if found is None and schema.resource.system in ("pulumi", "cdk"):
        found = next((member for member in schema.below(container).values() if member.native == name), None)
    return found


def _unknown(knowledge: KnowledgeBase, row: ResourceRow, container: str, rest: list[Step], steps: list[Step]) -> Walked:
    """The path of what does not exist, as it is written. A mistake that somebody wrote down is known in the spelling of each language."""
    fold = folded if row.system in ("pulumi", "cdk") else str
    path = ".".join(part for part in (container, path_of(rest)) if part)
    asked = {fold(loose(path)), fold(loose(path_of(steps)))}
    for (wrong,) in knowledge.rows("select wrong from pitfall where resource_id = ? order by id", [row.id]):
        if fold(loose(normalise(wrong))) in asked:
            return Walked(normalise(wrong), True)
    return Walked(path, False)
