"""A build after an edit writes only what the edit reaches, and its file holds what a whole build's
holds: all but the row ids of what was written again."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from builder import built, make, pipeline
from builder.database.families import Families
from builder.errors import BuildError
from tests.slice import build as slice_of

_MAPPED = """from_attribute_id, to_system, to_attribute_id, to_resource_id, relation, condition,
transform, confidence, origin, via, note, source, evidence, key"""
CONTENT = {
    "attribute_mapping": f"select {_MAPPED} from attribute_mapping",
    "resource_mapping": (
        "select from_resource_id, to_system, to_resource_id, relation, role, condition, confidence,"
        " origin, via, note, source, evidence, holds, back from resource_mapping"
    ),
    "pitfall": "select resource_id, wrong, why, seen, instead, source from pitfall",
    "pitfall_instead": (
        "select p.resource_id, p.wrong, i.attribute_id, i.position from pitfall_instead i join"
        " pitfall p on p.id = i.pitfall_id"
    ),
    "pitfall_fts": (
        "select p.resource_id, p.wrong from pitfall_fts f join pitfall p on p.id = f.rowid where"
        " pitfall_fts match 'wrong:cache OR why:the'"
    ),
    **{
        table: f"select * from {table}"
        for table in (
            "candidate",
            "rejection",
            "condition_sign",
            "mapping_file",
            "coverage",
            "unlinked",
            "attribute_history",
            "build",
        )
    },
}
"""Table → its rows without ids that depend on the order of writing."""


def content(path: Path) -> dict[str, Counter[tuple[object, ...]]]:
    """Table → its rows, each with the number of times that it is there."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: Counter(connection.execute(query)) for table, query in CONTENT.items()}


def without_a_row(text: str, number: int) -> str:
    """The text of a mapping file without its row of that number, which is then not complete."""
    text = re.sub(r"(?m)^complete:.*\n", "", text)
    begins = [match.start() for match in re.finditer(r"(?m)^  - cloudformation: ", text)]
    begin = begins[number % len(begins)]
    end = re.compile(r"(?m)^(?:  - |\w|\Z)").search(text, begin + 1)
    return text[:begin] + (text[end.start() :] if end else "")


def close(text: str) -> str:
    """The text of a mapping file whose first row is close, and says why."""
    first = re.compile(r"(?m)^  - cloudformation: .*\n(?:    (?:terraform|boto3): .*\n)+")
    return first.sub(lambda row: f"{row[0]}    relation: close\n    note: Edited.\n", text, count=1)


@pytest.fixture
def folder(sliced: Path, tmp_path: Path) -> Path:
    """The slice's stages, mapping files and built file, to be changed."""
    return Path(shutil.copytree(sliced, tmp_path / "slice"))


def renewed(folder: Path) -> list[str]:
    """What the build of the edited slice reports."""
    reports: list[str] = []
    with slice_of.sources(folder) as mappings:
        assert pipeline.build(folder / "crosswalk.db", report=reports.append, mappings=mappings)
    return reports


def as_whole(folder: Path) -> bool:
    """Whether the built file of the edited slice holds what a whole build's holds, and whether the
    same is kept of its mapping files."""
    whole = folder / "whole.db"
    with closing(sqlite3.connect(folder / "crosswalk.db")) as connection:
        (inputs,) = connection.execute("select value from build where key = 'inputs'").fetchone()
    with slice_of.sources(folder) as mappings:
        kept = built.read(inputs)
        pipeline.build(whole, force=True, mappings=mappings)
        assert kept is not None and built.read(inputs) == kept
    mine, theirs = content(folder / "crosswalk.db"), content(whole)
    for table, rows in theirs.items():
        assert mine[table] == rows, table
    return True


def test_edits_one_after_another(folder: Path) -> None:
    """Rows that are removed, and rows that become close: rules that a row overruled are back, what
    is derived beside it too, and what is composed of it is composed anew."""
    chance = random.Random(2026)
    files = sorted((folder / "mappings").rglob("*.yaml"))
    done = 0
    while done < 4:
        path = chance.choice(files)
        before = path.read_text(encoding="utf-8")
        if "\n  - cloudformation: " not in before:
            continue
        number = chance.randrange(100)
        path.write_text(
            close(before) if done % 3 == 2 else without_a_row(before, number), encoding="utf-8"
        )
        try:
            assert "linked again" in renewed(folder)[-1], path
            done += 1
        except BuildError:  # the rest of the file needs the row
            path.write_text(before, encoding="utf-8")
    path = folder / "mappings" / "elasticache" / "replication_group.yaml"
    text = path.read_text(encoding="utf-8")
    before, first, *others = text.partition("pitfalls:\n")[2].split("  - wrong:")
    assert before == "" and others, "it has several pitfalls, and the first goes"
    path.write_text(text.replace(f"  - wrong:{first}", "", 1), encoding="utf-8")
    assert "linked again" in renewed(folder)[-1]
    assert as_whole(folder)


@pytest.mark.whole  # two whole builds
def test_a_file_that_is_gone_needs_a_whole_build(folder: Path) -> None:
    """What is derived for its type was in no linked file."""
    (folder / "mappings" / "sqs" / "queue.yaml").unlink()
    assert "composing mappings" in renewed(folder)[-1]
    assert as_whole(folder)


@pytest.mark.whole  # three whole builds
def test_a_file_that_is_back_needs_a_whole_build(folder: Path) -> None:
    """The linked file of these files is still kept, but the built file began with another one,
    whose rows have other ids."""
    path = folder / "mappings" / "sqs" / "queue.yaml"
    text = path.read_text()
    path.unlink()
    renewed(folder)
    path.write_text(text)
    assert "composing mappings" in renewed(folder)[-1]
    assert as_whole(folder)


def test_a_problem_in_an_edited_file_refuses_the_build(folder: Path) -> None:
    path = folder / "mappings" / "sqs" / "queue.yaml"
    before = (folder / "crosswalk.db").read_bytes()
    path.write_text(path.read_text().replace("terraform: arn\n", "terraform: arm\n", 1))
    with pytest.raises(BuildError, match=r":\d+: aws_sqs_queue has no attribute `arm` "):
        renewed(folder)
    assert (folder / "crosswalk.db").read_bytes() == before


@pytest.mark.whole
def test_what_was_kept_is_damaged(folder: Path) -> None:
    """Then the whole file is built."""
    for path in (folder / "stages").glob("built-*.msgpack"):
        path.write_bytes(b"cut")
    path = folder / "mappings" / "sqs" / "queue.yaml"
    path.write_text(close(path.read_text()))
    assert "composing mappings" in renewed(folder)[-1]


@pytest.mark.whole
def test_a_file_without_its_digest_may_be_another(folder: Path) -> None:
    """Someone wrote into it: the build of an edit does not carry that over."""
    with closing(sqlite3.connect(folder / "crosswalk.db")) as connection, connection:
        connection.execute("delete from pitfall")
    (folder / "crosswalk.db.sha256").unlink()
    path = folder / "mappings" / "sqs" / "queue.yaml"
    path.write_text(close(path.read_text()))
    assert "composing mappings" in renewed(folder)[-1]


@pytest.mark.whole  # several builds
@pytest.mark.parametrize("often", [1, 2])
def test_another_build_removes_the_linked_file_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch, often: int
) -> None:
    """It is found, and gone when it is needed: the build starts again, once."""
    removed: list[Path] = []

    def gone(path: Path) -> None:
        if len(removed) < often:
            removed.append(path)
            path.unlink()

    renew, copy = make.renew, make._copy
    monkeypatch.setattr(make, "renew", lambda db, path: (gone(path), renew(db, path)))
    monkeypatch.setattr(make, "_copy", lambda path, to: (gone(path), copy(path, to)))
    path = folder / "mappings" / "sqs" / "queue.yaml"
    path.write_text(close(path.read_text()))
    if often == 2:
        with pytest.raises(BuildError, match="was damaged or removed while the build ran; run it"):
            renewed(folder)
        assert removed[0].name.startswith("linked-")
        return
    reports = renewed(folder)
    assert f"{removed[0].name} was damaged or removed meanwhile; starting again" in reports
    assert "composing mappings" in reports[-1]
    assert not removed[0].exists() or removed[0].stat().st_size, "an empty file was made of it"


def test_another_build_replaces_the_file_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has been edited since is known of the file that was there before."""
    other = folder / "other.db"
    shutil.copyfile(folder / "crosswalk.db", other)
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("update build set value = 'of other files' where key = 'inputs'")
    copy = shutil.copyfile
    monkeypatch.setattr(shutil, "copyfile", lambda _, to: copy(other, to))
    path = folder / "mappings" / "sqs" / "queue.yaml"
    path.write_text(close(path.read_text()))
    with pytest.raises(BuildError, match="another build replaced it"):
        renewed(folder)


def test_a_family_is_what_links_join() -> None:
    families = Families()
    for pair in [(1, 2), (3, 4), (5, 5), (2, 6), (7, 3)]:
        families.join(pair)
    assert families.of([1]) == {1, 2, 6}
    assert families.of([4, 5]) == {3, 4, 5, 7}
    families.join([6, 8, 4])
    assert families.of([8]) == {1, 2, 3, 4, 6, 7, 8}
    assert Families(families.parents).of([3]) == families.of([8])


def test_edited_files() -> None:
    known = built.File(built.digest_of(b"old"), [], [])
    before = built.Built("", {"a": known, "b": known, "gone": known})
    assert before.edited({"a": b"old", "b": b"new", "c": b"old"}) == {"b", "c", "gone"}
