"""What is proposed instead of a name that does not exist, and when it is certain."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.answers.meaning import Meaning, Wrong
from iac_crosswalk.store import queries

GROUP = "aws.elasticache.ReplicationGroup"
CLUSTERED = {"num_node_groups": 2, "automatic_failover_enabled": True}


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


class Found(NamedTuple):
    """What is proposed, the one certain meaning, and names that look alike."""

    replacements: tuple[Meaning, ...]
    fix: Meaning | None
    suggestions: tuple[str, ...]


def ask(
    advisor: Advisor,
    resource: str,
    path: str,
    rest: str = "",
    output: bool = True,
    settings: dict[str, Any] | None = None,
    system: str = "pulumi",
    natives: bool = False,
) -> Found:
    """The advice about a path whose last name is wrong."""
    schema = advisor.schemas.find(resource, system, natives)
    assert schema is not None
    container, _, name = path.rpartition(".")
    advice = advisor.advise(Wrong(schema, container, name, rest, output, settings or {}))
    certain = [each for each in advice.meanings if each.certain]
    return Found(advice.meanings, certain[0] if len(certain) == 1 else None, advice.suggestions)


@pytest.mark.parametrize(
    ("settings", "proposed", "fix"),
    [
        (CLUSTERED, ["configuration_endpoint_address"], "configuration_endpoint_address"),
        (
            {"cluster_mode": "enabled"},
            ["configuration_endpoint_address"],
            "configuration_endpoint_address",
        ),
        ({"cluster_mode": "disabled"}, ["primary_endpoint_address"], "primary_endpoint_address"),
        (
            {"num_node_groups": 1},
            ["configuration_endpoint_address", "primary_endpoint_address"],
            None,
        ),
        (
            {"num_node_groups": None},
            ["configuration_endpoint_address", "primary_endpoint_address"],
            None,
        ),
        (
            {"num_node_groups": True},
            ["configuration_endpoint_address", "primary_endpoint_address"],
            None,
        ),
        ({}, ["configuration_endpoint_address", "primary_endpoint_address"], None),
    ],
)
def test_the_settings_choose_among_conditions(
    advisor: Advisor, settings: dict[str, Any], proposed: list[str], fix: str | None
) -> None:
    finding = ask(advisor, GROUP, "cache_nodes", "[].address", settings=settings)
    assert [each.path for each in finding.replacements] == proposed
    assert (finding.fix.path if finding.fix else None) == fix
    assert all("cache cluster" in each.why and each.whole for each in finding.replacements)


@pytest.mark.parametrize(
    ("system", "resource", "path", "output", "proposed", "why"),
    [
        (
            "pulumi",
            GROUP,
            "cache_node_type",
            False,
            "node_type",
            "`cache_node_type` is the CDK's name; here it is `node_type`",
        ),
        ("pulumi", GROUP, "nodeType", False, "node_type", "the name here is `node_type`"),
        ("pulumi", "aws.s3.Bucket", "tag", False, "tags", "the name here is `tags`"),
        (
            "pulumi",
            "aws.ec2.Instance",
            "image_id",
            False,
            "ami",
            "image_id belongs to aws_launch_template and aws_launch_configuration",
        ),
        ("terraform", "aws_instance", "ImageId", False, "ami", "here it is `ami`"),
        ("terraform", "aws_sqs_queue", "queue_url", True, "url", "The URL of a queue is url"),
        (
            "cloudformation",
            "AWS::EC2::Instance",
            "ami",
            False,
            "ImageId",
            "`ami` is Terraform's name; here it is `ImageId`",
        ),
        (
            "cloudformation",
            "AWS::Lambda::Function",
            "Environment.variables",
            False,
            "Environment.Variables",
            "the name here is `Variables`",
        ),
    ],
)
def test_names_of_other_spellings_and_systems(
    advisor: Advisor, system: str, resource: str, path: str, output: bool, proposed: str, why: str
) -> None:
    finding = ask(advisor, resource, path, output=output, system=system)
    assert finding.fix is not None and finding.fix.path == proposed
    assert why in finding.fix.why


@pytest.mark.parametrize(
    ("resource", "path", "output"),
    [
        (GROUP, "frobnicate", True),
        (GROUP, "security_groups", False),
        ("aws.s3.Bucket", "zzz", False),
        (GROUP, "members", False),
        ("aws.ec2.get_coip_pools", "ids", True),
    ],
)
def test_nothing_is_certain_where_nobody_knows(
    advisor: Advisor, resource: str, path: str, output: bool
) -> None:
    finding = ask(advisor, resource, path, output=output)
    assert finding.fix is None
    assert not set(finding.suggestions) & {each.path for each in finding.replacements}


def test_what_the_settings_contradict_is_not_certain(advisor: Advisor) -> None:
    for settings, certain in (({}, True), ({"cluster_mode": "disabled"}, True), (CLUSTERED, False)):
        finding = ask(advisor, GROUP, "primary_end_point", "[].address", settings=settings)
        assert [each.path for each in finding.replacements] == ["primary_endpoint_address"]
        assert (finding.fix is not None) is certain


def test_an_input_is_never_proposed_for_reading_nor_an_output_for_giving(advisor: Advisor) -> None:
    assert ask(advisor, "aws.sqs.Queue", "Arn", output=True).fix is not None
    assert ask(advisor, "aws.sqs.Queue", "Arn", output=False).fix is None


@pytest.mark.parametrize(
    ("system", "resource", "path", "output", "proposed"),
    [
        ("pulumi", "aws.ec2.Vpc", "name", True, {}),
        ("pulumi", "aws.kms.Key", "name", True, {}),
        ("terraform", "aws_kms_key", "name", True, {}),
        (
            "pulumi",
            "aws.ec2.Instance",
            "name",
            True,
            {},
        ),  # CloudFormation's State.Name is another thing
        ("pulumi", "aws.lambda.Function", "function_arn", True, {"arn": True}),
        ("terraform", "aws_lambda_function", "function_arn", True, {"arn": True}),
        ("pulumi", "aws.sqs.Queue", "queue_arn", True, {"arn": True}),
        (
            "pulumi",
            "aws.elasticache.Cluster",
            "configuration_endpoint_address",
            True,
            {"cluster_address": False},
        ),
        (
            "cloudformation",
            "AWS::ElastiCache::CacheCluster",
            "ConfigurationEndPoint",
            True,
            {"ConfigurationEndpoint": True},
        ),
    ],
)
def test_what_a_sibling_or_another_system_calls_so(
    advisor: Advisor, system: str, resource: str, path: str, output: bool, proposed: dict[str, bool]
) -> None:
    finding = ask(advisor, resource, path, output=output, system=system)
    assert {each.path: each.certain for each in finding.replacements} == proposed


def test_the_id_of_a_resource_is_no_name_to_give(advisor: Advisor) -> None:
    finding = ask(advisor, "aws_vpc", "idd", output=False, system="terraform")
    assert "id" not in finding.suggestions
    assert "id" in ask(advisor, "aws_vpc", "idd", system="terraform").suggestions


def test_typescript_names_are_natives(advisor: Advisor) -> None:
    finding = ask(advisor, GROUP, "cacheNodes", settings=CLUSTERED, natives=True, rest="[].address")
    assert finding.fix is not None and finding.fix.path == "configuration_endpoint_address"
    finding = ask(advisor, GROUP, "CacheNodeType", output=False, natives=True)
    assert finding.fix is not None and finding.fix.path == "node_type"


def test_the_transform_is_the_one_on_the_way_here(advisor: Advisor) -> None:
    """Terraform's `assume_role_policy` is JSON text; CloudFormation takes the document."""
    finding = ask(
        advisor, "AWS::IAM::Role", "assume_role_policy", output=False, system="cloudformation"
    )
    assert [(each.path, each.transform) for each in finding.replacements] == [
        ("AssumeRolePolicyDocument", "json-decode")
    ]
    assert finding.fix is None


@pytest.mark.whole
@pytest.mark.parametrize(
    ("system", "resource", "path", "output", "proposed", "why"),
    [
        (
            "terraform",
            "aws_sagemaker_feature_group",
            "name",
            True,
            "feature_group_name",
            "the name here is",
        ),
        (
            "terraform",
            "aws_cloudwatch_log_group",
            "cloudwatch_log_group_arn",
            True,
            "arn",
            "the name here is",
        ),
        (
            "terraform",
            "aws_s3control_access_grant",
            "grantee[].type",
            False,
            "grantee[].grantee_type",
            "the name here is",
        ),
        (
            "terraform",
            "aws_lb",
            "full_name",
            True,
            "arn_suffix",
            "`LoadBalancerFullName` is CloudFormation's name",
        ),
        (
            "pulumi",
            "aws.lb.LoadBalancer",
            "full_name",
            True,
            "arn_suffix",
            "`LoadBalancerFullName` is CloudFormation's name",
        ),
        (
            "terraform",
            "aws_eks_cluster",
            "kubernetesVersion",
            False,
            "version",
            "its description: The desired Kubernetes version",
        ),
        (
            "cloudformation",
            "AWS::EKS::Nodegroup",
            "ScalingConfig.MinCount",
            False,
            "ScalingConfig.MinSize",
            "its description: ",
        ),
        (
            "boto3",
            "eks.Nodegroup",
            "scalingConfig.minCount",
            True,
            "scalingConfig.minSize",
            "its description: Minimum number",
        ),
    ],
)
def test_other_names_of_the_same_thing_are_likely_and_no_more(
    advisor: Advisor, system: str, resource: str, path: str, output: bool, proposed: str, why: str
) -> None:
    finding = ask(advisor, resource, path, output=output, system=system)
    assert [each.path for each in finding.replacements] == [proposed]
    assert why in finding.replacements[0].why
    assert finding.fix is None


@pytest.mark.whole
@pytest.mark.parametrize(
    ("system", "resource", "path", "output", "place"),
    [
        (
            "terraform",
            "aws_elastic_beanstalk_environment",
            "zone_id",
            True,
            ("data.aws_elastic_beanstalk_hosted_zone", "id"),
        ),
        (
            "terraform",
            "aws_secretsmanager_secret",
            "secret_string",
            True,
            ("data.aws_secretsmanager_secret_version", "secret_string"),
        ),
        (
            "terraform",
            "aws_s3_bucket",
            "public_access_block",
            False,
            ("aws_s3_bucket_public_access_block", None),
        ),
        ("terraform", "aws_s3_bucket", "public_access_block", True, None),
        ("terraform", "aws_elastic_beanstalk_environment", "zone", True, None),
        ("terraform", "aws_vpc", "subnet_id", True, None),  # there are many
    ],
)
def test_what_lies_elsewhere(
    advisor: Advisor,
    system: str,
    resource: str,
    path: str,
    output: bool,
    place: tuple[str, str | None] | None,
) -> None:
    schema = advisor.schemas.find(resource, system)
    assert schema is not None
    found = advisor.advise(Wrong(schema, "", path, output=output)).elsewhere
    assert (found and (found.row.name, found.attribute)) == place


@pytest.mark.parametrize(
    ("resource", "path", "output", "proposed"),
    [
        ("AWS::EC2::Instance", "Arn", True, ["InstanceId"]),
        ("AWS::Lambda::Function", "InvokeArn", True, ["Arn"]),
        ("AWS::IAM::ManagedPolicy", "Tags", False, []),
    ],
)
def test_what_a_pitfall_names_is_certain_only_where_the_value_is_the_same(
    advisor: Advisor, resource: str, path: str, output: bool, proposed: list[str]
) -> None:
    finding = ask(advisor, resource, path, output=output, system="cloudformation")
    assert [each.path for each in finding.replacements] == proposed
    assert finding.fix is None


def test_names_that_have_one_word_in_common_are_not_alike(advisor: Advisor) -> None:
    assert (
        ask(advisor, "aws_instance", "launch_date", output=False, system="terraform").suggestions
        == ()
    )
    assert ask(
        advisor, "aws_instance", "esb_block_device", output=False, system="terraform"
    ).suggestions == ("ebs_block_device",)


def test_what_serves_every_name_is_looked_up_once(
    knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second wrong name of a resource asks the built file for nothing that the first asked for:
    a block of 1,500 wrong names took ten seconds."""
    asked: list[str] = []

    def counted(name: str) -> None:
        plain = getattr(queries, name)

        def call(*given: Any) -> Any:
            asked.append(name)
            return plain(*given)

        monkeypatch.setattr(queries, name, call)

    once = ("descriptions", "equivalents", "paths", "pitfalls")
    for name in once:
        counted(name)
    fresh = Advisor(KnowledgeBase(knowledge.path))
    for name in ("minimum_number_of_widgets", "maximum_number_of_widgets", "widget_full_name"):
        ask(fresh, GROUP, name, output=False)
    assert sorted(asked) == sorted(dict.fromkeys(asked)), asked
    assert {"descriptions", "equivalents", "pitfalls"} <= {*asked}
