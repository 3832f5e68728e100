"""Exports hold what the knowledge base holds, each in the form that its readers expect."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import click
import pytest

from builder.packages import CACHE, ROOT
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.cli.export import FORMATS, export
from iac_crosswalk.export.tables import TABLES

SERVICES = ("elasticache", "s3")
SSSOM = CACHE / "sssom" / "bin" / "python"
_VALIDATE = """
import sys
from sssom.constants import SchemaValidationType as V
from sssom.parsers import parse_sssom_table
from sssom.validators import validate
for path in sys.argv[1:]:
    found = parse_sssom_table(path)
    kinds = [V.JsonSchema, V.PrefixMapCompleteness, V.StrictCurieFormat]
    reports = validate(found, kinds, fail_on_error=False)
    assert set(reports) == set(kinds)
    print(len(found.df), [r.message for each in reports.values() if each for r in each.results])
"""


def exported(database: Path, folder: Path, form: str, *services: str) -> Path:
    named = [part for service in services for part in ("--service", service)]
    export.main(["--to", form, "--db", str(database), *named, str(folder)], standalone_mode=False)
    return folder


def test_json_lines_and_csv_hold_every_equivalent(sliced: Path, tmp_path: Path) -> None:
    database = sliced / "crosswalk.db"
    for form in ("jsonl", "csv"):
        exported(database, tmp_path, form)
    with (tmp_path / "equivalent.jsonl").open() as file:
        lines = [json.loads(line) for line in file]
    with (tmp_path / "equivalent.csv").open(newline="") as file:
        rows = [*csv.DictReader(file)]
    with closing(sqlite3.connect(database)) as db:
        names = ", ".join(TABLES["equivalent"].columns)
        wanted = db.execute(f"select {names} from equivalent").fetchall()
    assert sorted(map(repr, wanted)) == sorted(repr(tuple(line.values())) for line in lines)
    keys = [tuple(line[name] or "" for name in list(line)[:6]) for line in lines]
    assert keys == sorted(keys)
    texts = [{k: "" if v is None else str(v) for k, v in line.items()} for line in lines]
    assert rows == texts
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_only_a_service(sliced: Path, tmp_path: Path) -> None:
    folder = exported(sliced / "crosswalk.db", tmp_path, "jsonl", "elasticache")
    with (folder / "resource.jsonl").open() as file:
        assert {json.loads(line)["service"] for line in file} == {"elasticache"}


def test_parquet_is_sorted_typed_and_dictionary_encoded(sliced: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    folder = exported(sliced / "crosswalk.db", tmp_path, "parquet")
    exported(sliced / "crosswalk.db", tmp_path, "jsonl")
    with duckdb.connect() as db:
        for name, table in TABLES.items():
            path = folder / f"{name}.parquet"
            shape = db.execute(f"describe select * from '{path}'").fetchall()
            assert {column: kind for column, kind, *_ in shape} == table.columns
            rows = db.execute(f"select * from '{path}'").fetchall()
            with (tmp_path / f"{name}.jsonl").open() as file:
                assert rows == [tuple(json.loads(line).values()) for line in file]
        encodings = db.execute(
            f"select path_in_schema, encodings from parquet_metadata('{folder}/equivalent.parquet')"
        ).fetchall()
    for name in ("from_system", "from_resource", "to_system", "relation", "origin"):
        assert all("DICTIONARY" in found for column, found in encodings if column == name)


def test_sssom_is_valid_for_its_reference_implementation(sliced: Path, tmp_path: Path) -> None:
    """Every column, prefix and identifier, by the package `sssom` itself."""
    if not SSSOM.exists():
        pytest.skip("needs the package sssom: make sssom")
    exported(sliced / "crosswalk.db", tmp_path, "sssom", *SERVICES)
    files = [str(tmp_path / f"{name}.sssom.tsv") for name in ("crosswalk", "crosswalk-derived")]
    command = [SSSOM, "-c", _VALIDATE, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        rows, messages = line.split(" ", 1)
        assert int(rows) > 0 and messages == "[]"


def test_sssom_says_what_the_answers_say(sliced: Path, tmp_path: Path) -> None:
    folder = exported(sliced / "crosswalk.db", tmp_path, "sssom")
    origins: dict[str, set[str]] = {}
    found: dict[tuple[str, str], dict[str, str]] = {}
    for name in ("crosswalk", "crosswalk-derived"):
        with (folder / f"{name}.sssom.tsv").open(newline="") as file:
            head = [line for line in file if line.startswith("#")]
            file.seek(0)
            rows = [*csv.DictReader((line for line in file if line[0] != "#"), delimiter="\t")]
        assert head[0] == "#curie_map:\n"
        origins[name] = {row["mapping_justification"] for row in rows}
        found |= {(row["subject_id"], row["object_source"]): row for row in rows}
    assert "semapv:CompositeMatching" not in origins["crosswalk"]
    assert origins["crosswalk-derived"] <= {"semapv:CompositeMatching", "semapv:MappingChaining"}
    group = "cloudformation:AWS::ElastiCache::ReplicationGroup"
    row = found[f"{group}/ConfigurationEndPoint.Address", "system:terraform"]
    assert row["object_id"] == (
        "terraform:aws_elasticache_replication_group/configuration_endpoint_address"
    )
    assert row["predicate_id"] == "skos:exactMatch" and "when=cluster mode enabled" in row["other"]
    nothing = [row for row in found.values() if row["object_id"] == "sssom:NoTermFound"]
    assert nothing and all(row["object_label"] == "" for row in nothing)
    assert any("%5B%5D" in subject for subject, _ in found)  # a list: `[]` is no sign of an IRI


@pytest.mark.whole
def test_the_slim_file_fits_into_a_browser(database: Path, tmp_path: Path) -> None:
    path = exported(database, tmp_path, "slim") / "crosswalk-slim.db"
    assert path.stat().st_size < 25_000_000
    with closing(sqlite3.connect(path)) as db:
        row = db.execute(
            "select terraform, pulumi from cloudformation where resource = ? and path = ?",
            ("AWS::ElastiCache::ReplicationGroup", "ConfigurationEndPoint.Address"),
        ).fetchone()
        assert row == (
            "aws_elasticache_replication_group configuration_endpoint_address",
            "aws:elasticache/replicationGroup:ReplicationGroup configuration_endpoint_address",
        )
        assert db.execute("select count(*) from terraform").fetchone()[0] > 20_000
        assert db.execute("select count(*) from pitfall").fetchone()[0] > 500


def test_an_export_that_fails_leaves_the_old_file(sliced: Path, tmp_path: Path) -> None:
    folder = exported(sliced / "crosswalk.db", tmp_path / "out", "slim")
    before = (folder / "crosswalk-slim.db").read_bytes()
    with pytest.raises(click.ClickException, match="give another folder"):
        exported(sliced / "crosswalk.db", Path("/proc/out"), "slim")
    assert (folder / "crosswalk-slim.db").read_bytes() == before


def test_the_page_describes_each_format_table_and_column() -> None:
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert [form for form in FORMATS if f"| `{form}` |" not in text] == []
    for name, table in TABLES.items():
        assert f"**{name}**" in text
        assert [column for column in table.columns if f"`{column}`" not in text] == []


def test_the_knowledge_base_may_be_asked_meanwhile(sliced: Path) -> None:
    """Streams have connections of their own: one that is not read to its end is no harm."""
    knowledge = KnowledgeBase(sliced / "crosswalk.db")
    rows = TABLES["equivalent"].rows(knowledge, ())
    assert next(rows)[0] == "boto3"
    assert knowledge.find_resource("aws_sqs_queue") is not None
    rows.close()
