"""The attributes that newer versions of a tool removed, with their replacements, and those that
they added, version by version.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any, NamedTuple

from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.web import limits
from iac_crosswalk.web.names import attribute_address, resource_address
from iac_crosswalk.web.pages.page import Page, PageRequest
from iac_crosswalk.web.render import render
from iac_crosswalk.web.snapshot import Snapshot

TOOLS = {"terraform": "Terraform provider", "pulumi": "pulumi-aws", "cloudformation": "cfn-lint"}
"""The systems with a known history, and the product that their versions belong to."""
_PAGE = 200
_SHOWS = ("removed", "added")


class Link(NamedTuple):
    """A name, and its page if it has one."""

    text: str
    address: str | None


class Change(NamedTuple):
    """A resource or attribute that was removed or added. If `path` is empty, it is the whole
    resource.
    """

    resource: Link
    path: str
    until: str | None
    instead: list[Link]
    nothing: bool
    notes: list[str]


def page(request: PageRequest) -> Page:
    """`/history?system=&show=&resource=`."""
    snapshot = request.snapshot
    has_history = queries.has_history(snapshot.knowledge)
    system, show, name = request.get("system"), request.get("show"), request.get("resource")
    system, show = system if system in TOOLS else "terraform", show if show in _SHOWS else "removed"
    rows = queries.changes(snapshot.knowledge, system, name, show) if has_history else []
    rows.sort(key=lambda row: [-number for number in _numbers(row["version"])])
    offset = request.number("offset", 100_000)
    page_rows = rows[offset : offset + _PAGE]
    context: dict[str, Any] = {
        "has_history": has_history,
        "tools": TOOLS,
        "system": system,
        "show": show,
        "resource": name,
        "versions": [
            (version, _changes(snapshot, system, list(group)))
            for version, group in groupby(page_rows, key=lambda row: row["version"])
        ],
        "total": len({(row["resource"], row["path"]) for row in rows}),
        "next": offset + _PAGE if len(rows) > offset + _PAGE else None,
    }
    return Page(render("history.html", query="", section="history", **context))


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def _changes(snapshot: Snapshot, system: str, rows: list[dict[str, Any]]) -> list[Change]:
    """The rows of one version, grouped by attribute: each row has one of its replacements."""
    changes = []
    for (name, path), group in groupby(rows, key=lambda row: (row["resource"], row["path"])):
        limits.check_time()
        each = list(group)
        row = snapshot.knowledge.find_resource(name, system)
        changes.append(
            Change(
                Link(name, resource_address(name) if row else None),
                path,
                each[0]["until"],
                [
                    _replacement(snapshot, system, row, item["replacement"])
                    for item in each
                    if item["replacement"]
                ],
                any(item["without_replacement"] for item in each),
                list(dict.fromkeys(item["note"] for item in each if item["note"])),
            )
        )
    return changes


def _replacement(snapshot: Snapshot, system: str, row: ResourceRow | None, text: str) -> Link:
    """A replacement: an attribute of the same resource, another resource, or an attribute of
    another resource.
    """
    knowledge = snapshot.knowledge
    if row and knowledge.find_attribute(row.id, text):
        return Link(text, attribute_address(system, row.name, text))
    if other := knowledge.find_resource(text, system):
        return Link(text, resource_address(other.name))
    name, path = knowledge.split(text, system) or ("", "")
    other = knowledge.find_resource(name, system) if name else None
    return Link(
        text,
        (
            attribute_address(system, other.name, path)
            if other and knowledge.find_attribute(other.id, path)
            else None
        ),
    )
