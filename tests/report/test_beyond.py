"""What a worksheet says beyond attributes: what is required, outside of properties, defaults."""

from __future__ import annotations

import json
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from iac_crosswalk.report.defaults import defaults_by_type
from iac_crosswalk.report.formats import as_json, markdown, page, text
from iac_crosswalk.report.summary import report
from iac_crosswalk.report.worksheet import FileSheet, Sheet
from iac_crosswalk.store import queries
from iac_crosswalk.store.schema import Schemas
from tests.report.conftest import Worksheet, entry

ROOT = Path(__file__).parents[2]
TEMPLATE = """
Resources:
  SiteLogs:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Delete
    Properties:
      VersioningConfiguration: {Status: Enabled}
  Role:
    Type: AWS::IAM::Role
    DependsOn: [SiteLogs]
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
      Policies:
        - {PolicyName: p, PolicyDocument: {Statement: []}}
  Database:
    Type: AWS::RDS::DBCluster
    DeletionPolicy: Snapshot
    Properties: {Engine: aurora-mysql}
  Disk:
    Type: AWS::EC2::Volume
    DeletionPolicy: Snapshot
    Properties: {AvailabilityZone: a, Size: 1}
  Table:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Snapshot
    Properties: {TableName: t}
  Balancer:
    Type: AWS::ElasticLoadBalancing::LoadBalancer
    Properties:
      Listeners: [{LoadBalancerPort: '80', InstancePort: '80', Protocol: HTTP}]
"""


def sheet_of(file: FileSheet, name: str) -> Sheet:
    return next(each for each in file.resources if each.name == name)


def required(file: FileSheet, name: str) -> dict[str, dict[str, str | None]]:
    """Target → argument → what points back."""
    return {
        target.resource: {each.attribute: each.value for each in target.required}
        for target in sheet_of(file, name).targets
        if not target.instead_of
    }


def test_parts_point_back_by_the_name_of_the_file(worksheet: Worksheet) -> None:
    file = worksheet(TEMPLATE, "terraform")
    assert required(file, "SiteLogs")["aws_s3_bucket_versioning"] == {
        "bucket": "aws_s3_bucket.site_logs.id"
    }
    assert required(file, "Role")["aws_iam_role_policy"] == {"role": "aws_iam_role.role.name"}
    assert required(file, "Role")["aws_iam_role"] == {}
    there = required(worksheet(TEMPLATE, "pulumi"), "Role")
    assert there["aws:iam/rolePolicy:RolePolicy"] == {"role": "role.name"}


def test_required_below_a_block_counts_where_the_block_is_used(worksheet: Worksheet) -> None:
    file = worksheet(TEMPLATE, "terraform")
    (missing,) = sheet_of(file, "Balancer").targets[0].required
    assert missing.attribute == "listener[].instance_protocol" and missing.value is None
    assert missing.like == ["Listeners[].InstanceProtocol"]
    bare = {"Resources": {"B": {"Type": "AWS::ElasticLoadBalancing::LoadBalancer"}}}
    names = [
        each.attribute for each in sheet_of(worksheet(bare, "terraform"), "B").targets[0].required
    ]
    assert names and all(not name.startswith("listener[].") for name in names), names
    # what is given is not required any more
    full = TEMPLATE.replace("Protocol: HTTP}", "Protocol: HTTP, InstanceProtocol: HTTP}")
    assert sheet_of(worksheet(full, "terraform"), "Balancer").targets[0].required == []


@pytest.mark.parametrize(
    ("to", "name", "there"),
    [
        ("terraform", "SiteLogs", ["lifecycle {", "  prevent_destroy = true", "}"]),
        (
            "terraform",
            "Role",
            ["depends_on = [aws_s3_bucket.site_logs, aws_s3_bucket_versioning.site_logs]"],
        ),
        (
            "terraform",
            "Database",
            ["skip_final_snapshot = false", 'final_snapshot_identifier = "NAME"'],
        ),
        ("terraform", "Disk", ["final_snapshot = true"]),
        ("terraform", "Table", []),
        ("pulumi", "SiteLogs", ["opts=pulumi.ResourceOptions(retain_on_delete=True)"]),
        ("pulumi", "Role", ["opts=pulumi.ResourceOptions(depends_on=[site_logs])"]),
        ("pulumi", "Database", ["skip_final_snapshot=False", 'final_snapshot_identifier="NAME"']),
        ("cdk", "Database", []),
    ],
)
def test_policies_and_depends_on(
    worksheet: Worksheet, to: str, name: str, there: list[str]
) -> None:
    first = sheet_of(worksheet(TEMPLATE, to), name).outside[0]
    assert first.there == there and first.value and first.line


def test_each_has_its_value(worksheet: Worksheet) -> None:
    found = sheet_of(worksheet(TEMPLATE, "terraform"), "SiteLogs").outside
    assert [(each.name, each.value, each.line) for each in found] == [
        ("DeletionPolicy", "Retain", 5),
        ("UpdateReplacePolicy", "Delete", 6),
    ]


GROUP = """
Resources:
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    CreationPolicy: {ResourceSignal: {Count: 2, Timeout: PT15M}}
    UpdatePolicy:
      AutoScalingRollingUpdate: {MinInstancesInService: 1, PauseTime: PT5M}
      AutoScalingScheduledAction: {IgnoreUnmodifiedGroupSizeProperties: true}
    Properties: {MinSize: 1, MaxSize: 2}
  Machine:
    Type: AWS::EC2::Instance
    CreationPolicy: {ResourceSignal: {Timeout: PT15M}}
    Metadata:
      AWS::CloudFormation::Init: {config: {packages: {yum: {httpd: []}}}}
      Comment: mine
    Properties: {ImageId: ami-1}
"""


def test_creation_update_and_metadata(worksheet: Worksheet) -> None:
    file = worksheet(GROUP, "terraform")
    creation, update = sheet_of(file, "Group").outside
    assert creation.there == ['wait_for_capacity_timeout = "15m"']
    assert update.there[0] == "instance_refresh {" and "lifecycle {" in update.there
    assert "  ignore_changes = [min_size, max_size, desired_capacity]" in update.there
    assert "min_healthy_percentage" in (update.note or "")
    signal, init, comment = sheet_of(file, "Machine").outside
    assert signal.there == [] and "cfn-signal" in (signal.note or "")
    assert init.name == "Metadata AWS::CloudFormation::Init"
    assert "user_data" in (init.note or "") and "cfn-init" in (init.note or "")
    assert (comment.name, comment.value) == ("Metadata Comment", "mine")


@pytest.mark.parametrize(
    ("rolling", "preferences", "note"),
    [
        ({}, [], None),
        ({"MaxBatchSize": 2}, [], "MaxBatchSize has no counterpart"),
        ({"MinInstancesInService": 2}, ["min_healthy_percentage = …"], "a number of instances"),
        ({"MinInstancesInService": 0}, ["min_healthy_percentage = 0"], None),
        ({"MinActiveInstancesPercent": 50}, ["min_healthy_percentage = 50"], None),
        ({"PauseTime": "PT1H5M"}, ["instance_warmup = 3900"], None),
        ({"PauseTime": {"Ref": "Pause"}}, ["instance_warmup = …"], None),
        ({"PauseTime": "PT5M", "WaitOnResourceSignals": True}, [], "Nothing waits for signals"),
        ({"SuspendProcesses": ["AZRebalance"]}, [], "SuspendProcesses has no counterpart"),
    ],
)
def test_a_refresh_has_the_preferences_that_the_template_gives(
    worksheet: Worksheet, rolling: dict[str, Any], preferences: list[str], note: str | None
) -> None:
    """Empty preferences would put the provider's defaults in place of the group's maintenance
    policy."""
    policy = {"AutoScalingRollingUpdate": rolling}
    group = one("AWS::AutoScaling::AutoScalingGroup", {"MinSize": 1}, UpdatePolicy=policy)
    (line,) = worksheet(group, "terraform").resources[0].outside
    block = [f"    {each}" for each in preferences]
    inside = ["  preferences {", *block, "  }"] if block else []
    assert line.there == ["instance_refresh {", '  strategy = "Rolling"', *inside, "}"]
    assert note is None or note in (line.note or "")
    (line,) = worksheet(group, "pulumi").resources[0].outside
    assert ("preferences" in line.there[0]) is bool(preferences)


def one(kind: str, properties: dict[str, Any] | None = None, **beside: Any) -> dict[str, Any]:
    return {"Resources": {"It": {"Type": kind, "Properties": properties or {}, **beside}}}


def warned(worksheet: Worksheet, template: dict[str, Any], to: str = "terraform") -> dict[str, str]:
    found = worksheet(template, to).resources[0].warnings
    return {each.property: each.text for each in found}


def test_a_default_that_differs_is_warned_of(worksheet: Worksheet) -> None:
    group = one("AWS::EC2::SecurityGroup", {"GroupDescription": "d"})
    assert "egress block" in warned(worksheet, group)["SecurityGroupEgress"]
    assert "egress=[" in warned(worksheet, group, "pulumi")["SecurityGroupEgress"]
    assert warned(worksheet, group, "cdk") == {}
    with_egress = one("AWS::EC2::SecurityGroup", {"SecurityGroupEgress": [{"IpProtocol": "-1"}]})
    assert warned(worksheet, with_egress) == {}
    sheet = worksheet(group, "terraform")
    assert [each.kind for each in sheet.attention] == ["default"]


def test_defaults_go_by_the_keys_beside_properties(worksheet: Worksheet) -> None:
    assert "DeletionPolicy" in warned(worksheet, one("AWS::RDS::DBCluster"))
    retained = one("AWS::RDS::DBCluster", DeletionPolicy="Retain")
    assert "DeletionPolicy" not in warned(worksheet, retained)
    # of an instance of a cluster, the cluster takes the snapshot
    assert "DeletionPolicy" in warned(worksheet, one("AWS::RDS::DBInstance"))
    member = one("AWS::RDS::DBInstance", {"DBClusterIdentifier": "c"})
    assert not {"DeletionPolicy", "BackupRetentionPeriod"} & warned(worksheet, member).keys()
    with_name = one("AWS::RDS::DBCluster", {"DBClusterIdentifier": "Mine"})
    assert "lower(" in warned(worksheet, with_name)["DBClusterIdentifier"]


@pytest.mark.whole
def test_every_row_of_the_defaults_names_what_exists(knowledge: Any) -> None:
    schemas = Schemas(knowledge)
    rows = [row for group in defaults_by_type().values() for row in group]
    assert len(rows) >= 15
    for row in rows:
        schema = schemas.find(row.type, "cloudformation")
        assert schema is not None and row.when in ("set", "unset", "always"), row
        beside = ("DeletionPolicy", "CreationPolicy")
        if row.when != "always":
            assert row.property in schema.members or row.property in beside, row
        assert {row.unless, row.given} <= {None, *schema.members}, row
        names = {
            name
            for link in queries.links(knowledge, schema.resource.id, "terraform")
            if link.name and (found := schemas.find(link.name, "terraform"))
            for name in found.members
        }
        first = row.write.removeprefix("an ").removeprefix("a ").split()[0]
        assert first in names | {"lifecycle"}, row


@pytest.mark.parametrize("form", [text, markdown, page, as_json])
def test_every_format_has_it(worksheet: Worksheet, form: Any) -> None:
    output = form.render(report("terraform", {}, [worksheet(TEMPLATE, "terraform")]))
    output = json.loads(output) if form is as_json else output
    output = json.dumps(output).replace("<wbr>", "").replace("\\\\", "")
    for part in ("aws_s3_bucket.site_logs.id", "listener[].instance_protocol", "prevent_destroy"):
        assert part in output
    assert "final_snapshot_identifier" in output and "DesiredCount" not in output


READS = """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {}, ManagedPolicyArns: [arn:aws:iam::aws:policy/A]}
  Cluster: {Type: AWS::EKS::Cluster, Properties: {RoleArn: !GetAtt Role.Arn}}
  Template: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateName: a}}
  Nodes:
    Type: AWS::EKS::Nodegroup
    Properties: {NodeRole: !GetAtt Role.Arn, LaunchTemplate: {Id: !Ref Template}}
  Kept: {Type: AWS::Logs::LogGroup, DeletionPolicy: Retain}
  Machine:
    Type: AWS::EC2::Instance
    Description: mine
    Metadata:
      AWS::CloudFormation::Init: {config: {files: {/a: {content: "a\\nb%s"}}}}
"""


def test_who_takes_a_role_waits_for_its_policies(worksheet: Worksheet) -> None:
    file = worksheet(READS % "", "terraform")
    waits = "[aws_iam_role_policy_attachment.role]"
    for name in ("Cluster", "Nodes"):
        found = {each.attribute: each.value for each in sheet_of(file, name).targets[0].required}
        assert found["depends_on"] == waits
    assert found["launch_template.version"] == "aws_launch_template.template.default_version"
    several = READS.replace("aws:policy/A]", "aws:policy/A, b]").replace(
        "  Template: {", "  Other: {Type: AWS::SQS::Queue, DependsOn: Role}\n  Template: {"
    )
    file = worksheet(several % "", "terraform")
    note = "else name each: aws_iam_role_policy_attachment.role (2)."
    assert any(each.endswith(note) for each in sheet_of(file, "Cluster").remarks)
    assert (sheet_of(file, "Other").outside[0].note or "").endswith(note)
    there = sheet_of(worksheet(several % "", "pulumi"), "Other").outside[0]
    assert there.note is None


NETWORK = """
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Elsewhere: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-1, CidrBlock: 10.0.0.0/24}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, GatewayId: !Ref Gateway}
  Told:
    Type: AWS::EC2::Route
    DependsOn: [Attached, Table]
    Properties: {RouteTableId: !Ref Table, GatewayId: !Ref Gateway}
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Subnet}}
  Late: {Type: AWS::EC2::NatGateway, DependsOn: Table, Properties: {SubnetId: !Ref Subnet}}
  Private:
    Type: AWS::EC2::NatGateway
    Properties: {SubnetId: !Ref Subnet, ConnectivityType: private}
  Other: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Elsewhere}}
  Inside:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, NatGatewayId: !Ref Nat}
"""


@pytest.mark.whole
def test_what_goes_out_waits_for_the_gateway(worksheet: Worksheet) -> None:
    file = worksheet(NETWORK, "terraform")
    attached = "aws_internet_gateway_attachment.attached"

    def waits(name: str) -> list[str]:
        sheet = sheet_of(file, name)
        own = [each for target in sheet.targets for each in target.required]
        found = [f"{e.attribute} = {e.value}" for e in own if e.attribute == "depends_on"]
        return found + [line for each in sheet.outside for line in each.there]

    assert waits("Out") == waits("Nat") == [f"depends_on = [{attached}]"]
    assert waits("Told") == [f"depends_on = [{attached}, aws_route_table.table]"]
    assert waits("Late") == [f"depends_on = [aws_route_table.table, {attached}]"]
    assert not waits("Private") and not waits("Other") and not waits("Inside")


@pytest.mark.whole
def test_an_alternative_without_names_is_not_offered(worksheet: Worksheet) -> None:
    entry_of = {"NetworkAclId": "acl-1", "RuleNumber": 1, "Protocol": -1, "RuleAction": "allow"}
    sheet = worksheet(one("AWS::EC2::NetworkAclEntry", entry_of), "terraform").resources[0]
    assert [each.resource for each in sheet.targets] == ["aws_network_acl_rule"]
    route = one("AWS::EC2::Route", {"RouteTableId": "rtb-1", "GatewayId": "igw-1"})
    sheet = worksheet(route, "terraform").resources[0]
    assert "aws_route_table" in [each.resource for each in sheet.targets]


def test_a_queue_takes_as_much_as_before(worksheet: Worksheet) -> None:
    assert "1048576" in warned(worksheet, one("AWS::SQS::Queue"))["MaximumMessageSize"]
    assert warned(worksheet, one("AWS::SQS::Queue", {"MaximumMessageSize": 1024})) == {}


def test_what_is_kept_and_what_is_moved(worksheet: Worksheet) -> None:
    file = worksheet(READS % ("x" * 500), "terraform")
    assert sheet_of(file, "Kept").outside[0].there == ["skip_destroy = true"]
    machine = sheet_of(file, "Machine")
    assert f'"a\\nb{"x" * 500}"' in (machine.outside[0].value or "")
    assert any("keep it as a comment" in each for each in machine.remarks)


def test_an_honest_none_is_answered(worksheet: Worksheet) -> None:
    template = one("AWS::Serverless::Api", {"StageName": "s", "Cors": {"AllowOrigin": "*"}})
    sheet = worksheet(template | {"Transform": "AWS::Serverless-2016-10-31"}, "terraform")
    refused = entry(sheet, "It", "Cors.AllowOrigin")
    assert refused.verdict == "none" and refused.reason
    assert (sheet.summary.entries.translated or 0) < 1 and sheet.summary.entries.answered == 1


def test_equal_resources_count_once_by_distinct_attribute(worksheet: Worksheet) -> None:
    alarm = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q", "Nope": 1}}
    sheet = worksheet({"Resources": {f"A{n}": alarm for n in range(5)}}, "terraform")
    assert sheet.summary.entries.total == 10
    assert (sheet.summary.distinct.total, sheet.summary.distinct.unknown) == (2, 1)


def test_the_rows_are_in_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shipped = project["tool"]["setuptools"]["package-data"]["iac_crosswalk.report"]
    files = [each.name for each in (ROOT / "iac_crosswalk" / "report").glob("*.yaml")]
    assert files and all(any(fnmatch(name, sign) for sign in shipped) for name in files)
