"""The ASGI wrapper around every page, Datasette's included: bad requests, security headers,
compression, ETags, the rate limit, slow readers.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from iac_crosswalk.web import cache, limits
from iac_crosswalk.web.api.openapi import EVERY
from iac_crosswalk.web.errors import Problem, from_exception
from iac_crosswalk.web.served import Served, install, served

Scope = MutableMapping[str, Any]
Send = Callable[[Any], Awaitable[None]]
Receive = Callable[[], Awaitable[Any]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_SEND_SECONDS = 30.0
OURS = re.compile(
    r"^/($|static/|api(/|$)|resource/|attribute/|search$|pitfalls$|coverage|history$|about$|llms\.txt$|robots\.txt$|sitemap|changes\.atom$)"
)
"""The addresses of our own pages. All others are Datasette's."""
_STATIC = re.compile(r"^/(-/)?static")
_UNCACHED = re.compile(r"^/-/|^/api/v1/(health|ready)$|^/(robots\.txt|sitemap\.xml|changes\.atom)$")
"""Pages that depend on more than the build and the address, for example on the request's host."""
_POSTS = re.compile(r"^/api/|^/-/(mcp|logout|auth-token|messages|permissions)")
_EXPENSIVE = re.compile(r"^/api/v1/(check|search)$|^/search$|^/-/mcp")
_SQL = re.compile(r"^/[^/-][^/]*(/-/query)?(\.json|\.csv)?$")
_TEXT = re.compile(
    rb"^(text/|application/(json|javascript|x-ndjson|xml|atom\+xml|openapi\+json)|image/svg)"
)
_GZIP = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.I)
_OWN_SIGNS = re.compile(r"[\x00-\x1f\x7f]|%(?:0[0-9a-f]|1[0-9a-f]|7f)", re.I)

_STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
    " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_DATASETTE = _STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""Datasette's own pages have style attributes; none has an inline script (see
templates/base.html).
"""
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_CORS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Authorization, Content-Type, If-None-Match"),
    (b"access-control-expose-headers", b"ETag, Link, X-Build, Retry-After"),
    (b"access-control-max-age", b"86400"),
)


def allowed(path: str) -> str:
    """The methods of an address, for the header Allow."""
    methods = {endpoint.method.upper() for endpoint in EVERY if endpoint.path == path} or {"GET"}
    return ", ".join(sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())))


def _is_expensive(method: str, path: str, query: bytes) -> bool:
    """Whether a request counts for the rate limit: a search, a check, a batch, or a visitor's
    SQL.
    """
    return (
        bool(_EXPENSIVE.match(path))
        or (method == "POST" and path == "/api/v1/translate")
        or (b"sql=" in query and bool(_SQL.match(path)))
    )


class Rate:
    """A token bucket for each client: requests per second, and a reserve."""

    def __init__(self, per_second: float, reserve: int) -> None:
        self._per_second, self._reserve = per_second, reserve
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, client: str) -> bool:
        """Whether `client` may make one more request now. The request is counted."""
        now = time.monotonic()
        tokens, then = self._buckets.pop(client, (float(self._reserve), now))
        tokens = min(self._reserve, tokens + (now - then) * self._per_second)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - 1 if allowed else tokens, now)
        while len(self._buckets) > 10_000:
            self._buckets.popitem(last=False)
        return allowed


class Guard:
    """The wrapper. `app` is Datasette."""

    def __init__(self, datasette: Any, app: App) -> None:
        self._datasette, self._app = datasette, app
        self._cache = cache.Cache()
        self._build = ""
        settings = datasette.plugin_config("iac-crosswalk") or {}
        self._rate = Rate(
            float(settings.get("requests_per_second", 20)),
            int(settings.get("requests_in_reserve", 100)),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = _patient(send)
        scope = dict(scope)
        head = scope["method"] == "HEAD"
        path = (
            (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0].decode("latin-1")
        )
        try:
            self._refuse(scope, path)
            install(self._datasette)
            await self._answer(scope, path, receive, _headless(send) if head else send)
        except Problem as problem:
            if knowledge_base := self._served():  # an error within a build already has this header
                problem.headers.setdefault("x-build", knowledge_base.snapshot.build)
            await _problem(problem, path, _headless(send) if head else send)

    def _refuse(self, scope: Scope, path: str) -> None:
        query = scope.get("query_string", b"")
        if len(path) + len(query) > limits.LONGEST_URL:
            raise Problem(
                400,
                "address-too-long",
                f"the address is longer than {limits.LONGEST_URL:,} characters",
                "ask for less at a time, or POST it",
            )
        if (
            not path.isascii()
            or _OWN_SIGNS.search(path)
            or any(part in ("..", ".") for part in path.split("/"))
        ):
            raise Problem(
                400, "bad-address", "the address contains invalid characters", "start at /"
            )
        method = scope["method"]
        posted = (method == "POST" and _POSTS.match(path)) or (
            method == "DELETE" and path.startswith("/-/mcp")
        )
        if method not in ("GET", "HEAD", "OPTIONS") and not posted:
            problem = Problem(
                405, "method-not-allowed", f"{method[:20]} is not allowed here", "use GET"
            )
            problem.headers["allow"] = allowed(path)
            raise problem
        if _is_expensive(method, path, query):
            client = (scope.get("client") or ("", 0))[0]
            if client not in ("127.0.0.1", "::1", "") and not self._rate.takes(client):
                problem = Problem(
                    429,
                    "too-many-requests",
                    "too many requests at a time",
                    "wait a second; batches belong in POST /api/v1/translate",
                )
                problem.headers["retry-after"] = "1"
                raise problem

    async def _answer(self, scope: Scope, path: str, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await _send(send, 204, [*_CORS, *_ALWAYS, (b"allow", allowed(path).encode())], b"")
            return
        knowledge_base = self._served()
        if knowledge_base is None:
            await self._of_build(scope, path, receive, send, "")
            return
        knowledge_base.look()
        with knowledge_base.pinned() as snapshot:
            await self._of_build(scope, path, receive, send, snapshot.build)

    async def _of_build(
        self, scope: Scope, path: str, receive: Receive, send: Send, build: str
    ) -> None:
        """Answers from one build. `build` is "" if there is none."""
        headers = dict(scope["headers"])
        zipped = bool(_GZIP.search(headers.get(b"accept-encoding", b"")))
        address = path + "?" + scope.get("query_string", b"").decode("latin-1")
        lasting = scope["method"] in ("GET", "HEAD") and bool(build) and not _UNCACHED.match(path)
        lasting = lasting and (bool(OURS.match(path)) or b"cookie" not in headers)
        if build != self._build:
            self._cache.clear()
            self._build = build
        tag = cache.etag(build, address, zipped).encode() if lasting else b""
        if lasting and tag in headers.get(b"if-none-match", b""):
            await _send(
                send,
                304,
                [
                    (b"etag", tag),
                    (b"x-build", build.encode()),
                    _varies(path),
                    *_lasting(path),
                    *_around(path, "text/html"),
                ],
                b"",
            )
            return
        if lasting and (cached := self._cache.get(tag.decode())):
            await _send(send, 200, list(cached.headers), cached.body)
            return
        scope["method"] = "GET" if scope["method"] == "HEAD" else scope["method"]
        out = _Out(self, send, path, build, tag, zipped)
        try:
            await self._app(scope, receive, out)
        except Exception as error:
            if out.started:
                raise
            problem = from_exception(error)
            if build:
                problem.headers["x-build"] = build
            raise problem from error

    def _served(self) -> Served | None:
        try:
            return served(self._datasette)
        except Problem:
            return None

    def keep(self, tag: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Caches an answer under its ETag."""
        self._cache.put(tag.decode(), cache.Entry(tuple(headers), body))


class _Out:
    """Passes on an answer of Datasette with our headers, compressed. A streamed answer is passed on
    as it arrives.
    """

    def __init__(
        self, guard: Guard, send: Send, path: str, build: str, tag: bytes, zipped: bool
    ) -> None:
        self._guard, self._send, self._path, self._build, self._tag, self._zipped = (
            guard,
            send,
            path,
            build,
            tag,
            zipped,
        )
        self._start: dict[str, Any] = {}
        self._streaming = False
        self.started = False

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif self._streaming:
            await self._send(message)
        elif message.get("more_body"):
            self._streaming = self.started = True
            await self._send({**self._start, "headers": self._headers()})
            await self._send(message)
        else:
            await self._send_whole(message.get("body", b""))

    def _headers(self) -> list[tuple[bytes, bytes]]:
        headers = [(key.lower(), value) for key, value in self._start["headers"]]
        kind = dict(headers).get(b"content-type", b"").decode("latin-1")
        names = {key for key, _ in headers}
        extra = [header for header in _around(self._path, kind) if header[0] not in names]
        if self._build:
            extra.append((b"x-build", self._build.encode()))
        return [header for header in headers if header[0] != b"server"] + extra

    async def _send_whole(self, body: bytes) -> None:
        headers = self._headers()
        kind = dict(headers).get(b"content-type", b"")
        status = self._start["status"]
        lasting = bool(self._tag) and status == 200 and b"set-cookie" not in dict(headers)
        if lasting:
            replaced = (b"etag", b"cache-control")
            headers = [(key, value) for key, value in headers if key not in replaced]
            headers += [(b"etag", self._tag), *_lasting(self._path)]
        headers = [
            (key, value) for key, value in headers if key not in (b"content-length", b"vary")
        ]
        headers.append(_varies(self._path))
        if (
            self._zipped
            and len(body) > 500
            and _TEXT.match(kind)
            and b"content-encoding" not in dict(headers)
        ):
            body = (
                gzip.compress(body, 5)
                if len(body) < 50_000
                else await asyncio.to_thread(gzip.compress, body, 5)
            )
            headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(body)).encode()))
        if lasting:
            self._guard.keep(self._tag, headers, body)
        self.started = True
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _lasting(path: str) -> list[tuple[bytes, bytes]]:
    """The header Cache-Control. Static files have their hash in the address and may be cached for a
    day. All others must be revalidated, which costs a 304.
    """
    return [
        (
            b"cache-control",
            (
                b"public, max-age=86400"
                if _STATIC.match(path)
                else b"public, max-age=60, stale-while-revalidate=600"
            ),
        )
    ]


def _varies(path: str) -> tuple[bytes, bytes]:
    """The header Vary. Datasette's pages also depend on cookies."""
    return b"vary", b"Accept-Encoding" if OURS.match(path) else b"Accept-Encoding, Cookie"


def _around(path: str, kind: str) -> list[tuple[bytes, bytes]]:
    """The headers of every answer."""
    policy = _STRICT if OURS.match(path) else _DATASETTE
    headers = [*_ALWAYS, (b"content-security-policy", policy.encode())]
    if path.startswith("/api/") or path.endswith((".json", ".csv")) or "json" in kind:
        headers += _CORS
    return headers


def _patient(send: Send) -> Send:
    """A `send` that gives up on a client that does not read."""

    async def sending(message: Any) -> None:
        async with asyncio.timeout(_SEND_SECONDS):
            await send(message)

    return sending


def _headless(send: Send) -> Send:
    """A `send` for HEAD: without a body."""

    async def sending(message: Any) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return sending


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _problem(problem: Problem, path: str, send: Send) -> None:
    """Sends an error from outside of Datasette, as JSON or as a small page."""
    from iac_crosswalk.web.render import problem_page

    as_json = path.startswith("/api/") or path.endswith(".json") or path.startswith("/-/mcp")
    kind = "application/json; charset=utf-8" if as_json else "text/html; charset=utf-8"
    body = json.dumps(problem.body(), ensure_ascii=False) if as_json else problem_page(problem)
    headers = [(name.encode(), value.encode()) for name, value in problem.headers.items()]
    data = body.encode()
    headers += [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(data)).encode()),
        (b"cache-control", b"no-store"),
        *_around("/", kind),
    ]
    await _send(send, problem.status, headers, data)
