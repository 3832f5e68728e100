"""Finds the files to check and reads them. Folders are walked, links to folders are not followed.
Unreadable files are reported and left out.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from iac_crosswalk.programs.source import LARGEST_FILE, Source, Unreadable

NOT_ENTERED = {
    ".git",
    ".venv",
    "venv",
    "node_modules",
    "__pycache__",
    ".terraform",
    "cdk.out",
    ".tox",
    ".mypy_cache",
    ".pytest_cache",
    ".cache",
}
"""Folders with third-party code or generated files; they are not walked."""


def find(
    paths: Iterable[Path], suffixes: Collection[str]
) -> Iterator[Path | tuple[Path, Unreadable]]:
    """Yields the files in `paths`, and the files below its folders whose name ends in one of
    `suffixes`, sorted. For a folder that cannot be read: the folder and the reason.

    A file in `paths` may have any name; the caller decides whether a language reads it. Links to
    folders are not followed, so that every walk ends.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk(path, tuple(suffixes))
        else:
            yield path


def _walk(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path | tuple[Path, Unreadable]]:
    errors: list[OSError] = []
    for where, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if name not in NOT_ENTERED)
        paths = (Path(where, name) for name in sorted(files) if name.endswith(suffixes))
        # Editors put dangling links beside open files.
        yield from filter(_may_exist, paths)
        yield from _unreadable(errors)
    yield from _unreadable(errors)


def _may_exist(path: Path) -> bool:
    """Whether a path exists, or cannot be looked at: then reading it says why."""
    try:
        return path.exists()
    except PermissionError:
        return True


def _unreadable(errors: list[OSError]) -> Iterator[tuple[Path, Unreadable]]:
    while errors:
        error = errors.pop()
        yield (
            Path(str(error.filename)),
            Unreadable(f"cannot be read ({error.strerror}); fix its permissions or exclude it"),
        )


def read(path: Path) -> Source:
    """The file's bytes. Raises Unreadable if it cannot be read, is not a regular file or is too
    large.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is not a regular file; exclude it")
        size = status.st_size
        if size > LARGEST_FILE:
            raise Unreadable(
                f"is larger than {LARGEST_FILE // 1_000_000} MB ({size // 1_000_000} MB); split it"
                " or exclude it"
            )
        return Source(path, path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        raise Unreadable("does not exist; name an existing file or folder") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Unreadable("is a link that leads back to itself; remove it") from None
        raise Unreadable(
            f"cannot be read ({error.strerror}); fix its permissions or exclude it"
        ) from None
