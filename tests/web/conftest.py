"""`site`: the server as `iac-crosswalk serve` starts it, on the real knowledge base."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

GROUP = "AWS::ElastiCache::ReplicationGroup"


class Answer(NamedTuple):
    """What a server answered; header names in lower case."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


def ask(
    address: str,
    method: str = "GET",
    data: bytes | None = None,
    follow: bool = True,
    timeout: float = 60,
    **headers: str,
) -> Answer:
    """Sends one request, whatever the status of its answer."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, data=data, method=method, headers=sent)
    opener = urllib.request.build_opener() if follow else urllib.request.build_opener(_Stay)
    try:
        with opener.open(request, timeout=timeout) as response:
            return Answer(
                response.status,
                response.read(),
                {name.lower(): value for name, value in response.headers.items()},
            )
    except urllib.error.HTTPError as error:
        return Answer(
            error.code, error.read(), {name.lower(): value for name, value in error.headers.items()}
        )


def get(site: str, path: str, **parameters: Any) -> Answer:
    """GET with these parameters."""
    query = urllib.parse.urlencode(parameters, doseq=True)
    return ask(f"{site}{path}{'?' if query else ''}{query}")


@contextmanager
def serving(
    database: Path, log: Path, *options: str, python: str | Path = sys.executable
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server of its own: its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(python),
        "-m",
        "iac_crosswalk.cli.main",
        "serve",
        "--db",
        str(database),
        "--port",
        str(port),
        *options,
    ]
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out, env={**os.environ})
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/api/v1/ready", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, log.read_text()
                time.sleep(0.2)
        yield address, server
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture(scope="session")
def site(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(database, tmp_path_factory.mktemp("site") / "log") as (address, _):
        yield address
