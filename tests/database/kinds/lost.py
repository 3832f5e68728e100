"""Kinds of answers that the packages and the mappings hold, and that the built file has lost."""

from __future__ import annotations

from collections.abc import Iterator

from builder import derivation
from builder.database import base
from tests.database.kinds.whole import Whole, kind


def _answered(whole: Whole) -> set[tuple[int, str]]:
    """(attribute, system) that some mapping speaks of."""
    rows = whole.rows(
        "select from_attribute_id, to_system from directed_mapping"
        " where from_attribute_id is not null"
    )
    return {(number, system) for number, system in rows}


@kind
def lost_to_a_file(whole: Whole) -> Iterator[str]:
    """What derivation answers, unmapped because a mapping file that speaks of the resource does not
    name the other one: `AWS::EMR::Cluster ManagedScalingPolicy.ComputeLimits` lost
    `emr.ManagedScalingPolicy`. What a row refuses, or gives to another attribute, is no member."""
    answered, numbers = _answered(whole), _numbers(whole)
    refused = {
        frozenset(pair)
        for pair in whole.rows("select from_attribute_id, to_attribute_id from rejection")
    }
    linked = {
        frozenset(pair)
        for pair in whole.rows("select from_resource_id, to_resource_id from resource_mapping")
    }
    resources = {
        (system, name): number
        for number, system, name in whole.rows("select id, system, name from resource")
    }
    found = derivation.load()
    for row in [*found.terraform.attributes, *found.boto3.attributes]:
        one = numbers.get((row.system, row.resource), {}).get(row.path)
        other = numbers.get((row.to_system, row.to_resource), {}).get(row.to_path)
        ends = (row.system, row.resource), (row.to_system, row.to_resource)
        if (
            one is not None
            and other is not None
            and (one, row.to_system) not in answered
            and (other, row.system) not in answered
            and frozenset((one, other)) not in refused
            and frozenset(resources[end] for end in ends) not in linked
        ):
            yield f"{row.resource} {row.path} → {row.to_resource} {row.to_path}"


def _numbers(whole: Whole) -> dict[tuple[str, str], dict[str, int]]:
    """(system, resource) → path → attribute, of what derivation looks at."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    query = """select r.system, r.name, a.path, a.id from attribute a
    join resource r on r.id = a.resource_id
      where r.system in ('cloudformation', 'terraform', 'boto3')"""
    for system, name, path, number in whole.rows(query):
        found.setdefault((system, name), {})[path] = number
    return found


@kind
def variant_without_an_answer(whole: Whole) -> Iterator[str]:
    """What a resource only returns that is another one, made or adopted in another way, without an
    answer in boto3 though the other's attribute of this name has one that is read:
    `aws_default_subnet.availability_zone_id` lost that of `aws_subnet` when a file was written for
    it. data/terraform_variants.yaml lists them, and what holds something else."""
    answered = _answered(whole)
    query = """select a.path, a.id, a.type from attribute a join resource r on r.id = a.resource_id
    where r.system = 'terraform' and r.name = ? and (a.path = 'id' or not a.is_input or not ?)"""
    read = """select count(*) from directed_mapping m join attribute a on a.id = m.to_attribute_id
    where m.from_attribute_id = ? and m.to_system = 'boto3' and a.is_output"""
    for name, row in base.table("terraform_variants").items():
        mine = {path: more for path, *more in whole.rows(query, [name, True])}
        theirs = {path: more for path, *more in whole.rows(query, [row["is"], False])}
        for path in sorted(mine.keys() & theirs.keys() - {*row.get("but", ())}):
            (number, type_), (other, other_type) = mine[path], theirs[path]
            if (
                type_ == other_type
                and (number, "boto3") not in answered
                and whole.rows(read, [other])[0][0]
            ):
                yield f"{name} {path} → {row['is']}"


@kind
def other_name_with_other_answers(whole: Whole) -> Iterator[str]:
    """A type that another name stands for, with other answers than it: `data.aws_alb` was no
    `AWS::ElasticLoadBalancingV2::LoadBalancer`, as `data.aws_lb` is."""
    pairs = """select a.name, a.id, b.id from resource a join resource b
    on b.system = a.system and b.name = a.alias_of order by a.id"""
    for name, alias, main in whole.rows(pairs):
        mine, theirs = _said(whole, alias), _said(whole, main)
        yield from (
            f"{name} {path}".rstrip()
            for path in sorted(mine.keys() | theirs.keys())
            if mine.get(path) != theirs.get(path)
        )


def _said(whole: Whole, resource: int) -> dict[str, set[tuple[object, ...]]]:
    """Path → what it is in the systems that have one name for it; "" for the resource."""
    attribute = """select to_system, to_attribute_id, to_resource_id, relation, condition,
    transform, key from directed_mapping
     where from_attribute_id = ? and to_system not in ('terraform', 'pulumi')"""
    itself = """select to_system, to_resource_id, relation, role, condition, back
      from directed_resource_mapping
     where from_resource_id = ? and to_system not in ('terraform', 'pulumi')"""
    found = {"": {tuple(row) for row in whole.rows(itself, [resource])}}
    paths = whole.rows("select path, id from attribute where resource_id = ?", [resource])
    return found | {
        path: {tuple(row) for row in whole.rows(attribute, [number])} for path, number in paths
    }
