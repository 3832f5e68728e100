"""What to write instead of a mistake is named in the system that the mistake was made in."""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.answer import Way

GROUP = "AWS::ElastiCache::ReplicationGroup"


@pytest.mark.parametrize(
    ("resource", "wrong", "instead"),
    [
        (
            GROUP,
            "CacheNodes[0].Address",
            ["ConfigurationEndPoint.Address", "PrimaryEndPoint.Address"],
        ),
        (
            "aws_elasticache_replication_group",
            "cache_nodes[0].address",
            ["configuration_endpoint_address", "primary_endpoint_address"],
        ),
        (
            "aws_elasticache.CfnReplicationGroup",
            "cache_nodes[0].port",
            ["attr_configuration_end_point_port", "attr_primary_end_point_port"],
        ),
        pytest.param("aws_eip", "vpc", ["domain"], marks=pytest.mark.whole),
        # its own argument `versioning` is deprecated: it is a resource of its own
        (
            "aws_s3_bucket",
            "versioning_configuration",
            ["aws_s3_bucket_versioning.versioning_configuration"],
        ),
        # a resource as a whole
        pytest.param(
            "aws_ecr_repository",
            "lifecycle_policy",
            ["aws_ecr_lifecycle_policy"],
            marks=pytest.mark.whole,
        ),
    ],
)
def test_in_its_own_system(
    knowledge: KnowledgeBase, resource: str, wrong: str, instead: list[str]
) -> None:
    found = knowledge.translate(wrong, resource)["pitfall"]["ways"]
    assert [Way(**each).written(resource) for each in found] == instead


@pytest.mark.whole
def test_every_way_exists(knowledge: KnowledgeBase) -> None:
    rows = knowledge.rows(
        "select r.system, r.name, p.wrong from pitfall p join resource r on r.id = p.resource_id"
        " order by p.id"
    )
    for system, name, wrong in rows:
        pitfall = knowledge.translate(wrong, name, system)["pitfall"]
        for way in pitfall["ways"] if pitfall else ():
            row = knowledge.find_resource(way["resource"], system)
            assert row is not None and (
                way["attribute"] is None or knowledge.find_attribute(row.id, way["attribute"])
            ), way
