"""What the slice holds, and how it is written."""

from __future__ import annotations

import lzma
from functools import cache
from pathlib import Path

import msgspec

from builder.linking.matching.results import Derived
from builder.model import Extraction, SystemName

FILE = Path(__file__).with_name("slice.json.xz")


class Slice(msgspec.Struct):
    """The extractions and derivations of some resources, and the mapping files that speak of no
    others: name, as in builder.curated.files.curated_texts, → text."""

    extractions: dict[SystemName, Extraction]
    derived: dict[str, Derived]
    mappings: dict[str, str]


@cache
def read() -> Slice:
    """The committed slice, read once a process: nobody changes it."""
    return msgspec.json.decode(lzma.decompress(FILE.read_bytes()), type=Slice)


def write(content: Slice) -> None:
    """Replaces the committed slice."""
    FILE.write_bytes(lzma.compress(msgspec.json.encode(content), preset=9))
