"""Writes direct mappings (mappings.py), the mappings composed from them, and the candidates.

There are two layers. The linked file is the base file with everything that is derived for
resources without a mapping file. It changes only with the sources and with the set of resources
that have a file. Each build adds the resources with a mapping file to a copy of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import sqlite_utils

from builder import stages
from builder.database import base, database, repeats
from builder.database.chosen import ATTRIBUTES
from builder.database.forms import fit_composed, with_transforms
from builder.database.ids import Ids
from builder.database.lookups import exact_in_boto3
from builder.database.mappings import Direct
from builder.database.one_block import exact_where_one
from builder.database.reasons import explained
from builder.linking.compose import Composer, Mapping, stored
from builder.linking.repeats import Repeat, around, taken_over

DELETE_OVERRULED_RULES = """
delete from {table} where id in (
  select m.id from {kind}_mapping c join {kind}_mapping m on m.from_{kind}_id = c.from_{kind}_id
  and m.to_{kind}_id = c.to_{kind}_id
   where c.id >= ? and c.origin = 'curated' and c.via is null
   and m.origin = 'rule' and m.via is null
   and m.to_system = c.to_system)
"""
MAPPING_TABLES = {"resource": "resource_mapping", "attribute": "mapping_row"}
"""Kind → the table of its mappings."""
CHOSEN_IDS = {"resource": "(select id from chosen)", "attribute": ATTRIBUTES}
"""Kind → a query of the row ids of the chosen resources or their attributes (chosen.py)."""
DELETE_ANSWERED_CANDIDATES = """
delete from candidate where exists (
  select 1 from attribute_mapping m where m.from_attribute_id = candidate.from_attribute_id
  and m.to_attribute_id = candidate.to_attribute_id)
"""
RULE_TARGETS = (
    "select to_system, to_resource_id from resource_mapping where from_resource_id = ? and origin ="
    " 'rule' and to_resource_id is not null"
)
RULE_PART = """select m.from_resource_id from resource_mapping m join resource r
on r.id = m.from_resource_id
  where m.to_resource_id = ? and m.origin = 'rule' and r.system = ?"""
RULE_NAME = """select b.path from attribute a join attribute_mapping m
on m.from_attribute_id = a.id and m.origin = 'rule'
  join attribute b on b.id = m.to_attribute_id where a.resource_id = ? and a.path = ?
  and m.to_system = ?"""


def place_of(with_files: set[tuple[str, str]]) -> Path:
    """The path of the linked file that leaves out `with_files`, as (system, name)."""
    return stages.place("linked", repr(sorted(with_files)).encode())


@dataclass(frozen=True)
class Layer:
    """The layer to write. `with_files`: the row ids of the resources with a mapping file; only the
    last layer has them.
    """

    with_files: set[int]
    last: bool = False


def write(
    db: sqlite_utils.Database, ids: Ids, direct: Direct, inverse: dict[str, str], layer: Layer
) -> None:
    """Writes direct mappings, everything composed from them, and the candidates."""
    for kind, layer_mappings in (("resource", direct.resources), ("attribute", direct.attributes)):
        system_of = ids.system_of(kind)
        whole_mappings = (
            [_whole_mapping(m) for m in direct.resources if m.role != "part" and m.target]
            if kind == "attribute"
            else []
        )
        direct_rows = (
            exact_where_one(with_transforms(layer_mappings, db.conn), db.conn)
            if kind == "attribute"
            else layer_mappings
        )
        attribute_rules = (
            (ids.identities(), ids.owner, ids.only_read()) if kind == "attribute" else ()
        )
        composer_arguments = (system_of, inverse, ids.readers(kind), *attribute_rules)

        def make_composer(
            direct: list[Mapping], composer_arguments: tuple[Any, ...] = composer_arguments
        ) -> Composer:
            return Composer(direct, *composer_arguments)

        repeat_mappings = _repeat_mappings(
            db.conn, kind, [*direct_rows, *whole_mappings], ids, inverse, make_composer, layer
        )
        direct_mappings = [*direct_rows, *repeat_mappings]
        composer = make_composer(
            [*direct_mappings, *_rule_mappings(db.conn, kind, direct_mappings)]
        )
        composed_rows = composer.compose()
        if kind == "attribute":
            composed_rows = fit_composed(composed_rows, db.conn, system_of)
        rows = [
            stored(mapping, composer, system_of) for mapping in [*direct_mappings, *composed_rows]
        ]
        owners = {
            (m.subject, m.to_system): m.target
            for m in direct_mappings
            if kind == "resource" and m.role == "main" and m.target
        }
        rows = [
            _with_translated_back(db.conn, mapping, owners)
            if mapping.back and mapping.via
            else mapping
            for mapping in rows
        ]
        rows = [
            without_template(mapping) if mapping.to_system == "boto3" else mapping
            for mapping in rows
        ]
        if kind == "attribute":
            rows = explained(exact_in_boto3(rows, db.conn), db.conn)
            notes = tag_notes(db.conn)
            rows = [_with_note(mapping, notes.get(mapping.target or 0)) for mapping in rows]
        first = base.write_mappings(db, kind, rows)
        pairs = {(mapping.subject, mapping.target) for mapping in rows}
        # A curated mapping replaces the same mapping by rule: it has a condition or a note.
        db.execute(DELETE_OVERRULED_RULES.format(kind=kind, table=MAPPING_TABLES[kind]), [first])
    database.insert(
        db,
        "candidate",
        (
            {
                "from_attribute_id": m.subject,
                "to_attribute_id": m.target,
                "confidence": m.confidence,
                "evidence": m.evidence,
            }
            for m in direct.candidates
            if (m.subject, m.target) not in pairs
        ),
    )
    if layer.last:  # a candidate of the previous layer may be a mapping now
        db.execute(DELETE_ANSWERED_CANDIDATES)


def without_template(mapping: Mapping) -> Mapping:
    """The mapping without the note about templates for a data source: boto3 does not need it,
    since it can read existing resources."""
    if mapping.note is None or repeats.READ_NOTE not in mapping.note:
        return mapping
    return msgspec.structs.replace(
        mapping, note=" ".join(mapping.note.replace(repeats.READ_NOTE, "").split()) or None
    )


LOWER_CASE_KEYS = "The items of boto3 have the keys `key` and `value`, in lower case."
NEEDS_RESOURCE_TYPE = "boto3 wants ResourceType beside these tags."


def tag_notes(connection: sqlite3.Connection) -> dict[int, str]:
    """Attribute of boto3 → what its tags need besides a key and a value: keys in lower case, or the
    type of the resource.
    """
    lower_case = """select a.id from attribute a join resource r on r.id = a.resource_id
    join chosen on chosen.id = r.id where r.system = 'boto3' and lower(a.path) like '%tags'
      and exists (select 1 from attribute b where b.resource_id = a.resource_id
      and b.path = a.path || '[].key')"""
    needs_type = """select a.id from attribute a join resource r on r.id = a.resource_id
      join chosen on chosen.id = r.id where r.system = 'boto3'
      and a.path like 'TagSpecifications[].Tags%'"""
    notes = {number: LOWER_CASE_KEYS for (number,) in connection.execute(lower_case)}
    return notes | {number: NEEDS_RESOURCE_TYPE for (number,) in connection.execute(needs_type)}


def _with_note(mapping: Mapping, addition: str | None) -> Mapping:
    if addition is None or addition in (mapping.note or ""):
        return mapping
    return msgspec.structs.replace(
        mapping, note=f"{mapping.note} {addition}" if mapping.note else addition
    )


def _whole_mapping(mapping: Mapping) -> Mapping:
    """The resource mapping in the form that an object takes over, where the object is a whole
    resource: with negative row ids."""
    assert mapping.target is not None
    return msgspec.structs.replace(
        mapping, subject=-mapping.subject, target=-mapping.target, role=None, holds=[], back={}
    )


def _repeat_mappings(
    connection: sqlite3.Connection,
    kind: str,
    direct_rows: list[Mapping],
    ids: Ids,
    inverse: dict[str, str],
    make_composer: Callable[[list[Mapping]], Composer],
    layer: Layer,
) -> list[Mapping]:
    """The mappings that attributes or resources take over from those that they repeat. They come
    from the direct mappings and from the mappings of whole resources.

    Resources with a mapping file are in the last layer, which also takes over the rows of the
    previous one."""
    reverser = make_composer([])

    def has_file(number: int) -> bool:
        return (ids.owner(number) if kind == "attribute" else number) in layer.with_files

    answered_pairs = set(
        connection.execute(
            f"select from_{kind}_id, to_system from {kind}_mapping where origin != 'rule' and"
            f" from_{kind}_id in {CHOSEN_IDS[kind]}"
        )
    )
    readable = ids.readable() if kind == "attribute" else frozenset()
    repeat_mappings: list[Mapping] = []
    for repeats_of_round in (
        repeats.rounds(connection) if kind == "attribute" else repeats.resources(connection)
    ):
        this_round = [
            repeat for repeat in repeats_of_round if layer.last or not has_file(repeat.attribute)
        ]
        previous_rows = (
            _previous_mappings(
                connection, kind, [repeat for repeat in this_round if has_file(repeat.attribute)]
            )
            if layer.last
            else []
        )
        direct = [*direct_rows, *previous_rows, *repeat_mappings]
        # An attribute that repeats another one in a single system also takes over composed
        # mappings. It cannot compose its own: in the systems between, the two are different.
        single_system_sources = {repeat.of for repeat in this_round if repeat.only}
        nearby_mappings = (
            make_composer(around(direct, single_system_sources)).compose()
            if single_system_sources
            else []
        )
        composed_rows = [
            msgspec.structs.replace(mapping, via=None)
            for mapping in (
                fit_composed(nearby_mappings, connection, ids.system_of(kind))
                if nearby_mappings
                else ()
            )
            if mapping.subject in single_system_sources
        ]
        repeat_mappings += taken_over(
            [*direct, *composed_rows],
            this_round,
            answered_pairs,
            lambda m: reverser.turned(m) if m.target is not None and m.target > 0 else None,
            inverse,
            readable,
        )
    if kind == "attribute":
        system_of = ids.system_of(kind)
        pairs = {
            (m.subject, m.to_system) for m in [*direct_rows, *repeat_mappings]
        } | answered_pairs
        pairs |= {
            (m.target, system_of(m.subject))
            for m in [*direct_rows, *repeat_mappings]
            if m.target is not None and m.target > 0
        }
        repeat_mappings += [
            Mapping(subject=number, to_system=system, target=None, relation="none", note=reason)
            for number, system, reason in repeats.without_place(connection)
            if has_file(number) == layer.last and (number, system) not in pairs
        ]
    return repeat_mappings


_MAPPING_FIELDS = (
    "subject",
    "to_system",
    "target",
    "relation",
    "condition",
    "confidence",
    "origin",
    "note",
    "source",
    "evidence",
    "transform",
    "whole",
    "key",
)
"""The fields of a Mapping that are read back, in the order of the query's columns; `whole`: the
resource that is the target."""


def _previous_mappings(
    connection: sqlite3.Connection, kind: str, needed_repeats: list[Repeat]
) -> list[Mapping]:
    """The direct mappings that the previous layer wrote for the repeated attributes or resources.
    Composed ones too, where an attribute repeats another one in a single system."""
    composed_too = {repeat.of for repeat in needed_repeats if repeat.only}
    columns = f"from_{kind}_id, to_system, to_{kind}_id, {', '.join(_MAPPING_FIELDS[3:10])}"
    attribute_columns = (
        "transform, to_resource_id, key" if kind == "attribute" else "null, null, null"
    )
    mappings = []
    for number in sorted({repeat.of for repeat in needed_repeats if repeat.of > 0}):
        direct = "" if number in composed_too else "via is null and"
        query = (
            f"select {columns}, {attribute_columns} from {kind}_mapping where {{}} = ? and {direct}"
            " origin != 'rule' order by id"
        )
        for end in (f"from_{kind}_id", f"to_{kind}_id"):
            for row in connection.execute(query.format(end), [number]):
                values = dict(zip(_MAPPING_FIELDS, row, strict=True))
                if whole := values.pop("whole"):
                    values["target"] = -whole
                mappings.append(Mapping(**values))
    return mappings


def _rule_mappings(
    connection: sqlite3.Connection, kind: str, direct: list[Mapping]
) -> Iterator[Mapping]:
    """The mappings by rule that share an end with a direct one: only these can be composed with
    it."""
    ends = sorted(
        {m.subject for m in direct}
        | {m.target for m in direct if m.target is not None and m.target > 0}
    )
    connection.executescript(
        "create temp table if not exists ends (id integer primary key); delete from ends; begin;"
    )
    connection.executemany("insert into ends values (?)", ((number,) for number in ends))
    connection.execute("commit")
    query = " union ".join(
        f"select m.id, from_{kind}_id, to_system, to_{kind}_id, relation, note from ends join"
        f" {kind}_mapping m on m.{side}_{kind}_id = ends.id where m.origin = 'rule' and m.via is"
        " null"
        for side in ("from", "to")
    )
    direct_pairs = {(m.subject, m.target) for m in direct if m.target is not None}
    for _, subject, system, target, relation, note in connection.execute(
        query + " order by 1"
    ).fetchall():
        if (subject, target) not in direct_pairs:
            yield Mapping(
                subject=subject, to_system=system, target=target, relation=relation, note=note
            )
    for number in sorted({m.whole for m in direct if m.whole}):
        for system, target in connection.execute(RULE_TARGETS, [number]).fetchall():
            yield Mapping(subject=-number, to_system=system, target=-target)


def _with_translated_back(
    connection: sqlite3.Connection, mapping: Mapping, owners: dict[tuple[int, str], int]
) -> Mapping:
    """A composed part, with the names in `back` translated from the system between to the part's
    own system. Entries without a name there are left out.
    """
    assert mapping.via is not None
    part = next(
        (row[0] for row in connection.execute(RULE_PART, [mapping.target, mapping.via])), None
    )
    owner = owners.get((mapping.subject, mapping.via))

    def name(resource: int | None, path: str) -> str | None:
        return next(
            (row[0] for row in connection.execute(RULE_NAME, [resource, path, mapping.to_system])),
            None,
        )

    pairs = {
        name(part, argument): name(owner, owner_attribute)
        for argument, owner_attribute in mapping.back.items()
    }
    return msgspec.structs.replace(
        mapping,
        back={
            argument: owner_attribute
            for argument, owner_attribute in pairs.items()
            if argument and owner_attribute
        },
    )
