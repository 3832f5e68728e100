"""The pages about the whole: pitfalls, about, the API."""

from __future__ import annotations

from itertools import groupby

from iac_crosswalk import __version__
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.web import mistakes
from iac_crosswalk.web.api.openapi import EVERY
from iac_crosswalk.web.pages.page import Page, PageRequest
from iac_crosswalk.web.render import render
from iac_crosswalk.web.snapshot import Snapshot


def pitfalls(request: PageRequest) -> Page:
    """Every pitfall, by service."""
    blocks_ = request.snapshot.once(mistakes.all_blocks)
    text = request.get("filter").lower()
    matching = [each for each in blocks_ if text in _words(each)] if text else blocks_
    by_service = groupby(matching, key=lambda each: each.service.lower())
    blocks = [list(block) for _, block in by_service]
    groups = [(min(each.service for each in group), group) for group in blocks]  # IAM before iam
    total, shown = (sum(block.number for block in some) for some in (blocks_, matching))
    return Page(
        render(
            "pitfalls.html",
            query="",
            section="pitfalls",
            groups=groups,
            total=total,
            shown=shown,
            filter=request.get("filter"),
        )
    )


def _words(block: mistakes.Block) -> str:
    """The text for the filter."""
    return " ".join(
        [block.why, *(f"{each.resource} {' '.join(each.wrong)}" for each in block.mistakes)]
    ).lower()


def mapping_counts(snapshot: Snapshot) -> dict[str, int]:
    """Origin → the number of mappings."""
    return queries.judged(snapshot.knowledge)


def about(request: PageRequest) -> Page:
    """The sources of the facts, their licences, their accuracy."""
    body = render(
        "about.html",
        query="",
        section="about",
        packages=queries.systems(request.snapshot.knowledge),
        judged=request.snapshot.once(mapping_counts),
        built=request.snapshot.built,
        build=request.snapshot.build,
        version=__version__,
    )
    return Page(body)


def api(request: PageRequest) -> Page:
    """The endpoints, for people."""
    return Page(render("api.html", query="", section="api", endpoints=EVERY))
