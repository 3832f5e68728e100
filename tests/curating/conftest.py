"""`curate(*arguments)` runs the command on the slice, in a copy of its mapping files."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import derivation, make
from builder.curated import files, whole
from builder.curated.checks import check
from builder.curated.schemas import Schemas
from builder.curating import command
from builder.curating.subject import World
from tests.slice import build as slice_of

Curate = Callable[..., Result]


@pytest.fixture
def mappings(sliced: Path, tmp_path: Path) -> Path:
    """The mapping files of the slice, to be edited."""
    folder = tmp_path / "mappings"
    shutil.copytree(sliced / "mappings", folder)
    return folder


@pytest.fixture
def curate(sliced: Path, mappings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Curate]:
    """Runs `iac-crosswalk curate` with these arguments."""
    with slice_of.sources(sliced):

        @contextmanager
        def world() -> Iterator[tuple[World, sqlite3.Connection]]:
            base = make.prepare_base(lambda line: None)
            schemas, texts = Schemas(base), files.curated_texts(mappings)
            with closing(sqlite3.connect(f"file:{base}?mode=ro&immutable=1", uri=True)) as opened:
                yield World(schemas, derivation.load(), texts, mappings), opened
            schemas.close()

        monkeypatch.setattr(command, "_world", world)
        yield lambda *arguments: CliRunner().invoke(command.curate, [*arguments])


@pytest.fixture
def problems(sliced: Path, mappings: Path) -> Callable[[str], list[str]]:
    """What build and verify say of one of the mapping files."""

    def run(file: str) -> list[str]:
        with slice_of.sources(sliced):
            schemas = Schemas(make.prepare_base(lambda line: None))
        try:
            curated = whole.resolve_all(files.curated_texts(mappings), schemas)
            return [f"{p.line}: {p.message}" for p in check(curated) if p.file == file]
        finally:
            schemas.close()

    return run
