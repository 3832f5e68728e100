"""The home page and the search: one box for types, attributes, expressions and error messages."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from iac_crosswalk.answers.history import history
from iac_crosswalk.ask import ask
from iac_crosswalk.ask.several import questions
from iac_crosswalk.ask.terms import SITE
from iac_crosswalk.paths import normalise
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.vocabulary import SYSTEMS
from iac_crosswalk.web import concepts, find, limits, mistakes
from iac_crosswalk.web.mistakes import Block
from iac_crosswalk.web.names import attribute_address, resource_address
from iac_crosswalk.web.pages.about import mapping_counts
from iac_crosswalk.web.pages.attribute import ways
from iac_crosswalk.web.pages.page import Page, PageRequest
from iac_crosswalk.web.render import render

_PAGE = 20
_AS_TYPED = 8
_MOST_ANSWERS = 5
"""The most questions in one text that are answered, for example those of a multiselect."""
_MOST_MISTAKES = 3
_PATH = re.compile(r"\w+([._]|\[\])[\w.\[\]*]+")
EXAMPLES = (
    ("AWS::ElastiCache::ReplicationGroup", "a type"),
    ("aws_db_instance.endpoint", "an attribute"),
    ("rds cluster reader endpoint", "words"),
    ("AWS::ElastiCache::ReplicationGroup.CacheNodes[0].Address", "a common mistake"),
    ("!GetAtt AWS::S3::Bucket.RegionalDomainName", "an expression"),
)


def home(request: PageRequest) -> Page:
    """The introduction to the site, and the search box."""
    snapshot = request.snapshot
    body = render(
        "home.html",
        query="",
        section="home",
        examples=EXAMPLES,
        built=snapshot.built,
        judged=snapshot.once(mapping_counts),
        packages=queries.systems(snapshot.knowledge),
        build=snapshot.build,
    )
    return Page(body)


def results(request: PageRequest) -> Page:
    """The answer to a text that can be read as a question, and the resources and attributes that
    match its words.
    """
    text, system = request.get("q", limits.LONGEST_QUESTION), request.get("system")
    system = system if system in SYSTEMS else ""
    around = request.get("resource"), request.get("in", limits.LONGEST_URL)
    fragment, offset = bool(request.get("fragment")), request.number("offset", 5_000)
    snapshot = request.snapshot
    row = (
        snapshot.knowledge.find_resource(text, system or None)
        if 0 < len(text) < 300 and not any(around)
        else None
    )
    readings = _readings(request, text, *around) if text and not offset and not row else []
    answers = [_answer(each) for each in readings if each["status"] in ("ok", "unknown-attribute")]
    removed = _removed(request, text, readings) if text and not (offset or row or answers) else None
    size = _AS_TYPED if fragment else _PAGE
    hits = (
        find.find(snapshot, text, system or None, size, offset)
        if text and not any(around) and len(text) <= 400 and "\n" not in text
        else find.Found(0, [], [])
    )
    context = {
        "query": text,
        "system": system,
        "of": around,
        "answers": answers,
        "mistakes": _mistakes(request, text) if text and not (offset or row or answers) else [],
        "removed": removed,
        "resource": _resource(request, row) if row else None,
        "hits": hits,
        "unread": (
            _unread(text, readings, around)
            if not (answers or row or removed)
            and (any(around) or not hits.results or _CODE.search(text))
            else None
        ),
        "offset": offset,
        "size": size,
    }
    if fragment:
        return Page(render("_results.html", fragment=True, **context) if text else "")
    return Page(render("search.html", section="search", **context))


_CODE = re.compile(r"[(${!'\"]")
"""Characters that mark a text as code, even if its words have hits."""
_WORDS = re.compile(r"[\w\s-]*")


def _unread(
    text: str, readings: list[dict[str, Any]], around: tuple[str, str]
) -> dict[str, Any] | None:
    """The missing part of a text that was read as a question but is incomplete. Words alone are a
    search, not a question.
    """
    if not readings or (_WORDS.fullmatch(text) and not any(around)):
        return None
    choices = list(dict.fromkeys(each["resource"] for each in readings[0]["suggestions"]))
    if readings[0]["status"] == "unknown-resource":
        name = readings[0]["query"]["resource"]
        return {"error": f"unknown resource `{name}`", "choices": choices}
    return {"error": readings[0]["error"], "choices": choices}


def _resource(request: PageRequest, row: ResourceRow) -> dict[str, Any]:
    others = concepts.main_counterparts(request.snapshot, row)
    return {
        "system": row.system,
        "name": row.name,
        "address": resource_address(row.name),
        "others": [each for each in others.values() if each.name],
    }


def _readings(request: PageRequest, text: str, resource: str, source: str) -> list[dict[str, Any]]:
    """The answers to a text as a question: one for each attribute in it."""
    knowledge = request.snapshot.knowledge

    def answer(question: str) -> dict[str, Any]:
        return ask(knowledge, question, resource or None, within=source, terms=SITE)

    try:
        several = [answer(each) for each in questions(text, source)[:_MOST_ANSWERS]]
        return [each for each in several if each["status"] != "bad-question"] or [answer(text)]
    except KnowledgeBaseError:
        return []


def _mistakes(request: PageRequest, text: str) -> list[Block]:
    """The pitfalls whose wrong attribute is exactly the text, without a resource."""
    path = normalise(text).lower()
    if len(text) > 300 or not _PATH.fullmatch(path):
        return []  # a single word is a search
    matching = []
    for block in request.snapshot.once(mistakes.all_blocks):
        mistakes_of = [
            each
            for each in block.mistakes
            if any(normalise(wrong).lower() == path for wrong in each.wrong)
        ]
        matching += [block._replace(mistakes=mistakes_of)] if mistakes_of else []
    return matching[:_MOST_MISTAKES]


def _removed(
    request: PageRequest, text: str, readings: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """The history of a removed resource, if the text names one."""
    if readings and readings[0]["status"] == "unknown-resource":
        return readings[0].get("history")
    past = (
        history(request.snapshot.knowledge, text, "", None)
        if len(text) < 300 and " " not in text
        else None
    )
    return asdict(past.answer()) if past and past.took_place else None


def _answer(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer to a question, as the page shows it."""
    query = answer["query"]
    cells = {target["system"]: concepts.cell(target, None) for target in answer["targets"]}
    exists = answer["status"] == "ok"
    return {
        "exists": exists,
        "system": query["system"],
        "resource": query["resource"],
        "path": query["attribute"],
        "address": (
            attribute_address(query["system"], query["resource"], query["attribute"])
            if exists
            else None
        ),
        "resource_address": resource_address(query["resource"]),
        "note": query.get("note"),
        "pitfall": answer["pitfall"],
        "ways": ways(answer),
        "past": answer.get("history"),
        "suggestions": [
            (each, attribute_address(query["system"], each["resource"], each["attribute"]))
            for each in answer["suggestions"]
            if each.get("attribute")
        ],
        "cells": cells,
    }
