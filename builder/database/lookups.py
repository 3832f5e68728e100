"""The lookup arguments of data sources in boto3.

A lookup argument of a data source is `close` to the attribute of the resource: a template sets the
attribute and looks nothing up. boto3 does look up: its read calls take the same value. An example
is the `name` of data.aws_iam_role and get_role(RoleName=...). So the exact equivalent of the
resource's attribute in boto3 is also exact for the argument, unless the data source's own file says
otherwise. The same holds for Pulumi's functions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from builder.database import repeats
from builder.linking.compose import Mapping

_DATA_SOURCE_FILES = "mappings/terraform/data/"
_EXACT_IN_BOTO3 = """select to_attribute_id from attribute_mapping
  where from_attribute_id = ? and to_system = 'boto3' and relation = 'exact'
  and to_attribute_id is not null"""
_EXACT_IN_PULUMI = """select m.to_attribute_id, m.from_attribute_id from attribute_mapping m
  where m.from_attribute_id = ? and m.to_system = 'pulumi' and m.relation = 'exact'
  and m.to_attribute_id is not null"""


def exact_in_boto3(rows: list[Mapping], connection: sqlite3.Connection) -> list[Mapping]:
    """The mappings; lookup arguments of data sources have the same exact equivalents in boto3 as
    the attributes of the resource.
    """
    sources = {
        repeat.attribute: repeat.of
        for repeat in repeats.rounds(connection)[-1]
        if repeat.relation == "close"
    }
    close = [
        mapping
        for mapping in rows
        if mapping.to_system == "boto3"
        and mapping.relation == "close"
        and mapping.subject in sources
        and not (mapping.source or "").startswith(_DATA_SOURCE_FILES)
    ]
    exact = _exact_pairs(rows, connection, {sources[mapping.subject] for mapping in close})
    exact_lookups = {
        (mapping.subject, mapping.target)
        for mapping in close
        if (sources[mapping.subject], mapping.target) in exact
    }
    pulumi_sources: dict[int, int] = {}
    for subject in {subject for subject, _ in exact_lookups}:
        pulumi_sources.update(connection.execute(_EXACT_IN_PULUMI, [subject]))
    exact_lookups |= {
        (mapping.subject, mapping.target)
        for mapping in rows
        if mapping.to_system == "boto3"
        and (pulumi_sources.get(mapping.subject), mapping.target) in exact_lookups
    }
    return [
        (
            msgspec.structs.replace(mapping, relation="exact")
            if mapping.relation == "close" and (mapping.subject, mapping.target) in exact_lookups
            else mapping
        )
        for mapping in rows
    ]


def _exact_pairs(
    rows: Iterable[Mapping], connection: sqlite3.Connection, attributes: set[int]
) -> set[tuple[int, int | None]]:
    """(attribute, its exact equivalent in boto3) of these attributes, in `rows` and in the file."""
    pairs = {
        (mapping.subject, mapping.target)
        for mapping in rows
        if mapping.subject in attributes and mapping.relation == "exact"
    }
    for number in sorted(attributes):
        pairs.update(
            (number, target) for (target,) in connection.execute(_EXACT_IN_BOTO3, [number])
        )
    return pairs
