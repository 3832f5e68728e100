"""Datasette plugin: the JSON API over the attached knowledge base. docs/api.md describes every endpoint."""

from __future__ import annotations

import importlib.util
import sqlite3
from pathlib import Path
from typing import Any

from datasette import Response, hookimpl
from datasette.utils import add_cors_headers

from iac_crosswalk.answers.knowledge import KnowledgeBase, quoted_words
from iac_crosswalk.ask import ask
from iac_crosswalk.ask.terms import HTTP
from iac_crosswalk.store.file import KnowledgeBaseError, check_file

_open: dict[Path, KnowledgeBase] = {}


def knowledge_base(datasette: Any) -> KnowledgeBase:
    """The knowledge base among the attached databases. Raises KnowledgeBaseError when there is none."""
    for database in datasette.databases.values():
        if database.path is None:
            continue
        path = Path(database.path)
        if path in _open:
            return _open[path]
        try:
            check_file(path)
        except KnowledgeBaseError:
            continue  # some other database that is served beside it
        return _open.setdefault(path, KnowledgeBase(path))
    raise KnowledgeBaseError("no knowledge base is attached; start with `iac-crosswalk serve`")


def _respond(datasette: Any, body: Any, status: int = 200) -> Response:
    headers: dict[str, str] = {}
    if datasette.cors:
        add_cors_headers(headers)
    return Response.json(body, status=status, headers=headers)


def _bad(datasette: Any, message: str) -> Response:
    return _respond(datasette, {"status": "bad-question", "error": message}, 400)


async def translate(datasette: Any, request: Any) -> Response:
    """GET /-/translate.json?resource=&attribute=&from=&to= or ?expression=&resource=&in=&language=&from=&to= (`to` and `language` may repeat)."""
    arguments = request.args
    resource, attribute, text = (arguments.get(name) for name in ("resource", "attribute", "expression"))
    if not text and (not resource or not attribute):
        return _bad(
            datasette, "give resource and attribute, or expression: /-/translate.json?resource=AWS::SQS::Queue&attribute=Arn&to=terraform"
        )
    to, languages = arguments.getlist("to") or None, arguments.getlist("language")
    try:
        knowledge = knowledge_base(datasette)
        if text:
            within = arguments.get("in") or ""
            answer = ask(
                knowledge, text, resource, from_system=arguments.get("from"), to=to, within=within, languages=languages, terms=HTTP
            )
        else:
            answer = knowledge.translate(attribute, resource, arguments.get("from"), to, languages=languages)
    except KnowledgeBaseError as error:
        return _bad(datasette, str(error))
    return _respond(datasette, answer, {"ok": 200, "bad-question": 400}.get(answer["status"], 404))


async def resource(datasette: Any, request: Any) -> Response:
    """GET /-/resource.json?name=&from=."""
    name = request.args.get("name")
    if not name:
        return _bad(datasette, "give name: /-/resource.json?name=AWS::SQS::Queue")
    try:
        knowledge = knowledge_base(datasette)
        found = knowledge.resource(name, request.args.get("from"))
        if found is None:
            return _respond(datasette, knowledge.translate("", name, request.args.get("from")), 404)
    except KnowledgeBaseError as error:
        return _bad(datasette, str(error))
    return _respond(datasette, found)


async def search(datasette: Any, request: Any) -> Response:
    """GET /-/search.json?q=&system=&limit= (at most 1,000)."""
    words, limit = request.args.get("q"), request.args.get("limit") or "20"
    if not words or not limit.isdecimal() or not 1 <= int(limit) <= 1000:
        return _bad(datasette, "give q, and a limit from 1 to 1000: /-/search.json?q=configuration+endpoint&limit=20")
    try:
        found = knowledge_base(datasette).search(words, int(limit), request.args.get("system"))
    except KnowledgeBaseError as error:
        return _bad(datasette, str(error))
    return _respond(datasette, found)


ROUTES = {r"^/-/translate\.json$": translate, r"^/-/resource\.json$": resource, r"^/-/search\.json$": search}


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """`fts_words(text)` for SQL: what stands behind `match` to find every word of the text. A text without words finds nothing."""
    conn.create_function("fts_words", 1, lambda text: quoted_words(str(text or "")) or '""', deterministic=True)


@hookimpl  # type: ignore[untyped-decorator]
def startup() -> None:
    """Datasette prints a traceback with all variables for every page that is not found when rich is there; the access log's line will do."""
    if importlib.util.find_spec("rich"):
        import rich

        rich.reconfigure(quiet=True)


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    return list(ROUTES.items())
