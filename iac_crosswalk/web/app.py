"""Datasette as `iac-crosswalk serve` starts it, and its HTTP server."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from pathlib import Path
from typing import Any

import uvicorn
from datasette import __version_info__
from datasette.app import Datasette
from uvicorn.protocols.http.h11_impl import H11Protocol

from iac_crosswalk.store.file import default_path
from iac_crosswalk.web import configuration, logs
from iac_crosswalk.web.served import install

FILE = "IAC_CROSSWALK_SERVE"
"""The environment variable with the file that worker processes serve."""
SETTINGS = "IAC_CROSSWALK_SETTINGS"
"""The environment variable with the settings of the site, as JSON."""
_FIRST_BYTE_SECONDS = 15.0
"""The time for a client to send the head of a request, and between two pieces of its body."""


def create() -> Any:
    """The ASGI application over $IAC_CROSSWALK_SERVE."""
    path = Path(os.environ.get(FILE) or default_path()).absolute()
    return datasette(path).app()


def datasette(path: Path) -> Datasette:
    """Datasette on the built file: immutable, no guessing of facets, CORS for other
    tools' pages.
    """
    metadata = configuration.with_settings(
        configuration.metadata(), json.loads(os.environ.get(SETTINGS, "{}"))
    )
    if __version_info__[0] == "0":
        described = {"metadata": metadata}
    else:
        described = dict(zip(("metadata", "config"), configuration.split(metadata), strict=True))
    instance = Datasette(
        immutables=[str(path)],
        settings=configuration.SETTINGS,
        cors=True,
        cache_headers=True,
        **described,
    )
    install(instance)
    return instance


_LEAST_READ = 100_000
"""Bytes of a waiting answer that a client has to read in that time, or it is disconnected."""


class PatientH11(H11Protocol):
    """HTTP/1.1 that closes a connection whose request does not arrive in time, or whose answer is
    not read.
    """

    _slow: asyncio.TimerHandle | None = None
    _unread = 0
    """Bytes of the answer that the client had not read at the last check."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio sets TCP_NODELAY for its own sockets, but not for those that worker processes
        # share. Without it, each answer would wait 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._wait()

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        super().data_received(data)
        if self.cycle is not None and not self.cycle.more_body:
            self._stop()  # the request has arrived; computing the answer is not limited here
        elif self.cycle is not before or (
            self.cycle is not None and not self.cycle.response_complete
        ):
            self._wait()  # a body that arrives in pieces

    def on_response_complete(self) -> None:
        self._unread = self.transport.get_write_buffer_size()
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop()
        self._slow = self.loop.call_later(_FIRST_BYTE_SECONDS, self._drop)

    def _stop(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _drop(self) -> None:
        unread = self.transport.get_write_buffer_size()
        if 0 < unread <= self._unread - _LEAST_READ:
            self._unread = unread
            self._wait()
        else:  # closing the connection would wait for a client that does not read
            self.transport.abort()


def run(
    path: Path, host: str, port: int, workers: int, log_format: str, settings: dict[str, str]
) -> None:
    """Serves until it is stopped. `settings`: as for configuration.with_settings."""
    os.environ[FILE] = str(path.absolute())
    os.environ[SETTINGS] = json.dumps(settings)
    uvicorn.run(
        "iac_crosswalk.web.app:create",
        factory=True,
        host=host,
        port=port,
        workers=workers if workers > 1 else None,
        http=PatientH11,
        ws="none",
        lifespan="on",
        timeout_worker_healthcheck=120,  # a worker opens the build before it answers
        server_header=False,
        date_header=True,
        log_level="info",
        log_config=logs.config(log_format),
        limit_concurrency=1000,
        backlog=2048,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=32_768,
    )
