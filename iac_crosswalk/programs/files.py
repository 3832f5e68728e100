"""Finds the files to check and reads them: folders are walked, nothing is followed twice, what
cannot be read is said and left out.
"""

from __future__ import annotations

import os
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
"""Folders that hold other people's code or generated files."""


def find(
    paths: Iterable[Path], suffixes: Collection[str]
) -> Iterator[Path | tuple[Path, Unreadable]]:
    """The files among `paths`, and those below its folders whose name ends in one of `suffixes`,
    sorted; folders that cannot be read with the reason.

    A file that is named is among them whatever its name; whether it concerns a language is for
    others to say. Links to folders are not followed, so that no walk is endless."""
    for path in paths:
        if path.is_dir():
            yield from _walk(path, tuple(suffixes))
        else:
            yield path


def _walk(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path | tuple[Path, Unreadable]]:
    closed: list[OSError] = []
    for where, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if name not in NOT_ENTERED)
        found = (Path(where, name) for name in sorted(files) if name.endswith(suffixes))
        yield from (
            path for path in found if path.exists()
        )  # editors leave links that lead nowhere beside what they have open
        yield from _unreadable(closed)
    yield from _unreadable(closed)


def _unreadable(errors: list[OSError]) -> Iterator[tuple[Path, Unreadable]]:
    while errors:
        error = errors.pop()
        yield (
            Path(str(error.filename)),
            Unreadable(f"cannot be read ({error.strerror}); mend its permissions or leave it out"),
        )


def read(path: Path) -> Source:
    """The file's bytes. Raises Unreadable when it cannot be read, is no plain file or is
    too large.
    """
    try:
        if not path.is_file():
            raise Unreadable(
                "is no file; name a file or a folder that exists"
                if not path.exists()
                else "is no plain file; leave it out"
            )
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise Unreadable(
                f"is larger than {LARGEST_FILE // 1_000_000} MB ({size // 1_000_000} MB); split it"
                " or leave it out"
            )
        return Source(path, path.read_bytes())
    except OSError as error:
        raise Unreadable(
            f"cannot be read ({error.strerror}); mend its permissions or leave it out"
        ) from None
