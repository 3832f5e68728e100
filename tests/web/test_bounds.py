"""What a request costs: memory, time, and nothing of the event loop's. What was asked of the server
is in test_safety.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from iac_crosswalk.web import limits, snapshot
from iac_crosswalk.web.api.endpoints import ENDPOINTS
from iac_crosswalk.web.app import datasette as application
from tests.web.conftest import GROUP, ask, get, serving

MEGABYTE = 1024
"""Kilobytes, as Linux counts them."""
LARGEST = "AWS::QuickSight::Dashboard"


def test_one_long_get_does_not_stop_the_server(site: str) -> None:
    """The very address that did, and as long a one as is read at all."""
    words = "+".join(f"w{number}" for number in range(3_000))
    before = time.monotonic()
    for path in (
        f"/-/search.json?limit=1000&q={words}",
        f"/api/v1/search?limit=500&q={words[:7_900]}",
    ):
        assert ask(f"{site}{path}").status in (400, 414)
    assert ask(f"{site}/api/v1/health").status == 200
    assert time.monotonic() - before < 10


def highest(process: int) -> int:
    """The most memory that a process had, in megabytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM")]
    return int(line.split()[1]) // MEGABYTE


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads what Linux counts")
def test_sql_takes_no_memory_without_bound(database: Path, tmp_path: Path) -> None:
    """The four queries that took 18.9 GB, eight times at once."""
    doubling = (
        "with recursive d(x) as (select 'x' union all select x || x from d) select length(x) from d"
    )
    queries = [
        "select zeroblob(1000000000)",
        "select hex(zeroblob(1000000000))",
        doubling,
        "select printf('%.*c', 900000000, 'x')",
    ]
    with serving(database, tmp_path / "log") as (site, server):
        before = highest(server.pid)
        with ThreadPoolExecutor(8) as pool:
            asked = [f"{site}/crosswalk.json?{urlencode({'sql': sql})}" for sql in queries * 8]
            assert {answer.status for answer in pool.map(ask, asked)} == {400}
        assert highest(server.pid) - before < 600
        assert server.poll() is None and ask(f"{site}/api/v1/health").status == 200


def test_what_is_not_found_is_said_in_milliseconds(site: str) -> None:
    """And where to look. The best of some tries: other work shares the machine."""
    for path in (
        "/nothing{}",
        "/crosswalk/nothing{}",
        "/resource/AWS::No::Such{}",
        "/attribute/terraform/aws_sqs_queue/nothing{}",
        "/api/v1/resource?name=aws_nothing_{}",
        "/api/v1/nothing{}",
    ):
        took = []
        for number in range(6):
            before = time.perf_counter()
            found = ask(f"{site}{path.format(number)}")
            took.append(time.perf_counter() - before)
            text = found.body.decode()
            assert found.status == 404 and ("href=" in text or '"hint"' in text), path
        assert min(took) < 0.1, (path, took)


PAGES = (
    "/",
    "/search?q=rds+cluster+reader+endpoint",
    f"/search?q={GROUP}.CacheNodes[0].Address",
    f"/resource/{LARGEST}",
    f"/resource/{GROUP}?filter=endpoint",
    "/resource/AWS::No::Such",
    f"/attribute/cloudformation/{GROUP}/ConfigurationEndPoint.Address",
    "/pitfalls",
    "/coverage",
    "/history",
    "/about",
    "/sitemap.xml",
    "/llms.txt",
    f"/api/v1/resource?name={LARGEST}&limit=500",
)


async def answered(app: Any, path: str) -> int:
    """The status of one request, without a server around the application."""
    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": quote(path, safe="/:[].*").encode(),
        "query_string": quote(query, safe="=&+:[].,%").encode(),
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    await app(scope, receive, send)
    return statuses[0]


@pytest.mark.whole
def test_nothing_of_ours_is_read_on_the_event_loop(database: Path) -> None:
    """Each thread that reads opens a connection of its own: the loop's thread opens none. A process
    of its own, for SQLite's heap limit counts the memory of every connection in it.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        statuses, readers, loop = pool.submit(ask_everything, database).result()
    assert loop not in readers, "something asks the file on the event loop"
    answers = list(statuses.values())
    refused = {path: status for path, status in statuses.items() if status not in (200, 400, 404)}
    assert refused == {} and answers.count(200) > len(PAGES)
    assert len([name for name in readers if name.startswith("lookup")]) == limits.THREADS


def ask_everything(database: Path) -> tuple[dict[str, int], set[str], str]:
    """The status of each page and endpoint, the threads that opened the file, and the loop's."""
    readers: set[str] = set()
    prepare = snapshot._prepare

    def noted(connection: Any) -> None:
        readers.add(threading.current_thread().name)
        prepare(connection)

    snapshot._prepare = noted

    async def ask_all() -> dict[str, int]:
        datasette = await asyncio.to_thread(application, database)  # opens the build
        await datasette.invoke_startup()
        app = datasette.app()
        examples = [f"{each.path}?{example(each)}" for each in ENDPOINTS if each.method == "get"]
        return {path: await answered(app, path) for path in (*PAGES, *examples)}

    return asyncio.run(ask_all()), readers, threading.current_thread().name


def example(endpoint: Any) -> str:
    """A request of an endpoint, by the examples of its document."""
    needed = {"resource": GROUP, "attribute": "Port", "name": GROUP, "q": "queue"}
    known = {each.name for each in endpoint.parameters}
    return urlencode({name: value for name, value in needed.items() if name in known})


def test_the_loop_answers_while_the_largest_resource_is_built(site: str) -> None:
    """One that takes a second of a worker, and many that take nothing."""
    done = threading.Event()

    def large() -> None:
        for number in range(3):
            get(site, "/api/v1/resource", name=LARGEST, limit=500, offset=number * 500)
        done.set()

    thread = threading.Thread(target=large)
    thread.start()
    took = []
    while not done.is_set():
        before = time.perf_counter()
        assert json.loads(ask(f"{site}/api/v1/health").body)["status"] == "ok"
        took.append(time.perf_counter() - before)
    thread.join()
    assert sorted(took)[len(took) // 2] < 0.2, "the median of those in between"


def test_slow_clients_are_dropped(database: Path, tmp_path: Path) -> None:
    """200 that do not send their request, and three that do not read their answer of 16 MB."""
    large = quote("select hex(zeroblob(400000)) from attribute limit 20")
    with serving(database, tmp_path / "log") as (site, _):
        address = ("127.0.0.1", int(site.rpartition(":")[2]))
        slow = [socket.create_connection(address) for _ in range(200)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        readers = [socket.socket() for _ in range(3)]
        for connection in readers:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(address)
            connection.sendall(
                f"GET /crosswalk.json?sql={large}&_shape=array HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            )
        assert ask(f"{site}/api/v1/health").status == 200
        time.sleep(24)
        for connection in slow:
            assert read(connection) == 0
        for connection in readers:
            assert read(connection) < 15_000_000, "what was not read is given up"


def read(connection: socket.socket) -> int:
    """How many bytes a connection still has, until its end."""
    connection.settimeout(5)
    size = 0
    with connection, contextlib.suppress(ConnectionResetError):
        while data := connection.recv(1 << 20):
            size += len(data)
    return size
