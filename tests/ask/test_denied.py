"""Messages that deny what the knowledge base has, list what exists, or name a key alone; and text
that was not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.ask import ask
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.files import read
from iac_crosswalk.store.schema import Schema
from tests.ask.forms import BOTO3, CFN, PULUMI, TF

INSTANCE = "aws:rds/instance:Instance"
UNEXPECTED = "TypeError: Instance._internal_init() got an unexpected keyword argument '{}'"
INSTANCES = "aws ec2 describe-instances --query "
READONLY = "Requested attribute {} must be a readonly property in schema for {}"
NOT_TAKEN = 'Unknown parameter in {}: "{}", must be one of: DBInstanceIdentifier, Filters'
DATABASES = """import boto3
rds = boto3.client("rds")
rds.create_db_instance(Engine="mysql", Endpoint="x")
"""
NOT_HERE = """Error: Unsupported argument

  on main.tf line 3, in resource "{}" "x":
   3:   {} = "y"

An argument named "{}" is not expected here.
"""


def natives(knowledge: KnowledgeBase, resource: str, inputs: bool = False) -> str:
    """The names that Pulumi lists of a resource."""
    row = knowledge.find_resource(resource)
    assert row is not None
    members = Schema(knowledge, row).below().values()
    return " ".join(str(each.native) for each in members if each.is_input or not inputs)


@pytest.mark.parametrize(
    ("text", "resource", "attribute", "note"),
    [
        (
            "Requested attribute Arn does not exist in schema for AWS::S3::Bucket",
            None,
            "Arn",
            "; the version in use is probably older, newer or of another region",
        ),
        (
            READONLY.format("VersioningConfiguration.Status", "AWS::S3::Bucket"),
            None,
            "VersioningConfiguration.Status",
            "Fn::GetAtt does not return it",
        ),
        (
            "#/: extraneous key [MetadataTableConfiguration] is not permitted AWS::S3::Bucket",
            None,
            "MetadataTableConfiguration",
            ", first seen in 1.40.4; the version in use is probably older",
        ),
        (
            NOT_HERE.format("aws_db_instance", "db_name", "db_name"),
            None,
            "db_name",
            ", first seen in 4.15.1; the version in use is probably older",
        ),
        (
            NOT_HERE.format(TF, "node_type", "node_type"),
            None,
            "node_type",
            "Terraform does not accept it at this place",
        ),
        (
            UNEXPECTED.format("db_name"),
            INSTANCE,
            "db_name",
            ", first seen in 5.0.0; the version in use is probably older",
        ),
        (
            UNEXPECTED.format("arn"),
            INSTANCE,
            "arn",
            f"arn of {INSTANCE} is read-only: Pulumi takes no value for it",
        ),
        (
            "'ReplicationGroup' object has no attribute 'port'",
            None,
            "port",
            "; the version in use is probably older or newer",
        ),
        (
            "unknown property 'node_type' among [nodeType port …]",
            PULUMI,
            "node_type",
            "`node_type` is written `nodeType` here",
        ),
        (
            f"Error: Property dbName does not exist on '{INSTANCE}'",
            None,
            "db_name",
            ", first seen in 5.0.0; the version in use is probably older",
        ),
        (
            f"Error: Property db_name does not exist on '{INSTANCE}'",
            None,
            "db_name",
            "`db_name` is written `dbName` here",
        ),
        (
            "error TS2353: Object literal may only specify known properties, and 'node_type' does"
            " not exist in type 'ReplicationGroupArgs'.",
            None,
            "node_type",
            "`node_type` is written `nodeType` here",
        ),
        (
            "'ReplicationGroup' object has no attribute 'nodeType'",
            None,
            "node_type",
            "`nodeType` is written `node_type` here",
        ),
        (  # of the classes called Function, Lambda's has it
            "'Function' object has no attribute 'memorySize'",
            None,
            "memory_size",
            "`memorySize` is written `memory_size` here",
        ),
        (
            f"Error: Property arn does not exist on '{INSTANCE}'",
            None,
            "arn",
            f"arn of {INSTANCE} is read-only: Pulumi takes no value for it",
        ),
        (
            "KeyError: 'TrailARN'",
            "cloudtrail.Trail",
            "TrailARN",
            "; the answer that was read does not have it",
        ),
        ("KeyError: 'TrailARN'", "aws_cloudtrail", "TrailARN", "exists in botocore "),
        (
            NOT_TAKEN.format("input", "Engine"),
            "aws_db_instance",
            "Engine",
            "; the call does not take it",
        ),
        (
            NOT_TAKEN.format("Endpoint", "Address"),
            "rds.DBInstance",
            "Endpoint.Address",
            "; the call does not take it",
        ),
    ],
)
def test_what_exists_is_said_to_exist(
    knowledge: KnowledgeBase,
    text: str,
    resource: str | None,
    attribute: str,
    note: str,
) -> None:
    answer = ask(knowledge, text, resource)
    assert (answer["status"], answer["query"]["attribute"]) == ("ok", attribute), answer
    assert note in answer["query"]["note"]


@pytest.mark.parametrize(
    ("text", "resource", "expected", "attribute"),
    [
        (
            READONLY.format("CacheNodes.0.Address", CFN),
            None,
            CFN,
            "CacheNodes[].Address",
        ),
        ("KeyError: 'TrailArn'", "aws_cloudtrail", "cloudtrail.Trail", "TrailArn"),
        (
            "found['ReplicationGroups'][0]['ConfigurationEndpoint']['Adr']\nKeyError: 'Adr'",
            BOTO3,
            BOTO3,
            "ConfigurationEndpoint.Adr",
        ),
        ("unknown property 'cacheNodes' among [arn port …]", PULUMI, PULUMI, "cache_nodes"),
        (
            f'Instance("x", name="app", allocated_storage=5)\n{UNEXPECTED.format("name")}',
            None,
            INSTANCE,
            "name",
        ),
        (
            'new Instance("x", { name: "app", engine: "mysql", allocatedStorage: 5 });\n'
            "error TS2353: 'name' does not exist in type 'InstanceArgs'.",
            None,
            INSTANCE,
            "name",
        ),
        (
            "f(c.num_cache_nodes, c.foo)\nAttributeError: 'Cluster' object has no attribute 'foo'",
            None,
            "aws:elasticache/cluster:Cluster",
            "foo",
        ),
    ],
)
def test_what_does_not_exist_is_unknown(
    knowledge: KnowledgeBase,
    text: str,
    resource: str | None,
    expected: str,
    attribute: str,
) -> None:
    answer = ask(knowledge, text, resource)
    found = answer["status"], answer["query"]["resource"], answer["query"]["attribute"]
    assert found == ("unknown-attribute", expected, attribute), answer
    assert "note" not in answer["query"]


def test_the_names_that_a_message_lists_tell_the_type(knowledge: KnowledgeBase) -> None:
    names = natives(knowledge, PULUMI)
    answer = ask(knowledge, f"error: main.pp:3,20-30: unknown property 'nodes' among [{names}];")
    assert answer["query"]["resource"] == PULUMI
    inputs = natives(knowledge, "aws.ec2.Eip", inputs=True)
    answer = ask(knowledge, f"unknown property 'vpc' among [{inputs}]")
    assert answer["query"]["resource"] == "aws:ec2/eip:Eip"
    assert answer["history"]["replacement"] == "domain"


@pytest.mark.parametrize("name", ["Engine", "Endpoint"])
def test_an_argument_of_a_call_that_exists(knowledge: KnowledgeBase, name: str) -> None:
    """Whether the call takes it or not: the message says that another version, or another call of
    the program, does not.
    """
    query = ask(knowledge, NOT_TAKEN.format("input", name), within=DATABASES)["query"]
    assert (query["resource"], query["attribute"]) == ("rds.DBInstance", name)
    assert query["note"].endswith("; the call does not take it")


def test_a_type_that_exists(knowledge: KnowledgeBase) -> None:
    text = 'The provider hashicorp/aws does not support resource type "aws_s3_bucket".'
    answer = ask(knowledge, text)
    assert answer["status"] == "bad-question"
    assert answer["error"].startswith("aws_s3_bucket exists in provider ")
    gone = ask(knowledge, text.replace("aws_s3_bucket", "aws_db_security_group"))
    assert gone["status"] == "unknown-resource"


@pytest.mark.parametrize(
    ("text", "resource", "error"),
    [
        ("KeyError: 'TrailARN'", None, "was read by `TrailARN`; add resource=TYPE, or within="),
        ("KeyError: 'TrailARN'", "AWS::CloudFormation::CustomResource", "holds no attribute of"),
        (
            NOT_TAKEN.format("Tags[0]", "key"),
            None,
            "which call does not take `Tags[].key`; add res",
        ),
        (NOT_TAKEN.format("input", "x"), "AWS::CloudFormation::CustomResource", "holds no attribu"),
        ("line 5: there is something wrong", "aws_s3_bucket", "holds no attribute of"),
        ("no attribute such.thing in there", "aws.s3.Bucket", "holds no attribute of"),
        ("unknown property 'url' among [urlOutput arn];", None, "no type of pulumi-aws has the"),
        ("unknown property 'url' among [arn];", None, "types have the names that"),
        pytest.param(  # in the slice one type alone has them
            "unknown property 'x' among [dnsName hostedZoneId];",
            None,
            "aws:ec2/vpcEndpoint:Vpc",
            marks=pytest.mark.whole,
        ),
        (f"{INSTANCES}'Reservations['", None, "the --query names no attribute"),
        (f"{INSTANCES}'Reservations[].Instances[]'", None, "is a whole resource (ec2.Instance)"),
        ('cache.get_att("Port")', None, "names no resource; add resource=TYPE"),
        ('get_att("Port")', None, "does not say what `Port` is of; add resource=TYPE"),
    ],
)
def test_what_was_not_read_is_no_attribute(
    knowledge: KnowledgeBase,
    text: str,
    resource: str | None,
    error: str,
) -> None:
    answer = ask(knowledge, text, resource)
    assert answer["status"] == "bad-question" and error in answer["error"], answer


def uses(answer: dict[str, Any]) -> list[str]:
    """The uses of the answers of the only target."""
    (target,) = answer["targets"]
    return [each["use"] for each in target["answers"] if "use" in each]


@pytest.mark.parametrize(
    ("text", "resource", "to", "first"),
    [
        ("port", TF, "cloudformation", "write"),
        (f"{TF}.port", None, "cloudformation", "write"),
        ("Properties.Description", "AWS::IAM::Role", "boto3", "write"),
        (f"{TF}.cache.port", None, "cloudformation", "read"),
        ("cache.port", PULUMI, "cloudformation", "read"),
        ("cache.snapshot_window", "aws.elasticache.ReplicationGroup", "boto3", "read"),
        ("'ReplicationGroup' object has no attribute 'port'", None, "cloudformation", "read"),
    ],
)
def test_what_is_read_is_answered_by_what_reads(
    knowledge: KnowledgeBase,
    text: str,
    resource: str | None,
    to: str,
    first: str,
) -> None:
    found = uses(ask(knowledge, text, resource, to=to))
    assert found[0] == first and {*found} == {"read", "write"}, found


@pytest.mark.parametrize(
    ("text", "resource", "suggested"),
    [
        (
            "TypeError: CfnBucket.__init__() got an unexpected keyword argument 'BucketName'",
            "aws_s3.CfnBucket",
            "bucket_name",
        ),
        ('aws_s3.CfnBucket(self, "x", BucketName="y")', None, "bucket_name"),
        ("Resources.Files.Properties.bucketName", "AWS::S3::Bucket", "BucketName"),
        ("#: extraneous key [bucketName] is not permitted", "AWS::S3::Bucket", "BucketName"),
        (NOT_HERE.format("aws_iam_policy", "policy_arn", "policy_arn"), None, "policy"),
        (UNEXPECTED.format("endpoint_address"), INSTANCE, None),
        ("database.endpoint_address", INSTANCE, "endpoint"),
    ],
)
def test_what_is_set_can_only_mean_an_argument(
    knowledge: KnowledgeBase, text: str, resource: str | None, suggested: str | None
) -> None:
    answer = ask(knowledge, text, resource)
    assert answer["status"] == "unknown-attribute"
    names = [each["attribute"] for each in answer["suggestions"]]
    assert suggested in names if suggested else names == []
    assert not {"Ref", "ref", "arn"}.intersection(names)


@pytest.mark.parametrize(
    ("attribute", "note"),
    [
        (
            "Tags",
            "no documentation has Tags of AWS::SQS::Queue among the values that Fn::GetAtt returns;"
            " only cfn-lint accepts it",
        ),
        ("RedrivePolicy", "RedrivePolicy is a property of AWS::SQS::Queue; Fn::GetAtt does not"),
        ("Arn", None),
        ("QueueName", None),
    ],
)
def test_what_get_att_returns(
    knowledge: KnowledgeBase, attribute: str, note: str | None, tmp_path: Path
) -> None:
    """A note, and a finding of check, where it returns nothing; a note alone where only cfn-lint
    says that it does.
    """
    query = ask(knowledge, f"!GetAtt Jobs.{attribute}", "AWS::SQS::Queue")["query"]
    assert query["note"].startswith(note) if note else "note" not in query
    template = tmp_path / "a.yaml"
    template.write_text(
        "Resources:\n  Jobs: {Type: AWS::SQS::Queue}\nOutputs:\n"
        f"  Out: {{Value: !GetAtt Jobs.{attribute}}}\n"
    )
    checked = check_source(read(template), Advisor(knowledge))
    assert checked is not None
    rules = [each.rule for each in checked.findings]
    assert rules == (["not-gettable"] if attribute == "RedrivePolicy" else [])
