"""Turns direct mappings (mappings.py) into rows, with the mappings composed from them, and the
candidates.

Two layers use it. The linked file is the base file with everything derived for the types that are
in no mapping file; it changes only with the sources and with the set of types that have a file.
Each build adds the types of mapping files to a copy of it."""

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
from builder.database.forms import composed, settled
from builder.database.ids import Ids
from builder.database.lookups import exact_in_boto3
from builder.database.mappings import Direct
from builder.database.one_block import exact_where_one
from builder.database.reasons import explained
from builder.linking.compose import Composer, Mapping, stored
from builder.linking.repeats import Repeat, around, taken_over

OVERRULED = """
delete from {table} where id in (
  select m.id from {kind}_mapping c join {kind}_mapping m on m.from_{kind}_id = c.from_{kind}_id
  and m.to_{kind}_id = c.to_{kind}_id
   where c.id >= ? and c.origin = 'curated' and c.via is null
   and m.origin = 'rule' and m.via is null
   and m.to_system = c.to_system)
"""
STORED = {"resource": "resource_mapping", "attribute": "mapping_row"}
"""Kind → the table of its mappings."""
CHOSEN = {"resource": "(select id from chosen)", "attribute": ATTRIBUTES}
"""Kind → the row ids of those that are being linked."""
ANSWERED = """
delete from candidate where exists (
  select 1 from attribute_mapping m where m.from_attribute_id = candidate.from_attribute_id
  and m.to_attribute_id = candidate.to_attribute_id)
"""
RULED_RESOURCES = (
    "select to_system, to_resource_id from resource_mapping where from_resource_id = ? and origin ="
    " 'rule' and to_resource_id is not null"
)
RULED_PART = """select m.from_resource_id from resource_mapping m join resource r
on r.id = m.from_resource_id
  where m.to_resource_id = ? and m.origin = 'rule' and r.system = ?"""
RULED_NAME = """select b.path from attribute a join attribute_mapping m
on m.from_attribute_id = a.id and m.origin = 'rule'
  join attribute b on b.id = m.to_attribute_id where a.resource_id = ? and a.path = ?
  and m.to_system = ?"""


def place_of(spoken: set[tuple[str, str]]) -> Path:
    """The path of the linked file that leaves out `spoken`."""
    return stages.place("linked", repr(sorted(spoken)).encode())


@dataclass(frozen=True)
class Layer:
    """The layer that is written: the last one adds the resources that mapping files are about (row
    ids).
    """

    spoken: set[int]
    last: bool = False


def write(
    db: sqlite_utils.Database, ids: Ids, direct: Direct, inverse: dict[str, str], layer: Layer
) -> None:
    """Writes direct mappings, everything composed from them, and the candidates."""
    for kind, given in (("resource", direct.resources), ("attribute", direct.attributes)):
        system_of = ids.system_of(kind)
        wholes = (
            [_as_a_whole(m) for m in direct.resources if m.role != "part" and m.target]
            if kind == "attribute"
            else []
        )
        written = (
            exact_where_one(settled(given, db.conn), db.conn) if kind == "attribute" else given
        )
        of_attributes = (
            (ids.identities(), ids.owner, ids.only_read()) if kind == "attribute" else ()
        )
        rules = (system_of, inverse, ids.readers(kind), *of_attributes)

        def composing(direct: list[Mapping], rules: tuple[Any, ...] = rules) -> Composer:
            return Composer(direct, *rules)

        repeated = _repeated(db.conn, kind, [*written, *wholes], ids, inverse, composing, layer)
        said = [*written, *repeated]
        composer = composing([*said, *_ruled(db.conn, kind, said)])
        follow = composer.compose()
        if kind == "attribute":
            follow = composed(follow, db.conn, system_of)
        rows = [stored(mapping, composer, system_of) for mapping in [*said, *follow]]
        owners = {
            (m.subject, m.to_system): m.target
            for m in said
            if kind == "resource" and m.role == "main" and m.target
        }
        rows = [
            _renamed(db.conn, mapping, owners) if mapping.back and mapping.via else mapping
            for mapping in rows
        ]
        rows = [
            without_template(mapping) if mapping.to_system == "boto3" else mapping
            for mapping in rows
        ]
        if kind == "attribute":
            rows = explained(exact_in_boto3(rows, db.conn), db.conn)
            said_of = tag_notes(db.conn)
            rows = [_noted(mapping, said_of.get(mapping.target or 0)) for mapping in rows]
        first = base.write_mappings(db, kind, rows)
        answered = {(mapping.subject, mapping.target) for mapping in rows}
        # A curated mapping that a rule also has contains more: a condition, a note.
        db.execute(OVERRULED.format(kind=kind, table=STORED[kind]), [first])
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
            if (m.subject, m.target) not in answered
        ),
    )
    if layer.last:  # a row of a file may answer a guess of the previous layer
        db.execute(ANSWERED)


def without_template(mapping: Mapping) -> Mapping:
    """The mapping without the note about templates for a data source: boto3 reads, too."""
    if mapping.note is None or repeats.READ not in mapping.note:
        return mapping
    return msgspec.structs.replace(
        mapping, note=" ".join(mapping.note.replace(repeats.READ, "").split()) or None
    )


LOWER_CASE = "The items of boto3 have the keys `key` and `value`, in lower case."
SPECIFIED = "boto3 wants ResourceType beside these tags."


def tag_notes(connection: sqlite3.Connection) -> dict[int, str]:
    """Attribute of boto3 → the special needs of its tags: other keys than everywhere else, or the
    type of the resource.
    """
    lower = """select a.id from attribute a join resource r on r.id = a.resource_id
    join chosen on chosen.id = r.id where r.system = 'boto3' and lower(a.path) like '%tags'
      and exists (select 1 from attribute b where b.resource_id = a.resource_id
      and b.path = a.path || '[].key')"""
    specified = """select a.id from attribute a join resource r on r.id = a.resource_id
      join chosen on chosen.id = r.id where r.system = 'boto3'
      and a.path like 'TagSpecifications[].Tags%'"""
    found = {number: LOWER_CASE for (number,) in connection.execute(lower)}
    return found | {number: SPECIFIED for (number,) in connection.execute(specified)}


def _noted(mapping: Mapping, more: str | None) -> Mapping:
    if more is None or more in (mapping.note or ""):
        return mapping
    return msgspec.structs.replace(mapping, note=f"{mapping.note} {more}" if mapping.note else more)


def _as_a_whole(mapping: Mapping) -> Mapping:
    """The resource mapping that an object takes over, where the object is a resource of its
    type."""
    assert mapping.target is not None
    return msgspec.structs.replace(
        mapping, subject=-mapping.subject, target=-mapping.target, role=None, holds=[], back={}
    )


def _repeated(
    connection: sqlite3.Connection,
    kind: str,
    written: list[Mapping],
    ids: Ids,
    inverse: dict[str, str],
    composing: Callable[[list[Mapping]], Composer],
    layer: Layer,
) -> list[Mapping]:
    """The mappings that an attribute or resource takes over from the one that it repeats, from the
    direct mappings and from whole resources.

    Resources that a mapping file is about wait for the last layer, which also takes over the rows
    of the previous one."""
    seen = composing([])

    def spoken(number: int) -> bool:
        return (ids.owner(number) if kind == "attribute" else number) in layer.spoken

    answered = set(
        connection.execute(
            f"select from_{kind}_id, to_system from {kind}_mapping where origin != 'rule' and"
            f" from_{kind}_id in {CHOSEN[kind]}"
        )
    )
    readable = ids.readable() if kind == "attribute" else frozenset()
    found: list[Mapping] = []
    for whole_round in (
        repeats.rounds(connection) if kind == "attribute" else repeats.resources(connection)
    ):
        this_round = [
            repeat for repeat in whole_round if layer.last or not spoken(repeat.attribute)
        ]
        before = (
            _written_before(
                connection, kind, [repeat for repeat in this_round if spoken(repeat.attribute)]
            )
            if layer.last
            else []
        )
        direct = [*written, *before, *found]
        # An attribute that repeats another in one system alone also takes over composed mappings:
        # their path leads through systems in which the two are not the same.
        alone = {repeat.of for repeat in this_round if repeat.only}
        near = composing(around(direct, alone)).compose() if alone else []
        follow = [
            msgspec.structs.replace(mapping, via=None)
            for mapping in (composed(near, connection, ids.system_of(kind)) if near else ())
            if mapping.subject in alone
        ]
        found += taken_over(
            [*direct, *follow],
            this_round,
            answered,
            lambda m: seen.turned(m) if m.target is not None and m.target > 0 else None,
            inverse,
            readable,
        )
    if kind == "attribute":
        system_of = ids.system_of(kind)
        have = {(m.subject, m.to_system) for m in [*written, *found]} | answered
        have |= {
            (m.target, system_of(m.subject))
            for m in [*written, *found]
            if m.target is not None and m.target > 0
        }
        found += [
            Mapping(subject=number, to_system=system, target=None, relation="none", note=reason)
            for number, system, reason in repeats.without_place(connection)
            if spoken(number) == layer.last and (number, system) not in have
        ]
    return found


def _written_before(
    connection: sqlite3.Connection, kind: str, wanted: list[Repeat]
) -> list[Mapping]:
    """The direct mappings of the repeated attributes or resources that the previous layer has
    written; and composed ones, where only these can be taken over."""
    alone = {repeat.of for repeat in wanted if repeat.only}
    columns = (
        f"from_{kind}_id, to_system, to_{kind}_id, relation, condition, confidence, origin, note,"
        " source, evidence"
    )
    more = "transform, to_resource_id, key" if kind == "attribute" else "null, null, null"
    found = []
    for number in sorted({repeat.of for repeat in wanted if repeat.of > 0}):
        direct = "" if number in alone else "via is null and"
        query = (
            f"select {columns}, {more} from {kind}_mapping where {{}} = ? and {direct}"
            " origin != 'rule' order by id"
        )
        for end in (f"from_{kind}_id", f"to_{kind}_id"):
            for row in connection.execute(query.format(end), [number]):
                (
                    subject,
                    system,
                    target,
                    relation,
                    condition,
                    confidence,
                    origin,
                    note,
                    source,
                    evidence,
                    transform,
                    whole,
                    key,
                ) = row
                found.append(
                    Mapping(
                        subject=subject,
                        to_system=system,
                        target=-whole if whole else target,
                        relation=relation,
                        condition=condition,
                        confidence=confidence,
                        origin=origin,
                        note=note,
                        source=source,
                        evidence=evidence,
                        transform=transform,
                        key=key,
                    )
                )
    return found


def _ruled(connection: sqlite3.Connection, kind: str, direct: list[Mapping]) -> Iterator[Mapping]:
    """The rule mappings at either end of the direct ones: no others can be composed with them."""
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
    overruled = {(m.subject, m.target) for m in direct if m.target is not None}
    for _, subject, system, target, relation, note in connection.execute(
        query + " order by 1"
    ).fetchall():
        if (subject, target) not in overruled:
            yield Mapping(
                subject=subject, to_system=system, target=target, relation=relation, note=note
            )
    for number in sorted({m.whole for m in direct if m.whole}):
        for system, target in connection.execute(RULED_RESOURCES, [number]).fetchall():
            yield Mapping(subject=-number, to_system=system, target=-target)


def _renamed(
    connection: sqlite3.Connection, mapping: Mapping, owners: dict[tuple[int, str], int]
) -> Mapping:
    """A composed part with `back` in the names of its own system: it was written in those of the
    system in between. Entries without a name there are left out.
    """
    assert mapping.via is not None
    part = next(
        (row[0] for row in connection.execute(RULED_PART, [mapping.target, mapping.via])), None
    )
    owner = owners.get((mapping.subject, mapping.via))

    def name(resource: int | None, path: str) -> str | None:
        return next(
            (row[0] for row in connection.execute(RULED_NAME, [resource, path, mapping.to_system])),
            None,
        )

    pairs = {name(part, argument): name(owner, taken) for argument, taken in mapping.back.items()}
    return msgspec.structs.replace(
        mapping, back={argument: taken for argument, taken in pairs.items() if argument and taken}
    )
