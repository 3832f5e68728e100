"""The evidence for a mapping: a file and line, the tools' own naming rule, or a derivation's
evidence.
"""

from __future__ import annotations

import json
from typing import Any

from iac_crosswalk.store import queries
from iac_crosswalk.store.queries import details
from iac_crosswalk.store.store import Store


def because(store: Store, one: int, other: int | None, mapping_id: int) -> list[dict[str, Any]]:
    """The evidence for a mapping, one step for each direct mapping that it is composed of: its
    origin, and its source or evidence.

    `other` is None where a whole resource is the answer: then the last step has no attribute.
    """
    basis = details.basis(store, mapping_id)
    if basis.via is None or other is None:
        system, resource, path = queries.names_of(store, one)
        there = queries.names_of(store, other) if other is not None else None
        step = {
            "from": f"{system} {resource} {path}",
            "to": " ".join(there) if there else None,
            "source": basis.source,
            "evidence": json.loads(basis.evidence) if basis.evidence else None,
        }
        if basis.source or basis.evidence:
            return [step]
        rule = (
            f"{system} and {there[0] if there else 'the other system'} are linked by the tools' own"
            " naming rule"
        )
        return [step | {"rule": rule}]
    steps = []
    for row in details.composed_of(store, one, other, basis.via):
        steps += because(store, one, row.middle, row.mapping_id)
        steps += because(store, row.middle, other, row.other_mapping_id)
    return steps
