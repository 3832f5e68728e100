"""Blocks of Terraform's plugin framework that are lists with a single object.

The matcher maps such a block to an object of boto3 as close, since the list might have more items.
The mapping is exact if CloudFormation has an object that is exact with both."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

import msgspec

from builder.database.forms import Forms
from builder.linking.compose import Mapping
from builder.linking.matching.relations import CLOSE_TRANSFORMS

_MAY_HOLD_MORE = CLOSE_TRANSFORMS["first-item"]
_ONE_OBJECT = ("object", "json")
"""Types of a single object. Many objects without known members are `json` in CloudFormation."""


def exact_where_one(mappings: list[Mapping], connection: sqlite3.Connection) -> list[Mapping]:
    """The direct mappings; derived ones from a Terraform block to an object of boto3 are exact
    where CloudFormation shows that it is a single object."""
    open_mappings = [mapping for mapping in mappings if _is_open(mapping)]
    block_ids = {mapping.subject for mapping in open_mappings}
    forms = Forms(connection)
    blocks: dict[int, set[int]] = defaultdict(set)
    """Terraform block → the CloudFormation objects that are exact with it."""
    exact: set[tuple[int, int | None]] = set()
    for mapping in mappings:
        if mapping.relation != "exact" or mapping.condition is not None or mapping.key is not None:
            continue
        if mapping.target in block_ids and forms.of(mapping.subject).type in _ONE_OBJECT:
            blocks[mapping.target].add(mapping.subject)
        elif mapping.to_system == "boto3" and mapping.transform is None:
            exact.add((mapping.subject, mapping.target))
    return [
        (
            msgspec.structs.replace(mapping, relation="exact", note=_without_caveat(mapping.note))
            if _is_open(mapping)
            and any((one, mapping.target) in exact for one in blocks[mapping.subject])
            else mapping
        )
        for mapping in mappings
    ]


def _is_open(mapping: Mapping) -> bool:
    return (
        mapping.origin == "derived"
        and mapping.relation == "close"
        and mapping.to_system == "boto3"
        and mapping.transform == "first-item"
        and _MAY_HOLD_MORE in (mapping.note or "")
    )


def _without_caveat(note: str | None) -> str | None:
    return (note or "").replace(_MAY_HOLD_MORE, "").strip() or None
