"""boto3's calls that only write, and what a program knows without a resource."""

from __future__ import annotations

import pytest

from builder.sources.pseudo import with_pseudo
from tests.conftest import Extract


@pytest.mark.parametrize(
    ("name", "operation", "arguments"),
    [
        ("lambda.AddPermission", "add_permission", {"Principal", "SourceArn", "FunctionName"}),
        (
            "ec2.AuthorizeSecurityGroupIngress",
            "authorize_security_group_ingress",
            {"GroupId", "IpPermissions[].FromPort"},
        ),
        ("ec2.CreateRoute", "create_route", {"RouteTableId", "DestinationCidrBlock"}),
        ("s3.PutBucketAcl", "put_bucket_acl", {"ACL", "Bucket"}),
        ("iam.PutRolePolicy", "put_role_policy", {"PolicyDocument", "RoleName"}),
        ("events.PutTargets", "put_targets", {"Targets[].Arn", "Targets[].Input"}),
    ],
)
def test_a_call_that_only_writes(
    name: str, operation: str, arguments: set[str], extract: Extract
) -> None:
    (found,) = (resource for resource in extract("boto3").resources if resource.name == name)
    assert found.facts["create"][0]["operation"] == operation
    assert "read" not in found.facts
    assert arguments <= {attribute.path for attribute in found.attributes}
    assert all(attribute.is_input and not attribute.is_output for attribute in found.attributes)


def test_calls_that_repeat_a_resource_are_left_out(extract: Extract) -> None:
    names = {resource.name for resource in extract("boto3").resources}
    assert {
        "sqs.CreateQueue",
        "lambda.UpdateAlias",
        "rds.CreateDBInstance",
        "lambda.DeleteFunction",
        "kms.Encrypt",
    } & names == set()
    writing = [resource for resource in extract("boto3").resources if "read" not in resource.facts]
    assert 500 < len(writing) < 900
    assert sum(len(resource.attributes) for resource in writing) < 13_000


def test_pseudo_resources_are_added_and_sorted(extract: Extract) -> None:
    before = extract("cloudformation")
    count = len(before.resources)
    found = with_pseudo(before)
    assert len(before.resources) == count
    pseudo = {
        resource.name: [a.path for a in resource.attributes]
        for resource in found.resources
        if resource.kind == "pseudo"
    }
    assert pseudo["AWS::AccountId"] == ["Ref"]
    assert pseudo["Fn::GetAZs"] == ["Value"]
    assert [(each.kind, each.name) for each in found.resources] == sorted(
        (each.kind, each.name) for each in found.resources
    )
