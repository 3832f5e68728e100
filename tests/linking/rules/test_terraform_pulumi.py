"""The rule link between Terraform and Pulumi, judged from the real packages."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path

import pytest

from builder.errors import BuildError
from builder.linking.links import Links, Unlinked
from builder.linking.rules import terraform_pulumi
from builder.linking.rules.pulumi_names import camel, candidates, fits, parent, pluralize
from builder.linking.rules.terraform_pulumi import (
    AbsentRow,
    AttributeRow,
    Renames,
    TypeRow,
    link,
    read_renames,
)
from builder.model import Attribute, Extraction
from builder.packages import open_package
from builder.sources.pulumi import extract as pulumi
from builder.sources.terraform import extract as terraform

pytestmark = pytest.mark.whole


@functools.cache
def sides() -> tuple[Extraction, Extraction]:
    return terraform.extract(open_package("cdktn-provider-aws")), pulumi.extract(
        open_package("pulumi-aws")
    )


@functools.cache
def links() -> Links:
    return link(*sides())


@functools.cache
def types() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in links().resources:
        found.setdefault(one.from_resource, []).append(one.to_resource)
    return found


def partners(terraform_type: str, pulumi_type: str, path: str) -> list[str]:
    pair = next(
        one
        for one in links().resources
        if (one.from_resource, one.to_resource) == (terraform_type, pulumi_type)
    )
    return [one.to_path for one in pair.attributes if one.from_path == path]


def reasons(system: str, resource: str) -> dict[str | None, str]:
    return {
        one.path: one.reason
        for one in links().unlinked
        if (one.system, one.resource) == (system, resource)
    }


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("node_group_configuration", "node_group_configurations"),
        ("routing_policy", "routing_policies"),
        ("gateway", "gateways"),
        ("vpc_address", "vpc_addresses"),
        ("branch", "branches"),
        ("prefix", "prefixes"),
        ("partition_index", "partition_indices"),
        ("health_status", "health_statuses"),
        ("time_series", "time_series"),
        ("series", "series"),
        ("analysis", "analyses"),
        ("alias", "aliases"),
        ("egress", "egresses"),
        ("tags", "tags"),
    ],
)
def test_plurals_as_the_bridge_makes_them(singular: str, plural: str) -> None:
    assert pluralize(singular) == plural


def test_camel() -> None:
    assert [camel(name) for name in ("node_group_id", "ipv6_cidr_block", "address_line_1")] == [
        "nodeGroupId",
        "ipv6CidrBlock",
        "addressLine1",
    ]


def test_a_plural_that_another_attribute_has_is_not_given() -> None:
    assert candidates("security_group", ["security_group"]) == ["securityGroups", "securityGroup"]
    assert candidates("security_group", ["security_group", "security_groups"]) == ["securityGroup"]


@pytest.mark.parametrize(
    ("ours", "theirs", "plural", "expected"),
    [
        ("list<object>", "list<object>", True, True),
        ("list<object>", "object", False, True),  # flattened
        ("list<string>", "string", False, True),
        ("object", "list<object>", True, True),  # kept as a list
        ("set<string>", "list<string>", True, True),
        ("list<object>", "object", True, False),  # a plural name is a list
        ("string", "list<object>", False, False),
        ("string", "boolean", False, True),
        ("number", "integer", False, True),
        ("boolean", "string", False, False),
        ("any", "object", False, True),
        ("string", "any", False, True),
    ],
)
def test_types_must_fit(ours: str, theirs: str, plural: bool, expected: bool) -> None:
    assert fits(Attribute("a", ours), Attribute("b", theirs), plural) is expected


@pytest.mark.parametrize(
    ("path", "above"),
    [("a", ""), ("a.b", "a"), ("a[].b", "a"), ("a.*.b", "a"), ("a[].b[].c", "a[].b")],
)
def test_parent(path: str, above: str) -> None:
    assert parent(path) == above


# Terraform type → Pulumi type: by name, by class alone, and renamed.
TYPES = [
    ("aws_elasticache_replication_group", "aws:elasticache/replicationGroup:ReplicationGroup"),
    ("aws_vpc", "aws:ec2/vpc:Vpc"),
    ("aws_instance", "aws:ec2/instance:Instance"),
    ("aws_db_instance", "aws:rds/instance:Instance"),
    ("aws_lb", "aws:lb/loadBalancer:LoadBalancer"),
    ("aws_alb", "aws:alb/loadBalancer:LoadBalancer"),
    ("aws_elb", "aws:elb/loadBalancer:LoadBalancer"),
    ("aws_s3_object", "aws:s3/bucketObjectv2:BucketObjectv2"),
    ("aws_s3_bucket_object", "aws:s3/bucketObject:BucketObject"),
    ("aws_dx_lag", "aws:directconnect/linkAggregationGroup:LinkAggregationGroup"),
    (
        "aws_dx_hosted_private_virtual_interface",
        "aws:directconnect/hostedPrivateVirtualInterface:HostedPrivateVirtualInterface",
    ),
    (
        "aws_dx_hosted_transit_virtual_interface",
        "aws:directconnect/hostedTransitVirtualInterface:HostedTransitVirtualInterface",
    ),
    (
        "aws_vpc_endpoint_security_group_association",
        "aws:ec2/securityGroupAssociation:SecurityGroupAssociation",
    ),
    ("aws_rds_instance_state", "aws:rds/instanceDesiredState:InstanceDesiredState"),
    ("aws_ec2_host", "aws:ec2/dedicatedHost:DedicatedHost"),
    ("aws_cloudtrail", "aws:cloudtrail/trail:Trail"),
    ("aws_config_config_rule", "aws:cfg/rule:Rule"),
    ("aws_prometheus_workspace", "aws:amp/workspace:Workspace"),
    ("aws_appintegrations_event_integration", "aws:appconfig/eventIntegration:EventIntegration"),
    ("aws_dynamodb_table", "aws:dynamodb/table:Table"),
    ("aws_wafv2_web_acl", "aws:wafv2/webAcl:WebAcl"),
    ("data.aws_eip", "aws:ec2/getElasticIp:getElasticIp"),
    ("data.aws_vpcs", "aws:ec2/getVpcs:getVpcs"),
    ("data.aws_subnets", "aws:ec2/getSubnets:getSubnets"),
    ("data.aws_autoscaling_groups", "aws:autoscaling/getAmiIds:getAmiIds"),
    ("data.aws_wafregional_rate_based_rule", "aws:wafregional/getRateBasedMod:getRateBasedMod"),
    ("data.aws_resourceexplorer2_search", "aws:resourceexplorer/search:Search"),
    ("data.aws_region", "aws:index/getRegion:getRegion"),
]


@pytest.mark.parametrize(("terraform_type", "pulumi_type"), TYPES)
def test_type(terraform_type: str, pulumi_type: str) -> None:
    assert types()[terraform_type] == [pulumi_type]


@pytest.mark.parametrize(
    ("terraform_type", "pulumi_types"),
    [
        ("aws_s3_bucket", ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]),
        ("aws_s3_bucket_acl", ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"]),
        (
            "aws_vpc_encryption_control",
            [
                "aws:ec2/encryptionControl:EncryptionControl",
                "aws:ec2/vpcEncryptionControl:VpcEncryptionControl",
            ],
        ),
        (
            "aws_lambdamicrovms_image",
            ["aws:lambda/microvmsImage:MicrovmsImage", "aws:lambdamicrovms/image:Image"],
        ),
        (
            "data.aws_vpn_connection",
            ["aws:ec2/getVpnConnection:getVpnConnection", "aws:vpn/getConnection:getConnection"],
        ),
        (
            "data.aws_ecr_authorization_token",
            [
                "aws:ecr/getAuthorizationToken:getAuthorizationToken",
                "aws:ecr/getCredentials:getCredentials",
            ],
        ),
    ],
)
def test_a_deprecated_type_stands_for_what_its_successor_stands_for(
    terraform_type: str, pulumi_types: list[str]
) -> None:
    assert types()[terraform_type] == pulumi_types


def test_only_deprecated_and_reviewed_types_share_a_partner() -> None:
    shared = [name for found in types().values() if len(found) > 1 for name in found]
    of = {one.name: one for one in sides()[1].resources}
    reviewed = {row.pulumi for row in read_renames().types}
    assert sum(of[name].deprecated is None and name not in reviewed for name in shared) == len(
        [found for found in types().values() if len(found) > 1]
    )
    assert max(Counter(one.to_resource for one in links().resources).values()) == 1


RG = ("aws_elasticache_replication_group", "aws:elasticache/replicationGroup:ReplicationGroup")
TABLE = ("aws_dynamodb_table", "aws:dynamodb/table:Table")
FUNCTION = ("aws_lambda_function", "aws:lambda/function:Function")
WEBSITE = (
    "aws_s3_bucket_website_configuration",
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
)
RECORD = ("aws_route53_record", "aws:route53/record:Record")
PATHS = (
    "aws_ec2_network_insights_analysis",
    "aws:ec2/networkInsightsAnalysis:NetworkInsightsAnalysis",
)
CATEGORY = ("aws_ce_cost_category", "aws:costexplorer/costCategory:CostCategory")
ATTRIBUTES = [
    (RG, "id", "id"),
    (RG, "tags_all", "tags_all"),
    (RG, "configuration_endpoint_address", "configuration_endpoint_address"),
    (RG, "auto_minor_version_upgrade", "auto_minor_version_upgrade"),
    (RG, "node_group_configuration[].slots", "node_group_configurations[].slots"),
    (
        RG,
        "node_group_configuration[].replica_outpost_arns",
        "node_group_configurations[].replica_outpost_arns",
    ),
    (TABLE, "attribute[].name", "attributes[].name"),
    (TABLE, "global_secondary_index[].hash_key", "global_secondary_indexes[].hash_key"),
    (TABLE, "ttl.attribute_name", "ttl.attribute_name"),
    (FUNCTION, "filename", "code"),
    (FUNCTION, "function_name", "name"),
    (FUNCTION, "vpc_config.subnet_ids", "vpc_config.subnet_ids"),
    (
        ("aws_s3_bucket", "aws:s3/bucket:Bucket"),
        "lifecycle_rule[].transition[].days",
        "lifecycle_rules[].transitions[].days",
    ),
    # The deprecated class does not flatten.
    (("aws_s3_bucket", "aws:s3/bucketV2:BucketV2"), "versioning.enabled", "versionings[].enabled"),
    (
        WEBSITE,
        "routing_rule[].condition.key_prefix_equals",
        "routing_rules[].condition.key_prefix_equals",
    ),
    (WEBSITE, "routing_rules", "routing_rule_details"),
    (RECORD, "alias.zone_id", "aliases[].zone_id"),
    (RECORD, "weighted_routing_policy.weight", "weighted_routing_policies[].weight"),
    (
        ("aws_security_group", "aws:ec2/securityGroup:SecurityGroup"),
        "ingress[].from_port",
        "ingress[].from_port",
    ),
    (
        ("aws_autoscaling_group", "aws:autoscaling/group:Group"),
        "tag[].propagate_at_launch",
        "tags[].propagate_at_launch",
    ),
    # Both the singular and the plural are names of Terraform, so the singular keeps its name.
    (PATHS, "explanations[].security_group[].id", "explanations[].security_group[].id"),
    (PATHS, "explanations[].security_groups[].id", "explanations[].security_groups[].id"),
    # Python's reserved words.
    (CATEGORY, "rule[].rule.not.dimension.key", "rules[].rule.not_.dimension.key"),
    (
        ("aws_lexv2models_bot_version", "aws:lex/v2modelsBotVersion:V2modelsBotVersion"),
        "locale_specification.*.source_bot_version",
        "locale_specification.*.source_bot_version",
    ),
    (("data.aws_ami", "aws:ec2/getAmi:getAmi"), "filter[].values", "filters[].values"),
    (
        ("aws_codedeploy_deployment_group", "aws:codedeploy/deploymentGroup:DeploymentGroup"),
        "deployment_style.deployment_type",
        "deployment_style.deployment_type",
    ),
]


@pytest.mark.parametrize(("pair", "path", "partner"), ATTRIBUTES)
def test_attribute(pair: tuple[str, str], path: str, partner: str) -> None:
    assert partners(*pair, path) == [partner]


def test_an_id_that_can_be_chosen_has_two_names() -> None:
    pair = (
        "aws_elasticache_reserved_cache_node",
        "aws:elasticache/reservedCacheNode:ReservedCacheNode",
    )
    assert partners(*pair, "id") == ["elasticache_reserved_cache_node_id", "id"]


@pytest.mark.parametrize(
    ("system", "resource", "path", "words"),
    [
        ("terraform", RG[0], "timeouts.create", "custom_timeouts"),
        ("terraform", "data.aws_ami", "timeouts", "a function of Pulumi takes no timeouts"),
        ("terraform", "aws_quicksight_dashboard", "definition", "pulumi-aws leaves it out"),
        (
            "pulumi",
            "aws:iam/role:Role",
            "assume_role_policy.statement[].effect",
            "JSON text of assume_role_policy also as an object",
        ),
        (
            "pulumi",
            "aws:wafv2/webAcl:WebAcl",
            "rules[].statement.geo_match_statement.country_codes",
            "fold rule[].statement into free form",
        ),
        ("pulumi", "aws:eks/cluster:Cluster", "default_addons_to_removes", "pulumi-aws adds it"),
    ],
)
def test_reason(system: str, resource: str, path: str, words: str) -> None:
    assert words in reasons(system, resource)[path]


def test_everything_is_linked_or_unlinked_and_nothing_is_both() -> None:
    linked = {
        ("terraform", one.from_resource, link.from_path)
        for one in links().resources
        for link in one.attributes
    }
    linked |= {
        ("pulumi", one.to_resource, link.to_path)
        for one in links().resources
        for link in one.attributes
    }
    unlinked = {
        (one.system, one.resource, one.path) for one in links().unlinked if one.path is not None
    }
    everything = {
        (each.system, each.name, one.path)
        for side in sides()
        for each in side.resources
        for one in each.attributes
    }
    assert linked | unlinked == everything and not linked & unlinked
    assert len(unlinked) == sum(one.path is not None for one in links().unlinked)


def test_every_type_is_linked() -> None:
    assert set(types()) == {one.name for one in sides()[0].resources}
    assert {one.to_resource for one in links().resources} == {
        one.name for one in sides()[1].resources
    }
    assert all(one.path is not None for one in links().unlinked)


def by_design(one: Unlinked) -> bool:
    """What the other side cannot have: another way to set timeouts, the object form of a JSON text,
    blocks that a source folds.
    """
    return any(
        words in one.reason
        for words in ("custom_timeouts", "takes no timeouts", "JSON text of", "into free form")
    )


@pytest.mark.parametrize(("system", "at_most"), [("terraform", 6), ("pulumi", 14)])
def test_nearly_every_attribute_is_linked(system: str, at_most: int) -> None:
    assert sum(one.system == system and not by_design(one) for one in links().unlinked) <= at_most


def test_linked_parents() -> None:
    """An attribute is only linked inside blocks that are linked to each other."""
    for one in links().resources:
        pairs = {(link.from_path, link.to_path) for link in one.attributes}
        assert all((parent(a), parent(b)) in pairs | {("", "")} for a, b in pairs), (
            one.from_resource
        )


def test_a_pulumi_attribute_has_one_partner() -> None:
    for one in links().resources:
        assert max(Counter(link.to_path for link in one.attributes).values()) == 1, one.to_resource


def test_sorted() -> None:
    assert [(one.from_resource, one.to_resource) for one in links().resources] == sorted(
        (one.from_resource, one.to_resource) for one in links().resources
    )
    assert all(
        one.attributes == sorted(one.attributes, key=lambda link: (link.from_path, link.to_path))
        for one in links().resources
    )


# --- the reviewed exceptions ---


def test_every_exception_is_needed() -> None:
    """The rule alone finds none of them, so a row that has become needless fails here."""
    bare = link(*sides(), Renames())
    linked = {(one.from_resource, one.to_resource) for one in bare.resources}
    assert not {(row.terraform, row.pulumi) for row in read_renames().types} & linked
    found = {
        (f"{one.from_resource}.{link.from_path}", link.to_path)
        for one in bare.resources
        for link in one.attributes
    }
    rows = {(path, row.pulumi) for row in read_renames().attributes for path in row.terraform}
    assert not rows & found
    now = {
        (f"{one.from_resource}.{link.from_path}", link.to_path)
        for one in links().resources
        for link in one.attributes
    }
    assert rows <= now
    unlinked = {f"{one.resource}.{one.path}" for one in links().unlinked}
    assert {
        path for row in read_renames().absent for path in (*row.terraform, *row.pulumi)
    } <= unlinked


def test_every_exception_says_why() -> None:
    renames = read_renames()
    assert all(
        row.why and row.source for row in (*renames.types, *renames.attributes, *renames.absent)
    )


@pytest.mark.parametrize(
    "renames",
    [
        Renames(types=[TypeRow("aws_gone", "aws:gone/gone:Gone", "why", "where")]),
        Renames(attributes=[AttributeRow(["aws_lambda_function.gone"], "code", "why", "where")]),
        Renames(
            attributes=[AttributeRow(["aws_lambda_function.filename"], "gone", "why", "where")]
        ),
        Renames(absent=[AbsentRow("why", "where", pulumi=["aws:eks/cluster:Cluster.gone"])]),
    ],
)
def test_an_exception_for_something_that_is_gone_is_an_error(renames: Renames) -> None:
    with pytest.raises(BuildError, match=r"\(any more\); delete"):
        link(*sides(), renames)


def test_a_broken_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "pulumi_renames.yaml"
    with pytest.raises(BuildError, match="cannot be read"):
        read_renames(path)
    path.write_text("types: [{terraform: aws_vpc, pulumi: x, reason: unknown field}]")
    with pytest.raises(BuildError, match="see the comment at its top"):
        read_renames(path)
    assert terraform_pulumi.RENAMES.name == path.name
