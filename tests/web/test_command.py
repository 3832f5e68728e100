"""`serve` as people start it: what it refuses, in one line; and what its server prints."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from builder.packages import ROOT
from iac_crosswalk.cli.main import COMMANDS


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "iac_crosswalk.cli.main", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={**os.environ, **variables}
    )


@pytest.mark.parametrize("named", ["--db", "IAC_CROSSWALK_DB"])
def test_a_file_that_is_named_is_not_built(tmp_path: Path, named: str) -> None:
    path = tmp_path / "folder" / "mistyped.db"
    found = (
        run("serve", "--port", "0", "--db", str(path))
        if named == "--db"
        else run("serve", "--port", "0", IAC_CROSSWALK_DB=str(path))
    )
    assert found.returncode == 2 and not path.parent.exists()
    assert found.stderr.count("\n") == 1 and f"{path}: there is no knowledge base" in found.stderr


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("127.0.0.1", "port {port} is taken; give another with --port"),
        (
            "192.0.2.1",
            (
                "192.0.2.1 port {port}: Cannot assign requested address; give others with --host"
                " and --port"
            ),
        ),
    ],
)
def test_where_it_cannot_listen(database: Path, host: str, message: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = run("serve", "--host", host, "--port", str(port), "--db", str(database))
    assert (found.returncode, found.stdout, found.stderr) == (
        2,
        "",
        f"iac-crosswalk: {message.format(port=port)}\n",
    )


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            ("adress", "https://x.example"),
            (
                "`adress` is not a setting; use repository, address, requests_per_second,"
                " requests_in_reserve"
            ),
        ),
        (
            ("requests_per_second", "many"),
            "`many` is not a value for the setting requests_per_second; give a number",
        ),
    ],
)
def test_a_setting_that_cannot_be_used(setting: tuple[str, str], message: str) -> None:
    found = run("serve", "--port", "0", "--setting", *setting)
    assert (found.returncode, found.stdout, found.stderr.count("\n")) == (
        2,
        "",
        1,
    ) and message in found.stderr


def test_without_a_command_the_help_is_shown() -> None:
    found = run()
    assert (found.returncode, found.stdout, found.stderr) == (2, "", run("--help").stdout)
    assert all(f"\n  {name} " in found.stderr for name in COMMANDS)


def test_an_error_of_a_visitor_is_one_line_of_the_log(database: Path, tmp_path: Path) -> None:
    """Datasette prints a traceback with all variables when rich can be imported, as it can here."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log"
    command = [
        sys.executable,
        "-u",
        "-m",
        "datasette",
        "serve",
        "--port",
        str(port),
        "--metadata",
        str(ROOT / "iac_crosswalk" / "web" / "metadata.json"),
        str(database),
    ]
    with log.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        for _ in range(150):
            if "Uvicorn running" in log.read_text():
                break
            assert server.poll() is None, log.read_text()
            time.sleep(0.2)
        before = len(log.read_text().splitlines())
        for path, status in (
            ("/crosswalk/no_such_table", 404),
            ("/nothing", 404),
            ("/crosswalk?sql=selct+1", 400),
        ):
            with pytest.raises(urllib.error.HTTPError) as error:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20)
            assert error.value.code == status
        lines = log.read_text().splitlines()[before:]
        assert len(lines) == 3 and not any("╭" in line or "Traceback" in line for line in lines), (
            lines
        )
    finally:
        server.terminate()
        server.wait(10)
