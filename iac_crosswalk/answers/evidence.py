"""What a mapping rests on: a file and line, the tools' own rule, or the evidence of a derivation."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Rows = Callable[..., list[Any]]
"""Query and parameters → its rows: KnowledgeBase.rows."""


def because(rows: Rows, one: int, other: int, via: str | None, source: str | None, evidence: str | None) -> list[dict[str, Any]]:
    """What a mapping rests on, a step for each direct mapping on the way: its origin, its source or its evidence."""
    if via is None:
        row = rows(
            "select r.system, r.name, a.path, s.system, s.name, b.path from attribute a join resource r on r.id = a.resource_id,"
            " attribute b join resource s on s.id = b.resource_id where a.id = ? and b.id = ?",
            [one, other],
        )[0]
        step = {
            "from": " ".join(row[:3]),
            "to": " ".join(row[3:]),
            "source": source,
            "evidence": json.loads(evidence) if evidence else None,
        }
        return [step | ({} if source or evidence else {"rule": f"{row[0]} and {row[3]} are linked by the tools' own naming rule"})]
    return [step for one_end, other_end, middle in _steps(rows, one, other, via) for step in because(rows, one_end, other_end, *middle)]


def _steps(rows: Rows, one: int, other: int, via: str) -> list[tuple[int, int, tuple[Any, ...]]]:
    """The two mappings a composed one is made of: through the first attribute of `via` that has both."""
    links = (
        "select from_attribute_id as a, to_attribute_id as b, via, source, evidence from attribute_mapping where from_attribute_id = {end}"
        " union all select to_attribute_id, from_attribute_id, via, source, evidence from attribute_mapping where to_attribute_id = {end}"
    )
    found = rows(
        f"select x.b, x.via, x.source, x.evidence, y.via, y.source, y.evidence from ({links.format(end='?1')}) x join ({links.format(end='?2')}) y on y.b = x.b"
        " join attribute a on a.id = x.b join resource r on r.id = a.resource_id where r.system = ?3 order by x.b limit 1",
        [one, other, via],
    )
    return [(one, row[0], row[1:4]) for row in found] + [(row[0], other, row[4:7]) for row in found]
