"""The progress of judging: the types that repositories use, how often each file was reviewed, and
which used attributes are not judged."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from builder.curating.proposals import other_systems
from builder.evaluation.usage import Question

_PATHS = "select id, path from attribute where resource_id = ? order by id"
# SQLite carries a condition into the view only when it compares with a value.
_VERDICTS = """
select from_attribute_id, to_system from directed_mapping
 where from_attribute_id between ? and ? and origin in ('curated', 'rule')"""
_NONE = """
select to_system from directed_resource_mapping
 where from_resource_id = ? and relation = 'none' and origin = 'curated'"""
_FILE = "select file, reviewed from mapping_file where resource_id = ?"
_OWNER = """
select f.file, f.reviewed from directed_resource_mapping m join mapping_file f
on f.resource_id = m.to_resource_id
 where m.from_resource_id = ? and m.to_system = 'cloudformation' and m.origin = 'curated'
 order by m.role != 'main', f.file limit 1"""


class Line(NamedTuple):
    """A type that repositories use."""

    system: str
    resource: str
    repos: int
    """The uses of its attributes: for each attribute the number of repositories that use it."""
    share: float
    """The share of this type, and of all types used more, in the uses of its system."""
    file: str | None
    reviewed: int
    used: int
    unjudged: dict[str, list[str]]
    """System → the used attributes without a mapping to it that is curated or by rule."""


def state(database: Path, questions: Iterable[Question], share: float) -> list[Line]:
    """The most used types of CloudFormation and of Terraform, until they make up `share` (0 to 1)
    of the uses. `database`: the built file."""
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    paths: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for question in questions:
        if question.system in ("cloudformation", "terraform"):
            uses[question.system][question.resource] += question.repos
            paths[question.system, question.resource][question.path] = question.repos
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    lines = []
    try:
        for system, counts in uses.items():
            total, covered = sum(counts.values()), 0
            for resource, repos in counts.most_common():
                if covered >= share * total:
                    break
                covered += repos
                used_paths = paths[system, resource]
                row = (system, resource, repos, covered / total)
                lines.append(Line(*row, *_progress(connection, system, resource, used_paths)))
    finally:
        connection.close()
    return lines


def _progress(
    connection: sqlite3.Connection, system: str, resource: str, used_paths: dict[str, int]
) -> tuple[str | None, int, int, dict[str, list[str]]]:
    """(file, times reviewed, number of used attributes, system → those without a verdict)."""
    by_use = sorted(used_paths, key=lambda path: (-used_paths[path], path))
    number = connection.execute(
        "select id from resource where system = ? and name = ?", [system, resource]
    ).fetchone()
    if number is None:
        return None, 0, len(used_paths), dict.fromkeys(other_systems(system), by_use)
    file = connection.execute(_FILE, number).fetchone()
    if file is None and system == "terraform":
        file = connection.execute(_OWNER, number).fetchone()
    paths = dict(connection.execute(_PATHS, number).fetchall())
    ends = (min(paths), max(paths)) if paths else (0, 0)
    verdicts = {(paths[one], to) for one, to in connection.execute(_VERDICTS, ends)}
    by_use = [path for path in by_use if path in paths.values()]
    none = {to for (to,) in connection.execute(_NONE, number)}
    unjudged = {
        to: [path for path in by_use if (path, to) not in verdicts]
        for to in other_systems(system)
        if to not in none
    }
    return (
        *(file or (None, 0)),
        len(used_paths),
        {to: unjudged_paths for to, unjudged_paths in unjudged.items() if unjudged_paths},
    )
