"""Suggests existing names for one that does not exist, with the reason: the resource's own
spelling, or another system's name for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.answers.answer import Answer, Suggestion
from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.answers.meaning import wrong_path
from iac_crosswalk.ask.reading import Reading
from iac_crosswalk.store.schema import Schema, Schemas


def suggest(knowledge: KnowledgeBase, answer: Answer, asked: Reading, camel_case: bool) -> None:
    """Puts the possible meanings of the path before the answer's suggestions.

    With `camel_case` each has `written` too: the camelCase names, from which the names of Pulumi's
    and the CDK's other languages derive.
    """
    row = knowledge.find_resource(asked.resource, asked.system)
    if row is None:
        return
    schema = Schemas(knowledge).of(row, natives=camel_case)
    found = _meant(knowledge, schema, asked.path, asked.declared.settings if asked.declared else {})
    answer.suggestions = (
        found or answer.suggestions
    )  # beside a known meaning, names that only look alike are dropped
    if camel_case:
        for item in answer.suggestions:
            if item.resource == row.name:
                item.written = schema.spell(item.attribute or "")


def _meant(
    knowledge: KnowledgeBase, schema: Schema, path: str, settings: Mapping[str, Any]
) -> list[Suggestion]:
    """The possible meanings of `path`, or other places that have it; empty when unknown. Attributes
    come before arguments.
    """
    advisor = Advisor(knowledge)
    advices = [
        advisor.advise(wrong_path(schema, schema.spell(path), output, settings))
        for output in (True, False)
    ]
    for advice in advices:
        if advice.meanings:
            return [
                Suggestion(schema.resource.name, each.path, each.why, each.when)
                for each in advice.meanings
            ]
    for other in (advice.elsewhere for advice in advices):
        if other is not None:
            name = f"{other.row.name}.{other.attribute}" if other.attribute else other.row.name
            return [
                Suggestion(
                    other.row.name, other.attribute, other.sentence(other.row.name), written=name
                )
            ]
    return []
