"""The lasting addresses in answers: of the attribute in the question, of each equivalent, and of
every name that is suggested in place of a wrong one.
"""

from __future__ import annotations

from typing import Any

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.web.names import attribute_address, resource_address


def addressed(knowledge: KnowledgeBase, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, with the `address` of each existing name."""
    query = answer["query"]
    if answer["status"] == "ok":
        query["address"] = attribute_address(query["system"], query["resource"], query["attribute"])
    for target in answer["targets"]:
        for each in (*target["answers"], *target.get("candidates", ())):
            each["address"] = attribute_address(
                target["system"], each["resource"], each["attribute"]
            )
    offer(knowledge, query["system"], answer["suggestions"])
    if answer["pitfall"]:
        offer(knowledge, query["system"], answer["pitfall"]["ways"])
    if "history" in answer:
        offer(knowledge, query["system"], answer["history"]["instead"])
    return answer


def offer(
    knowledge: KnowledgeBase, system: str | None, names: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The existing names, each with its address. `system`: their system, if it is known."""
    for each in names:
        each["address"] = _address(knowledge, system, each["resource"], each.get("attribute"))
    return names


def _address(
    knowledge: KnowledgeBase, system: str | None, resource: str, attribute: str | None
) -> str:
    row = knowledge.find_resource(resource, system) or knowledge.find_resource(resource)
    if row is None or attribute is None:
        return resource_address(resource)
    return attribute_address(row.system, row.name, attribute)
