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
from iac_crosswalk.web.pages.page import Asked, Page
from iac_crosswalk.web.render import NAMES, render
from iac_crosswalk.web.snapshot import Snapshot

_MOST = 500
"""The most rows of one level. Rows further down are loaded when a row is opened."""


def page(asked: Asked) -> Page:
    """A resource by any of its names; redirects to the address with its canonical name."""
    snapshot, name = asked.snapshot, asked.parts["name"].strip()
    row = snapshot.knowledge.find_resource(name)
    if row is None:
        return missing(asked, name)
    canonical = concepts.canonical(snapshot, row)
    if canonical != name:
        return Page(
            "",
            to=resource_address(canonical)
            + (f"?{urlencode(asked.values)}" if asked.values else ""),
        )
    others = concepts.main_counterparts(snapshot, row)
    columns = {system: each.name for system, each in others.items()} | {row.system: row.name}
    every = [system for system in SYSTEMS if system != row.system]
    chosen = {"tool": (asked.get("tool"), every), "language": (asked.get("language"), LANGUAGES)}
    kept = {key: value for key, (value, known) in chosen.items() if value in known}
    context: dict[str, Any] = {
        "page": resource_address(row.name),
        "name": row.name,
        "system": row.system,
        "tools": every,
        "columns": [kept["tool"]] if "tool" in kept else every,
        "languages": LANGUAGES,
        "kept": kept,
        "issue": issue(asked, row),
    }
    if below := asked.get("below", 1000):
        return _below(asked, row, below, columns, context)
    if text := asked.get("filter"):
        return _filtered(asked, row, text, columns, context)
    return Page(
        render("resource.html", **context, **_whole(asked, row, others, columns, context["kept"]))
    )


def _whole(
    asked: Asked,
    row: ResourceRow,
    others: dict[str, queries.Counterpart],
    columns: dict[str, str | None],
    kept: dict[str, str],
) -> dict[str, Any]:
    snapshot = asked.snapshot
    top = concepts.level(snapshot, row.id)
    language = kept.get("language")
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
        "outputs": concepts.opened(
            snapshot, row, [each for each in rows if not each.own.is_input], columns, language
        ),
        "inputs": [each for each in rows if each.own.is_input],
        "only": concepts.only_elsewhere(snapshot, row, others, language),
        "left_out": max(0, len(top) - _MOST),
        "total": sum(1 + node.below for node in top),
        "filter": "",
        "build": snapshot.build,
    }


def _mistakes(
    snapshot: Snapshot, row: ResourceRow, others: dict[str, queries.Counterpart]
) -> list[Block]:
    """The pitfalls of the page: those of the resource, and of its counterparts in the other
    systems."""
    ids = [row.id, *(each.id for each in others.values() if each.id is not None)]
    found = blocks(snapshot, [each for number in ids for each in pitfalls(snapshot, number)])
    return sorted(found, key=lambda block: block.mistakes[0].system != row.system)


def _below(
    asked: Asked,
    row: ResourceRow,
    below: str,
    columns: dict[str, str | None],
    context: dict[str, Any],
) -> Page:
    """The rows directly below one attribute: for the open table, or as a page."""
    snapshot = asked.snapshot
    of = asked.get("of")
    owner = (snapshot.knowledge.find_resource(of) if of else None) or row
    if snapshot.knowledge.find_attribute(owner.id, below) is None:
        return missing(asked, f"{owner.name}.{below}")
    rows = concepts.rows(
        snapshot,
        owner,
        concepts.level(snapshot, owner.id, below)[:_MOST],
        columns,
        below,
        context["kept"].get("language"),
    )
    level = asked.number("level", 20)
    if asked.get("fragment"):
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
    asked: Asked,
    row: ResourceRow,
    text: str,
    columns: dict[str, str | None],
    context: dict[str, Any],
) -> Page:
    tree = concepts.tree(asked.snapshot, row.id)
    paths = [path for path in tree.ids if text.lower() in path.lower()]
    paths.sort(key=lambda path: (path.count("."), path))
    nodes = [tree.node(path) for path in paths[:100]]
    language = context["kept"].get("language")
    rows = concepts.rows(asked.snapshot, row, nodes, columns, language=language)
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


def missing(asked: Asked, name: str) -> Page:
    """A name that does not exist, and the nearest existing names."""
    answer = asked.snapshot.knowledge.translate("", name[:300])
    near = [each["resource"] for each in answer["suggestions"] if each.get("resource")]
    words = [] if near else find.find(asked.snapshot, name[:300], None, 8, 0, False).results
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


def issue(asked: Asked, row: ResourceRow) -> str | None:
    """The address for reporting a wrong row; the repository's address is a setting of the
    plugin.
    """
    repository = asked.settings.get("repository")
    if not repository:
        return None
    versions = ", ".join(
        f"{package} {version}" for package, version in asked.snapshot.knowledge.versions.items()
    )
    body = (
        f"{NAMES[row.system]} {row.name}\n\nWhat is wrong:\n\nWhat is right, and how you"
        f" know:\n\n{versions}; build {asked.snapshot.build}"
    )
    return f"{str(repository).rstrip('/')}/issues/new?body={quote(body)}&title="
