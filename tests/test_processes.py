"""Workers end with the build that started them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder.packages import ROOT

PROGRAM = """
import os, sys, time
from builder.processes import pool

def busy(number):
    os.write(1, f"{os.getpid()}\\n".encode())  # in one piece: the other worker writes at the same time
    while True:
        sum(range(1_000_000))

with pool(2) as processes:
    for found in [processes.submit(busy, number) for number in range(2)]:
        found.result()
"""  # noqa: E501


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.whole
@pytest.mark.skipif(
    not Path("/proc/self").is_dir(),
    reason="needs /proc to see whether a process that is not a child still runs",
)
def test_workers_end_with_a_killed_parent() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    try:
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        assert all(map(alive, workers))
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        deadline = time.monotonic() + 20
        while any(map(alive, workers)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert [worker for worker in workers if alive(worker)] == []
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(parent.pid, signal.SIGKILL)
        parent.stdout.close()
