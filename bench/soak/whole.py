"""Kills of the whole build at random moments, cold and warm: `python -m bench.soak.whole --cold 3
--warm 6`. bench.soak.builds does the same by the hundred on a slice.

Only the process that was started is killed; its workers have to end by themselves. After each kill
the file there is the one before, to the byte, and opens; at last one build that nothing disturbs
has to make that very file again, with no part left beside it. Needs a built file, the wheels, 3 GB
and, for the cold ones, some minutes each.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from builder import stage_cache
from builder.inputs import OUTPUT
from builder.packages import CACHE, ROOT, WHEELS
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.store import digest

_WORKERS_END = 10.0
"""Seconds after which a worker is one that was left behind."""


class Builds:
    """A file, and the cache that it is built from."""

    def __init__(self, folder: Path, warm: bool) -> None:
        self._cache, self._output = folder / "cache", folder / "crosswalk.db"
        self._cache.mkdir(parents=True)
        (self._cache / "wheels").symlink_to(WHEELS)
        if warm:  # links: a kept file is replaced, never written to
            kept_here = self._cache / stage_cache.FOLDER.name
            kept_here.mkdir()
            for path in stage_cache.FOLDER.iterdir():
                os.link(path, kept_here / path.name)
        for path in (OUTPUT, digest.beside(OUTPUT)):
            shutil.copy(path, folder / path.name)
        self._right = digest.of(self._output)

    def start(self) -> subprocess.Popen[bytes]:
        """`iac-crosswalk build --force`, in a session of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "iac_crosswalk", "build", "--force", "--output", self._output],
            env={**os.environ, "IAC_CROSSWALK_CACHE": str(self._cache), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def killed(self, after: float) -> str | None:
        """One build that is killed; None where it had ended before, else the moment."""
        process = self.start()
        started = time.monotonic()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=after)
            return None
        process.kill()
        process.communicate()
        until = time.monotonic() + _WORKERS_END
        while left := _of_session(process.pid):
            assert time.monotonic() < until, f"workers are left: {left}"
            time.sleep(0.05)
        assert digest.of(self._output) == self._right, "the file is another one"
        assert KnowledgeBase(self._output).versions
        return f"after {time.monotonic() - started:.1f} s"

    def undisturbed(self) -> float:
        """Seconds of a build to its end, which makes the same bytes."""
        started = time.monotonic()
        process = self.start()
        _, errors = process.communicate()
        assert process.returncode == 0, errors.decode()
        assert digest.of(self._output) == self._right, "the build makes other bytes"
        assert not [*self._output.parent.rglob("*.part")], "a part is left"
        return time.monotonic() - started


def _of_session(number: int) -> list[str]:
    """The processes of a session (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[3]) == number and fields[0] != "Z":
                found.append(path.parent.name)
    return found


def main() -> None:
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--cold", type=int, default=3, help="kills with nothing kept")
    reader.add_argument("--warm", type=int, default=6, help="kills with every stage kept")
    reader.add_argument("--cold-seconds", type=float, default=90.0, help="the latest moment")
    reader.add_argument("--seed", type=int, default=int(time.time()))
    wanted = reader.parse_args()
    draw = random.Random(wanted.seed)
    print(f"seed {wanted.seed}", flush=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as temporary:  # where links to stages can be
        for kind, tries in (("warm", wanted.warm), ("cold", wanted.cold)):
            builds = Builds(Path(temporary) / kind, kind == "warm")
            # How long a warm one takes is measured; a cold one goes on where the last was killed
            latest = builds.undisturbed() if kind == "warm" and tries else wanted.cold_seconds
            for number in range(1, tries + 1):
                moment = builds.killed(draw.uniform(0.1, latest))
                print(f"{kind} {number}: {moment or 'had ended before'}", flush=True)
            if tries:
                print(f"{kind}: then whole in {builds.undisturbed():.0f} s", flush=True)


if __name__ == "__main__":
    main()
