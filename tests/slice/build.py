"""Builds the knowledge base of the slice by the stages of the real build: the slice takes the place
of what the source packages and the matcher would give.

`python -m tests.slice.build FOLDER OUTPUT` builds in a process of its own.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import msgspec

from builder import derivation, pipeline, stage_cache, stages
from builder.curated import whole
from builder.curated.mapping_file import MappingFile
from builder.curated.parse import parse_text
from builder.history import replacements
from builder.history.replacements import Key, Replacement, places, read_replacements
from builder.packages import ROOT
from builder.prepare import prepare
from tests.slice.content import FILE, Slice, read


@contextmanager
def sources(folder: Path) -> Iterator[Path]:
    """Inside, builder.pipeline reads the slice, and keeps its stages in `folder`. Gives the folder
    of the slice's mapping files."""
    content = read()
    mappings = folder / "mappings"
    if not mappings.exists():
        _write(content.mappings, mappings)
    with (
        mock.patch.object(stage_cache, "FOLDER", folder / "stages"),
        mock.patch.object(replacements, "read_replacements", lambda: _replacements(content)),
        mock.patch.object(whole, "parse_text", _parse_once),
    ):
        stage_cache.FOLDER.mkdir(parents=True, exist_ok=True)
        for system, extraction in content.extractions.items():
            _keep(stages.place(f"extract-{system}"), msgspec.msgpack.encode(extraction))
        for name, derived in content.derived.items():
            _keep(derivation.place(name), derivation.encoded(derived))
        prepare.cache_clear()
        try:
            yield mappings
        finally:
            prepare.cache_clear()


KEPT = ROOT / ".cache" / "slice"


def built() -> Path:
    """The folder in which the present slice is built by the present code: what has not changed
    since the last time is not built again. Processes wait for each other."""
    key = hashlib.sha256(FILE.read_bytes()).hexdigest()[:16]
    folder = KEPT / key
    folder.mkdir(parents=True, exist_ok=True)
    for other in KEPT.iterdir():
        if other.name not in (key, f"{key}.lock"):
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    with (KEPT / f"{key}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(folder, folder / "crosswalk.db")
    return folder


def build(folder: Path, output: Path) -> bool:
    """Builds `output`; False where it is up to date."""
    with sources(folder) as mappings:
        return pipeline.build(output, mappings=mappings)


_parsed: dict[tuple[str, bytes], MappingFile] = {}


def _parse_once(raw: bytes, file: MappingFile, is_valid: bool = False) -> MappingFile:
    """A mapping file, read once a process: a test edits one of 160."""
    key = file.file, raw
    if key not in _parsed:
        _parsed[key] = parse_text(raw, file)
    return _parsed[key]


def _write(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        path = folder / Path(name).relative_to("mappings")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _keep(place: Path, content: bytes) -> None:
    if not stage_cache.usable(place):
        with stage_cache.keeping(place) as part:
            part.write_bytes(content)


def _replacements(content: Slice) -> dict[Key, Replacement]:
    """What took the place of what is gone, as far as the slice has it."""
    exists = {
        each.name: {attribute.path for attribute in each.attributes}
        for extraction in content.extractions.values()
        for each in extraction.resources
    }

    def fits(key: Key, found: Replacement) -> bool:
        try:
            return len([*places(found, key[0], exists)]) == len(found.instead)
        except KeyError:
            return False

    return {key: found for key, found in read_replacements().items() if fits(key, found)}


if __name__ == "__main__":
    print(build(Path(sys.argv[1]), Path(sys.argv[2])))
