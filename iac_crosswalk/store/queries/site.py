"""Statements for the site and the API: everything on a page or in a response except mappings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from iac_crosswalk.store.queries.base import Store
from iac_crosswalk.vocabulary import CONVERSE, SYSTEMS


def build(store: Store) -> dict[str, str]:
    """The table `build`."""
    return dict(store.rows("select key, value from build"))


def table_counts(store: Store, views: Iterable[str]) -> dict[str, int | None]:
    """The row counts of every table and of `views`. Datasette shows them beside the names."""
    counted = {
        key.removeprefix("count:"): int(value)
        for key, value in build(store).items()
        if key.startswith("count:")
    }
    names = [
        *views,
        *(row[0] for row in store.rows("select name from sqlite_master where type = 'table'")),
    ]
    # The row counts of these mean nothing.
    shadows = {name for name in names if re.search("_fts(_|$)", name)}
    return {
        name: (
            counted.get(name)
            or (None if name in shadows else store.rows(f"select count(*) from [{name}]")[0][0])
        )
        for name in names
    }


def has_history(store: Store) -> bool:
    """Whether the built file has a history of other versions."""
    return bool(store.rows("select 1 from sqlite_master where name = 'attribute_history'"))


_FACTS = (
    "id, path, type, description, is_input, is_output, required, computed, create_only, write_only,"
    " gettable, deprecated, allowed"
)


class Attribute(NamedTuple):
    """An attribute as pages and answers show it."""

    id: int
    path: str
    type: str
    description: str
    is_input: bool
    is_output: bool
    required: bool
    computed: bool
    create_only: bool
    write_only: bool
    gettable: bool | None
    deprecated: str | None
    allowed: str | None


def attributes(store: Store, ids: Iterable[int]) -> list[Attribute]:
    """The attributes with these ids, in the order of `ids`."""
    numbers = list(ids)
    by_id: dict[int, Attribute] = {}
    for begin in range(0, len(numbers), 500):
        chunk = numbers[begin : begin + 500]
        marks = ",".join("?" * len(chunk))
        by_id.update(
            (row[0], _attribute(row))
            for row in store.rows(f"select {_FACTS} from attribute where id in ({marks})", chunk)
        )
    return [by_id[number] for number in numbers]


def _attribute(row: tuple[Any, ...]) -> Attribute:
    flags = [bool(value) for value in row[4:10]]
    return Attribute._make(
        [*row[:4], *flags, None if row[10] is None else bool(row[10]), *row[11:]]
    )


def paths(store: Store, resource_id: int) -> list[tuple[int, str]]:
    """Every attribute of a resource: id and path."""
    return [
        tuple(row)
        for row in store.rows(
            "select id, path from attribute where resource_id = ? order by id", [resource_id]
        )
    ]


_ABOVE = """select p.above_id, count(*) as paths from attribute_row a join attribute_path p
on p.id = a.path_id
  where a.resource_id = ? group by p.above_id"""
_DIRECTLY = """select a.id, u.above || n.name from attribute_row a join attribute_path p
on p.id = a.path_id
  join path_above u on u.id = p.above_id join path_name n on n.id = p.name_id
  where a.resource_id = ? and p.above_id in ({})
  order by a.id"""


def level(
    store: Store, resource_id: int, above: str = ""
) -> tuple[list[tuple[int, str]], dict[str, int]]:
    """The paths directly below a path ("" is the resource itself), as ids and paths; and name → the
    number of paths further down.

    Paths are counted by the part before their last name. For 27,000 paths that is a third of the
    rows, and only the paths that are shown are assembled.
    """
    above_ids: list[int] = []
    heads: dict[str, int] = {}
    for number, before, count in store.rows(
        f"select g.above_id, u.above, g.paths from ({_ABOVE}) g join path_above u on u.id ="
        " g.above_id",
        [resource_id],
    ):
        if above and not before.startswith((f"{above}.", f"{above}[")):
            continue
        rest = before[len(above) :].lstrip(".[]*")
        if rest:
            head = rest.partition(".")[0].rstrip("[]")
            heads[head] = heads.get(head, 0) + count
        else:
            above_ids.append(number)
    rows = store.rows(_DIRECTLY.format(",".join("?" * len(above_ids))), [resource_id, *above_ids])
    return [tuple(row) for row in rows], heads


class Resource(NamedTuple):
    """The facts of a resource."""

    id: int
    system: str
    name: str
    kind: str
    service: str
    description: str
    deprecated: str | None
    documentation_url: str | None
    reference: str | None
    call: str | None


_RESOURCE = (
    "id, system, name, kind, service, description, deprecated, documentation_url, reference, call"
)


def resource(store: Store, number: int) -> Resource:
    """The resource with this id."""
    return Resource(*store.rows(f"select {_RESOURCE} from resource where id = ?", [number])[0])


class Counterpart(NamedTuple):
    """A counterpart of a resource in another system. `name` is None if the resource has no
    equivalent there.
    """

    system: str
    id: int | None
    name: str | None
    kind: str | None
    relation: str
    role: str | None
    condition: str | None
    origin: str
    confidence: float
    note: str | None
    deprecated: str | None
    documentation_url: str | None
    call: str | None


def counterparts(store: Store, resource_id: int) -> list[Counterpart]:
    """The counterparts of a resource in the other systems. In each system the main one is first,
    deprecated ones are last.
    """
    columns = (
        "r.id, r.name, r.kind, m.relation, m.role, m.condition, m.origin, m.confidence, m.note,"
        " r.deprecated, r.documentation_url, r.call from resource_mapping m"
    )
    forth = (
        f"select m.to_system, {columns} left join resource r on r.id = m.to_resource_id where"
        " m.from_resource_id = ?"
    )
    back = (
        f"select r.system, {columns} join resource r on r.id = m.from_resource_id where"
        " m.to_resource_id = ?"
    )
    links = [Counterpart(*row) for row in store.rows(forth, [resource_id])]
    links_back = [Counterpart(*row) for row in store.rows(back, [resource_id])]
    links += [each._replace(relation=CONVERSE[each.relation]) for each in links_back]
    return sorted(
        links,
        key=lambda each: (
            SYSTEMS.index(each.system),
            each.role != "main",
            each.deprecated is not None,
            each.kind != "resource",
            each.role == "alternative",
            -each.confidence,
            each.name or "",
        ),
    )


_RESOURCE_ROW = "r.id, r.system, r.name, r.kind, r.call"


def pitfalls(store: Store, resource_id: int | None) -> list[tuple[Any, ...]]:
    """The pitfalls of one resource, or all pitfalls: id, wrong, why, seen, and the resource."""
    of, values = _of_resource(resource_id)
    return store.rows(
        f"select p.id, p.wrong, p.why, p.seen, {_RESOURCE_ROW} from pitfall p join resource r on"
        f" r.id = p.resource_id {of} order by r.name, p.wrong",
        values,
    )


def instead(store: Store, resource_id: int | None) -> list[tuple[Any, ...]]:
    """The replacements of these pitfalls: the pitfall's id, the attribute and its resource, best
    first.
    """
    of, values = _of_resource(resource_id)
    return store.rows(
        f"select p.id, a.id, a.path, a.is_input, a.is_output, {_RESOURCE_ROW} from pitfall p join"
        " pitfall_instead i on i.pitfall_id = p.id join attribute a on a.id = i.attribute_id join"
        f" resource r on r.id = a.resource_id {of} order by p.id, i.position",
        values,
    )


def _of_resource(resource_id: int | None) -> tuple[str, list[int]]:
    return ("", []) if resource_id is None else ("where p.resource_id = ?", [resource_id])


class Cell(NamedTuple):
    """The coverage of a service in another system."""

    service: str
    to_system: str
    attributes: int
    curated: int
    rule: int
    derived: int
    none: int
    unmapped: int


def coverage(store: Store, from_system: str) -> list[Cell]:
    """A row for each service of a system and each other system."""
    return [
        Cell(*row)
        for row in store.rows(
            "select service, to_system, attributes, curated, rule, derived, none, unmapped from"
            " coverage where from_system = ? order by service",
            [from_system],
        )
    ]


def unmapped(
    store: Store, from_system: str, service: str, to_system: str, limit: int
) -> list[tuple[str, str]]:
    """Attributes of a service without a mapping to another system: resource and path."""
    rows = store.rows(
        "select r.name, a.path from resource r join attribute a on a.resource_id = r.id where"
        " r.system = ?1 and r.service = ?2 and not exists (select 1 from attribute_mapping m where"
        " m.from_attribute_id = a.id and m.to_system = ?3) and not exists (select 1 from"
        " attribute_mapping m join attribute b on b.id = m.from_attribute_id join resource o on"
        " o.id = b.resource_id  where m.to_attribute_id = a.id and o.system = ?3) and not exists"
        " (select 1 from resource_mapping m where m.from_resource_id = r.id and m.to_system = ?3"
        " and m.to_resource_id is null) order by r.id, a.id limit ?4",
        [from_system, service, to_system, limit],
    )
    return [(name, path) for name, path in rows]


def judged(store: Store) -> dict[str, int]:
    """Origin → the number of its mappings."""
    return dict(
        store.rows(
            "select c.origin, sum(m.count) from (select claim_id, count(*) as count from"
            " mapping_row group by claim_id) m join mapping_claim c on c.id = m.claim_id where"
            " c.relation <> 'none' group by c.origin"
        )
    )


def systems(store: Store) -> list[tuple[str, str, str, str, str, str]]:
    """The table `system`."""
    return [
        tuple(row)
        for row in store.rows(
            "select name, title, package, package_version, licence, description from system"
        )
    ]


def history(
    store: Store, system: str | None, name: str | None, limit: int, offset: int
) -> tuple[int, list[dict[str, Any]]]:
    """The history of other versions: the number of rows, and one page of them."""
    where, values = (
        "where (?1 is null or system = ?1) and (?2 is null or resource = ?2)",
        [system, name],
    )
    columns = (
        "system",
        "resource",
        "path",
        "since",
        "until",
        "removed_in",
        "replacement",
        "without_replacement",
        "certain",
        "note",
        "origin",
        "source",
    )
    (total,) = store.rows(f"select count(*) from attribute_history {where}", values)[0]
    rows = store.rows(
        f"select {', '.join(columns)} from attribute_history {where} order by system, resource,"
        " path limit ?3 offset ?4",
        [*values, limit, offset],
    )
    return total, [dict(zip(columns, row, strict=True)) for row in rows]


def changes(store: Store, system: str, name: str, show: str) -> list[dict[str, Any]]:
    """The removals or additions in a system's versions, each with its `version`, in resources whose
    name contains `name`.
    """
    version = {"removed": "removed_in", "added": "since"}[show]
    columns = ("resource", "path", "until", "replacement", "without_replacement", "note", "version")
    rows = store.rows(
        f"select resource, path, until, replacement, without_replacement, note, {version} from"
        f" attribute_history where system = ?1 and {version} is not null and instr(resource, ?2)"
        " order by resource, path, replacement",
        [system, name],
    )
    return [dict(zip(columns, row, strict=True)) for row in rows]
