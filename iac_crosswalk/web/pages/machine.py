"""The pages that programs read: llms.txt, robots.txt, the sitemap."""

from __future__ import annotations

from xml.sax.saxutils import escape

from iac_crosswalk.web.names import resource_address
from iac_crosswalk.web.pages.page import Asked, Page
from iac_crosswalk.web.render import render

_TEXT = "text/plain; charset=utf-8"


def llms(asked: Asked) -> Page:
    """What is here, for a language model."""
    snapshot = asked.snapshot
    return Page(render("llms.txt", versions=snapshot.knowledge.versions, build=snapshot.build), _TEXT)


def robots(asked: Asked) -> Page:
    """The pages are for everybody; SQL and the API are not for crawlers."""
    return Page("User-agent: *\nDisallow: /crosswalk\nDisallow: /api/v1/\nDisallow: /search\nDisallow: /-/\nSitemap: /sitemap.xml\n", _TEXT)


def sitemap(asked: Asked) -> Page:
    """Resources that have a page under their own name."""
    base = str(asked.settings.get("address", "")).rstrip("/")
    names = [each.name for each in asked.snapshot.names.values() if each.system == "cloudformation"]
    addresses = ["/", "/pitfalls", "/coverage", "/about", *map(resource_address, names)]
    body = "".join(f"<url><loc>{escape(base + address)}</loc></url>\n" for address in addresses)
    return Page(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</urlset>\n',
        "application/xml; charset=utf-8",
    )
