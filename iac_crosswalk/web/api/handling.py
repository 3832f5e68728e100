"""Handles the requests of the API: parameters, bodies, worker threads, status, headers."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

from datasette import Response

from iac_crosswalk.ask import batch
from iac_crosswalk.store.file import KnowledgeBaseError
from iac_crosswalk.web import limits
from iac_crosswalk.web.api.answering import line
from iac_crosswalk.web.api.endpoints import Endpoint
from iac_crosswalk.web.api.openapi import EVERY
from iac_crosswalk.web.api.parameters import read
from iac_crosswalk.web.errors import Problem
from iac_crosswalk.web.served import served
from iac_crosswalk.web.snapshot import Snapshot

OLD = {
    "/-/translate.json": "/api/v1/translate",
    "/-/resource.json": "/api/v1/resource",
    "/-/search.json": "/api/v1/search",
}
"""Address from before v1 → its replacement."""

_LINES = 200
_NDJSON = [
    (b"content-type", b"application/x-ndjson; charset=utf-8"),
    (b"cache-control", b"no-store"),
]
_BODY_SECONDS = 30.0
Handler = Callable[..., Awaitable[Response | None]]


def handler(path: str) -> Handler:
    """The view of all endpoints at `path`."""
    methods = {endpoint.method.upper(): endpoint for endpoint in EVERY if endpoint.path == path}

    async def view(datasette: Any, request: Any, receive: Any, send: Any) -> Response | None:
        endpoint = methods.get(request.method)
        if endpoint is None:
            problem = Problem(
                405,
                "method-not-allowed",
                f"{request.method} is not allowed at {path}",
                f"use {' or '.join(sorted(methods))}",
            )
            problem.headers["allow"] = ", ".join(
                sorted({*methods, "OPTIONS"} | ({"HEAD"} if "GET" in methods else set()))
            )
            raise problem
        return await _answer(endpoint, datasette, request, receive, send)

    return view


async def _answer(
    endpoint: Endpoint, datasette: Any, request: Any, receive: Any, send: Any
) -> Response | None:
    snapshot = served(datasette).snapshot
    values = read(request.query_string, endpoint.parameters)
    if endpoint.body:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in endpoint.body:
            raise Problem(
                415,
                "unsupported-body",
                f"unsupported Content-Type `{kind[:60]}`",
                f"send {' or '.join(endpoint.body)}",
            )
    if endpoint.call is None:
        await _stream(snapshot, request, receive, send)
        return None
    if endpoint.body:
        values["body"] = await _body(request, receive, limits.LONGEST_SOURCE)
    try:
        answer = await snapshot.run(endpoint.call, snapshot, values, seconds=endpoint.seconds)
    except KnowledgeBaseError as error:
        raise Problem(400, "bad-question", str(error), "see /api/ for the parameters") from None
    return _json(answer)


def _json(answer: dict[str, Any]) -> Response:
    status = answer.pop("_status", 200)
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "backslashreplace"
    )
    return Response(body, status=status, content_type="application/json; charset=utf-8")


def _too_large(most: int) -> Problem:
    return Problem(
        413, "too-large", f"the body is longer than {most:,} bytes", "send less at a time"
    )


def _check_length(request: Any, most: int) -> None:
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        raise _too_large(most)


async def _body(request: Any, receive: Any, most: int) -> bytes:
    _check_length(request, most)
    parts: list[bytes] = []
    size = 0
    async with asyncio.timeout(_BODY_SECONDS):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Problem(400, "cut-off", "the body is incomplete", "send all of it")
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > most:
                raise _too_large(most)
            if not message.get("more_body"):
                return b"".join(parts)


async def _stream(snapshot: Snapshot, request: Any, receive: Any, send: Any) -> None:
    """Answers lines as they arrive. If an error occurs after the first answers, it is the last
    line. Raises Problem for an error before them.
    """
    _check_length(request, limits.LARGEST_BATCH)
    started = False

    async def answer(data: bytes, more: bool) -> None:
        nonlocal started
        if not started:
            await send({"type": "http.response.start", "status": 200, "headers": _NDJSON})
            started = True
        await send({"type": "http.response.body", "body": data, "more_body": more})

    try:
        line_count = 0
        async for lines in _arriving(receive):
            for begin in range(0, len(lines), _LINES):
                chunk = lines[begin : begin + _LINES]
                data = await snapshot.run(
                    _lines, snapshot, chunk, line_count, seconds=limits.CHECK_SECONDS
                )
                await answer(data, True)
                line_count += len(chunk)
        await answer(b"", False)
    except Problem as problem:
        if not started:
            raise
        await answer(json.dumps(problem.body(), ensure_ascii=False).encode() + b"\n", False)


async def _arriving(receive: Any) -> AsyncIterator[list[bytes]]:
    """Yields the lines of a body, as many at a time as have arrived. Raises Problem if the body is
    incomplete or too long.
    """
    rest, size, more = b"", 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(400, "cut-off", "the body is incomplete", "send all of it")
        more = message.get("more_body", False)
        data = message.get("body", b"")
        size += len(data)
        if size > limits.LARGEST_BATCH:
            raise _too_large(limits.LARGEST_BATCH)
        lines = io.BytesIO(rest + data).readlines()
        rest = b"" if not more or not lines or lines[-1].endswith(b"\n") else lines.pop()
        yield lines


def _lines(snapshot: Snapshot, lines: list[bytes], before: int) -> bytes:
    sink = io.BytesIO()
    # Empty lines get no answer, but they count: an error has the line number in the whole body.
    source = io.BytesIO(b"\n" * before + b"".join(lines))
    batch.run(snapshot.knowledge, source, sink, partial(line, snapshot))
    return sink.getvalue()


def redirect(address: str) -> Handler:
    """The view of an address from before v1."""

    async def view(request: Any) -> Response:
        query = f"?{request.query_string}" if request.query_string else ""
        return Response.redirect(f"{address}{query}", status=308)

    return view


async def unknown(request: Any) -> Response:
    """The view of every other address below /api/."""
    if request.path.split("?")[0] in ("/api", "/api/"):
        return Response.redirect("/about#api")
    endpoints = ", ".join(dict.fromkeys(endpoint.path for endpoint in EVERY))
    raise Problem(404, "not-found", "unknown endpoint", f"use {endpoints}")
