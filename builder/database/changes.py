"""The record of changes: a line of JSON for each version of the data, for the feed of the site.

`python -m builder.database.changes [LAST.db]` writes the line of the built file: the changes since
LAST.db, the file of the previous release. Without LAST.db everything counts as added. `make
changes` builds first.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

from builder.database.diff import Line, diff, example_text
from builder.errors import BuildError
from builder.files import replacing
from builder.packages import CODE
from iac_crosswalk.store.file import APPLICATION_ID, default_path

RECORD = CODE / "iac_crosswalk" / "web" / "changes.jsonl"
COUNTED_CHANGES = ("added", "removed", "changed")
_EXAMPLES = 3
"""The most examples of each kind of change: people read the line as well."""


def entry(lines: list[Line], new: Path) -> dict[str, Any]:
    """The entry for the version of `new`. `lines`: its differences from the file before."""
    with closing(sqlite3.connect(f"file:{new.absolute()}?mode=ro", uri=True)) as connection:
        build = dict(connection.execute("select key, value from build").fetchall())
    pairs: dict[tuple[str, str], dict[str, int]] = defaultdict(
        lambda: dict.fromkeys(COUNTED_CHANGES, 0)
    )
    for line in lines:
        for change in COUNTED_CHANGES:
            pairs[line.from_system, line.to_system][change] += line.counts[change]
    examples = {change: _examples(lines, change) for change in COUNTED_CHANGES}
    versions = {key: value for key, value in build.items() if key.startswith("version:")}
    packages = {key.removeprefix("version:"): value for key, value in versions.items()}
    changed = [(pair, counts) for pair, counts in sorted(pairs.items()) if any(counts.values())]
    answers = [{"from": one, "to": other, **counts} for (one, other), counts in changed]
    return {
        "version": build["data"],
        "date": build["data"].replace(".", "-"),
        "packages": packages,
        "answers": answers,
        "examples": {
            change: change_examples
            for change, change_examples in examples.items()
            if change_examples
        },
    }


def _examples(lines: list[Line], change: str) -> list[str]:
    """The first example of each origin and pair of systems, at most _EXAMPLES, direct mappings
    before composed ones."""
    examples = [line.examples[change][0] for line in lines if line.examples.get(change)]
    examples.sort(key=lambda example: (example["new"] or example["old"])["via"] is not None)
    return [example_text(example) for example in examples[:_EXAMPLES]]


def record(new_entry: dict[str, Any], path: Path) -> None:
    """Appends the entry to the file at `path`. It replaces an entry for the same version."""
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept_lines = [line for line in before if json.loads(line)["version"] != new_entry["version"]]
    text = json.dumps(new_entry, ensure_ascii=False)
    with replacing(path) as new:
        new.write_text("".join(f"{line}\n" for line in [*kept_lines, text]), encoding="utf-8")


def write_empty(new: Path, path: Path) -> Path:
    """Writes an empty file with the schema of `new`, and returns its path."""
    with closing(sqlite3.connect(f"file:{new.absolute()}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "select sql from sqlite_master where type in ('table', 'view') and sql is not null"
            " and name not like '%fts%' and name not like 'sqlite%' order by type"
        ).fetchall()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.executescript("".join(f"{sql};\n" for (sql,) in rows))
    return path


def main(arguments: list[str]) -> None:
    """Writes the line of the built file into changes.jsonl, and prints its totals."""
    new = default_path()
    with tempfile.TemporaryDirectory() as folder:
        old = Path(arguments[0]) if arguments else write_empty(new, Path(folder, "empty.db"))
        try:
            new_entry = entry(diff(old, new), new)
        except BuildError as error:
            sys.exit(f"iac-crosswalk: {error}")
    record(new_entry, RECORD)
    counts = {
        change: sum(pair[change] for pair in new_entry["answers"]) for change in COUNTED_CHANGES
    }
    totals = ", ".join(f"{number:,} {change}" for change, number in counts.items())
    print(f"{RECORD.name}: data {new_entry['version']}, {totals}")


if __name__ == "__main__":
    main(sys.argv[1:])
