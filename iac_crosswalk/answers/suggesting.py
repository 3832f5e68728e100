"""Suggests existing names for one that does not exist, with the reason: the resource's own
spelling, or another system's name for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.answers.answer import Answer, Suggestion
from iac_crosswalk.answers.meaning import wrong_path
from iac_crosswalk.paths import folded
from iac_crosswalk.store.rows import ResourceRow
from iac_crosswalk.store.schema import Schema, schema_of
from iac_crosswalk.store.store import Store


def suggest(
    store: Store,
    answer: Answer,
    resource: ResourceRow,
    settings: Mapping[str, Any],
    languages: Sequence[str],
    is_read: bool | None,
) -> None:
    """Puts the possible meanings of an unknown path before the answer's suggestions. The settings
    of the resource choose among them. A name that is set (`is_read` is False) can only mean an
    argument: a read-only name would be rejected too.

    Where the question is in a language other than Python, each has `written` too: the camelCase
    names, from which the names of Pulumi's and the CDK's other languages derive.
    """
    path = answer.query.attribute or ""
    camel_case = _uses_camel_case(resource.system, path, languages)
    advisor, schema = _advisor(store, resource, camel_case)
    is_set = is_read is False
    if is_set:
        taken = {each.path for each in schema.members.values() if each.is_input}
        answer.suggestions = [each for each in answer.suggestions if each.attribute in taken]
    small = len(schema.members) < _LARGEST
    found = _meant(advisor, schema, path, settings, is_set) if small else []
    # Beside a known meaning, names that only look alike are dropped.
    answer.suggestions = found or answer.suggestions
    if camel_case:
        for item in answer.suggestions:
            if item.resource == resource.name:
                item.written = schema.spell(item.attribute or "")


_LARGEST = 10_000
"""Attributes of a type. Larger ones (QuickSight's dashboards, analyses and templates) take two
seconds to look through, more than a server gives a question: names that look alike must do."""


@lru_cache(maxsize=4)
def _advisor(store: Store, resource: ResourceRow, natives: bool) -> tuple[Advisor, Schema]:
    """The last few are kept, for streams of questions about the same types."""
    schema = Schema(store, resource, natives) if natives else schema_of(store, resource)
    return Advisor(store), schema


def _meant(
    advisor: Advisor, schema: Schema, path: str, settings: Mapping[str, Any], is_set: bool
) -> list[Suggestion]:
    """The possible meanings of `path`, or other places that have it; empty when unknown. Attributes
    come before arguments, unless the path is set: then only arguments are meant.
    """
    wrong_names = [
        wrong_path(schema, schema.spell(path), output, settings)
        for output in ((False,) if is_set else (True, False))
    ]
    advices = [advisor.advise(wrong) for wrong in wrong_names]
    for wrong, advice in zip(wrong_names, advices, strict=True):
        if advice.meanings:
            return [
                Suggestion(
                    schema.resource.name,
                    each.path if each.whole else _with_rest(schema, each.path, wrong.rest),
                    each.why,
                    each.when,
                )
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


def _with_rest(schema: Schema, path: str, rest: str) -> str:
    """`path` with the rest of the wrong path, whose names may be in another spelling too; `path`
    alone where the rest does not exist below it.
    """
    member = schema.members.get(path)
    for part in rest.split(".")[1:]:
        if member is None:
            return path
        name, beside = part.rstrip("[]"), schema.below(member.container)
        same = [each for each in beside.values() if folded(each.name) == folded(name)]
        member = beside.get(name) or (same[0] if len(same) == 1 else None)
    return member.path if member else path


_CAMEL = re.compile(r"(?:^|[.\]])[a-z]+[A-Z]")


def _uses_camel_case(system: str, path: str, languages: Sequence[str]) -> bool:
    """Whether a question uses the camelCase names of languages other than Python."""
    if system not in ("pulumi", "cdk"):
        return False
    return languages[0] != "python" if languages else bool(_CAMEL.search(path))
