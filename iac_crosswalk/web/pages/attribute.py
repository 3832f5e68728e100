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
from iac_crosswalk.web.pages.page import Page, PageRequest
from iac_crosswalk.web.pages.resource import issue, missing
from iac_crosswalk.web.render import render


def page(request: PageRequest) -> Page:
    """`/attribute/SYSTEM/RESOURCE/PATH`."""
    snapshot, system = request.snapshot, request.parts["system"]
    name, _, path = request.parts["rest"].rpartition("/")
    row = snapshot.knowledge.find_resource(name, system) if system in SYSTEMS else None
    if row is None:
        return missing(request, name or path)
    answer = snapshot.knowledge.translate(
        path, row.name, row.system, explain=True, languages=LANGUAGES
    )
    if answer["status"] != "ok":
        return _unknown(request, answer)
    path_ = answer["query"]["attribute"]
    address = attribute_address(row.system, row.name, path_)
    if (row.name, path_) != (name, path):
        return Page("", to=address)
    facts = queries.attributes(snapshot.knowledge, [concepts.tree(snapshot, row.id).ids[path_]])[0]
    past = (
        queries.history(snapshot.knowledge, row.system, row.name, 500, 0)[1]
        if queries.has_history(snapshot.knowledge)
        else []
    )
    parts = path_.split(".")
    above = concepts.tree(snapshot, row.id).above(path_)
    body = render(
        "attribute.html",
        query=f"{row.name}.{path_}",
        section="resource",
        system=row.system,
        name=row.name,
        path=path_,
        short=parts[-1],
        address=address,
        resource_page=resource_address(concepts.canonical(snapshot, row)),
        facts=facts,
        allowed=json.loads(facts.allowed) if facts.allowed else [],
        above=(above, attribute_address(row.system, row.name, above)) if above else None,
        below=[
            (each, attribute_address(row.system, row.name, each))
            for each in concepts.tree(snapshot, row.id).below[path_][:200]
        ],
        targets=[_target(target) for target in answer["targets"]],
        history=[each for each in past if each["path"] == path_],
        issue=issue(request, row),
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
    expressions = each.get("expressions") or {"": each["expression"]}
    return {language: text for language, text in expressions.items() if text}


def _evidence(each: dict[str, Any]) -> list[str]:
    """The evidence for an answer, one line per step: a file and line, a rule, or the signals of the
    matcher.
    """
    lines = []
    for step in each.get("because") or []:
        signals = step.get("evidence")
        text = (
            step.get("source")
            or step.get("rule")
            or (
                ", ".join(f"{key} {value}" for key, value in signals.items())
                if isinstance(signals, dict)
                else signals
            )
        )
        if text:
            lines.append(str(text))
    return list(dict.fromkeys(lines))


def _unknown(request: PageRequest, answer: dict[str, Any]) -> Page:
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
