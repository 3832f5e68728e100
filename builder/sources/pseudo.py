"""Values that a template or program has without a resource (data/pseudo.yaml), as resources of kind
`pseudo` with one or more attributes.
"""

from __future__ import annotations

from typing import Any

import msgspec
import yaml

from builder.model import Attribute, Extraction, Resource
from builder.packages import ROOT

TABLE = ROOT / "data" / "pseudo.yaml"


def with_pseudo(extraction: Extraction) -> Extraction:
    """A new extraction, with the pseudo resources of its system sorted among the others."""
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8")).get(extraction.system, {})
    pseudo_resources = [
        _resource(extraction, name, rows if isinstance(rows, list) else [rows])
        for name, rows in sorted(table.items())
    ]
    return msgspec.structs.replace(
        extraction,
        resources=sorted(
            [*extraction.resources, *pseudo_resources], key=lambda each: (each.kind, each.name)
        ),
    )


def _resource(extraction: Extraction, name: str, rows: list[dict[str, Any]]) -> Resource:
    attributes = [
        Attribute(
            row["path"],
            row["type"],
            row["description"],
            is_output=True,
            gettable=None,
            native=row["native"],
        )
        for row in sorted(rows, key=lambda row: row["path"])
    ]
    return Resource(
        extraction.system,
        name,
        "pseudo",
        description=rows[0]["description"] if len(rows) == 1 else "",
        attributes=attributes,
    )
