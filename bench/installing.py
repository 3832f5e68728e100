"""How long the first answer takes after an installation of the wheel, for each Python here."""

from __future__ import annotations

import json
import resource
import statistics
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bench.answering import DATABASE
from bench.figure import Figure
from builder.packages import ROOT
from builder.shipping.wheel import LARGEST, make
from iac_crosswalk.store import digest
from tests.shipping.conftest import VERSIONS, Installed, interpreter, repacked

QUESTION = ("translate", "Port", "--resource", "AWS::ElastiCache::ReplicationGroup")
TIMES = 5


def _wheel(folder: Path) -> Path:
    """The wheel of the built file: the one in dist/, else a new one."""
    for path in (ROOT / "dist").glob("iac_crosswalk-*.whl"):
        with zipfile.ZipFile(path) as archive:
            shipped = json.loads(archive.read("iac_crosswalk/shipped/shipped.json"))
        if shipped["sha256"] in digest.expected(DATABASE):
            return path
    return make(DATABASE, folder)


def _processors() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def installing() -> Iterator[Figure]:
    """The size of the wheel, and the first and the later answers of an installation with click
    alone."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wheels = folder / "wheels"
        wheels.mkdir()
        wheel = _wheel(folder)
        (wheels / wheel.name).symlink_to(wheel)
        repacked("click", wheels)
        size = wheel.stat().st_size
        yield Figure("the wheel", f"{size / 1e6:.1f} MB", "≤ 40 MB", holds=size <= LARGEST)
        for version in VERSIONS:
            if python := interpreter(version):
                yield _first_answer(Installed(folder / version, python, wheels, True), version)


def _first_answer(installed: Installed, version: str) -> Figure:
    first, processors, later = [], [], []
    for number in range(TIMES):
        cache = {"IAC_CROSSWALK_CACHE": str(installed.home / str(number))}
        for times in (first, [], later):  # the second waits until the disk has the file
            before, started = _processors(), time.perf_counter()
            done = installed.run(*QUESTION, **cache)
            times.append(time.perf_counter() - started)
            if done.returncode:
                raise RuntimeError(done.stderr)
            if times is first:
                processors.append(_processors() - before)
    middle, of, then = map(statistics.median, (first, processors, later))
    beside = f"{of:.1f} s of processors; a later answer {then:.2f} s"
    what = f"the first answer after an installation, Python {version}"
    return Figure(what, f"{middle:.2f} s", "≤ 2 s", beside, middle <= 2)
