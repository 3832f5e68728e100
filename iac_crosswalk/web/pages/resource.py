"""The page of a resource: a row for each concept, a column for each system."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from iac_crosswalk.answers.expressions import LANGUAGES
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.vocabulary import SYSTEMS
from iac_crosswalk.web import concepts, find
from iac_crosswalk.web.documentation import documentation
from iac_crosswalk.web.mistakes import Block, blocks, pitfalls
from iac_crosswalk.web.names import resource_address
from iac_crosswalk.web.pages.page import Page, PageRequest
from iac_crosswalk.web.render import NAMES, render
from iac_crosswalk.web.snapshot import Snapshot

_MOST = 500
"""The most rows of one level. Rows further down are loaded when a row is opened."""


def page(request: PageRequest) -> Page:
    """A resource by any of its names. Redirects to the address with its canonical name."""
    snapshot, name = request.snapshot, request.parts["name"].strip()
    row = snapshot.knowledge.find_resource(name)
    if row is None:
        return missing(request, name)
    canonical = concepts.canonical(snapshot, row)
    if canonical != name:
        return Page(
            "",
            to=resource_address(canonical)
            + (f"?{urlencode(request.values)}" if request.values else ""),
        )
    others = concepts.main_counterparts(snapshot, row)
    columns = {system: each.name for system, each in others.items()} | {row.system: row.name}
    other_systems = [system for system in SYSTEMS if system != row.system]
    choices = {"tool": other_systems, "language": LANGUAGES}
    values = {key: request.get(key) for key in choices}
    chosen = {key: values[key] for key, possible in choices.items() if values[key] in possible}
    context: dict[str, Any] = {
        "page": resource_address(row.name),
        "name": row.name,
        "system": row.system,
        "tools": other_systems,
        "columns": [chosen["tool"]] if "tool" in chosen else other_systems,
        "languages": LANGUAGES,
        "kept": chosen,
        "issue": issue(request, row),
    }
    if below := request.get("below", 1000):
        return _below(request, row, below, columns, context)
    if text := request.get("filter"):
        return _filtered(request, row, text, columns, context)
    return Page(
        render(
            "resource.html", **context, **_contents(request, row, others, columns, context["kept"])
        )
    )


def _contents(
    request: PageRequest,
    row: ResourceRow,
    others: dict[str, queries.Counterpart],
    columns: dict[str, str | None],
    chosen: dict[str, str],
) -> dict[str, Any]:
    snapshot = request.snapshot
    top = concepts.level(snapshot, row.id)
    language = chosen.get("language")
    rows = concepts.rows(snapshot, row, top[:_MOST], columns, language=language)
    facts = queries.resource(snapshot.knowledge, row.id)
    parts = [
        each
        for each in queries.counterparts(snapshot.knowledge, row.id)
        if each.role == "part" and each.name
    ]
    same = [
        each
        for each in queries.counterparts(snapshot.knowledge, row.id)
        if each.name and each.role in ("main", "alternative")
    ]
    return {
        "query": row.name,
        "section": "resource",
        "facts": facts,
        "reference": json.loads(facts.reference) if facts.reference else None,
        "others": others,
        "more_names": [each for each in same if each.name not in columns.values()],
        "parts": {
            system: [each for each in parts if each.system == system]
            for system in SYSTEMS
            if any(each.system == system for each in parts)
        },
        "documentation": documentation(facts, others),
        "mistakes": _mistakes(snapshot, row, others),
        "outputs": concepts.expand(
            snapshot, row, [each for each in rows if not each.attribute.is_input], columns, language
        ),
        "inputs": [each for each in rows if each.attribute.is_input],
        "only": concepts.only_elsewhere(snapshot, row, others, language),
        "left_out": max(0, len(top) - _MOST),
        "total": sum(1 + node.below for node in top),
        "filter": "",
        "build": snapshot.build,
    }


def _mistakes(
    snapshot: Snapshot, row: ResourceRow, others: dict[str, queries.Counterpart]
) -> list[Block]:
    """The pitfalls of the resource and of its counterparts in the other systems."""
    ids = [row.id, *(each.id for each in others.values() if each.id is not None)]
    page_blocks = blocks(snapshot, [each for number in ids for each in pitfalls(snapshot, number)])
    return sorted(page_blocks, key=lambda block: block.mistakes[0].system != row.system)


def _below(
    request: PageRequest,
    row: ResourceRow,
    below: str,
    columns: dict[str, str | None],
    context: dict[str, Any],
) -> Page:
    """The rows directly below one attribute: as rows for the open table, or as a page."""
    snapshot = request.snapshot
    of = request.get("of")
    owner = (snapshot.knowledge.find_resource(of) if of else None) or row
    if snapshot.knowledge.find_attribute(owner.id, below) is None:
        return missing(request, f"{owner.name}.{below}")
    rows = concepts.rows(
        snapshot,
        owner,
        concepts.level(snapshot, owner.id, below)[:_MOST],
        columns,
        below,
        context["kept"].get("language"),
    )
    level = request.number("level", 20)
    if request.get("fragment"):
        return Page(render("_rows.html", rows=rows, level=level, **context))
    return Page(
        render(
            "below.html",
            query=row.name,
            section="resource",
            rows=rows,
            below=below,
            owner=owner.name,
            level=0,
            **context,
        )
    )


def _filtered(
    request: PageRequest,
    row: ResourceRow,
    text: str,
    columns: dict[str, str | None],
    context: dict[str, Any],
) -> Page:
    tree = concepts.tree(request.snapshot, row.id)
    paths = [path for path in tree.ids if text.lower() in path.lower()]
    paths.sort(key=lambda path: (path.count("."), path))
    nodes = [tree.node(path) for path in paths[:100]]
    language = context["kept"].get("language")
    rows = concepts.rows(request.snapshot, row, nodes, columns, language=language)
    return Page(
        render(
            "filtered.html",
            query=row.name,
            section="resource",
            rows=rows,
            filter=text,
            total=len(paths),
            level=0,
            **context,
        )
    )


def missing(request: PageRequest, name: str) -> Page:
    """A name that does not exist, and the nearest existing names."""
    answer = request.snapshot.knowledge.translate("", name[:300])
    near = [each["resource"] for each in answer["suggestions"] if each.get("resource")]
    words = [] if near else find.find(request.snapshot, name[:300], None, 8, 0, False).results
    body = render(
        "missing.html",
        query=name,
        section="resource",
        name=name,
        near=near,
        words=words,
        past=answer.get("history"),
    )
    return Page(body, status=404)


def issue(request: PageRequest, row: ResourceRow) -> str | None:
    """The address for reporting a wrong row; None if the plugin's setting `repository` is not
    set.
    """
    repository = request.settings.get("repository")
    if not repository:
        return None
    versions = ", ".join(
        f"{package} {version}" for package, version in request.snapshot.knowledge.versions.items()
    )
    body = (
        f"{NAMES[row.system]} {row.name}\n\nWhat is wrong:\n\nWhat is right, and how you"
        f" know:\n\n{versions}; build {request.snapshot.build}"
    )
    return f"{str(repository).rstrip('/')}/issues/new?body={quote(body)}&title="
