"""The targets of an attribute, one for each system: its equivalents in order, none with the reason,
or unmapped with candidates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from iac_crosswalk.answers.answer import Candidate, Equivalent, Target
from iac_crosswalk.answers.expressing import expression_of, lookup_of, type_of
from iac_crosswalk.answers.expressions.systems import WRITERS, Attribute
from iac_crosswalk.answers.order import IDENTITIES, in_order
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import MappingRow
from iac_crosswalk.store.queries import details
from iac_crosswalk.store.rows import AttributeRow, ResourceRow, TargetRow
from iac_crosswalk.store.store import Store

ONLY_MADE = (
    "Only the call that creates the resource is known to take it; a data source reads an existing"
    " one."
)

_USES = {"as an argument": "write", "as it is read": "read"}
"""Condition of a mapping of boto3 → its only use: see `_only_use`."""


def answers(
    store: Store, attribute: AttributeRow, resource: ResourceRow, targets: list[str]
) -> list[Target]:
    """A target for each system, in the order of `targets`."""
    rows = store.mappings(attribute.id, resource, targets[0] if len(targets) == 1 else None)
    return answers_of(store, attribute, resource, targets, rows)


def answers_of(
    store: Store,
    attribute: AttributeRow,
    resource: ResourceRow,
    targets: list[str],
    rows: list[MappingRow],
) -> list[Target]:
    """Like `answers`, from the attribute's mappings."""
    found: dict[str, list[MappingRow]] = {system: [] for system in targets}
    refused: dict[str, str | None] = {}
    for row in rows:
        if row.resource_id is None:
            refused[row.system] = row.note
        elif row.system in found:
            found[row.system].append(
                _as_documented(store, row) if row.system == "cloudformation" else row
            )
    return [
        _target(store, system, found[system], refused, attribute, resource) for system in targets
    ]


def _as_documented(store: Store, row: MappingRow) -> MappingRow:
    """A mapping to CloudFormation. Its attribute counts as unreadable if it is a list of objects
    that only cfn-lint's list of types has: types whose properties are all accepted by Fn::GetAtt.
    No documentation shows such a list among the return values.
    """
    if not (row.gettable and row.is_input):
        return row
    if not store.undocumented_lists[row.attribute_id or 0]:
        return row
    return row._replace(gettable=0, is_output=0)


def _target(
    store: Store,
    system: str,
    rows: list[MappingRow],
    refused: dict[str, str | None],
    attribute: AttributeRow,
    resource: ResourceRow,
) -> Target:
    if system == resource.system:
        itself = queries.attribute_itself(store, attribute.id)
        if system == "cloudformation":
            itself = _as_documented(store, itself)
        return Target(system, "equivalent", [equivalent(store, itself)])
    if rows:
        ordered = rows
        if len(rows) > 1:
            ordered = _distinct(in_order(store, attribute, resource, rows), store.pointers)
        if system not in ("boto3", "cloudformation") and not store.parts[resource.id]:
            return Target(system, "equivalent", [equivalent(store, row) for row in ordered])
        found = _used(store, ordered, attribute, resource)
        if len(found) > 1:  # the reading call may be deprecated where the setting one is not
            found.sort(key=lambda each: each.deprecated is not None)
        if resource.kind == "data-source":
            found = _of_data_source(store, system, found, attribute)
            if not found:
                return Target(system, "unmapped", [], ONLY_MADE)
        return Target(system, "equivalent", found)
    if system in refused:
        return Target(system, "no-equivalent", [], refused[system])
    refusals = store.refusals[resource.id]
    if system in refusals:
        return Target(system, "no-equivalent", [], refusals[system])
    guesses = (
        [Candidate(*row) for row in details.candidates(store, attribute.id, system)]
        if attribute.id in store.guessed
        else None
    )
    return Target(
        system, "unmapped", [], store.unlinked.get((attribute.id, system)), guesses or None
    )


def _of_data_source(
    store: Store, system: str, found: list[Equivalent], attribute: AttributeRow
) -> list[Equivalent]:
    """The equivalents of a data source's attribute: those that a call reads, or looks up by. Empty
    where only the creating call is known to take it.
    """
    if system == "boto3":
        found = [each for each in found if each.expression is not None]
    if attribute.is_input:  # a lookup with it comes before its value as a result
        found.sort(key=lambda each: each.use != "write")
    if system != "boto3":
        return found
    calls = [each for each in found if store.argument_calls(each.resource_id).looks_up]
    if calls:  # a row that names the argument is more precise than a member's name
        found = [each for each in found if each.use != "write" or each in calls]
    return found


def _distinct(rows: list[MappingRow], pointers: Mapping[int, frozenset[str]]) -> list[MappingRow]:
    """The rows that add something to those before them: no duplicates, no member of an object that
    is an exact answer as a whole, and no argument of a part that only points back to its owner,
    beside the owner's own attribute."""
    distinct: list[MappingRow] = []
    keys: set[tuple[object, ...]] = set()
    wholes: dict[int | None, list[str]] = {}
    for row in rows:
        key = (row.resource_id, row.path, row.condition, row.key)
        inside = row.path is not None and row.path.startswith(
            tuple(wholes.get(row.resource_id, ()))
        )
        own = any(_only_use(each) != "read" for each in distinct)
        points_back = own and row.path in pointers[row.resource_id or 0]
        if key in keys or inside or points_back:
            continue
        keys.add(key)
        distinct.append(row)
        if row.relation == "exact" and row.path and not row.condition:
            wholes.setdefault(row.resource_id, []).extend((f"{row.path}.", f"{row.path}[]"))
    return distinct


def _only_use(row: MappingRow) -> str | None:
    """The use that a mapping of boto3 is about, if it is about one only: a member that is both
    taken and returned may be taken by the call for another thing, or return another value.
    """
    return _USES.get(row.condition or "")


def _used(
    store: Store, rows: list[MappingRow], attribute: AttributeRow, resource: ResourceRow
) -> list[Equivalent]:
    """The uses of all equivalents. A condition that only names the use is not a condition of
    boto3's answer, which has `use`.
    """
    found: list[Equivalent] = []
    is_named = False
    for row in rows:
        uses = _uses(store, row, attribute, resource)
        only = _only_use(row) if row.condition else None
        if only is not None:
            is_named = True
            if row.system == "boto3":
                uses = [replace(each, when=None) for each in uses if each.use in (None, only)]
        found += uses
    if is_named and attribute.is_input:
        found.sort(key=lambda each: each.use == "read")  # the order of rows is by their conditions
    return found


def _uses(
    store: Store, row: MappingRow, attribute: AttributeRow, resource: ResourceRow
) -> list[Equivalent]:
    """The uses of an equivalent. An attribute that can be set and read is two answers: in boto3 an
    argument, and a member of a response; in CloudFormation a property, and a Fn::GetAtt attribute.
    Setting comes first, as most programs set a property or an argument; for a data source there is
    only reading, unless it reads nothing and writes a document for others."""
    assert row.resource_id is not None
    target = store.targets[row.resource_id]
    answer = equivalent(store, row, resource)
    back = points_back(store, resource, row.resource_id)
    answer.part = {"back": back} if back else None
    writes = _writes_document(resource)
    asks = resource.kind == "data-source" and not writes
    if row.system == "boto3":
        if row.is_output:
            answer.use = "read"
            answer = _known_before(store, row, answer)
        elif row.is_input:
            answer.use = "write"
        lookup = lookup_of(store, target, row) if asks and attribute.is_input else None
        if lookup:
            looked_up = replace(
                answer, expression=lookup[0], transform=lookup[1], use="write", note=row.note
            )
            return [looked_up] if answer.use == "write" else [looked_up, answer]
        if asks and answer.use == "write":
            answer.expression = (
                None  # an argument of the creating call alone does not look the resource up
            )
    settable = (
        row.is_input
        and (attribute.is_input or writes)
        and not asks
        and attribute.path not in IDENTITIES
    )
    if not settable or not (row.is_output if row.system == "boto3" else row.gettable):
        return [answer]
    expression = expression_of(store, target, row, "write", resource)
    if expression is None:
        return [answer]
    setting = _equivalent(target, row, expression, "write", answer.part)
    setting.gettable = False
    if row.system == "boto3":  # the reading call may be deprecated where the setting one is not
        setting.deprecated = row.deprecated
    if writes:
        return [setting]
    answer.use, answer.transform = "read", _as_read(store, row)
    return [setting, answer]


def _writes_document(resource: ResourceRow) -> bool:
    """Whether a data source looks nothing up, and only generates a policy's text from its
    arguments.
    """
    return resource.kind == "data-source" and resource.name.replace("_", "").lower().endswith(
        "policydocument"
    )


def _known_before(store: Store, row: MappingRow, found: Equivalent) -> Equivalent:
    """The answer, unless the call that reads it takes this very value: then with another call, or
    with a note about it.
    """
    target = store.targets[row.resource_id or 0]
    itself = store.argument_calls(target.id).calls_around(row.path)
    if itself is None:
        return found
    if itself.other:
        place = Attribute(
            target.name, target.kind, row.path, row.native, row.gettable, itself.other
        )
        return replace(found, expression=WRITERS[target.system](place))
    note = f"{itself.call} takes this very value"
    note += (
        f"; {itself.creation[0]} returns it as {itself.creation[1]}." if itself.creation else "."
    )
    return replace(found, note=f"{found.note} {note}" if found.note else note)


def points_back(store: Store, owner: ResourceRow, part: int) -> dict[str, str]:
    """The arguments of a part that point back to its owner, each with the attribute of the owner,
    in the part's own system, that it takes.

    What is known about the part of the CloudFormation type also holds for its counterpart's part.
    """
    if not store.pointers[part]:
        return {}
    if part in store.parts[owner.id] or owner.system == "cloudformation":
        return store.parts[owner.id].get(part, {})
    kind = type_of(store, owner)
    row = store.find_resource(kind, "cloudformation") if kind else None
    return store.parts[row.id].get(part, {}) if row else {}


def _as_read(store: Store, row: MappingRow) -> str | None:
    """The transform for the value that is read, where it has another form than the value that is
    written.
    """
    calls = store.argument_calls(row.resource_id or 0) if row.system == "boto3" else None
    change = calls.read_as.get(row.path or "") if calls else None
    if change is None:
        return row.transform
    if row.transform is None:  # a broad row is about more than this value
        return None if row.relation in ("broad", "narrow") else change
    return None if store.inverse.get(row.transform) == change else row.transform


def equivalent(store: Store, row: MappingRow, owner: ResourceRow | None = None) -> Equivalent:
    """A mapping as an equivalent of an attribute of `owner`."""
    assert row.resource_id is not None
    target = store.targets[row.resource_id]
    of_data = (
        owner is not None
        and owner.kind == "data-source"
        and row.path is None
        and target.call is not None
    )
    reads = row.is_output or row.gettable or of_data
    return _equivalent(
        target, row, expression_of(store, target, row, "read" if reads else "write", owner)
    )


def _equivalent(
    target: TargetRow,
    row: MappingRow,
    expression: str | None,
    use: str | None = None,
    part: dict[str, Any] | None = None,
) -> Equivalent:
    return Equivalent(
        target.name,
        row.path,
        expression,
        row.relation,
        row.condition,
        row.transform,
        row.origin,
        row.confidence,
        row.note,
        use,
        row.deprecated or target.deprecated,
        row.key,
        part,
        None,
        None,
        target.id,
        row.attribute_id,
        row.native,
        bool(row.gettable),
        row.mapping_id,
    )
