"""The search for pages, the API and MCP: answers/search.py, with the addresses of the hits."""

from __future__ import annotations

from typing import Any

from iac_crosswalk.answers import search
from iac_crosswalk.answers.search import Found
from iac_crosswalk.web.names import attribute_address
from iac_crosswalk.web.snapshot import Snapshot

__all__ = ["Found", "find"]


def find(
    snapshot: Snapshot,
    text: str,
    system: str | None,
    limit: int,
    offset: int,
    suggesting: bool = True,
) -> Found:
    """Hits `offset` to `offset + limit`, best first. Raises TooSlow."""
    suggesting = suggesting and snapshot.vocabulary_is_read
    hits = search.find(snapshot.search, text, system, limit, offset, suggesting)
    results = [
        _address(hit) | {"counterparts": [_address(each) for each in hit["counterparts"]]}
        for hit in hits.results
    ]
    return hits._replace(results=results)


def _address(item: dict[str, Any]) -> dict[str, Any]:
    return item | {
        "address": attribute_address(item["system"], item["resource"], item["attribute"])
    }
