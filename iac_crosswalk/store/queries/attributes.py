"""Statements about attributes."""

from __future__ import annotations

import json

from iac_crosswalk.store.queries.base import AT, OF_TYPE, PATH_ID, Store
from iac_crosswalk.store.rows import AttributeRow, MemberRow, ResourceRow
from iac_crosswalk.store.tables import flag, path_hash


def attributes_at(store: Store, resource_id: int, path: str) -> list[AttributeRow]:
    """The attribute at a path: one or none."""
    rows = store.rows(
        f"select a.id, a.flags, a.facts_id {AT}", (resource_id, path_hash(path), path)
    )
    return [
        AttributeRow(number, path, flags & 1, flags >> 1 & 1, store.spellings[facts][1])
        for number, flags, facts in rows
    ]


def with_output(store: Store, resources: list[int], path: str) -> list[int]:
    """Those of the resources that have a readable attribute with this path."""
    rows = store.rows(
        f"select a.resource_id from attribute_row a where a.path_id = {PATH_ID} and"
        f" {flag('is_output')} and a.resource_id in (select value from json_each(?1)) order by 1",
        (json.dumps(resources), path_hash(path), path),
    )
    return [number for (number,) in rows]


def attributes_at_loosely(store: Store, resource_id: int, path: str) -> list[AttributeRow]:
    """The attributes whose path, without `[]`, is this one."""
    rows = store.rows(
        "select id, path, is_input, is_output, deprecated from attribute where resource_id = ? and"
        " replace(path, '[]', '') = ?",
        [resource_id, path],
    )
    return [AttributeRow(*row) for row in rows]


def attributes_with_free_keys(store: Store, resource_id: int) -> list[AttributeRow]:
    """The attributes whose path has a key of the user's choice: `Outputs.*`."""
    rows = store.rows(
        "select id, path, is_input, is_output, deprecated from attribute where resource_id = ? and"
        " instr(path, '*') order by id",
        [resource_id],
    )
    return [AttributeRow(*row) for row in rows]


def names_of(store: Store, attribute_id: int) -> tuple[str, str, str]:
    """(system, resource, path) of an attribute."""
    (row,) = store.rows(
        "select r.system, r.name, a.path from attribute a join resource r on r.id = a.resource_id"
        " where a.id = ?",
        [attribute_id],
    )
    return row[0], row[1], row[2]


def descriptions(store: Store, attributes: list[int]) -> list[tuple[int, str]]:
    """(attribute, description) of attributes whose ids are close together: their own descriptions,
    and those of their exact equivalents.
    """
    ends = (min(attributes), max(attributes)) if attributes else (0, 0)
    rows = store.rows(
        "select id, description from attribute where id between ?1 and ?2 and description <> ''"
        " union select d.from_attribute_id, b.description from directed_mapping d join attribute b"
        " on b.id = d.to_attribute_id where d.from_attribute_id between ?1 and ?2 and d.relation ="
        " 'exact' and b.description <> '' order by 1, 2",
        ends,
    )
    ids = set(attributes)
    return [(number, description) for number, description in rows if number in ids]


def paths(store: Store, resource_id: int) -> list[str]:
    """Every path of a resource."""
    return [
        path
        for (path,) in store.rows(
            "select path from attribute where resource_id = ? order by id", [resource_id]
        )
    ]


def first_attribute(store: Store, resource_id: int) -> str | None:
    """The first top-level attribute of a resource that is not deprecated, as an example."""
    rows = store.rows(
        "select path from attribute where resource_id = ? and deprecated is null and instr(path,"
        " '.') = 0 order by id limit 1",
        [resource_id],
    )
    return rows[0][0] if rows else None


_MEMBERS = """select a.id, u.above, n.name, f.type, a.flags, f.deprecated, f.native
  from attribute_row a join attribute_facts f on f.id = a.facts_id
  join attribute_path p on p.id = a.path_id join path_above u on u.id = p.above_id
  join path_name n on n.id = p.name_id where a.resource_id = ?"""


def members(store: Store, resource_id: int) -> list[MemberRow]:
    """The attributes of a resource, for its schema, in the order of the source."""
    return list(map(MemberRow._make, sorted(store.rows(_MEMBERS, [resource_id]))))


def names_on_the_way(
    store: Store, resource_id: int, above: list[str]
) -> dict[str, tuple[str | None, str | None]]:
    """Path → (native name, class) of the attributes among `above`."""
    names = {}
    for each in above:
        columns = "(select native from attribute_facts where id = a.facts_id), a.class_name"
        for native, class_name in store.rows(
            f"select {columns} {AT}", (resource_id, path_hash(each), each)
        ):
            names[each] = (native, class_name)
    return names


def nested_classes(store: Store, resource_id: int) -> list[tuple[str, str, str]]:
    """(path, type, class) of the objects in a resource that have their own class."""
    return store.rows(
        "select path, type, class_name from attribute where resource_id = ? and class_name is not"
        " null order by id",
        [resource_id],
    )


def objects_with(store: Store, system: str, natives: list[str]) -> list[tuple[ResourceRow, str]]:
    """(resource, path with a dot at its end) of the objects that have attributes with all these
    native names. The path is "" for the resource itself.
    """
    marks = ",".join("?" * len(natives))
    rows = store.rows(
        "select r.id, r.system, r.name, r.kind, r.call, u.above from attribute_row a join"
        " attribute_facts f on f.id = a.facts_id join attribute_path p on p.id = a.path_id join"
        " path_above u on u.id = p.above_id join resource r on r.id = a.resource_id where a.id"
        f" between ? and ? and f.native in ({marks}) group by a.resource_id, p.above_id having"
        " count(distinct f.native) = ? order by a.resource_id, u.above",
        [*store.ranges[system], *natives, len(natives)],
    )
    return [(ResourceRow(*row[:5]), row[5]) for row in rows]


def object_of_class(store: Store, system: str, class_name: str) -> tuple[str, str] | None:
    """(resource, path) of the first object of a class. Its members are the same everywhere."""
    rows = store.rows(
        "select r.name, a.path from attribute a join resource r on r.id = a.resource_id"
        " where a.class_name = ? and r.system = ? order by a.recursive, a.id limit 1",
        [class_name, system],
    )
    return rows[0] if rows else None


def is_gettable(store: Store, resource: str, path: str) -> bool | None:
    """Whether Fn::GetAtt accepts an attribute of a CloudFormation type; None if the attribute does
    not exist.
    """
    rows = store.rows(f"select {flag('gettable')} {OF_TYPE}", (resource, path_hash(path), path))
    return bool(rows[0][0]) if rows else None


def has_output_in_cdk(store: Store, attribute_id: int) -> bool:
    """Whether the CDK, which is made from the documentation, has an attribute for the value that
    Fn::GetAtt returns.
    """
    rows = store.rows(
        "select 1 from directed_mapping d join attribute b on b.id = d.to_attribute_id where"
        " d.from_attribute_id = ? and d.to_system = 'cdk' and b.is_output and not b.is_input",
        [attribute_id],
    )
    return bool(rows)


def type_of(store: Store, attribute_id: int) -> str:
    """The type of an attribute."""
    ((type_,),) = store.rows("select type from attribute where id = ?", [attribute_id])
    return str(type_)
