"""The pages that are read once: pitfalls, history, about, the API."""

from __future__ import annotations

from itertools import groupby

from iac_crosswalk import __version__
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.web.api.openapi import EVERY
from iac_crosswalk.web.pages.page import Asked, Page
from iac_crosswalk.web.render import render

_PAGE = 100


def pitfalls(asked: Asked) -> Page:
    """Every pitfall, by service."""
    found = queries.pitfalls(asked.snapshot.knowledge)
    text = asked.get("filter").lower()
    kept = [each for each in found if text in f"{each.resource} {each.wrong} {each.why}".lower()]
    groups = [(service, list(group)) for service, group in groupby(queries.mistakes(kept), key=lambda each: each.service)]
    return Page(
        render("pitfalls.html", query="", section="pitfalls", groups=groups, total=len(found), shown=len(kept), filter=asked.get("filter"))
    )


def history(asked: Asked) -> Page:
    """What other versions had, and what to write instead."""
    offset = asked.number("offset", 1_000_000)
    known = queries.has_history(asked.snapshot.knowledge)
    name = asked.get("resource") or None
    total, rows = queries.history(asked.snapshot.knowledge, None, name, _PAGE, offset) if known else (0, [])
    return Page(
        render(
            "history.html", query="", section="history", known=known, rows=rows, total=total, offset=offset, size=_PAGE, resource=name or ""
        )
    )


def about(asked: Asked) -> Page:
    """Where the facts come from, their licences, how right they are."""
    knowledge = asked.snapshot.knowledge
    body = render(
        "about.html",
        query="",
        section="about",
        packages=queries.systems(knowledge),
        judged=queries.judged(knowledge),
        built=asked.snapshot.built,
        build=asked.snapshot.build,
        version=__version__,
    )
    return Page(body)


def api(asked: Asked) -> Page:
    """The endpoints, for people."""
    return Page(render("api.html", query="", section="api", endpoints=EVERY))
