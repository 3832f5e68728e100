"""The installed wheel answers by itself: with click alone, and each extra with what it adds."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest
import yaml

from builder import packages
from builder.packages import ROOT
from builder.shipping import notice
from iac_crosswalk import __version__
from iac_crosswalk.store import digest
from tests.shipping.conftest import VERSIONS, Installed, interpreter

QUESTION = (
    "translate",
    "ConfigurationEndPoint.Address",
    "--resource",
    "AWS::ElastiCache::ReplicationGroup",
    "--to",
    "pulumi",
)
ANSWER = "replication_group.configuration_endpoint_address"


def unpacked(home: Path) -> list[Path]:
    return sorted((home / ".cache" / "iac-crosswalk" / "unpacked").iterdir())


@pytest.mark.parametrize("version", VERSIONS)
def test_it_answers_with_click_alone(wheels: Path, tmp_path: Path, version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} here")
    installed = Installed(tmp_path, python, wheels)
    started = time.monotonic()
    first = installed.run(*QUESTION)
    print(f"Python {version}: the first answer after {time.monotonic() - started:.2f} s")
    assert first.returncode == 0 and ANSWER in first.stdout and first.stderr == "", first.stderr
    file, beside = unpacked(installed.home)
    assert digest.beside(file) == beside and digest.of(file) in digest.expected(file)
    before = file.stat().st_mtime_ns
    assert installed.run(*QUESTION).stdout == first.stdout and file.stat().st_mtime_ns == before


def test_it_tells_both_versions(installed: Installed) -> None:
    data = (ROOT / "data" / "version.txt").read_text().strip()
    assert installed.run("--version").stdout == f"iac-crosswalk {__version__}, data {data}\n"


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (("check", "main.tf"), "check"),
        (("report", "template.yaml", "--to", "terraform"), "check"),
        (("serve", "--port", "0"), "serve"),
        (("mcp",), "mcp"),
        (("build", "--output", "x.db"), "build"),
        (("export", "--to", "parquet", "out"), "export"),
    ],
)
def test_a_missing_extra_is_named(
    installed: Installed, arguments: tuple[str, ...], extra: str
) -> None:
    (installed.home / "main.tf").write_text('resource "aws_sqs_queue" "q" {}\n')
    (installed.home / "template.yaml").write_text("Resources: {Q: {Type: AWS::SQS::Queue}}\n")
    done = installed.run(*arguments)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert f"which is not installed; run pip install 'iac-crosswalk[{extra}]'" in done.stderr


def test_two_that_start_at_once(installed: Installed, tmp_path: Path) -> None:
    cache = {"IAC_CROSSWALK_CACHE": str(tmp_path / "cache")}
    both = [
        subprocess.Popen(
            installed.command(*QUESTION),
            stdout=subprocess.PIPE,
            text=True,
            env=installed.environment(**cache),
        )
        for _ in range(2)
    ]
    assert all(ANSWER in one.communicate(timeout=120)[0] for one in both)
    assert len(list((tmp_path / "cache" / "unpacked").iterdir())) == 2


def test_a_killed_start_leaves_nothing_that_harms(installed: Installed, tmp_path: Path) -> None:
    cache = {"IAC_CROSSWALK_CACHE": str(tmp_path / "cache")}
    for seconds in (0.2, 0.4, 0.7):
        one = subprocess.Popen(
            installed.command(*QUESTION),
            stdout=subprocess.DEVNULL,
            env=installed.environment(**cache),
        )
        time.sleep(seconds)
        one.kill()
        one.wait()
    assert ANSWER in installed.run(*QUESTION, **cache).stdout


@pytest.mark.parametrize("damage", ["cut", "changed"])
def test_a_damaged_file_is_unpacked_again(installed: Installed, damage: str) -> None:
    assert ANSWER in installed.run(*QUESTION).stdout
    file = unpacked(installed.home)[0]
    with file.open("r+b") as open_file:
        open_file.seek(file.stat().st_size // 2)
        open_file.truncate() if damage == "cut" else open_file.write(b"damaged")
    assert ANSWER in installed.run(*QUESTION).stdout
    assert digest.of(file) in digest.expected(file)


def test_a_home_that_cannot_be_written_to(installed: Installed, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".cache").write_text(
        "a file where a folder is wanted"
    )  # root may write into a read-only folder
    (tmp_path / "temporary").mkdir()
    done = installed.run(*QUESTION, HOME=str(home), TMPDIR=str(tmp_path / "temporary"))
    assert ANSWER in done.stdout
    (folder,) = (tmp_path / "temporary").iterdir()
    assert folder.name.startswith("iac-crosswalk-") and folder.stat().st_mode & 0o777 == 0o700


def test_no_room_anywhere_is_one_line(installed: Installed, tmp_path: Path) -> None:
    # files of at most 1 MB, as on a full disk
    command = f"ulimit -f 1000; exec {' '.join(installed.command(*QUESTION))}"
    variables = installed.environment(HOME=str(tmp_path), TMPDIR=str(tmp_path))
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=variables, check=False
    )
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert "the knowledge base cannot be unpacked (File too large); it needs " in done.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_damaged_installation_is_one_line(wheels: Path, tmp_path: Path) -> None:
    installed = Installed(tmp_path, sys.executable, wheels)
    (piece,) = tmp_path.rglob("crosswalk-00.*")
    piece.write_bytes(piece.read_bytes()[:-1000])
    done = installed.run(*QUESTION)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert f"{piece.name}: is damaged; install iac-crosswalk again" in done.stderr


def test_check_and_its_fix(with_extras: Installed) -> None:
    program = with_extras.home / "redis.py"
    shutil.copy(ROOT / "tests" / "programs" / "python" / "redis.py", program)
    done = with_extras.run("check", program.name, "--diff")
    assert (
        done.returncode == 1
        and "+        self.endpoint = self.redis_cluster.configuration_endpoint_address"
        in done.stdout
    )


def test_serve_brings_up_the_whole_site(with_extras: Installed) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        with_extras.command("serve", "--port", str(port)),
        env=with_extras.environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:

        def page(path: str) -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                return str(answer.read().decode())

        for _ in range(300):
            try:
                page("/api/v1/ready")
                break
            except (urllib.error.URLError, ConnectionError):
                assert server.poll() is None, server.stderr and server.stderr.read()
                time.sleep(0.1)
        assert f"Code {__version__}, data " in page("/about")
        assert "configuration_endpoint_address" in page(
            "/resource/AWS::ElastiCache::ReplicationGroup"
        )
        assert "Wrong but tempting attributes" in page("/crosswalk/pitfalls")  # of metadata.json
        assert page("/static/site.css")
    finally:
        server.terminate()
        server.wait(20)


def test_mcp_answers(with_extras: Installed) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    done = subprocess.run(
        with_extras.command("mcp"),
        input=json.dumps(hello) + "\n",
        capture_output=True,
        text=True,
        env=with_extras.environment(),
        timeout=60,
    )
    assert json.loads(done.stdout.splitlines()[0])["result"]["serverInfo"]


@pytest.mark.whole
def test_build_makes_the_same_file(with_extras: Installed, database: Path) -> None:
    """The builder in the wheel takes over what the checkout keeps, and makes the same bytes."""
    if "IAC_CROSSWALK_TEST_DB" in os.environ:
        pytest.skip("the file given may be of another version of the builder")
    output = with_extras.home / "own.db"
    done = with_extras.run(
        "build", "--output", str(output), IAC_CROSSWALK_CACHE=str(packages.CACHE)
    )
    assert done.returncode == 0, done.stderr
    assert digest.of(output) == digest.of(database)


def test_what_is_inside(wheels: Path) -> None:
    (wheel,) = wheels.glob("iac_crosswalk-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    shipped = [name for name in names if name.startswith("iac_crosswalk/shipped/")]
    assert "iac_crosswalk/shipped/shipped.json" in shipped and len(shipped) > 1
    assert "iac_crosswalk/web/metadata.json" in names and "builder/project/sources.txt" in names
    assert not [
        name for name in names if name.endswith((".db", ".pyc")) or name.startswith("tests")
    ]
    assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} == {
        "LICENSE",
        "NOTICE",
    }


@pytest.mark.whole
def test_the_notice_names_the_licence_of_each_package() -> None:
    """As the wheels' own metadata states it."""
    assert notice.NOTICE.read_text(encoding="utf-8") == notice.text()
    stated = yaml.safe_load((ROOT / "data" / "systems.yaml").read_text())
    assert {system["licence"].split()[0] for system in stated.values()} == {
        notice.licence(packages.open_package(name)) for name in packages.pins()
    }
