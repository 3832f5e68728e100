"""A block of Terraform's plugin framework is a list, though it stands for one object. The matcher
joins it with an object of boto3 as close: the list might hold more. Where CloudFormation has one
object there, and both are exactly this one, nothing is left out: the link is exact."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

import msgspec

from builder.database.forms import Forms
from builder.linking.compose import Mapping
from builder.linking.matching.relations import CLOSE_TRANSFORMS

_MORE = CLOSE_TRANSFORMS["first-item"]
_ONE = ("object", "json")
"""Types of one object; CloudFormation's schemas say nothing of what is in many an empty one."""


def exact_where_one(mappings: list[Mapping], connection: sqlite3.Connection) -> list[Mapping]:
    """The direct mappings, the derived ones from a Terraform block to an object of boto3 exact
    where CloudFormation says that it is one object."""
    open_ = [each for each in mappings if _is_open(each)]
    wanted = {each.subject for each in open_}
    forms = Forms(connection)
    blocks: dict[int, set[int]] = defaultdict(set)
    """Block of Terraform → the objects of CloudFormation that it exactly is."""
    exact: set[tuple[int, int | None]] = set()
    for each in mappings:
        if each.relation != "exact" or each.condition is not None or each.key is not None:
            continue
        if each.target in wanted and forms.of(each.subject).type in _ONE:
            blocks[each.target].add(each.subject)
        elif each.to_system == "boto3" and each.transform is None:
            exact.add((each.subject, each.target))
    return [
        (
            msgspec.structs.replace(each, relation="exact", note=_without(each.note))
            if _is_open(each) and any((one, each.target) in exact for one in blocks[each.subject])
            else each
        )
        for each in mappings
    ]


def _is_open(mapping: Mapping) -> bool:
    return (
        mapping.origin == "derived"
        and mapping.relation == "close"
        and mapping.to_system == "boto3"
        and mapping.transform == "first-item"
        and _MORE in (mapping.note or "")
    )


def _without(note: str | None) -> str | None:
    return (note or "").replace(_MORE, "").strip() or None
