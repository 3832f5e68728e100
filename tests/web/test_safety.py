"""What broke the server once, and what may not: each request is bounded, and no error says more than a visitor needs."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import socket
import sqlite3
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest

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
    with socket.create_connection(("127.0.0.1", int(site.rpartition(":")[2])), timeout=20) as connection:
        target = quote(path, safe="/?&=%+*,-_.~[]")
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    status = int(answer.split()[1])
    assert 300 <= status < 500, answer[:500]
    assert not [leak for leak in LEAKS if leak in answer], answer[:2000]
    assert "<script>" not in answer


def test_every_answer_has_security_headers(site: str) -> None:
    for path in ("/", f"/resource/{GROUP}", "/crosswalk", "/crosswalk/attribute", "/nothing", "/api/v1/health", "/%2e%2e/x"):
        headers = ask(f"{site}{path}").headers
        policy = headers["content-security-policy"]
        assert "script-src 'self';" in policy and "frame-ancestors 'none'" in policy, path
        assert "unsafe-inline" not in policy or path.startswith(("/crosswalk", "/nothing", "/%2e"))
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert "server" not in headers


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select zeroblob(1000000000)", "too big"),
        ("select hex(zeroblob(900000))", "too big"),
        ("select printf('%.*c', 900000000, 'x')", "not authorized"),
        ("select format('%.*c', 900000000, 'x')", "not authorized"),
        ("with recursive d(x) as (select 'x' union all select x || x from d) select length(x) from d", "too big"),
        ("select zeroblob(900000) from attribute limit 2000", "larger than 20,000,000 bytes"),
        ("select group_concat(description) from (select description from attribute limit 30000)", "too big"),
        ("with recursive c(x) as (select 1 union all select x + 1 from c) select max(x) from c", "interrupted"),
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
    found = get(site, "/crosswalk.json", sql="select name, file from pragma_database_list()", _shape="array")
    assert found.json == [{"name": "main", "file": None}]


def test_a_long_search_does_not_stop_the_server(site: str) -> None:
    words = "+".join(f"w{number}" for number in range(1_500))
    before = time.monotonic()
    assert ask(f"{site}/api/v1/search?limit=500&q={words}").status == 400
    assert ask(f"{site}/search?q={words[:3900]}").status == 200
    assert ask(f"{site}/crosswalk/search.json?words={words[:7000]}").status in (200, 400)
    threads = [
        threading.Thread(target=ask, args=(f"{site}/api/v1/search?q={quote('name id arn ' * 8 + str(number))}",)) for number in range(20)
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
        connection.request("GET", "/api/v1/search?q=queue&limit=1", headers={"X-Forwarded-For": "203.0.113.7"})
        answer = connection.getresponse()
        body = answer.read()
        seen.append(answer.status)
        if answer.status == 429:
            assert json.loads(body)["error"]["code"] == "too-many-requests" and answer.headers["retry-after"] == "1"
            break
    connection.close()
    assert seen[-1] == 429 and len(seen) > 90
    assert ask(f"{site}/api/v1/search?q=queue&limit=1", X_Forwarded_For="203.0.113.8").status == 200, "another client is not concerned"


def test_a_new_build_is_picked_up_whole(database: Path, tmp_path: Path) -> None:
    served, new = tmp_path / "served.db", tmp_path / "new.db"
    shutil.copyfile(database, served)
    shutil.copyfile(database, new)
    with sqlite3.connect(new) as connection:
        connection.execute("update build set value = 'cafe' || substr(value, 5) where key = 'inputs'")
        connection.execute("update pitfall set why = 'Because of the new build.'")
    connection.close()
    with serving(served, tmp_path / "log", "--workers", "2") as (site, _):
        old = get(site, "/api/v1/health").json["build"]
        seen: list[tuple[int, str]] = []
        failed: list[str] = []
        stop = threading.Event()

        def asking() -> None:
            while not stop.is_set():
                for path in (
                    "/api/v1/health",
                    f"/resource/{GROUP}",
                    "/crosswalk/pitfall.json?_size=1&_shape=array",
                    "/api/v1/search?q=queue",
                ):
                    answer = ask(f"{site}{path}")
                    seen.append((answer.status, answer.headers.get("x-build", "")))
                    if answer.status != 200:
                        failed.append(f"{path}: {answer.body.decode()[:300]}")
                    elif "pitfall" in path:
                        assert (answer.json[0]["why"] == "Because of the new build.") == (answer.headers["x-build"] != old)

        threads = [threading.Thread(target=asking) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(2)
        new.replace(served)
        for _ in range(100):
            if all(get(site, "/api/v1/health").json["build"].startswith("cafe") for _ in range(10)):
                break
            time.sleep(0.3)
        stop.set()
        for thread in threads:
            thread.join()
        assert failed == []
        assert {build[:4] for _, build in seen} >= {old[:4]} and get(site, "/api/v1/ready").json["build"].startswith("cafe")
        assert get(site, "/crosswalk/pitfall.json", _size=1, _shape="array").json[0]["why"] == "Because of the new build."


def test_a_file_that_is_cut_short_does_not_end_the_process(database: Path, tmp_path: Path) -> None:
    served = tmp_path / "served.db"
    shutil.copyfile(database, served)
    with serving(served, tmp_path / "log") as (site, server):
        assert get(site, "/api/v1/translate", resource=GROUP, attribute="Port").status == 200
        os.truncate(served, 1_000_000)
        found = [
            get(site, "/api/v1/translate", resource=name, attribute="Arn") for name in ("AWS::SQS::Queue", "AWS::SNS::Topic", "aws_lb")
        ]
        assert {answer.status for answer in found} <= {200, 404, 503} and server.poll() is None
        assert all(str(tmp_path) not in answer.body.decode() for answer in found)
        shutil.copyfile(database, tmp_path / "new.db")
        (tmp_path / "new.db").replace(served)
        for _ in range(60):
            if get(site, "/api/v1/translate", resource="AWS::SQS::Queue", attribute="Arn", to="terraform").status == 200:
                break
            time.sleep(0.3)
        assert get(site, "/api/v1/translate", resource="AWS::SQS::Queue", attribute="Arn", to="terraform").status == 200


def test_slow_clients_are_dropped(database: Path, tmp_path: Path) -> None:
    with serving(database, tmp_path / "log") as (site, _):
        port = int(site.rpartition(":")[2])
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert ask(f"{site}/api/v1/health").status == 200
        time.sleep(17)
        for connection in slow:
            connection.settimeout(5)
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(1) == b""
            connection.close()
