"""The built file's inputs: their hash, and whether a file was made from them and is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from builder import stages
from builder.curated.files import MAPPINGS
from builder.packages import ROOT
from iac_crosswalk.store import digest

OUTPUT = ROOT / "data" / "crosswalk.db"
VERSION = ROOT / "data" / "version.txt"
"""The version of the data: docs/releases.md."""


def input_key(texts: dict[str, bytes]) -> str:
    """The hash of all inputs of the file; it is stored in the `build` table."""
    return stages.key("final", repr([*sorted(texts.items()), _form()]).encode())


def program_key() -> str:
    """The hash of all inputs but the mapping files."""
    return stages.key("final", repr(_form()).encode())


def _form() -> tuple[str, bytes]:
    return "schema", (MAPPINGS / "schema.json").read_bytes()


def damage(output: Path, check: Callable[[Path], object] = digest.check_once) -> list[str]:
    """Damage of the built file, as lines: a content that does not match its digest."""
    try:
        check(output)
    except (digest.Damaged, OSError) as error:
        return [f"{output.name}: is damaged ({error}); run `iac-crosswalk build --force`"]
    return []


def built_from(output: Path) -> str | None:
    """The input key of the file, or None without a usable file."""
    if not output.exists():
        return None
    connection = sqlite3.connect(f"file:{output}?mode=ro", uri=True)
    try:
        row = connection.execute("select value from build where key = 'inputs'").fetchone()
        pages, size = connection.execute(
            "select (select * from pragma_page_count), (select * from pragma_page_size)"
        ).fetchone()
        return str(row[0]) if row and pages * size == output.stat().st_size else None
    except sqlite3.Error:
        return None
    finally:
        connection.close()
