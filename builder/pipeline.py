"""Builds data/crosswalk.db where an input has changed. What makes the file is in make.py, and is
imported only then: a build that finds nothing changed needs little.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from builder.curated.files import MAPPINGS, curated_texts
from builder.errors import Removed
from builder.inputs import OUTPUT, built_from, damage, input_key
from builder.processes import without_collector
from iac_crosswalk.store import digest

if TYPE_CHECKING:
    from builder.extract import Report


@without_collector()
def build(
    output: Path = OUTPUT,
    force: bool = False,
    report: Report = lambda line: None,
    mappings: Path = MAPPINGS,
) -> bool:
    """Builds the knowledge base into `output`; False where no input had changed.

    After an edit of a few mapping files only what they can reach is written again: the answers are
    those of a whole build, which `force` makes, and whose bytes are always the same. Raises
    BuildError, and leaves an existing file unchanged, where a source is missing or curated data has
    problems.
    """
    try:
        return _build(output, force, report, mappings)
    except Removed as error:  # another build may have pruned it
        report(f"{error.path.name} was damaged or removed meanwhile; starting again")
        return _build(output, force, report, mappings)


def _build(output: Path, force: bool, report: Report, mappings: Path) -> bool:
    texts = curated_texts(mappings)
    key = input_key(texts)
    last = built_from(output)
    if not force and last == key and not damage(output):
        return False
    from builder import make, stages

    stages.check_unchanged("final")  # the code is hashed before it is imported
    make.make(output, texts, key, None if force else last, report)
    return True


@without_collector()
def verify(report: Report = lambda line: None, output: Path = OUTPUT) -> list[str]:
    """Every problem of the curated data against the present sources, which `build` refuses on, and
    of the built file, where it exists."""
    from builder import make
    from builder.database import consistency

    found = [str(problem) for problem in make.problems(curated_texts(), report)]
    if built_from(output) is not None:
        report("checking the built file")
        found += damage(output, digest.check)
        with closing(sqlite3.connect(f"file:{output}?mode=ro", uri=True)) as connection:
            found += [f"{output.name}: {line}" for line in consistency.check(connection)]
    return found
