"""How long answers take: in process, as a batch, over HTTP; and how long the command takes to start."""

from __future__ import annotations

import json
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.figure import Figure, percentile
from builder.packages import ROOT
from iac_crosswalk import KnowledgeBase

DATABASE = ROOT / "data" / "crosswalk.db"
COMMAND = [sys.executable, "-m", "iac_crosswalk.cli.main"]


def questions(count: int) -> list[dict[str, str]]:
    """Random questions that have an answer, the same in every run: any pair of systems, any resource."""
    connection = sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True)
    last = connection.execute("select max(id) from attribute_mapping").fetchone()[0]
    draw = random.Random(7)
    sql = (
        "select fs.system, fs.name, fa.path, m.to_system from attribute_mapping m join attribute fa on fa.id = m.from_attribute_id"
        " join resource fs on fs.id = fa.resource_id where m.id = ?"
    )
    rows = [connection.execute(sql, [draw.randint(1, last)]).fetchone() for _ in range(count)]
    return [dict(zip(("from", "resource", "attribute", "to"), row, strict=True)) for row in rows if row]


def _times(work: Callable[[dict[str, str]], object], asked: list[dict[str, str]]) -> list[float]:
    """Microseconds of `work` on each question."""
    taken: list[float] = []
    for question in asked:
        started = time.perf_counter_ns()
        work(question)
        taken.append((time.perf_counter_ns() - started) / 1000)
    return taken


def lookup() -> Iterator[Figure]:
    knowledge = KnowledgeBase(DATABASE)
    connection = sqlite3.connect(f"file:{DATABASE}?mode=ro&immutable=1", uri=True)
    select = "select a.id, a.type from resource r join attribute a on a.resource_id = r.id where r.system = ? and r.name = ? and a.path = ?"
    asked = questions(20_000)
    raw = _times(lambda q: connection.execute(select, (q["from"], q["resource"], q["attribute"])).fetchone(), asked)
    ours = _times(lambda q: knowledge.translate(q["attribute"], q["resource"], q["from"], q["to"]), asked)
    everywhere = _times(lambda q: knowledge.translate(q["attribute"], q["resource"], q["from"]), asked)
    beside = f"one raw indexed select: median {statistics.median(raw):.0f} µs, p99 {percentile(raw, 0.99):.0f} µs"
    yield Figure("lookup, one system, median", f"{statistics.median(ours):.0f} µs", "≤ 100 µs", beside)
    yield Figure("lookup, one system, p99", f"{percentile(ours, 0.99):.0f} µs")
    yield Figure("lookup, all systems, median", f"{statistics.median(everywhere):.0f} µs", "≤ 100 µs")


def batch() -> Iterator[Figure]:
    lines = "".join(json.dumps(question) + "\n" for question in questions(100_000)).encode()
    started = time.perf_counter()
    done = subprocess.run([*COMMAND, "translate", "--batch", "--db", str(DATABASE)], input=lines, capture_output=True, check=True)
    seconds = time.perf_counter() - started
    answers = done.stdout.count(b"\n")
    yield Figure(
        "batch, start of the command included", f"{answers / seconds:,.0f}/s", "≥ 20,000/s", f"{answers:,} answers in {seconds:.1f} s"
    )


def start() -> Iterator[Figure]:
    def median(command: list[str]) -> float:
        taken = []
        for _ in range(15):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            taken.append(time.perf_counter() - began)
        return statistics.median(taken)

    bare = median([sys.executable, "-c", "pass"])
    command = median([str(Path(sys.executable).with_name("iac-crosswalk")), "--version"])
    yield Figure("iac-crosswalk --version (median of 15)", f"{command:.3f} s", "≤ 0.15 s", f"python -c pass: {bare:.3f} s")


def http() -> Iterator[Figure]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "iac_crosswalk", "serve", "--db", str(DATABASE), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base)
        ours: list[float] = []
        theirs: list[float] = []
        for question in questions(400):
            ours += _times(lambda q: _get(f"{base}/api/v1/translate", {k: q[k] for k in ("resource", "attribute", "to")}), [question])
            theirs += _times(
                lambda q: _get(
                    f"{base}/crosswalk/translate.json", {**{k: q[k] for k in ("resource", "attribute", "to")}, "_shape": "array"}
                ),
                [question],
            )
        canned = statistics.median(theirs)
        yield Figure(
            "HTTP JSON lookup, median",
            f"{statistics.median(ours) / 1000:.2f} ms",
            "≤ canned query",
            f"Datasette's canned query, same row: {canned / 1000:.2f} ms",
        )
    finally:
        server.terminate()
        server.wait(10)


def _get(url: str, parameters: dict[str, str]) -> bytes:
    with urllib.request.urlopen(f"{url}?{urllib.parse.urlencode(parameters)}", timeout=10) as response:
        return bytes(response.read())


def _wait(base: str) -> None:
    for _ in range(100):
        try:
            _get(f"{base}/-/versions.json", {})
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("Datasette did not start")
