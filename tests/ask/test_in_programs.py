"""`translate --in FILE` for Pulumi programs in TypeScript and YAML, and CDK programs in TypeScript."""  # noqa: E501

from __future__ import annotations

from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask

PROGRAMS = Path(__file__).parents[1] / "programs"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
L1 = "aws_elasticache.CfnReplicationGroup"
TYPE = "AWS::ElastiCache::ReplicationGroup"


@pytest.mark.parametrize(
    ("file", "expression", "resource", "attribute"),
    [
        ("typescript/network.ts", "cluster.endpoint", "aws:eks/cluster:Cluster", "endpoint"),
        ("typescript/network.ts", "network.vpc.ownerId", "aws:ec2/vpc:Vpc", "owner_id"),
        ("typescript/network.ts", "this.group.id", "aws:ec2/securityGroup:SecurityGroup", "id"),
        ("typescript/network.ts", "viaOutput.imageId", "aws:ec2/getAmi:getAmi", "image_id"),
        ("typescript/network.ts", "found.imageId", "aws:ec2/getAmi:getAmi", "image_id"),
        ("typescript/network.ts", "db.endpoint", "aws:rds/instance:Instance", "endpoint"),
        (
            "typescript/network.ts",
            "cluster.vpcConfig.apply(v => v.vpcId)",
            "aws:eks/cluster:Cluster",
            "vpc_config.vpc_id",
        ),
        ("typescript/sst.config.ts", "queue.url", "aws:sqs/queue:Queue", "url"),
        ("typescript/cdk.ts", "this.group.attrReaderEndPoint", L1, "attr_reader_end_point"),
        ("typescript/cdk.ts", 'single.getAtt("Port")', TYPE, "Port"),
        ("pulumi_yaml/Pulumi.yaml", "${image.imageId}", "aws:ec2/getAmi:getAmi", "image_id"),
        ("pulumi_yaml/Pulumi.yaml", "cache.port", GROUP, "port"),
    ],
)
def test_what_an_expression_reads(
    file: str, expression: str, resource: str, attribute: str, knowledge: KnowledgeBase
) -> None:
    path = PROGRAMS / file
    answer = ask(knowledge, expression, within=path.read_text(), file=path.name)
    assert (answer["query"]["resource"], answer["query"]["attribute"]) == (resource, attribute)


@pytest.mark.parametrize(
    ("file", "expression", "endpoint"),
    [
        ("typescript/settings.ts", "constant.cacheNodes[0].address", "configuration"),
        ("typescript/settings.ts", "spread.cacheNodes[0].address", "configuration"),
        ("typescript/settings.ts", "disabled.cacheNodes[0].address", "primary"),
        ("typescript/cdk.ts", 'single.getAtt("CacheNodes.0.Address")', "primary"),
        ("pulumi_yaml/Pulumi.yaml", "${cache.cacheNodes[0].address}", "configuration"),
        ("pulumi_yaml/Pulumi.yaml", "${single.cacheNodes[0].address}", "primary"),
    ],
)
def test_settings_choose_the_endpoint(
    file: str, expression: str, endpoint: str, knowledge: KnowledgeBase
) -> None:
    path = PROGRAMS / file
    answer = ask(knowledge, expression, to="terraform", within=path.read_text(), file=path.name)
    (target,) = answer["targets"]
    assert [each["attribute"] for each in target["answers"]] == [f"{endpoint}_endpoint_address"]
