"""How long a build takes: from nothing, after one edited mapping, with nothing changed; and how large the file is."""

from __future__ import annotations

import ast
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from builder.curated.parse import MAPPINGS
from builder.packages import ROOT, WHEELS, open_package


def _build(cache: Path, output: Path, mappings: Path) -> float:
    """Seconds of one `iac-crosswalk build` in a process of its own."""
    code = "import sys; from pathlib import Path; from builder.pipeline import build; build(Path(sys.argv[1]), mappings=Path(sys.argv[2]))"
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, output, mappings], check=True, cwd=ROOT, env={**os.environ, "IAC_CROSSWALK_CACHE": str(cache)}
    )
    return time.perf_counter() - started


def _parse_pulumi() -> float:
    """Seconds that `ast.parse` takes over every module of pulumi-aws, unzipping included."""
    package = open_package("pulumi-aws")
    started = time.perf_counter()
    for name in package.names():
        if name.endswith(".py"):
            ast.parse(package.read(name))
    return time.perf_counter() - started


def build() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "cache").mkdir()
        (place / "cache" / "wheels").symlink_to(WHEELS)
        mappings = shutil.copytree(MAPPINGS, place / "mappings")
        output = place / "crosswalk.db"
        parse = _parse_pulumi()
        full = _build(place / "cache", output, mappings)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        yield Figure(
            "build, full, warm packages",
            f"{full:.1f} s",
            "≤ 90 s",
            f"ast.parse over pulumi-aws alone: {parse:.1f} s; peak memory {memory:,.0f} MiB",
        )
        edited = next(iter(sorted(mappings.rglob("*.yaml"))))
        one: list[float] = []
        for _ in range(3):
            edited.write_bytes(edited.read_bytes() + b"# edited\n")
            one.append(_build(place / "cache", output, mappings))
        yield Figure(
            "build, one mapping edited (median of 3)", f"{sorted(one)[1]:.1f} s", "≤ 5 s", f"full ÷ this = {full / sorted(one)[1]:.0f}"
        )
        nothing = sorted(_build(place / "cache", output, mappings) for _ in range(5))[2]
        yield Figure("build, nothing changed (median of 5)", f"{nothing:.2f} s", "≤ 1 s", "")


def size() -> Iterator[Figure]:
    path = ROOT / "data" / "crosswalk.db"
    wheels = sum(wheel.stat().st_size for wheel in WHEELS.glob("*.whl"))
    yield Figure("size of data/crosswalk.db", f"{path.stat().st_size / 1e6:.0f} MB", "", f"the five wheels: {wheels / 1e6:.0f} MB")
