"""Results of stages, kept in .cache/stages: each file with a digest of its content beside it,
within a limit for all of them.

A file is checked against its digest before it is used, and again when it was written to since
(iac_crosswalk/store/digest.py). A damaged one is removed with a warning, and its stage makes it
again.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.files import replacing
from builder.packages import CACHE
from iac_crosswalk.store import digest

FOLDER = CACHE / "stages"
LIMIT = 4_000_000_000
"""Bytes of all kept files together. One build needs 0.6 GB: the results of several states of the
code stay."""
_CHUNK = 1 << 20
_NO_DIGEST = "missing"

log = logging.getLogger(__name__)
_checked: set[str] = set()
"""Files that this process has checked or written, by digest.name."""


def _digest_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


@contextmanager
def keeping(path: Path, limit: int = LIMIT) -> Iterator[Path]:
    """A new file to write to, kept as `path` when the block ends without an error; the least
    recently used files are removed when the limit is exceeded."""
    with replacing(path) as part:
        yield part
        with part.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest()
        # The digest first: a file without one would look damaged, a digest without a file is only a
        # missing file.
        with replacing(_digest_of(path)) as beside:
            beside.write_text(whole)
    name = digest.name(path)
    digest.note(path, name)
    _used(path, name)
    prune(path.parent, limit, but=path)


def prune(folder: Path, limit: int, but: Path) -> None:
    """Removes kept files, the least recently used first, until all take at most `limit` bytes."""
    found = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another build may prune at the same time
            if path.suffix not in (".part", ".sha256"):
                beside = _digest_of(path)
                used = (beside if beside.exists() else path).stat().st_mtime_ns
                found.append((used, path.stat().st_size, path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= limit:
            break
        if path != but:
            _remove(path)
            total -= size


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _digest_of(path).unlink(missing_ok=True)


def _wanted(path: Path) -> str | None:
    """The digest that the file should have; None without a file. A file without a digest has an
    impossible one."""
    if not path.exists():
        return None
    try:
        return _digest_of(path).read_text()
    except (OSError, UnicodeDecodeError):
        return _NO_DIGEST


def _accept(path: Path, name: str, wanted: str, found: str) -> bool:
    """`name`: that of the file before it was read (digest.name)."""
    if found != wanted:
        log.warning("%s: damaged (its content does not match its digest); it is made again", path)
        _remove(path)
        return False
    digest.note(path, name)
    _used(path, name)
    return True


def _used(path: Path, name: str) -> None:
    """Remembers that a whole file was used now. The time of its digest is that of its last use, for
    `prune`: another time of its own would look like a write to it.
    """
    _checked.add(name)
    with contextlib.suppress(OSError):  # gone meanwhile; a read-only cache is still a cache
        os.utime(_digest_of(path))


def usable(path: Path) -> bool:
    """Whether `path` is kept and whole. Read in full once, and again when it was written to
    (iac_crosswalk/store/digest.py).
    """
    wanted = _wanted(path)
    if wanted is None:
        return False
    with contextlib.suppress(FileNotFoundError):  # another build may prune at the same time
        name = digest.name(path)
        if name in _checked:
            return True
        if wanted != _NO_DIGEST and digest.is_noted(path):
            _used(path, name)
            return True
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        return _accept(path, name, wanted, found)
    return False


def read(path: Path) -> bytes | None:
    """The content of `path`; None when it is not kept or damaged. The bytes checked are the bytes
    returned."""
    wanted = _wanted(path)
    if wanted is None:
        return None
    try:
        name = digest.name(path)
        content = path.read_bytes()
        if name in _checked and digest.name(path) == name:
            return content
    except FileNotFoundError:
        return None
    found = hashlib.sha256(content).hexdigest()
    return content if _accept(path, name, wanted, found) else None


def copy(path: Path, to: Path) -> bool:
    """Copies `path`; False, with `to` unusable, when it is not kept or damaged. The bytes checked
    are the bytes written."""
    wanted = _wanted(path)
    if wanted is None:
        return False
    whole = hashlib.sha256()
    try:
        name = digest.name(path)
        source = path.open("rb")
    except FileNotFoundError:
        return False
    with source, to.open("wb") as target:
        while chunk := source.read(_CHUNK):
            whole.update(chunk)
            target.write(chunk)
    return _accept(path, name, wanted, whole.hexdigest())
