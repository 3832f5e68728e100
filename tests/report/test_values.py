"""The values of a template's properties, as the target writes them."""

from __future__ import annotations

import pytest

from iac_crosswalk.report.worksheet import Entry, FileSheet
from tests.report.conftest import Worksheet, entry

TEMPLATE = """
Parameters:
  Env: {Type: String}
Conditions:
  Made: !Equals [!Ref Env, prod]
Resources:
  Log:
    Type: AWS::Logs::LogGroup
    Condition: Made
    Properties: {LogGroupName: !Sub "/${AWS::StackName}/${!Literal}"}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: g
      Tags: [{Key: Name, Value: !Ref Env}, {Key: a/b, Value: 1}]
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}
        - {IpProtocol: tcp, FromPort: 80, ToPort: 80}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: []}
      ManagedPolicyArns: [a, b]
      Policies:
        - {PolicyName: one, PolicyDocument: {Statement: [{Resource: !GetAtt Log.Arn}]}}
        - {PolicyName: two, PolicyDocument: {Statement: []}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - {Name: c, PortMappings: [{ContainerPort: 80}], DockerLabels: {Own: x}}
  Queue:
    Type: AWS::SQS::Queue
    Properties: {RedrivePolicy: {deadLetterTargetArn: arn, maxReceiveCount: 2}}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Scheme: internal}
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !ImportValue vpc
      AvailabilityZone: !Select [0, !GetAZs ""]
      CidrBlock: !Join ["", [!Ref AWS::StackId]]
"""


@pytest.fixture(scope="module")
def sheet(worksheet: Worksheet) -> FileSheet:
    return worksheet(TEMPLATE, "terraform")


def texts(found: Entry) -> dict[str | None, str]:
    return {each.item: each.text for each in found.values}


@pytest.mark.parametrize(
    ("resource", "path", "value"),
    [
        ("Log", "LogGroupName", '"/${var.stack_name}/$${Literal}"'),
        ("Group", "Tags", '{ Name = var.env, "a/b" = 1 }'),
        (
            "Role",
            "AssumeRolePolicyDocument",
            'jsonencode({ Version = "2012-10-17", Statement = [] })',
        ),
        (
            "Task",
            "ContainerDefinitions",
            'jsonencode([{ name = "c", portMappings = [{ containerPort = 80 }],'
            ' dockerLabels = { Own = "x" } }])',
        ),
        (
            "Queue",
            "RedrivePolicy",
            'jsonencode({ deadLetterTargetArn = "arn", maxReceiveCount = 2 })',
        ),
        ("Balancer", "Scheme", "true"),
        ("Subnet", "VpcId", "data.aws_cloudformation_export.vpc.value"),
        ("Subnet", "AvailabilityZone", "data.aws_availability_zones.zones.names[0]"),
    ],
)
def test_a_value_is_written_for_its_argument(
    sheet: FileSheet, resource: str, path: str, value: str
) -> None:
    found = entry(sheet, resource, path)
    assert found.there and texts(found) == {None: value}


def test_local_zones_are_left_out(sheet: FileSheet) -> None:
    assert sheet.stack is not None
    (zones,) = [each for each in sheet.stack.declared if "zones" in (each.there or "")]
    assert '  values = ["opt-in-not-required"]' in zones.lines


def test_values_of_items_have_their_numbers(sheet: FileSheet) -> None:
    ports = entry(sheet, "Group", "SecurityGroupIngress[].FromPort")
    assert texts(ports) == {"1": "22", "2": "80"}
    assert texts(entry(sheet, "Group", "SecurityGroupIngress[].CidrIp")) == {"1": '["10.0.0.0/8"]'}


@pytest.mark.whole
def test_parts_of_items_are_counted(sheet: FileSheet) -> None:
    (role,) = [each for each in sheet.resources if each.name == "Role"]
    counts = {each.resource: each.count for each in role.targets}
    assert counts == {
        "aws_iam_role": 1,
        "aws_iam_role_policy": 2,
        "aws_iam_role_policy_attachment": 2,
    }
    assert texts(entry(sheet, "Role", "ManagedPolicyArns")) == {"1": '"a"', "2": '"b"'}


def test_what_count_makes_a_list_is_read_by_its_index(sheet: FileSheet) -> None:
    documents = texts(entry(sheet, "Role", "Policies[].PolicyDocument"))
    assert '"${aws_cloudwatch_log_group.log[0].arn}:*"' in documents["1"]


def test_what_cannot_be_written_is_shown_as_it_is(sheet: FileSheet) -> None:
    block = entry(sheet, "Subnet", "CidrBlock")
    assert not block.there and texts(block) == {None: '!Join ["", [!Ref AWS::StackId]]'}


CHOSEN = """
Parameters: {Env: {Type: String}}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  B:
    Type: AWS::S3::Bucket
    Properties:
      LoggingConfiguration: !If [Prod, {DestinationBucketName: logs}, !Ref AWS::NoValue]
      BucketName: !If [Prod, a, b]
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress:
        - {FromPort: 1}
        - !If [Prod, {FromPort: 2}, {FromPort: 3}]
  L:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {SecurityGroups: [a, !If [Prod, b, !Ref AWS::NoValue]], Subnets: one}
"""


def test_blocks_that_a_condition_chooses(worksheet: Worksheet) -> None:
    sheet = worksheet(CHOSEN, "terraform")

    def values(resource: str, path: str) -> list[tuple[str, str | None, str | None]]:
        return [(v.text, v.item, v.when) for v in entry(sheet, resource, path).values]

    logs = "LoggingConfiguration.DestinationBucketName"
    assert values("B", logs) == [('"logs"', None, "local.prod")]
    assert values("B", "BucketName") == [('local.prod ? "a" : "b"', None, None)]
    assert values("G", "SecurityGroupIngress[].FromPort") == [
        ("1", "1", None),
        ("2", "2", "local.prod"),
        ("3", "2", "!local.prod"),
    ]
    # AWS::NoValue takes an item out of a list; a single value is a list of one
    expression = '[for each in ["a", local.prod ? "b" : null] : each if each != null]'
    assert values("L", "SecurityGroups") == [(expression, None, None)]
    assert values("L", "Subnets") == [('["one"]', None, None)]


def test_only_what_is_written_by_hand_has_values(worksheet: Worksheet) -> None:
    found = entry(worksheet(TEMPLATE, "boto3"), "Group", "GroupDescription")
    assert not found.values


@pytest.mark.parametrize(
    ("policy", "older", "newer"),
    [
        ("", ("close", False, ["7"]), None),  # the block would set what passwords need as well
        ("MinimumLength: 9", ("exact", True, ["7"]), None),
        ("TemporaryPasswordValidityDays: 3", ("close", True, []), ["3"]),
    ],
)
def test_one_of_two_properties_with_one_argument_is_written(
    worksheet: Worksheet, policy: str, older: tuple[str, bool, list[str]], newer: list[str] | None
) -> None:
    policies = f"Policies: {{PasswordPolicy: {{{policy}}}}}" if policy else ""
    template = f"""
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      AdminCreateUserConfig: {{UnusedAccountValidityDays: 7}}
      {policies}
"""
    sheet = worksheet(template, "terraform")
    found = entry(sheet, "Pool", "AdminCreateUserConfig.UnusedAccountValidityDays")
    assert (found.verdict, found.there, [each.text for each in found.values]) == older
    if newer is not None:
        days = entry(sheet, "Pool", "Policies.PasswordPolicy.TemporaryPasswordValidityDays")
        assert [each.text for each in days.values] == newer


EXPRESSIONS = """
Parameters:
  Env: {Type: String}
  Text: {Type: String}
  One: {Type: "List<AWS::EC2::Subnet::Id>"}
  Two: {Type: "List<AWS::EC2::Subnet::Id>"}
Conditions:
  Prod: !Equals [!Ref Env, prod]
Resources:
  Group: {Type: "AWS::EC2::SecurityGroup", Properties: {GroupDescription: g}}
  Joined:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !Join [",", [a, !If [Prod, b, !Ref AWS::NoValue]]]
      Description: !Join [",", [a, !If [Prod, !GetAtt Group.GroupId, !Ref AWS::NoValue]]]
  Chosen:
    Type: AWS::EC2::Instance
    Properties:
      SubnetId: !Select [0, !If [Prod, !Ref One, !Ref Two]]
      SecurityGroupIds: !Ref Group
      AvailabilityZone: !Select [0, !GetAZs us-east-1]
  Split:
    Type: AWS::IAM::InstanceProfile
    Properties: {Roles: !Split [",", !Ref Text]}
  Unset:
    Type: AWS::EC2::Instance
    Properties:
      SecurityGroupIds: !Ref AWS::NoValue
      AvailabilityZone: !Select [0, "Fn::GetAZs": !Ref AWS::Region]
"""


@pytest.fixture(scope="module")
def expressions(worksheet: Worksheet) -> dict[str, FileSheet]:
    return {to: worksheet(EXPRESSIONS, to) for to in ("terraform", "pulumi")}


def test_a_joined_list_has_no_gaps(expressions: dict[str, FileSheet]) -> None:
    def value(to: str, path: str) -> str:
        return texts(entry(expressions[to], "Joined", path))[None]

    items = '[for each in ["a", local.prod ? "b" : null] : each if each != null]'
    assert value("terraform", "Value") == f'join(",", {items})'
    for path in ("Value", "Description"):
        expression = value("pulumi", path)
        assert expression.startswith("pulumi.Output.all(*[each for each in [")
        assert "if each is not None]).apply(lambda each:" in expression


def test_an_item_of_a_conditional_list(expressions: dict[str, FileSheet]) -> None:
    subnet = {to: texts(entry(each, "Chosen", "SubnetId")) for to, each in expressions.items()}
    assert subnet["terraform"] == {None: "(local.prod ? var.one : var.two)[0]"}
    assert subnet["pulumi"] == {None: "(one if prod else two)[0]"}


def test_one_resource_is_a_list_of_one(expressions: dict[str, FileSheet]) -> None:
    groups = {
        to: texts(entry(each, "Chosen", "SecurityGroupIds")) for to, each in expressions.items()
    }
    assert groups["terraform"] == {None: "[aws_security_group.group.id]"}
    assert groups["pulumi"] == {None: "[group.id]"}
    unset = entry(expressions["terraform"], "Unset", "SecurityGroupIds")
    assert texts(unset) == {None: "null"}


def test_the_one_item_of_a_list_that_is_split(expressions: dict[str, FileSheet]) -> None:
    roles = entry(expressions["terraform"], "Split", "Roles")
    assert texts(roles) == {None: 'split(",", var.text)[0]'}


def test_zones_are_those_of_the_own_region(expressions: dict[str, FileSheet]) -> None:
    sheet = expressions["terraform"]
    own = entry(sheet, "Unset", "AvailabilityZone")
    assert texts(own) == {None: "data.aws_availability_zones.zones.names[0]"}
    other = entry(sheet, "Chosen", "AvailabilityZone")
    assert not other.there and texts(other) == {None: "!Select [0, !GetAZs us-east-1]"}
