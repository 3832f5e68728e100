"""What is said of names that earlier versions had."""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.history import became, history, since

REMOVED = [
    ("aws_eip", "vpc", "`vpc` was removed in provider 6.0; use `domain`"),
    ("aws_db_instance", "name", "`name` was removed in provider 5.0; use `db_name`"),
    (
        "aws_instance",
        "cpu_core_count",
        "`cpu_core_count` was removed in provider 6.0; use `cpu_options.core_count`",
    ),
    (
        "aws_spot_instance_request",
        "block_duration_minutes",
        "`block_duration_minutes` was removed in provider 6.0; nothing takes its place",
    ),
    (
        "aws_vpc",
        "enable_classiclink",
        "`enable_classiclink` was removed in provider 5.0; nothing takes its place",
    ),
    (
        "aws_opensearch_domain",
        "kibana_endpoint",
        "`kibana_endpoint` was removed in provider 6.0; use `dashboard_endpoint`",
    ),
    (
        "aws_ecs_cluster",
        "capacity_providers",
        (
            "`capacity_providers` was removed in provider 5.0; use"
            " `aws_ecs_cluster_capacity_providers.capacity_providers`"
        ),
    ),
    (
        "aws_redshift_cluster",
        "cluster_security_groups",
        "`cluster_security_groups` was removed in provider 5.0; nothing takes its place",
    ),
    (
        "data.aws_subnet_ids",
        "ids",
        "`data.aws_subnet_ids` was removed in provider 5.0; use `data.aws_subnets.ids`",
    ),
    (
        "aws_lb_listener_rule",
        "condition[].values",
        (
            "`condition[].values` was removed in provider 3.0; use `condition[].host_header.values`"
            " or `condition[].path_pattern.values`"
        ),
    ),
    # What stood in a block that is gone went with it.
    (
        "aws_redshift_cluster",
        "logging.enable",
        "`logging` was removed in provider 6.0; use `aws_redshift_logging`",
    ),
    ("aws.ec2.Eip", "vpc", "`vpc` was removed in pulumi-aws 7.0; use `domain`"),
    (
        "aws.rds.SecurityGroup",
        "name",
        "`aws.rds.SecurityGroup` was removed in pulumi-aws 6.0; nothing takes its place",
    ),
    (
        "aws.ec2.get_subnet_ids",
        "ids",
        "`aws.ec2.getSubnetIds` was removed in pulumi-aws 6.0; use `aws.ec2.getSubnets.ids`",
    ),
    (
        "aws.dms.Endpoint",
        "s3_settings",
        "`s3_settings` was removed in pulumi-aws 7.0; use `aws.dms.S3Endpoint`",
    ),
    # No version had it.
    (
        "aws_s3_bucket_lifecycle_configuration",
        "rule[].noncurrent_version_transition[].days",
        (
            "no release that was read (provider 3 to 6.69.1) has"
            " `rule[].noncurrent_version_transition[].days`; use"
            " `rule[].noncurrent_version_transition[].noncurrent_days`"
        ),
    ),
    (
        "aws_cloudfront_distribution",
        "default_cache_behavior.price_class",
        (
            "no release that was read (provider 3 to 6.69.1) has"
            " `default_cache_behavior.price_class`; the resource has `price_class`"
        ),
    ),
]


@pytest.mark.parametrize(("resource", "path", "sentence"), REMOVED)
def test_sentence(knowledge: KnowledgeBase, resource: str, path: str, sentence: str) -> None:
    found = history(knowledge, resource, path)
    assert found is not None and found.sentence() == sentence


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        ("aws_elasticsearch_domain", "kibana_endpoint"),  # which keeps its name
        ("aws_no_such_type", "name"),
        ("AWS::SQS::Queue", "QueueUrl2"),
        (
            "aws_instance",
            "user_data.inner",
        ),  # a text has no attributes that any version could have had
    ],
)
def test_nothing_is_known(knowledge: KnowledgeBase, resource: str, path: str) -> None:
    found = history(knowledge, resource, path)
    assert found is None or not found.row.removed_in


def test_became(knowledge: KnowledgeBase) -> None:
    assert (
        became(knowledge, "aws_simpledb_domain")
        == "`aws_simpledb_domain` was removed in provider 6.0; nothing takes its place"
    )
    assert became(knowledge, "aws_no_such_type") is None


def test_since(knowledge: KnowledgeBase) -> None:
    assert since(knowledge, "aws_db_instance", "db_name", "terraform") == "4.15.1"
    assert since(knowledge, "aws_db_instance", "engine", "terraform") is None


def test_translate_carries_it(knowledge: KnowledgeBase) -> None:
    answer = knowledge.translate("vpc", "aws_eip")
    assert answer["status"] == "unknown-attribute" and answer["history"]["removed_in"] == "6.0"
    names = [(each["resource"], each["attribute"]) for each in answer["suggestions"]]
    assert names == [("aws_eip", "domain")]
    gone = knowledge.translate("ids", "data.aws_subnet_ids")
    assert gone["status"] == "unknown-resource" and gone["suggestions"] == [
        {"resource": "data.aws_subnets"}
    ]
    nothing = knowledge.translate("enable_classiclink", "aws_vpc")
    assert (
        nothing["history"]["nothing"] and nothing["suggestions"] == []
    )  # no look-alike took its place


def test_every_replacement_exists(knowledge: KnowledgeBase) -> None:
    for system, resource, replacement in knowledge.rows(
        "select system, resource, replacement from attribute_history where replacement is not null"
    ):
        own = knowledge.find_resource(resource, system)
        here = own is not None and knowledge.find_attribute(own.id, replacement) is not None
        assert (
            here
            or knowledge.find_resource(replacement, system)
            or knowledge.split(replacement, system)
        ), (resource, replacement)


def test_nothing_that_exists_is_called_gone(knowledge: KnowledgeBase) -> None:
    rows = knowledge.rows(
        "select h.resource, h.path from attribute_history h join resource r on r.name = h.resource"
        " and r.system = h.system join attribute a on a.resource_id = r.id and a.path = h.path"
        " where h.until is not null"
    )
    assert rows == []
