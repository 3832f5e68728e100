"""Conditions that a file settles by what it gives, names of its own, and what can be written."""

from __future__ import annotations

from typing import Any

import pytest

from iac_crosswalk.report.notes import one_way
from tests.report.conftest import Worksheet, entry

GROUP = """
Resources:
  AppGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: d
      %s
Outputs:
  Group: {Value: !Ref AppGroup}
"""


@pytest.mark.parametrize(
    ("property_line", "attribute"), [("VpcId: !Ref Vpc", "id"), ("GroupName: g", "name")]
)
def test_what_is_not_given_settles_a_condition(
    worksheet: Worksheet, property_line: str, attribute: str
) -> None:
    ref = entry(worksheet(GROUP % property_line, "terraform"), "AppGroup", "Ref")
    assert ref.verdict == "exact"
    (answer,) = ref.answers
    assert (answer["attribute"], answer["holds"]) == (attribute, True)
    assert answer["expression"] == f"aws_security_group.app_group.{attribute}"


@pytest.mark.parametrize(
    "property_line",
    [
        "VpcId: !If [Inside, !Ref Vpc, !Ref AWS::NoValue]",
        "Fn::Transform: {Name: Mine}",
    ],
)
def test_what_may_be_left_out_settles_nothing(worksheet: Worksheet, property_line: str) -> None:
    ref = entry(worksheet(GROUP % property_line, "terraform"), "AppGroup", "Ref")
    assert ref.verdict == "conditional" and len(ref.answers) == 2


def test_the_alternative_of_what_is_given_is_dropped(worksheet: Worksheet) -> None:
    attachment = one("AWS::EC2::VPCGatewayAttachment", {"VpcId": "v", "InternetGatewayId": "i"})
    sheet = worksheet(attachment, "terraform")
    found = entry(sheet, "It", "VpcId")
    assert found.verdict != "conditional" and sheet.summary.entries.conditional == 0
    assert sheet.summary.resources.exact == 1 and sheet.resources[0].verdict == "exact"
    targets = {target.resource: target.when for target in sheet.resources[0].targets}
    assert targets["aws_internet_gateway_attachment"] == "InternetGatewayId is given"
    assert "aws_vpn_gateway_attachment" not in targets
    assert all(each["when"] == "InternetGatewayId is given" for each in found.answers)


def one(kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"Resources": {"It": {"Type": kind, "Properties": properties}}}


def test_expressions_carry_the_files_own_names(worksheet: Worksheet) -> None:
    names = [f"PublicSubnet{number}" for number in range(1, 7)]
    subnets = {name: {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": "v"}} for name in names}
    outputs = {name: {"Value": {"Ref": name}} for name in names}
    for to, expected in (("terraform", "aws_subnet.public_subnet_1.id"), ("pulumi", "public_subnet_1.id")):  # fmt: skip # noqa: E501
        sheet = worksheet({"Resources": subnets, "Outputs": outputs}, to)
        found = {entry(sheet, name, "Ref").answers[0]["expression"] for name in names}
        assert len(found) == 6 and expected in found
    tf = 'resource "aws_sqs_queue" "dead_letters" {}\noutput "q" {\n  value = aws_sqs_queue.dead_letters.arn\n}\n'  # noqa: E501
    back = worksheet(tf, "cloudformation", "main.tf")
    expression = entry(back, "aws_sqs_queue.dead_letters", "arn").answers[0]["expression"]
    assert expression == "!GetAtt DeadLetters.Arn"


SES = """
resource "aws_ses_configuration_set" "set" { name = "x" }
resource "aws_fsx_lustre_file_system" "files" { subnet_ids = ["a"] }
resource "aws_directory_service_directory" "users" { name = "a.b" }
output "o" { value = aws_ses_configuration_set.set.id }
"""


@pytest.mark.whole
def test_the_type_that_asks_settles_what_only_tells_it_from_its_siblings(
    worksheet: Worksheet,
) -> None:
    sheet = worksheet(SES, "cloudformation", "main.tf")
    found = entry(sheet, "aws_ses_configuration_set.set", "name")
    assert found.verdict == "exact" and found.answers[0]["when"] is None  # was: SES API v1
    targets = {each.name: each.targets[0] for each in sheet.resources if each.targets}
    assert targets["aws_ses_configuration_set.set"].when is None
    # What has to be written in the target stays, with its value.
    files = targets["aws_fsx_lustre_file_system.files"]
    assert (files.when, files.holds) == ("FileSystemType is LUSTRE", True)
    assert [(r.attribute, r.value) for r in files.required] == [("FileSystemType", "LUSTRE")]
    # Here the resource's own setting decides between two types of the target.
    users = entry(sheet, "aws_directory_service_directory.users", "name")
    assert users.verdict == "conditional"


STREAM = """
resource "aws_kinesis_firehose_delivery_stream" "stream" {
  name        = "s"
  destination = "extended_s3"
  extended_s3_configuration { role_arn = "r" }
}
"""


@pytest.mark.whole
def test_a_condition_that_only_says_that_the_answer_is_written_is_dropped(
    worksheet: Worksheet,
) -> None:
    sheet = worksheet(STREAM, "cloudformation", "main.tf")
    name = "aws_kinesis_firehose_delivery_stream.stream"
    found = entry(sheet, name, "extended_s3_configuration.role_arn")
    assert {each["attribute"]: each["when"] for each in found.answers} == {
        "ExtendedS3DestinationConfiguration.RoleARN": None,
        "S3DestinationConfiguration.RoleARN": None,  # was: S3DestinationConfiguration is given
    }


def test_an_argument_that_is_an_output_too_is_answered_once(worksheet: Worksheet) -> None:
    group = 'resource "aws_elasticache_replication_group" "g" { num_cache_clusters = 2 }'
    sheet = worksheet(group, "cloudformation", "main.tf")
    (answer,) = entry(sheet, "aws_elasticache_replication_group.g", "num_cache_clusters").answers
    assert answer["expression"] == "g.Properties.NumCacheClusters"


@pytest.mark.whole
def test_the_condition_of_a_target_is_judged_like_those_of_its_answers(
    worksheet: Worksheet,
) -> None:
    policy = one("AWS::IAM::Policy", {"PolicyName": "p", "Roles": ["r"], "PolicyDocument": {}})
    sheet = worksheet(policy, "terraform")
    assert sheet.resources[0].verdict == "exact"
    target = sheet.resources[0].targets[0]
    assert (target.resource, target.holds) == ("aws_iam_role_policy", True)
    answers = entry(sheet, "It", "PolicyName").answers
    assert all(each["holds"] for each in answers if each["when"] == target.when)


def test_a_set_property_never_lands_in_an_id(worksheet: Worksheet) -> None:
    task = one("AWS::ECS::TaskDefinition", {"Family": "f"})
    names = [
        each["attribute"] for each in entry(worksheet(task, "terraform"), "It", "Family").answers
    ]
    assert names and "id" not in names


def test_terraform_converts_texts_and_numbers_by_itself(worksheet: Worksheet) -> None:
    group = one("AWS::AutoScaling::AutoScalingGroup", {"MinSize": "1", "MaxSize": "2"})
    there = entry(worksheet(group, "terraform"), "It", "MinSize")
    assert (there.verdict, there.answers[0]["transform"]) == ("exact", None)
    other = entry(worksheet(group, "pulumi"), "It", "MinSize")
    assert (other.verdict, other.answers[0]["transform"]) == ("transformed", "parse")


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ('Terraform takes "all" as well; CloudFormation and the API take -1 for it.', None),
        ("Put policy_arn into ManagedPolicyArns of each AWS::IAM::Role, which needs it.", None),
        ("An item of CloudFormation holds one range; write one for each.", None),
        (
            "In Terraform deprecated in favor of x. Leave y out in CloudFormation.",
            "In Terraform deprecated in favor of x.",
        ),
        ("One aws_iam_role_policy for each role.", "One aws_iam_role_policy for each role."),
        (None, None),
    ],
)
def test_notes_for_the_other_direction_are_left_out(note: str | None, expected: str | None) -> None:
    assert one_way(note, "cloudformation", "terraform") == expected
    assert one_way(note, "terraform", "cloudformation") == note


def test_a_note_is_without_repeats_in_an_entry(worksheet: Worksheet) -> None:
    rule = {"GroupDescription": "d", "SecurityGroupIngress": [{"IpProtocol": "tcp"}]}
    sheet = worksheet(one("AWS::EC2::SecurityGroup", rule), "terraform")
    for each in (*sheet.resources[0].properties, *sheet.resources[0].outputs):
        notes = [answer["note"] for answer in each.answers if answer["note"]]
        assert len(notes) == len(set(notes))


def test_what_is_a_setting_of_another_resource_carries_its_name(worksheet: Worksheet) -> None:
    template = {
        "Resources": {
            "EdgeFunction": {
                "Type": "AWS::Lambda::Function",
                "Properties": {"Role": "r", "FunctionName": "f"},
            },
            "EdgeVersion": {
                "Type": "AWS::Lambda::Version",
                "Properties": {"FunctionName": {"Ref": "EdgeFunction"}},
            },
        },
        "Outputs": {"V": {"Value": {"Ref": "EdgeVersion"}}},
    }
    sheet = worksheet(template, "terraform")
    expressions = [each["expression"] for each in entry(sheet, "EdgeVersion", "Ref").answers]
    assert expressions[0] == "aws_lambda_function.edge_function.qualified_arn"
    assert all(target.required == [] for target in sheet.resources[1].targets)


def test_an_alternative_that_another_resource_becomes_carries_its_name(
    worksheet: Worksheet,
) -> None:
    template = {
        "Resources": {
            "Door": {"Type": "AWS::EC2::InternetGateway"},
            "Attachment": {
                "Type": "AWS::EC2::VPCGatewayAttachment",
                "Properties": {"VpcId": "v", "InternetGatewayId": {"Ref": "Door"}},
            },
        }
    }
    found = entry(worksheet(template, "terraform"), "Attachment", "VpcId").answers
    assert {each["expression"] for each in found} == {
        "aws_internet_gateway_attachment.attachment.vpc_id",
        "aws_internet_gateway.door.vpc_id",
    }
