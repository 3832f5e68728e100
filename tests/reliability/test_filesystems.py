"""A read-only root and a full disk, for real (tests/mounts.py)."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.soak import builds
from builder.packages import ROOT
from iac_crosswalk.store import digest
from tests.mounts import Disk, checkout, needs_mounts, read_only, run
from tests.shipping.test_wheel import ANSWER, QUESTION

pytestmark = needs_mounts


@contextmanager
def serving(command: list[str], port: int, log: Path) -> Iterator[str]:
    """A server's address."""
    with log.open("w") as out:
        server = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=checkout(),
            start_new_session=True,
        )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/ready", timeout=20).close()
                break
            except OSError:
                assert server.poll() is None, log.read_text()
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# -- nothing can be written to ---------------------------------------------------------------------


def test_a_question_where_nothing_can_be_written_to(sliced: Path) -> None:
    database = ["--db", str(sliced / "crosswalk.db")]
    done = run(read_only(sys.executable, "-m", "iac_crosswalk", *QUESTION, *database))
    assert done.returncode == 0 and ANSWER in done.stdout and done.stderr == "", done.stderr


def test_serve_with_a_read_only_root(sliced: Path, tmp_path: Path) -> None:
    """As `docker run --read-only` runs it. A sort that is too large for memory has no file to go
    to.
    """
    port = _free_port()
    command = [sys.executable, "-m", "iac_crosswalk", "serve", "--port", str(port)]
    command = read_only(*command, "--db", str(sliced / "crosswalk.db"))
    with serving(command, port, tmp_path / "log") as address:

        def page(path: str) -> str:
            with urllib.request.urlopen(f"{address}{path}", timeout=60) as answer:
                return str(answer.read().decode())

        assert "configuration_endpoint_address" in page(
            "/resource/AWS::ElastiCache::ReplicationGroup"
        )
        assert page("/search?q=replication+group") and page("/crosswalk/attribute?_sort=path")
        sql = urllib.parse.quote("select path, description from attribute order by description, id")
        assert '"rows"' in page(f"/crosswalk.json?sql={sql}")


# -- the disk is full ------------------------------------------------------------------------------


def test_a_build_on_a_full_disk_is_one_line_and_loses_nothing(sliced: Path, tmp_path: Path) -> None:
    content, stages = tmp_path / "content", tmp_path / "stages"
    content.mkdir()
    shutil.copytree(sliced, stages)
    for name in ("crosswalk.db", "crosswalk.db.sha256"):
        shutil.copy(sliced / name, content)
    size = (content / "crosswalk.db").stat().st_size
    command = builds.arguments(stages, tmp_path / "disk" / "crosswalk.db")
    disk = Disk(tmp_path, content, size + size // 2, command)
    assert disk.done.returncode == 1 and disk.done.stderr.count("\n") == 1, disk.done.stderr
    assert "free some space and run it again" in disk.done.stderr
    assert disk.left == ["crosswalk.db", "crosswalk.db.sha256"]
    assert digest.of(disk.after / "crosswalk.db") == digest.of(sliced / "crosswalk.db")


def test_an_export_to_a_full_disk_is_one_line_and_leaves_nothing(
    sliced: Path, tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    command = [sys.executable, "-m", "iac_crosswalk", "export", "--to", "jsonl"]
    command += ["--db", str(sliced / "crosswalk.db"), str(tmp_path / "disk")]
    disk = Disk(tmp_path, tmp_path / "content", 100_000, command)
    assert disk.done.returncode == 2 and disk.done.stderr.count("\n") == 1, disk.done.stderr
    assert "No space left on device" in disk.done.stderr and disk.left == []


def test_a_fix_on_a_full_disk_is_one_line_and_leaves_the_program(
    sliced: Path, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    program = (ROOT / "tests" / "programs" / "python" / "redis.py").read_bytes()
    (content / "redis.py").write_bytes(program + b"#" * (60_000 - len(program)) + b"\n")
    command = [sys.executable, "-m", "iac_crosswalk", "check", "--fix"]
    command += [str(tmp_path / "disk" / "redis.py"), "--db", str(sliced / "crosswalk.db")]
    disk = Disk(tmp_path, content, 100_000, command)
    assert disk.done.returncode == 2 and disk.done.stderr.count("\n") == 1, disk.done.stderr
    assert disk.left == ["redis.py"]
    assert (disk.after / "redis.py").read_bytes() == (content / "redis.py").read_bytes()
