"""The addresses of the site."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response

from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.web import limits
from iac_crosswalk.web.errors import Problem
from iac_crosswalk.web.pages import about, attribute, coverage, history, machine, resource, search
from iac_crosswalk.web.pages.page import Page, PageRequest, page_request
from iac_crosswalk.web.render import static_files
from iac_crosswalk.web.served import served

View = Callable[..., Awaitable[Response]]


def view(page: Callable[[PageRequest], Page], seconds: float = limits.LOOKUP_SECONDS) -> View:
    """Wraps a page as a view for Datasette's routes: in a worker thread, within its time limit."""

    async def answer(datasette: Any, request: Any) -> Response:
        snapshot = served(datasette).snapshot
        settings = datasette.plugin_config("iac-crosswalk") or {}
        try:
            result = await snapshot.run(
                page, page_request(snapshot, request, settings), seconds=seconds
            )
        except KnowledgeBaseError as error:
            raise Problem(400, "bad-question", str(error), "search for the name") from None
        if result.to is not None:
            return Response.redirect(result.to, status=302)
        return Response(result.body, status=result.status, content_type=result.content_type)

    return answer


async def static(request: Any) -> Response:
    """A file of static/."""
    body, kind = static_files()[request.url_vars["name"]]
    return Response(body, content_type=kind)


PAGES: dict[str, View] = {
    rf"^/static/(?P<name>{'|'.join(map(re.escape, static_files()))})$": static,
    r"^/$": view(search.home),
    r"^/search$": view(search.results),
    r"^/resource/(?P<name>.+)$": view(resource.page),
    r"^/attribute/(?P<system>[a-z0-9]+)/(?P<rest>.+)$": view(attribute.page),
    r"^/pitfalls$": view(about.pitfalls),
    r"^/coverage$": view(coverage.page),
    r"^/coverage/(?P<system>[a-z0-9]+)/(?P<to>[a-z0-9]+)/(?P<service>[^/]+)$": view(coverage.gaps),
    r"^/history$": view(history.page),
    r"^/about$": view(about.about),
    r"^/api/?$": view(about.api),
    r"^/llms\.txt$": view(machine.llms),
    r"^/robots\.txt$": view(machine.robots),
    r"^/sitemap\.xml$": view(machine.sitemap, 10.0),
    r"^/changes\.atom$": view(machine.feed),
}
