"""Statements about mappings."""

from __future__ import annotations

from typing import Any

from iac_crosswalk.store.answer_rows import ClaimRow, EquivalentRow, LinkRow, MappingRow
from iac_crosswalk.store.queries.base import ABOVE, PATH_ID, Store
from iac_crosswalk.store.rows import AttributeRow, TargetRow
from iac_crosswalk.store.tables import GETTABLE, path_hash
from iac_crosswalk.store.tables import path as path_of
from iac_crosswalk.vocabulary import CONVERSE, SAM

_NEW = tuple.__new__
"""Creates a row from its values in half the time of a call of the class, for questions that read
many rows.
"""
_ENDS = "b.resource_id, b.facts_id, b.flags, b.path_id"
_TO = "left join attribute_row b on b.id = m.to_attribute_id"
_IN_RANGE = (  # for the index
    "and (m.to_attribute_id is null or m.to_attribute_id between ?{} and ?{})"
)
_FORTH = (
    f"select m.id, m.claim_id, m.to_attribute_id, {_ENDS} from mapping_row m {_TO} where"
    " m.from_attribute_id = ?1"
)
_FORTH_TO = f"{_FORTH} {_IN_RANGE.format(2, 3)}"
_BACK = f"""select m.id, m.claim_id, m.from_attribute_id, {_ENDS} from mapping_row m
  join attribute_row b on b.id = m.from_attribute_id where m.to_attribute_id = ?1"""
_ASKED = f"""select a.id, a.flags, a.facts_id, m.id, m.claim_id, m.to_attribute_id, {_ENDS}
from attribute_row a
  left join mapping_row m on m.from_attribute_id = a.id {{}} {_TO} where a.resource_id = ?1
  and a.path_id = {PATH_ID}"""
_ASKED_TO = _ASKED.format(_IN_RANGE.format(4, 5))
_ASKED_ALL = _ASKED.format("")


def asked(
    store: Store, resource_id: int, path: str, system: str | None
) -> tuple[AttributeRow | None, list[MappingRow]]:
    """The attribute at a path, or None, and its `mappings_forth`: the query of almost every
    question.
    """
    if system is None:
        rows = store.rows(_ASKED_ALL, (resource_id, path_hash(path), path))
    else:
        rows = store.rows(_ASKED_TO, (resource_id, path_hash(path), path, *store.ranges[system]))
    if not rows:
        return None, []
    number, flags, facts_id, first = rows[0][:4]
    mappings = [_mapping(store, row[3:]) for row in rows] if first is not None else []
    attribute = number, path, flags & 1, flags >> 1 & 1, store.spellings[facts_id][1]
    return _NEW(AttributeRow, attribute), _of_system(mappings, system)


def mappings_forth(store: Store, attribute_id: int, system: str | None = None) -> list[MappingRow]:
    """The stored mappings from an attribute, to every system or to one."""
    rows = (
        store.rows(_FORTH, (attribute_id,))
        if system is None
        else store.rows(_FORTH_TO, (attribute_id, *store.ranges[system]))
    )
    return _of_system([_mapping(store, row) for row in rows], system)


def _of_system(mappings: list[MappingRow], system: str | None) -> list[MappingRow]:
    """The mappings to a system. They are filtered here, because mappings without an attribute have
    their system only in the claim.
    """
    return mappings if system is None else [each for each in mappings if each.system == system]


_RESOURCES = "select min(id), max(id) from resource where system = ?"
_END = """(select {end}(id) from attribute_row where resource_id =
  (select {end}(resource_id) from attribute_row where resource_id {beyond}))"""
_FIRST_AND_LAST = (
    f"select {_END.format(end='min', beyond='>= ?')}, {_END.format(end='max', beyond='<= ?')}"
)


def id_range(store: Store, system: str) -> tuple[int, int]:
    """The first and the last id of the attributes of a system; (0, 0) where it has none. Ids are
    assigned system by system.
    """
    ((first, last),) = store.rows(_RESOURCES, [system])
    if first is None:
        return 0, 0
    (ids,) = store.rows(_FIRST_AND_LAST, [first, last])
    return ids  # type: ignore[no-any-return]


def _mapping(store: Store, row: tuple[Any, ...]) -> MappingRow:
    """A stored mapping, in its stored direction. Tuples are added, not unpacked into a new one:
    that takes a third of the time.
    """
    number, claim_id, attribute_id, resource_id, facts_id, flags, path_id = row
    claim = store.claims[claim_id]
    if flags is None:  # it does not lead to an attribute
        return _NEW(MappingRow, (*claim[:2], None, *claim[2:], number, *[None] * 6))
    leads = claim[0], claim[1] or resource_id, attribute_id
    end = _end(store, facts_id, flags, path_id)
    return _NEW(MappingRow, leads + claim[2:] + (number,) + end)


def mappings_back(
    store: Store, attribute_id: int, from_system: str, system: str | None = None
) -> list[MappingRow]:
    """The stored mappings to an attribute of `from_system`, as seen from it: relation and transform
    are reversed.
    """
    mappings = []
    for row in store.rows(_BACK, (attribute_id,)):
        number, claim_id, other_id, resource_id, facts_id, flags, path_id = row
        target = store.targets[resource_id]
        if (system is None or target.system == system) and not _only_asks(target, from_system):
            _, _, relation, condition, transform, key, confidence, origin, note = store.claims[
                claim_id
            ]
            changes = CONVERSE[relation], condition, store.inverse.get(transform)
            columns = *changes, key, confidence, origin, note, number
            end = _end(store, facts_id, flags, path_id)
            mappings.append(
                _NEW(MappingRow, (target.system, resource_id, other_id, *columns, *end))
            )
    return mappings


def _end(store: Store, facts_id: int, flags: int, path_id: int) -> tuple[Any, ...]:
    """The columns of a mapping's row about the attribute that it leads to."""
    native, deprecated = store.spellings[facts_id]
    return (
        store.paths[path_id],
        native,
        GETTABLE[flags >> ABOVE],
        flags & 1,
        flags >> 1 & 1,
        deprecated,
    )


def claim(store: Store, claim_id: int) -> ClaimRow:
    """The claim that mappings share: relation, condition, transform and the like."""
    columns = (
        "to_system, to_resource_id, relation, condition, transform, key, confidence, origin, note"
    )
    (row,) = store.rows(f"select {columns} from mapping_claim where id = ?", [claim_id])
    return ClaimRow(*row)


def spelling(store: Store, facts_id: int) -> tuple[str | None, str | None]:
    """(native name, deprecation) of attributes."""
    (row,) = store.rows("select native, deprecated from attribute_facts where id = ?", [facts_id])
    return row[0], row[1]


def path_text(store: Store, path_id: int) -> str:
    """The text of a path."""
    ((text,),) = store.rows(f"select {path_of('p')} from (select ? as path_id) p", (path_id,))
    return str(text)


def _only_asks(other: TargetRow, system: str) -> bool:
    """Whether mappings lead from a resource to `system` but not back: data sources and SAM's types
    (as in the view `directed_mapping`).
    """
    if other.kind == "data-source":
        return system in ("cloudformation", "cdk")
    return other.name.startswith("aws_sam.") or (other.name.startswith(SAM) and system != "cdk")


def inverse_transforms(store: Store) -> dict[str | None, str]:
    """Transform → its inverse."""
    return dict(store.rows("select name, inverse from transform"))


def equivalents(store: Store, resource_id: int) -> list[EquivalentRow]:
    """Every mapping of the attributes of a resource that leads to an attribute."""
    ids = store.rows("select min(id), max(id) from attribute where resource_id = ?", [resource_id])[
        0
    ]
    rows = store.rows(
        "select a.path, d.to_system, b.path, d.condition, d.transform, d.relation from"
        " directed_mapping d join attribute a on a.id = d.from_attribute_id join attribute b on"
        " b.id = d.to_attribute_id where d.from_attribute_id between ? and ? and d.to_attribute_id"
        " is not null",
        ids,
    )
    return [EquivalentRow(*row) for row in rows]


def same_in(store: Store, attribute_id: int, resource_id: int) -> str | None:
    """The path of an attribute's exact equivalent in another resource."""
    rows = store.rows(
        "select b.path from directed_mapping d join attribute b on b.id = d.to_attribute_id where"
        " d.from_attribute_id = ? and b.resource_id = ? and d.relation = 'exact' order by b.id"
        " limit 1",
        [attribute_id, resource_id],
    )
    return rows[0][0] if rows else None


def refusals(store: Store, resource_id: int) -> dict[str, str | None]:
    """System → the reason, for the systems where the resource is known to have no counterpart."""
    rows = store.rows(
        "select to_system, note from resource_mapping where from_resource_id = ? and to_resource_id"
        " is null order by id desc",
        [resource_id],
    )
    return dict(rows)


def siblings_equivalents(store: Store, resource_id: int, path: str) -> list[tuple[str, str, str]]:
    """(sibling, system, path there) of the exact equivalents of the attributes with this path in
    other resources of the service.
    """
    result: set[tuple[str, str, str]] = set()
    for number, sibling in store.rows(
        "select a.id, r.name from resource own join resource r on r.system = own.system and"
        " r.service = own.service and r.id <> own.id join attribute_row a on a.resource_id = r.id"
        f" and a.path_id = {PATH_ID} where own.id = ?1",
        [resource_id, path_hash(path), path],
    ):
        rows = store.rows(
            "select d.to_system, b.path from directed_mapping d join attribute b on b.id ="
            " d.to_attribute_id where d.from_attribute_id = ? and d.relation = 'exact'",
            [number],
        )
        result.update((sibling, system, other) for system, other in rows)
    return sorted(result)


def has_namesake(store: Store, resource_id: int, path: str) -> bool:
    """Whether another resource of the service has an attribute with the same path."""
    rows = store.rows(
        "select 1 from resource own join resource r on r.system = own.system and r.service ="
        " own.service and r.kind = own.kind and r.id <> own.id join attribute_row a on"
        f" a.resource_id = r.id and a.path_id = {PATH_ID} where own.id = ?1 limit 1",
        [resource_id, path_hash(path), path],
    )
    return bool(rows)


def takes_elsewhere(store: Store, attribute_id: int, system: str) -> bool:
    """Whether an attribute's exact equivalent in another system can be set."""
    rows = store.rows(
        "select 1 from directed_mapping m join attribute a on a.id = m.to_attribute_id where"
        " m.from_attribute_id = ? and m.to_system = ? and m.relation = 'exact' and a.is_input"
        " limit 1",
        [attribute_id, system],
    )
    return bool(rows)


def unlinked(store: Store) -> dict[tuple[int, str], str]:
    """(Attribute, system) → why a naming rule found no equivalent although the other system may
    have one. There are a few dozen.
    """
    rows = store.rows("select attribute_id, to_system, reason from unlinked")
    return {(number, system): reason for number, system, reason in rows}


def guessed(store: Store) -> frozenset[int]:
    """The attributes that have candidates. There are a few hundred."""
    return frozenset(
        number for (number,) in store.rows("select distinct from_attribute_id from candidate")
    )


def attribute_itself(store: Store, attribute_id: int) -> MappingRow:
    """An attribute as the answer to a question in its own system."""
    (row,) = store.rows(
        "select r.system, r.id, b.id, 'exact', null, null, null, 1.0, 'curated', null, 0, b.path,"
        " b.native, b.gettable, b.is_input, b.is_output, b.deprecated from attribute b join"
        " resource r on r.id = b.resource_id where b.id = ?",
        [attribute_id],
    )
    return MappingRow(*row)


def links(store: Store, resource_id: int, system: str | None = None) -> list[LinkRow]:
    """The counterparts of a resource, in one system or in each."""
    clause, extra = ("", []) if system is None else (" and d.to_system = ?", [system])
    rows = store.rows(
        "select d.to_system, d.to_resource_id, r.name, d.relation, d.role, d.condition, d.origin,"
        " d.confidence, d.note, r.deprecated, r.alias_of, d.holds, d.back from"
        " directed_resource_mapping d left join resource r on r.id = d.to_resource_id where"
        f" d.from_resource_id = ?{clause} order by d.mapping_id",
        [resource_id, *extra],
    )
    return [LinkRow(*row) for row in rows]
