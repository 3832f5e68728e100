"""All SQL of the package is in store/queries/; and what the statements do on a small file made by
hand.
"""

from __future__ import annotations

import ast
import random
import re
import sqlite3
from pathlib import Path

import pytest

from builder.database import database as schema
from builder.database import tables
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.translate import translate
from iac_crosswalk.store import queries
from iac_crosswalk.vocabulary import SYSTEMS
from tests import rows

PACKAGE = Path(__file__).resolve().parents[2] / "iac_crosswalk"
ELSEWHERE = {
    "export/slim.py",
    "export/tables.py",
    "store/file.py",
    "web/api/answering.py",
    "web/snapshot.py",
}
"""Modules with statements of their own: they write whole tables to other files, or see whether the
file can be read. The list may only shrink.
"""


def test_sql_is_in_one_room() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(
            r"(?:store|knowledge)\.rows\(|[\"']\s*select .* from ", path.read_text(encoding="utf-8")
        )
    }
    assert {name for name in found if not name.startswith("store/queries/")} == ELSEWHERE


def test_every_statement_is_found_in_the_module_that_has_it() -> None:
    folder = PACKAGE / "store/queries"
    statements = {*queries.__all__} - {"Store"}
    # A module that is imported hides a statement of its name.
    assert not statements & {path.stem for path in folder.glob("[!_]*.py")}
    imports = {
        alias.name: node.module
        for node in ast.walk(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(queries.__name__)
        for alias in node.names
    }
    assert {name: getattr(queries, name).__module__ for name in queries.__all__} == imports
    for name in ("cache_nodes", "json", "_MEMBERS"):
        with pytest.raises(AttributeError, match=f"has no statement {name}"):
            getattr(queries, name)


def test_nothing_but_types_parses_types() -> None:
    pattern = re.compile(r"""["'(]\(?["']?(?:list|set|map)<""")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
        and not path.is_relative_to(PACKAGE / "web")
    }
    assert {name for name in found if not name.startswith(("check/", "programs/"))} == set()


@pytest.fixture
def small(tmp_path: Path) -> KnowledgeBase:
    """A bucket whose versioning is a resource of its own in Terraform, a removed argument and a
    removed resource.
    """
    path = tmp_path / "small.db"
    db = schema.create(path)
    db.conn.executescript("""
        insert into transform
        values ('json-encode', 'json-decode', ''), ('json-decode', 'json-encode', '');
        insert into attribute_history values
          ('terraform', 'aws_s3_bucket', 'region', '3.76', '5.99', '6.0', 'bucket_region', 0, 1,
          null, 'curated', null),
          ('terraform', 'aws_s3_bucket', 'acl_policy', '3.76', '3.76', '4.0', null, 1, 1, null,
          'curated', null),
          ('terraform', 'aws_s3_bucket_object', '', '3.76', '5.99', '6.0', 'aws_s3_object', 0, 1,
          null, 'curated', null);
        """)
    columns = "id, system, name, kind, service, description, facts"
    resources = [
        (1, "cloudformation", "AWS::S3::Bucket"),
        (2, "terraform", "aws_s3_bucket"),
        (3, "terraform", "aws_s3_bucket_versioning"),
    ]
    for number, system, name in resources:
        db.conn.execute(
            f"insert into resource ({columns}) values (?, ?, ?, 'resource', 's3', '', '{{}}')",
            (number, system, name),
        )
    attributes = [
        (1, 1, "VersioningConfiguration"),
        (2, 1, "Policy"),
        (3, 2, "policy"),
        (4, 3, "bucket"),
    ]
    rows.attributes(
        db,
        *(
            {"id": number, "resource_id": resource, "path": name}
            for number, resource, name in attributes
        ),
    )
    rows.mappings(
        db,
        {"from_attribute_id": 1, "to_system": "terraform", "to_resource_id": 3},
        {
            "from_attribute_id": 2,
            "to_system": "terraform",
            "to_attribute_id": 3,
            "relation": "narrow",
            "transform": "json-encode",
            "key": "policy",
        },
    )
    db.conn.executescript("""
        insert into resource_mapping (from_resource_id, to_system, to_resource_id, relation, role,
        confidence, origin, holds, back) values
          (1, 'terraform', 2, 'exact', 'main', 1, 'curated', null, null),
          (1, 'terraform', 3, 'exact', 'part', 1, 'curated', '["VersioningConfiguration"]',
          '{"bucket": "Ref"}');
        """)
    db.conn.executescript(tables.INDEXES + tables.VIEWS)
    db.conn.commit()
    db.close()
    return KnowledgeBase(path)


def test_a_whole_resource_answers_for_a_block(small: KnowledgeBase) -> None:
    (target,) = small.translate("VersioningConfiguration", "AWS::S3::Bucket", to="terraform")[
        "targets"
    ]
    (item,) = target["answers"]
    assert (item["resource"], item["attribute"]) == ("aws_s3_bucket_versioning", None)
    assert item["expression"] == "aws_s3_bucket_versioning.bucket_versioning"
    assert item["part"] == {"back": {"bucket": "Ref"}}


def test_a_resource_tells_its_parts(small: KnowledgeBase) -> None:
    found = small.resource("AWS::S3::Bucket")
    assert found is not None
    parts = [each["part"] for each in found["equivalents"] if "part" in each]
    assert parts == [{"holds": ["VersioningConfiguration"], "back": {"bucket": "Ref"}}]


def test_relation_transform_and_key_are_those_of_the_direction(small: KnowledgeBase) -> None:
    (there,) = small.translate("Policy", "AWS::S3::Bucket", to="terraform")["targets"][0]["answers"]
    (back,) = small.translate("policy", "aws_s3_bucket", to="cloudformation")["targets"][0][
        "answers"
    ]
    assert (there["relation"], there["transform"], there["key"]) == (
        "narrow",
        "json-encode",
        "policy",
    )
    assert (back["relation"], back["transform"], back["key"]) == ("broad", "json-decode", "policy")


@pytest.mark.parametrize(
    ("attribute", "resource", "expected"),
    [
        ("region", "aws_s3_bucket", ("5.99", "6.0", "bucket_region", False)),
        ("region.name", "aws_s3_bucket", ("5.99", "6.0", "bucket_region", False)),
        ("acl_policy", "aws_s3_bucket", ("3.76", "4.0", None, True)),
        ("key", "aws_s3_bucket_object", ("5.99", "6.0", "aws_s3_object", False)),
    ],
)
def test_history(
    small: KnowledgeBase, attribute: str, resource: str, expected: tuple[str | bool | None, ...]
) -> None:
    history = small.translate(attribute, resource)["history"]
    assert (
        history["until"],
        history["removed_in"],
        history["replacement"],
        history["nothing"],
    ) == expected


def test_what_never_existed_has_no_history(small: KnowledgeBase) -> None:
    assert "history" not in small.translate("nope", "aws_s3_bucket")
    assert "history" not in small.translate("nope", "aws_nope")


def test_both_directions_are_found_by_index(database: Path) -> None:
    """The view is read by index: a reader that compares the attribute with a value never scans the
    mappings.
    """
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    for view, column in (
        ("directed_mapping", "from_attribute_id"),
        ("directed_resource_mapping", "from_resource_id"),
    ):
        plan = [
            row[3]
            for row in connection.execute(
                f"explain query plan select * from {view} where {column} = 5"
            )
        ]
        assert not [step for step in plan if step.startswith("SCAN") and view not in step], plan


def test_a_lookup_finds_the_rows_of_the_view(knowledge: KnowledgeBase) -> None:
    columns = (
        "to_system, to_attribute_id, relation, condition, transform, key, confidence, origin, note,"
        " mapping_id"
    )
    last = knowledge.rows("select max(id) from attribute")[0][0]
    for number in random.Random(5).sample(range(1, last), 1500):
        system, name, _ = queries.names_of(knowledge, number)
        row = knowledge.find_resource(name, system)
        assert row is not None
        view = knowledge.rows(
            f"select {columns} from directed_mapping where from_attribute_id = ?", [number]
        )
        mappings = knowledge.mappings(number, row)
        assert [each for to in SYSTEMS for each in knowledge.mappings(number, row, to)] == sorted(
            mappings, key=lambda each: SYSTEMS.index(each.system)
        )
        found = [
            (
                row.system,
                row.attribute_id,
                row.relation,
                row.condition,
                row.transform,
                row.key,
                row.confidence,
                row.origin,
                row.note,
                row.mapping_id,
            )
            for row in mappings
        ]
        assert sorted(found, key=str) == sorted(view, key=str)


def test_because_follows_both_halves(knowledge: KnowledgeBase) -> None:
    found = translate(
        knowledge,
        "configuration_endpoint_address",
        "aws.elasticache.ReplicationGroup",
        to="boto3",
        explain=True,
    )
    steps = found.targets[0].answers[0].because
    assert steps is not None and len(steps) >= 2
    assert steps[0]["from"].startswith("pulumi ") and steps[-1]["to"].startswith("boto3 ")


def test_ids_are_given_out_system_by_system(knowledge: KnowledgeBase) -> None:
    """A question to one system reads the mappings that lead to its range of ids."""
    rows = knowledge.rows(
        "select r.system, min(a.id), max(a.id) from attribute a join resource r on r.id ="
        " a.resource_id group by 1"
    )
    found = {system: knowledge.ranges[system] for system, _, _ in rows}
    assert found == {system: (first, last) for system, first, last in rows}
