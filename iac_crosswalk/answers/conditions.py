"""The conditions that a program's own settings meet: "cluster mode enabled" where `num_node_groups`
is more than one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow, Store


def holding(
    knowledge: Store,
    resource: ResourceRow,
    items: Iterable[dict[str, Any]],
    settings: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """The `items` (with `when`) that hold for a resource with these settings; all of them where the
    settings do not decide.

    Items without a condition always hold. `settings`: path of the resource → literal value, None
    where it is set but not known."""
    every_item = list(items)
    conditions = {item["when"] for item in every_item if item["when"]}
    if not conditions or not settings:
        return every_item
    met = {condition for condition in conditions if shown(knowledge, resource, condition, settings)}
    if not met:
        return every_item
    return [item for item in every_item if not item["when"] or item["when"] in met]


def another_shown(
    knowledge: Store, resource: ResourceRow, condition: str, settings: Mapping[str, Any]
) -> bool:
    """Whether the settings show that another condition of the resource holds instead."""
    return any(
        shown(knowledge, resource, other, settings)
        for other in queries.other_conditions(knowledge, condition)
    )


def shown(
    knowledge: Store, resource: ResourceRow, condition: str, settings: Mapping[str, Any]
) -> bool:
    """Whether the settings have one of the signs recorded for the condition."""
    return any(_shows(settings, *sign) for sign in queries.signs(knowledge, resource.id, condition))


def _shows(settings: Mapping[str, Any], path: str, operator: str, expected: str) -> bool:
    if path not in settings:
        return False
    value = settings[path]
    if operator == "given":
        return True
    if operator == "equals":
        return (
            value is not None and str(value).lower() == expected.lower()
        )  # booleans and numbers are often written as text
    return (
        isinstance(value, (int, float)) and not isinstance(value, bool) and value > float(expected)
    )
