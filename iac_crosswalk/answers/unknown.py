"""Help for a name that does not exist: its pitfall, its history, and existing names. The nearest
string is never an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from iac_crosswalk.answers.answer import Answer, Suggestion
from iac_crosswalk.answers.history import history
from iac_crosswalk.answers.located import Located
from iac_crosswalk.answers.near import near, near_paths
from iac_crosswalk.answers.pitfalls import pitfall, replacement_targets
from iac_crosswalk.answers.suggesting import suggest
from iac_crosswalk.store import queries
from iac_crosswalk.store.rows import ResourceRow
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


def unknown_attribute(
    store: Store,
    answer: Answer,
    resource: ResourceRow,
    located: Located,
    targets: list[str],
    settings: Mapping[str, Any],
    languages: Sequence[str],
    is_read: bool | None,
) -> Answer:
    """The answer for a path that the resource does not have: `targets` then answers for the
    replacement that its pitfall names. Of the suggestions see `suggest`.
    """
    answer.status, answer.query.attribute = "unknown-attribute", located.path
    if located.pitfall is not None:
        replacements = queries.instead_of(store, located.pitfall.id)
        answer.pitfall = pitfall(store, located.pitfall, resource, replacements)
        answer.targets = replacement_targets(store, replacements, targets)
    past = history(store, resource.name, located.path, resource.system)
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
        names = near_paths(located.path, queries.paths(store, resource.id))
    answer.suggestions = [Suggestion(resource.name, name) for name in names]
    if answer.pitfall is None:
        suggest(store, answer, resource, settings, languages, is_read)
    return answer
