"""CloudFormation and Terraform to boto3, derived from the real packages; every case is judged from
the models and their documentation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import msgspec
import pytest

from builder.evaluation.boto3_gold import Question, answers_of, score
from builder.linking.boto3.names import noun, shape_noun
from builder.linking.boto3.pipeline import collect, decide
from builder.linking.matching.results import Derived, DerivedAttribute
from builder.model import Extraction, SystemName

Extract = Callable[[SystemName], Extraction]
Answers = dict[tuple[str, str], DerivedAttribute]


@pytest.fixture(scope="module")
def derived(extract: Extract) -> Derived:
    return decide(
        collect(
            extract("cloudformation"), extract("terraform"), extract("pulumi"), extract("boto3")
        )
    )


@pytest.fixture(scope="module")
def answers(derived: Derived) -> Answers:
    return {
        (row.resource, row.path): row
        for row in derived.attributes
        if row.evidence["kind"] != "argument"
    }


@pytest.mark.parametrize(
    ("resource", "boto3"),
    [
        ("aws_lambda_function", "lambda.FunctionConfiguration"),
        ("aws_db_instance", "rds.DBInstance"),
        ("aws_sqs_queue", "sqs.GetQueueAttributesResult"),
        ("aws_cloudwatch_event_rule", "events.DescribeRuleResponse"),
        ("aws_s3_bucket_versioning", "s3.GetBucketVersioningOutput"),
        ("aws_glue_crawler", "glue.Crawler"),
        ("aws_cloudfront_distribution", "cloudfront.Distribution"),
        ("AWS::RDS::DBInstance", "rds.DBInstance"),
        ("AWS::Lambda::Function", "lambda.FunctionConfiguration"),
    ],
)
def test_main_resources(derived: Derived, resource: str, boto3: str) -> None:
    assert [
        row.to_resource
        for row in derived.resources
        if row.resource == resource and row.role == "main"
    ] == [boto3]


def test_objects_with_a_member_of_the_same_name_are_one(derived: Derived) -> None:
    """`Enabled` is in both, whatever the other members are called; a matcher's `value` is
    `httpCode`."""
    found = {
        (row.resource, row.path): row.relation
        for row in derived.attributes
        if row.path in ("StreamingDistributionConfig.TrustedSigners", "config.health_check.matcher")
    }
    assert found == {
        (
            "AWS::CloudFront::StreamingDistribution",
            "StreamingDistributionConfig.TrustedSigners",
        ): "exact",
        ("aws_vpclattice_target_group", "config.health_check.matcher"): "close",
    }


@pytest.mark.parametrize(
    ("resource", "path", "boto3", "boto3_path", "transform"),
    [
        # the same name in another spelling
        ("aws_lambda_function", "memory_size", "lambda.FunctionConfiguration", "MemorySize", None),
        ("AWS::Lambda::Function", "Timeout", "lambda.FunctionConfiguration", "Timeout", None),
        # the resource's own name, and what identifies it
        ("aws_dax_parameter_group", "name", "dax.ParameterGroup", "ParameterGroupName", None),
        ("aws_sagemaker_model", "arn", "sagemaker.DescribeModelOutput", "ModelArn", None),
        # flattened, on either side
        ("aws_db_instance", "address", "rds.DBInstance", "Endpoint.Address", None),
        (
            "aws_cloudfront_distribution",
            "enabled",
            "cloudfront.Distribution",
            "DistributionConfig.Enabled",
            None,
        ),
        ("aws_glue_crawler", "s3_target", "glue.Crawler", "Targets.S3Targets", None),
        ("aws_lb_target_group", "health_check.path", "elbv2.TargetGroup", "HealthCheckPath", None),
        (
            "aws_sqs_queue",
            "delay_seconds",
            "sqs.GetQueueAttributesResult",
            "Attributes.DelaySeconds",
            "to-string",
        ),
        # a list there, one thing here
        (
            "aws_lb_listener",
            "certificate_arn",
            "elbv2.Listener",
            "Certificates[].CertificateArn",
            "wrap-list",
        ),
        (
            "aws_kinesis_firehose_delivery_stream",
            "destination_id",
            "firehose.DeliveryStreamDescription",
            "Destinations[].DestinationId",
            "wrap-list",
        ),
        # the thing itself is an item of the list, or each item is one of a list
        ("aws_vpn_gateway_attachment", "vpc_id", "ec2.VpnGateway", "VpcAttachments[].VpcId", None),
        (
            "AWS::CloudTrail::Trail",
            "EventSelectors[].ReadWriteType",
            "cloudtrail.GetEventSelectorsResponse",
            "EventSelectors[].ReadWriteType",
            None,
        ),
        # item for item
        (
            "AWS::Redshift::Cluster",
            "VpcSecurityGroupIds",
            "redshift.Cluster",
            "VpcSecurityGroups[].VpcSecurityGroupId",
            "list-to-blocks",
        ),
        # what a version is has a call of its own; the list of all versions is not meant
        (
            "AWS::FraudDetector::Detector",
            "DetectorVersionId",
            "frauddetector.GetDetectorVersionResult",
            "detectorVersionId",
            None,
        ),
        # text of JSON, decoded by some calls only
        (
            "AWS::CloudFormation::StackSet",
            "TemplateBody",
            "cloudformation.StackSet",
            "TemplateBody",
            None,
        ),
        (
            "AWS::IAM::Role",
            "AssumeRolePolicyDocument",
            "iam.Role",
            "AssumeRolePolicyDocument",
            None,
        ),
        # a number that counts seconds, and a datetime
        ("AWS::DMS::ReplicationTask", "CdcStartTime", "dms.ReplicationTask", "CdcStartTime", None),
        # what is now, of what is, was and will be; what is listed
        (
            "aws_mq_broker",
            "configuration",
            "mq.DescribeBrokerResponse",
            "Configurations.Current",
            None,
        ),
        (
            "aws_mq_broker",
            "configuration.revision",
            "mq.DescribeBrokerResponse",
            "Configurations.Current.Revision",
            None,
        ),
        (
            "aws_cloudfront_distribution",
            "origin",
            "cloudfront.Distribution",
            "DistributionConfig.Origins.Items",
            None,
        ),
        (
            "aws_ssm_patch_baseline",
            "approval_rule",
            "ssm.GetPatchBaselineResult",
            "ApprovalRules.PatchRules",
            None,
        ),
        # an id, and an ARN that only a later sentence speaks of; a name that may be an ARN
        (
            "AWS::Connect::RoutingProfile",
            "InstanceArn",
            "connect.RoutingProfile",
            "InstanceId",
            "arn-to-name",
        ),
        (
            "AWS::Lambda::EventSourceMapping",
            "FunctionName",
            "lambda.EventSourceMappingConfiguration",
            "FunctionArn",
            None,
        ),
        # a list of several kinds in one answer
        (
            "AWS::CloudWatch::Alarm",
            "OKActions",
            "cloudwatch.DescribeAlarmsOutput",
            "MetricAlarms[].OKActions",
            None,
        ),
        # {Quantity, Items}
        (
            "AWS::CloudFront::Distribution",
            "DistributionConfig.CacheBehaviors[].AllowedMethods",
            "cloudfront.Distribution",
            "DistributionConfig.CacheBehaviors.Items[].AllowedMethods.Items",
            None,
        ),
        # tags
        ("aws_lightsail_key_pair", "tags", "lightsail.KeyPair", "tags", "map-to-tags"),
        ("AWS::RTBFabric::Link", "Tags", "rtbfabric.GetLinkResponse", "tags", "tags-to-map"),
        # a second call
        (
            "aws_lambda_function",
            "reserved_concurrent_executions",
            "lambda.GetFunctionConcurrencyResponse",
            "ReservedConcurrentExecutions",
            None,
        ),
        # deep definitions
        (
            "AWS::QuickSight::Analysis",
            "Definition.Sheets[].Visuals[].TableVisual.VisualId",
            "quicksight.DescribeAnalysisDefinitionResponse",
            "Definition.Sheets[].Visuals[].TableVisual.VisualId",
            None,
        ),
    ],
)
def test_attributes(
    answers: Answers, resource: str, path: str, boto3: str, boto3_path: str, transform: str | None
) -> None:
    row = answers[resource, path]
    assert (row.to_resource, row.to_path, row.transform) == (boto3, boto3_path, transform)
    assert row.evidence["types"] and (row.evidence["kind"] == "same" or row.evidence["names"])


@pytest.mark.parametrize(
    ("resource", "path", "wrong"),
    [
        (
            "aws_redshift_cluster",
            "master_password",
            "PendingModifiedValues.MasterUserPassword",
        ),  # what will be, not what is
        ("aws_rds_cluster", "engine_version_actual", "PendingModifiedValues.EngineVersion"),
        ("aws_instance", "launch_template.id", "InstanceId"),  # another thing's id
        (
            "aws_cleanrooms_configured_table",
            "table_reference.table_name",
            "tableReference.athena.tableName",
        ),  # one of several variants
        (
            "aws_dms_replication_task",
            "start_replication_task",
            "ReplicationTaskStartDate",
        ),  # yes or no is no date
        (
            "aws_ec2_transit_gateway_route",
            "transit_gateway_route_table_id",
            "TransitGatewayRouteTableAnnouncementId",
        ),
        ("aws_resourcegroups_group", "tags", "ApplicationTag"),
        (
            "aws_route53_health_check",
            "cloudwatch_alarm_name",
            "CloudWatchAlarmConfiguration.Period",
        ),  # a name is no number
        (
            "aws_resiliencehub_resiliency_policy",
            "policy[].az[].rpo",
            "policy.AZ.rpoInSecs",
        ),  # text with a unit is no number of seconds
        (
            "AWS::AutoScaling::AutoScalingGroup",
            "InstanceId",
            "Instances[].InstanceId",
        ),  # one of many
        ("aws_ecs_express_gateway_service", "cpu", "activeConfigurations[].cpu"),
    ],
)
def test_tempting_names_are_no_answers(
    answers: Answers, resource: str, path: str, wrong: str
) -> None:
    row = answers.get((resource, path))
    assert row is None or row.to_path != wrong


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        ("AWS::Route53::HostedZone", "HostedZoneFeatures"),  # objects that have no member in common
        ("AWS::DMS::ReplicationTask", "CdcStartTime"),
        ("AWS::Lambda::EventSourceMapping", "FunctionName"),
        ("AWS::ECS::Service", "Cluster"),  # its name or its ARN
        ("AWS::Redshift::Cluster", "VpcSecurityGroupIds"),
    ],
)
def test_what_is_only_near_is_close(answers: Answers, resource: str, path: str) -> None:
    assert answers[resource, path].relation == "close"


def test_what_is_only_taken_has_a_note(answers: Answers) -> None:
    taken = answers["AWS::CustomerProfiles::Integration", "FlowDefinition"]
    assert taken.note is not None and "does not return" in taken.note
    assert answers["AWS::CustomerProfiles::Integration", "ObjectTypeName"].note is None


def test_rows_exist_and_are_sorted(derived: Derived, extract: Extract) -> None:
    paths = {
        system: {
            resource.name: {attribute.path for attribute in resource.attributes}
            for resource in extract(system).resources
        }
        for system in ("cloudformation", "terraform", "boto3")
    }
    for row in (*derived.attributes, *derived.candidates):
        assert row.path in paths[row.system][row.resource]
        assert row.to_path in paths["boto3"][row.to_resource]
    keys = [
        (row.system, row.resource, row.path, row.to_resource, row.to_path)
        for row in derived.attributes
    ]
    assert keys == sorted(set(keys))


def test_one_answer_for_each_attribute(derived: Derived) -> None:
    """And the argument that sets it, where what reads it cannot be set."""
    found: dict[tuple[str, str, bool], int] = defaultdict(int)
    for row in derived.attributes:
        found[row.resource, row.path, row.evidence["kind"] == "argument"] += 1
    assert set(found.values()) == {1}


@pytest.mark.parametrize(
    ("resource", "path", "read", "given"),
    [
        # Another block in what is read than in what is given.
        (
            "AWS::InspectorV2::Filter",
            "FilterCriteria.AwsAccountId",
            "criteria.awsAccountId",
            "filterCriteria.awsAccountId",
        ),
        (
            "AWS::ApplicationSignals::ServiceLevelObjective",
            "Sli.SliMetric.MetricDataQueries",
            "Sli.SliMetric.MetricDataQueries",
            "SliConfig.SliMetricConfig.MetricDataQueries",
        ),
        # A list around all arguments.
        (
            "AWS::EMR::InstanceGroupConfig",
            "CustomAmiId",
            "CustomAmiId",
            "InstanceGroups[].CustomAmiId",
        ),
        # Tags that are given with the type of what they are on.
        ("AWS::EC2::TransitGatewayPeeringAttachment", "Tags", "Tags", "TagSpecifications[].Tags"),
        (
            "AWS::EC2::TransitGatewayPeeringAttachment",
            "Tags[].Value",
            "Tags[].Value",
            "TagSpecifications[].Tags[].Value",
        ),
        # Tags that another call reads, and what cannot be read at all.
        ("AWS::DataSync::LocationNFS", "Tags", None, "Tags"),
        (
            "AWS::AppFlow::ConnectorProfile",
            "ConnectorProfileConfig.ConnectorProfileCredentials.Zendesk.ClientSecret",
            None,
            "connectorProfileConfig.connectorProfileCredentials.Zendesk.clientSecret",
        ),
        # What only a call takes is found as an answer too, but what is read comes before it.
        (
            "AWS::ElasticBeanstalk::ApplicationVersion",
            "ImageConfiguration.Build.Type",
            "ImageBuildConfiguration.Type",
            "ImageConfiguration.Build.Type",
        ),
        # Called as what reads it, in the block that sets the block around it.
        (
            "AWS::Budgets::BudgetsAction",
            "ActionThreshold.Value",  # ResourceTags[].Value ends alike
            "Action.ActionThreshold.ActionThresholdValue",
            "ActionThreshold.ActionThresholdValue",
        ),
    ],
)
def test_the_argument_beside_what_is_read(
    derived: Derived, resource: str, path: str, read: str | None, given: str
) -> None:
    rows = [row for row in derived.attributes if (row.resource, row.path) == (resource, path)]
    assert {row.to_path for row in rows if row.evidence["kind"] == "argument"} == {given}
    assert {row.to_path for row in rows if row.evidence["kind"] != "argument"} == (
        {read} if read else set()
    )


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        (
            "aws_rds_cluster_activity_stream",
            "kms_key_id",
        ),  # create_db_cluster makes the cluster, not its stream
        ("aws_iot_thing_group", "name_prefix"),
    ],
)
def test_no_argument_of_another_thing(derived: Derived, resource: str, path: str) -> None:
    assert not [
        row
        for row in derived.attributes
        if (row.resource, row.path, row.evidence["kind"]) == (resource, path, "argument")
    ]


def test_the_same_again(extract: Extract) -> None:
    some = {
        "AWS::DAX::Cluster",
        "AWS::SQS::Queue",
        "aws_dax_cluster",
        "aws_sqs_queue",
        "aws:dax/cluster:Cluster",
        "aws:sqs/queue:Queue",
    }

    def part(system: SystemName) -> Extraction:
        whole = extract(system)
        kept = [
            each
            for each in whole.resources
            if each.name in some or (system == "boto3" and each.service in ("dax", "sqs"))
        ]
        return msgspec.structs.replace(whole, resources=kept)

    runs = [
        decide(
            collect(
                part("cloudformation"),
                part("terraform"),
                part("pulumi"),
                part("boto3"),
                pairs=_no_pairs(),
            )
        )
        for _ in range(2)
    ]
    assert msgspec.json.encode(runs[0]) == msgspec.json.encode(runs[1])
    assert runs[0].attributes


def _no_pairs() -> object:
    from builder.linking.links import Links

    return Links([], [])


def test_score_counts_questions() -> None:
    def row(path: str, boto3: str, boto3_path: str) -> DerivedAttribute:
        return DerivedAttribute(
            "terraform", "aws_x", path, "boto3", boto3, boto3_path, "exact", None, 0.99, {}
        )

    questions = [
        Question("aws_x", "a", (("c.X", "A"), ("c.Y", "A")), False),
        Question("aws_x", "b[].c", (("c.X", "B.C"),), True),
        Question("aws_x", "d", (("c.X", "D"),), False),
        Question("aws_x", "e", (("c.X", "E"),), False),
        Question("aws_x", "f", (("c.X", "F"),), False),
    ]
    rows = [
        row("a", "c.Y", "A"),
        row("b.c", "c.X", "B[].C"),
        row("d", "c.X", "Other"),
        row("e", "c.Y", "E"),
    ]
    found = score(questions, answers_of(rows))
    assert (found.rows, found.right, found.wrong, found.elsewhere, found.unmapped) == (
        5,
        2,
        1,
        1,
        1,
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("DescribeCacheClusters", "CacheClusters"),
        ("AttachPolicy", "PolicyAttachment"),
        ("AssociateVpc", "VpcAssociation"),
        ("GetItem", "Item"),
    ],
)
def test_nouns(said: str, meant: str) -> None:
    assert noun(said) == meant


def test_shapes_lose_what_wraps_them() -> None:
    assert shape_noun("GetBucketVersioningOutput") == "BucketVersioning"
    assert shape_noun("StreamDescription") == "Stream"
