"""Statements about pitfalls and conditions."""

from __future__ import annotations

from iac_crosswalk.store.answer_rows import PitfallRow, SignRow
from iac_crosswalk.store.queries.base import OF_TYPE, Store
from iac_crosswalk.store.rows import AttributeRow, ResourceRow
from iac_crosswalk.store.tables import path_hash


def pitfalls(store: Store, resource_id: int) -> list[PitfallRow]:
    """The pitfalls of a resource."""
    rows = store.rows(
        "select id, wrong, why, seen from pitfall where resource_id = ? order by id", [resource_id]
    )
    return [PitfallRow(*row) for row in rows]


def instead_of(store: Store, pitfall_id: int) -> list[tuple[AttributeRow, ResourceRow]]:
    """The replacements of a pitfall, best first."""
    rows = store.rows(
        "select a.id, a.path, a.is_input, a.is_output, r.id, r.system, r.name, r.kind, r.call from"
        " pitfall_instead p join attribute a on a.id = p.attribute_id join resource r on r.id ="
        " a.resource_id where p.pitfall_id = ? order by p.position",
        [pitfall_id],
    )
    return [(AttributeRow(*row[:4]), ResourceRow(*row[4:])) for row in rows]


def twin_condition(store: Store, resource: str, path: str) -> str | None:
    """The condition in the CDK's documentation for an attribute of a CloudFormation type. The
    attribute is the same in both.
    """
    rows = store.rows(
        "select m.condition from attribute_mapping m where m.from_attribute_id = (select a.id"
        f" {OF_TYPE}) and m.to_system = 'cdk' and m.condition is not null",
        (resource, path_hash(path), path),
    )
    return rows[0][0] if rows else None


def other_conditions(store: Store, condition: str) -> list[str]:
    """All conditions but this one that a setting can show."""
    rows = store.rows(
        "select distinct condition from condition_sign where condition <> ?", [condition]
    )
    return [other for (other,) in rows]


def signs(store: Store, resource_id: int, condition: str) -> list[SignRow]:
    """The settings of a resource that show a condition. The file has them by CloudFormation
    attribute.
    """
    rows = store.rows(
        "select a.path, s.operator, s.value from condition_sign s join attribute a on a.id ="
        " s.attribute_id where s.condition = ?1 and a.resource_id = ?2 union select b.path,"
        " s.operator, s.value from condition_sign s join attribute_mapping m on m.from_attribute_id"
        " = s.attribute_id join attribute b on b.id = m.to_attribute_id where s.condition = ?1 and"
        " b.resource_id = ?2 and m.relation = 'exact'",
        [condition, resource_id],
    )
    return [SignRow(*row) for row in rows]
