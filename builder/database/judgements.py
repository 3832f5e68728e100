"""The tables of what mapping files have besides mappings: rejections, signs of conditions, pitfalls
and the files themselves.
"""

from __future__ import annotations

import sqlite_utils

from builder.curated.knowledge import Curated
from builder.database import base, database
from builder.database.tables import FULL_TEXT


def write_rejections(db: sqlite_utils.Database, knowledge: Curated) -> None:
    """The table `rejection`."""
    pairs = {(r.subject.id, r.target.id): r for file in knowledge.files for r in file.rejected}
    rows = (
        {
            "from_attribute_id": one,
            "to_attribute_id": other,
            "note": rejection.note,
            "source": f"{rejection.file}:{rejection.line}",
        }
        for (one, other), rejection in sorted(pairs.items())
    )
    database.insert(db, "rejection", rows)


def write_signs(db: sqlite_utils.Database, knowledge: Curated) -> None:
    """The table `condition_sign`."""
    signs = {
        (s.condition, s.attribute.id, s.operator, s.value): f"{s.file}:{s.line}"
        for file in knowledge.files
        for s in file.signs
    }
    columns = ("condition", "attribute_id", "operator", "value", "source")
    database.insert(
        db,
        "condition_sign",
        (dict(zip(columns, (*key, source), strict=True)) for key, source in sorted(signs.items())),
    )


def write_files(db: sqlite_utils.Database, knowledge: Curated) -> None:
    """The table `mapping_file`."""
    rows = (
        {
            "file": file.mapping_file.file,
            "resource_id": file.subject,
            "reviewed": file.mapping_file.reviewed,
        }
        for file in knowledge.files
        if file.subject is not None
    )
    database.insert(db, "mapping_file", rows)


def write_pitfalls(db: sqlite_utils.Database, knowledge: Curated) -> None:
    """The tables `pitfall` and `pitfall_instead`, and the full-text search over them."""
    (last,) = db.execute("select coalesce(max(id), 0) from pitfall").fetchone()
    pitfalls = [*enumerate((p for file in knowledge.files for p in file.pitfalls), last + 1)]
    rows = (
        {
            "id": number,
            "resource_id": p.resource,
            "wrong": p.wrong,
            "why": p.why,
            "seen": p.seen,
            "instead": base.dump([found.path for found in p.instead]),
            "source": f"{p.file}:{p.line}",
        }
        for number, p in pitfalls
    )
    database.insert(db, "pitfall", rows)
    instead = (
        {"pitfall_id": number, "attribute_id": found.id, "position": position}
        for number, p in pitfalls
        for position, found in enumerate(p.instead)
    )
    database.insert(db, "pitfall_instead", instead)
    db["pitfall"].enable_fts(FULL_TEXT["pitfall"])
