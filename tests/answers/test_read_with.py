"""Members that a read call returns only when an argument asks for them (data/boto3_read_with.yaml)."""  # noqa: E501

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask


@pytest.mark.parametrize(
    ("resource", "attribute", "expression"),
    [
        (
            "aws_elasticache_cluster",
            "cache_nodes[].address",
            'client("elasticache").describe_cache_clusters(ShowCacheNodeInfo=True)["CacheClusters"][0]["CacheNodes"][0]["Endpoint"]["Address"]',
        ),
        (
            "aws_elasticache_cluster",
            "arn",
            'client("elasticache").describe_cache_clusters()["CacheClusters"][0]["ARN"]',
        ),
        (
            "aws_sqs_queue",
            "arn",
            'client("sqs").get_queue_attributes(AttributeNames=["All"])["Attributes"]["QueueArn"]',
        ),
        (
            "aws_vpc",
            "enable_dns_hostnames",
            'client("ec2").describe_vpc_attribute(Attribute="enableDnsHostnames")["EnableDnsHostnames"]["Value"]',
        ),
    ],
)
def test_the_argument_is_in_the_expression(
    knowledge: KnowledgeBase, resource: str, attribute: str, expression: str
) -> None:
    (target,) = knowledge.translate(attribute, resource, to="boto3")["targets"]
    assert expression in [answer["expression"] for answer in target["answers"]]


def test_the_expression_is_read_back(knowledge: KnowledgeBase) -> None:
    text = 'client("ecs").describe_clusters(include=["SETTINGS"])["clusters"][0]["settings"][0]["name"]'  # noqa: E501
    query = ask(knowledge, text, to="terraform")["query"]
    assert (query["resource"], query["attribute"]) == ("ecs.Cluster", "settings[].name")
