"""The questions of docs/sql.md, as a visitor of the site asks them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from builder.packages import ROOT
from tests.web.conftest import get

PAGE = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
QUESTIONS = dict(re.findall(r"^## (\d+)\. .*?```sql\n(.*?)```", PAGE, re.M | re.S))
HOLDS: dict[str, dict[str, Any]] = {
    "1": {"resource": "aws_eip", "path": "vpc", "removed_in": "6.0", "replacement": "domain"},
    "2": {"resource": "aws_sqs_queue", "path": "name_prefix"},
    "3": {"resource": "aws_cloudwatch_event_rule", "path": "is_enabled"},
    "4": {"part": "aws_s3_bucket_versioning", "argument": "bucket", "takes": "id"},
    "5": {"resource": "AWS::ElastiCache::CacheCluster", "wrong": "CacheClusterId"},
    "6": {"from_path": "Tags", "to_path": "tags", "transform": "tags-to-map"},
    "7": {"to_system": "cloudformation", "other": "AWS::ElastiCache::ReplicationGroup"},
    "8": {"service": "SQS", "derived": 0},
    "9": {"property": "AuthToken", "use": "write", "call": "create_replication_group"},
    "10": {"path": "vpc", "until": "5.100.0", "removed_in": "6.0"},
}
"""Question → what one of its rows holds."""


def test_there_are_ten() -> None:
    assert [*QUESTIONS] == [str(number) for number in range(1, 11)] == [*HOLDS]


@pytest.mark.parametrize("number", QUESTIONS)
def test_it_is_answered_in_time(site: str, number: str) -> None:
    """Datasette ends what takes longer than a second, which is a status of 400."""
    asked = {"sql": QUESTIONS[number], "_shape": "array", "_size": "max"}
    found = get(site, "/crosswalk.json", **asked)
    assert found.status == 200, found.body
    assert any(HOLDS[number].items() <= row.items() for row in found.json), found.json[:3]
