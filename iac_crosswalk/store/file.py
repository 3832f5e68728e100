"""The built file as a file: its location, and whether this version can read it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from iac_crosswalk.store import digest

APPLICATION_ID = 0x1AC0C055
"""The application id in the file's header: it distinguishes a knowledge base from any other SQLite
file.
"""
SCHEMA_VERSION = 5
"""The user version in the header. It is increased when tables, columns or facts change."""
HOW_TO_BUILD = "run `iac-crosswalk build`"
_CHECKOUT = Path(__file__).resolve().parents[2]
_WHEEL = _CHECKOUT / "iac_crosswalk" / "shipped" / "shipped.json"
"""Describes the file in an installed wheel (shipped.py); a checkout has none."""


class KnowledgeBaseError(Exception):
    """The file or the question cannot be used. The message is one line, with the remedy."""


def default_path() -> Path:
    """`$IAC_CROSSWALK_DB`; else the file in the installed wheel, unpacked on first use; else
    data/crosswalk.db of the checkout.

    Raises KnowledgeBaseError if there is no room to unpack it.
    """
    variable = os.environ.get("IAC_CROSSWALK_DB")
    if variable:
        return Path(variable)
    if not _WHEEL.exists():
        return _CHECKOUT / "data" / "crosswalk.db"
    from iac_crosswalk.store import shipped

    carried = shipped.shipped()
    assert carried is not None, "the wheel has its description"
    try:
        return shipped.unpacked()
    except ValueError as error:
        raise KnowledgeBaseError(
            f"{error}; install iac-crosswalk again (pip install --force-reinstall)"
        ) from None
    except OSError as error:
        raise KnowledgeBaseError(
            f"the knowledge base cannot be unpacked ({error.strerror or error}); it needs"
            f" {carried.size // 1_000_000 + 1} MB: set IAC_CROSSWALK_CACHE to a folder with room"
        ) from None


def data_version() -> str | None:
    """The version of the data in the default file. None without a file, or for a file of an older
    build.
    """
    if _WHEEL.exists() and not os.environ.get("IAC_CROSSWALK_DB"):
        from iac_crosswalk.store import shipped

        carried = shipped.shipped()
        return carried.data if carried else None
    return data_of(default_path())


def data_of(path: Path) -> str | None:
    """The version of the data in a built file."""
    try:
        row = _first_row(path, "select value from build where key = 'data'")
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None


def _first_row(path: Path, sql: str) -> Any:
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return connection.execute(sql).fetchone()


_CHECK = (
    "select quick_check from pragma_quick_check(1000000) where quick_check not like 'NULL value"
    " in %'"
)
"""SQLite 3.40 mistakes some columns of tables without rowid for NULL. Such a report does not mean
that the file is damaged.
"""


def check_whole(path: Path) -> None:
    """Checks the whole file: by its digest, or by SQLite's own check if it has none. Raises
    KnowledgeBaseError if it is damaged.
    """
    try:
        if digest.check(path):
            return
        (result,) = _first_row(path, _CHECK) or ("ok",)
        if result != "ok":
            raise digest.Damaged(" ".join(result.split()))
    except (digest.Damaged, sqlite3.Error) as error:
        raise KnowledgeBaseError(f"{path}: is damaged ({error}); {HOW_TO_BUILD} --force") from None


def check_content(path: Path) -> None:
    """Raises KnowledgeBaseError if the content does not match the digest beside it. Each file is
    read once.
    """
    try:
        digest.check_once(path)
    except digest.Damaged as error:
        raise KnowledgeBaseError(f"{path}: is damaged ({error}); {HOW_TO_BUILD} --force") from None
    except OSError as error:
        raise KnowledgeBaseError(
            f"{path}: cannot be read ({error.strerror}); copy it anew or {HOW_TO_BUILD}"
        ) from None


def check_file(path: Path) -> None:
    """Raises KnowledgeBaseError unless `path` is a complete knowledge base of this version."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except FileNotFoundError:
        raise KnowledgeBaseError(
            f"{path}: there is no knowledge base; {HOW_TO_BUILD}, or set IAC_CROSSWALK_DB to one"
        ) from None
    except OSError as error:
        raise KnowledgeBaseError(
            f"{path}: cannot be read ({error.strerror}); fix its permissions or {HOW_TO_BUILD}"
        ) from None
    number = int.from_bytes
    if head[:16] != b"SQLite format 3\0" or number(head[68:72], "big") != APPLICATION_ID:
        raise KnowledgeBaseError(
            f"{path}: is not an iac-crosswalk knowledge base; give another file with --db"
        )
    if number(head[60:64], "big") != SCHEMA_VERSION:
        raise KnowledgeBaseError(
            f"{path}: was built by another version of iac-crosswalk; {HOW_TO_BUILD} again"
        )
    pages, page_size = number(head[28:32], "big"), number(head[16:18], "big")
    if pages * page_size != size:
        raise KnowledgeBaseError(
            f"{path}: is cut off ({size:,} of {pages * page_size:,} bytes); {HOW_TO_BUILD} --force"
        )
