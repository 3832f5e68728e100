"""The built file in an installed wheel, which is unpacked once into the user's cache.

The wheel has it in separately compressed pieces (`iac_crosswalk/shipped/`), so that every core can
unpack some of them. docs/releases.md has the figures; builder/shipping/pack.py creates the pieces.
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
"""Bytes that are unpacked at a time. They are few enough to reuse the same memory, which saves a
fifth of the system's work.
"""


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
        description = json.loads((folder / "shipped.json").read_bytes())
    except FileNotFoundError:
        return None
    pieces = tuple(Piece(**each) for each in description["pieces"])
    return Shipped(description["data"], description["size"], description["sha256"], pieces)


def unpacked(folder: Path = FOLDER) -> Path:
    """The unpacked file. It is unpacked first if it is missing or damaged.

    Raises OSError if no folder has room for it, ValueError if the installation itself is damaged.
    """
    carried = shipped(folder)
    assert carried is not None, "unpacked() needs an installed wheel"
    reason: OSError = OSError("no folder can be written to")
    for place in writable("unpacked"):
        path = place / carried.name
        if _is_complete(path, carried):
            return path
        try:
            _unpack(carried, folder, path)
        except OSError as error:
            reason = error
            continue
        _remove_unused(place, path)
        return path
    raise reason


def _is_complete(path: Path, carried: Shipped) -> bool:
    try:
        if path.stat().st_size != carried.size:
            return False
        digest.check_once(path)
    except (OSError, digest.Damaged):
        return False
    return True


def _unpack(carried: Shipped, folder: Path, path: Path) -> None:
    """Writes the file under another name and renames it when it is complete. Two processes that
    start at once each write one, and the later one replaces equal bytes.
    """
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
        digest_part = beside.with_name(f".{beside.name}-{os.getpid()}.part")
        digest_part.write_text(digest.text(path, [carried.sha256]), encoding="ascii")
        digest_part.replace(beside)
        part.replace(path)
        digest.vouch(path)  # waiting for the disk would double the time; the next start waits
    finally:
        part.unlink(missing_ok=True)


def _write(piece: Piece, folder: Path, part: Path) -> None:
    import hashlib

    sha256 = hashlib.sha256()
    try:
        with part.open("r+b", buffering=0) as file:
            file.seek(piece.offset)
            for chunk in _content(folder / piece.file):
                sha256.update(chunk)
                file.write(chunk)
    except (FileNotFoundError, EOFError):
        raise ValueError(f"{folder / piece.file}: is damaged") from None
    if sha256.hexdigest() != piece.sha256:
        raise ValueError(f"{folder / piece.file}: is damaged")


def _content(path: Path) -> Iterator[bytes]:
    """Yields the content of a piece, in chunks. Raises EOFError if it is truncated or changed."""
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
    """Removes the files that other versions unpacked long ago, and the leftovers of killed
    processes.
    """
    limit = time.time() - _UNUSED
    for path in (*place.glob("crosswalk-*.db*"), *place.glob(".crosswalk-*.part")):
        with contextlib.suppress(OSError):
            is_leftover = path.suffix == ".part" and path.stat().st_mtime < time.time() - 3600
            if is_leftover or (not path.name.startswith(but.name) and path.stat().st_mtime < limit):
                path.unlink()
