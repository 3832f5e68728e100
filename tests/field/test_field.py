"""What people met in the field, reduced to small inputs, and the right answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.ask import ask
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.files import read
from iac_crosswalk.report.run import make

HERE = Path(__file__).parent

FINDINGS: dict[str, list[tuple[str, str | None]]] = {
    "alb_condition.tf": [
        ("field", "condition[].path_pattern.values"),
        ("values", "condition[].path_pattern.values"),
    ],
    "eip.tf": [("vpc", "domain")],
    "eks_vpc_config.py": [("vpc_id", None)],
    "eks_vpc_config.tf": [("vpc_id", None)],
    "feature_group.tf": [("name", "feature_group_name")],
    "instance_v6.tf": [
        ("cpu_core_count", "cpu_options.core_count"),
        ("cpu_threads_per_core", "cpu_options.threads_per_core"),
        ("block_duration_minutes", "nothing takes its place"),
        ("cpu_core_count", "cpu_options.core_count"),
        ("elastic_gpu_specifications", "nothing takes its place"),
        ("elastic_inference_accelerator", "nothing takes its place"),
    ],
    "nested_stack.yaml": [("Outputs", None)],
    "opensearch.tf": [
        ("kibana_endpoint", "dashboard_endpoint"),
        ("kibana_endpoint", "dashboard_endpoint"),
    ],
    "rds_outputs.tf": [
        ("maintenance_window", "preferred_maintenance_window"),
        ("status", None),
        ("maintenance_window", "preferred_maintenance_window"),
    ],
    "trail_boto3.py": [("TrailArn", "TrailARN")],
    "upgrade_v5.tf": [
        ("capacity_providers", "aws_ecs_cluster_capacity_providers.capacity_providers"),
        (
            "default_capacity_provider_strategy",
            "aws_ecs_cluster_capacity_providers.default_capacity_provider_strategy",
        ),
        ("enable_classiclink", "nothing takes its place"),
        ("enable_classiclink_dns_support", "nothing takes its place"),
        ("name", "db_name"),
        ("cluster_security_groups", "nothing takes its place"),
        ("name", "db_name"),
    ],
    "upgrade_v7.py": [
        ("server_side_encryption_configurations", "server_side_encryption_configuration"),
        ("elastic_gpu_specifications", "nothing takes its place"),
        ("cpu_core_count", "cpu_options.core_count"),
        ("cpu_threads_per_core", "cpu_options.threads_per_core"),
        ("kibana_endpoint", "dashboard_endpoint"),
        ("s3_settings", "aws.dms.S3Endpoint"),
    ],
}
"""File → each wrong name, in the order of the text, with what the finding says to write instead;
None where nothing may be proposed.
"""


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


@pytest.mark.parametrize("name", FINDINGS)
def test_check(advisor: Advisor, name: str) -> None:
    source = read(HERE / name)
    checked = check_source(source, advisor)
    assert checked is not None
    found = []
    mistakes = [each for each in checked.findings if each.level == "error"]
    for (_, expected), each in zip(FINDINGS[name], mistakes, strict=True):
        wrong = source.data[each.span.start : each.span.end].decode()
        proposed = [*(r.path for r in each.replacements), *each.suggestions]
        said = each.message.partition(": `")[2]
        if expected is None:
            found.append((wrong, ", ".join(proposed) or None))
        else:
            found.append(
                (
                    wrong,
                    expected if expected in proposed or expected in said else f"{proposed} {said}",
                )
            )
    assert found == FINDINGS[name]


def test_every_entry_of_an_everyday_stack_has_a_place(knowledge: KnowledgeBase) -> None:
    for to in ("terraform", "pulumi"):
        report, refused = make([HERE / "everyday_stack.yaml"], to, knowledge)
        assert not refused
        entries = [
            e for sheet in report.files[0].resources for e in (*sheet.properties, *sheet.outputs)
        ]
        assert len(entries) >= 40
        assert [(e.path, e.verdict) for e in entries if e.verdict in ("unmapped", "unknown")] == []


QUESTIONS: list[tuple[str, dict[str, Any], str, tuple[str, str]]] = [
    ("${Trail.Arn}", {"within": "everyday_stack.yaml"}, "terraform", ("aws_cloudtrail", "arn")),
    (
        "KeyError: 'TrailArn'",
        {"within": "trail_boto3.py"},
        "boto3",
        ("cloudtrail.Trail", "TrailARN"),
    ),
    (
        "AWS::RDS::DBCluster.ReadEndpoint.Address",
        {},
        "terraform",
        ("aws_rds_cluster", "reader_endpoint"),
    ),
    ("AWS::RDS::DBCluster.Endpoint.Address", {}, "terraform", ("aws_rds_cluster", "endpoint")),
    (
        "AWS::EKS::Cluster.CertificateAuthorityData",
        {},
        "terraform",
        ("aws_eks_cluster", "certificate_authority[].data"),
    ),
    (
        "AWS::EKS::Cluster.OpenIdConnectIssuerUrl",
        {},
        "terraform",
        ("aws_eks_cluster", "identity[].oidc[].issuer"),
    ),
    (
        "AWS::EKS::Cluster.ClusterSecurityGroupId",
        {},
        "terraform",
        ("aws_eks_cluster", "vpc_config.cluster_security_group_id"),
    ),
    (
        "AWS::ECS::TaskDefinition.TaskDefinitionArn",
        {},
        "terraform",
        ("aws_ecs_task_definition", "arn"),
    ),
]


@pytest.mark.parametrize(
    ("text", "options", "to", "answer"), QUESTIONS, ids=[row[0] for row in QUESTIONS]
)
def test_ask(
    knowledge: KnowledgeBase, text: str, options: dict[str, Any], to: str, answer: tuple[str, str]
) -> None:
    if file := options.get("within"):
        options = {"within": (HERE / file).read_text()}
    found = ask(knowledge, text, to=to, **options)
    first = found["targets"][0]["answers"][0] if found["targets"] else found["suggestions"][0]
    assert (first["resource"], first["attribute"]) == answer


def test_the_arn_of_a_task_definition_is_never_its_id(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate(
        "TaskDefinitionArn", "AWS::ECS::TaskDefinition", to="terraform"
    )["targets"]
    assert [each["attribute"] for each in target["answers"]] == ["arn"]


def test_assign_public_ip_is_a_word_there_and_a_boolean_here(knowledge: KnowledgeBase) -> None:
    path = "NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp"
    (target,) = knowledge.translate(path, "AWS::ECS::Service", to="terraform")["targets"]
    assert {each["transform"] for each in target["answers"]} == {"enabled-to-boolean"}
