"""The SQLite schema of the built file, and how rows get into it. docs/data-model.md describes every table and column."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import sqlite_utils
from iac_crosswalk.store.file import APPLICATION_ID, SCHEMA_VERSION

from builder.model import Extraction, Resource

TABLES = """
create table system (
  name text primary key, title text not null, package text not null, package_version text not null, licence text not null, description text not null
);
create table transform (name text primary key, inverse text not null, description text not null);
create table resource (
  id integer primary key, system text not null references system(name), name text not null, kind text not null, service text not null,
  description text not null, described_by text, deprecated text, alias_of text, documentation_url text, reference text, call text,
  facts text not null,
  unique (system, name)
);
create table resource_alias (alias text not null, resource_id integer not null references resource(id), primary key (alias, resource_id)) without rowid;
create table attribute (
  id integer primary key, resource_id integer not null references resource(id), path text not null, type text not null, description text not null,
  described_by text,
  is_input integer not null, is_output integer not null, required integer not null, computed integer not null, create_only integer not null,
  write_only integer not null, gettable integer, deprecated text, allowed text, native text, class_name text, recursive integer not null, words text not null,
  unique (resource_id, path)
);
create table resource_mapping (
  id integer primary key, from_resource_id integer not null references resource(id), to_system text not null references system(name),
  to_resource_id integer references resource(id), relation text not null, role text, condition text, confidence real not null,
  origin text not null, via text, note text, source text, evidence text, holds text, back text
);
create table attribute_mapping (
  id integer primary key, from_attribute_id integer not null references attribute(id), to_system text not null references system(name),
  to_attribute_id integer references attribute(id), relation text not null, condition text, transform text, confidence real not null,
  origin text not null, via text, note text, source text, evidence text, to_resource_id integer references resource(id), key text
);
create table unlinked (
  attribute_id integer not null references attribute(id), to_system text not null references system(name), reason text not null,
  primary key (attribute_id, to_system)
) without rowid;
create table candidate (
  from_attribute_id integer not null references attribute(id), to_attribute_id integer not null references attribute(id),
  confidence real not null, evidence text, primary key (from_attribute_id, to_attribute_id)
) without rowid;
create table rejection (
  from_attribute_id integer not null references attribute(id), to_attribute_id integer not null references attribute(id),
  note text, source text not null, primary key (from_attribute_id, to_attribute_id)
) without rowid;
create table attribute_history (
  system text not null references system(name), resource text not null, path text not null, since text, until text, removed_in text,
  replacement text, without_replacement integer not null, certain integer not null, note text, origin text not null, source text
);
create table pitfall (
  id integer primary key, resource_id integer not null references resource(id), wrong text not null, why text not null,
  seen text, instead text not null, source text not null
);
create table pitfall_instead (
  pitfall_id integer not null references pitfall(id), attribute_id integer not null references attribute(id), position integer not null,
  primary key (pitfall_id, position)
) without rowid;
create table condition_sign (
  condition text not null, attribute_id integer not null references attribute(id), operator text not null, value text not null, source text not null,
  primary key (condition, attribute_id, operator, value)
) without rowid;
create table mapping_file (
  file text primary key, resource_id integer not null references resource(id), reviewed integer not null
) without rowid;
create table build (key text primary key, value text not null) without rowid;
"""

INDEXES = """
create index resource_by_name on resource (name);
create index resource_by_service on resource (system, service);
create index resource_by_kind on resource (kind);
create index attribute_by_class on attribute (class_name) where class_name is not null;
create index resource_mapping_from on resource_mapping (from_resource_id, to_system);
create index resource_mapping_to on resource_mapping (to_resource_id);
create index resource_mapping_origin on resource_mapping (origin, relation);
create index resource_mapping_relation on resource_mapping (relation);
create index attribute_mapping_from on attribute_mapping (from_attribute_id, to_system);
create index attribute_mapping_to on attribute_mapping (to_attribute_id);
create index attribute_mapping_to_resource on attribute_mapping (to_resource_id) where to_resource_id is not null;
create index attribute_mapping_origin on attribute_mapping (origin, relation);
create index history_by_name on attribute_history (system, resource, path);
create index pitfall_resource on pitfall (resource_id, wrong);
"""
"""Besides what `unique` and `primary key` bring: the facets Datasette offers, and nothing that no query uses."""

VIEWS = """
create view equivalent as
select fs.system as from_system, fs.name as from_resource, fa.path as from_path,
       m.to_system as to_system, ts.name as to_resource, ta.path as to_path,
       m.relation as relation, m.condition as condition, m.transform as transform, m.confidence as confidence,
       m.origin as origin, m.note as note, m.via as via, m.source as source, m.key as key
  from attribute_mapping m
  join attribute fa on fa.id = m.from_attribute_id join resource fs on fs.id = fa.resource_id
  left join attribute ta on ta.id = m.to_attribute_id left join resource ts on ts.id = coalesce(m.to_resource_id, ta.resource_id)
union all
select ts.system, ts.name, ta.path, fs.system, fs.name, fa.path,
       case m.relation when 'broad' then 'narrow' when 'narrow' then 'broad' else m.relation end,
       m.condition, coalesce((select inverse from transform where transform.name = m.transform), m.transform), m.confidence,
       m.origin, m.note, m.via, m.source, m.key
  from attribute_mapping m
  join attribute ta on ta.id = m.to_attribute_id join resource ts on ts.id = ta.resource_id
  join attribute fa on fa.id = m.from_attribute_id join resource fs on fs.id = fa.resource_id
 where not (fs.kind = 'data-source' and ts.system in ('cloudformation', 'cdk'))
   and not (fs.name glob 'AWS::Serverless::*' and ts.system != 'cdk') and not (fs.name glob 'aws_sam.*');
create view directed_mapping as
select m.id as mapping_id, m.from_attribute_id, m.to_system, m.to_attribute_id, m.to_resource_id, m.relation, m.condition, m.transform, m.key,
       m.confidence, m.origin, m.via, m.note
  from attribute_mapping m
union all
select m.id, m.to_attribute_id, +r.system, m.from_attribute_id, null,
       case m.relation when 'broad' then 'narrow' when 'narrow' then 'broad' else m.relation end, m.condition,
       case when m.transform is not null then (select inverse from transform where transform.name = m.transform) end, m.key,
       m.confidence, m.origin, m.via, m.note
  from attribute_mapping m join attribute f on f.id = m.from_attribute_id join resource r on r.id = f.resource_id
 where not (r.kind = 'data-source' and m.to_system in ('cloudformation', 'cdk')) and not (r.name glob 'AWS::Serverless::*' and m.to_system != 'cdk')
   and not (r.name glob 'aws_sam.*');
create view directed_resource_mapping as
select m.id as mapping_id, m.from_resource_id, m.to_system, m.to_resource_id, m.relation, m.role, m.condition,
       m.confidence, m.origin, m.via, m.note, m.source, m.evidence, m.holds, m.back
  from resource_mapping m
union all
select m.id, m.to_resource_id, +r.system, m.from_resource_id,
       case m.relation when 'broad' then 'narrow' when 'narrow' then 'broad' else m.relation end, m.role, m.condition,
       m.confidence, m.origin, m.via, m.note, m.source, m.evidence, m.holds, m.back
  from resource_mapping m join resource r on r.id = m.from_resource_id
 where not (r.kind = 'data-source' and m.to_system in ('cloudformation', 'cdk')) and not (r.name glob 'AWS::Serverless::*' and m.to_system != 'cdk')
   and not (r.name glob 'aws_sam.*');
create view crosswalk as
select r.name as cloudformation_resource, a.path as cloudformation, {columns}, a.type as type, a.gettable as gettable, a.is_input as is_input,
       r.service as service
  from attribute a join resource r on r.id = a.resource_id where r.system = 'cloudformation';
"""

_WIDE = """(select group_concat(coalesce(o.name || coalesce(' ' || b.path, ''), 'none'), ' | ')
    from attribute_mapping m left join attribute b on b.id = m.to_attribute_id left join resource o on o.id = coalesce(m.to_resource_id, b.resource_id)
   where m.from_attribute_id = a.id and m.to_system = '{system}') as {system}"""

FULL_TEXT = {"resource": ["name", "service", "description"], "attribute": ["path", "words", "description"], "pitfall": ["wrong", "why"]}


def create(path: Path) -> sqlite_utils.Database:
    """A new file with empty tables. The caller closes it."""
    connection = sqlite3.connect(path, isolation_level=None)
    # The file is written beside the one in use and synced once at the end: a journal would only cost time.
    connection.executescript(
        f"pragma page_size = 4096; pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000;"
        f"pragma application_id = {APPLICATION_ID}; pragma user_version = {SCHEMA_VERSION};"
    )
    connection.executescript(TABLES)
    return sqlite_utils.Database(connection)


def insert(db: sqlite_utils.Database, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Rows of one shape (the same keys in the same order) into `table`."""
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return
    # Not insert_all of sqlite-utils, which looks at each value for something to encode as JSON: that takes longer than the writing.
    names = ", ".join(f"[{name}]" for name in first)
    statement = f"insert into [{table}] ({names}) values ({', '.join('?' * len(first))})"
    with db.atomic():
        db.conn.executemany(statement, (tuple(row.values()) for row in chain([first], iterator)))


_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@cache
def _humps(name: str) -> list[str]:
    """The words of one name of a path. A hundred thousand paths are made of a few ten thousand names."""
    return [hump.lower() for hump in _HUMP.findall(name)]


def words(path: str) -> str:
    """A camelCase path as separate words, for full-text search; empty where the path is in snake case and splits by itself.

    Neighbouring words are added joined as well, because AWS writes `EndPoint` here and `Endpoint` there.
    """
    if path == path.lower():
        return ""
    parts = [_humps(part) for part in path.split(".")]
    joined = [one + other for humps in parts for one, other in pairwise(humps)]
    return " ".join([hump for humps in parts for hump in humps] + joined)


CONSUMED_FACTS = ("cloudformation_paths",)
"""Facts that the links hold once they are made, and that would only weigh on the file."""


def resource_row(number: int, resource: Resource) -> dict[str, Any]:
    facts = dict(resource.facts)
    url = facts.pop("documentation_url", None)
    reference = facts.pop("ref", None)
    for consumed in CONSUMED_FACTS:
        facts.pop(consumed, None)
    read = next(iter(facts.get("read", ())), None) if resource.system == "boto3" else None
    return {
        "id": number,
        "system": resource.system,
        "name": resource.name,
        "kind": resource.kind,
        "service": resource.service,
        "description": resource.description,
        "described_by": resource.described_by,
        "deprecated": resource.deprecated,
        "alias_of": resource.alias_of,
        "documentation_url": url,
        "reference": json.dumps(reference, sort_keys=True) if reference is not None else None,
        "call": f"{read['operation']}:{read['path']}" if read else None,
        "facts": json.dumps(facts, sort_keys=True, ensure_ascii=False),
    }


def attribute_rows(number: int, first_id: int, resource: Resource) -> Iterator[dict[str, Any]]:
    """One row for each attribute. What lies in a deprecated block is deprecated with it: sources put the message on the block alone."""
    deprecated: dict[str, str] = {}
    for offset, attribute in enumerate(resource.attributes):
        block = attribute.path.rpartition(".")[0].rstrip("[]")
        if message := attribute.deprecated or deprecated.get(block):
            deprecated[attribute.path.rstrip("[]")] = message
        yield {
            "id": first_id + offset,
            "resource_id": number,
            "path": attribute.path,
            "type": attribute.type,
            "description": attribute.description,
            "described_by": attribute.described_by,
            "is_input": attribute.is_input,
            "is_output": attribute.is_output,
            "required": attribute.required,
            "computed": attribute.computed,
            "create_only": attribute.create_only,
            "write_only": attribute.write_only,
            "gettable": attribute.gettable,
            "deprecated": message,
            "allowed": json.dumps(attribute.enum, ensure_ascii=False) if attribute.enum else None,
            "native": attribute.native,
            "class_name": attribute.class_name,
            "recursive": attribute.recursive,
            "words": words(attribute.path),
        }


def wide_columns() -> str:
    return ", ".join(_WIDE.format(system=system) for system in ("terraform", "pulumi", "boto3", "cdk"))


class Numbers:
    """Row ids of every resource and attribute, given out in the order of the extractions, so that they are the same in every build."""

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self.resources: dict[tuple[str, str], int] = {}
        self.first: dict[int, int] = {}
        self._paths: dict[int, dict[str, int]] = {}
        self._by_number: dict[int, Resource] = {}
        next_attribute = 1
        for extraction in extractions:
            for resource in extraction.resources:
                number = len(self.resources) + 1
                self.resources[resource.system, resource.name] = number
                self.first[number] = next_attribute
                self._by_number[number] = resource
                next_attribute += len(resource.attributes)

    def attributes(self, number: int) -> dict[str, int]:
        """Path → attribute id of the resource with row id `number`."""
        found = self._paths.get(number)
        if found is None:
            first = self.first[number]
            found = self._paths[number] = {a.path: first + i for i, a in enumerate(self._by_number[number].attributes)}
        return found

    def attribute(self, system: str, resource: str, path: str) -> int | None:
        number = self.resources.get((system, resource))
        return None if number is None else self.attributes(number).get(path)
