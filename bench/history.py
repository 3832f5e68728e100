"""How much of what real code lost with an upgrade is recognised, and answered: `python -m
bench.history mistakes.jsonl`.

Rows are JSON lines with type, path, why and repos; those with why `gone` or `type-gone` are asked.
Removed: history names the version that removed it. Never: no version that was read has it, though
its resource has others; what the row calls gone was in an older version, or in another place.
Answered, weighted by repos: with what took its place, or with the word that nothing does."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.history import Past, history
from iac_crosswalk.paths import normalise

WHY = ("gone", "type-gone")


def ask(knowledge: KnowledgeBase, row: dict[str, str]) -> Past | None:
    """What is known of the reference of a row."""
    return history(knowledge, row["type"], normalise(row["path"]))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        print("usage: python -m bench.history MISTAKES.jsonl", file=sys.stderr)
        return 2
    lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["why"] in WHY]
    knowledge = KnowledgeBase()
    known = [(row, ask(knowledge, row)) for row in rows]
    removed = [row for row, found in known if found and found.row.removed_in]
    never = [row for row, found in known if found and not found.row.removed_in]
    answered = [
        row for row, found in known if found and (found.instead or found.row.without_replacement)
    ]
    for row, found in known:
        if found is None or not (found.instead or found.row.without_replacement):
            print(
                f"{'unknown' if found is None else 'without an answer'}: {row['type']}"
                f" {row['path']} ({row['repos']})"
            )
    weight = sum(row["repos"] for row in rows)
    print(
        f"{len(rows)} rows: {len(removed)} removed, {len(never)} never:"
        f" {(len(removed) + len(never)) / len(rows):.1%} recognised"
    )
    share = sum(row["repos"] for row in answered) / weight
    ours = sum(row["repos"] for row in removed)
    print(f"{weight} repositories: {share:.1%} answered; {ours} of them about what was removed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
