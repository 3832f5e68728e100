"""A lookup over HTTP beside Datasette's own canned query on the same row."""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator

from bench.answering import DATABASE, questions
from bench.figure import Figure, side_by_side


def http() -> Iterator[Figure]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "iac_crosswalk", "serve", "--db", str(DATABASE)]
    port = base.rpartition(":")[2]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen([*command, "--port", port], stdout=quiet, stderr=quiet)
    try:
        _wait(base)

        def ours(question: dict[str, str]) -> bytes:
            return _get(f"{base}/api/v1/translate", _asked(question))

        def theirs(question: dict[str, str]) -> bytes:
            return _get(f"{base}/crosswalk/translate.json", _asked(question) | {"_shape": "array"})

        mine, canned = map(statistics.median, side_by_side(questions(400), ours, theirs))
        yield Figure(
            "HTTP JSON lookup",
            f"{mine / 1000:.2f} ms",
            "≤ canned query",
            f"Datasette's canned query {canned / 1000:.2f} ms ({mine / canned:.2f} ×)",
        )
    finally:
        server.terminate()
        server.wait(10)


def _asked(question: dict[str, str]) -> dict[str, str]:
    return {key: question[key] for key in ("resource", "attribute", "to")}


def _get(url: str, parameters: dict[str, str]) -> bytes:
    address = f"{url}?{urllib.parse.urlencode(parameters)}"
    with urllib.request.urlopen(address, timeout=10) as response:
        return bytes(response.read())


def _wait(base: str) -> None:
    for _ in range(300):
        try:
            _get(f"{base}/-/versions.json", {})
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("Datasette did not start")
