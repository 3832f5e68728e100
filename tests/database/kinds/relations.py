"""Kinds of relations without a reason, and of directions."""

from __future__ import annotations

from collections.abc import Iterator

from builder.linking.matching.relations import CLOSE_KINDS
from tests.database.kinds.whole import Pair, Whole, kind, letters

_ONLY_TAKEN = "boto3 only takes it"
"""How the note begins that says so."""


@kind
def close_without_a_reason(whole: Whole) -> Iterator[str]:
    """`close` that says neither by a note nor by a transform or condition what the difference is:
    it is exact (`Instance.PrivateIp`), or wrong (`VpcEndpointAssociation EndpointId` → `vpc_id`),
    or a reader has to find out."""
    for pair in whole.pairs:
        if pair.relation == "close" and not (
            pair.note or pair.transform or pair.condition or pair.key
        ):
            yield str(pair)


@kind
def input_read_as_output(whole: Whole) -> Iterator[str]:
    """What can only be read, exact with what can only be set: Pulumi reads of an attribute that
    CloudFormation and the CDK only take, or reads of a data source of an argument."""
    for pair in whole.pairs:
        if (
            pair.other is None
            or pair.relation != "exact"
            or (pair.note or "").startswith(_ONLY_TAKEN)
        ):
            continue
        if pair.one.of == "pseudo" or (
            pair.one.of == "data-source" and pair.to_system != "boto3"
        ):  # a template sets what a data source reads
            continue
        if (
            _only_read(pair)
            and pair.other.is_input
            and not pair.other.is_output
            and not pair.other.gettable
        ):
            yield str(pair)


def _only_read(pair: Pair) -> bool:
    one = pair.one
    return (
        one.path not in ("id", "Ref")
        and not one.is_input
        and bool(one.is_output or one.gettable or one.computed)
    )


@kind
def read_for_input(whole: Whole) -> Iterator[str]:
    """What can be set, answered by a member that boto3 only reads, though the same resource takes
    an argument of the same name.
    """
    query = """select distinct m.from_attribute_id from mapping_row m join attribute_row a
    on a.id = m.to_attribute_id
      join resource r on r.id = a.resource_id where r.system = 'boto3' and a.flags & 1"""
    settable = {number for (number,) in whole.rows(query)}
    arguments: dict[str, dict[str, int]] = {}
    for resource, attributes in whole.attributes.items():
        names: dict[str, int] = {}
        for path, (is_input, _, _) in attributes.items():
            if is_input:
                names[letters(path)] = names.get(letters(path), 0) + 1
        arguments[resource] = names
    for pair in whole.pairs:
        one, other = pair.one, pair.other
        if (
            other is None
            or other.system != "boto3"
            or other.is_input
            or not one.is_input
            or one.of != "resource"
        ):
            continue
        if one.id not in settable and arguments[other.resource].get(letters(one.path)) == 1:
            yield str(pair)


@kind
def one_name_for_two(whole: Whole) -> Iterator[str]:
    """CloudFormation has one attribute that sets and one that reads, Terraform one name for both:
    each is exact, `MergedApiIdentifier` and `MergedApiArn` too.
    """
    for pair in whole.pairs:
        shared = (
            pair.relation == "close"
            and pair.transform is None
            and (pair.note or "").endswith(CLOSE_KINDS["shared"])
        )
        if shared and pair.other is not None and not pair.one.is_input and pair.other.is_input:
            yield str(pair)
