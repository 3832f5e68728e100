"""Services that nobody curates, so that their pairs say what the derivation is worth where nobody
has looked.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.evaluation import score as evaluation
from builder.packages import ROOT
from iac_crosswalk import KnowledgeBase

HELD_OUT = (
    "AppMesh",
    "AuditManager",
    "Connect",
    "DirectConnect",
    "Evidently",
    "Location",
    "SSMContacts",
    "StorageGateway",
)
FILES = sorted(Path(__file__).parent.glob("held_out_*.jsonl"))
FLOORS = {  # precision, recall: of all pairs, and of those whose names differ
    ("held_out_properties.jsonl", "all"): (0.99, 0.88),
    ("held_out_properties.jsonl", "names differ"): (0.97, 0.65),
    ("held_out_outputs.jsonl", "all"): (0.995, 0.94),
    ("held_out_reads.jsonl", "all"): (0.995, 0.97),
}


@pytest.mark.parametrize("service", HELD_OUT)
def test_nothing_is_curated_and_the_page_says_so(service: str) -> None:
    assert not (ROOT / "mappings" / service.lower()).exists(), (
        f"{service} is held out: docs/evaluation.md"
    )
    assert service in (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_the_pairs_are_of_these_services_alone() -> None:
    rows = [
        json.loads(line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines()
    ]
    types = {row["cfn_type"] for row in rows if "cfn_type" in row}
    assert {name.split("::")[1] for name in types} == set(HELD_OUT)
    assert len(rows) > 400 and len(types) == 20
    assert len({json.dumps(row, sort_keys=True) for row in rows}) == len(rows)
    known = {row["tf_type"] for row in rows if "cfn_type" in row}
    assert {row["tf_type"] for row in rows} == known


@pytest.mark.whole
def test_the_derivation_on_services_that_nobody_has_looked_at(knowledge: KnowledgeBase) -> None:
    found = {
        (row["file"], row["pairs"]): row
        for path in FILES
        for row in evaluation.score(path, knowledge)
    }
    for key, (precision, recall) in FLOORS.items():
        assert found[key]["precision"] >= precision and found[key]["recall"] >= recall, found[key]
