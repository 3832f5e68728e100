"""The home page and the search: one box for a type, an attribute, an expression or an error
message.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from iac_crosswalk.answers.history import history
from iac_crosswalk.ask import ask
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.vocabulary import SYSTEMS
from iac_crosswalk.web import concepts, find, limits
from iac_crosswalk.web.names import attribute_address, resource_address
from iac_crosswalk.web.pages.about import judged
from iac_crosswalk.web.pages.attribute import ways
from iac_crosswalk.web.pages.page import Asked, Page
from iac_crosswalk.web.render import render

_PAGE = 20
_AS_TYPED = 8
EXAMPLES = (
    ("AWS::ElastiCache::ReplicationGroup", "a type"),
    ("aws_db_instance.endpoint", "an attribute"),
    ("rds cluster reader endpoint", "words"),
    ("AWS::ElastiCache::ReplicationGroup.CacheNodes[0].Address", "a common mistake"),
    ("!GetAtt AWS::S3::Bucket.RegionalDomainName", "an expression"),
)


def home(asked: Asked) -> Page:
    """What the site is, and the box."""
    snapshot = asked.snapshot
    body = render(
        "home.html",
        query="",
        section="home",
        examples=EXAMPLES,
        built=snapshot.built,
        judged=snapshot.once(judged),
        packages=queries.systems(snapshot.knowledge),
        build=snapshot.build,
    )
    return Page(body)


def results(asked: Asked) -> Page:
    """What a text asks, where it can be read as a question; and the resources and attributes that
    its words find.
    """
    text, system = asked.get("q", limits.LONGEST_QUESTION), asked.get("system")
    system = system if system in SYSTEMS else ""
    fragment, offset = bool(asked.get("fragment")), asked.number("offset", 5_000)
    if not text:
        return Page("" if fragment else _nothing_asked(system))
    snapshot = asked.snapshot
    row = snapshot.knowledge.find_resource(text, system or None) if len(text) < 300 else None
    read = None if offset or row else _read(asked, text)
    answer = _answer(read) if read and read["status"] in ("ok", "unknown-attribute") else None
    gone = None if offset or row or answer else _gone(asked, text, read)
    size = _AS_TYPED if fragment else _PAGE
    found = (
        find.find(snapshot, text, system or None, size, offset)
        if len(text) <= 400 and "\n" not in text
        else find.Found(0, [], [])
    )
    context = {
        "query": text,
        "system": system,
        "answer": answer,
        "gone": gone,
        "resource": _resource(asked, row) if row else None,
        "found": found,
        "offset": offset,
        "size": size,
    }
    if fragment:
        return Page(render("_results.html", fragment=True, **context))
    return Page(render("search.html", section="search", **context))


def _nothing_asked(system: str) -> str:
    return render(
        "search.html",
        query="",
        section="search",
        system=system,
        answer=None,
        gone=None,
        found=None,
        offset=0,
        size=_PAGE,
        resource=None,
    )


def _resource(asked: Asked, row: ResourceRow) -> dict[str, Any]:
    others = concepts.main_counterparts(asked.snapshot, row)
    return {
        "system": row.system,
        "name": row.name,
        "address": resource_address(row.name),
        "others": [each for each in others.values() if each.name],
    }


def _read(asked: Asked, text: str) -> dict[str, Any] | None:
    """The answer to a text as a question."""
    try:
        return ask(asked.snapshot.knowledge, text)
    except KnowledgeBaseError:
        return None


def _gone(asked: Asked, text: str, read: dict[str, Any] | None) -> dict[str, Any] | None:
    """What became of a resource that an older version had, where the text names one."""
    if read and read["status"] == "unknown-resource":
        return read.get("history")
    past = (
        history(asked.snapshot.knowledge, text, "", None)
        if len(text) < 300 and " " not in text
        else None
    )
    return asdict(past.answer()) if past and past.took_place else None


def _answer(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer to a question, as the page shows it."""
    query = answer["query"]
    cells = {target["system"]: concepts.cell(target, None) for target in answer["targets"]}
    known = answer["status"] == "ok"
    return {
        "known": known,
        "system": query["system"],
        "resource": query["resource"],
        "path": query["attribute"],
        "address": (
            attribute_address(query["system"], query["resource"], query["attribute"])
            if known
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
