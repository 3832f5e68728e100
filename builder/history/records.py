"""Reads and writes data/history/: a tab-separated file for each system with a record in each line,
and releases.yaml with the releases to read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from builder import reference
from builder.errors import BuildError
from builder.history.compare import Record
from builder.packages import ROOT

HISTORY = ROOT / "data" / "history"
_HEAD = (
    "# resource, path (empty: the resource itself), since, until; written by `python -m"
    " builder.history update`"
)


class SourceRelease(msgspec.Struct, forbid_unknown_fields=True):
    """A release to read: `release` of `package` on the registry. `version`: its usual name."""

    package: str
    release: str
    version: str


def releases(folder: Path = HISTORY) -> dict[str, list[SourceRelease]]:
    """System → the releases to read, oldest first. Raises BuildError if the file has another
    form."""
    path = folder / "releases.yaml"
    return reference.read(path, dict[str, list[SourceRelease]], "restore it from git")


def write(system: str, records: Iterable[Record], folder: Path = HISTORY) -> Path:
    path = folder / f"{system}.tsv"
    path.write_text(
        "\n".join([_HEAD, *("\t".join(record) for record in sorted(records))]) + "\n",
        encoding="utf-8",
    )
    return path


def read(system: str, folder: Path = HISTORY) -> list[Record]:
    """The records of a system; an empty list if it has no file. Raises BuildError with the number
    of an invalid line."""
    path = folder / f"{system}.tsv"
    if not path.exists():
        return []
    records = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 4:
            raise BuildError(
                f"{path}:{number}: has {len(cells)} cells instead of 4; run `python -m"
                " builder.history update`"
            )
        records.append(Record(*cells))
    return records
