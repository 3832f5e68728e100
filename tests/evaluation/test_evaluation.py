"""Scoring: by hand-made pairs, by judged samples, and, where they lie beside the project, by the
independent pairs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from builder.errors import BuildError
from builder.evaluation import score as evaluation
from builder.packages import ROOT
from iac_crosswalk import KnowledgeBase

pytestmark = pytest.mark.whole

GROUP = "AWS::ElastiCache::ReplicationGroup"
GOLD = ROOT.parent / "shared" / "gold"


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def pair(
    path: str, tf_path: str, tf_type: str = "aws_elasticache_replication_group"
) -> dict[str, str]:
    return {
        "cfn_type": GROUP,
        "cfn_path": path,
        "tf_type": tf_type,
        "tf_path": tf_path,
        "kind": "property",
    }


def test_each_outcome_is_counted(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    gold = write(
        tmp_path / "gold.jsonl",
        [
            pair("CacheNodeType", "node_type"),  # right, names differ
            pair("Engine", "engine"),  # right, names alike
            pair("Engine", "engine_version"),  # the same question again: one of its rows is right
            pair("NumNodeGroups", "num_cache_clusters"),  # wrong
            pair("Port", "port", "aws_elasticache_cluster"),  # answered, in another resource
            pair("ReadEndPoint.Ports", "port"),  # none
        ],
    )
    every, differing = evaluation.score(gold, knowledge)
    assert {key: every[key] for key in ("rows", "right", "wrong", "elsewhere", "unmapped")} == {
        "rows": 6,
        "right": 3,
        "wrong": 1,
        "elsewhere": 1,
        "unmapped": 1,
    }
    assert (every["precision"], every["recall"]) == (0.75, 0.5)
    assert differing["rows"] == 4


def test_outputs_and_reads(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    output = {
        "cfn_type": GROUP,
        "cfn_attr": "ReaderEndPoint.Address",
        "tf_type": "aws_elasticache_replication_group",
        "tf_path": "reader_endpoint_address",
        "pulumi_token": "aws:elasticache/replicationGroup:ReplicationGroup",
        "pulumi_path": "reader_endpoint_address",
    }
    read = {
        "tf_type": "aws_elasticache_replication_group",
        "tf_path": "configuration_endpoint_address",
        "sdk_service": "elasticache",
        "sdk_op": "describe_replication_groups",
        "sdk_path": "ReplicationGroups[].ConfigurationEndpoint.Address",
    }
    for name, row, rows in (
        ("outputs", output, 2),
        ("reads", read, 1),
    ):  # an output row asks for Terraform and for Pulumi
        every, _ = evaluation.score(write(tmp_path / f"{name}.jsonl", [row]), knowledge)
        assert (every["rows"], every["right"]) == (rows, rows), name


@pytest.mark.parametrize(
    "text", ["not json\n", '{"cfn_type": "x"}\n', "[1]\n", '{"sdk_path": 1}\n']
)
def test_a_file_that_is_no_gold(tmp_path: Path, knowledge: KnowledgeBase, text: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text)
    with pytest.raises(
        BuildError, match=r"gold.jsonl: is not a file of gold pairs .* docs/evaluation.md"
    ):
        list(evaluation.score(path, knowledge))
    with pytest.raises(BuildError, match="cannot be read"):
        list(evaluation.score(tmp_path / "absent.jsonl", knowledge))


def test_a_sample_is_random_and_the_same_for_a_seed(database: Path) -> None:
    first, again, other = (evaluation.sample(database, 40, seed) for seed in (1, 1, 2))
    assert first == again != other
    assert [sum(row["stratum"] == name for row in first) for name in evaluation.STRATA] == [
        10,
        10,
        10,
        10,
    ]
    assert all(row["verdict"] == "" and row["to_resource"].startswith("aws_") for row in first)
    assert {row["to_resource"].split(".")[0] for row in evaluation.sample(database, 4, 1, "boto3")}


def test_judged_samples(tmp_path: Path) -> None:
    rows = [{"stratum": "nested", "verdict": v} for v in ("right", "right", "right", "wrong")] + [
        {"stratum": "outputs", "verdict": "unsure"}
    ]
    found = {
        row["stratum"]: row
        for row in evaluation.audit_precision(write(tmp_path / "judged.jsonl", rows))
    }
    assert (
        found["nested"]["precision"] == 0.75
        and found["outputs"]["precision"] == 0.0
        and found["all"]["judged"] == 5
    )
    rows = [
        {"stratum": "x", "verdict": "right", "answers": [{"origin": "curated"}]},
        {"stratum": "x", "verdict": "wrong", "origin": "derived", "status": "equivalent"},
        {"stratum": "x", "verdict": "right", "status": "no-equivalent", "answers": []},
        {"stratum": "x", "verdict": "right", "from_path": "Arn"},  # of a sample of derived mappings
    ]
    file = write(tmp_path / "origins.jsonl", rows)
    by_origin = {
        row["origin"]: (row["judged"], row["right"])
        for row in evaluation.audit_precision(file, file, by="origin")
    }
    assert by_origin == {
        "curated": (2, 2),
        "derived": (4, 2),
        "no-equivalent": (2, 2),
        "all": (8, 6),
    }
    with pytest.raises(
        BuildError,
        match=r"judged.jsonl:1: `verdict` must be one of right, imprecise, wrong, unsure",
    ):
        evaluation.audit_precision(
            write(tmp_path / "judged.jsonl", [{"stratum": "nested", "verdict": ""}])
        )


@pytest.mark.parametrize(
    ("arguments", "content", "message"),
    [
        (["--judged"], b"", "is empty; give a file that --sample printed"),
        (
            ["--judged"],
            None,
            "cannot be read (No such file or directory); give a file that --sample printed",
        ),
        (["--judged"], b"\xff\xfe", "is not UTF-8 text; give a file that --sample printed"),
        (
            ["--judged"],
            b"# Prose\n",
            (
                ":1: `verdict` must be one of right, imprecise, wrong, unsure, in a row that"
                " --sample printed"
            ),
        ),
        ([], b"", "holds no pairs; docs/evaluation.md shows the forms"),
        (
            [],
            None,
            (
                "cannot be read (No such file or directory); give a file of gold pairs,"
                " docs/evaluation.md shows the forms"
            ),
        ),
        ([], b"# Prose\n", "is not a file of gold pairs"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(
    database: Path, tmp_path: Path, arguments: list[str], content: bytes | None, message: str
) -> None:
    path = tmp_path / "file.jsonl"
    if content is not None:
        path.write_bytes(content)
    command = [
        sys.executable,
        "-c",
        (
            "from builder import inputs; from pathlib import Path; inputs.OUTPUT ="
            f" Path({str(database)!r})\n"
        ),
    ]
    command[-1] += "from iac_crosswalk.cli.main import main; main()"
    found = subprocess.run(
        [*command, "evaluate", *arguments, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
    )
    assert (found.returncode, found.stdout, found.stderr.count("\n")) == (2, "", 1), found.stderr
    assert found.stderr.startswith(f"iac-crosswalk: {path}") and message in found.stderr


def test_the_kept_audits_are_judged_to_the_end() -> None:
    for path in sorted((ROOT / "data" / "audits").glob("*.jsonl")):
        assert evaluation.audit_precision(path)[-1]["judged"] >= 100


BARS = {
    ("property_pairs.jsonl", "all"): (0.995, 0.97),
    ("property_pairs.jsonl", "names differ"): (0.98, 0.90),
    ("output_pairs.jsonl", "all"): (0.99, 0.95),
    ("boto3_pairs.jsonl", "all"): (0.98, 0.85),
}


EXPLAINED = {"boto3_pairs.jsonl": 2}
"""Gold file → its pairs that a judged row contradicts: the endpoint and the protocol of an SNS
subscription are arguments of subscribe, and list_subscriptions returns them (docs/evaluation.md).
"""


@pytest.mark.skipif(
    not GOLD.is_dir(), reason="the independent pairs do not lie beside this checkout"
)
def test_the_derivation_alone_reaches_the_bars(knowledge: KnowledgeBase) -> None:
    alone = evaluation.derived_alone(lambda line: None)
    found = {
        (row["file"], row["pairs"]): row
        for path in sorted(GOLD.glob("*.jsonl"))
        for row in evaluation.score(path, alone)
    }
    for key, (precision, recall) in BARS.items():
        assert found[key]["precision"] >= precision and found[key]["recall"] >= recall, found[key]
    # What people judged makes it no worse.
    for row in (
        row for path in sorted(GOLD.glob("*.jsonl")) for row in evaluation.score(path, knowledge)
    ):
        assert row["right"] >= found[row["file"], row["pairs"]]["right"] and row["wrong"] <= found[
            row["file"], row["pairs"]
        ]["wrong"] + EXPLAINED.get(row["file"], 0), row
