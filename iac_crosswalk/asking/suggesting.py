"""Names that exist, for one that does not, with the reason: the resource's own spelling, or another system's name for it."""

from __future__ import annotations

from typing import Any

from iac_crosswalk.asking.walking import Step, path_of, schema_of, steps_of
from iac_crosswalk.checking.advice import Advisor, Wrong
from iac_crosswalk.checking.findings import Span
from iac_crosswalk.knowledge import KnowledgeBase
from iac_crosswalk.schema import Schema, Schemas


def suggestions(knowledge: KnowledgeBase, system: str | None, resource: str, path: str) -> list[dict[str, Any]]:
    """What `path`, which does not exist, may mean; empty when nobody knows. Read names go before given ones."""
    row = knowledge.find_resource(resource, system)
    if row is None:
        return []
    schema = schema_of(knowledge, row)
    container, rest = _split(schema, path)
    if not rest or rest[0].name is None:
        return []
    advisor = Advisor(Schemas(knowledge))
    for output in (True, False):
        wrong = Wrong(schema, container, rest[0].name, Span(0, 0), _behind(rest[1:]), output=output)
        found = advisor.replacements(wrong, str)
        if found:
            return [{"resource": row.name, "attribute": each.path, "why": each.why, "when": each.when} for each in found]
    return []


def _split(schema: Schema, path: str) -> tuple[str, list[Step]]:
    """The longest beginning of a path that holds attributes, and the steps behind it."""
    steps = steps_of(path)
    for cut in range(len(steps) - 1, 0, -1):
        container = path_of(steps[:cut])
        if schema.below(container):
            return container, steps[cut:]
    return "", steps


def _behind(steps: list[Step]) -> str:
    """Steps as they stand behind a name: `[].address`."""
    return "".join("[]" if step.name is None else f".{step.name}" for step in steps)
