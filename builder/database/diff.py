"""The mappings that were added, removed or changed between two built files. Rows are compared by
names, since row ids may differ.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builder.database import diff_kinds
from builder.errors import BuildError
from iac_crosswalk.store.file import APPLICATION_ID

CHANGES = ("added", "removed", "changed", "confidence")
"""The kinds of changes to a mapping; `confidence`: only the confidence has changed."""

_COLUMNS = ("relation", "condition", "transform", "confidence", "origin", "via")
_COMPARED = ("relation", "condition", "transform", "origin")
_NEW_COLUMNS = ("to_resource_id", "key")
"""Columns that files of an earlier schema may not have: there they are empty."""

# Row ids of the old file are replaced by those of the same name in the new file. Where the new file
# does not have the name, they become negative.
_TWINS = """
create temp table twin_resource as
select o.id as old, coalesce(n.id, -o.id) as new from old.resource o left join main.resource n
on n.system = o.system and n.name = o.name;
create temp table named as select resource_id, path, id from main.attribute;
create index temp.named_by_path on named (resource_id, path);
create temp table twin (old integer primary key, new integer not null);
insert into twin
select o.id, coalesce(n.id, -o.id) from old.attribute o join twin_resource r
on r.old = o.resource_id
  left join named n on n.resource_id = r.new and n.path = o.path;
create unique index temp.twin_resource_old on twin_resource (old);
"""

# One row for each pair. The condition is a compared value, not a part of the key.
_OLD = """
create temp table before as
select min(m.id) as id, f.new as subject, m.to_system as system, coalesce(t.new, 0) as target,
coalesce(r.new, 0) as whole,
       coalesce(m.{key}, '') as part, {values}
  from old.attribute_mapping m join twin f on f.old = m.from_attribute_id left join twin t
  on t.old = m.to_attribute_id
  left join twin_resource r on r.old = m.{to_resource_id}
 group by 2, 3, 4, 5, 6;
create index temp.before_pair on before (subject, system, target, whole, part);
"""
_NEW = """
create temp table after as
select min(m.id) as id, m.from_attribute_id as subject, m.to_system as system,
coalesce(m.to_attribute_id, 0) as target,
       coalesce(m.{to_resource_id}, 0) as whole, coalesce(m.{key}, '') as part, {values}
  from main.attribute_mapping m
 group by 2, 3, 4, 5, 6;
create index temp.after_pair on after (subject, system, target, whole, part);
"""
_JOIN = (
    "{o}.subject = {a}.subject and {o}.system = {a}.system and {o}.target = {a}.target and"
    " {o}.whole = {a}.whole and {o}.part = {a}.part"
)
_DIFFERS = " or ".join(f"b.{column} is not a.{column}" for column in _COMPARED)
_CHANGED = f"""
create temp table difference as
select 'added' as change, a.id as new, null as old, a.origin as origin from after a
 where not exists (select 1 from before b where {_JOIN.format(o="b", a="a")})
union all
select 'removed', null, b.id, b.origin from before b
 where not exists (select 1 from after a where {_JOIN.format(o="a", a="b")})
union all
select case when {_DIFFERS} then 'changed' else 'confidence' end, a.id, b.id, a.origin
  from after a join before b on {_JOIN.format(o="b", a="a")}
 where {_DIFFERS} or abs(a.confidence - b.confidence) >= 0.0005;
create temp table placed as
select d.change, d.origin, r.system as from_system, m.to_system, d.new, d.old,
m.via is not null as composed
  from difference d join main.attribute_mapping m on m.id = d.new
  join main.attribute f on f.id = m.from_attribute_id join main.resource r on r.id = f.resource_id
 where d.change != 'removed'
union all
select d.change, d.origin, r.system, m.to_system, d.new, d.old, m.via is not null
  from difference d join old.attribute_mapping m on m.id = d.old
  join old.attribute f on f.id = m.from_attribute_id join old.resource r on r.id = f.resource_id
 where d.change = 'removed';
create index temp.placed_by on placed (origin, from_system, to_system, change, composed, new, old);
"""
_ROW = """
select r.name, f.path, coalesce(tr.name, whole.name), t.path, m.relation, m.condition, m.transform,
m.confidence, m.origin, m.via
  from {file}.attribute_mapping m join {file}.attribute f on f.id = m.from_attribute_id
  join {file}.resource r on r.id = f.resource_id
  left join {file}.attribute t on t.id = m.to_attribute_id left join {file}.resource tr
  on tr.id = t.resource_id
  left join {file}.resource whole on whole.id = m.{to_resource_id}
 where m.id = ?
"""


@dataclass
class Line:
    """The differences of one origin and pair of systems: their number for each of CHANGES, and the
    first ones as examples.
    """

    origin: str
    from_system: str
    to_system: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHANGES, 0))
    examples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def diff(
    old: Path, new: Path, examples: int = 3, kinds: diff_kinds.Counts | None = None
) -> list[Line]:
    """A Line for each origin and pair of systems with differences, sorted by their names.
    `examples`: the most examples of each kind. The changed answers by kind are added to `kinds`.

    An example has the keys `from_resource`, `from_path`, `to_resource`, `to_path` (None for
    `none`), `old` and `new`. The last two have relation, condition, transform, confidence, origin
    and via; `old` is None for an added mapping, `new` for a removed one. Raises BuildError if a
    file cannot be read or is not a knowledge base."""
    for path in (old, new):
        _check(path)
    try:
        with closing(
            sqlite3.connect(f"file:{new.absolute()}?mode=ro", uri=True, isolation_level=None)
        ) as connection:
            connection.execute("attach ? as old", [f"file:{old.absolute()}?mode=ro"])
            lines = list(_lines(connection, examples))
            if kinds is not None:
                kinds.update(diff_kinds.count(connection))
            return lines
    except sqlite3.DatabaseError as error:
        raise BuildError(
            f"{old} and {new} cannot be compared ({error}); build both again"
        ) from error


def _check(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise BuildError(
            f"{path}: cannot be read ({error.strerror}); give a file that `iac-crosswalk build`"
            " wrote"
        ) from error
    if head[:16] != b"SQLite format 3\0" or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise BuildError(
            f"{path}: not an iac-crosswalk knowledge base; give a file that `iac-crosswalk build`"
            " wrote"
        )


def _columns(connection: sqlite3.Connection, file: str) -> dict[str, str]:
    """Each of _NEW_COLUMNS → its name in a query of `file`; `_empty`, which _statement replaces by
    null, for a missing column.
    """
    existing = {
        row[1] for row in connection.execute(f"pragma {file}.table_info(attribute_mapping)")
    }
    return {name: name if name in existing else "_empty" for name in _NEW_COLUMNS}


def _statement(template: str, columns: dict[str, str], **values: str) -> str:
    return template.format(**columns, **values).replace("m._empty", "null")


def _lines(connection: sqlite3.Connection, examples: int) -> Iterator[Line]:
    connection.executescript("pragma temp_store = memory; pragma cache_size = -200000;")
    columns = {file: _columns(connection, file) for file in ("old", "main")}
    values = ", ".join(f"m.{column} as {column}" for column in _COLUMNS)
    connection.executescript(
        _TWINS
        + _statement(_OLD, columns["old"], values=values)
        + _statement(_NEW, columns["main"], values=values)
        + _CHANGED
    )
    lines_by_group: dict[tuple[str, str, str], Line] = {}
    query = (
        "select origin, from_system, to_system, change, count(*) from placed group by 1, 2, 3, 4"
        " order by 1, 2, 3"
    )
    for origin, from_system, to_system, change, count in connection.execute(query).fetchall():
        line = lines_by_group.setdefault(
            (origin, from_system, to_system), Line(origin, from_system, to_system)
        )
        line.counts[change] = count
        line.examples[change] = list(
            _examples(connection, columns, (origin, from_system, to_system, change), examples)
        )
    yield from lines_by_group.values()


def _examples(
    connection: sqlite3.Connection,
    columns: dict[str, dict[str, str]],
    group: tuple[str, str, str, str],
    limit: int,
) -> Iterator[dict[str, Any]]:
    """The first `limit` differences of a group (origin, from system, to system, change), direct
    mappings before composed ones."""
    query = (
        "select new, old from placed where origin = ? and from_system = ? and to_system = ? and"
        " change = ? order by composed, new, old limit ?"
    )
    for new, old in connection.execute(query, [*group, limit]).fetchall():
        before = _row(connection, "old", columns, old)
        after = _row(connection, "main", columns, new)
        row = after if after is not None else before
        assert row is not None, "every difference has a row on one side"
        yield dict(
            zip(("from_resource", "from_path", "to_resource", "to_path"), row[:4], strict=True)
        ) | {
            "old": _values(before),
            "new": _values(after),
        }


def _row(
    connection: sqlite3.Connection,
    file: str,
    columns: dict[str, dict[str, str]],
    number: int | None,
) -> tuple[Any, ...] | None:
    """The names and values of the mapping with row id `number`; None for None."""
    if number is None:
        return None
    row: tuple[Any, ...] = connection.execute(
        _statement(_ROW, columns[file], file=file), [number]
    ).fetchone()
    return row


def _values(row: tuple[Any, ...] | None) -> dict[str, Any] | None:
    return None if row is None else dict(zip(_COLUMNS, row[4:], strict=True))


def text(lines: list[Line], kinds: diff_kinds.Counts) -> Iterator[str]:
    """The differences as lines of text: a table, the examples, and the changed answers by kind."""
    if not lines:
        yield "no differences"
        return
    rows: list[tuple[str, ...]] = [
        ("origin", "from", "to", "added", "removed", "changed", "confidence only")
    ]
    rows += [
        (
            line.origin,
            line.from_system,
            line.to_system,
            *(f"{line.counts[change]:,}" for change in CHANGES),
        )
        for line in lines
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if number < 3 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
    for line in lines:
        for change, examples in line.examples.items():
            if change == "confidence" or not examples:
                continue
            yield (
                f"\n{line.origin}, {line.from_system} → {line.to_system}, {change}"
                f" ({line.counts[change]:,})"
            )
            yield from (f"  {example_text(example)}" for example in examples)
    if any(kinds.values()):
        yield ""
        yield from diff_kinds.text(kinds)


def example_text(example: dict[str, Any]) -> str:
    """One difference as a line of text."""
    target = (
        f"{example['to_resource']} {example['to_path'] or '(whole)'}"
        if example["to_resource"]
        else "none"
    )
    values = [_value(example[side]) for side in ("old", "new") if example[side]]
    return f"{example['from_resource']} {example['from_path']} → {target}: {' ⇒ '.join(values)}"


def _value(row: dict[str, Any]) -> str:
    parts = [
        row["relation"],
        row["transform"],
        f"when {row['condition']}" if row["condition"] else None,
        f"{row['confidence']:.3f}",
    ]
    return ", ".join(part for part in [*parts, f"via {row['via']}" if row["via"] else None] if part)
