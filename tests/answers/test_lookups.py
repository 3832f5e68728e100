"""What a data source is given to look something up by: the argument of the call that looks it up
comes first, then the member that is read.
"""

from __future__ import annotations

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask


def first(
    knowledge: KnowledgeBase, path: str, resource: str
) -> tuple[str, str | None, str | None, str | None, str]:
    """(resource, attribute, use, transform, expression) of the first answer in boto3."""
    (target,) = knowledge.translate(path, resource, to="boto3")["targets"]
    found = target["answers"][0]
    return (
        found["resource"],
        found["attribute"],
        found.get("use"),
        found["transform"],
        found["expression"],
    )


@pytest.mark.parametrize(
    ("resource", "path", "answer"),
    [
        (
            "data.aws_ami",
            "owners",
            (
                "ec2.DescribeImages",
                "Owners",
                "write",
                None,
                'client("ec2").describe_images(Owners=...)',
            ),
        ),
        (
            "data.aws_ami",
            "filter[].values",
            (
                "ec2.DescribeImages",
                "Filters[].Values",
                "write",
                None,
                'client("ec2").describe_images(Filters=[{"Values": ...}])',
            ),
        ),
        (  # the one call whose argument is called Filter
            "data.aws_nat_gateways",
            "filter[].name",
            (
                "ec2.DescribeNatGateways",
                "Filter[].Name",
                "write",
                None,
                'client("ec2").describe_nat_gateways(Filter=[{"Name": ...}])',
            ),
        ),
        (  # an argument of the data source that is a filter of the call
            "data.aws_subnet",
            "vpc_id",
            (
                "ec2.DescribeSubnets",
                "Filters[].Values",
                "write",
                "wrap-list",
                'client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [...]}])',
            ),
        ),
        (
            "data.aws_identitystore_group",
            "alternate_identifier.unique_attribute.attribute_path",
            (
                "identitystore.GetGroupId",
                "AlternateIdentifier.UniqueAttribute.AttributePath",
                "write",
                None,
                (
                    'client("identitystore").get_group_id(AlternateIdentifier={"UniqueAttribute":'
                    ' {"AttributePath": ...}})'
                ),
            ),
        ),
        (  # one id in a list of ids
            "data.aws_vpc",
            "id",
            ("ec2.Vpc", "VpcId", "write", "wrap-list", 'client("ec2").describe_vpcs(VpcIds=[...])'),
        ),
        (  # an identifier that the call names after the thing
            "data.aws_iam_policy",
            "arn",
            ("iam.Policy", "Arn", "write", None, 'client("iam").get_policy(PolicyArn=...)'),
        ),
        (
            "data.aws_kms_key",
            "key_id",
            ("kms.DescribeKey", "KeyId", "write", None, 'client("kms").describe_key(KeyId=...)'),
        ),
        (
            "data.aws_secretsmanager_secret",
            "name",
            (
                "secretsmanager.DescribeSecret",
                "SecretId",
                "write",
                None,
                'client("secretsmanager").describe_secret(SecretId=...)',
            ),
        ),
        (
            "data.aws_lambda_invocation",
            "input",
            ("lambda.Invoke", "Payload", "write", None, 'client("lambda").invoke(Payload=...)'),
        ),
    ],
)
def test_the_argument_of_the_call_comes_first(
    knowledge: KnowledgeBase,
    resource: str,
    path: str,
    answer: tuple[str, str, str, str | None, str],
) -> None:
    assert first(knowledge, path, resource) == answer


def test_pulumi_functions_follow(knowledge: KnowledgeBase) -> None:
    assert (
        first(knowledge, "owners", "aws:ec2/getAmi:getAmi")[4]
        == 'client("ec2").describe_images(Owners=...)'
    )


def test_what_is_read_is_second_and_names_the_filter(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("name", "data.aws_security_group", to="boto3")["targets"]
    assert [(each["use"], each["attribute"], each["when"]) for each in target["answers"]] == [
        (
            "write",
            "Filters[].Values",
            "Name is group-name",
        ),  # GroupNames finds groups of the default VPC alone
        ("read", "GroupName", None),
    ]


def test_an_expression_that_reads_is_answered_by_what_reads(knowledge: KnowledgeBase) -> None:
    (target,) = ask(knowledge, "data.aws_iam_policy.p.arn", to="boto3")["targets"]
    assert [each["use"] for each in target["answers"]] == ["read", "write"]


def test_a_lookup_is_exact_where_the_resource_is(knowledge: KnowledgeBase) -> None:
    """A template sets the name of a role and looks none up, so that is close; boto3 looks it up."""
    targets = knowledge.translate("name", "data.aws_iam_role", to=["cloudformation", "boto3"])[
        "targets"
    ]
    assert [{each["relation"] for each in target["answers"]} for target in targets] == [
        {"close"},
        {"exact"},
    ]


def test_an_id_that_is_not_looked_up_by_is_read(knowledge: KnowledgeBase) -> None:
    assert first(knowledge, "id", "data.aws_ami")[2:] == (
        "read",
        None,
        'client("ec2").describe_images()["Images"][0]["ImageId"]',
    )


def test_many_things_are_listed(knowledge: KnowledgeBase) -> None:
    assert (
        first(knowledge, "arns", "data.aws_iam_roles")[4]
        == 'client("iam").list_roles()["Roles"][0]["Arn"]'
    )
    assert (
        first(knowledge, "accounts", "data.aws_organizations_organization")[4]
        == 'client("organizations").list_accounts()["Accounts"][0]'
    )


def test_a_document_is_given_to_the_call_that_takes_it(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("json", "data.aws_ecr_lifecycle_policy_document", to="boto3")[
        "targets"
    ]
    assert [(each["use"], each["expression"]) for each in target["answers"]] == [
        ("write", 'client("ecr").put_lifecycle_policy(lifecyclePolicyText=...)')
    ]


def test_what_only_the_making_call_takes_is_no_answer(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("tags", "data.aws_dynamodb_table", to="boto3")["targets"]
    assert (target["status"], target["answers"]) == ("unmapped", [])
    assert "creates the resource" in target["reason"]


def test_another_name_of_a_data_source_is_that_one(knowledge: KnowledgeBase) -> None:
    assert first(knowledge, "name", "data.aws_alb") == first(knowledge, "name", "data.aws_lb")


@pytest.mark.parametrize(
    ("resource", "path", "expressions"),
    [
        (
            "data.aws_partition",
            "partition",
            [
                "boto3.session.Session().get_partition_for_region(REGION)",
                'client("sts").get_caller_identity()["Arn"]',
            ],
        ),
        ("data.aws_region", "region", ["boto3.session.Session().region_name"]),
        (
            "data.aws_caller_identity",
            "account_id",
            ['client("sts").get_caller_identity()["Account"]'],
        ),
        (
            "AWS::Partition",
            "Ref",
            [
                "boto3.session.Session().get_partition_for_region(REGION)",
                'client("sts").get_caller_identity()["Arn"]',
            ],
        ),
    ],
)
def test_what_a_program_knows_of_itself(
    knowledge: KnowledgeBase, resource: str, path: str, expressions: list[str]
) -> None:
    (target,) = knowledge.translate(path, resource, to="boto3")["targets"]
    assert [each["expression"] for each in target["answers"]] == expressions


def test_the_argument_leads_back_to_the_data_source(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("Owners", "ec2.DescribeImages", to="terraform")["targets"]
    assert ("data.aws_ami", "owners") in [
        (each["resource"], each["attribute"]) for each in target["answers"]
    ]


def test_the_call_can_be_asked(knowledge: KnowledgeBase) -> None:
    found = ask(knowledge, 'client("ec2").describe_images(Owners=["amazon"])', to="terraform")
    assert (found["query"]["resource"], found["query"]["attribute"]) == (
        "ec2.DescribeImages",
        "Owners",
    )
    assert found["targets"][0]["answers"][0]["resource"] == "data.aws_ami"
