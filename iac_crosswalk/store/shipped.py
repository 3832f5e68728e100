"""The built file in an installed wheel: unpacked once into the user's cache.

The wheel holds it in separately compressed pieces (`iac_crosswalk/shipped/`), so that every core
can unpack some. docs/releases.md has the figures; builder/shipping/pack.py packs.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from iac_crosswalk.store import digest
from iac_crosswalk.store.folders import writable

FOLDER = Path(__file__).resolve().parents[1] / "shipped"
_UNUSED = 30 * 86_400
"""Seconds after which an unpacked file of another version is removed."""
_MOST_THREADS = 8
"""Each takes some 10 MB of memory."""
_CHUNK = 1 << 18
"""Bytes unpacked at a time: few enough to reuse the same memory, which saves a fifth of all the
system's work."""


class Piece(NamedTuple):
    """One compressed piece: the position of its content in the file, and its description."""

    file: str
    offset: int
    sha256: str


class Shipped(NamedTuple):
    """The wheel's description of its file."""

    data: str
    """The version of the data."""
    size: int
    sha256: str
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        """The name of the unpacked file: different content has a different name."""
        return f"crosswalk-{self.data}-{self.sha256[:16]}.db"


@cache
def shipped(folder: Path = FOLDER) -> Shipped | None:
    """The file in this installation; None in a checkout."""
    try:
        found = json.loads((folder / "shipped.json").read_bytes())
    except FileNotFoundError:
        return None
    pieces = tuple(Piece(**each) for each in found["pieces"])
    return Shipped(found["data"], found["size"], found["sha256"], pieces)


def unpacked(folder: Path = FOLDER) -> Path:
    """The file, unpacked first where it is missing or damaged.

    Raises OSError where no folder has room for it, ValueError where the installation itself is
    damaged.
    """
    carried = shipped(folder)
    assert carried is not None, "unpacked() needs an installed wheel"
    reason: OSError = OSError("no folder can be written to")
    for place in writable("unpacked"):
        path = place / carried.name
        if _whole(path, carried):
            return path
        try:
            _unpack(carried, folder, path)
        except OSError as error:
            reason = error
            continue
        _remove_unused(place, path)
        return path
    raise reason


def _whole(path: Path, carried: Shipped) -> bool:
    try:
        if path.stat().st_size != carried.size:
            return False
        digest.check_once(path)
    except (OSError, digest.Damaged):
        return False
    return True


def _unpack(carried: Shipped, folder: Path, path: Path) -> None:
    """Writes the file beside its place and moves it there whole: two processes that start at once
    each write one, and the later one replaces equal bytes."""
    from concurrent.futures import ThreadPoolExecutor

    part = path.with_name(f".{path.name}-{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.truncate(carried.size)
        with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as threads:
            for _ in threads.map(lambda piece: _write(piece, folder, part), carried.pieces):
                pass
        # The digest first: a file without one would not be checked.
        beside = digest.beside(path)
        named = beside.with_name(f".{beside.name}-{os.getpid()}.part")
        named.write_text(digest.text(path, [carried.sha256]), encoding="ascii")
        named.replace(beside)
        part.replace(path)
        digest.vouch(path)  # waiting for the disk would double the time; the next start waits
    finally:
        part.unlink(missing_ok=True)


def _write(piece: Piece, folder: Path, part: Path) -> None:
    import hashlib

    whole = hashlib.sha256()
    try:
        with part.open("r+b", buffering=0) as file:
            file.seek(piece.offset)
            for chunk in _content(folder / piece.file):
                whole.update(chunk)
                file.write(chunk)
    except (FileNotFoundError, EOFError):
        raise ValueError(f"{folder / piece.file}: is damaged") from None
    if whole.hexdigest() != piece.sha256:
        raise ValueError(f"{folder / piece.file}: is damaged")


def _content(path: Path) -> Iterator[bytes]:
    """The content of a piece, in chunks. Raises EOFError where it is truncated or changed."""
    packed = path.read_bytes()
    if path.suffix == ".xz":
        import lzma

        unpacker: Any = lzma.LZMADecompressor()
        broken: type[Exception] = lzma.LZMAError
    else:
        import zlib

        unpacker, broken = zlib.decompressobj(), zlib.error
    while not unpacker.eof:
        try:
            chunk = unpacker.decompress(packed, _CHUNK)
        except broken as error:
            raise EOFError from error
        if not chunk and not unpacker.eof:
            raise EOFError
        yield chunk
        packed = getattr(unpacker, "unconsumed_tail", b"")  # LZMA keeps it


def _remove_unused(place: Path, but: Path) -> None:
    """Removes files that other versions unpacked long ago, and files that killed processes left."""
    old = time.time() - _UNUSED
    for path in (*place.glob("crosswalk-*.db*"), *place.glob(".crosswalk-*.part")):
        with contextlib.suppress(OSError):
            left = path.suffix == ".part" and path.stat().st_mtime < time.time() - 3600
            if left or (not path.name.startswith(but.name) and path.stat().st_mtime < old):
                path.unlink()
