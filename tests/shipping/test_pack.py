"""The pieces of the built file: packed in two ways, and unpacked to the same bytes or refused."""

from __future__ import annotations

import lzma
import random
from pathlib import Path

import pytest

from builder.shipping import pack
from iac_crosswalk.store import digest, shipped

PIECE = 1 << 16


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a file of seven pieces and a half, some of which zlib packs."""
    monkeypatch.setattr(pack, "PIECE", PIECE)
    monkeypatch.setenv("IAC_CROSSWALK_CACHE", str(tmp_path / "cache"))
    draw = random.Random(11)
    # Half of them repeat what is further back than zlib looks
    plain = [draw.randbytes(PIECE) for _ in range(4)]
    repeating = [draw.randbytes(PIECE * 5 // 8) for _ in range(4)]
    mixed = [part for pair in zip(plain, repeating, strict=True) for part in pair]
    content = b"".join((part + part)[:PIECE] for part in mixed)[: -PIECE // 2]
    (tmp_path / "crosswalk.db").write_bytes(content)
    folder = tmp_path / "shipped"
    pack.pack(tmp_path / "crosswalk.db", folder, "2026.11.28", room=pack_of(content) + PIECE // 8)
    shipped.shipped.cache_clear()
    return folder


def pack_of(content: bytes) -> int:
    """The bytes that LZMA alone makes of the pieces."""
    cut = range(0, len(content), PIECE)
    filters = pack.filters(pack.PRESET)
    return sum(len(lzma.compress(content[at : at + PIECE], filters=filters)) for at in cut)


def test_both_ways_give_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    assert len([*packed.glob("*.xz")]) == 3 and len([*packed.glob("*.zlib")]) == 5
    found = shipped.unpacked(packed)
    assert found.read_bytes() == (tmp_path / "crosswalk.db").read_bytes()
    assert digest.expected(found) == {digest.of(found)}


@pytest.mark.parametrize("suffix", [".xz", ".zlib"])
@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "missing", "another"])
def test_a_damaged_piece_is_named(packed: Path, suffix: str, damage: str) -> None:
    piece = sorted(packed.glob(f"*{suffix}"))[-1]
    content = piece.read_bytes()
    middle = len(content) // 2
    if damage == "missing":
        piece.unlink()
    else:
        other = sorted(packed.glob(f"*{suffix}"))[0].read_bytes()
        changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        wrong = {"cut": content[:-20], "changed": changed, "empty": b"", "another": other}
        piece.write_bytes(wrong[damage])
    with pytest.raises(ValueError, match=f"{piece.name}: is damaged"):
        shipped.unpacked(packed)


def test_what_was_unpacked_is_noted_as_whole_once_it_is_on_the_disk(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that unpacks vouches for its file itself: it does not wait for the disk."""
    notes = tmp_path / "cache" / "checked"
    found = shipped.unpacked(packed)
    digest.check_once(found)
    assert not [*notes.glob("*")]
    monkeypatch.setattr(digest, "_vouched", set())  # as in another process
    digest.check_once(found)
    assert len([*notes.iterdir()]) == 1


def test_what_the_disk_refuses_is_not_noted(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(number: int) -> None:
        raise OSError(5, "Input/output error")

    found = shipped.unpacked(packed)
    monkeypatch.setattr(digest, "_vouched", set())
    monkeypatch.setattr(digest.os, "fsync", refuse)
    digest.check_once(found)
    assert not [*(tmp_path / "cache" / "checked").glob("*")]
