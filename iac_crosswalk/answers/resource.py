"""One resource as a reader browses it: its facts, its counterparts, its attributes and its
pitfalls.
"""

from __future__ import annotations

import json
from typing import Any

from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import LinkRow
from iac_crosswalk.store.queries import details
from iac_crosswalk.store.store import Store
from iac_crosswalk.vocabulary import SYSTEMS

_FLAGS = ("is_input", "is_output", "gettable", "required", "computed", "create_only", "write_only")


def browse(store: Store, name: str, system: str | None = None) -> dict[str, Any] | None:
    """Everything about one resource, in the JSON shape of docs/api.md; None if it does
    not exist.
    """
    found = store.find_resource(name, system)
    if found is None:
        return None
    facts = details.resource_facts(store, found.id)
    return {
        "system": found.system,
        "resource": found.name,
        "kind": found.kind,
        "service": facts.service,
        "description": facts.description,
        "deprecated": facts.deprecated,
        "documentation_url": facts.documentation_url,
        "reference": json.loads(facts.reference) if facts.reference else None,
        "equivalents": counterparts(store, found.id),
        "attributes": [_attribute(row) for row in details.attribute_details(store, found.id)],
        "pitfalls": [
            {"wrong": row.wrong, "why": row.why, "seen": row.seen}
            for row in store.pitfalls[found.id]
        ],
        "versions": store.versions,
    }


def _attribute(row: details.DetailRow) -> dict[str, Any]:
    found = row._asdict()
    for flag in _FLAGS:
        found[flag] = bool(found[flag]) if found[flag] is not None else None
    if row.described_by is None:
        del found["described_by"]
    return found


def counterparts(store: Store, resource_id: int) -> list[dict[str, Any]]:
    """The counterparts of a resource in the other systems, the main one of each first."""
    rows = sorted(
        queries.links(store, resource_id),
        key=lambda row: (SYSTEMS.index(row.system), row.role != "main", row.name or ""),
    )
    return [_counterpart(row) for row in rows]


def _counterpart(row: LinkRow) -> dict[str, Any]:
    found: dict[str, Any] = {
        "system": row.system,
        "resource": row.name,
        "relation": row.relation,
        "role": row.role,
        "when": row.condition,
        "origin": row.origin,
        "confidence": row.confidence,
        "note": row.note,
    }
    if row.deprecated:
        found["deprecated"] = row.deprecated
    if row.back:
        found["part"] = {
            "holds": json.loads(row.holds) if row.holds else [],
            "back": json.loads(row.back),
        }
    return found
