"""A cache of answers. An answer depends only on the build, the address and the code, so it is valid
as long as they do not change.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import NamedTuple

LARGEST = 64 * 1024 * 1024
"""The most bytes of all cached answers."""
LARGEST_ENTRY = 2 * 1024 * 1024


class Entry(NamedTuple):
    """A whole answer, ready to send."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class Cache:
    """The most recently used answers, up to LARGEST bytes."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> Entry | None:
        """The answer cached under `key`."""
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
        return entry

    def put(self, key: str, entry: Entry) -> None:
        """Caches an answer, and removes the least recently used ones."""
        if len(entry.body) > LARGEST_ENTRY or key in self._entries:
            return
        self._entries[key] = entry
        self._bytes += len(entry.body) + len(key)
        while self._bytes > LARGEST:
            oldest, forgotten = self._entries.popitem(last=False)
            self._bytes -= len(forgotten.body) + len(oldest)

    def clear(self) -> None:
        """Removes everything."""
        self._entries.clear()
        self._bytes = 0


@cache
def code() -> str:
    """A short hash of the code and templates: a change in either must change the ETag."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parent.parent
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def etag(build: str, address: str, zipped: bool) -> str:
    """The strong ETag of an answer."""
    page = hashlib.sha256(address.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f'"{build}-{code()}-{page}{"-gz" if zipped else ""}"'
