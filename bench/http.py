"""Requests over HTTP beside what Datasette has for the same rows, on one server in one run.

Both sides of a pair have a connection of their own that is kept, and take turns in being first.
Each address is asked for once, so that no answer comes from the server's cache of answers.
"""

from __future__ import annotations

import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import quote, urlencode

from bench.answering import DATABASE, questions
from bench.figure import Figure, percentile
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.vocabulary import SYSTEMS

LARGEST = "/resource/AWS::QuickSight::Dashboard"
"""The page of the resource with the most attributes: some 27,000."""
_ORDINARY = 300
_WARM = 100
"""Pairs that are asked for before the clock runs."""


class Times(NamedTuple):
    """Milliseconds of each request, to the first byte and to the last."""

    first: list[float]
    last: list[float]


@contextmanager
def serving() -> Iterator[int]:
    """The port of a server on the built file, as `iac-crosswalk serve` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "iac_crosswalk",
        "serve",
        "--db",
        str(DATABASE),
        "--port",
        str(port),
    ]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    try:
        wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def wait(port: int) -> None:
    """Returns as soon as the server answers. Raises RuntimeError after a minute."""
    for _ in range(300):
        try:
            Client(port).get("/api/v1/ready")
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


class Client:
    """A connection that is kept, and the times of its requests."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.times = Times([], [])

    def get(self, path: str) -> bytes:
        """The answer. Raises RuntimeError where its status is not 200."""
        begun = time.perf_counter()
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        first = time.perf_counter() - begun
        body = answer.read()
        self.times.first.append(first * 1000)
        self.times.last.append((time.perf_counter() - begun) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {path}")
        return body


def in_turns(port: int, pairs: Sequence[tuple[str, str]]) -> tuple[Times, Times]:
    """The times of both addresses of each pair; every other pair begins with the second."""
    sides = Client(port), Client(port)
    for number, pair in enumerate(pairs):
        if number == _WARM:
            for side in sides:
                side.times = Times([], [])
        for side, path in [*zip(sides, pair, strict=True)][:: 1 if number % 2 else -1]:
            side.get(path)
    return sides[0].times, sides[1].times


def lookups(count: int) -> list[tuple[str, str]]:
    """The API's and the canned query's address of the same random questions, none of them twice."""
    asked = {
        urlencode({key: each[key] for key in ("resource", "attribute", "to")})
        for each in questions(count)
    }
    return _pairs(sorted(asked))


def _pairs(asked: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (f"/api/v1/translate?{each}", f"/crosswalk/translate.json?{each}&_shape=array")
        for each in asked
    ]


def ordinary(count: int) -> list[tuple[str, str]]:
    """The same of types that have few attributes: the canned query looks for a path among all of
    its type's.
    """
    rows = KnowledgeBase(DATABASE).rows(
        "select r.name, a.path from attribute a join resource r on r.id = a.resource_id where"
        " a.id % 149 = 7 and r.id in (select resource_id from attribute_row group by 1 having"
        " count(*) < ?) order by a.id",
        [_ORDINARY],
    )
    some = random.Random(7).sample(rows, count)
    return _pairs(
        [
            urlencode({"resource": name, "attribute": path, "to": SYSTEMS[number % len(SYSTEMS)]})
            for number, (name, path) in enumerate(some)
        ]
    )


def types(count: int) -> list[tuple[str, str]]:
    """The page of random CloudFormation types, and Datasette's table page of the same
    attributes.
    """
    rows = KnowledgeBase(DATABASE).rows(
        "select name from resource where system = 'cloudformation' order by id"
    )
    names = [quote(name, safe=":") for (name,) in random.Random(7).sample(rows, count)]
    return [
        (f"/resource/{name}", f"/crosswalk/crosswalk?cloudformation_resource={name}")
        for name in names
    ]


def compared(what: str, bar: str, of: str, ours: Times, theirs: Times) -> Figure:
    """Two sides of one run as a line of the benchmark."""
    mine, other = statistics.median(ours.last), statistics.median(theirs.last)
    p99 = f"p99 {percentile(ours.last, 0.99):.1f} and {percentile(theirs.last, 0.99):.1f} ms"
    beside = f"{of} {other:.2f} ms ({mine / other:.2f} ×); {p99}"
    return Figure(what, f"{mine:.2f} ms", bar, beside, mine <= other)


def figures(port: int) -> Iterator[Figure]:
    """Look-ups, resource pages and the largest page of a server that runs."""
    yield compared(
        "HTTP JSON lookup",
        "≤ canned query",
        "Datasette's canned query",
        *in_turns(port, lookups(1_500)),
    )
    yield compared(
        f"the same, types of < {_ORDINARY} attributes",
        "≤ canned query",
        "Datasette's canned query",
        *in_turns(port, ordinary(900)),
    )
    yield compared(
        "resource page", "≤ table page", "Datasette's table page", *in_turns(port, types(600))
    )
    client = Client(port)
    for number in range(9):
        client.get(f"{LARGEST}?{number}")
    first, last = map(statistics.median, client.times)
    beside = f"to its end {last:.0f} ms"
    yield Figure("largest page, first byte", f"{first:.0f} ms", "≤ 500 ms", beside, first <= 500)


def http() -> Iterator[Figure]:
    """The same of a server of its own."""
    with serving() as port:
        yield from figures(port)
