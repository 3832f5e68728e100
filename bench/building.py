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
from pathlib import Path

import yaml

from bench.figure import Figure, medians
from builder.curated.files import MAPPINGS
from builder.packages import ROOT, WHEELS, open_package
from builder.processes import pool

_BUILD = (
    "import sys; from pathlib import Path; from builder.pipeline import build;"
    " build(Path(sys.argv[1]), mappings=Path(sys.argv[2]))"
)


def _build(cache: Path, output: Path, mappings: Path) -> float:
    """Seconds of one `iac-crosswalk build` in a process of its own."""
    started = time.perf_counter()
    command = [sys.executable, "-c", _BUILD, str(output), str(mappings)]
    subprocess.run(
        command, check=True, cwd=ROOT, env=os.environ | {"IAC_CROSSWALK_CACHE": str(cache)}
    )
    return time.perf_counter() - started


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


def parse() -> float:
    """Seconds of parsing every input with the standard library and libyaml, in two processes."""
    started = time.perf_counter()
    with pool() as processes:
        for future in [processes.submit(half) for half in PARSING]:
            future.result()
    return time.perf_counter() - started


def build() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "cache").mkdir()
        (place / "cache" / "wheels").symlink_to(WHEELS)
        mappings = shutil.copytree(MAPPINGS, place / "mappings")

        def built() -> float:
            return _build(place / "cache", place / "crosswalk.db", mappings)

        mere, full = parse(), built()
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        yield Figure(
            "build, full, warm packages",
            f"{full:.1f} s",
            "≤ 1.5 × parsing",
            f"parsing the same inputs on two cores {mere:.1f} s ({full / mere:.1f} ×); peak memory"
            f" {memory:,.0f} MiB",
        )
        edited = next(iter(sorted(mappings.rglob("*.yaml"))))

        def after_an_edit() -> float:
            edited.write_bytes(edited.read_bytes() + b"# edited\n")
            return built()

        (one,) = medians(3, after_an_edit)
        yield Figure("build, one mapping edited", f"{one:.1f} s", "≤ 5 s", f"full {full:.1f} s")
        (nothing,) = medians(5, built)
        yield Figure("build, nothing changed", f"{nothing:.2f} s", "≤ 1 s")


def size() -> Iterator[Figure]:
    path = ROOT / "data" / "crosswalk.db"
    wheels = sum(wheel.stat().st_size for wheel in WHEELS.glob("*.whl"))
    shown = f"{path.stat().st_size / 1e6:.0f} MB"
    yield Figure("the built file", shown, "≤ 200 MB", f"the five wheels {wheels / 1e6:.0f} MB")
