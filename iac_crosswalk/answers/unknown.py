"""Help for a name that does not exist: its pitfall, its history, and existing names. The nearest
string is never an answer.
"""

from __future__ import annotations

from iac_crosswalk.answers.answer import Answer, Suggestion, Target
from iac_crosswalk.answers.history import history
from iac_crosswalk.answers.near import near, near_paths
from iac_crosswalk.answers.pitfalls import pitfall
from iac_crosswalk.answers.targets import answers
from iac_crosswalk.paths import loose, normalise
from iac_crosswalk.store import queries
from iac_crosswalk.store.rows import PitfallRow, ResourceRow
from iac_crosswalk.store.store import Store


def unknown_resource(store: Store, answer: Answer, name: str, path: str) -> Answer:
    """The answer for a resource that does not exist, and its attribute at `path`."""
    system = answer.query.system
    answer.status = "unknown-resource"
    past = history(store, name, path, system)
    if past is not None and past.took_place:
        answer.suggestions = [Suggestion(each.resource) for each in past.instead]
    else:
        answer.suggestions = [
            Suggestion(each) for each in near(name, queries.resource_names(store, system))
        ]
    answer.history = past.answer() if past else None
    return answer


def known_mistake(store: Store, resource: ResourceRow, path: str) -> PitfallRow | None:
    """The pitfall of a path that the resource does not have; None where it is not a known one."""
    rows = queries.pitfalls(store, resource.id)
    return next((row for row in rows if loose(normalise(row.wrong)) == loose(path)), None)


def unknown_attribute(
    store: Store, answer: Answer, resource: ResourceRow, path: str, targets: list[str]
) -> Answer:
    """The answer for a path that the resource does not have: `targets` then answers for the
    replacement that its pitfall names.
    """
    answer.status = "unknown-attribute"
    known = known_mistake(store, resource, path)
    if known is not None:
        _explain_pitfall(store, answer, known, resource, targets)
    past = history(store, resource.name, path, resource.system)
    answer.history = past.answer() if past else None
    if past is not None and past.took_place:  # a name that merely looks alike did not replace it
        names = [
            each.attribute
            for each in past.instead
            if each.resource == resource.name and each.attribute
        ]
    elif answer.pitfall is not None and not answer.pitfall.instead:
        names = []
    else:
        names = near_paths(path, queries.paths(store, resource.id))
    answer.suggestions = [Suggestion(resource.name, name) for name in names]
    return answer


def _explain_pitfall(
    store: Store, answer: Answer, row: PitfallRow, resource: ResourceRow, targets: list[str]
) -> None:
    instead = queries.instead_of(store, row.id)
    answer.pitfall = pitfall(store, row, resource, instead)
    merged: dict[str, Target] = {}
    for attribute, named in instead:
        for target in answers(store, attribute, named, targets):
            known = merged.setdefault(target.system, target)
            if known is not target:
                known.answers += [each for each in target.answers if each not in known.answers]
                known.status = "equivalent" if known.answers else known.status
    for own in merged["cloudformation"].answers if "cloudformation" in merged else ():
        own.when = queries.twin_condition(store, own.resource, own.attribute or "") or own.when
    answer.targets = list(merged.values())
