"""What broke the server once, and what may not: each request is bounded, and no error says more
than a visitor needs.
"""

from __future__ import annotations

import asyncio
import http.client
import itertools
import json
import os
import re
import shutil
import socket
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from iac_crosswalk.web.app import datasette as application
from iac_crosswalk.web.served import served
from tests.web.conftest import GROUP, ask, get, serving

LEAKS = ("Traceback", "site-packages", "/work", "/home", "/tmp", "Datasette v", "uvicorn")


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/crosswalk/attribute?_sort=<script>",
        "/crosswalk/attribute?_sort=nothing",
        "/crosswalk/attribute?_size=-1",
        "/crosswalk/attribute?_next=x,y,z",
        "/crosswalk/attribute?resource_id__in=[",
        "/crosswalk/attribute/99999999999999999999999",
        "/crosswalk/nothing",
        "/nothing/at/all",
        "/crosswalk?sql=selct+1",
        "/crosswalk.json?sql=select+*+from+nothing",
        "/attribute/nothing/x/y",
        "/attribute/terraform/x",
        "/resource/%00",
        "/resource/%ff",
        "/search?q=%ff",
        "/coverage?from=x",
        "/coverage/x/y/z",
        "/api/v1/translate?resource=%ff&attribute=x",
        "/api/v1/" + "x" * 9000,
    ],
)
def test_a_bad_address_is_a_visitors_error(site: str, path: str) -> None:
    with socket.create_connection(
        ("127.0.0.1", int(site.rpartition(":")[2])), timeout=20
    ) as connection:
        target = quote(path, safe="/?&=%+*,-_.~[]")
        connection.sendall(
            f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    status = int(answer.split()[1])
    assert 300 <= status < 500, answer[:500]
    assert not [leak for leak in LEAKS if leak in answer], answer[:2000]
    assert "<script>" not in answer


def test_every_answer_has_security_headers(site: str) -> None:
    build = get(site, "/api/v1/ready").json["build"]
    for path in (
        "/",
        f"/resource/{GROUP}",
        "/crosswalk",
        "/crosswalk/attribute",
        "/nothing",
        "/api/v1/health",
        "/api/v1/nothing",
        "/api/v1/translate",
        "/crosswalk.json?sql=selct+1",
        "/static/site.css",
        "/" + "x" * 9_000,
        "/%2e%2e/x",
    ):
        headers = ask(f"{site}{path}").headers
        assert headers["x-build"] == build, "each answer says of which build it is"
        policy = headers["content-security-policy"]
        assert "script-src 'self';" in policy and "frame-ancestors 'none'" in policy, path
        assert "unsafe-inline" not in policy or path.startswith(("/crosswalk", "/nothing", "/%2e"))
        assert (
            headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        )
        assert "server" not in headers


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select zeroblob(1000000000)", "too big"),
        ("select hex(zeroblob(900000))", "too big"),
        ("select printf('%.*c', 900000000, 'x')", "not authorized"),
        ("select format('%.*c', 900000000, 'x')", "not authorized"),
        (
            (
                "with recursive d(x) as (select 'x' union all select x || x from d) select"
                " length(x) from d"
            ),
            "too big",
        ),
        ("select zeroblob(900000) from attribute limit 2000", "larger than 20,000,000 bytes"),
        (
            "select group_concat(description) from (select description from attribute limit 30000)",
            "too big",
        ),
        (
            "with recursive c(x) as (select 1 union all select x + 1 from c) select max(x) from c",
            "interrupted",
        ),
        ("select count(*) from attribute a, attribute b where a.path < b.path", "interrupted"),
        ("delete from attribute", "select"),
        ("pragma hard_heap_limit = 0", "select"),
    ],
)
def test_sql_is_read_only_and_bounded(site: str, sql: str, message: str) -> None:
    before = time.monotonic()
    found = get(site, "/crosswalk.json", sql=sql)
    assert found.status == 400 and message in found.body.decode().lower(), found.body[:500]
    assert time.monotonic() - before < 8


def test_sql_does_not_say_where_the_file_is(site: str) -> None:
    found = get(
        site, "/crosswalk.json", sql="select name, file from pragma_database_list()", _shape="array"
    )
    assert found.json == [{"name": "main", "file": None}]


def test_a_long_search_does_not_stop_the_server(site: str) -> None:
    words = "+".join(f"w{number}" for number in range(1_500))
    before = time.monotonic()
    assert ask(f"{site}/api/v1/search?limit=500&q={words}").status == 400
    assert ask(f"{site}/search?q={words[:3900]}").status == 200
    assert ask(f"{site}/crosswalk/search.json?words={words[:7000]}").status in (200, 400)
    threads = [
        threading.Thread(
            target=ask, args=(f"{site}/api/v1/search?q={quote('name id arn ' * 8 + str(number))}",)
        )
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    assert ask(f"{site}/api/v1/health").status == 200
    for thread in threads:
        thread.join()
    assert time.monotonic() - before < 40


def test_many_requests_of_one_client_are_429(site: str) -> None:
    connection = http.client.HTTPConnection(site.removeprefix("http://"), timeout=20)
    seen: list[int] = []
    for _ in range(1_000):
        connection.request(
            "GET", "/api/v1/search?q=queue&limit=1", headers={"X-Forwarded-For": "203.0.113.7"}
        )
        answer = connection.getresponse()
        body = answer.read()
        seen.append(answer.status)
        if answer.status == 429:
            assert (
                json.loads(body)["error"]["code"] == "too-many-requests"
                and answer.headers["retry-after"] == "1"
            )
            break
    connection.close()
    assert seen[-1] == 429 and len(seen) > 90
    assert (
        ask(f"{site}/api/v1/search?q=queue&limit=1", X_Forwarded_For="203.0.113.8").status == 200
    ), "another client is not concerned"


def build_of(source: Path, target: Path, mark: str) -> Path:
    """A copy of a built file that is another build: its id begins with `mark`, and every pitfall
    says so.
    """
    shutil.copyfile(source, target)
    with sqlite3.connect(target) as connection:
        connection.execute(
            "update build set value = ? || substr(value, 5) where key = 'inputs'", [mark]
        )
        connection.execute("update pitfall set why = ?", [f"Because of {mark}."])
    connection.close()
    return target


ASKED = (
    "/pitfalls?x=",
    f"/resource/{GROUP}?x=",
    "/crosswalk/pitfall?_size=1&_facet=resource_id&_x=",
    "/crosswalk/pitfall.json?_size=1&_shape=array&_x=",
    "/crosswalk/pitfall/1.json?_x=",
    "/crosswalk.json?sql=select+why+from+pitfall+limit+1&_x=",
    f"/api/v1/resource?name={GROUP}&filter=",
    "/api/v1/translate?expression=aws_elasticache_replication_group.cache_nodes&in=",
    "/search?q=aws_elasticache_replication_group.cache_nodes&x=",
)
"""Pages, tables, SQL, search and the API, which show why something is a pitfall; with a number
behind them no answer is from the cache.
"""


class Visitor(threading.Thread):
    """Asks for everything again and again, and notes which builds answered and what was wrong."""

    def __init__(self, site: str, stop: threading.Event) -> None:
        super().__init__()
        self.site, self.stop = site, stop
        self.seen: set[str] = set()
        self.wrong: list[str] = []
        self.start()

    def run(self) -> None:
        number = itertools.count()
        while not self.stop.is_set():
            for path in ASKED:
                try:
                    answer = ask(f"{self.site}{path}{self.ident}{next(number)}", timeout=120)
                except OSError as error:
                    self.wrong.append(f"{path}: {error!r}")
                    continue
                build = answer.headers.get("x-build", "")[:4]
                shown = set(re.findall(r"Because of (\w{4})\.", answer.body.decode()))
                expected = 404 if path.startswith("/api/v1/translate") else 200
                if answer.status != expected or shown != {build}:
                    self.wrong.append(f"{path}: {answer.status}, {build} shows {shown}")
                self.seen.add(build)


def test_a_new_build_is_picked_up_whole(database: Path, tmp_path: Path) -> None:
    """Three builds one after another: no request fails, and no answer has something of two of them."""  # noqa: E501
    file = build_of(database, tmp_path / "served.db", "aaaa")
    with serving(file, tmp_path / "log", "--workers", "2") as (site, _):
        stop = threading.Event()
        visitors = [Visitor(site, stop) for _ in range(4)]
        try:
            for mark in ("aaaa", "bbbb", "cccc"):
                if mark != "aaaa":
                    build_of(database, tmp_path / "new.db", mark).replace(file)
                ends = time.monotonic() + 180  # a busy machine takes its time to open a build
                while not all(
                    get(site, "/api/v1/ready").json["build"].startswith(mark) for _ in range(20)
                ):
                    assert time.monotonic() < ends, f"{mark} is not picked up"
                    time.sleep(0.2)
                while not all(mark in visitor.seen or visitor.wrong for visitor in visitors):
                    assert time.monotonic() < ends, f"{mark} is not seen"
                    time.sleep(0.2)
        finally:
            stop.set()
            for visitor in visitors:
                visitor.join()
        assert [each for visitor in visitors for each in visitor.wrong] == []


async def answers_of_two_builds(database: Path, path: Path) -> list[str]:
    """Why the first pitfall is one: before a new build takes the file's place, after it within the
    same request, and after that.
    """
    datasette = application(build_of(database, path, "aaaa"))
    found = served(datasette)
    seen = []

    async def why() -> None:
        rows = await datasette.get_database("crosswalk").execute("select why from pitfall limit 1")
        seen.append(f"{rows.first()[0]} {found.snapshot.build[:4]}")

    with found.pinned():
        await why()
        build_of(database, path.with_name("new.db"), "bbbb").replace(path)
        while found.database.newest.build.startswith("aaaa"):
            found.look()
            await asyncio.sleep(0.05)
        await why()
        late = asyncio.create_task(why())  # what a request began, and what goes on without it
    await late
    return seen


def test_a_request_goes_on_with_the_build_that_it_began_with(
    database: Path, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(
        1
    ) as pool:  # this thread may have a loop already: that of the browser tests
        seen = pool.submit(
            asyncio.run, answers_of_two_builds(database, tmp_path / "served.db")
        ).result()
    assert seen == ["Because of aaaa. aaaa", "Because of aaaa. aaaa", "Because of bbbb. bbbb"]


def test_a_file_that_is_cut_short_does_not_end_the_process(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "served.db"
    shutil.copyfile(database, file)
    with serving(file, tmp_path / "log") as (site, server):
        assert get(site, "/api/v1/translate", resource=GROUP, attribute="Port").status == 200
        os.truncate(file, 1_000_000)
        found = [
            get(site, "/api/v1/translate", resource=name, attribute="Arn")
            for name in ("AWS::SQS::Queue", "AWS::SNS::Topic", "aws_lb")
        ]
        assert {answer.status for answer in found} <= {200, 404, 503} and server.poll() is None
        assert all(str(tmp_path) not in answer.body.decode() for answer in found)
        shutil.copyfile(database, tmp_path / "new.db")
        (tmp_path / "new.db").replace(file)
        for _ in range(60):
            if (
                get(
                    site,
                    "/api/v1/translate",
                    resource="AWS::SQS::Queue",
                    attribute="Arn",
                    to="terraform",
                ).status
                == 200
            ):
                break
            time.sleep(0.3)
        assert (
            get(
                site,
                "/api/v1/translate",
                resource="AWS::SQS::Queue",
                attribute="Arn",
                to="terraform",
            ).status
            == 200
        )
