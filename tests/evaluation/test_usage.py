"""The share of real use that has an answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.errors import BuildError
from builder.evaluation.command import coverage
from builder.evaluation.usage import Share, draw, measure, read_questions
from iac_crosswalk import KnowledgeBase

GROUP = "AWS::ElastiCache::ReplicationGroup"
ROWS = [
    {
        "cfn_type": GROUP,
        "path": "ConfigurationEndPoint.Address",
        "kind": "getatt",
        "repos": 3,
        "check": "readonly",
    },
    {"cfn_type": GROUP, "path": "Nonsense", "kind": "getatt", "repos": 1, "check": "ok"},
    {"cfn_type": GROUP, "path": "ReadEndPoint.Ports", "kind": "getatt", "repos": 4, "check": "ok"},
    {"cfn_type": GROUP, "path": "Other", "kind": "getatt", "repos": 9, "check": "unknown"},
    {"cfn_type": "Custom::Thing", "path": "X", "kind": "property", "repos": 9, "check": "ok"},
    {
        "tf_type": "aws_elasticache_replication_group",
        "path": "port",
        "kind": "input",
        "repos": 5,
        "check": "ok",
    },
    {"tf_type": "google_project", "path": "id", "kind": "output", "repos": 5, "check": "ok"},
    {
        "pulumi_class": "aws.elasticache.ReplicationGroup",
        "attr": "port",
        "kind": "output",
        "repos": 2,
        "check": "ok",
    },
]


@pytest.fixture
def usage(tmp_path: Path) -> Path:
    """A folder with one file of usage."""
    (tmp_path / "usage_some.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return tmp_path


def test_rows_that_the_schemas_hold_are_questions(usage: Path) -> None:
    assert [(q.kind, q.path, q.repos) for q in read_questions(usage)] == [
        ("CloudFormation getatt", "ConfigurationEndPoint.Address", 3),
        ("CloudFormation getatt", "Nonsense", 1),
        ("CloudFormation getatt", "ReadEndPoint.Ports", 4),
        ("Terraform input", "port", 5),
        ("Pulumi output", "port", 2),
    ]


def test_share_is_weighted_by_repositories(usage: Path, knowledge: KnowledgeBase) -> None:
    shares, missing = measure(knowledge, read_questions(usage))
    assert Share("CloudFormation getatt", "terraform", repos=8, equivalent=3, none=4) in shares
    assert {(each.question.path, each.status) for each in missing if each.to == "terraform"} == {
        ("Nonsense", "unknown-attribute")
    }


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    (tmp_path / "usage_some.jsonl").write_text('{"cfn_type": "AWS::S3::Bucket", "kind": "ref"}\n')
    with pytest.raises(BuildError, match=r"usage_some\.jsonl:1: not a row of usage"):
        read_questions(tmp_path)
    with pytest.raises(BuildError, match="no usage_"):
        read_questions(tmp_path / "nowhere")


def test_command(usage: Path, database: Path) -> None:
    run = CliRunner().invoke(
        coverage, ["--usage", str(usage), "--to", "terraform", "--json", "--db", str(database)]
    )
    shares = {row["kind"]: row["answered"] for row in json.loads(run.output)}
    assert shares == {"CloudFormation getatt": 0.875, "Pulumi output": 1.0}
    run = CliRunner().invoke(
        coverage, ["--usage", str(usage), "--missing", "1", "--db", str(database)]
    )
    assert run.output.split()[:2] == ["1", "boto3"]
    run = CliRunner().invoke(coverage, ["--to", "cdk", "--json", "--db", str(database)])
    assert {row["to_system"] for row in json.loads(run.output)} == {"cdk"}


def test_a_sample_is_drawn_as_repositories_use_it(usage: Path, knowledge: KnowledgeBase) -> None:
    asked = read_questions(usage)
    rows = draw(knowledge, asked, 5, seed=1)
    assert rows == draw(knowledge, asked, 5, seed=1)
    assert len({(row["system"], row["attribute"], row["to"]) for row in rows}) == 5
    endpoint = next(row for row in rows if row["attribute"] == "ConfigurationEndPoint.Address")
    assert (
        endpoint["verdict"] == ""
        and endpoint["repos"] == 3
        and endpoint["to"] in ("terraform", "boto3")
    )
    assert endpoint["status"] == "equivalent" and endpoint["answers"][0]["relation"] == "exact"
