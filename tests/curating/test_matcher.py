"""What a person has judged does not change with what the matcher derives."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from builder.linking.matching.results import Derived, DerivedAttribute
from tests.slice import build as slice_of
from tests.slice.content import Slice, read

_ANSWERS = """
select from_attribute_id, to_system, coalesce(to_attribute_id, -to_resource_id), relation,
condition, transform, key, origin, note
  from directed_mapping where from_attribute_id between ? and ?
  order by 1, 2, 3, 4, 5, 6, 7, 8, 9"""
_FILES = "select file, resource_id from mapping_file where file like 'mappings/%' order by file"


def other_matcher() -> Slice:
    """The slice with another derivation: within each pair of resources every attribute is matched
    with the partner of its neighbour, and surely so."""
    content = read()

    def moved(rows: list[DerivedAttribute]) -> list[DerivedAttribute]:
        partners = [row.to_path for row in rows]
        found = []
        for number, row in enumerate(rows):
            after = rows[(number + 1) % len(rows)]
            same = (row.resource, row.to_resource) == (after.resource, after.to_resource)
            path = partners[(number + 1) % len(rows)] if same else row.to_path
            found.append(msgspec.structs.replace(row, to_path=path, transform=None, confidence=1.0))
        return found

    derived = {
        name: Derived(each.resources, moved(each.attributes), each.resource_candidates, [])
        for name, each in content.derived.items()
    }
    return msgspec.structs.replace(content, derived=derived)


def answers(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """File → all answers of the resource that it is about."""
    found = {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for file, number in connection.execute(_FILES).fetchall():
            ends = connection.execute(
                "select min(id), max(id) from attribute where resource_id = ?", [number]
            ).fetchone()
            found[file] = connection.execute(_ANSWERS, ends).fetchall()
    return found


@pytest.mark.whole  # it builds the slice anew
def test_a_better_matcher_changes_no_judged_answer(
    sliced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = other_matcher()
    monkeypatch.setattr(slice_of, "read", lambda: content)
    assert slice_of.build(tmp_path, tmp_path / "other.db")
    before, after = answers(sliced / "crosswalk.db"), answers(tmp_path / "other.db")
    complete = [
        file
        for file, text in content.mappings.items()
        if "\ncomplete: [terraform, boto3]\n" in text
    ]
    assert len(complete) > 40
    changed = [file for file in complete if before[file] != after[file]]
    assert changed == []
    # The other derivation is another one: what nobody has judged is answered otherwise.
    assert before != after
