"""`make soak`: everything that runs long, one part after another, within 20 minutes. Prints tries
and failures; exit status 1 where something failed.

`python -m bench.soak [--minutes 19] [PART …]`. Parts: fuzzing, coverage, builds, serving, api.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.soak.fuzzing import TARGETS
from builder.packages import CACHE, ROOT

ATHERIS = CACHE / "atheris"
_PINNED = "atheris==3.0.0"
SHARES = {"fuzzing": 7.0, "coverage": 3.0, "builds": 4.0, "serving": 2.0, "api": 3.0}
"""Part → its share of the time."""
_LINE = re.compile(r"^([a-z][a-z ]*?)\s+([\d,]+)\s+(\d+)$")
_LOAD = re.compile(r"clients, \d+ workers; (\d+) failed")
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


class Part(NamedTuple):
    """One process, and what its lines are counted under."""

    name: str
    command: list[str]
    minutes: float


def atheris() -> str | None:
    """The Python of a venv with atheris, which sees the packages of this one; None, with a line,
    where it cannot be installed."""
    python = ATHERIS / "bin" / "python"
    if not python.exists():
        venv.create(ATHERIS, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _PINNED]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        print(f"coverage: {_PINNED} cannot be installed, left out ({(lines or ['?'])[0]})")
        return None
    where = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip()
    Path(site, "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return str(python)


def parts(names: list[str], minutes: float) -> Iterator[Part]:
    """What to run, each with its share of the time."""
    whole = sum(SHARES[name] for name in names)
    for name in names:
        share = minutes * SHARES[name] / whole
        module = [sys.executable, "-m", f"bench.soak.{name}"]
        if name == "serving":
            # Besides the load it starts, warms up and asks one question at a time
            seconds = max(10, share * 60 - 60)
            yield Part(
                name, [sys.executable, "-m", "bench.serving", "--seconds", f"{seconds:.0f}"], share
            )
        elif name == "coverage":
            if python := atheris():
                for target in TARGETS:
                    each = share / len(TARGETS)
                    command = [python, "-m", f"bench.soak.{name}", "--minutes", f"{each * 0.8:.2f}"]
                    yield Part(f"{name} {target}", [*command, target], each)
        else:
            yield Part(name, [*module, "--minutes", f"{share * 0.8:.2f}"], share)


def run(part: Part, ends: float) -> tuple[int, int]:
    """(tries, failures) of one part, which is ended where the time is up."""
    print(f"\n== {part.name}", flush=True)
    process = subprocess.Popen(
        part.command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        out, _ = process.communicate(timeout=max(1.0, ends - time.monotonic()))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, _ = process.communicate()
        print("ended: the time is up", flush=True)
        process.returncode = 0
    shown = out if "coverage" not in part.name or process.returncode else ""
    tries = failures = 0
    for line in out.splitlines():
        if match := _LINE.match(line):
            tries, failures = tries + int(match[2].replace(",", "")), failures + int(match[3])
        elif match := _EXECUTED.match(line):
            tries += int(match[1])
        elif match := _LOAD.search(line):
            failures += int(match[1])
        elif match := re.match(r"all +(\d+) +median", line):
            tries += int(match[1])
    print(shown.strip() or f"{part.name:<16}{tries:>8,}", flush=True)
    return tries, max(failures, bool(process.returncode))


def main() -> None:
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("--minutes", type=float, default=19.0)
    reader.add_argument("parts", nargs="*", choices=[*SHARES, []], default=[])
    given = reader.parse_args()
    started = time.monotonic()
    ends = started + given.minutes * 60
    counts = {}
    for part in parts(given.parts or list(SHARES), given.minutes):
        # A part may take somewhat more than its share, for it tries each kind once at least
        counts[part.name] = run(part, min(ends, time.monotonic() + part.minutes * 80 + 45))
    print(f"\n{'part':<20}{'tries':>12}{'failures':>10}")
    for name, (tries, failures) in counts.items():
        late = "" if tries else "  not tried: the time was up"
        print(f"{name:<20}{tries:>12,}{failures:>10}{late}")
    failed = sum(failures for _, failures in counts.values())
    print(f"{(time.monotonic() - started) / 60:.1f} minutes; {failed or 'no'} failures")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
