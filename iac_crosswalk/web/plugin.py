"""The hooks of Datasette. They lead to api/ (JSON), pages/ (the site), guard (around every page)
and served (the build that is served).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import Response, hookimpl
from datasette import handle_exception as handle_exception_of_datasette

from iac_crosswalk.web import served
from iac_crosswalk.web.api.handling import OLD, handler, redirect, unknown
from iac_crosswalk.web.api.openapi import EVERY
from iac_crosswalk.web.errors import from_exception
from iac_crosswalk.web.guard import OURS, Guard
from iac_crosswalk.web.pages.routes import PAGES
from iac_crosswalk.web.protect import protect
from iac_crosswalk.web.render import over_datasette, problem_page, static

ROUTES: dict[str, Any] = {
    **{f"^{path}$": handler(path) for path in dict.fromkeys(endpoint.path for endpoint in EVERY)},
    **{f"^{path}$".replace(".", r"\."): redirect(address) for path, address in OLD.items()},
}


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Limits the resources of visitors' SQL. Adds `fts_words(text)`: the query for `match` that
    finds every word of a text.
    """
    protect(conn)


@hookimpl  # type: ignore[untyped-decorator]
def startup(datasette: Any) -> None:
    """Installs the knowledge base.

    If rich is installed, Datasette logs a traceback with all variables for each page that is not
    found. That takes half a second, and the access log has the same facts.
    """
    served.install(datasette)
    handle_exception_of_datasette.rich = None


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[Any], Guard]:
    """Wraps every page."""
    return lambda app: Guard(datasette, app)


@hookimpl(tryfirst=True)  # type: ignore[untyped-decorator]
def handle_exception(request: Any, exception: Exception) -> Response:
    """Errors as JSON, which has the same shape everywhere, or as a page with a hint."""
    path = request.path.split("?")[0]
    problem = from_exception(exception, of_datasette=not OURS.match(path))
    if path.startswith("/api/") or path.endswith(".json"):
        body = problem.body()
        if not path.startswith("/api/"):
            body = {"ok": False, **body}  # like all of Datasette's JSON
        return Response.json(body, status=problem.status, headers=problem.headers)
    return Response.html(problem_page(problem), status=problem.status, headers=problem.headers)


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    """Gives our templates precedence over Datasette's."""
    over_datasette(env)


@hookimpl  # type: ignore[untyped-decorator]
def extra_css_urls() -> list[str]:
    """Our colours on Datasette's pages."""
    return [static("datasette.css")]


@hookimpl  # type: ignore[untyped-decorator]
def extra_js_urls() -> list[dict[str, str]]:
    """The code of the inline scripts in Datasette's pages."""
    return [{"url": static("datasette.js")}]


@hookimpl(optionalhook=True)  # type: ignore[untyped-decorator]
def register_mcp_tools(datasette: Any, mcp: Any) -> None:
    """Adds our tools to those of datasette-mcp, which are for SQL."""
    from iac_crosswalk.web.mcp import register

    register(mcp, lambda: served.served(datasette).snapshot)


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    return [*ROUTES.items(), *PAGES.items(), (r"^/api/.*$", unknown)]
