"""The wheel with a read-only home, without any place to write to, and on a full disk, for real
(tests/mounts.py)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.mounts import APART, Disk, needs_mounts, read_only
from tests.shipping.conftest import Installed
from tests.shipping.test_wheel import ANSWER, QUESTION

pytestmark = needs_mounts


def test_a_wheel_with_a_read_only_home_unpacks_elsewhere(
    installed: Installed, tmp_path: Path
) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    script = f"mount --bind {home} {home}; mount -o remount,ro,bind {home}; "
    script += f"! touch {home}/x 2>/dev/null; "
    script += f"exec {' '.join(installed.command(*QUESTION))}"
    variables = installed.environment(HOME=str(home), TMPDIR=str(temporary))
    done = subprocess.run(
        [*APART, "sh", "-ec", script], capture_output=True, text=True, env=variables, check=False
    )
    assert ANSWER in done.stdout and done.stderr == ""
    assert [*temporary.glob("iac-crosswalk-*/unpacked/*.db")] and not [*home.iterdir()]


def test_a_wheel_where_nothing_can_be_written_to_is_one_line(installed: Installed) -> None:
    done = subprocess.run(
        read_only(*installed.command(*QUESTION)),
        capture_output=True,
        text=True,
        env=installed.environment(),
        check=False,
    )
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert "cannot be unpacked (no folder can be written to)" in done.stderr
    assert "set IAC_CROSSWALK_CACHE to a folder with room" in done.stderr


def test_a_wheel_on_a_full_disk_is_one_line_and_leaves_nothing(
    installed: Installed, tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    at = str(tmp_path / "disk")
    full = installed.environment(HOME=at, TMPDIR=at)
    disk = Disk(tmp_path, tmp_path / "content", 1_000_000, installed.command(*QUESTION), full)
    assert disk.done.returncode == 2 and disk.done.stderr.count("\n") == 1, disk.done.stderr
    assert "cannot be unpacked (No space left on device); it needs " in disk.done.stderr
    assert disk.left == []


def test_a_wheel_whose_cache_is_full_unpacks_elsewhere(
    installed: Installed, tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "temporary").mkdir()
    elsewhere = installed.environment(
        HOME=str(tmp_path / "disk"), TMPDIR=str(tmp_path / "temporary")
    )
    command = installed.command(*QUESTION)
    disk = Disk(tmp_path, tmp_path / "content", 1_000_000, command, elsewhere)
    assert ANSWER in disk.done.stdout and disk.done.stderr == ""
    assert [*(tmp_path / "temporary").glob("iac-crosswalk-*/unpacked/*.db")]
