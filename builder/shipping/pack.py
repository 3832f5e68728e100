"""Packs the built file into pieces for the wheel; iac_crosswalk/store/shipped.py unpacks them.

Each piece is compressed separately, so that all cores pack and unpack. LZMA makes the smallest
pieces, zlib pieces that are unpacked five times as fast; every Python from 3.11 on reads both. The
space that LZMA leaves below the maximum size of the wheel is used for zlib, where it costs the
fewest bytes.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from iac_crosswalk.store import digest

PIECE = 8 << 20
"""Bytes of a piece: the larger, the better it compresses, and the more memory unpacking takes."""
PRESET = 8
ROOM = 37_000_000
"""The most bytes of all pieces together; code, mappings and licences take two million more."""


class Packed(NamedTuple):
    """A piece, both ways."""

    sha256: str
    xz: bytes
    zlib: bytes


def filters(preset: int) -> list[dict[str, Any]]:
    """LZMA's filters. lc and pb: the file is UTF-8 text, where bytes are not aligned and the
    previous byte predicts the next one best. 4 % smaller."""
    return [{"id": lzma.FILTER_LZMA2, "preset": preset, "lc": 4, "pb": 0}]


def pack(database: Path, folder: Path, data: str, preset: int = PRESET, room: int = ROOM) -> None:
    """Writes the pieces of `database` and their table of contents into `folder`. `data` is the
    version of the data; a low `preset` is quick."""
    folder.mkdir(parents=True, exist_ok=True)
    size = database.stat().st_size

    def packed(number: int) -> Packed:
        with database.open("rb") as file:
            file.seek(number * PIECE)
            content = file.read(PIECE)
        xz = lzma.compress(content, filters=filters(preset))
        return Packed(
            hashlib.sha256(content).hexdigest(), xz, zlib.compress(content, min(preset + 1, 9))
        )

    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        found = list(threads.map(packed, range(-(-size // PIECE))))
    quick = quick_ones(found, room)
    pieces = []
    for number, piece in enumerate(found):
        name = f"crosswalk-{number:02}.{'zlib' if number in quick else 'xz'}"
        (folder / name).write_bytes(piece.zlib if number in quick else piece.xz)
        pieces.append({"file": name, "offset": number * PIECE, "sha256": piece.sha256})
    contents = {"data": data, "size": size, "sha256": digest.of(database), "pieces": pieces}
    (folder / "shipped.json").write_text(json.dumps(contents, indent=1) + "\n")


def quick_ones(pieces: list[Packed], room: int) -> frozenset[int]:
    """The pieces that zlib packs, by number, so that all of them fit into `room`."""
    left = room - sum(len(piece.xz) for piece in pieces)
    more = sorted((len(piece.zlib) - len(piece.xz), number) for number, piece in enumerate(pieces))
    chosen = []
    for cost, number in more:
        left -= cost
        if left < 0:
            break
        chosen.append(number)
    return frozenset(chosen)
