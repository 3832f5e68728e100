"""From an attribute to its equivalents in other systems."""

from __future__ import annotations

from collections.abc import Iterable

from iac_crosswalk.answers.answer import Answer, Query, Target
from iac_crosswalk.answers.evidence import because
from iac_crosswalk.answers.targets import answers, answers_of
from iac_crosswalk.paths import normalise, steps_of
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.rows import AttributeRow, ResourceRow
from iac_crosswalk.store.schema import schema_of
from iac_crosswalk.store.store import Store
from iac_crosswalk.vocabulary import SYSTEMS


def translate(
    store: Store,
    attribute: str,
    resource: str,
    from_system: str | None = None,
    to: str | Iterable[str] | None = None,
    explain: bool = False,
) -> Answer:
    """The name of `attribute` of `resource` in `to`.

    `to` is a system, several, or None for every other one. With `explain` each equivalent carries
    `because`. Raises KnowledgeBaseError for an unknown system."""
    targets = checked_systems(from_system, to)
    found = store.find_resource(resource, from_system)
    if found is None:
        from iac_crosswalk.answers.unknown import unknown_resource  # most questions do not need it

        answer = Answer(Query(from_system, resource, attribute), "ok", [], [], None, store.versions)
        return unknown_resource(store, answer, resource, normalise(attribute))
    query = Query(found.system, found.name, attribute)
    answer = Answer(query, "ok", [], [], None, store.versions)
    # Most paths are in normal form; one query reads the attribute and its mappings.
    only = targets[0] if len(targets) == 1 else None
    match, rows = store.attribute_and_mappings(found, attribute, only)
    wanted = targets or [system for system in SYSTEMS if system != found.system]
    if match is not None:
        answer.targets = answers_of(store, match, found, wanted, rows)
    else:
        path = normalise(attribute)
        match = store.find_attribute(found.id, path)
        inside = match is None
        if match is None:
            from iac_crosswalk.answers.unknown import known_mistake, unknown_attribute

            if known_mistake(store, found, path) is None:
                match = _around(store, found, path)
        if match is None:
            return unknown_attribute(store, answer, found, path, targets or list(SYSTEMS))
        answer.targets = answers(store, match, found, wanted)
        if inside:
            _hold_more(answer.targets, path)
    query.attribute = match.path
    query.deprecated = match.deprecated or store.targets[found.id].deprecated
    if explain:
        for equivalent in (each for target in answer.targets for each in target.answers):
            if equivalent.mapping_id:
                equivalent.because = because(
                    store, match.id, equivalent.attribute_id, equivalent.mapping_id
                )
    return answer


def _around(store: Store, resource: ResourceRow, path: str) -> AttributeRow | None:
    """The attribute that a name inside it belongs to: below free-form JSON or a map of plain values
    any name may be written. None where a name on the way does not exist.
    """
    taken = Place(schema_of(store, resource)).walk(steps_of(path))
    own, holder = taken.place.attribute(), taken.attribute(path)
    if taken.missing or own is None or own.path == "*" or holder is None:
        return None
    return store.find_attribute(resource.id, holder.path)


def _hold_more(targets: list[Target], path: str) -> None:
    """Says of equivalents of what is around the path that they hold more than it."""
    name = path.rpartition(".")[2]
    for each in (equivalent for target in targets for equivalent in target.answers):
        if each.relation == "exact":
            each.relation = "broad"
        each.note = f"It holds {name}. {each.note}" if each.note else f"It holds {name}."


def checked_systems(from_system: str | None, to: str | Iterable[str] | None) -> list[str]:
    """The systems of `to` as a list. Raises KnowledgeBaseError for an unknown one."""
    wanted = [to] if isinstance(to, str) else [*(to or ())]
    for system in wanted if from_system is None else (*wanted, from_system):
        if system not in SYSTEMS:
            raise KnowledgeBaseError(f"`{system}` is not a system; use one of {', '.join(SYSTEMS)}")
    return wanted
