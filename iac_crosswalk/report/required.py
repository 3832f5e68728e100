"""The arguments of a target resource that have to be written though no property lands in them: the
required ones, and those that point back to its owner.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from iac_crosswalk.clauses import clauses, parse_clause
from iac_crosswalk.paths import loose
from iac_crosswalk.report import labels
from iac_crosswalk.report.expressions import text
from iac_crosswalk.report.worksheet import Entry, Required, Target
from iac_crosswalk.store.schema import Schema, Schemas
from iac_crosswalk.types import parse

_FOUND = {"aws_route53_record": {"zone_id": ("data.aws_route53_zone", "zone_id")}}
"""Target → arguments that take what a data source of the same resource finds."""


def fill(
    targets: Iterable[Target],
    properties: Iterable[Entry],
    name: str,
    schemas: Schemas,
    to: str,
    like: Callable[[str, str], list[str]],
) -> None:
    """Sets `required` of each target that has to be written. `name`: the resource's name in the
    file. `like`: the properties that would land in an argument of a target.
    """
    all_targets = [*targets]
    own_targets = [
        each for each in all_targets if not each.instead_of and not is_of_another(each, all_targets)
    ]
    entries = [*properties]
    main = next((each.resource for each in own_targets if each.role != "part"), None)
    for target in own_targets:
        schema = schemas.find(target.resource, to)
        if schema is None or schema.resource.kind != "resource":
            continue
        reached = _landed(target, [each.answers for each in entries])
        first = _landed(target, [each.answers[:1] for each in entries])
        owner = schemas.find(main, to) if main and main != target.resource else None
        whole = labels.whole(owner.resource, name) if owner else None
        pointing = {
            argument: _listed(f"{whole}.{attribute}", schema, argument)
            for argument, attribute in target.back.items()
            if whole and not _is_reached(argument, reached)
        }
        for argument, (source, attribute) in _FOUND.get(target.resource, {}).items():
            found = (
                schemas.find(source, to) if any(t.resource == source for t in own_targets) else None
            )
            if found and not _is_reached(argument, reached):
                pointing[argument] = f"{labels.whole(found.resource, name)}.{attribute}"
        chosen = _chosen(target, to)
        target.required = []
        for path in _missing(schema, reached, first, pointing):
            value = pointing.get(path) or chosen.get(path)
            others = [] if value else like(target.resource, path)
            target.required.append(Required(path, value, others))


def _chosen(target: Target, to: str) -> dict[str, str]:
    """Argument → the value that the target's condition asks for, where the condition holds:
    `FileSystemType is LUSTRE`."""
    found = [parse_clause(each) for each in clauses(target.when or "")] if target.holds else []
    values = {
        each.name: min(each.values)
        for each in found
        if each is not None and not each.is_not and len(each.values) == 1
    }
    return {
        name: value if to == "cloudformation" else text(value, to)
        for name, value in values.items()
        if value != "given"
    }


def _listed(expression: str, schema: Schema, argument: str) -> str:
    member = schema.members.get(argument)
    return f"[{expression}]" if member is not None and parse(member.type).is_list else expression


def is_of_another(target: Target, targets: Iterable[Target]) -> bool:
    """Whether a target is written for another resource of the file, which needs its arguments: a
    version of a function is a setting of the function, a warm pool a block of its group.
    """
    whole = any(each.role in ("main", "alternative") for each in targets)
    return target.relation == "broad" or (target.role == "part" and not whole)


def _landed(target: Target, answers: Iterable[list[dict[str, Any]]]) -> set[str]:
    """The arguments of a target that these answers name."""
    return {
        each["attribute"]
        for group in answers
        for each in group
        if each["resource"] == target.resource and each["attribute"]
    }


def _missing(
    schema: Schema, reached: Collection[str], first: Iterable[str], pointing: Collection[str]
) -> Iterator[str]:
    """The arguments that point back, then the required ones in which no property lands. An argument
    inside a block counts only where the block is used: a property's first answer is in it.
    """
    yield from pointing
    used_blocks = {above for path in first for above in _containers(path)}
    for path, member in schema.members.items():
        above = loose(path).rpartition(".")[0]
        if (
            member.required
            and member.is_input
            and path not in pointing
            and (not above or above in used_blocks)
            and not _is_reached(path, reached)
        ):
            yield path


def _is_reached(path: str, reached: Collection[str]) -> bool:
    """Whether something lands in the argument, below it, or in a whole that holds it."""
    own = loose(path)
    return any(
        other == own or other.startswith(f"{own}.") or own.startswith(f"{other}.")
        for other in map(loose, reached)
    )


def _containers(path: str) -> Iterator[str]:
    """The blocks that a path is in, without `[]`."""
    own = loose(path).replace(".*", "")
    while "." in own:
        own = own.rpartition(".")[0]
        yield own
