"""What a template uses, and what that is elsewhere."""

from __future__ import annotations

import time
from typing import Any

import pytest

from iac_crosswalk.programs.source import Unreadable
from iac_crosswalk.report.formats import as_json, markdown, page
from iac_crosswalk.report.formats import text as text_format
from iac_crosswalk.report.summary import report
from tests.report.conftest import Worksheet, entry, verdicts

CACHE = """
Resources:
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: d
      %s
  Reader:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !Sub
        - '${Cache.ConfigurationEndPoint.Address}:${Port}'
        - Port: !GetAtt Cache.ConfigurationEndPoint.Port
Outputs:
  Address: {Value: !GetAtt [Cache, PrimaryEndPoint.Address]}
"""


@pytest.mark.parametrize(
    ("settings", "configuration", "primary"),
    [
        (
            "NumNodeGroups: 2",
            "exact",
            "conditional",
        ),  # shows cluster mode enabled: that condition is met
        ("NumNodeGroups: '2'", "exact", "conditional"),
        ("ClusterMode: disabled", "conditional", "exact"),
        ("NumCacheClusters: 2", "conditional", "conditional"),
        ("NumNodeGroups: !Ref Number", "conditional", "conditional"),
        ("NumNodeGroups: !If [Large, 2, 1]", "conditional", "conditional"),
    ],
)
def test_settings_choose_conditions(
    worksheet: Worksheet, settings: str, configuration: str, primary: str
) -> None:
    sheet = worksheet(CACHE % settings, "terraform")
    address = entry(sheet, "Cache", "ConfigurationEndPoint.Address")
    assert (address.verdict, address.answers[0]["attribute"]) == (
        configuration,
        "configuration_endpoint_address",
    )
    assert address.answers[0]["holds"] is (configuration == "exact")
    assert entry(sheet, "Cache", "PrimaryEndPoint.Address").verdict == primary


def test_outputs_say_where_they_are_read(worksheet: Worksheet) -> None:
    sheet = worksheet(CACHE % "NumNodeGroups: 2", "pulumi")
    assert entry(sheet, "Cache", "ConfigurationEndPoint.Address").places == ["Reader.Value"]
    assert entry(sheet, "Cache", "ConfigurationEndPoint.Port").places == ["Reader.Value"]
    assert entry(sheet, "Cache", "PrimaryEndPoint.Address").places == ["Outputs.Address"]


def one(kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"Resources": {"It": {"Type": kind, "Properties": properties}}}


TAGS = [{"Key": "a", "Value": "b"}, {"Key": "c", "Value": {"Ref": "AWS::StackName"}}]


@pytest.mark.parametrize(
    ("kind", "properties", "to", "expected"),
    [
        # A block that is one value there is the entry; its content has no names there and is not
        # counted.
        ("AWS::SQS::Queue", {"Tags": TAGS}, "terraform", {"Tags": "transformed"}),
        (
            "AWS::SQS::Queue",
            {"Tags": TAGS},
            "cdk",
            {"Tags[].Key": "exact", "Tags[].Value": "exact"},
        ),
        (
            "AWS::ECS::TaskDefinition",
            {
                "Family": "f",
                "ContainerDefinitions": [{"Name": "a", "PortMappings": [{"ContainerPort": 1}]}],
            },
            "terraform",
            {"Family": "exact", "ContainerDefinitions": "transformed"},
        ),
        # A block with named content counts by its content, in both branches of Fn::If.
        (
            "AWS::Lambda::Function",
            {
                "VpcConfig": {
                    "Fn::If": [
                        "Inside",
                        {"SubnetIds": ["s"], "SecurityGroupIds": ["g"]},
                        {"Ref": "AWS::NoValue"},
                    ]
                }
            },
            "terraform",
            {"VpcConfig.SubnetIds": "exact", "VpcConfig.SecurityGroupIds": "exact"},
        ),
        (
            "AWS::Lambda::Function",
            {"Environment": {"Variables": {"A": "1", "B.C": "2"}}},
            "terraform",
            {"Environment.Variables": "exact"},
        ),
        # A path that several items set counts once.
        (
            "AWS::EC2::SecurityGroup",
            {"SecurityGroupIngress": [{"FromPort": 1, "ToPort": 1}, {"FromPort": 2}]},
            "terraform",
            {"SecurityGroupIngress[].FromPort": "exact", "SecurityGroupIngress[].ToPort": "exact"},
        ),
        (
            "AWS::IAM::Role",
            {"AssumeRolePolicyDocument": {"Statement": [{"Action": "x"}]}},
            "pulumi",
            {"AssumeRolePolicyDocument": "transformed"},
        ),
        # An empty list sets nothing; an empty object may turn something on.
        (
            "AWS::S3::Bucket",
            {"Tags": [], "Nam": [], "NotificationConfiguration": {"EventBridgeConfiguration": {}}},
            "cdk",
            {"Nam": "unknown", "NotificationConfiguration.EventBridgeConfiguration": "exact"},
        ),
        # A name that does not exist is one entry, with all that is in it.
        (
            "AWS::SQS::Queue",
            {"QueueNam": "x", "Redrive": {"A": {"B": 1}}},
            "terraform",
            {"QueueNam": "unknown", "Redrive": "unknown"},
        ),
        ("AWS::SQS::Queue", {"Arn": "x"}, "terraform", {"Arn": "unknown"}),
        (
            "AWS::S3::Bucket",
            {"VersioningConfiguration": {"Stat": "x"}},
            "terraform",
            {"VersioningConfiguration.Stat": "unknown"},
        ),
    ],
)
def test_entries(
    worksheet: Worksheet, kind: str, properties: dict[str, Any], to: str, expected: dict[str, str]
) -> None:
    assert verdicts(worksheet(one(kind, properties), to), "It") == expected


def test_a_covering_block_says_what_it_covers(worksheet: Worksheet) -> None:
    sheet = worksheet(one("AWS::SQS::Queue", {"Tags": TAGS}), "terraform")
    tags = entry(sheet, "It", "Tags")
    assert (
        tags.covers == ["Tags[].Key", "Tags[].Value"]
        and tags.answers[0]["transform"] == "tags-to-map"
    )


def test_times_and_lines(worksheet: Worksheet) -> None:
    sheet = worksheet(
        "Resources:\n  It:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n     "
        " SecurityGroupIngress:\n      - FromPort: 1\n      - FromPort: 2\n",
        "cdk",
    )
    found = entry(sheet, "It", "SecurityGroupIngress[].FromPort")
    assert (found.times, found.line, sheet.resources[0].line) == (2, 6, 2)


def test_a_set_property_goes_by_what_can_be_set(worksheet: Worksheet) -> None:
    for to, path in (("terraform", "bucket"), ("cdk", "bucket_name")):
        answers = entry(
            worksheet(one("AWS::S3::Bucket", {"BucketName": "b"}), to), "It", "BucketName"
        ).answers
        assert answers[0]["attribute"] == path and answers[0]["limit"] is None


def test_a_pitfall_names_what_to_use_and_what_that_is_there(worksheet: Worksheet) -> None:
    text = CACHE % "NumNodeGroups: 2" + "  Bad: {Value: !GetAtt 'Cache.CacheNodes[0].Address'}\n"
    found = entry(worksheet(text, "pulumi"), "Cache", "CacheNodes[].Address")
    assert (
        found.verdict == "unknown"
        and found.reason
        and found.reason.startswith("Cache nodes belong to a cache cluster")
    )
    (instead,) = found.replacements
    assert (instead["attribute"], instead["when"]) == (
        "ConfigurationEndPoint.Address",
        "cluster mode enabled",
    )
    assert instead["answers"][0]["attribute"] == "configuration_endpoint_address"


def test_names_that_look_alike_are_suggestions_and_no_answers(worksheet: Worksheet) -> None:
    found = entry(
        worksheet(one("AWS::ElastiCache::ReplicationGroup", {"CacheNodeTipe": "x"}), "terraform"),
        "It",
        "CacheNodeTipe",
    )
    assert found.suggestions[0] == "CacheNodeType" and not found.answers and not found.replacements


@pytest.mark.parametrize(
    ("kind", "verdict", "word"),
    [
        ("Custom::Thing", "outside", "custom resource"),
        ("AWS::CloudFormation::CustomResource", "outside", "custom resource"),
        ("Datadog::Monitors::Monitor", "outside", "A type of Datadog"),
        ("My::Org::Bucket::MODULE", "outside", "module"),
        ("AWS::Serverless::WebFunction", "outside", "SAM"),
        ("AWS::S3::Buckt", "unknown", "no such type"),
    ],
)
def test_types_that_cannot_be_translated(
    worksheet: Worksheet, kind: str, verdict: str, word: str
) -> None:
    sheet = worksheet(one(kind, {"Handler": "x", "Runtime": "y"}), "terraform")
    (resource,) = sheet.resources
    assert resource.verdict == verdict and resource.reason and word in resource.reason
    assert verdicts(sheet, "It") == {"Handler": "outside", "Runtime": "outside"}
    assert sheet.attention[0].kind == verdict and sheet.summary.entries.translated == 0


@pytest.mark.parametrize(
    ("to", "first"),
    [
        ("cdk", "aws_sam.CfnFunction"),
        ("terraform", "aws_lambda_function"),
        ("boto3", "lambda.FunctionConfiguration"),
    ],
)
def test_sam_types_are_translated(worksheet: Worksheet, to: str, first: str) -> None:
    sheet = worksheet(one("AWS::Serverless::Function", {"Handler": "x", "Runtime": "y"}), to)
    assert (sheet.resources[0].verdict, sheet.resources[0].targets[0].resource) == ("exact", first)
    assert verdicts(sheet, "It") == {"Handler": "exact", "Runtime": "exact"}


def test_a_macro_may_make_unknown_names_right(worksheet: Worksheet) -> None:
    plain = one("AWS::SQS::Queue", {"Shorthand": 1, "QueueName": "q"})
    assert verdicts(worksheet(plain, "terraform"), "It") == {
        "Shorthand": "unknown",
        "QueueName": "exact",
    }
    sheet = worksheet(plain | {"Transform": ["Expand"]}, "terraform")
    assert verdicts(sheet, "It") == {"Shorthand": "outside", "QueueName": "exact"}
    assert "Expand" in sheet.remarks[0]


def test_remarks(worksheet: Worksheet) -> None:
    content = one("AWS::CloudFormation::Stack", {"TemplateURL": "u"})
    content["Resources"]["It"] |= {"Condition": "Prod", "DeletionPolicy": "Retain"}
    (sheet,) = worksheet(content, "terraform").resources
    assert [remark.split()[0] for remark in sheet.remarks] == ["Created", "A"]
    assert [each.name for each in sheet.outside] == ["Condition", "DeletionPolicy"]
    assert sheet.outside[0].there == ["count = local.prod ? 1 : 0"]


def test_where_properties_land(worksheet: Worksheet) -> None:
    sheet = worksheet(
        one(
            "AWS::S3::Bucket", {"BucketName": "b", "VersioningConfiguration": {"Status": "Enabled"}}
        ),
        "terraform",
    )
    lands = {target.resource: target.lands for target in sheet.resources[0].targets}
    assert lands == {
        "aws_s3_bucket": ["BucketName"],
        "aws_s3_bucket_versioning": ["VersioningConfiguration.Status"],
    }
    attachment = worksheet(
        one("AWS::EC2::VPCGatewayAttachment", {"VpcId": "v", "VpnGatewayId": "g"}), "terraform"
    ).resources[0]
    assert next((target.resource, bool(target.lands)) for target in attachment.targets) == (
        "aws_vpn_gateway_attachment",
        True,
    )


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "not a CloudFormation template"),
        ("[1, 2]", "not a CloudFormation template"),
        ('{"Resources": 1}', "not a CloudFormation template"),
        ("Resources:\n  - [", "line "),
        (b"Resources: \xff\xfe", "UTF-8"),
        (b"\xff\xfe\x00", "UTF-16"),
        ('{"Resources": ' + '{"a":' * 100_000, ""),
        ("Resources: " + "{a: " * 20_000, ""),
        ("{" * 100_000, ""),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_cannot_be_read_is_one_clear_line(
    worksheet: Worksheet, content: str | bytes, word: str
) -> None:
    with pytest.raises((Unreadable, RecursionError)) as failure:
        worksheet(content, "terraform")
    assert word in str(failure.value) and "\n" not in str(failure.value)


def test_aliases_of_aliases_end(worksheet: Worksheet) -> None:
    lines = ["x0: &x0 {A: 1, B: 2, C: 3}"] + [
        f"x{i}: &x{i} {{A: *x{i - 1}, B: *x{i - 1}, C: *x{i - 1}}}" for i in range(1, 40)
    ]
    text = "\n".join(
        [*lines, "Resources:", "  It:", "    Type: AWS::SQS::Queue", "    Properties: *x39"]
    )
    with pytest.raises(Unreadable):
        worksheet(text, "terraform")


def test_utf16_as_powershell_writes_it(worksheet: Worksheet) -> None:
    text = '{"Resources": {"Ü": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q"}}}}'
    assert verdicts(worksheet(text.encode("utf-16"), "terraform"), "Ü") == {"QueueName": "exact"}


def test_places_are_the_innermost_property(worksheet: Worksheet) -> None:
    text = """
Resources:
  Q: {Type: AWS::SQS::Queue}
  F:
    Type: AWS::Lambda::Function
    Properties:
      Layers: [a, !GetAtt Q.Arn]
      Environment:
        Variables: {A: {"Fn::Join": ["", [x, !GetAtt Q.Arn]]}, B: y}
      FileSystemConfigs:
      - {Arn: a, LocalMountPath: b}
      - {Arn: !GetAtt Q.Arn, LocalMountPath: !If [C, !GetAtt Q.Arn, z]}
    UpdatePolicy: {X: !GetAtt Q.Arn}
"""
    places = [
        "F.Layers",
        "F.Environment.Variables.A",
        "F.FileSystemConfigs[].Arn",
        "F.FileSystemConfigs[].LocalMountPath",
        "F",
    ]
    assert entry(worksheet(text, "terraform"), "Q", "Arn").places == places


@pytest.mark.whole  # of the size that is allowed, and no other
@pytest.mark.parametrize(
    "content",
    [
        {
            "Resources": {
                f"R{i}": {"Type": f"Aws::X{i}::Y", "Properties": {"A": 1}} for i in range(5_000)
            }
        },
        {
            "Resources": {
                f"R{i}": {"Type": f"AWS::X{i}::Y", "Properties": {"A": 1}} for i in range(5_000)
            }
        },
        {
            "Resources": {
                "R": {
                    "Type": "AWS::SQS::Queue",
                    "Properties": {f"P{i}": {"Fn::GetAtt": ["R", f"A{i}"]} for i in range(5_000)},
                }
            }
        },
        {
            "Resources": {
                "R": {
                    "Type": "AWS::Lambda::Function",
                    "Properties": {
                        "Environment": {"Variables": {f"P{i}": {"Ref": "R"} for i in range(10_000)}}
                    },
                }
            }
        },
    ],
    ids=["types of others", "unknown types", "unknown names", "one place of many"],
)
def test_large_and_strange_templates_end(worksheet: Worksheet, content: dict[str, Any]) -> None:
    started = time.process_time()
    sheet = worksheet(content, "terraform")
    for module in (as_json, markdown, page, text_format):
        module.render(report("terraform", {}, [sheet]))
    assert time.process_time() - started < 10


def test_another_name_of_a_resource_is_no_second_answer(worksheet: Worksheet) -> None:
    (balancer,) = worksheet(
        one("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Scheme": "internal"}), "terraform"
    ).resources
    assert [each.resource for each in balancer.targets] == ["aws_lb"]
    assert [(each["resource"], each["attribute"]) for each in balancer.properties[0].answers] == [
        ("aws_lb", "internal")
    ]


def test_which_type_it_is_may_depend_on_a_property(worksheet: Worksheet) -> None:
    properties = {"DBClusterIdentifier": "c", "DBInstanceClass": "db.t3.micro"}
    (member,) = worksheet(one("AWS::RDS::DBInstance", properties), "terraform").resources
    assert [each.resource for each in member.targets] == ["aws_rds_cluster_instance"]
    (alone,) = worksheet(
        one("AWS::RDS::DBInstance", {"DBInstanceClass": "db.t3.micro"}), "terraform"
    ).resources
    assert (
        alone.targets[0].resource == "aws_db_instance"
        and alone.properties[0].answers[0]["resource"] == "aws_db_instance"
    )
