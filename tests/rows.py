"""Rows for files that a test makes by hand: only what differs from the ordinary is written."""

from __future__ import annotations

from typing import Any

import sqlite_utils

from builder.database import compact
from iac_crosswalk.store.tables import FLAGS

ORDINARY: dict[str, Any] = (
    {
        "type": "string",
        "description": "",
        "described_by": None,
        "gettable": None,
        "deprecated": None,
        "allowed": None,
        "native": None,
        "class_name": None,
    }
    | dict.fromkeys(FLAGS, False)
    | {"is_input": True}
)
"""An attribute that can be set and not read."""
_MAPPING: dict[str, Any] = dict.fromkeys((*compact.CLAIM, *compact.BASIS)) | {
    "to_attribute_id": None,
    "relation": "exact",
    "confidence": 1,
    "origin": "curated",
}


def attributes(db: sqlite_utils.Database, *rows: dict[str, Any]) -> None:
    """Rows of `attribute`."""
    compact.Attributes(db).write(ORDINARY | row for row in rows)


def mappings(db: sqlite_utils.Database, *rows: dict[str, Any]) -> None:
    """Rows of `attribute_mapping`; they get ids in their order."""
    compact.write_mappings(db, (_MAPPING | {"id": n} | row for n, row in enumerate(rows, 1)))
