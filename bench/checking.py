"""How long `check` takes and how much memory, beside pyright, ty and mypy on the same programs, each as a new process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.checkers import commands
from bench.figure import Figure
from builder.packages import CACHE, ROOT

PROGRAM = ROOT / "tests" / "checking" / "programs" / "redis.py"
PROGRAMS = CACHE / "corpus" / "pulumi-python"
MANY = 200


class Run(NamedTuple):
    """Seconds and MiB of one process and the processes it waited for."""

    seconds: float
    memory: float


def _run(command: Sequence[str]) -> Run:
    """One run in an empty folder, so that no project settings are read. What it prints does not matter.

    Raises RuntimeError where it did not do its work: exit status 0 says that nothing was found, 1 that something was.
    """
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise RuntimeError(f"{command[0]} ended with {process.returncode}")
        return Run(time.perf_counter() - started, used.ru_maxrss / 1024)


def _median(command: Sequence[str], times: int) -> Run:
    runs = [_run(command) for _ in range(times)]
    return Run(statistics.median(run.seconds for run in runs), max(run.memory for run in runs))


def _programs() -> list[str]:
    """The first of each folder of the corpus in turn, so that many packages and services are among them."""
    by_folder: dict[Path, list[Path]] = {}
    for path in sorted(PROGRAMS.rglob("*.py")):
        by_folder.setdefault(path.parent, []).append(path)
    turns = [path for row in range(50) for paths in by_folder.values() for path in paths[row : row + 1]]
    return [str(path) for path in turns[:MANY]]


def check() -> Iterator[Figure]:
    """One program and a folder of programs."""
    if not PROGRAMS.exists():
        sys.exit("bench: there is no corpus; run `python -m bench.corpus`")
    ours = [str(Path(sys.executable).with_name("iac-crosswalk")), "check", "--json"]
    others = commands()
    cold = [*others["mypy"], "--cache-dir=/dev/null"]
    for what, files, times, rivals in (
        ("one program", [str(PROGRAM)], 7, {"pyright": others["pyright"], "ty": others["ty"], "mypy": cold}),
        (f"{MANY} programs", _programs(), 3, {"pyright": others["pyright"], "ty": others["ty"]}),
    ):
        mine = _median([*ours, *files], times)
        theirs = {name: _median([*command, *files], 1 if name == "mypy" else min(times, 3)) for name, command in rivals.items()}
        beside = ", ".join(
            f"{name} {run.seconds:.2f} s ({run.seconds / mine.seconds:.1f}×), {run.memory:,.0f} MiB" for name, run in theirs.items()
        )
        bar = "≥ 5× pyright, ~ty" if what == "one program" else "faster than both"
        yield Figure(f"check, {what}, cold", f"{mine.seconds:.2f} s", bar, f"{mine.memory:,.0f} MiB; {beside}")
