"""Packs the built file into pieces for the wheel; iac_crosswalk/store/shipped.py unpacks them.

LZMA because every Python from 3.11 on reads it. Each piece is compressed by itself, so that all
cores pack and unpack.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from iac_crosswalk.store import digest

PIECE = 32 << 20
"""Bytes of a piece: the larger, the better it packs, and the more memory unpacking takes."""
PRESET = 8


def _filters(preset: int) -> list[dict[str, Any]]:
    # lc and pb: the file is text in UTF-8, where bytes are not aligned and the one before tells
    # most about the next. 4 % smaller.
    return [{"id": lzma.FILTER_LZMA2, "preset": preset, "lc": 4, "pb": 0}]


def pack(database: Path, folder: Path, data: str, preset: int = PRESET) -> None:
    """Writes the pieces of `database` and their table of contents into `folder`. `data` is the
    version of the data; a low `preset` is quick."""
    folder.mkdir(parents=True, exist_ok=True)
    size = database.stat().st_size

    def piece(number: int) -> dict[str, Any]:
        with database.open("rb") as file:
            file.seek(number * PIECE)
            content = file.read(PIECE)
        name = f"crosswalk-{number:02}.xz"
        (folder / name).write_bytes(lzma.compress(content, filters=_filters(preset)))
        sha256 = hashlib.sha256(content).hexdigest()
        return {"file": name, "offset": number * PIECE, "sha256": sha256}

    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        pieces = list(threads.map(piece, range(-(-size // PIECE))))
    contents = {"data": data, "size": size, "sha256": digest.of(database), "pieces": pieces}
    (folder / "shipped.json").write_text(json.dumps(contents, indent=1) + "\n")
