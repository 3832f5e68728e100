"""`make wheel`: the wheel with the built file inside.

The sources are copied to a separate folder, so that nothing large is ever written into the
checkout; there the file is packed, mappings/ and data/ are copied beside the builder, and pip makes
the wheel.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from builder.errors import BuildError
from builder.inputs import OUTPUT, VERSION, damage
from builder.packages import ROOT
from builder.shipping import pack
from iac_crosswalk.store import digest

LARGEST = 40_000_000
"""The maximum size of the wheel in bytes."""
_FILES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.db*", ".*", "audits")


def stage(database: Path, folder: Path, preset: int = pack.PRESET) -> None:
    """Copies the content of the wheel into `folder`."""
    for name in _FILES:
        shutil.copy(ROOT / name, folder)
    for name in ("iac_crosswalk", "builder"):
        shutil.copytree(ROOT / name, folder / name, ignore=_LEFT_OUT)
    project = folder / "builder" / "project"
    for name in ("mappings", "data"):
        shutil.copytree(ROOT / name, project / name, ignore=_LEFT_OUT)
    shutil.copy(ROOT / "sources.txt", project)
    shipped = folder / "iac_crosswalk" / "shipped"
    pack.pack(database, shipped, VERSION.read_text().strip(), preset)


def make(database: Path, into: Path, preset: int = pack.PRESET) -> Path:
    """Makes the wheel of `database` in the folder `into`; the same inputs give the same bytes."""
    day = datetime.strptime(VERSION.read_text().strip(), "%Y.%m.%d").replace(tzinfo=UTC)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-build-isolation", "--wheel-dir"]
    with tempfile.TemporaryDirectory() as laid:
        stage(database, Path(laid), preset)
        (Path(laid) / "made").mkdir()
        done = subprocess.run(
            [*command, "made", "."],
            cwd=laid,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(day.timestamp()))},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BuildError(f"pip cannot make the wheel: {done.stderr.strip().splitlines()[-1]}")
        (made,) = (Path(laid) / "made").glob("*.whl")
        into.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(made, into / made.name))


def main() -> int:
    """`python -m builder.shipping.wheel [FOLDER]`"""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", nargs="?", type=Path, default=ROOT / "dist")
    reader.add_argument("--db", type=Path, default=OUTPUT)
    given = reader.parse_args()
    started = time.monotonic()
    try:
        if problems := damage(given.db, digest.check):
            raise BuildError(problems[0])
        made = make(given.db, given.folder)
    except (BuildError, OSError) as error:
        print(f"iac-crosswalk: {error}", file=sys.stderr)
        return 1
    size = made.stat().st_size
    bound = f"; more than {LARGEST / 1e6:.0f} MB" if size > LARGEST else ""
    print(f"{made}: {size / 1e6:.1f} MB, {time.monotonic() - started:.0f} s{bound}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
