"""The static pages: pitfalls, about, the API."""

from __future__ import annotations

from itertools import groupby

from iac_crosswalk import __version__
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.web import mistakes
from iac_crosswalk.web.api.openapi import EVERY
from iac_crosswalk.web.pages.page import Asked, Page
from iac_crosswalk.web.render import render
from iac_crosswalk.web.snapshot import Snapshot


def pitfalls(asked: Asked) -> Page:
    """Every pitfall, by service."""
    found = asked.snapshot.once(mistakes.every)
    text = asked.get("filter").lower()
    kept = [each for each in found if text in _words(each)] if text else found
    by_service = groupby(kept, key=lambda each: each.service.lower())
    blocks = [list(block) for _, block in by_service]
    groups = [(min(each.service for each in some), some) for some in blocks]  # IAM before iam
    total, shown = (
        sum(len(each.wrong) for block in some for each in block.mistakes) for some in (found, kept)
    )
    return Page(
        render(
            "pitfalls.html",
            query="",
            section="pitfalls",
            groups=groups,
            total=total,
            shown=shown,
            filter=asked.get("filter"),
        )
    )


def _words(block: mistakes.Block) -> str:
    """The text for the filter."""
    return " ".join(
        [block.why, *(f"{each.resource} {' '.join(each.wrong)}" for each in block.mistakes)]
    ).lower()


def judged(snapshot: Snapshot) -> dict[str, int]:
    """Origin → the number of mappings."""
    return queries.judged(snapshot.knowledge)


def about(asked: Asked) -> Page:
    """The sources of the facts, their licences, their accuracy."""
    body = render(
        "about.html",
        query="",
        section="about",
        packages=queries.systems(asked.snapshot.knowledge),
        judged=asked.snapshot.once(judged),
        built=asked.snapshot.built,
        build=asked.snapshot.build,
        version=__version__,
    )
    return Page(body)


def api(asked: Asked) -> Page:
    """The endpoints, for people."""
    return Page(render("api.html", query="", section="api", endpoints=EVERY))
