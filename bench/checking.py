"""How long `check` takes and how much memory, beside ty, pyright and cfn-lint on the same files,
each as a new process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.checkers import commands
from bench.commands import COMMAND, template
from bench.corpus import fetch, pins, programs
from bench.figure import Figure, slope
from builder.packages import ROOT

PROGRAM = ROOT / "tests" / "programs" / "python" / "redis.py"
MANY = 200
TEMPLATES = 500


class Run(NamedTuple):
    """Seconds, seconds of processors, and MiB of one process and the processes it waited for."""

    seconds: float
    processors: float
    memory: float


_MEASURE = """
import os, subprocess, sys, time
started = time.perf_counter()
quiet = subprocess.DEVNULL
process = subprocess.Popen(sys.argv[1:], stdout=quiet, stderr=quiet)
_, status, used = os.wait4(process.pid, 0)
taken = time.perf_counter() - started
processors = used.ru_utime + used.ru_stime
print(os.waitstatus_to_exitcode(status), taken, processors, used.ru_maxrss / 1024)
"""
"""In a small process of its own: the peak memory of a child begins with its parent's."""


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """One run in an empty folder, so that no project settings are read. What it prints does not
    matter. Raises RuntimeError where it did not do its work."""
    with tempfile.TemporaryDirectory() as folder:
        measuring = [sys.executable, "-S", "-c", _MEASURE, *command]
        done = subprocess.run(
            measuring, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
    status, *taken = done.stdout.split()
    if int(status) not in (0, 1, 2, 4, 6, 8, 10, 12, 14):  # cfn-lint adds its levels up
        raise RuntimeError(f"{command[0]} ended with {status}")
    return Run(*map(float, taken))


def _median(command: Sequence[str], times: int) -> Run:
    runs = [run(command) for _ in range(times)]
    return Run(*(statistics.median(each) for each in zip(*runs, strict=True)))


def examples(folder: Path, count: int) -> list[str]:
    """The first examples in the documentation of pulumi-aws, as files in `folder`: the wheel is
    there for the build."""
    pin = next(pin for pin in pins() if pin.name == "pulumi-aws")
    archive = fetch(pin)
    if archive is None:
        sys.exit("bench: the wheel of pulumi-aws is missing; run `make sources`")
    written = []
    for number, (_, _, content) in enumerate(islice(programs(pin, archive), count)):
        file = folder / f"example_{number:03}.py"
        file.write_bytes(content)
        written.append(str(file))
    return written


def check() -> Iterator[Figure]:
    """One program, many programs, and templates."""
    try:
        others = commands()
    except SystemExit as error:  # no registry within reach: ours alone
        print(f"bench: {error}", file=sys.stderr)
        others = {"cfn-lint": [str(Path(sys.executable).with_name("cfn-lint"))]}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        many = examples(folder, MANY)
        templates = [folder / f"template_{number}.yaml" for number in range(TEMPLATES)]
        for number, file in enumerate(templates, 1):
            file.write_text(template(10 * (1 + number % 3)), encoding="utf-8")
        all_templates = list(map(str, templates))
        for what, files, times, rivals, share in (
            ("one program", [str(PROGRAM)], 5, ("ty", "pyright"), 1),
            (f"{MANY} programs", many, 3, ("ty", "pyright"), 10),
            (f"{TEMPLATES} templates", all_templates, 1, ("cfn-lint",), 15),
        ):
            mine = _median([COMMAND, "check", "--json", *files], times)
            theirs = {
                name: _median([*others[name], *files], min(times, 3))
                for name in rivals
                if name in others
            }
            beside = "; ".join(
                f"{name} {run.seconds:.2f} s ({run.seconds / mine.seconds:.1f} ×),"
                f" {run.processors:.2f} s of processors, {run.memory:,.0f} MiB"
                for name, run in theirs.items()
            )
            own = f"{mine.processors:.2f} s of processors, {mine.memory:,.0f} MiB"
            rival = theirs.get(rivals[0])
            holds = None
            if rival:  # one program: in time and in processor time
                holds = mine.seconds * share <= rival.seconds
                holds = holds and (share > 1 or mine.processors < rival.processors)
            bar = f"≤ {rivals[0]} ÷ {share}" if share > 1 else f"< {rivals[0]}"
            measured = f"{mine.seconds:.2f} s"
            yield Figure(f"check, {what}", measured, bar, f"{own}; {beside}", holds)
        sizes = [2, 20, 200]
        taken = [_median([COMMAND, "check", "--json", *many[:size]], 3).seconds for size in sizes]
        yield Figure(
            "check, 1, 10, 100 times the programs",
            ", ".join(f"{each:.2f} s" for each in taken),
            "slope ≤ 1",
            f"of {', '.join(map(str, sizes))} programs; slope {slope(sizes, taken):.2f}",
            slope(sizes, taken) <= 1.05,
        )
