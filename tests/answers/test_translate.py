"""What is asked and what comes back, on the real knowledge base. Each row was judged from the
packages and AWS's documentation.
"""

from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase, KnowledgeBaseError
from iac_crosswalk.paths import normalise
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import PitfallRow
from iac_crosswalk.store.store import Store

GROUP = "AWS::ElastiCache::ReplicationGroup"


def answers(
    knowledge: KnowledgeBase, attribute: str, resource: str, to: str, from_system: str | None = None
) -> list[tuple[str, str | None]]:
    found = knowledge.translate(attribute, resource, from_system, to)
    return [(item["attribute"], item["when"]) for item in found["targets"][0]["answers"]]


@pytest.mark.parametrize(
    ("attribute", "resource", "to", "expected"),
    [
        (
            "ConfigurationEndPoint.Address",
            GROUP,
            "terraform",
            [("configuration_endpoint_address", "cluster mode enabled")],
        ),
        (
            "ConfigurationEndPoint.Address",
            GROUP,
            "pulumi",
            [("configuration_endpoint_address", "cluster mode enabled")],
        ),
        (
            "ConfigurationEndPoint.Address",
            GROUP,
            "boto3",
            [("ConfigurationEndpoint.Address", "cluster mode enabled")],
        ),
        (
            "ConfigurationEndPoint.Address",
            GROUP,
            "cdk",
            [("attr_configuration_end_point_address", "cluster mode enabled")],
        ),
        ("ConfigurationEndPoint.Port", GROUP, "pulumi", [("port", "cluster mode enabled")]),
        (
            "configuration_endpoint_address",
            "aws.elasticache.ReplicationGroup",
            "cloudformation",
            [("ConfigurationEndPoint.Address", "cluster mode enabled")],
        ),
        (
            "NodeGroupConfiguration[0].Slots",
            GROUP,
            "pulumi",
            [("node_group_configurations[].slots", None)],
        ),
        (
            "log_delivery_configuration[0].log_type",
            "aws_elasticache_replication_group",
            "pulumi",
            [("log_delivery_configurations[].log_type", None)],
        ),
        ("CacheNodeType", GROUP, "cdk", [("cache_node_type", None)]),
        ("tags", "aws_elasticache_replication_group", "cloudformation", [("Tags", None)]),
        # By rule alone, far from anything curated:
        ("arn", "aws_sqs_queue", "pulumi", [("arn", None)]),
        ("ingress", "aws_security_group", "pulumi", [("ingress", None)]),
        ("QueueName", "AWS::SQS::Queue", "cdk", [("queue_name", None), ("attr_queue_name", None)]),
        # A block of one may be written with its index; Pulumi's deprecated second name for the type
        # comes last.
        (
            "versioning_configuration[0].status",
            "aws_s3_bucket_versioning",
            "pulumi",
            [("versioning_configuration.status", None)] * 2,
        ),
    ],
)
def test_equivalents(
    knowledge: KnowledgeBase,
    attribute: str,
    resource: str,
    to: str,
    expected: list[tuple[str, str | None]],
) -> None:
    assert answers(knowledge, attribute, resource, to) == expected


@pytest.mark.parametrize(
    ("attribute", "resource", "to", "expression"),
    [
        (
            "ConfigurationEndPoint.Address",
            GROUP,
            "terraform",
            "aws_elasticache_replication_group.replication_group.configuration_endpoint_address",
        ),
        (
            "ConfigurationEndPoint.Address",
            GROUP,
            "pulumi",
            "replication_group.configuration_endpoint_address",
        ),
        (
            "ConfigurationEndPoint.Address",
            GROUP,
            "cdk",
            "replication_group.attr_configuration_end_point_address",
        ),
        (
            "ConfigurationEndPoint.Address",
            GROUP,
            "boto3",
            'client("elasticache").describe_replication_groups()["ReplicationGroups"][0]["ConfigurationEndpoint"]["Address"]',
        ),
        (
            "configuration_endpoint_address",
            "aws_elasticache_replication_group",
            "cloudformation",
            "!GetAtt ReplicationGroup.ConfigurationEndPoint.Address",
        ),
        (
            "subnet_group_name",
            "aws_elasticache_replication_group",
            "cloudformation",
            "ReplicationGroup.Properties.CacheSubnetGroupName",
        ),
        (
            "versioning_configuration.status",
            "aws:s3/bucketVersioning:BucketVersioning",
            "terraform",
            "aws_s3_bucket_versioning.bucket_versioning.versioning_configuration[0].status",
        ),
        (
            "cache_nodes[0].address",
            "aws.elasticache.get_cluster",
            "terraform",
            "data.aws_elasticache_cluster.cluster.cache_nodes[0].address",
        ),
        (
            "ingress[].from_port",
            "aws.ec2.SecurityGroup",
            "terraform",
            "aws_security_group.group.ingress[*].from_port",
        ),
    ],
)
def test_expressions_are_in_the_target_s_syntax(
    knowledge: KnowledgeBase, attribute: str, resource: str, to: str, expression: str
) -> None:
    target = knowledge.translate(attribute, resource, to=to)["targets"][0]
    assert expression in [item["expression"] for item in target["answers"]]


@pytest.mark.parametrize(
    ("attribute", "resource"),
    [
        ("CacheNodes[0].Address", GROUP),
        ("CacheNodes[*].Address", GROUP),
        ("CacheNodes.Address", GROUP),
        ("cache_nodes[0].address", "aws.elasticache.ReplicationGroup"),
        ("cache_nodes[0].address", "aws_elasticache_replication_group"),
        ("cache_nodes.0.address", "aws_elasticache_replication_group"),
    ],
)
def test_the_original_case(knowledge: KnowledgeBase, attribute: str, resource: str) -> None:
    found = knowledge.translate(attribute, resource, to="pulumi")
    assert found["status"] == "unknown-attribute"
    assert found["pitfall"]["instead"] == [
        "ConfigurationEndPoint.Address",
        "PrimaryEndPoint.Address",
    ]
    assert [(item["attribute"], item["when"]) for item in found["targets"][0]["answers"]] == [
        ("configuration_endpoint_address", "cluster mode enabled"),
        ("primary_endpoint_address", "cluster mode disabled"),
    ]


def test_deprecated_types_come_last(knowledge: KnowledgeBase) -> None:
    target = knowledge.translate(
        "versioning_configuration.status", "aws_s3_bucket_versioning", to="pulumi"
    )["targets"][0]
    assert [item["resource"] for item in target["answers"]] == [
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:s3/bucketVersioningV2:BucketVersioningV2",
    ]


def test_none_has_a_reason(knowledge: KnowledgeBase) -> None:
    target = knowledge.translate("ReadEndPoint.Ports", GROUP, to="terraform")["targets"][0]
    assert (target["status"], target["answers"]) == ("no-equivalent", []) and target["reason"]
    follower = knowledge.translate("ReadEndPoint.Ports", GROUP, to="pulumi")["targets"][0]
    assert follower["reason"] == target["reason"]


def test_a_type_that_terraform_lacks(knowledge: KnowledgeBase) -> None:
    target = knowledge.translate(
        "CidrIp", "AWS::ElastiCache::SecurityGroupIngress", to="terraform"
    )["targets"]
    assert target == []  # CidrIp does not exist there
    found = knowledge.translate(
        "CacheSecurityGroupName",
        "AWS::ElastiCache::SecurityGroupIngress",
        to=["terraform", "pulumi"],
    )
    assert [t["status"] for t in found["targets"]] == ["no-equivalent", "no-equivalent"]


def test_never_the_nearest_string(knowledge: KnowledgeBase) -> None:
    found = knowledge.translate("ConfigurationEndPoint.Adress", GROUP)
    assert (found["status"], found["targets"]) == ("unknown-attribute", [])
    assert {"resource": GROUP, "attribute": "ConfigurationEndPoint.Address"} in found["suggestions"]
    wrong_case = knowledge.translate("configurationendpoint.address", GROUP)
    assert (wrong_case["status"], wrong_case["targets"]) == ("unknown-attribute", [])


def test_unknown_resource(knowledge: KnowledgeBase) -> None:
    found = knowledge.translate("Arn", "AWS::ElastiCache::ReplicationGroups")
    assert (found["status"], found["targets"], found["query"]["system"]) == (
        "unknown-resource",
        [],
        None,
    )
    assert {"resource": GROUP} in found["suggestions"]


def test_the_shape_of_an_answer(knowledge: KnowledgeBase) -> None:
    found = knowledge.translate("ConfigurationEndPoint.Address", GROUP, to="pulumi")
    assert list(found) == ["query", "status", "targets", "suggestions", "pitfall", "versions"]
    assert found["query"] == {
        "system": "cloudformation",
        "resource": GROUP,
        "attribute": "ConfigurationEndPoint.Address",
    }
    assert found["targets"] == [
        {
            "system": "pulumi",
            "status": "equivalent",
            "answers": [
                {
                    "resource": "aws:elasticache/replicationGroup:ReplicationGroup",
                    "attribute": "configuration_endpoint_address",
                    "expression": "replication_group.configuration_endpoint_address",
                    "relation": "exact",
                    "when": "cluster mode enabled",
                    "transform": None,
                    "origin": "curated",
                    "confidence": 1.0,
                    "note": None,
                }
            ],
        }
    ]
    assert set(found["versions"]) == {
        "cfn-lint",
        "pulumi-aws",
        "cdktn-provider-aws",
        "aws-cdk-lib",
        "botocore",
    }


def test_transforms_turn_round(knowledge: KnowledgeBase) -> None:
    there = knowledge.translate("Tags", GROUP, to="terraform")["targets"][0]["answers"][0]
    back = knowledge.translate("tags", "aws_elasticache_replication_group", to="cloudformation")[
        "targets"
    ][0]["answers"][0]
    assert (there["transform"], back["transform"]) == ("tags-to-map", "map-to-tags")


@pytest.mark.parametrize("system", ["cloudfront", "", "Terraform"])
def test_unknown_system(knowledge: KnowledgeBase, system: str) -> None:
    with pytest.raises(
        KnowledgeBaseError, match="is not a system; use one of cloudformation, terraform"
    ):
        knowledge.translate("Arn", GROUP, to=[system])


def test_many_threads(knowledge: KnowledgeBase) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(
                lambda _: answers(knowledge, "ConfigurationEndPoint.Address", GROUP, "pulumi"),
                range(400),
            )
        )
    assert found == [[("configuration_endpoint_address", "cluster mode enabled")]] * 400


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("absent", "there is no knowledge base; run `iac-crosswalk build`"),
        ("empty", "is not an iac-crosswalk knowledge base"),
        ("text", "is not an iac-crosswalk knowledge base"),
        ("other", "is not an iac-crosswalk knowledge base"),
        ("cut", "is cut off"),
        ("folder", "cannot be read"),
        ("version", "was built by another version"),
    ],
)
def test_a_file_that_cannot_be_used(
    database: Path, tmp_path: Path, damage: str, message: str
) -> None:
    path = tmp_path / "x.db"
    if damage == "empty":
        path.touch()
    elif damage == "text":
        path.write_text("not a database" * 20)
    elif damage == "other":
        sqlite3.connect(path).execute("create table t (x)").connection.close()
    elif damage == "cut":
        path.write_bytes(database.read_bytes()[:1_000_000])
    elif damage == "folder":
        path.mkdir()
    elif damage == "version":
        head = bytearray(database.read_bytes()[:8192])
        head[60:64] = (99).to_bytes(4, "big")
        path.write_bytes(head)
    with pytest.raises(KnowledgeBaseError) as raised:
        KnowledgeBase(path)
    text = str(raised.value)
    assert message in text and str(path) in text and "\n" not in text


def test_the_file_is_never_written(database: Path) -> None:
    before = database.stat()
    knowledge = KnowledgeBase(database)
    knowledge.translate("Arn", "AWS::SQS::Queue")
    knowledge.search("configuration endpoint")
    after = database.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert not list(database.parent.glob("crosswalk.db-*"))


@pytest.mark.parametrize(
    "text", ["", '"', "NEAR(", "a OR", "*", "configuration\0endpoint", "' or 1=1", "é" * 300]
)
def test_search_takes_any_text(knowledge: KnowledgeBase, text: str) -> None:
    assert isinstance(knowledge.search(text, limit=3), list)


def test_search_finds_words_of_camel_case(knowledge: KnowledgeBase) -> None:
    found = knowledge.search("configuration end point address", limit=10, system="cloudformation")
    assert {"AWS::ElastiCache::ReplicationGroup"} == {row["resource"] for row in found}


@pytest.mark.parametrize(
    "words",
    [
        "configurationEndpointAddress",
        "configuration_endpoint_address",
        "ConfigurationEndpoint.Address",
    ],
)
def test_search_divides_the_words_of_the_question(knowledge: KnowledgeBase, words: str) -> None:
    hits = [
        each for row in knowledge.search(words, limit=30) for each in (row, *row["counterparts"])
    ]
    found = {(each["system"], each["attribute"]) for each in hits}
    assert found >= {
        ("cloudformation", "ConfigurationEndPoint.Address"),
        ("pulumi", "configuration_endpoint_address"),
    }


def test_search_finds_types_by_their_name(knowledge: KnowledgeBase) -> None:
    assert "elasticache.ReplicationGroup" in {
        row["resource"] for row in knowledge.search("ReplicationGroup", limit=3)
    }


@pytest.mark.parametrize(
    ("text", "limit"), [("x", 0), ("x", -1), ("x", "2"), ("x", 2**63), (None, 3)]
)
def test_search_of_what_cannot_be_searched(knowledge: KnowledgeBase, text: Any, limit: Any) -> None:
    with pytest.raises(
        KnowledgeBaseError, match="search takes a text of words, and a limit of 1 or more"
    ):
        knowledge.search(text, limit)


def test_resource(knowledge: KnowledgeBase) -> None:
    found = knowledge.resource("aws.elasticache.ReplicationGroup")
    assert (
        found is not None
        and found["resource"] == "aws:elasticache/replicationGroup:ReplicationGroup"
    )
    assert {(item["system"], item["resource"]) for item in found["equivalents"]} == {
        ("cloudformation", GROUP),
        ("terraform", "aws_elasticache_replication_group"),
        ("boto3", "elasticache.ReplicationGroup"),
        ("boto3", "elasticache.DeleteReplicationGroup"),
        ("cdk", "aws_elasticache.CfnReplicationGroup"),
    }
    paths = {attribute["path"]: attribute for attribute in found["attributes"]}
    assert (
        paths["configuration_endpoint_address"]["is_input"] is False and "cache_nodes" not in paths
    )
    assert knowledge.resource("aws.elasticache.Nothing") is None


@pytest.mark.whole
@pytest.mark.parametrize(
    ("resource", "path", "meant"),
    [
        (
            "AWS::S3::Bucket",
            "publicaccessblockconfiguration.ignorepublicacls",
            "PublicAccessBlockConfiguration.IgnorePublicAcls",
        ),
        ("AWS::S3::Bucket", "tags[].key", "Tags[].Key"),
        ("AWS::S3::Bucket", "tags[].foo", "Tags"),
    ],
)
def test_a_path_with_several_names_in_another_spelling_is_suggested_whole(
    knowledge: KnowledgeBase, resource: str, path: str, meant: str
) -> None:
    answer = knowledge.translate(path, resource, to="terraform")
    assert [each["attribute"] for each in answer["suggestions"]] == [meant]


@pytest.mark.whole
def test_suggestions_of_a_large_resource_come_from_where_the_path_ends(
    knowledge: KnowledgeBase,
) -> None:
    inside = "Definition.Sheets[].Visuals[].BarChartVisual.ChartConfiguration.FieldWells.BarChartAggregatedFieldWells"  # noqa: E501
    answer = knowledge.translate(
        f"{inside}.Categorie[].Nothing", "AWS::QuickSight::Dashboard", to="boto3"
    )
    assert [item["attribute"] for item in answer["suggestions"]] == [f"{inside}.Category"]
    assert (
        knowledge.translate("a." * 5000, "AWS::QuickSight::Dashboard", to="boto3")["suggestions"]
        == []
    )


@pytest.mark.whole
@pytest.mark.parametrize(
    ("resource", "attribute", "found"),
    [
        (
            "AWS::Serverless::HttpApi",
            "RouteSettings.$default.ThrottlingRateLimit",
            "RouteSettings",
        ),
        (
            "AWS::Serverless::Api",
            "Auth.ResourcePolicy.CustomStatements[].Principal.AWS",
            "Auth.ResourcePolicy.CustomStatements[].Principal",
        ),
        ("AWS::IAM::ManagedPolicy", "PolicyDocument.Statement[0].Effect", "PolicyDocument"),
        ("aws_sqs_queue", 'tags["Owner"]', "tags"),  # a list of keys and values there
    ],
)
def test_a_name_of_the_user_s_is_answered_by_what_holds_it(
    knowledge: KnowledgeBase, resource: str, attribute: str, found: str
) -> None:
    """A name inside free-form JSON or a map of plain values is no attribute."""
    to = "cloudformation" if resource.startswith("aws_") else "terraform"
    answer = knowledge.translate(attribute, resource, to=to)
    assert (answer["status"], answer["query"]["attribute"]) == ("ok", found)
    first = answer["targets"][0]["answers"][0]
    name = normalise(attribute).rpartition(".")[2]
    assert first["relation"] != "exact" and first["note"].startswith(f"It holds {name}.")


def test_a_name_inside_a_plain_value_is_unknown(knowledge: KnowledgeBase) -> None:
    answer = knowledge.translate("BucketName.Arn", "AWS::S3::Bucket", to="terraform")
    assert answer["status"] == "unknown-attribute"


@pytest.mark.whole
@pytest.mark.parametrize(
    ("resource", "attribute", "to", "expression", "relation"),
    [
        (
            "AWS::Lambda::Function",
            "Environment.Variables.TABLE",
            "terraform",
            'aws_lambda_function.function.environment[0].variables["TABLE"]',
            "exact",
        ),
        (
            "aws_appsync_graphql_api",
            'uris["GRAPHQL"]',
            "cloudformation",
            "!GetAtt GraphQLApi.GraphQLUrl",
            "narrow",
        ),
    ],
)
def test_a_key_that_the_answer_keeps_is_its_whole_value(
    knowledge: KnowledgeBase,
    resource: str,
    attribute: str,
    to: str,
    expression: str,
    relation: str,
) -> None:
    first = knowledge.translate(attribute, resource, to=to)["targets"][0]["answers"][0]
    assert (first["expression"], first["relation"]) == (expression, relation)
    assert not (first["note"] or "").startswith("It holds")


@pytest.mark.whole
@pytest.mark.parametrize(
    ("resource", "written", "path"),
    [
        ("aws_drs.CfnReplicationConfigurationTemplate", "attrArn", "attr_arn"),
        (
            "aws.route53.ResolverFirewallRule",
            "blockOverrideDomain",
            "block_override_domain",
        ),
        ("AWS::SQS::Queue", "Properties.VisibilityTimeout", "VisibilityTimeout"),
        ("aws.ec2.Instance", "vpcSecurityGroupIds.length", "vpc_security_group_ids"),
    ],
)
def test_an_attribute_in_another_spelling_is_the_attribute(
    knowledge: KnowledgeBase, resource: str, written: str, path: str
) -> None:
    answer = knowledge.translate(written, resource)
    assert answer == knowledge.translate(path, resource) and answer["status"] == "ok"


def test_the_pitfalls_of_a_resource_are_read_once(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    read = queries.pitfalls

    def counted(store: Store, number: int) -> list[PitfallRow]:
        reads.append(number)
        return read(store, number)

    monkeypatch.setattr(queries, "pitfalls", counted)
    knowledge = KnowledgeBase(database)
    assert knowledge.translate("Nothing", "AWS::SQS::Queue")["status"] == "unknown-attribute"
    assert len(reads) == 1


@pytest.mark.whole
@pytest.mark.parametrize(
    ("path", "to", "expected"),
    [
        (
            "tunnel2_dpd_timeout_action",
            "cloudformation",
            ["VPNConnection.Properties.VpnTunnelOptionsSpecifications[1].DPDTimeoutAction"],
        ),
        (
            "tunnel2_dpd_timeout_action",
            "cdk",
            ["vpn_connection.vpn_tunnel_options_specifications[1].dpd_timeout_action"],
        ),
        (
            "tunnel2_dpd_timeout_action",
            "boto3",
            [
                'client("ec2").create_vpn_connection(Options={"TunnelOptions":'
                ' [..., {"DPDTimeoutAction": ...}]})',
                'client("ec2").describe_vpn_connections()["VpnConnections"][0]["Options"]'
                '["TunnelOptions"][1]["DpdTimeoutAction"]',
            ],
        ),
        (
            "tunnel1_dpd_timeout_action",
            "cloudformation",
            ["VPNConnection.Properties.VpnTunnelOptionsSpecifications[0].DPDTimeoutAction"],
        ),
    ],
)
def test_the_item_that_a_condition_means_by_its_place(
    knowledge: KnowledgeBase, path: str, to: str, expected: list[str]
) -> None:
    answer = knowledge.translate(path, "aws_vpn_connection", to=to)
    assert [each["expression"] for each in answer["targets"][0]["answers"]] == expected


@pytest.mark.whole
def test_every_place_that_a_condition_names_is_written(knowledge: KnowledgeBase) -> None:
    rows = knowledge.rows(
        "select distinct from_resource, from_path, to_system from equivalent where to_path like"
        " '%[]%' and (condition glob 'second *' or condition glob '*; second *')"
    )
    assert len(rows) > 40
    wrong = [
        (path, each["expression"])
        for resource, path, system in rows
        for each in knowledge.translate(path, resource, to=system)["targets"][0]["answers"]
        if "second " in (each["when"] or "") and "[]" in (each["attribute"] or "")
        if each["expression"] and not {"[1]", "[..., "} & {*_indexes(each["expression"])}
    ]
    assert not wrong


def _indexes(expression: str) -> list[str]:
    return re.findall(r"\[1\]|\[\.\.\., ", expression)


@pytest.mark.whole
@pytest.mark.parametrize(
    ("path", "resource", "expected"),
    [
        ("tags", "aws_sqs_queue", ["Queue.Properties.Tags"]),  # cfn-lint alone: it lists the type
        (  # the documentation has it among the return values
            "target_ip",
            "aws_route53_resolver_rule",
            ["ResolverRule.Properties.TargetIps", "!GetAtt ResolverRule.TargetIps"],
        ),
        (  # a plain value of such a type
            "visibility_timeout_seconds",
            "aws_sqs_queue",
            ["Queue.Properties.VisibilityTimeout", "!GetAtt Queue.VisibilityTimeout"],
        ),
    ],
)
def test_a_list_of_objects_is_read_only_where_the_documentation_says_so(
    knowledge: KnowledgeBase, path: str, resource: str, expected: list[str]
) -> None:
    answer = knowledge.translate(path, resource, to="cloudformation")
    assert [each["expression"] for each in answer["targets"][0]["answers"]] == expected


@pytest.mark.whole
def test_a_wrong_name_of_the_largest_types_is_answered_from_names_alone(
    knowledge: KnowledgeBase,
) -> None:
    """A server gives a question two seconds; the meanings of 27,000 names take as long."""
    found = knowledge.translate("Definitions.Sheets", "AWS::QuickSight::Dashboard", to="terraform")
    assert found["status"] == "unknown-attribute"
    assert "Definition.Sheets" in [each["attribute"] for each in found["suggestions"]]
    assert not any(each.get("why") for each in found["suggestions"])
