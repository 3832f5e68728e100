"""Programs in Python as worksheets: Pulumi, the CDK, boto3."""

from __future__ import annotations

from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.report.run import make
from iac_crosswalk.report.worksheet import Entry, Sheet

PULUMI = """import pulumi
import pulumi_aws as aws
SHARDS = 2
config = aws.eks.ClusterVpcConfigArgs(subnet_ids=["a"])
role = aws.iam.Role("r", assume_role_policy="{}")
cluster = aws.eks.Cluster("k", role_arn=role.arn, vpc_config=config)
cache = aws.elasticache.ReplicationGroup("c", description="d", num_node_groups=SHARDS)
cluster.certificate_authority.apply(lambda authority: authority.data)
pulumi.export("host", cache.configuration_endpoint_address)
"""
CDK = """from aws_cdk import CfnOutput, Fn, aws_s3 as s3
status = s3.CfnBucket.VersioningConfigurationProperty(status="Enabled")
bucket = s3.CfnBucket(stack, "Logs", versioning_configuration=status)
CfnOutput(stack, "Arn", value=bucket.attr_arn)
CfnOutput(stack, "Domain", value=bucket.get_att("RegionalDomainName").to_string())
CfnOutput(stack, "Dual", value=Fn.get_att(bucket.logical_id, "DualStackDomainName").to_string())
"""
BOTO3 = """import boto3
rds = boto3.client("rds")
rds.create_db_instance(DBInstanceIdentifier="db", Engine="postgres")
answer = rds.describe_db_instances()
print(answer["DBInstances"][0]["Endpoint"]["Address"])
"""


def sheets(program: str, to: str, knowledge: KnowledgeBase, folder: Path) -> dict[str, Sheet]:
    path = folder / "program.py"
    path.write_text(program)
    report, refused = make([path], to, knowledge)
    assert not refused
    return {sheet.name: sheet for sheet in report.files[0].resources}


def first(entries: list[Entry]) -> dict[str, str]:
    return {
        each.path: f"{each.answers[0]['resource']} {each.answers[0]['attribute']}"
        for each in entries
        if each.answers
    }


@pytest.mark.parametrize(
    ("to", "authority", "host"),
    [
        (
            "cloudformation",
            "AWS::EKS::Cluster CertificateAuthorityData",
            "ConfigurationEndPoint.Address",
        ),
        (
            "terraform",
            "aws_eks_cluster certificate_authority[].data",
            "configuration_endpoint_address",
        ),
        (
            "cdk",
            "aws_eks.CfnCluster attr_certificate_authority_data",
            "attr_configuration_end_point_address",
        ),
        ("boto3", "eks.Cluster certificateAuthority.data", "ConfigurationEndpoint.Address"),
    ],
)
def test_pulumi(
    to: str, authority: str, host: str, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    found = sheets(PULUMI, to, knowledge, tmp_path)
    assert list(found) == ["role", "cluster", "cache"]
    cluster, cache = found["cluster"], found["cache"]
    assert {"role_arn", "vpc_config.subnet_ids"} == {each.path for each in cluster.properties}
    assert first(cluster.outputs)["certificate_authority.data"] == authority
    (endpoint,) = cache.outputs
    assert endpoint.answers[0]["attribute"] == host
    assert endpoint.answers[0]["holds"] in (
        True,
        None,
    )  # Terraform has the one name for it in every case
    assert endpoint.places == ["line 9"]
    assert found["role"].outputs[0].places == ["cluster.role_arn"]


def test_cdk(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    (bucket,) = sheets(CDK, "terraform", knowledge, tmp_path).values()
    assert first(bucket.properties) == {
        "versioning_configuration.status": (
            "aws_s3_bucket_versioning versioning_configuration.status"
        )
    }
    assert first(bucket.outputs) == {
        "attr_arn": "aws_s3_bucket arn",
        "attr_regional_domain_name": "aws_s3_bucket bucket_regional_domain_name",
    }
    assert "attr_dual_stack_domain_name" in {
        each.path for each in bucket.outputs
    }  # Terraform has none


def test_boto3(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    found = sheets(BOTO3, "terraform", knowledge, tmp_path)
    assert first(found["create_db_instance"].properties) == {
        "DBInstanceIdentifier": "aws_db_instance identifier",
        "Engine": "aws_db_instance engine",
    }
    assert first(found["answer"].outputs) == {"Endpoint.Address": "aws_db_instance address"}
