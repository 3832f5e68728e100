"""The page of one attribute: its lasting address, and everything known about it."""

from __future__ import annotations

import json
from typing import Any

from iac_crosswalk.answers.answer import Way
from iac_crosswalk.answers.expressions import LANGUAGES
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.vocabulary import SYSTEMS
from iac_crosswalk.web import concepts
from iac_crosswalk.web.names import attribute_address, resource_address
from iac_crosswalk.web.pages.page import Asked, Page
from iac_crosswalk.web.pages.resource import issue, missing
from iac_crosswalk.web.render import render


def page(asked: Asked) -> Page:
    """`/attribute/SYSTEM/RESOURCE/PATH`."""
    snapshot, system = asked.snapshot, asked.parts["system"]
    name, _, path = asked.parts["rest"].rpartition("/")
    row = snapshot.knowledge.find_resource(name, system) if system in SYSTEMS else None
    if row is None:
        return missing(asked, name or path)
    answer = snapshot.knowledge.translate(
        path, row.name, row.system, explain=True, languages=LANGUAGES
    )
    if answer["status"] != "ok":
        return _unknown(asked, answer)
    found = answer["query"]["attribute"]
    address = attribute_address(row.system, row.name, found)
    if (row.name, found) != (name, path):
        return Page("", to=address)
    own = queries.attributes(snapshot.knowledge, [concepts.tree(snapshot, row.id).ids[found]])[0]
    past = (
        queries.history(snapshot.knowledge, row.system, row.name, 500, 0)[1]
        if queries.has_history(snapshot.knowledge)
        else []
    )
    parts = found.split(".")
    above = concepts.tree(snapshot, row.id).above(found)
    body = render(
        "attribute.html",
        query=f"{row.name}.{found}",
        section="resource",
        system=row.system,
        name=row.name,
        path=found,
        short=parts[-1],
        address=address,
        resource_page=resource_address(concepts.canonical(snapshot, row)),
        own=own,
        allowed=json.loads(own.allowed) if own.allowed else [],
        above=(above, attribute_address(row.system, row.name, above)) if above else None,
        below=[
            (each, attribute_address(row.system, row.name, each))
            for each in concepts.tree(snapshot, row.id).below[found][:200]
        ],
        targets=[_target(target) for target in answer["targets"]],
        history=[each for each in past if each["path"] == found],
        issue=issue(asked, row),
        versions=snapshot.knowledge.versions,
        build=snapshot.build,
    )
    return Page(body)


def _target(target: dict[str, Any]) -> dict[str, Any]:
    answers = [
        each
        | {
            "address": attribute_address(target["system"], each["resource"], each["attribute"]),
            "expressions": _expressions(each),
            "evidence": _evidence(each),
        }
        for each in target["answers"]
    ]
    return target | {
        "answers": answers,
        "reason": target.get("reason"),
        "candidates": target.get("candidates", []),
    }


def _expressions(each: dict[str, Any]) -> dict[str, str]:
    written = each.get("expressions") or {"": each["expression"]}
    return {language: text for language, text in written.items() if text}


def _evidence(each: dict[str, Any]) -> list[str]:
    """The evidence for an answer, a line each: a file and line, a rule, or the signals of the
    matcher."""
    lines = []
    for step in each.get("because") or []:
        seen = step.get("evidence")
        found = (
            step.get("source")
            or step.get("rule")
            or (
                ", ".join(f"{key} {value}" for key, value in seen.items())
                if isinstance(seen, dict)
                else seen
            )
        )
        if found:
            lines.append(str(found))
    return list(dict.fromkeys(lines))


def _unknown(asked: Asked, answer: dict[str, Any]) -> Page:
    query = answer["query"]
    near = [
        (each["attribute"], attribute_address(query["system"], each["resource"], each["attribute"]))
        for each in answer["suggestions"]
    ]
    body = render(
        "unknown.html",
        query=f"{query['resource']}.{query['attribute']}",
        section="resource",
        name=query["resource"],
        path=query["attribute"],
        resource_page=resource_address(query["resource"]),
        pitfall=answer["pitfall"],
        ways=ways(answer),
        past=answer.get("history"),
        near=near,
    )
    return Page(body, status=404)


def ways(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """The replacements for a pitfall: text and address."""
    query, pitfall = answer["query"], answer["pitfall"]
    return [
        (Way(**way).written(query["resource"]), attribute_address(query["system"], **way))
        for way in (pitfall["ways"] if pitfall else [])
    ]
