"""The expression of an equivalent, and for boto3 the call that reads, sets or looks it up."""

from __future__ import annotations

from iac_crosswalk.answers.expressions.systems import WRITERS, Attribute, at_position
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import MappingRow
from iac_crosswalk.store.rows import ResourceRow, TargetRow
from iac_crosswalk.store.store import Store

LISTS = ("list-to-blocks", "separate-resource")
"""The transform for a data source about many things: each is an item of the list that a call
returns.
"""


def lookup_of(
    store: Store, target: TargetRow, row: MappingRow
) -> tuple[str | None, str | None] | None:
    """The read call with the data source's argument, which thing to read, and the transform. None
    where the call does not take the argument."""
    found = store.argument_calls(target.id).finding(row.path)
    if found is None:
        return None
    call, argument = found
    transform = row.transform
    if transform is None and argument.endswith("[]"):  # one id, in a list of ids
        transform = "wrap-list"
    elif transform == "wrap-list" and not argument.endswith("[]"):
        argument += "[]"
    key = _key_of(store, target, row)
    return (
        WRITERS[target.system](
            Attribute(target.name, target.kind, argument, row.native, row.gettable, call, key=key)
        ),
        transform,
    )


def _key_of(store: Store, target: TargetRow, row: MappingRow) -> tuple[str, str] | None:
    """(member, key) of the item for a mapping with a key: `("Name", "vpc-id")` of
    `Filters[].Values`.
    """
    if row.key is None or row.path is None:
        return None
    items = row.path.rpartition(".")[0]
    names = (
        name
        for name in ("Name", "Key")
        if queries.attributes_at(store, target.id, f"{items}.{name}")
    )
    return next(((name, row.key) for name in names), None)


def expression_of(
    store: Store, target: TargetRow, row: MappingRow, use: str, owner: ResourceRow | None
) -> str | None:
    """An equivalent of an attribute of `owner` in its system's syntax: as it is set with `use`
    write, else as it is read. None where it can be neither.
    """
    writes = use == "write"
    if _is_out_of_reach(target, row):
        return None
    call = _call(store, target, row, writes, owner) if target.system == "boto3" else None
    gettable = row.gettable if not writes else 0
    key = _key_of(store, target, row) if writes and target.system == "boto3" else None
    text = WRITERS[target.system](
        Attribute(target.name, target.kind, row.path, row.native, gettable, call, key=key)
    )
    return at_position(text, row.path, row.condition)


def _is_out_of_reach(target: TargetRow, row: MappingRow) -> bool:
    """Whether a template can neither set nor read it: an object that Fn::GetAtt returns only the
    members of, a member that it does not return."""
    inside = target.system == "cloudformation" and target.kind == "resource"
    return inside and row.path not in (None, "Ref") and not (row.is_input or row.gettable)


def _call(
    store: Store, target: TargetRow, row: MappingRow, writes: bool, owner: ResourceRow | None
) -> str | None:
    """boto3: the call that an answer is an argument of, or whose response has it."""
    calls = store.argument_calls(target.id)
    if writes:
        call = calls.of(row.path, type_of(store, owner) if calls.by_type and owner else None)
        if call is not None or row.path is not None:
            return call  # a resource without a create call can only be read
    if owner is None:
        return target.call
    if row.transform in LISTS and owner.kind == "data-source":
        return calls.listing or target.call
    if calls.reads_of:
        return calls.reads_of.get(type_of(store, owner) or "", target.call)
    return target.call


def type_of(store: Store, resource: ResourceRow) -> str | None:
    """The CloudFormation type of a resource, or of its equivalent."""
    if resource.system == "cloudformation":
        return resource.name
    for other, (role, _) in store.ranks(resource.id).items():
        if role == "main" and store.targets[other].system == "cloudformation":
            return store.targets[other].name
    return None
