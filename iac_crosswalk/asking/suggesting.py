"""Names that exist, for one that does not, with the reason: the resource's own spelling, or another system's name for it."""

from __future__ import annotations

from typing import Any

from iac_crosswalk.asking.walking import schema_of
from iac_crosswalk.checking.advice import Advisor, wrong_path
from iac_crosswalk.knowledge import KnowledgeBase
from iac_crosswalk.schema import Schemas


def suggestions(knowledge: KnowledgeBase, system: str | None, resource: str, path: str) -> list[dict[str, Any]]:
    """What `path`, which does not exist, may mean; empty when nobody knows. Read names go before given ones."""
    row = knowledge.find_resource(resource, system)
    if row is None:
        return []
    schema = schema_of(knowledge, row)
    advisor = Advisor(Schemas(knowledge))
    for output in (True, False):
        found = advisor.replacements(wrong_path(schema, path, output, {}), str)
        if found:
            return [{"resource": row.name, "attribute": each.path, "why": each.why, "when": each.when} for each in found]
    return []
