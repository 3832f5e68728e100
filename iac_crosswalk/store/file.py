"""The built file as a file: where it lies, and whether it is one this version can read."""

from __future__ import annotations

import os
from pathlib import Path

APPLICATION_ID = 0x1AC0C055
"""Stands in the file's header, so that a reader tells a knowledge base from any other SQLite file."""
SCHEMA_VERSION = 4
"""The user version in the header; it goes up when tables or columns change."""
HOW_TO_BUILD = "run `iac-crosswalk build`"


class KnowledgeBaseError(Exception):
    """The file or the question cannot be used; the text is one line that says what to do."""


def default_path() -> Path:
    """`$IAC_CROSSWALK_DB`, or data/crosswalk.db of the checkout this package stands in."""
    given = os.environ.get("IAC_CROSSWALK_DB")
    return Path(given) if given else Path(__file__).resolve().parents[2] / "data" / "crosswalk.db"


def check_file(path: Path) -> None:
    """Raises KnowledgeBaseError unless `path` is a whole knowledge base of this version."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except FileNotFoundError:
        raise KnowledgeBaseError(f"{path}: there is no knowledge base; {HOW_TO_BUILD}, or set IAC_CROSSWALK_DB to one") from None
    except OSError as error:
        raise KnowledgeBaseError(f"{path}: cannot be read ({error.strerror}); mend its permissions or {HOW_TO_BUILD}") from None
    number = int.from_bytes
    if head[:16] != b"SQLite format 3\0" or number(head[68:72], "big") != APPLICATION_ID:
        raise KnowledgeBaseError(f"{path}: is not an iac-crosswalk knowledge base; give another file with --db")
    if number(head[60:64], "big") != SCHEMA_VERSION:
        raise KnowledgeBaseError(f"{path}: was built by another version of iac-crosswalk; {HOW_TO_BUILD} again")
    pages, page_size = number(head[28:32], "big"), number(head[16:18], "big")
    if pages * page_size != size:
        raise KnowledgeBaseError(f"{path}: is cut off ({size:,} of {pages * page_size:,} bytes); {HOW_TO_BUILD} --force")
