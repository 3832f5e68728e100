"""The knowledge base as other programs use it: questions in, plain JSON out. Needs the built file and the standard library."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from iac_crosswalk.answers import resource, search, translate
from iac_crosswalk.answers.search import quoted_words
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.store import Store

__all__ = ["KnowledgeBase", "KnowledgeBaseError", "quoted_words"]


class KnowledgeBase(Store):
    """Questions to the built file. One object serves any number of threads."""

    def translate(
        self,
        attribute: str,
        resource: str,
        from_system: str | None = None,
        to: str | Iterable[str] | None = None,
        explain: bool = False,
        languages: Iterable[str] = (),
    ) -> dict[str, Any]:
        """The answer, in the one JSON shape of docs/api.md, to: what is `attribute` of `resource` called in `to`?

        `to` is a system, several, or None for every other one. With `explain` each answer carries `because`: what it rests on. `languages` are
        those of the expressions. Raises KnowledgeBaseError for a system or a language that does not exist.
        """
        answer = translate.translate(self, attribute, resource, from_system, to, explain)
        if languages:
            from iac_crosswalk.answers.expressions import express

            express(self, answer, None, languages)
        return answer.to_json()

    def resource(self, name: str, system: str | None = None) -> dict[str, Any] | None:
        """Everything about one resource: its facts, what it is in the other systems, its attributes and pitfalls; None if unknown."""
        translate.checked_systems(system, None)
        return resource.browse(self, name, system)

    def search(self, text: str, limit: int = 20, system: str | None = None) -> list[dict[str, Any]]:
        """Resources and attributes that hold every word of `text`: in a resource's name, in a path (shortest first), in a description."""
        translate.checked_systems(system, None)
        return search.search(self, text, limit, system)
