"""`iac-crosswalk diff`: two small files in the real schema, every kind of difference, and the one
line for a file that cannot be used.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder.cli import diff as command
from builder.database import changes
from builder.database import database as schema
from builder.database.diff import Line, diff
from builder.database.diff_kinds import Counts
from builder.errors import BuildError
from tests import rows as tests_rows

QUEUE = {"cloudformation": "AWS::SQS::Queue", "terraform": "aws_sqs_queue"}
PATHS = {
    "cloudformation": ["Arn", "DelaySeconds", "QueueName", "Tags"],
    "terraform": ["arn", "delay_seconds", "name", "tags"],
}

Row = tuple[str, str | None, dict[str, Any]]
"""CloudFormation path, Terraform path, values."""


def write(path: Path, rows: list[Row], before: tuple[str, ...] = ()) -> Path:
    """A file with both queues and `rows`; resources named in `before` come first, so that every row
    id is another.
    """
    numbers: dict[tuple[str, str], int] = {}
    with closing(schema.create(path)) as db:
        for system in QUEUE:
            db.execute("insert into system values (?, '', '', '', '', '')", [system])
        for name in before:
            _insert(
                db.conn,
                "resource",
                system="terraform",
                name=name,
                kind="resource",
                service="",
                description="",
                facts="{}",
            )
        for system, name in QUEUE.items():
            resource = _insert(
                db.conn,
                "resource",
                system=system,
                name=name,
                kind="resource",
                service="",
                description="",
                facts="{}",
            )
            for attribute in PATHS[system]:
                number = numbers[system, attribute] = len(numbers) + 1
                tests_rows.attributes(
                    db, {"id": number, "resource_id": resource, "path": attribute}
                )
        mappings = []
        for one, other, values in rows:
            target = numbers["terraform", other] if other else None
            default = {"relation": "exact", "confidence": 0.95, "origin": "derived"}
            ends = {
                "from_attribute_id": numbers["cloudformation", one],
                "to_system": "terraform",
                "to_attribute_id": target,
            }
            mappings.append(ends | default | values)
        tests_rows.mappings(db, *mappings)
    return path


def _insert(connection: sqlite3.Connection, table: str, **values: Any) -> int:
    marks = ", ".join("?" * len(values))
    number = connection.execute(
        f"insert into {table} ({', '.join(values)}) values ({marks})", list(values.values())
    ).lastrowid
    assert number is not None
    return number


def counts(lines: list[Line]) -> dict[str, dict[str, int]]:
    return {
        line.origin: {change: number for change, number in line.counts.items() if number}
        for line in lines
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([("Arn", "arn", {})], [("Arn", "arn", {})], {}),
        ([], [("Arn", "arn", {})], {"derived": {"added": 1}}),
        ([("Arn", "arn", {})], [], {"derived": {"removed": 1}}),
        ([("Arn", "arn", {})], [("Arn", "name", {})], {"derived": {"added": 1, "removed": 1}}),
        (
            [("Arn", "arn", {})],
            [("Arn", "arn", {"relation": "close"})],
            {"derived": {"changed": 1}},
        ),
        (
            [("Arn", "arn", {})],
            [("Arn", "arn", {"transform": "arn-to-name"})],
            {"derived": {"changed": 1}},
        ),
        (
            [("Arn", "arn", {})],
            [("Arn", "arn", {"condition": "FIFO"})],
            {"derived": {"changed": 1}},
        ),
        (
            [("Arn", "arn", {})],
            [("Arn", "arn", {"confidence": 0.91})],
            {"derived": {"confidence": 1}},
        ),
        ([("Arn", "arn", {})], [("Arn", "arn", {"confidence": 0.9500001})], {}),
        (
            [("Arn", "arn", {})],
            [("Arn", "arn", {"origin": "curated"})],
            {"curated": {"changed": 1}},
        ),
        (
            [("Arn", "arn", {})],
            [("Arn", None, {"relation": "none"})],
            {"derived": {"added": 1, "removed": 1}},
        ),
        ([("Arn", None, {"relation": "none"})], [("Arn", None, {"relation": "none"})], {}),
    ],
)
def test_each_kind_of_difference(
    tmp_path: Path, old: list[Row], new: list[Row], expected: dict[str, dict[str, int]]
) -> None:
    lines = diff(
        write(tmp_path / "old.db", old),
        write(tmp_path / "new.db", new, before=("aws_other", "aws_third")),
    )
    assert counts(lines) == expected


NONE = {"relation": "none"}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ([], [("Arn", "arn", {})], {"answered": (1, 1)}),
        ([("Arn", "arn", {})], [], {"unmapped": (1, 1)}),
        ([], [("Arn", None, NONE)], {"none": (0, 1)}),
        ([("Arn", None, NONE)], [], {"forgotten": (0, 1)}),
        ([("Arn", None, NONE)], [("Arn", "arn", {})], {"found": (0, 1), "answered": (1, 0)}),
        ([("Arn", "arn", {})], [("Arn", None, NONE)], {"denied": (0, 1), "unmapped": (1, 0)}),
        (
            [("Arn", "arn", {})],
            [("Arn", "name", {})],
            {"other": (0, 1), "answered": (1, 0), "unmapped": (1, 0)},
        ),
        (
            [("Arn", "arn", {})],
            [("Arn", "arn", {}), ("Arn", "name", {})],
            {"more": (0, 1), "answered": (1, 0)},
        ),
        (
            [("Arn", "arn", {}), ("Arn", "name", {})],
            [("Arn", "arn", {})],
            {"fewer": (0, 1), "unmapped": (1, 0)},
        ),
        (
            [("Arn", "arn", {})],
            [("Arn", "arn", {"relation": "close", "origin": "curated"})],
            {"relation": (1, 1)},
        ),
        ([("Arn", "arn", {})], [("Arn", "arn", {"condition": "FIFO"})], {"condition": (1, 1)}),
        (
            [("Arn", "arn", {})],
            [("Arn", "arn", {"transform": "arn-to-name"})],
            {"transform": (1, 1)},
        ),
        ([("Arn", "arn", {})], [("Arn", "arn", {"origin": "curated"})], {"origin": (1, 1)}),
        ([("Arn", "arn", {})], [("Arn", "arn", {"confidence": 0.91})], {}),
    ],
)
def test_each_question_is_counted_once(
    tmp_path: Path, old: list[Row], new: list[Row], kinds: dict[str, tuple[int, int]]
) -> None:
    """By what has changed of its answers: (asked for in CloudFormation, in Terraform)."""
    found: Counts = {}
    files = write(tmp_path / "old.db", old), write(tmp_path / "new.db", new, before=("aws_other",))
    diff(*files, kinds=found)
    counted = {
        kind: (of.get("cloudformation", 0), of.get("terraform", 0))
        for kind, of in found.items()
        if of
    }
    assert counted == kinds


def test_what_a_gone_resource_answered_is_counted(tmp_path: Path) -> None:
    old = write(tmp_path / "old.db", [("Arn", "arn", {})])
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("update resource set name = 'aws_gone' where name = 'aws_sqs_queue'")
    found: Counts = {}
    diff(old, write(tmp_path / "new.db", [("Arn", "arn", {})]), kinds=found)
    assert {kind: of for kind, of in found.items() if of} == {
        "answered": {"cloudformation": 1},
        "other": {"terraform": 1},
        "unmapped": {"cloudformation": 1},
    }


def test_an_example_shows_both_sides(tmp_path: Path) -> None:
    old = write(tmp_path / "old.db", [("Arn", "arn", {})])
    (line,) = diff(
        old,
        write(
            tmp_path / "new.db", [("Arn", "arn", {"relation": "close", "transform": "arn-to-name"})]
        ),
    )
    assert (line.origin, line.from_system, line.to_system) == (
        "derived",
        "cloudformation",
        "terraform",
    )
    (example,) = line.examples["changed"]
    assert [example[name] for name in ("from_resource", "from_path", "to_resource", "to_path")] == [
        "AWS::SQS::Queue",
        "Arn",
        "aws_sqs_queue",
        "arn",
    ]
    assert example["old"] == {
        "relation": "exact",
        "condition": None,
        "transform": None,
        "confidence": 0.95,
        "origin": "derived",
        "via": None,
    }
    assert example["new"]["relation"] == "close" and example["new"]["transform"] == "arn-to-name"


def test_a_resource_that_is_gone_takes_its_answers_with_it(tmp_path: Path) -> None:
    old = write(tmp_path / "old.db", [("Arn", "arn", {}), ("Tags", "tags", {})])
    with sqlite3.connect(old) as connection:
        connection.execute(
            "update resource set name = 'aws_sqs_queue_old' where name = 'aws_sqs_queue'"
        )
    connection.close()
    lines = diff(old, write(tmp_path / "new.db", [("Arn", "arn", {}), ("Tags", "tags", {})]))
    assert counts(lines) == {"derived": {"added": 2, "removed": 2}}
    assert {example["to_resource"] for example in lines[0].examples["removed"]} == {
        "aws_sqs_queue_old"
    }


def test_the_command(tmp_path: Path) -> None:
    files = [
        str(write(tmp_path / "old.db", [("Arn", "arn", {})])),
        str(write(tmp_path / "new.db", [("Arn", "arn", {"relation": "close"})])),
    ]
    shown = CliRunner().invoke(command, files).stdout.splitlines()
    assert shown[1].split() == ["derived", "cloudformation", "terraform", "0", "0", "1", "0"]
    assert "  AWS::SQS::Queue Arn → aws_sqs_queue arn: exact, 0.950 ⇒ close, 0.950" in shown
    assert shown[-1].split() == ["another", "relation", "1", "1", "0", "0", "0", "2"]
    (line,) = json.loads(CliRunner().invoke(command, [*files, "--json", "--examples", "0"]).stdout)
    assert (
        line["counts"] == {"added": 0, "removed": 0, "changed": 1, "confidence": 0}
        and line["examples"]["changed"] == []
    )
    assert CliRunner().invoke(command, [files[0], files[0]]).stdout == "no differences\n"


def test_the_built_file_with_itself(database: Path) -> None:
    assert diff(database, database) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            None,
            (
                "cannot be read (No such file or directory); give a file that `iac-crosswalk build`"
                " wrote"
            ),
        ),
        (
            b"hello",
            "not an iac-crosswalk knowledge base; give a file that `iac-crosswalk build` wrote",
        ),
    ],
)
def test_a_file_that_cannot_be_compared(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    bad = tmp_path / "bad.db"
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(BuildError) as raised:
        diff(write(tmp_path / "old.db", []), bad)
    assert str(raised.value) == f"{bad}: {message}"


def test_what_is_recorded(tmp_path: Path) -> None:
    """A line a version; the same version again takes its line's place."""
    old = write(tmp_path / "old.db", [("Arn", "arn", {}), ("Tags", "tags", {})])
    new = write(
        tmp_path / "new.db", [("Arn", "arn", {"relation": "close"}), ("QueueName", "name", {})]
    )
    with closing(sqlite3.connect(new)) as connection, connection:
        facts = {"data": "2027.01.31", "version:botocore": "1.2.3", "inputs": "0"}
        connection.executemany("insert into build values (?, ?)", facts.items())
    record = tmp_path / "changes.jsonl"
    record.write_text('{"version": "2026.11.28"}\n')
    for _ in range(2):
        done = CliRunner().invoke(command, [str(old), str(new), "--record", str(record)])
        assert done.exit_code == 0, done.output
    first, second = map(json.loads, record.read_text().splitlines())
    assert first == {"version": "2026.11.28"}
    assert (second["version"], second["date"], second["packages"]) == (
        "2027.01.31",
        "2027-01-31",
        {"botocore": "1.2.3"},
    )
    assert second["answers"] == [
        {"from": "cloudformation", "to": "terraform", "added": 1, "removed": 1, "changed": 1}
    ]
    assert second["examples"]["changed"] == [
        "AWS::SQS::Queue Arn → aws_sqs_queue arn: exact, 0.950 ⇒ close, 0.950"
    ]
    assert second["examples"].keys() == {"added", "removed", "changed"}


def test_the_line_of_a_first_release_counts_everything_as_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new = write(tmp_path / "new.db", [("Arn", "arn", {}), ("QueueName", "name", {})])
    with closing(sqlite3.connect(new)) as connection, connection:
        connection.execute("insert into build values ('data', '2027.01.31')")
    monkeypatch.setattr(changes, "RECORD", tmp_path / "changes.jsonl")
    monkeypatch.setenv("IAC_CROSSWALK_DB", str(new))
    for _ in range(2):
        changes.main([])
    (line,) = map(json.loads, changes.RECORD.read_text().splitlines())
    assert line["answers"] == [
        {"from": "cloudformation", "to": "terraform", "added": 2, "removed": 0, "changed": 0}
    ]
    assert "2 added, 0 removed, 0 changed" in capsys.readouterr().out
