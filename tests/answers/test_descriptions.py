"""Terraform's attributes are found by the words of their twins' texts."""

from __future__ import annotations

from iac_crosswalk import KnowledgeBase


def test_search_finds_terraform_by_description(knowledge: KnowledgeBase) -> None:
    found = knowledge.search("rds cluster reader endpoint", limit=50, system="terraform")
    assert "reader_endpoint" in [
        row["attribute"] for row in found if row["resource"] == "aws_rds_cluster"
    ]


def test_a_deprecated_terraform_attribute_says_so(knowledge: KnowledgeBase) -> None:
    bucket = knowledge.resource("aws_s3_bucket")
    assert bucket is not None and bucket["description"]
    (acl,) = (each for each in bucket["attributes"] if each["path"] == "acl")
    assert acl["deprecated"] == "acl is deprecated. Use the aws_s3_bucket_acl resource instead."
