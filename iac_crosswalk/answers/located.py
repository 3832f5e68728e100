"""The attribute that a written path names. Every question is located here, so that a path has one
meaning in Python, on the command line, over HTTP, in a batch and for agents.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from iac_crosswalk.paths import Step, folded, loose, normalise, path_of, written_steps
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import PitfallRow
from iac_crosswalk.store.place import Place, Walk
from iac_crosswalk.store.rows import AttributeRow, ResourceRow
from iac_crosswalk.store.schema import Member, schema_of
from iac_crosswalk.store.store import Store
from iac_crosswalk.types import parse

_PROPERTIES = "Properties."
"""The part of a template that has the properties: it is not part of their paths."""


class Located(NamedTuple):
    """The end of a path: an attribute, a known mistake, or neither."""

    path: str
    """The path of the attribute or of the mistake. Of an unknown name the path as it was written,
    in the schema's spelling as far as it exists."""
    attribute: AttributeRow | None = None
    pitfall: PitfallRow | None = None
    inside: str = ""
    """The path from the attribute on: in free-form JSON, or a key of a map."""
    key: str | None = None
    """The key of the map that the path ends with: `Name` of `tags["Name"]`, `Url` of
    `Outputs.Url`."""

    @property
    def known(self) -> bool:
        """Whether it is an attribute, or a curated mistake."""
        return self.attribute is not None or self.pitfall is not None


def locate(store: Store, resource: ResourceRow, written: str) -> Located:
    """The end of a path in any spelling: `Groups[0].Name`, `Groups.Name`, `tags["Name"]`."""
    path, steps = normalise(written), written_steps(written)
    found = _locate(store, resource, steps, path)
    if not found.known and resource.system == "cloudformation" and path.startswith(_PROPERTIES):
        return _locate(store, resource, steps[1:], path.removeprefix(_PROPERTIES))
    return found


def locate_steps(
    store: Store, resource: ResourceRow, steps: list[Step], container: str = ""
) -> Located:
    """The end of `steps` from the object at `container` on ("" is the resource itself)."""
    return _locate(store, resource, steps, _joined(container, path_of(steps)), container)


def _locate(
    store: Store, resource: ResourceRow, steps: list[Step], path: str, container: str = ""
) -> Located:
    """The end of `steps`, which `path` has as text.

    Names of Pulumi and the CDK may be those of the other languages: they are looked up, never
    converted. A name inside free-form JSON, and a key of a map of plain values, are not attributes:
    the path ends at the JSON or the map. What a custom resource returns is not known.
    """
    if exact := queries.attributes_at(store, resource.id, path):
        return Located(path, exact[0])
    start = Place(schema_of(store, resource), container)
    walk = start.walk(steps)
    member = walk.place.attribute() if len(walk.rest) < len(steps) else None
    whole = not walk.rest or _is_length(walk)
    if not whole and (similar := store.find_attribute(resource.id, path)):
        return Located(similar.path, similar)
    if member is None or member.path == "*" or (walk.missing and not whole):
        reached = container if member is not None and member.path == "*" else walk.place.path
        rest = steps if reached == container else walk.rest
        return _unknown(store, resource, _joined(reached, path_of(rest)), [path, path_of(steps)])
    inside = _inside(start, steps[: len(steps) - len(walk.rest)], member)
    inside += [] if whole else walk.rest
    holder = walk.attribute(path) or member
    if holder is not member:  # in free-form JSON with known members
        inside = written_steps(path.removeprefix(holder.path))
    names = path_of(inside).lstrip("[].")
    mistake = _unknown(store, resource, path, []) if names else None
    if mistake is not None and mistake.known:
        return mistake
    (row,) = queries.attributes_at(store, resource.id, holder.path)
    return Located(row.path, row, None, names, _key(holder, steps, inside))


def _joined(container: str, path: str) -> str:
    return ".".join(part for part in (container, path) if part)


def _is_length(walk: Walk) -> bool:
    """Whether the walk ends at the `length` of a JavaScript list or text."""
    place = walk.place
    has_length = place.type.is_list or place.kind == "string"
    return has_length and bool(walk.rest) and walk.rest[0].name == "length"


def _inside(start: Place, steps: list[Step], member: Member) -> list[Step]:
    """The last of `steps`, which lead from an attribute to one of its values."""
    count = len(steps)
    while count and start.walk(steps[: count - 1]).place.attribute() == member:
        count -= 1
    return steps[count:]


def _key(member: Member, steps: list[Step], inside: list[Step]) -> str | None:
    if member.name == "*":
        return steps[-1].name
    names = [step.name for step in inside if step.name is not None]
    kind = parse(member.type)
    return names[0] if len(names) == 1 and (kind.is_map or kind.is_free) else None


def _unknown(store: Store, resource: ResourceRow, path: str, others: Iterable[str]) -> Located:
    """A path that does not exist: a known mistake, under this path or one of the others. In Pulumi
    and the CDK it is also found in the spelling of each language.
    """
    spells = (str, folded) if resource.system in ("pulumi", "cdk") else (str,)
    mistakes = [(normalise(row.wrong), row) for row in store.pitfalls[resource.id]]
    for spell in spells if mistakes else ():
        spellings = {spell(loose(each)) for each in (path, *others)}
        for mistake, row in mistakes:
            if spell(loose(mistake)) in spellings:
                return Located(mistake, None, row)
    return Located(path)
