"""Rows for files that a test makes by hand: only what differs from the ordinary is written."""

from __future__ import annotations

from typing import Any

import sqlite_utils

from builder.database import compact
from iac_crosswalk.store.tables import FLAGS

_ATTRIBUTE: dict[str, Any] = {
    "type": "string", "description": "", "described_by": None, "gettable": None, "deprecated": None,
    "allowed": None, "native": None, "class_name": None,
}  # fmt: skip
_MAPPING: dict[str, Any] = dict.fromkeys((*compact.CLAIM, *compact.BASIS)) | {
    "to_attribute_id": None, "relation": "exact", "confidence": 1, "origin": "curated",
}  # fmt: skip


def attributes(db: sqlite_utils.Database, *rows: dict[str, Any]) -> None:
    """Rows of `attribute`; without flags they can be set and not read."""
    flags = dict.fromkeys(FLAGS, False) | {"is_input": True}
    compact.Attributes(db).write(_ATTRIBUTE | flags | row for row in rows)


def mappings(db: sqlite_utils.Database, *rows: dict[str, Any]) -> None:
    """Rows of `attribute_mapping`; they get ids in their order."""
    compact.write_mappings(db, (_MAPPING | {"id": n} | row for n, row in enumerate(rows, 1)))
