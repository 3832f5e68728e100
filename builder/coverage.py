"""How much of each service has a verdict in each other system: the table `coverage`, counted from the built file itself."""

from __future__ import annotations

import sqlite3

COVERAGE = """
create table coverage (
  service text not null, from_system text not null references system(name), to_system text not null references system(name),
  attributes integer not null, curated integer not null, rule integer not null, derived integer not null, none integer not null, unmapped integer not null,
  primary key (from_system, to_system, service)
) without rowid;
"""

# The best verdict of an attribute counts: a person's word before a rule's, a rule's before a derivation's, an equivalent before `none`.
_VERDICTS = """
create temp table verdict as
select attribute_id, to_system, min(rank) as rank from (
  select from_attribute_id as attribute_id, to_system, {rank} as rank from attribute_mapping m
  union all
  select m.to_attribute_id, r.system, {rank} from attribute_mapping m join attribute a on a.id = m.from_attribute_id join resource r on r.id = a.resource_id
   where m.to_attribute_id is not null
) group by 1, 2;
"""
_RANK = "case when m.relation = 'none' then 3 when m.origin = 'curated' then 0 when m.origin = 'rule' then 1 else 2 end"

_COUNT = """
insert into coverage
select t.service, t.system, s.name, t.attributes, coalesce(v.curated, 0), coalesce(v.rule, 0), coalesce(v.derived, 0), coalesce(v.none, 0),
       t.attributes - coalesce(v.curated + v.rule + v.derived + v.none, 0)
  from (select r.system, r.service, count(*) as attributes from resource r join attribute a on a.resource_id = r.id where r.kind = 'resource' group by 1, 2) t
  join system s on s.name != t.system
  left join (
    select r.system, r.service, v.to_system, sum(v.rank = 0) as curated, sum(v.rank = 1) as rule, sum(v.rank = 2) as derived, sum(v.rank = 3) as none
      from verdict v join attribute a on a.id = v.attribute_id join resource r on r.id = a.resource_id where r.kind = 'resource' group by 1, 2, 3
  ) v on v.system = t.system and v.service = t.service and v.to_system = s.name
 order by t.system, s.name, t.service;
"""


def count(connection: sqlite3.Connection) -> None:
    """Fills `coverage`. Data sources are left out: they repeat what their resource says."""
    connection.executescript("begin;" + COVERAGE + _VERDICTS.format(rank=_RANK) + _COUNT + "drop table verdict; commit;")
