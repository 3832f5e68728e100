"""Single values where an argument is a list, and the name or id of a security group."""

from __future__ import annotations

import pytest

from iac_crosswalk.report.worksheet import FileSheet
from tests.report.conftest import Worksheet, entry

HEAD = """
Parameters:
  Env: {Type: String}
  One: {Type: "AWS::EC2::SecurityGroup::Id"}
  Several: {Type: "List<AWS::EC2::SecurityGroup::Id>"}
  Stored: {Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /groups}
Conditions: {Prod: !Equals [!Ref Env, prod], Inside: !Equals [!Ref Env, inside]}
Mappings:
  Groups: {here: {one: sg-1, several: [sg-1, sg-2]}, there: {one: sg-3, several: [sg-4]}}
Resources:
  Group: {Type: "AWS::EC2::SecurityGroup", Properties: {GroupDescription: g, VpcId: v}}
  Network: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Endpoint: {Type: "AWS::EC2::VPCEndpoint", Properties: {VpcId: v, ServiceName: s}}
"""


@pytest.mark.parametrize(
    ("value", "terraform", "pulumi"),
    [
        ("!GetAtt Group.GroupId", "[aws_security_group.group.id]", "[group.id]"),
        ("!Ref Group", "[aws_security_group.group.id]", "[group.id]"),
        ("!Ref One", "[var.one]", "[one]"),
        ("!Ref Several", "var.several", "several"),
        (
            "!Ref Stored",
            'split(",", data.aws_ssm_parameter.stored.value)',
            'stored.value.split(",")',
        ),
        pytest.param(
            "!GetAtt Endpoint.NetworkInterfaceIds",
            *["{0}endpoint.network_interface_ids"] * 2,
            marks=pytest.mark.whole,
        ),
        ("!Select [0, !Ref Several]", "[var.several[0]]", "[several[0]]"),
        ("!FindInMap [Groups, here, one]", '[local.groups["here"]["one"]]', None),
        ("!FindInMap [Groups, !Ref Env, several]", 'local.groups[var.env]["several"]', None),
        ("!ImportValue group", "[data.aws_cloudformation_export.group.value]", None),
        ('!Split [",", !Ref Env]', 'split(",", var.env)', None),
        ("[!Ref One]", "[var.one]", "[one]"),
        (
            "!If [Prod, !Ref One, !GetAtt Group.GroupId]",
            "[local.prod ? var.one : aws_security_group.group.id]",
            "[one if prod else group.id]",
        ),
        (
            "!If [Prod, !Ref One, !Ref Several]",
            "local.prod ? [var.one] : var.several",
            "[one] if prod else several",
        ),
        (
            "!If [Prod, !Ref One, !Ref AWS::NoValue]",
            "local.prod ? [var.one] : null",
            "[one] if prod else None",
        ),
    ],
)
def test_a_single_value_is_a_list_of_one(
    worksheet: Worksheet, value: str, terraform: str, pulumi: str | None
) -> None:
    template = f"""{HEAD}
  It: {{Type: "AWS::EC2::Instance", Properties: {{SecurityGroupIds: {value}}}}}
"""
    expected = {"terraform": terraform.format("aws_vpc_endpoint."), "pulumi": pulumi}
    for to, expression in expected.items():
        found = entry(worksheet(template, to), "It", "SecurityGroupIds")
        if expression is not None:
            assert [each.text for each in found.values] == [expression.format("")]
            assert found.there


def test_a_mapping_with_both_kinds_is_left_to_a_person(worksheet: Worksheet) -> None:
    template = f"""{HEAD}
  It:
    Type: AWS::EC2::Instance
    Properties: {{SecurityGroupIds: !FindInMap [Groups, here, !Ref Env]}}
"""
    assert not entry(worksheet(template, "terraform"), "It", "SecurityGroupIds").there


@pytest.mark.whole
def test_one_item_of_a_list_that_a_resource_returns(worksheet: Worksheet) -> None:
    template = f"""{HEAD}
  It: {{Type: "AWS::EC2::Instance", Properties: {{SubnetId: x}}}}
  Profile:
    Type: AWS::IAM::InstanceProfile
    Properties: {{Roles: !GetAtt Endpoint.NetworkInterfaceIds}}
"""
    (value,) = entry(worksheet(template, "terraform"), "Profile", "Roles").values
    assert value.text == "aws_vpc_endpoint.endpoint.network_interface_ids[0]"


GROUPS = """
Conditions: {Inside: !Equals [!Ref AWS::Region, us-east-1]}
Resources:
  Group: {Type: "AWS::EC2::SecurityGroup", Properties: {GroupDescription: g%s}}
  Instance:
    Type: AWS::EC2::Instance
    Properties: {SecurityGroupIds: [!Ref Group], SecurityGroups: [!Ref Group]}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {SecurityGroups: [!Ref Group], Name: !Ref Group}
  Rule:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Group, IpProtocol: "-1", SourceSecurityGroupId: !Ref Group}
"""
ID, NAME = "aws_security_group.group.id", "aws_security_group.group.name"


def values(sheet: FileSheet, *places: tuple[str, str]) -> list[str]:
    return [each.text for place in places for each in entry(sheet, *place).values]


@pytest.mark.parametrize(
    ("vpc", "ref"),
    [
        ("", NAME),
        (", VpcId: v", ID),
        (", VpcId: !If [Inside, v, !Ref AWS::NoValue]", "!Ref Group"),  # not decided
    ],
)
def test_the_ref_of_a_group_is_its_id_where_ids_are_taken(
    worksheet: Worksheet, vpc: str, ref: str
) -> None:
    sheet = worksheet(GROUPS % vpc, "terraform")
    lists = values(sheet, ("Instance", "SecurityGroupIds"), ("Balancer", "SecurityGroups"))
    assert lists == [f"[{ID}]"] * 2
    assert values(sheet, ("Rule", "GroupId"), ("Rule", "SourceSecurityGroupId")) == [ID, ID]
    names = [f"[{ref}]", ref]
    assert values(sheet, ("Instance", "SecurityGroups"), ("Balancer", "Name")) == names
