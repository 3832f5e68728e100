"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.errors import BuildError
from iac_crosswalk.store import digest


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file beside `path` to write to; it replaces `path` in one rename when the block ends
    without an error.

    Leftovers of a killed process are removed first. Raises BuildError where `path` is not a file: a
    rename would replace a device or a pipe.
    """
    if path.exists() and not path.is_file():
        raise BuildError(f"{path}: not a file that can be replaced; name another one")
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(".*.part"):
        if not _alive(left):
            left.unlink(missing_ok=True)
    part = path.with_name(f".{path.name}-{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replacing_with_digest(path: Path) -> Iterator[Path]:
    """Like `replacing`, with the digest of the content beside the file
    (iac_crosswalk/store/digest.py).

    Between the two renames the digest of the old file is valid too, so that a build killed there
    leaves a file that can be opened.
    """
    old = digest.expected(path) or ({digest.of(path)} if path.is_file() else set())
    with replacing(path) as part:
        yield part
        new = digest.of(part)
        with replacing(digest.beside(path)) as beside:
            beside.write_text(digest.text(path, [new, *sorted(old - {new})]), encoding="ascii")
    with replacing(digest.beside(path)) as beside:
        beside.write_text(digest.text(path, [new]), encoding="ascii")
    digest.note(path, digest.name(path))


def _alive(part: Path) -> bool:
    """Whether the process that writes `part` still runs."""
    try:
        os.kill(int(part.stem.rsplit("-", 1)[1]), 0)
    except (ProcessLookupError, ValueError, IndexError):
        return False
    except PermissionError:
        pass  # it runs, as another user
    return True
