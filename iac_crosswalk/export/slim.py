"""A small SQLite file for Datasette Lite, which loads the whole file into a browser.

It has one row for each attribute, with its equivalents in the other systems. Descriptions, and
paths of more than DEEPEST names, are left out. The tables have the names of the built file's views.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from iac_crosswalk.export.files import whole
from iac_crosswalk.export.tables import resources
from iac_crosswalk.store.store import Store
from iac_crosswalk.vocabulary import SYSTEMS

DEEPEST = 3
"""The most names in a path. With 4 the file is larger than 25 MB."""

_WIDE = """
select e.from_resource, e.from_path, {columns}
  from equivalent e where e.from_system = :system and e.from_resource = :name
   and length(e.from_path) - length(replace(e.from_path, '.', '')) < {deepest}
 group by 1, 2 order by 1, 2
"""
_COLUMN = """
group_concat(case when e.to_system = '{other}' then
  iif(e.relation = 'none', 'none', e.to_resource || coalesce(' ' || e.to_path, '')) end, ' | ')
"""
_SYSTEMS = ("cloudformation", "terraform")
"""The systems with a table. The others follow one of them by rule."""


def export(knowledge: Store, folder: Path, services: Sequence[str]) -> Iterator[Path]:
    """Writes the file."""
    path = folder / "crosswalk-slim.db"
    with whole(path) as part, closing(sqlite3.connect(part, isolation_level=None)) as db:
        db.executescript("pragma journal_mode = off; pragma synchronous = off")
        db.execute("begin")
        for system in _SYSTEMS:
            _wide(db, knowledge, system, services)
        _copy(db, knowledge, "system", ("name", "title", "package", "package_version"))
        _copy(db, knowledge, "build", ("key", "value"))
        pitfalls = "select r.system, r.name, p.wrong, p.why, p.instead from pitfall p"
        pitfalls += " join resource r on r.id = p.resource_id order by 1, 2, 3"
        db.execute("create table pitfall (system, resource, wrong, why, instead)")
        db.executemany("insert into pitfall values (?, ?, ?, ?, ?)", knowledge.stream(pitfalls))
        db.execute("commit")
        db.execute("vacuum")
    yield path


def _wide(db: sqlite3.Connection, knowledge: Store, system: str, services: Sequence[str]) -> None:
    others = [other for other in SYSTEMS if other != system]
    columns = ", ".join(_COLUMN.format(other=other) for other in others)
    sql = _WIDE.format(columns=columns, deepest=DEEPEST)
    names = ", ".join(("resource", "path", *others))
    db.execute(f"create table {system} ({names}, primary key (resource, path)) without rowid")
    marks = ", ".join("?" * (2 + len(others)))
    rows = knowledge.stream(sql, resources(knowledge, services, [system]))
    db.executemany(f"insert into {system} values ({marks})", rows)


def _copy(db: sqlite3.Connection, knowledge: Store, table: str, columns: tuple[str, ...]) -> None:
    names = ", ".join(columns)
    db.execute(f"create table {table} ({names})")
    rows = knowledge.stream(f"select {names} from {table} order by 1")
    db.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", rows)
