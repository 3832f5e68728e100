"""The boto3 extractor: concrete cases judged from the service models, and a second walk over the
raw JSON that shares none of its code.
"""

from __future__ import annotations

import functools
import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from builder import services
from builder.errors import BuildError
from builder.model import Attribute, Extraction, Resource
from builder.packages import open_package
from builder.sources.boto3 import extract as boto3
from builder.sources.boto3.locate import ReadIndex, locate, read_index
from builder.sources.boto3.models import models, xform
from builder.sources.boto3.nouns import is_plural, same, singular
from builder.sources.boto3.shapes import documented_keys, plain
from iac_crosswalk.programs.python.operations import OTHER_METHODS
from iac_crosswalk.store.calls import unpacked, unpacked_answers
from tests.conftest import Extract

TYPES = re.compile(
    r"^(string|integer|number|boolean|timestamp|json|object|any|(list|set|map)<.+>)$"
)


@pytest.fixture(scope="module")
def extraction(extract: Extract) -> Extraction:
    return boto3.extract(open_package("botocore"), extract("cloudformation"), extract("terraform"))


@pytest.fixture(scope="module")
def resources(extraction: Extraction) -> dict[str, Resource]:
    return {resource.name: resource for resource in extraction.resources}


@pytest.fixture(scope="module")
def index(extraction: Extraction) -> ReadIndex:
    return read_index(extraction)


def attribute(resource: Resource, path: str) -> Attribute:
    return next(one for one in resource.attributes if one.path == path)


# resource, path, type, is_input, is_output, required
ATTRIBUTES = [
    ("elasticache.ReplicationGroup", "ConfigurationEndpoint.Address", "string", False, True, False),
    (
        "elasticache.ReplicationGroup",
        "NodeGroups[].NodeGroupMembers[].ReadEndpoint.Port",
        "integer",
        False,
        True,
        False,
    ),
    ("elasticache.ReplicationGroup", "ReplicationGroupId", "string", True, True, True),
    ("elasticache.ReplicationGroup", "NumCacheClusters", "integer", True, False, False),
    ("elasticache.ReplicationGroup", "ReplicationGroupCreateTime", "timestamp", False, True, False),
    ("elasticache.ReplicationGroup", "MemberClusters", "list<string>", False, True, False),
    ("ec2.Vpc", "CidrBlock", "string", True, True, False),
    ("ec2.Vpc", "Tags[].Key", "string", False, True, False),
    ("ec2.Instance", "BlockDeviceMappings[].Ebs.VolumeId", "string", False, True, False),
    ("ec2.Instance", "State.Name", "string", False, True, False),
    ("lambda.FunctionConfiguration", "Environment.Variables", "map<string>", True, True, False),
    ("lambda.FunctionConfiguration", "Code.S3Bucket", "string", True, False, False),
    ("lambda.FunctionConfiguration", "CodeSize", "integer", False, True, False),
    ("iam.Role", "AssumeRolePolicyDocument", "json", True, True, True),
    ("iam.PolicyVersion", "Document", "json", False, True, False),
    ("iam.Policy", "PolicyDocument", "string", True, False, True),  # only answers are decoded
    ("cloudformation.GetTemplateOutput", "TemplateBody", "json", False, True, False),
    (
        "cloudformation.StackSet",
        "TemplateBody",
        "string",
        True,
        True,
        False,
    ),  # botocore decodes GetTemplate's only
    ("cloudformation.DescribeChangeSetOutput", "TemplateBody", "string", True, False, False),
    ("iam.Role", "Arn", "string", False, True, False),
    ("s3.GetBucketVersioningOutput", "Status", "string", True, True, False),
    ("s3.GetBucketVersioningOutput", "Bucket", "string", True, False, False),
    ("s3.GetBucketCorsOutput", "CORSRules[].AllowedHeaders", "list<string>", True, True, False),
    (
        "s3.ServerSideEncryptionConfiguration",
        "Rules[].ApplyServerSideEncryptionByDefault.KMSMasterKeyID",
        "string",
        True,
        True,
        False,
    ),
    ("sqs.GetQueueAttributesResult", "Attributes.QueueArn", "string", False, True, False),
    ("sqs.GetQueueAttributesResult", "Attributes.VisibilityTimeout", "string", True, True, False),
    ("sns.GetTopicAttributesResponse", "Attributes.TopicArn", "string", False, True, False),
    ("sns.GetTopicAttributesResponse", "Attributes.KmsMasterKeyId", "string", True, True, False),
    (
        "elbv2.LoadBalancer",
        "AvailabilityZones[].LoadBalancerAddresses[].AllocationId",
        "string",
        False,
        True,
        False,
    ),
    (
        "elbv2.DescribeLoadBalancerAttributesOutput",
        "Attributes[].Value",
        "string",
        True,
        True,
        False,
    ),
    ("rds.DBInstance", "Endpoint.HostedZoneId", "string", False, True, False),
    ("rds.DBInstance", "MasterUserPassword", "string", True, False, False),
    ("dynamodb.TableDescription", "KeySchema[].AttributeName", "string", True, True, True),
    ("dynamodb.TableDescription", "ItemCount", "integer", False, True, False),
    ("glue.Table", "StorageDescriptor.Columns[].Name", "string", True, True, True),
    (
        "cloudfront.Distribution",
        "DistributionConfig.Origins.Items[].DomainName",
        "string",
        True,
        True,
        True,
    ),
    ("wafv2.WebACL", "Rules[].Statement.AndStatement.Statements", "list<object>", True, True, True),
    (
        "opensearch.DomainStatus",
        "LogPublishingOptions.AUDIT_LOGS.CloudWatchLogsLogGroupArn",
        "string",
        True,
        True,
        False,
    ),
    (
        "ecs.Service",
        "networkConfiguration.awsvpcConfiguration.subnets",
        "list<string>",
        True,
        True,
        True,
    ),
    (
        "bedrock-agentcore-control.GetGatewayTargetResponse",
        "targetConfiguration.mcp",
        "object",
        True,
        True,
        False,
    ),
    ("ec2.VpcBlockPublicAccessOptions", "InternetGatewayBlockMode", "string", True, True, False),
]


@pytest.mark.parametrize("case", ATTRIBUTES, ids=lambda case: f"{case[0]} {case[1]}")
def test_attribute(
    resources: dict[str, Resource], case: tuple[str, str, str, bool, bool, bool]
) -> None:
    found = attribute(resources[case[0]], case[1])
    assert (found.path, found.type, found.is_input, found.is_output, found.required) == case[1:]


# resource, method, path in the answer
READS = [
    ("elasticache.ReplicationGroup", "describe_replication_groups", "ReplicationGroups[]"),
    ("ec2.Instance", "describe_instances", "Reservations[].Instances[]"),
    ("ec2.Reservation", "describe_instances", "Reservations[]"),
    ("ec2.Vpc", "describe_vpcs", "Vpcs[]"),
    ("lambda.FunctionConfiguration", "get_function_configuration", ""),
    ("lambda.FunctionConfiguration", "get_function", "Configuration"),
    ("lambda.GetFunctionResponse", "get_function", ""),
    ("iam.Role", "get_role", "Role"),
    ("s3.GetBucketVersioningOutput", "get_bucket_versioning", ""),
    ("s3.Bucket", "list_buckets", "Buckets[]"),
    ("sqs.GetQueueAttributesResult", "get_queue_attributes", ""),
    ("rds.DBInstance", "describe_db_instances", "DBInstances[]"),
    ("dynamodb.TableDescription", "describe_table", "Table"),
    ("cloudfront.Distribution", "get_distribution", "Distribution"),
    ("apigateway.RestApi", "get_rest_api", ""),
    ("apigateway.RestApi", "get_rest_apis", "items[]"),
    ("backup.GetBackupPlanOutput", "get_backup_plan", ""),
    ("codebuild.Project", "batch_get_projects", "projects[]"),
    ("autoscaling.LifecycleHook", "describe_lifecycle_hooks", "LifecycleHooks[]"),
    ("cloudtrail.GetEventSelectorsResponse", "get_event_selectors", ""),
    ("iam.ListAccountAliasesResponse", "list_account_aliases", ""),
    ("route53.ResourceRecordSet", "list_resource_record_sets", "ResourceRecordSets[]"),
]


@pytest.mark.parametrize("case", READS, ids=lambda case: f"{case[0]} {case[1]}")
def test_read(resources: dict[str, Resource], case: tuple[str, str, str]) -> None:
    assert case[1:] in [
        (read["operation"], read["path"]) for read in resources[case[0]].facts["read"]
    ]


# resource, what makes it, the wrapper in the request, what changes it, what takes it away
CALLS = [
    (
        "elasticache.ReplicationGroup",
        "create_replication_group",
        "",
        ["modify_replication_group"],
        ["delete_replication_group"],
    ),
    (
        "elasticache.ServerlessCache",
        "create_serverless_cache",
        "",
        ["modify_serverless_cache"],
        ["delete_serverless_cache"],
    ),
    ("ec2.Instance", "run_instances", "", [], ["terminate_instances"]),
    ("glue.Table", "create_table", "TableInput", ["update_table"], ["delete_table"]),
    ("s3.GetBucketVersioningOutput", "put_bucket_versioning", "VersioningConfiguration", [], []),
    (
        "sqs.GetQueueAttributesResult",
        "create_queue",
        "",
        ["set_queue_attributes"],
        ["delete_queue"],
    ),
    (
        "route53resolver.ResolverRuleAssociation",
        "associate_resolver_rule",
        "",
        [],
        ["disassociate_resolver_rule"],
    ),
]


@pytest.mark.parametrize("case", CALLS, ids=lambda case: case[0])
def test_calls(
    resources: dict[str, Resource], case: tuple[str, str, str, list[str], list[str]]
) -> None:
    facts = resources[case[0]].facts
    assert (facts["create"][0]["operation"], facts["create"][0]["path"]) == case[1:3]
    assert (facts.get("update", []), facts.get("delete", [])) == case[3:]


def test_a_current_call_is_not_on_a_shape_that_only_a_deprecated_one_reads(
    resources: dict[str, Resource],
) -> None:
    assert [call["operation"] for call in resources["emr.Cluster"].facts["create"]] == [
        "run_job_flow"
    ]
    assert "create" not in resources["emr.JobFlowDetail"].facts
    assert {each.path for each in resources["emr.Cluster"].attributes if each.is_input} >= {
        "ReleaseLabel",
        "Instances.Ec2KeyName",
    }


def test_what_a_call_answers_of_what_another_asks_for(resources: dict[str, Resource]) -> None:
    (create,) = resources["kms.KeyMetadata"].facts["create"]
    assert create["answers"] == {"KeyId": "KeyMetadata.KeyId"}
    assert resources["wafv2.WebACL"].facts["read"][0]["optional"] == ["Name", "Id", "ARN"]
    assert "optional" not in resources["iam.Role"].facts["read"][0]


def test_kinds_of_a_thing_are_made_by_several_calls(resources: dict[str, Resource]) -> None:
    made = [
        create["operation"] for create in resources["servicediscovery.Namespace"].facts["create"]
    ]
    assert made == [
        "create_http_namespace",
        "create_private_dns_namespace",
        "create_public_dns_namespace",
    ]


def test_what_a_call_takes_beside_its_wrapper(resources: dict[str, Resource]) -> None:
    (create,) = resources["glue.Table"].facts["create"]
    assert {"CatalogId", "DatabaseName"} <= set(create["beside"]) and not {
        "Name",
        "TableInput",
    } & set(create["beside"])
    assert "takes" not in create
    assert "beside" not in resources["elasticache.ReplicationGroup"].facts["create"][0]


def test_what_is_an_object_to_set_and_a_map_to_read_has_the_members_of_the_map(
    resources: dict[str, Resource],
) -> None:
    paths = {
        attribute.path for attribute in resources["glue.DescribeConnectionTypeResponse"].attributes
    }
    assert (
        "ConnectionProperties.*.DefaultValue" in paths and "ConnectionProperties.*.Url" not in paths
    )


def test_what_each_of_several_calls_takes(resources: dict[str, Resource]) -> None:
    calls = {
        create["operation"]: create["takes"]
        for create in resources["cloudwatch.DescribeAlarmsOutput"].facts["create"]
    }
    assert [name for name, takes in sorted(calls.items()) if "Period" in takes] == [
        "put_metric_alarm"
    ]
    assert all("AlarmName" in takes for takes in calls.values()) and len(calls) == 3


def test_which_thing_is_read(resources: dict[str, Resource]) -> None:
    assert resources["elasticache.ReplicationGroup"].facts["read"][0]["parameters"] == [
        "ReplicationGroupId"
    ]
    assert resources["ec2.Vpc"].facts["read"][0]["parameters"] == ["VpcIds"]


def test_iam_actions_use_the_prefix_of_the_service(resources: dict[str, Resource]) -> None:
    assert (
        "elasticloadbalancing:DescribeLoadBalancers" in resources["elbv2.LoadBalancer"].facts["iam"]
    )
    assert (
        "states:DescribeStateMachine"
        in resources["stepfunctions.DescribeStateMachineOutput"].facts["iam"]
    )
    assert "cloudwatch:DescribeInsightRules" in resources["cloudwatch.InsightRule"].facts["iam"]


def test_summaries_are_told_by_the_fuller_resource(resources: dict[str, Resource]) -> None:
    assert "cloudtrail.TrailInfo" not in resources
    assert [read["operation"] for read in resources["cloudtrail.Trail"].facts["summaries"]] == [
        "list_trails"
    ]


def test_descriptions_are_plain_text(resources: dict[str, Resource]) -> None:
    found = attribute(resources["elasticache.ReplicationGroup"], "ARN").description
    assert found == "The ARN (Amazon Resource Name) of the replication group."
    assert resources["elasticache.ReplicationGroup"].description.startswith(
        "Contains all of the attributes"
    )


def test_values_and_deprecation(resources: dict[str, Resource]) -> None:
    assert attribute(resources["ec2.Instance"], "State.Name").enum[:2] == ["pending", "running"]
    deprecated = [
        one for resource in resources.values() for one in resource.attributes if one.deprecated
    ]
    assert len(deprecated) > 200


# client, method, path in the answer, resource, attribute
PLACES = [
    (
        "elasticache",
        "describe_replication_groups",
        "ReplicationGroups[0].ARN",
        "elasticache.ReplicationGroup",
        "ARN",
    ),
    (
        "s3",
        "get_bucket_cors",
        "CORSRules[].AllowedHeaders[]",
        "s3.GetBucketCorsOutput",
        "CORSRules[].AllowedHeaders",
    ),
    ("ec2", "describe_instances", "Reservations[].Instances[].VpcId", "ec2.Instance", "VpcId"),
    ("lambda", "get_function", "Configuration.Role", "lambda.FunctionConfiguration", "Role"),
    ("lambda", "get_function", "Tags", "lambda.GetFunctionResponse", "Tags"),
    ("cloudtrail", "list_trails", "Trails[].TrailARN", "cloudtrail.Trail", "TrailARN"),
    (
        "wafv2",
        "get_web_acl",
        "WebACL.Rules[].Statement.AndStatement.Statements[].GeoMatchStatement.CountryCodes",
        "wafv2.WebACL",
        "Rules[].Statement.GeoMatchStatement.CountryCodes",
    ),
    (
        "sns",
        "get_topic_attributes",
        "Attributes.DisplayName",
        "sns.GetTopicAttributesResponse",
        "Attributes.DisplayName",
    ),
    (
        "ecs",
        "describe_services",
        "services[].networkConfiguration",
        "ecs.Service",
        "networkConfiguration",
    ),
    (
        "elasticache",
        "describe_replication_groups",
        "ReplicationGroups[].NumCacheClusters",
        None,
        None,
    ),  # only create takes it
    (
        "elasticache",
        "describe_replication_groups",
        "ReplicationGroups[].PrimaryEndpoint",
        None,
        None,
    ),
    ("elasticache", "describe_replication_group", "ReplicationGroups[].ARN", None, None),
]


@pytest.mark.parametrize("case", PLACES, ids=lambda case: f"{case[1]} {case[2]}")
def test_locate(index: ReadIndex, case: tuple[str, str, str, str | None, str | None]) -> None:
    found = locate(index, *case[:3])
    assert found == (None if case[3] is None else case[3:])


# CloudFormation type, the resource that describes it; None where nothing does clearly
DESCRIBED = {
    "AWS::ElastiCache::ReplicationGroup": "elasticache.ReplicationGroup",
    "AWS::EC2::VPC": "ec2.Vpc",
    "AWS::EC2::EIP": "ec2.Address",
    "AWS::EC2::Instance": "ec2.Instance",
    "AWS::EC2::TransitGatewayAttachment": "ec2.TransitGatewayVpcAttachment",
    "AWS::EC2::Route": None,  # a route is a part of what describe_route_tables describes
    "AWS::EC2::VPCEndpointService": "ec2.ServiceConfiguration",
    "AWS::Lambda::Function": "lambda.FunctionConfiguration",
    "AWS::IAM::Role": "iam.Role",
    "AWS::IAM::ManagedPolicy": "iam.Policy",
    "AWS::IAM::Policy": None,  # an inline policy; iam.Policy is the managed one
    "AWS::S3::Bucket": "s3.Bucket",
    "AWS::S3::BucketPolicy": "s3.GetBucketPolicyOutput",
    "AWS::SQS::Queue": "sqs.GetQueueAttributesResult",
    "AWS::SNS::Topic": "sns.GetTopicAttributesResponse",
    "AWS::DynamoDB::Table": "dynamodb.TableDescription",
    "AWS::RDS::DBInstance": "rds.DBInstance",
    "AWS::Neptune::DBCluster": "neptune.DBCluster",
    "AWS::DocDB::DBCluster": "docdb.DBCluster",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "elbv2.LoadBalancer",
    "AWS::ElasticLoadBalancing::LoadBalancer": "elb.LoadBalancerDescription",
    "AWS::ApiGateway::RestApi": "apigateway.RestApi",
    "AWS::ApiGatewayV2::Api": "apigatewayv2.GetApiResponse",
    "AWS::StepFunctions::StateMachine": "stepfunctions.DescribeStateMachineOutput",
    "AWS::Cassandra::Table": "keyspaces.GetTableResponse",
    "AWS::Route53::RecordSet": "route53.ResourceRecordSet",
    "AWS::OpenSearchService::Domain": "opensearch.DomainStatus",
    "AWS::Elasticsearch::Domain": "es.ElasticsearchDomainStatus",
    "AWS::KMS::Key": "kms.KeyMetadata",
    "AWS::EC2::VPCDHCPOptionsAssociation": None,
    "AWS::QLDB::Ledger": None,  # botocore has no client any more
}


@pytest.mark.parametrize("kind", DESCRIBED)
def test_what_describes_a_cloudformation_type(extraction: Extraction, kind: str) -> None:
    assert [
        each.name for each in extraction.resources if kind in each.facts.get("cloudformation", ())
    ] == [name for name in [DESCRIBED[kind]] if name]


def test_most_cloudformation_types_are_described(extraction: Extraction, extract: Extract) -> None:
    chosen = [
        kind
        for resource in extraction.resources
        for kind in resource.facts.get("cloudformation", ())
    ]
    assert len(chosen) == len(set(chosen)), "a type has two resources"
    assert len(chosen) / len(extract("cloudformation").resources) > 0.88
    for resource in extraction.resources:
        assert list(resource.facts.get("cloudformation_evidence", {})) == resource.facts.get(
            "cloudformation", []
        )


def test_the_extraction_keeps_the_contract(extraction: Extraction) -> None:
    assert (extraction.system, extraction.package, extraction.version) == (
        "boto3",
        "botocore",
        open_package("botocore").version,
    )
    names = [resource.name for resource in extraction.resources]
    assert names == sorted(set(names))
    for resource in extraction.resources:
        if "read" not in resource.facts:
            continue  # a call that only writes: tests/sources/test_writes.py
        paths = [one.path for one in resource.attributes]
        assert paths == sorted(set(paths)), resource.name
        assert resource.name == f"{resource.service}.{resource.facts['shape']}"
        for one in resource.attributes:
            assert TYPES.match(one.type), (resource.name, one.path, one.type)
            assert one.is_input or one.is_output, (resource.name, one.path)
            assert not re.search(r"</?(p|code|a|li|ul|i|b|note|important)>", one.description), (
                resource.name,
                one.path,
            )
        for stop, above in resource.facts.get("recursion", {}).items():
            assert not any(path.startswith(stop + ".") for path in paths), (resource.name, stop)
            assert above == "" or any(path.startswith(above + ".") for path in paths), (
                resource.name,
                above,
            )


def test_other_resources_that_are_pointed_to_exist(resources: dict[str, Resource]) -> None:
    missing = [
        (name, other)
        for name, one in resources.items()
        for other in one.facts.get("elsewhere", {}).values()
        if other not in resources
    ]
    assert len(missing) < 60, missing[:5]  # those that a fuller resource tells


# --- the second way: the raw JSON of the wheel, walked without the extractor's code ---

_READS = re.compile(
    r"(BatchGet|BatchDescribe|AdminGet|AdminList|Describe|Get|List|Search|Head|Lookup)[A-Z0-9]"
)


@functools.cache
def raw() -> dict[str, dict[str, Any]]:
    archive = zipfile.ZipFile(open_package("botocore").path)
    newest: dict[str, str] = {}
    for name in sorted(archive.namelist()):
        if name.startswith("botocore/data/") and "/service-2.json" in name:
            newest[name.split("/")[2]] = name
    wanted = set(services.clients())
    return {
        client: json.loads(gzip.decompress(archive.read(name)))
        for client, name in newest.items()
        if client in wanted
    }


def raw_paths(
    shapes: dict[str, Any], name: str, prefix: str, above: tuple[str, ...]
) -> Iterator[str]:
    shape = shapes[name]
    if shape["type"] == "structure" and not shape.get("document") and name not in above:
        for key, member in shape["members"].items():
            if not shapes[member["shape"]].get("eventstream"):
                path = f"{prefix}.{key}" if prefix else key
                yield path
                yield from raw_paths(shapes, member["shape"], path, (*above, name))
    elif shape["type"] == "list":
        yield from raw_paths(shapes, shape["member"]["shape"], prefix + "[]", above)
    elif shape["type"] == "map":
        yield from raw_paths(shapes, shape["value"]["shape"], prefix + ".*", above)


def has_listed_keys(shapes: dict[str, Any], name: str, seen: set[str]) -> bool:
    if name in seen:
        return False
    seen.add(name)
    shape = shapes[name]
    if shape["type"] == "map":
        return "enum" in shapes[shape["key"]["shape"]] or has_listed_keys(
            shapes, shape["value"]["shape"], seen
        )
    if shape["type"] == "list":
        return has_listed_keys(shapes, shape["member"]["shape"], seen)
    members = shape.get("members", {})
    texts = any(
        key.lower().endswith(("attributes", "settings")) and shapes[one["shape"]]["type"] == "map"
        for key, one in members.items()
    )
    return texts or any(has_listed_keys(shapes, one["shape"], seen) for one in members.values())


def test_every_member_of_what_is_read_is_there(extraction: Extraction) -> None:
    compared = paths = 0
    for resource in extraction.resources:
        if "read" not in resource.facts:
            continue  # a call that only writes: tests/sources/test_writes.py
        shapes = raw()[resource.service]["shapes"]
        shape = resource.facts["shape"]
        if (
            "elsewhere" in resource.facts
            or resource.service == "quicksight"
            or has_listed_keys(shapes, shape, set())
        ):
            continue
        expected = set(raw_paths(shapes, shape, "", ()))
        assert {one.path for one in resource.attributes if one.is_output} == expected, resource.name
        compared += 1
        paths += len(expected)
    assert compared > 5000
    assert paths > 100_000


def test_every_read_operation_is_there_or_says_nothing(extraction: Extraction) -> None:
    """What is left out has nothing but page members, failures and names of things that another call
    describes, or needs a time span.
    """
    name_of = xform(open_package("botocore"))
    known = {
        (resource.service, read["operation"])
        for resource in extraction.resources
        for read in (*resource.facts.get("read", ()), *resource.facts.get("summaries", ()))
    }
    total = 0
    left: dict[str, list[str]] = {"nothing": [], "names": [], "time": [], "else": []}
    for client, data in raw().items():
        shapes = data["shapes"]
        for operation, one in data["operations"].items():
            if not _READS.match(operation) or "output" not in one:
                continue
            total += 1
            if (client, name_of(operation)) in known:
                continue
            members = shapes[one["output"]["shape"]]["members"]
            kinds = {
                shapes[member["shape"]]["type"]
                for key, member in members.items()
                if not re.search("token|marker|truncated", key, re.I)
            }
            required = (
                " ".join(shapes[one["input"]["shape"]].get("required", ())).lower()
                if "input" in one
                else ""
            )
            if re.search("time|date", required):
                left["time"].append(f"{client} {operation}")
            elif kinds <= {"integer", "long", "double", "boolean", "string"}:
                left["nothing"].append(f"{client} {operation}")
            elif operation.startswith(("List", "Search", "AdminList", "BatchGet")):
                left["names"].append(f"{client} {operation}")
            else:
                left["else"].append(f"{client} {operation}")
    assert total > 5500
    assert left["else"] == []
    assert len(left["time"]) < 100 and len(left["names"]) < 120 and len(left["nothing"]) < 40, {
        key: len(value) for key, value in left.items()
    }


def test_quicksight_definitions_are_walked_once(resources: dict[str, Resource]) -> None:
    """The visuals of tooltip sheets are those of sheets; create_dashboard's Definition is described
    by describe_dashboard_definition.
    """
    facts = resources["quicksight.DescribeDashboardDefinitionResponse"].facts
    assert (
        facts["recursion"]["Definition.TooltipSheets[].Visuals[]"]
        == "Definition.Sheets[].Visuals[]"
    )
    assert resources["quicksight.Dashboard"].facts["unwalked"] == {
        "Definition": "DashboardVersionDefinition"
    }


# --- the small rules ---


@pytest.mark.parametrize(
    ("operation", "method"),
    [
        ("DescribeDBInstances", "describe_db_instances"),
        ("ListWebACLs", "list_web_acls"),
        ("GetDNSSEC", "get_dnssec"),
        ("DescribeCachediSCSIVolumes", "describe_cached_iscsi_volumes"),
        ("DescribeLocationFsxOpenZfs", "describe_location_fsx_open_zfs"),
        ("GetOTelEnrichment", "get_otel_enrichment"),
        ("DescribeVpcEndpointServices", "describe_vpc_endpoint_services"),
    ],
)
def test_method_names(operation: str, method: str) -> None:
    assert xform(open_package("botocore"))(operation) == method


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cache", "Caches"),
        ("Policy", "Policies"),
        ("Address", "Addresses"),
        ("Alias", "Aliases"),
        ("Analysis", "Analyses"),
        ("Status", "Statuses"),
    ],
)
def test_plurals_compare(one: str, other: str) -> None:
    assert singular(one) == singular(other)
    assert is_plural(other) and not is_plural(one)


def test_same_noun() -> None:
    assert same("Table", "TableDescription") and same("DistributionSummaries", "Distribution")
    assert not same("Function", "FunctionCode")


def test_plain_text() -> None:
    assert (
        plain("<p>A &lt;b&gt; <code>x</code>.</p><ul><li><p>one</p></li><li>two</li></ul>")
        == "A <b> x.\n- one\n- two"
    )


def test_documented_keys_are_those_of_the_outer_items() -> None:
    text = (
        "<ul><li><p><code>Scope</code> – who<ul><li><code>All</code> –"
        " everyone</li></ul></p></li></ul><ul><li>HTTP<ul><li><code>Rate</code> – how"
        " much</li></ul></li></ul>"
    )
    assert documented_keys(text) == {"Scope": "who\n- All – everyone", "Rate": "how much"}


def test_an_unknown_client_is_said_so() -> None:
    with pytest.raises(BuildError, match="no client nowhere"):
        list(models(open_package("botocore"), ["nowhere"]))


def test_every_operation_of_a_client_with_its_arguments(extraction: Extraction) -> None:
    """One resource of each client has them; a second reading takes them from the raw models."""
    having = [one for one in extraction.resources if "calls" in one.facts]
    assert (
        len({one.service for one in having})
        == len(having)
        == len({one.service for one in extraction.resources})
    )
    calls = {one.service: unpacked(one.facts["calls"]) for one in having}
    assert calls["sts"]["get_caller_identity"] == frozenset()
    assert calls["rds"]["describe_db_instances"] == {
        "DBInstanceIdentifier",
        "Filters",
        "Marker",
        "MaxRecords",
    }
    assert (
        "SourceRegion" in calls["rds"]["copy_db_snapshot"]
    )  # botocore's own addition to the service's model
    assert {"Filter", "Filters"} <= calls["ec2"]["describe_flow_logs"]  # an alias
    package = open_package("botocore")
    rule = xform(package)
    for model in models(package, ["dynamodb", "lambda", "sqs"]):
        listed = {
            rule(name): frozenset(model.shapes[each["input"]["shape"]]["members"])
            for name, each in model.operations.items()
            if "input" in each
        }
        assert {
            name: takes for name, takes in calls[model.client].items() if name in listed
        } == listed
    assert sum(len(one.facts["calls"]) for one in having) < 400_000


def test_the_members_of_every_answer_are_kept(extraction: Extraction) -> None:
    """What holds a thing that is described says so; page tokens and bare names are members too."""
    having = [one for one in extraction.resources if "answers" in one.facts]
    assert {one.name for one in having} == {
        one.name for one in extraction.resources if "calls" in one.facts
    }
    answers = {one.service: unpacked_answers(one.facts["answers"]) for one in having}
    assert answers["ec2"]["describe_vpcs"] == (
        ("NextToken", "NextToken", ""),
        ("Vpcs", "Vpcs[]", "Vpc"),
    )
    assert answers["ec2"]["create_vpc"] == (("Vpc", "Vpc", "Vpc"),)
    assert [each.name for each in answers["ec2"]["describe_instances"]] == [
        "NextToken",
        "Reservations",
    ]
    assert [each.name for each in answers["sqs"]["create_queue"]] == ["QueueUrl"]
    assert "delete_vpc" not in answers["ec2"]  # it answers nothing
    assert sum(len(one.facts["answers"]) for one in having) < 350_000


def test_methods_of_clients_that_are_not_operations() -> None:
    """What botocore gives its clients beside their operations; check knows each."""
    archive = zipfile.ZipFile(open_package("botocore").path)
    client, handlers, signers = (
        archive.read(f"botocore/{name}.py").decode() for name in ("client", "handlers", "signers")
    )
    body = client[client.index("class BaseClient") : client.index("class ClientMeta")]
    found = {
        *re.findall(r"^    def ([a-z]\w+)", body, re.M),
        *re.findall(r"'getattr\.[\w-]+\.(\w+)',\s*ClientMethodAlias", handlers),
        *re.findall(r"class_attributes\['([a-z]\w+)'\] =", signers),
    }
    assert len(found) > 15 and found <= OTHER_METHODS
