"""The tables, indexes and views of the built file. docs/data-model.md describes each column.

`attribute`, `attribute_mapping` and `attribute_fts` are views: the tables below them store shared
values once (compact.py). The views have a subquery for each value instead of joins. So SQLite can
push conditions into the views, on either side of a join, and reads only the selected columns.
"""

from __future__ import annotations

from iac_crosswalk.store.tables import FLAGS, flag, path

_FLAGS = ", ".join(f"{flag(name)} as {name}" for name in (*FLAGS, "gettable"))

TABLES = f"""
create table system (
  name text primary key, title text not null, package text not null, package_version text not null,
  licence text not null, description text not null
);
create table transform (name text primary key, inverse text not null, description text not null);
create table resource (
  id integer primary key, system text not null references system(name), name text not null,
  kind text not null, service text not null, description text not null, described_by text,
  deprecated text, alias_of text, documentation_url text, reference text, call text,
  facts text not null,
  unique (system, name)
);
create table resource_alias (
  alias text not null, resource_id integer not null references resource(id),
  primary key (alias, resource_id)
) without rowid;
create table path_above (id integer primary key, above text not null);
create table path_name (id integer primary key, name text not null);
create table attribute_path (
  id integer primary key, above_id integer not null references path_above(id),
  name_id integer not null references path_name(id), hash integer not null
);
create table attribute_description (id integer primary key, description text not null);
create table attribute_facts (
  id integer primary key, type text not null, described_by text, deprecated text, allowed text,
  native text
);
create table attribute_row (
  id integer primary key, resource_id integer not null references resource(id),
  path_id integer not null references attribute_path(id),
  description_id integer not null references attribute_description(id),
  facts_id integer not null references attribute_facts(id), flags integer not null,
  class_name text
);
create view attribute as
select a.id as id, a.resource_id as resource_id,
       {path()} as path,
       (select type from attribute_facts where id = a.facts_id) as type,
       (select description from attribute_description where id = a.description_id) as description,
       (select described_by from attribute_facts where id = a.facts_id) as described_by,
       {_FLAGS},
       (select deprecated from attribute_facts where id = a.facts_id) as deprecated,
       (select allowed from attribute_facts where id = a.facts_id) as allowed,
       (select native from attribute_facts where id = a.facts_id) as native,
       a.class_name as class_name
  from attribute_row a;
create view attribute_text as
select id, path, '' as words, description from attribute;
create virtual table attribute_text_fts
 using fts5 (words, path, description, content = 'attribute_text', content_rowid = 'id');
create table attribute_of_text (
  text_id integer not null references attribute_row(id),
  attribute_id integer not null references attribute_row(id), primary key (text_id, attribute_id)
) without rowid;
create view attribute_fts as
select o.attribute_id as rowid, f.path as path, f.words as words, f.description as description,
       f.attribute_text_fts as attribute_fts, f.rank as rank
  from attribute_text_fts f join attribute_of_text o on o.text_id = f.rowid;
create table resource_mapping (
  id integer primary key, from_resource_id integer not null references resource(id),
  to_system text not null references system(name), to_resource_id integer references resource(id),
  relation text not null, role text, condition text, confidence real not null,
  origin text not null, via text, note text, source text, evidence text, holds text, back text
);
create table mapping_claim (
  id integer primary key, to_system text not null references system(name),
  to_resource_id integer references resource(id), relation text not null, condition text,
  transform text, confidence real not null, origin text not null, via text, note text, key text
);
create table mapping_basis (id integer primary key, source text, evidence text);
create table mapping_row (
  id integer primary key, from_attribute_id integer not null references attribute_row(id),
  to_attribute_id integer references attribute_row(id),
  claim_id integer not null references mapping_claim(id),
  basis_id integer references mapping_basis(id)
);
create view attribute_mapping as
select m.id as id, m.from_attribute_id as from_attribute_id,
       (select to_system from mapping_claim where id = m.claim_id) as to_system,
       m.to_attribute_id as to_attribute_id,
       (select relation from mapping_claim where id = m.claim_id) as relation,
       (select condition from mapping_claim where id = m.claim_id) as condition,
       (select transform from mapping_claim where id = m.claim_id) as transform,
       (select confidence from mapping_claim where id = m.claim_id) as confidence,
       (select origin from mapping_claim where id = m.claim_id) as origin,
       (select via from mapping_claim where id = m.claim_id) as via,
       (select note from mapping_claim where id = m.claim_id) as note,
       (select source from mapping_basis where id = m.basis_id) as source,
       (select evidence from mapping_basis where id = m.basis_id) as evidence,
       (select to_resource_id from mapping_claim where id = m.claim_id) as to_resource_id,
       (select key from mapping_claim where id = m.claim_id) as key
  from mapping_row m;
create table unlinked (
  attribute_id integer not null references attribute_row(id),
  to_system text not null references system(name), reason text not null,
  primary key (attribute_id, to_system)
) without rowid;
create table candidate (
  from_attribute_id integer not null references attribute_row(id),
  to_attribute_id integer not null references attribute_row(id),
  confidence real not null, evidence text, primary key (from_attribute_id, to_attribute_id)
) without rowid;
create table rejection (
  from_attribute_id integer not null references attribute_row(id),
  to_attribute_id integer not null references attribute_row(id),
  note text, source text not null, primary key (from_attribute_id, to_attribute_id)
) without rowid;
create table attribute_history (
  system text not null references system(name), resource text not null, path text not null,
  since text, until text, removed_in text, replacement text, without_replacement integer not null,
  certain integer not null, note text, origin text not null, source text
);
create table pitfall (
  id integer primary key, resource_id integer not null references resource(id),
  wrong text not null, why text not null, seen text, instead text not null, source text not null
);
create table pitfall_instead (
  pitfall_id integer not null references pitfall(id),
  attribute_id integer not null references attribute_row(id), position integer not null,
  primary key (pitfall_id, position)
) without rowid;
create table condition_sign (
  condition text not null, attribute_id integer not null references attribute_row(id),
  operator text not null, value text not null, source text not null,
  primary key (condition, attribute_id, operator, value)
) without rowid;
create table mapping_file (
  file text primary key, resource_id integer not null references resource(id),
  reviewed integer not null
) without rowid;
create table build (key text primary key, value text not null) without rowid;
"""

INDEXES = """
create index resource_by_name on resource (name);
create index resource_by_service on resource (system, service);
create index attribute_path_by_hash on attribute_path (hash);
create index attribute_by_path on attribute_row (resource_id, path_id);
create index attribute_by_class on attribute_row (class_name) where class_name is not null;
create index resource_mapping_from on resource_mapping (from_resource_id, to_system);
create index resource_mapping_to on resource_mapping (to_resource_id);
create index mapping_from on mapping_row (from_attribute_id, to_attribute_id);
create index mapping_to on mapping_row (to_attribute_id) where to_attribute_id is not null;
create index history_by_name on attribute_history (system, resource);
create index pitfall_resource on pitfall (resource_id, wrong);
"""
"""The indexes besides those of `unique` and `primary key`: each is used by a query or by a facet of
Datasette."""

_WIDE = ", ".join(
    f"""(select group_concat(coalesce(o.name || coalesce(' ' || b.path, ''), 'none'), ' | ')
    from attribute_mapping m left join attribute b on b.id = m.to_attribute_id
    left join resource o on o.id = coalesce(m.to_resource_id, b.resource_id)
   where m.from_attribute_id = a.id and m.to_system = '{system}') as {system}"""
    for system in ("terraform", "pulumi", "boto3", "cdk")
)

_REVERSED = {
    "converse": """case m.relation when 'broad' then 'narrow' when 'narrow' then 'broad'
        else m.relation end""",
    "inverse": "(select inverse from transform where transform.name = m.transform)",
    "answers": """not (r.kind = 'data-source' and m.to_system in ('cloudformation', 'cdk'))
   and not (r.name glob 'AWS::Serverless::*' and m.to_system != 'cdk')
   and not (r.name glob 'aws_sam.*')""",
}
"""SQL for the reverse direction of a mapping: its relation, its transform, and the condition that
it has this direction (m: the mapping, r: the resource of its subject)."""

VIEWS = f"""
create view equivalent as
select r.system as from_system, r.name as from_resource, a.path as from_path,
       m.to_system as to_system, tr.name as to_resource, b.path as to_path,
       m.relation as relation, m.condition as condition, m.transform as transform,
       m.confidence as confidence, m.origin as origin, m.note as note, m.via as via,
       m.source as source, m.key as key
  from attribute_mapping m
  join attribute a on a.id = m.from_attribute_id join resource r on r.id = a.resource_id
  left join attribute b on b.id = m.to_attribute_id
  left join resource tr on tr.id = coalesce(m.to_resource_id, b.resource_id)
union all
select tr.system, tr.name, b.path, r.system, r.name, a.path, {_REVERSED["converse"]}, m.condition,
       coalesce({_REVERSED["inverse"]}, m.transform),
       m.confidence, m.origin, m.note, m.via, m.source, m.key
  from attribute_mapping m
  join attribute b on b.id = m.to_attribute_id join resource tr on tr.id = b.resource_id
  join attribute a on a.id = m.from_attribute_id join resource r on r.id = a.resource_id
 where {_REVERSED["answers"]};
create view directed_mapping as
select m.id as mapping_id, m.from_attribute_id, m.to_system, m.to_attribute_id, m.to_resource_id,
       m.relation, m.condition, m.transform, m.key, m.confidence, m.origin, m.via, m.note
  from attribute_mapping m
union all
select m.id, m.to_attribute_id, +r.system, m.from_attribute_id, null,
       {_REVERSED["converse"]}, m.condition,
       case when m.transform is not null then {_REVERSED["inverse"]} end,
       m.key, m.confidence, m.origin, m.via, m.note
  from attribute_mapping m join attribute a on a.id = m.from_attribute_id
  join resource r on r.id = a.resource_id
 where {_REVERSED["answers"]};
create view directed_resource_mapping as
select m.id as mapping_id, m.from_resource_id, m.to_system, m.to_resource_id, m.relation, m.role,
       m.condition, m.confidence, m.origin, m.via, m.note, m.source, m.evidence, m.holds, m.back
  from resource_mapping m
union all
select m.id, m.to_resource_id, +r.system, m.from_resource_id, {_REVERSED["converse"]}, m.role,
       m.condition, m.confidence, m.origin, m.via, m.note, m.source, m.evidence, m.holds, m.back
  from resource_mapping m join resource r on r.id = m.from_resource_id
 where {_REVERSED["answers"]};
create view crosswalk as
select r.name as cloudformation_resource, a.path as cloudformation, {_WIDE}, a.type as type,
       a.gettable as gettable, a.is_input as is_input, r.service as service
  from attribute a join resource r on r.id = a.resource_id where r.system = 'cloudformation';
"""

FULL_TEXT = {"resource": ["name", "service", "description"], "pitfall": ["wrong", "why"]}
"""Tables with their own full-text search → the columns in it."""
