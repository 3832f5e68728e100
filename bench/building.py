"""How long a build takes, beside the mere parsing of its inputs; and how large the file is."""

from __future__ import annotations

import ast
import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import yaml

from bench.figure import Figure, medians
from builder.curated.files import MAPPINGS
from builder.packages import ROOT, WHEELS, open_package
from builder.processes import pool

_BUILD = """
import sys, time
from pathlib import Path
from builder.pipeline import build
started = time.perf_counter()
def report(line):
    print(f"{time.perf_counter() - started:.1f} s  {line}", file=sys.stderr, flush=True)
build(Path(sys.argv[1]), report=report, mappings=Path(sys.argv[2]))
"""


class Run(NamedTuple):
    """Seconds, and seconds of processors of all processes."""

    seconds: float
    processors: float


@contextmanager
def _timed() -> Iterator[list[Run]]:
    """A list that has the Run of what was done inside, in other processes, when it is left."""
    runs: list[Run] = []
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    yield runs
    taken, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    runs.append(Run(taken, used))


def _build(cache: Path, output: Path, mappings: Path) -> tuple[Run, list[str]]:
    """One `iac-crosswalk build` in a process of its own, and its steps, which are printed."""
    command = [sys.executable, "-c", _BUILD, str(output), str(mappings)]
    place = os.environ | {"IAC_CROSSWALK_CACHE": str(cache)}
    steps = []
    with _timed() as runs:
        errors = subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, env=place, stderr=errors, text=True) as process:
            for line in process.stderr or ():
                print(f"  {line.rstrip()}", file=sys.stderr, flush=True)
                steps.append(line)
        if process.returncode:
            raise RuntimeError(f"the build ended with {process.returncode}")
    return runs[0], steps


def _read_within(steps: list[str]) -> float:
    """The seconds until all packages were read: the part of a build that parses."""
    return next(float(line.split()[0]) for line in steps if line.endswith("linking by rule\n"))


def _python() -> None:
    package = open_package("pulumi-aws")
    for name in package.names():
        if name.endswith(".py"):
            ast.parse(package.read(name))


def _documents() -> None:
    for wheel in ("cfn-lint", "botocore"):
        package = open_package(wheel)
        for name in package.names():
            if name.endswith((".json", ".json.gz")):
                content = package.read(name)
                json.loads(gzip.decompress(content) if name.endswith(".gz") else content)
    for wheel in ("aws-cdk-lib", "cdktn-provider-aws"):
        for member in (tarball := open_package(wheel).tarball(".tgz")):
            stream = tarball.extractfile(member) if member.isfile() else None
            content = stream.read() if stream else b""  # the JavaScript is read, not parsed
            if member.name.endswith(".jsii.gz"):
                json.loads(gzip.decompress(content))
    for path in MAPPINGS.rglob("*.yaml"):
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


PARSING: tuple[Callable[[], None], ...] = (_python, _documents)
"""The inputs in two halves that take about as long: `ast.parse`; `json.loads` and libyaml."""


def parse() -> Run:
    """Every input parsed with the standard library and libyaml, in two processes."""
    with _timed() as runs, pool() as processes:
        for future in [processes.submit(half) for half in PARSING]:
            future.result()
    return runs[0]


def build() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "cache").mkdir()
        (place / "cache" / "wheels").symlink_to(WHEELS)
        mappings = shutil.copytree(MAPPINGS, place / "mappings")

        def built() -> float:
            return _build(place / "cache", place / "crosswalk.db", mappings)[0].seconds

        mere = parse()
        full, steps = _build(place / "cache", place / "crosswalk.db", mappings)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        read = _read_within(steps)
        ratios = [one / other for one, other in zip(full, mere, strict=True)]
        yield Figure(
            "build, full, warm packages",
            f"{full.seconds:.1f} s",
            "≤ 1.5 × parsing",
            f"parsing the same inputs on two cores {mere.seconds:.1f} s ({ratios[0]:.1f} ×); of"
            f" processors {full.processors:.0f} s and {mere.processors:.0f} s ({ratios[1]:.1f} ×);"
            f" the packages were read after {read:.1f} s ({read / mere.seconds:.1f} ×);"
            f" peak memory of a process {memory:,.0f} MiB",
            ratios[0] <= 1.5,
        )
        edited = next(iter(sorted(mappings.rglob("*.yaml"))))

        def after_an_edit() -> float:
            edited.write_bytes(edited.read_bytes() + b"# edited\n")
            return built()

        (one,) = medians(3, after_an_edit)
        beside = f"full {full.seconds:.1f} s"
        yield Figure("build, one mapping edited", f"{one:.1f} s", "≤ 5 s", beside, one <= 5)
        (nothing,) = medians(5, built)
        yield Figure("build, nothing changed", f"{nothing:.2f} s", "≤ 1 s", holds=nothing <= 1)


def size() -> Iterator[Figure]:
    path = ROOT / "data" / "crosswalk.db"
    wheels = sum(wheel.stat().st_size for wheel in WHEELS.glob("*.whl"))
    shown = f"{path.stat().st_size / 1e6:.0f} MB"
    beside = f"the five wheels {wheels / 1e6:.0f} MB"
    yield Figure("the built file", shown, "≤ 200 MB", beside, path.stat().st_size <= 200e6)
