"""The knowledge base for other programs: questions in, plain JSON out. Needs the built file and the
standard library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.store import Store

if TYPE_CHECKING:
    from iac_crosswalk.answers.answer import Answer
    from iac_crosswalk.answers.search_index import SearchIndex

__all__ = ["KnowledgeBase", "KnowledgeBaseError"]


class KnowledgeBase(Store):
    """Answers questions from the built file. One object serves any number of threads."""

    def translate(
        self,
        attribute: str,
        resource: str,
        from_system: str | None = None,
        to: str | Iterable[str] | None = None,
        explain: bool = False,
        languages: Iterable[str] = (),
    ) -> dict[str, Any]:
        """The name of `attribute` of `resource` in `to`, in the one JSON shape of docs/api.md.

        `to` is a system, several, or None for every other one. With `explain` each answer carries
        `because`: its evidence. `languages` are those of the expressions. Raises
        KnowledgeBaseError for an unknown system or language.

        >>> knowledge = KnowledgeBase()
        >>> answer = knowledge.translate("VisibilityTimeout", "AWS::SQS::Queue", to="terraform")
        >>> [each["attribute"] for each in answer["targets"][0]["answers"]]
        ['visibility_timeout_seconds']
        >>> knowledge.translate("Timeout", "AWS::SQS::Queue")["status"]
        'unknown-attribute'
        """
        answer_languages = tuple(languages) if languages else ()
        answer = self._translate(
            self, attribute, resource, from_system, to, explain, languages=answer_languages
        )
        if answer_languages or answer.query.key is not None:
            from iac_crosswalk.answers.expressions import express

            express(self, answer, None, answer_languages)
        return answer.to_json()

    def resource(self, name: str, system: str | None = None) -> dict[str, Any] | None:
        """Everything about one resource: its facts, its counterparts in the other systems, its
        attributes and pitfalls; None if unknown.

        >>> queue = KnowledgeBase().resource("aws_sqs_queue")
        >>> queue["system"], queue["resource"]
        ('terraform', 'aws_sqs_queue')
        """
        from iac_crosswalk.answers.resource import browse
        from iac_crosswalk.answers.translate import checked_systems

        checked_systems(system, None)
        return browse(self, name, system)

    def search(
        self, text: str, limit: int = 20, system: str | None = None, offset: int = 0
    ) -> list[dict[str, Any]]:
        """Resources and attributes that hold every word of `text`, the likeliest first, each with
        its counterparts in the other systems.

        Raises KnowledgeBaseError where `text` is not a string, and for a limit below 1.

        >>> (best,) = KnowledgeBase().search("rds cluster reader endpoint", limit=1)
        >>> best["resource"], best["attribute"]
        ('aws_rds_cluster', 'reader_endpoint')
        """
        from iac_crosswalk.answers.search import find
        from iac_crosswalk.answers.translate import checked_systems

        checked_systems(system, None)
        if not isinstance(text, str) or not isinstance(limit, int) or not 1 <= limit < 2**63:
            raise KnowledgeBaseError("search takes a text of words, and a limit of 1 or more")
        return find(self._search_index, text, system, limit, offset).results

    def suggest(self, text: str) -> list[str]:
        """Words to search for instead, where nothing holds all of these."""
        from iac_crosswalk.answers.search import split, suggest

        return suggest(self._search_index, split(text))

    @cached_property
    def _translate(self) -> Callable[..., Answer]:
        # check needs no translation, and one lookup after another no import.
        from iac_crosswalk.answers.translate import translate

        return translate

    @cached_property
    def _search_index(self) -> SearchIndex:
        from iac_crosswalk.answers.search_index import SearchIndex

        return SearchIndex(self)
