"""Builds that are interrupted: killed at random moments, without room, two at once, from damaged
wheels. `python -m bench.soak.builds --minutes 5` (part of `make soak`).

They build the slice of tests/slice by the stages of the real build, so that hundreds of tries fit
into minutes. After each the file there must open and be one of the two that were to be, and the
next build must make the same bytes as ever.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from builder.errors import BuildError
from builder.packages import ROOT, WHEELS, open_package, pins
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.store import digest

_COMMAND = """
import functools, resource, sys
from pathlib import Path
from builder import cli, pipeline
from tests.slice.build import sources
folder, output, largest = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with sources(folder) as mappings:
    if largest:  # only now: what stands for the packages is not the build's to write
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    pipeline.build = functools.partial(pipeline.build, mappings=mappings)
    cli.build.main(["--output", output, "--force"], standalone_mode=False)
"""


def arguments(folder: Path, output: Path, largest: int = 0) -> list[str]:
    """The command line of a build of the slice in `folder`; see `command`."""
    return [sys.executable, "-c", _COMMAND, str(folder), str(output), str(largest)]


def command(folder: Path, output: Path, largest: int = 0) -> subprocess.Popen[bytes]:
    """`iac-crosswalk build --force` of the slice in `folder`, in a process group of its own. No
    file may grow larger than `largest` bytes, as on a full disk; 0 sets no limit."""
    return subprocess.Popen(
        arguments(folder, output, largest),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


class Builds:
    """The tries, on copies of one slice."""

    def __init__(self, sliced: Path, folder: Path, draw: random.Random) -> None:
        self._sliced, self._folder, self._draw = sliced, folder, draw
        self._right = digest.of(sliced / "crosswalk.db")
        self._number = 0

    def _laid(self, warm: bool) -> Path:
        """A folder to build in: with the stages, or with mapping files alone."""
        self._number += 1
        folder = self._folder / str(self._number)
        if warm:
            shutil.copytree(self._sliced, folder)
        else:
            shutil.copytree(self._sliced / "mappings", folder / "mappings")
            for name in ("crosswalk.db", "crosswalk.db.sha256"):
                shutil.copy(self._sliced / name, folder)
        return folder

    def _holds(self, folder: Path) -> None:
        path = folder / "crosswalk.db"
        assert digest.of(path) == self._right, "the file is another one"
        assert KnowledgeBase(path).versions
        again = command(folder, path)
        _, errors = again.communicate()
        assert again.returncode == 0, errors.decode()
        assert digest.of(path) == self._right, "the next build makes other bytes"
        assert not [*folder.rglob("*.part")], "a part is left"
        shutil.rmtree(folder)

    def _killed(self, warm: bool) -> None:
        folder = self._laid(warm)
        process = command(folder, folder / "crosswalk.db")
        time.sleep(self._draw.uniform(0.2, 3.0))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        self._holds(folder)

    def killed_cold(self) -> None:
        """kill -9, with no stage kept."""
        self._killed(False)

    def killed_warm(self) -> None:
        """kill -9, with every stage kept."""
        self._killed(True)

    def disk_full(self) -> None:
        """No file larger than a random size."""
        folder = self._laid(self._draw.random() < 0.5)
        size = (self._sliced / "crosswalk.db").stat().st_size
        process = command(folder, folder / "crosswalk.db", self._draw.randrange(4096, size))
        _, errors = process.communicate()
        assert process.returncode == 1 and errors.count(b"\n") == 1, errors.decode()
        self._holds(folder)

    def two_at_once(self) -> None:
        """Two builds of one file, the second some moments later."""
        folder = self._laid(self._draw.random() < 0.5)
        first = command(folder, folder / "crosswalk.db")
        time.sleep(self._draw.uniform(0, 1.5))
        second = command(folder, folder / "crosswalk.db")
        for process in (first, second):
            _, errors = process.communicate()
            assert process.returncode == 0, errors.decode()
        self._holds(folder)

    def clock_set_back(self) -> None:
        """Every file kept comes from a random time, before or after now."""
        folder = self._laid(True)
        for path in folder.rglob("*"):
            moment = time.time() + self._draw.uniform(-400, 400) * 86_400
            os.utime(path, (moment, moment))
        self._holds(folder)

    def wheel_damaged(self) -> None:
        """A wheel that is cut short or has a changed byte is refused in one line."""
        name = self._draw.choice(sorted(pins()))
        (path,) = WHEELS.glob(f"{name.replace('-', '_')}-{pins()[name][0]}-*.whl")
        content = bytearray(path.read_bytes())
        at = self._draw.randrange(len(content))
        if self._draw.random() < 0.5:
            del content[at:]
        else:
            content[at] ^= 1 << self._draw.randrange(8)
        folder = self._folder / "wheels"
        folder.mkdir(exist_ok=True)
        (folder / path.name).write_bytes(content)
        try:
            open_package(name, folder)
        except BuildError as error:
            assert "\n" not in str(error) and "delete it and" in str(error)
        else:
            raise AssertionError("a damaged wheel was read")


KINDS = (
    "killed_cold",
    "killed_warm",
    "disk_full",
    "two_at_once",
    "clock_set_back",
    "wheel_damaged",
)


def tries(attempt: Callable[[], None], seconds: float) -> tuple[int, list[str]]:
    """How often `attempt` was made until the time was up, and what failed."""
    until, number, failed = time.monotonic() + seconds, 0, []
    while time.monotonic() < until or not number:
        number += 1
        try:
            attempt()
        except AssertionError as error:
            failed.append(f"try {number}: {error}")
    return number, failed


def main() -> None:
    from tests.slice import build as slice_of

    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--minutes", type=float, default=5.0)
    reader.add_argument("--seed", type=int, default=int(time.time()))
    wanted = reader.parse_args()
    print(f"seed {wanted.seed}\n{'build':<16}{'tries':>8}{'failures':>10}")
    broken = 0
    with tempfile.TemporaryDirectory() as temporary:
        sliced, folder = Path(temporary) / "slice", Path(temporary) / "tries"
        sliced.mkdir()
        folder.mkdir()
        slice_of.build(sliced, sliced / "crosswalk.db")
        builds = Builds(sliced, folder, random.Random(wanted.seed))
        for kind in KINDS:
            seconds = wanted.minutes * 60 / len(KINDS)
            number, failed = tries(getattr(builds, kind), seconds)
            print(f"{kind.replace('_', ' '):<16}{number:>8}{len(failed):>10}", flush=True)
            for line in failed:
                print(f"    {line}")
            broken += len(failed)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
