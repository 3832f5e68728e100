"""The digest of the built file: what a build wrote, against what is read later.

It is kept beside the file (`crosswalk.db.sha256`, as sha256sum writes it). Reading the whole file
takes a moment, so each file is checked when it is opened first; a note of its inode, size and time
of change then replaces the check. A time of change cannot be set: what writes to the file changes
it, and the file is checked again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from iac_crosswalk.store.folders import writable

_MOST_NOTES = 100


class Damaged(Exception):
    """The content of a file is not what its digest says."""


def beside(path: Path) -> Path:
    """Where the digest of `path` is kept."""
    return path.with_name(f"{path.name}.sha256")


def of(path: Path) -> str:
    """The digest of the bytes that `path` has now."""
    import hashlib  # here: a file that was checked before needs none of it

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text(path: Path, digests: Iterable[str]) -> str:
    """The content of the file beside `path`; `sha256sum --check` reads it."""
    return "".join(f"{digest}  {path.name}\n" for digest in digests)


def wanted(path: Path) -> frozenset[str]:
    """The digests that `path` may have; none where it has no file beside it.

    There are two while a build takes the place of an older one: a build that is killed between its
    two renames leaves both, and either file is whole.
    """
    try:
        lines = beside(path).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(line.split()[0] if line.strip() else "" for line in lines) or frozenset([""])


def check(path: Path) -> bool:
    """Reads the whole file. False where it has no digest; raises Damaged where it has another."""
    allowed = wanted(path)
    if not allowed:
        return False
    if of(path) not in allowed:
        raise Damaged(f"its content does not match {beside(path).name}")
    note(path)
    return True


def check_once(path: Path) -> None:
    """The same, unless this very file was checked before."""
    name = _name(path)
    if not any((folder / name).exists() for folder in writable("checked")):
        check(path)


def note(path: Path) -> None:
    """Remembers that the file was checked."""
    name = _name(path)
    for folder in writable("checked"):
        with contextlib.suppress(OSError):
            (folder / name).touch()
            notes = sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime_ns)
            for old in notes[:-_MOST_NOTES]:
                old.unlink(missing_ok=True)
            return


def _name(path: Path) -> str:
    found = path.stat()
    return f"{found.st_dev}-{found.st_ino}-{found.st_size}-{found.st_ctime_ns}"
