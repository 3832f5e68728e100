"""The table `coverage`: how many attributes of each service have a verdict in each other system,
counted in the built file.
"""

from __future__ import annotations

import sqlite3

COVERAGE = """
create table coverage (
  service text not null,
  from_system text not null references system(name),
  to_system text not null references system(name),
  attributes integer not null,
  curated integer not null,
  rule integer not null,
  derived integer not null,
  none integer not null,
  unmapped integer not null,
  primary key (from_system, to_system, service)
) without rowid;
"""

# Only the best verdict of an attribute counts: an equivalent before `none`, and among equivalents
# curated before rule before derived.
_RANK = (
    "case when m.relation = 'none' then 3 when m.origin = 'curated' then 0 when m.origin = 'rule'"
    " then 1 else 2 end"
)
_VERDICTS = f"""
create temp table verdict as
select attribute_id, to_system, min(rank) as rank from (
  select a.id as attribute_id, m.to_system as to_system, {_RANK} as rank
    from counted c join attribute a on a.resource_id = c.id join attribute_mapping m
    on m.from_attribute_id = a.id
  union all
  select a.id, r.system, {_RANK}
    from counted c join attribute a on a.resource_id = c.id join attribute_mapping m
    on m.to_attribute_id = a.id
    join attribute f on f.id = m.from_attribute_id join resource r on r.id = f.resource_id
) group by 1, 2;
"""
_COUNT = """
insert or replace into coverage
select t.service, t.system, s.name, t.attributes, coalesce(v.curated, 0), coalesce(v.rule, 0),
coalesce(v.derived, 0), coalesce(v.none, 0),
       t.attributes - coalesce(v.curated + v.rule + v.derived + v.none, 0)
  from (select r.system, r.service, count(*) as attributes
          from counted c join resource r on r.id = c.id join attribute a on a.resource_id = r.id
          group by 1, 2) t
  join system s on s.name != t.system
  left join (
    select r.system, r.service, v.to_system, sum(v.rank = 0) as curated, sum(v.rank = 1) as rule,
    sum(v.rank = 2) as derived, sum(v.rank = 3) as none
      from verdict v join attribute a on a.id = v.attribute_id join resource r
      on r.id = a.resource_id group by 1, 2, 3
  ) v on v.system = t.system and v.service = t.service and v.to_system = s.name
 order by t.system, s.name, t.service;
"""
_TOUCHED = """
  and exists (select 1 from touched t where t.system = r.system and t.service = r.service)
"""


def count(connection: sqlite3.Connection) -> None:
    """Creates `coverage` and counts every service. Data sources are not counted: they repeat their
    resource.
    """
    connection.executescript(COVERAGE)
    _count(connection, "")


def recount(connection: sqlite3.Connection) -> None:
    """Counts the services of the chosen resources again. The other services keep their counts."""
    connection.execute(
        "create temp table touched as select distinct r.system, r.service from resource r join"
        " chosen on chosen.id = r.id"
    )
    _count(connection, _TOUCHED)
    connection.execute("drop table touched")


def _count(connection: sqlite3.Connection, condition: str) -> None:
    connection.executescript(
        "begin; create temp table counted as select r.id from resource r where r.kind = 'resource'"
        f" {condition} order by r.id;{_VERDICTS} {_COUNT} drop table verdict; drop table counted;"
        " commit;"
    )
