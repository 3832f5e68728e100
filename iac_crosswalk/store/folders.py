"""The folder for files that can be created again: unpacked files, and notes of checks."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "IAC_CROSSWALK_CACHE"


def candidates() -> Iterator[Path]:
    """Yields the folders to try, in order: $IAC_CROSSWALK_CACHE, the user's cache by the rules of
    the platform, the temporary folder.
    """
    if variable := os.environ.get(VARIABLE):
        yield Path(variable)
    if folder := _of_user():
        yield folder / "iac-crosswalk"
    import tempfile  # here: the import takes longer than a question, and is rarely needed

    owner = os.getuid() if hasattr(os, "getuid") else "user"
    try:
        temporary = tempfile.gettempdir()
    except FileNotFoundError:  # no folder is writable: a container with a read-only root
        return
    yield Path(temporary) / f"iac-crosswalk-{owner}"


def _of_user() -> Path | None:
    try:
        home = Path.home()
    except RuntimeError:  # no home: a container that runs as a user id without a name
        home = None
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else home and home / "AppData" / "Local"
    if sys.platform == "darwin":
        return home and home / "Library" / "Caches"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "")
    return cache if cache.is_absolute() else home and home / ".cache"


def writable(name: str) -> Iterator[Path]:
    """Yields the writable folders called `name` in the caches, created if they do not exist.

    Folders that other users can write to are left out: another user could change the answers.
    """
    for candidate in candidates():
        folder = candidate / name
        try:
            candidate.parent.mkdir(parents=True, exist_ok=True)
            for each in (candidate, folder):
                each.mkdir(mode=0o700, exist_ok=True)
            if os.access(folder, os.W_OK) and _is_ours(candidate) and _is_ours(folder):
                yield folder
        except OSError:
            continue


def _is_ours(folder: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True  # Windows: folders inside a user's profile are closed to others
    status = folder.stat()
    return status.st_uid in (os.getuid(), 0) and not status.st_mode & stat.S_IWOTH
