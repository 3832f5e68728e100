"""The digest of the built file: detects a file that differs from the one that was built.

It is beside the file (`crosswalk.db.sha256`, in the format of sha256sum). Reading the whole file
takes a moment, so each file is checked only when it is first opened. A note of its inode, size and
change time then replaces the check. A change time cannot be set: a write to the file changes it,
and the file is checked again. Nothing is noted before the file is on the disk.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path

from iac_crosswalk.store.folders import writable

_MOST_NOTES = 100
_NOTHING_TO_WRITE = (errno.EROFS, errno.EINVAL, errno.EBADF)
"""Errors of fsync on a read-only file system, on a file system without storage, and on Windows."""
_vouched: set[str] = set()
"""The files that this process has written with their digest. They may not be on the disk yet."""


class Damaged(Exception):
    """The content of a file does not match its digest."""


def beside(path: Path) -> Path:
    """The path of the digest of `path`."""
    return path.with_name(f"{path.name}.sha256")


def of(path: Path) -> str:
    """The digest of the present bytes of `path`."""
    import hashlib  # here: a file that was checked before does not need it

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text(path: Path, digests: Iterable[str]) -> str:
    """The text of the digest file of `path`; `sha256sum --check` reads it."""
    return "".join(f"{digest}  {path.name}\n" for digest in digests)


def expected(path: Path) -> frozenset[str]:
    """The digests that `path` may have. None without a digest file.

    There are two while a build replaces an older one. A build that is killed between its two
    renames leaves both, and the file is complete in either case.
    """
    try:
        lines = beside(path).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(line.split()[0] if line.strip() else "" for line in lines) or frozenset([""])


def check(path: Path) -> bool:
    """Reads the whole file. False if it has no digest. Raises Damaged if the digest does not
    match.
    """
    allowed = expected(path)
    if not allowed:
        return False
    read_as = name(path)
    if of(path) not in allowed:
        raise Damaged(f"its content does not match {beside(path).name}")
    note(path, read_as)
    return True


def check_once(path: Path) -> None:
    """Like `check`, unless this very file was checked before."""
    if not is_noted(path):
        check(path)


def is_noted(path: Path) -> bool:
    """Whether this very file was checked before, or vouched for."""
    own = name(path)
    return own in _vouched or any((folder / own).exists() for folder in writable("checked"))


def vouch(path: Path) -> None:
    """Remembers, only in this process, that the content is right. A power failure may still lose
    the file.
    """
    _vouched.add(name(path))


def note(path: Path, read_as: str) -> None:
    """Remembers that the file was checked, once it is on the disk. `read_as`: its name before it
    was read; a file that was written to since is not noted.
    """
    if not _on_disk(path) or name(path) != read_as:
        return
    for folder in writable("checked"):
        with contextlib.suppress(OSError):
            (folder / read_as).touch()
            notes = sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime_ns)
            for old_note in notes[:-_MOST_NOTES]:
                old_note.unlink(missing_ok=True)
            return


def _on_disk(path: Path) -> bool:
    """Flushes the file to the disk. False if that fails."""
    try:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        return error.errno in _NOTHING_TO_WRITE
    return True


def name(path: Path) -> str:
    """The name of a note: what a write to the file changes."""
    status = path.stat()
    return f"{status.st_dev}-{status.st_ino}-{status.st_size}-{status.st_ctime_ns}"
