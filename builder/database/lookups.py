"""Lookup arguments of data sources in boto3.

An argument that a data source looks something up by is `close` to the resource's attribute: a
template sets that, and looks nothing up. boto3 does look up: its read calls take the same value,
get_role(RoleName=...) that of data.aws_iam_role's name. So the exact equivalent of the resource's
attribute in boto3 is also that of the data source's argument, unless the data source's own file
contradicts it; Pulumi's functions follow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from builder.database import repeats
from builder.linking.compose import Mapping

_OWN = "mappings/terraform/data/"
_EXACT = """select to_attribute_id from attribute_mapping
  where from_attribute_id = ? and to_system = 'boto3' and relation = 'exact'
  and to_attribute_id is not null"""
_PULUMI = """select m.to_attribute_id, m.from_attribute_id from attribute_mapping m
  where m.from_attribute_id = ? and m.to_system = 'pulumi' and m.relation = 'exact'
  and m.to_attribute_id is not null"""


def exact_in_boto3(rows: list[Mapping], connection: sqlite3.Connection) -> list[Mapping]:
    """The mappings, where lookup arguments of data sources have the same exact equivalents in boto3
    as the attributes of the resource.
    """
    asking = {
        repeat.attribute: repeat.of
        for repeat in repeats.rounds(connection)[-1]
        if repeat.relation == "close"
    }
    close = [
        each
        for each in rows
        if each.to_system == "boto3"
        and each.relation == "close"
        and each.subject in asking
        and not (each.source or "").startswith(_OWN)
    ]
    exact = _exact(rows, connection, {asking[each.subject] for each in close})
    raised = {
        (each.subject, each.target)
        for each in close
        if (asking[each.subject], each.target) in exact
    }
    followers: dict[int, int] = {}
    for subject in {subject for subject, _ in raised}:
        followers.update(connection.execute(_PULUMI, [subject]))
    raised |= {
        (each.subject, each.target)
        for each in rows
        if each.to_system == "boto3" and (followers.get(each.subject), each.target) in raised
    }
    return [
        (
            msgspec.structs.replace(each, relation="exact")
            if each.relation == "close" and (each.subject, each.target) in raised
            else each
        )
        for each in rows
    ]


def _exact(
    rows: Iterable[Mapping], connection: sqlite3.Connection, wanted: set[int]
) -> set[tuple[int, int | None]]:
    """(attribute, its exact equivalent in boto3) of these attributes, in these rows and in those
    written before.
    """
    found = {
        (each.subject, each.target)
        for each in rows
        if each.subject in wanted and each.relation == "exact"
    }
    for number in sorted(wanted):
        found.update((number, target) for (target,) in connection.execute(_EXACT, [number]))
    return found
