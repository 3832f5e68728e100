"""The record of what each version of the data changed: a line of JSON each, for the site's feed."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

from builder.database.diff import Line, example_text
from builder.files import replacing
from builder.packages import CODE

RECORD = CODE / "iac_crosswalk" / "web" / "changes.jsonl"
COUNTED = ("added", "removed", "changed")
_EXAMPLES = 3
"""Of each kind of change; a line is to be read by people too."""


def entry(lines: list[Line], new: Path) -> dict[str, Any]:
    """What `lines`, the differences between two files, say about the version of `new`."""
    with closing(sqlite3.connect(f"file:{new.absolute()}?mode=ro", uri=True)) as connection:
        build = dict(connection.execute("select key, value from build").fetchall())
    pairs: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for line in lines:
        for change in COUNTED:
            pairs[line.from_system, line.to_system][change] += line.counts[change]
    examples = {change: _examples(lines, change) for change in COUNTED}
    versions = {key: value for key, value in build.items() if key.startswith("version:")}
    packages = {key.removeprefix("version:"): value for key, value in versions.items()}
    changed = [(pair, counts) for pair, counts in sorted(pairs.items()) if any(counts.values())]
    counted = [{"from": one, "to": other, **counts} for (one, other), counts in changed]
    return {
        "version": build["data"],
        "date": build["data"].replace(".", "-"),
        "packages": packages,
        "answers": counted,
        "examples": {change: some for change, some in examples.items() if some},
    }


def _examples(lines: list[Line], change: str) -> list[str]:
    """One of each origin and pair of systems, those that were compared before composed ones."""
    some = [line.examples[change][0] for line in lines if line.examples.get(change)]
    some.sort(key=lambda each: (each["new"] or each["old"])["via"] is not None)
    return [example_text(each) for each in some[:_EXAMPLES]]


def record(found: dict[str, Any], path: Path) -> None:
    """Appends `found` to the file; it takes the place of a line about the same version."""
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [line for line in before if json.loads(line)["version"] != found["version"]]
    text = json.dumps(found, ensure_ascii=False)
    with replacing(path) as new:
        new.write_text("".join(f"{line}\n" for line in [*kept, text]), encoding="utf-8")
