"""From an attribute to its equivalents in other systems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from iac_crosswalk.answers.answer import Answer, Query, Target
from iac_crosswalk.answers.evidence import because
from iac_crosswalk.answers.located import Located, locate
from iac_crosswalk.answers.targets import answers, answers_of
from iac_crosswalk.paths import normalise
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.rows import AttributeRow
from iac_crosswalk.store.store import Store
from iac_crosswalk.vocabulary import SYSTEMS


def translate(
    store: Store,
    attribute: str,
    resource: str,
    from_system: str | None = None,
    to: str | Iterable[str] | None = None,
    explain: bool = False,
    located: Located | None = None,
    settings: Mapping[str, Any] = MappingProxyType({}),
    languages: Sequence[str] = (),
    is_read: bool | None = None,
) -> Answer:
    """The name of `attribute` of `resource` in `to`.

    `to` is a system, several, or None for every other one. With `explain` each equivalent carries
    `because`. `located` is the end of the path, where the caller knows it. Of a wrong name,
    `settings` (those of the resource in a program) choose the meanings, and `languages` are those
    that they are written in; `is_read` is whether the program reads or sets it, where that is
    known. Raises KnowledgeBaseError for an unknown system."""
    targets = checked_systems(from_system, to)
    found = store.find_resource(resource, from_system)
    if found is None:
        from iac_crosswalk.answers.unknown import unknown_resource  # most questions do not need it

        answer = Answer(Query(from_system, resource, attribute), "ok", [], [], None, store.versions)
        return unknown_resource(store, answer, resource, normalise(attribute))
    query = Query(found.system, found.name, attribute)
    answer = Answer(query, "ok", [], [], None, store.versions)
    to_systems = targets or [system for system in SYSTEMS if system != found.system]
    match: AttributeRow | None = None
    if located is None:
        # Most paths are in normal form; one query reads the attribute and its mappings.
        only = targets[0] if len(targets) == 1 else None
        match, rows = store.attribute_and_mappings(found, attribute, only)
    if match is not None:
        answer.targets = answers_of(store, match, found, to_systems, rows)
    else:
        located = located or locate(store, found, attribute)
        match = located.attribute
        if match is None:
            from iac_crosswalk.answers.unknown import unknown_attribute

            return unknown_attribute(
                store, answer, found, located, targets or [*SYSTEMS], settings, languages, is_read
            )
        answer.targets = answers(store, match, found, to_systems)
        query.key = located.key
        if located.inside:
            _hold_more(store, answer.targets, located)
    query.attribute = match.path
    query.deprecated = match.deprecated or store.targets[found.id].deprecated
    if explain:
        for equivalent in (each for target in answer.targets for each in target.answers):
            if equivalent.mapping_id:
                equivalent.because = because(
                    store, match.id, equivalent.attribute_id, equivalent.mapping_id
                )
    return answer


def _hold_more(store: Store, targets: list[Target], located: Located) -> None:
    """Marks the equivalents of an attribute that hold more than the name inside it. An equivalent
    that keeps the key of a map holds just this value; a narrow one may not hold it at all.
    """
    from iac_crosswalk.answers.expressions import keeps_key  # most questions do not need it

    name = located.inside.rpartition(".")[2].removesuffix("[]")
    for each in (equivalent for target in targets for equivalent in target.answers):
        if each.relation == "narrow" or (located.key is not None and keeps_key(store, each)):
            continue
        if each.relation == "exact":
            each.relation = "broad"
        each.note = f"It holds {name}. {each.note}" if each.note else f"It holds {name}."


_KNOWN: frozenset[str | None] = frozenset(SYSTEMS)
_KNOWN_OR_NONE = _KNOWN | {None}


def checked_systems(from_system: str | None, to: str | Iterable[str] | None) -> list[str]:
    """The systems of `to` as a list. Raises KnowledgeBaseError for an unknown one."""
    systems = [to] if isinstance(to, str) else [*(to or ())]
    if _KNOWN.issuperset(systems) and from_system in _KNOWN_OR_NONE:
        return systems
    wrong = next(each for each in (*systems, from_system) if each not in _KNOWN)
    raise KnowledgeBaseError(f"`{wrong}` is not a system; use one of {', '.join(SYSTEMS)}")
