"""Mounts that only the process under test sees: a file system without a place to write to, a small
disk. They need Linux, and root or a user who may make namespaces."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from builder.packages import ROOT

APART = ["unshare", "--mount", "--propagation", "private"]
APART += [] if hasattr(os, "getuid") and os.getuid() == 0 else ["--map-root-user"]
READ_ONLY_ROOT = """
awk '$3 !~ /^(proc|sysfs|devpts|mqueue|cgroup2?)$/ {print $2}' /proc/self/mounts | while read at; do
  mount -o remount,ro,bind "$at" 2>/dev/null || true
done
if touch "$1" 2>/dev/null; then echo "the root can be written to" >&2; exit 99; fi
shift
exec "$@"
"""
"""Runs the rest of its arguments where nothing can be written to; the first is a file to try."""
SMALL_DISK = """
mount -t tmpfs -o "size=$1" tmpfs "$2"
cp -a "$3/." "$2"
shift 3
code=0
"$@" || code=$?
find "$DISK" -type f -printf '%P\\n' | sort > "$LEFT"
cp -a "$DISK/." "$AFTER"
exit $code
"""
"""Runs a command with a small disk at its place, filled from a folder; what is on it in the end is
copied to a place that outlives it."""


def _works() -> bool:
    command = [*APART, "sh", "-ec", READ_ONLY_ROOT, "sh", "/tmp/.iac-crosswalk-written", "true"]
    try:
        return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
    except OSError:
        return False


needs_mounts = pytest.mark.skipif(not _works(), reason="may not mount anything here")


def read_only(*command: str) -> list[str]:
    """A command where nothing can be written to."""
    return [*APART, "sh", "-ec", READ_ONLY_ROOT, "sh", "/tmp/.iac-crosswalk-written", *command]


def checkout() -> dict[str, str]:
    """An environment in which Python takes the packages of the checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(
    command: list[str], environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, with the packages of the checkout unless told otherwise."""
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment or checkout(),
        timeout=300,
        check=False,
    )


class Disk:
    """What was on a small disk when its command had ended."""

    def __init__(
        self,
        tmp_path: Path,
        content: Path,
        size: int,
        command: list[str],
        environment: dict[str, str] | None = None,
    ) -> None:
        """The disk is at `tmp_path / "disk"`, has `size` bytes, and holds what is in `content`."""
        at, self.after, left = tmp_path / "disk", tmp_path / "after", tmp_path / "left"
        at.mkdir()
        self.after.mkdir()
        places = {"DISK": str(at), "LEFT": str(left), "AFTER": str(self.after)}
        mounted = [*APART, "sh", "-ec", SMALL_DISK, "sh", str(size), str(at), str(content)]
        self.done = run([*mounted, *command], (environment or checkout()) | places)
        self.left = left.read_text().split()
