"""The server under load: 64 clients for a minute, over pages, tables, SQL, search and the API.
`make soak`; docs/site.md has the figures.

Prints answers a second, the median and the 99th percentile of each kind, errors, and how much
memory the server has at the beginning and at the end."""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from bench.answering import DATABASE
from bench.figure import Figure, slope
from bench.http import figures, serving, wait
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.store.file import default_path

KINDS = {
    "translate": 40,
    "resource": 15,
    "attribute": 10,
    "search": 10,
    "api": 15,
    "table": 5,
    "sql": 3,
    "static": 2,
}
"""Kind of request → how often of 100."""

SLOW = 1.0
"""Seconds: the most that the 99th percentile of all answers under load may take."""


def addresses(knowledge: KnowledgeBase, seed: int) -> dict[str, list[str]]:
    """Addresses of each kind, drawn from what there is."""
    draw = random.Random(seed)
    rows = knowledge.rows(
        "select r.name, a.path from attribute a join resource r on r.id = a.resource_id where a.id"
        " % 1009 = 7 and instr(a.path, '.') = 0"
    )
    pairs = [
        (quote(name, safe=":/."), quote(path, safe="[]."))
        for name, path in draw.sample(rows, min(200, len(rows)))
    ]
    systems = dict(knowledge.rows("select name, system from resource"))
    words = [name.replace("::", " ").replace("_", " ") for name, _ in rows]
    return {
        "translate": [
            f"/api/v1/translate?resource={name}&attribute={path}" for name, path in pairs
        ],
        "resource": [f"/resource/{name}" for name, _ in pairs],
        "attribute": [
            f"/attribute/{systems[name]}/{name}/{path}" for name, path in pairs if name in systems
        ],
        "search": [f"/search?q={quote(each)}" for each in draw.sample(words, 100)],
        "api": (
            [f"/api/v1/resource?name={name}" for name, _ in pairs]
            + [f"/api/v1/search?q={quote(each)}&limit=10" for each in words[:50]]
        ),
        "table": (
            [f"/crosswalk/attribute?resource_id={number}" for number in range(1, 60)]
            + ["/crosswalk", "/crosswalk/pitfall"]
        ),
        "sql": [
            "/crosswalk.json?sql="
            + quote(f"select count(*) from attribute where resource_id = {n}")
            for n in range(40)
        ],
        "static": ["/", "/pitfalls", "/coverage", "/about"],
    }


async def client(
    host: str,
    port: int,
    known: dict[str, list[str]],
    ends: float,
    seed: int,
    seen: dict[str, list[float]],
    failed: list[str],
) -> None:
    """One client: a connection that is kept, a request after another."""
    draw = random.Random(seed)
    kinds, weights = list(KINDS), list(KINDS.values())
    reader, writer = await asyncio.open_connection(host, port)
    while time.monotonic() < ends:
        kind = draw.choices(kinds, weights)[0]
        path = draw.choice(known[kind])
        begun = time.monotonic()
        try:
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
            )
            head = (
                (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30))
                .decode("latin-1")
                .lower()
            )
            status = int(head.split()[1])
            length = int(head.partition("content-length: ")[2].partition("\r\n")[0] or 0)
            await reader.readexactly(length)
            if status not in (200, 302, 304):
                failed.append(f"{status} {path}")
        except (
            OSError,
            asyncio.IncompleteReadError,
            TimeoutError,
            ValueError,
            IndexError,
        ) as error:
            failed.append(f"{type(error).__name__} {path}")
            reader, writer = await asyncio.open_connection(host, port)
        seen[kind].append(time.monotonic() - begun)
    writer.close()


def memory(pid: int) -> int:
    """Megabytes of a process and its children (Linux)."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(
                line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line
            )
        except OSError:
            continue
        if status.parent.name == str(pid) or fields.get("PPid") == str(pid):
            total += int(fields.get("RssAnon", "0 kB").split()[0])
    return total // 1024


async def load(
    port: int, known: dict[str, list[str]], clients: int, seconds: float
) -> tuple[dict[str, list[float]], list[str]]:
    """Runs the clients; the seconds of each answer by kind, and what failed."""
    seen: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []
    ends = time.monotonic() + seconds
    await asyncio.gather(
        *(client("127.0.0.1", port, known, ends, number, seen, failed) for number in range(clients))
    )
    return seen, failed


def clients() -> Iterator[Figure]:
    """Look-ups by 1, 8 and 64 clients at once: answers a second, and how long each waits."""
    known = dict.fromkeys(KINDS, addresses(KnowledgeBase(DATABASE), 1)["translate"])
    numbers, waits, rates = (1, 8, 64), [], []
    with serving() as port:
        for number in numbers:
            seen, failed = asyncio.run(load(port, known, number, 5))
            if failed:
                raise RuntimeError(failed[0])
            every = sorted(each for some in seen.values() for each in some)
            rates.append(len(every) / 5)
            waits.append(every[len(every) // 2])
    yield Figure(
        "HTTP look-ups, 1, 8, 64 clients",
        ", ".join(f"{each:,.0f}/s" for each in rates),
        "",
        f"median wait {', '.join(f'{each * 1000:.1f} ms' for each in waits)}; slope of the wait"
        f" {slope(numbers, waits):.2f}",
    )


def main() -> int:
    """Exit status 1 where a request failed or the 99th percentile is above a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--port", type=int, default=8071)
    given = parser.parse_args()
    command = [
        sys.executable,
        "-m",
        "iac_crosswalk",
        "serve",
        "--port",
        str(given.port),
        "--workers",
        str(given.workers),
        "--db",
        str(default_path()),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        known = addresses(KnowledgeBase(), 1)
        wait(given.port)
        for each in figures(given.port):  # before anything is in the cache of answers
            print(f"{each.what}: {each.measured}, {each.bar}; {each.beside}", flush=True)
        asyncio.run(load(given.port, known, 8, 10))
        before = memory(server.pid)
        seen, failed = asyncio.run(load(given.port, known, given.clients, given.seconds))
        after = memory(server.pid)
    finally:
        server.terminate()
        server.wait(20)
    every = sorted(each for some in seen.values() for each in some)
    print(
        f"{len(every) / given.seconds:.0f} answers a second, {given.clients} clients,"
        f" {given.workers} workers; {len(failed)} failed"
    )
    for kind, some in [("all", every), *sorted(seen.items())]:
        some = sorted(some)
        print(
            f"{kind:<10} {len(some):>7}  median {some[len(some) // 2] * 1000:7.0f} ms  p99"
            f" {some[int(len(some) * 0.99)] * 1000:7.0f} ms"
        )
    print(f"memory {before} MB, then {after} MB")
    for each in failed[:10]:
        print(f"failed: {each}")
    slow = every[int(len(every) * 0.99)]
    if slow > SLOW:
        print(f"too slow: the 99th percentile is {slow:.1f} s, more than {SLOW:g} s")
    return 1 if failed or slow > SLOW else 0


if __name__ == "__main__":
    sys.exit(main())
