"""The pages for programs: llms.txt, robots.txt, the sitemap, the feed of changes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from iac_crosswalk.web.concepts import canonical
from iac_crosswalk.web.names import resource_address
from iac_crosswalk.web.pages.page import Page, PageRequest
from iac_crosswalk.web.render import render
from iac_crosswalk.web.snapshot import Snapshot

CHANGES = Path(__file__).resolve().parent.parent / "changes.jsonl"
"""One line for each version of the data; written by builder/database/changes.py."""
_TEXT = "text/plain; charset=utf-8"
_PAGED = ("cloudformation", "terraform")
"""The systems whose resources have pages under their own names. The resources of the other three
are on these pages.
"""
_CLOSED = ("/crosswalk", "/api/v1/", "/search", "/-/")
"""The addresses of SQL and the API, which are not for crawlers."""


def llms(request: PageRequest) -> Page:
    """A description of the site, for a language model."""
    snapshot = request.snapshot
    return Page(
        render("llms.txt", versions=snapshot.knowledge.versions, build=snapshot.build), _TEXT
    )


def robots(request: PageRequest) -> Page:
    """Allows the pages to all crawlers."""
    rules = "".join(f"Disallow: {path}\n" for path in _CLOSED)
    return Page(f"User-agent: *\n{rules}Sitemap: {request.base}/sitemap.xml\n", _TEXT)


def sitemap(request: PageRequest) -> Page:
    """Every page of a CloudFormation or Terraform resource, under its canonical address."""
    addresses = [
        "/",
        "/pitfalls",
        "/coverage",
        "/history",
        "/about",
        "/api",
        *map(resource_address, request.snapshot.once(_pages)),
    ]
    body = "".join(
        f"<url><loc>{escape(request.base + address)}</loc></url>\n" for address in addresses
    )
    return Page(
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset'
        f' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</urlset>\n',
        "application/xml; charset=utf-8",
    )


def _pages(snapshot: Snapshot) -> list[str]:
    """The resources that have a page under their own name."""
    rows = [each for each in snapshot.names.values() if each.system in _PAGED]
    return [each.name for each in rows if canonical(snapshot, each) == each.name]


@cache
def changes() -> list[dict[str, Any]]:
    """The changes in each version of the data, newest first."""
    return [json.loads(line) for line in CHANGES.read_text(encoding="utf-8").splitlines()][::-1]


def feed(request: PageRequest) -> Page:
    """The changes between builds, as Atom (RFC 4287)."""
    entries = [
        each | {"id": uuid5(NAMESPACE_URL, f"iac-crosswalk/data/{each['version']}").urn}
        for each in changes()
    ]
    body = render("changes.atom", base=request.base, entries=entries)
    return Page(body, "application/atom+xml; charset=utf-8")
