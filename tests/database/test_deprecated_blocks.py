"""What lies in a deprecated block is written as deprecated too."""

from __future__ import annotations

from builder.database.database import attribute_rows
from builder.model import Attribute, Resource


def test_a_block_passes_its_message_on() -> None:
    resource = Resource(
        system="terraform",
        name="aws_s3_bucket",
        attributes=[
            Attribute("bucket"),
            Attribute("lifecycle_rule", deprecated="Use the resource instead."),
            Attribute("lifecycle_rule[].expiration"),
            Attribute("lifecycle_rule[].expiration.days"),
            Attribute("lifecycle_rule[].prefix", deprecated="Use filter instead."),
            Attribute("lifecycle_rules"),
        ],
    )
    found = {row["path"]: row["deprecated"] for row in attribute_rows(1, 1, resource)}
    assert found == {
        "bucket": None,
        "lifecycle_rule": "Use the resource instead.",
        "lifecycle_rule[].expiration": "Use the resource instead.",
        "lifecycle_rule[].expiration.days": "Use the resource instead.",
        "lifecycle_rule[].prefix": "Use filter instead.",
        "lifecycle_rules": None,
    }
