"""Kept files: checked before use, a damaged one is made again with one line, and all together stay
within a bound.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import pytest

from builder import make, stage_cache
from builder.curated.schemas import Schemas
from builder.database.renewing import renew
from builder.errors import Removed


def keep(path: Path, content: bytes, **limit: int) -> Path:
    with stage_cache.keeping(path, **limit) as part:
        part.write_bytes(content)
    stage_cache._checked.clear()  # as if another process had written it
    return path


def flip(path: Path) -> None:
    """Changes one bit and puts the times back, as a failing disk does."""
    stat = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


DAMAGES: dict[str, Callable[[Path], None]] = {
    "a flipped bit": flip,
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "emptied": lambda path: path.write_bytes(b""),
    "no digest": lambda path: stage_cache._digest_of(path).unlink(),
    "a digest of something else": lambda path: stage_cache._digest_of(path).write_bytes(b"\xff"),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("use", ["usable", "read", "copy"])
def test_a_damaged_file_is_not_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str, use: str
) -> None:
    path = keep(tmp_path / "base-1.db", b"content" * 1000)
    uses: dict[str, Callable[[], object]] = {
        "usable": lambda: stage_cache.usable(path),
        "read": lambda: stage_cache.read(path),
        "copy": lambda: stage_cache.copy(path, tmp_path / "copy"),
    }
    DAMAGES[damage](path)
    assert not uses[use]()
    assert caplog.messages == [
        f"{path}: damaged (its content does not match its digest); it is made again"
    ]
    assert not path.exists() and not stage_cache._digest_of(path).exists()
    keep(path, b"content" * 1000)
    assert uses[use]()
    assert len(caplog.messages) == 1


def test_what_is_not_there_is_missing_without_a_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "base-1.db"
    assert (
        not stage_cache.usable(path)
        and stage_cache.read(path) is None
        and not stage_cache.copy(path, tmp_path / "copy")
    )
    assert caplog.messages == []


def test_a_whole_file(tmp_path: Path) -> None:
    path = keep(tmp_path / "base-1.db", b"content")
    assert stage_cache.usable(path) and stage_cache.read(path) == b"content"
    assert (
        stage_cache.copy(path, tmp_path / "copy") and (tmp_path / "copy").read_bytes() == b"content"
    )


def test_a_file_is_read_in_full_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = keep(tmp_path / "base-1.db", b"content")
    read: list[str] = []
    digest = hashlib.file_digest
    monkeypatch.setattr(
        hashlib, "file_digest", lambda file, how: (read.append(file.name), digest(file, how))[1]
    )
    assert stage_cache.usable(path) and read == []  # it was hashed when it was written
    path.write_bytes(b"content")
    for _ in range(2):
        stage_cache._checked.clear()
        assert stage_cache.usable(path) and read == [str(path)]


def test_a_write_while_a_file_is_hashed_is_no_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keep(tmp_path / "base-1.db", b"content")
    path.write_bytes(b"content")  # not noted
    digest = hashlib.file_digest

    def then_damaged(file: BinaryIO, how: str) -> object:
        found = digest(file, how)
        flip(path)
        return found

    monkeypatch.setattr(hashlib, "file_digest", then_damaged)
    assert stage_cache.usable(path)  # as it was when it was read
    stage_cache._checked.clear()
    monkeypatch.undo()
    assert not stage_cache.usable(path)


def test_the_bound_on_disk(tmp_path: Path) -> None:
    """The files not used for the longest time go first, whatever stage they are of; the newest
    stays even when it is too large alone.
    """
    for number in range(4):
        path = keep(tmp_path / f"base-{number}.db", b"x" * 100)
        os.utime(stage_cache._digest_of(path), ns=(number, number))
    assert stage_cache.usable(tmp_path / "base-0.db")  # used now, so no longer the oldest
    keep(tmp_path / "linked-0.db", b"x" * 100, limit=300)
    assert sorted(path.name for path in tmp_path.glob("*.db")) == [
        "base-0.db",
        "base-3.db",
        "linked-0.db",
    ]
    assert sorted(path.name for path in tmp_path.glob("*.sha256")) == [
        f"{n}.sha256" for n in ("base-0.db", "base-3.db", "linked-0.db")
    ]
    keep(tmp_path / "linked-1.db", b"x" * 1000, limit=300)
    assert [path.name for path in tmp_path.glob("*.db")] == ["linked-1.db"]


def test_a_row_changed_in_a_kept_stage_is_no_answer(
    database: Path,
    base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What a person with an SQLite shell did to .cache became an answer of the next build once."""
    copy = tmp_path / base.name
    shutil.copyfile(base, copy)
    shutil.copyfile(stage_cache._digest_of(base), stage_cache._digest_of(copy))
    with sqlite3.connect(copy) as connection:
        connection.execute("update path_name set name = 'Wrong' where id = 1")
    connection.close()
    assert not stage_cache.usable(copy)
    assert len(caplog.messages) == 1


@pytest.mark.parametrize("use", ["usable", "read", "copy"])
def test_a_file_that_goes_between_its_check_and_its_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, use: str
) -> None:
    """Another build pruned it: it is not kept, and nothing is damaged."""
    path = keep(tmp_path / "base-1.db", b"content")
    uses: dict[str, Callable[[], object]] = {
        "usable": lambda: stage_cache.usable(path),
        "read": lambda: stage_cache.read(path),
        "copy": lambda: stage_cache.copy(path, tmp_path / "copy"),
    }
    wanted = stage_cache._wanted

    def then_gone(path: Path) -> str | None:
        found = wanted(path)
        stage_cache._remove(path)
        return found

    monkeypatch.setattr(stage_cache, "_wanted", then_gone)
    assert not uses[use]()
    assert caplog.messages == []


def test_a_removed_file_is_said_to_be_removed(tmp_path: Path) -> None:
    path = tmp_path / "base-1.db"
    with pytest.raises(Removed, match=r"base-1\.db: was damaged or removed while the build ran"):
        Schemas(path)
    with pytest.raises(Removed), closing(make._open(tmp_path / "x.db")) as db:
        renew(db.conn, path)
    assert not path.exists()
