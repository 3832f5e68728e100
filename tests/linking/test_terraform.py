"""The derivation, on the real packages: cases judged from the schemas and the documentation of both
sides.
"""

from __future__ import annotations

from collections import defaultdict

import pytest
import yaml

from builder.curated.checks.shapes_agree import shape
from builder.evaluation.gold import Row, evaluate, names_differ, same_path
from builder.extract import load
from builder.linking.matching.results import Derived
from builder.linking.matching.similarity import arn_of
from builder.linking.matching.thresholds import ANSWER
from builder.linking.matching.vocabulary import load as load_vocabulary
from builder.linking.matching.words import Lexicon, split
from builder.linking.terraform.derive import derive
from builder.linking.terraform.identity import IDS, imports_arn
from builder.linking.terraform.imports import Import, read_imports
from builder.model import Attribute, Extraction
from builder.packages import open_package
from builder.patches.gettable import apply_gettable
from builder.patches.ref_values import apply_ref
from builder.services import load as load_services

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def sides() -> tuple[Extraction, Extraction]:
    cloudformation, cdk = load("cloudformation"), load("cdk")
    apply_gettable(cloudformation, cdk)
    apply_ref(cloudformation, cdk)
    return cloudformation, cdk


@pytest.fixture(scope="module")
def derived(sides: tuple[Extraction, Extraction]) -> Derived:
    cloudformation, cdk = sides
    return derive(cloudformation, load("terraform"), load("pulumi"), cdk, load_services())


@pytest.fixture(scope="module")
def answers(derived: Derived) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in derived.attributes:
        found[f"{row.resource}.{row.path}", row.to_resource].add(row.to_path)
    return found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ARNs", ["arns"]),
        ("maxvCpus", ["max", "vcpus"]),
        ("DBInstanceClass", ["db", "instance", "class"]),
        ("KMSKeyId", ["kms", "key", "id"]),
        ("CidrIpv6", ["cidr", "ipv6"]),
        ("IPV6Enabled", ["ipv6", "enabled"]),
        ("PreferredCacheClusterAZs", ["preferred", "cache", "cluster", "azs"]),
        ("S3BucketName", ["s3", "bucket", "name"]),
        ("HTTPSPort", ["https", "port"]),
        ("IoTThingName", ["iot", "thing", "name"]),
        ("NotificationARNs", ["notification", "arns"]),
        ("vpc_security_group_ids", ["vpc", "security", "group", "ids"]),
        ("Http2Enabled", ["http2", "enabled"]),
    ],
)
def test_acronyms_stay_whole(name: str, words: list[str]) -> None:
    assert split(name) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EndPointAddresses", "endpoint_address"),
        ("DBSubnetGroupName", "database_subnet_group_name"),
        ("PreferredAZs", "preferred_availability_zones"),
        ("MaxvCpus", "maximum_vcpus"),
        ("UserName", "username"),
        ("SecurityPolicies", "security_policy"),
        ("OpenIDConnectConfig", "oidc_configuration"),
    ],
)
def test_spelled_alike(one: str, other: str) -> None:
    known = [
        "endpoint",
        "address",
        "addresses",
        "database",
        "user",
        "name",
        "policy",
        "policies",
        "vcpu",
        "vcpus",
        "open",
        "oidc",
        "openid",
        "az",
        "zone",
    ]
    lexicon = Lexicon([one, other, *known], load_vocabulary())
    assert lexicon.words(one) == lexicon.words(other)


def test_the_word_for_what_a_value_is_stays_apart() -> None:
    lexicon = Lexicon(["username", "user", "user_name"], load_vocabulary())
    assert lexicon.words("username")[-1] == "name"
    assert lexicon.words("user") != lexicon.words("username")


@pytest.mark.parametrize(
    ("cloudformation", "terraform", "role"),
    [
        ("AWS::AutoScaling::ScheduledAction", "aws_autoscaling_schedule", "main"),
        ("AWS::CloudTrail::Trail", "aws_cloudtrail", "main"),
        ("AWS::DirectConnect::Lag", "aws_dx_lag", "main"),
        ("AWS::WAFv2::LoggingConfiguration", "aws_wafv2_web_acl_logging_configuration", "main"),
        ("AWS::RDS::DBProxyTargetGroup", "aws_db_proxy_default_target_group", "main"),
        ("AWS::EC2::SecurityGroupIngress", "aws_vpc_security_group_ingress_rule", "main"),
        ("AWS::StorageGateway::TapePool", "aws_storagegateway_tape_pool", "main"),
        ("AWS::DynamoDB::GlobalTable", "aws_dynamodb_table", "main"),
        ("AWS::ObservabilityAdmin::TelemetryRule", "aws_observabilityadmin_telemetry_rule", "main"),
        (
            "AWS::ObservabilityAdmin::OrganizationTelemetryRule",
            "aws_observabilityadmin_telemetry_rule_for_organization",
            "main",
        ),
        ("AWS::S3::Bucket", "aws_s3_bucket_cors_configuration", "part"),
        ("AWS::S3::Bucket", "aws_s3_bucket_website_configuration", "part"),
        ("AWS::EFS::FileSystem", "aws_efs_backup_policy", "part"),
        ("AWS::KMS::Key", "aws_kms_key_policy", "part"),
    ],
)
def test_resources(derived: Derived, cloudformation: str, terraform: str, role: str) -> None:
    found = {(row.resource, row.to_resource): row for row in derived.resources}
    assert found[cloudformation, terraform].role == role
    assert found[cloudformation, terraform].evidence


def test_two_names_of_one_resource(derived: Derived) -> None:
    found = {
        row.to_resource: row.role
        for row in derived.resources
        if row.resource == "AWS::ElasticLoadBalancingV2::ListenerRule"
    }
    assert sorted(found) == ["aws_alb_listener_rule", "aws_lb_listener_rule"]
    assert sorted(found.values()) == ["alternative", "main"]


@pytest.mark.parametrize(
    ("cloudformation", "terraform"),
    [
        # The same name, and another thing: the type of today is DynamoDB's newer global table.
        ("AWS::DynamoDB::GlobalTable", "aws_dynamodb_global_table"),
        # An inline policy is no managed policy.
        ("AWS::IAM::Policy", "aws_iam_policy"),
        ("AWS::EC2::InternetGateway", "aws_internet_gateway_attachment"),
        ("AWS::Backup::BackupVault", "aws_backup_vault_notifications"),
        ("AWS::DocDB::DBCluster", "aws_docdb_cluster_snapshot"),
        ("AWS::Bedrock::PromptVersion", "aws_bedrockagent_prompt"),
        # The rule of one account; that of an organization is a resource of its own.
        (
            "AWS::ObservabilityAdmin::OrganizationTelemetryRule",
            "aws_observabilityadmin_telemetry_rule",
        ),
    ],
)
def test_no_pair(derived: Derived, cloudformation: str, terraform: str) -> None:
    assert (cloudformation, terraform) not in {
        (row.resource, row.to_resource) for row in derived.resources
    }


@pytest.mark.parametrize(
    ("cloudformation", "terraform"),
    [
        (
            "AWS::CloudFront::ContinuousDeploymentPolicy.ContinuousDeploymentPolicyConfig.Enabled",
            "aws_cloudfront_continuous_deployment_policy.enabled",
        ),
        (
            "AWS::SSM::MaintenanceWindowTask.TaskInvocationParameters.MaintenanceWindowLambdaParameters",
            "aws_ssm_maintenance_window_task.task_invocation_parameters.lambda_parameters",
        ),
        (
            "AWS::KinesisFirehose::DeliveryStream.ExtendedS3DestinationConfiguration.BufferingHints.IntervalInSeconds",
            "aws_kinesis_firehose_delivery_stream.extended_s3_configuration.buffering_interval",
        ),
        ("AWS::EC2::NetworkAclEntry.Icmp.Code", "aws_network_acl_rule.icmp_code"),
        (
            "AWS::ACMPCA::CertificateAuthority.SigningAlgorithm",
            "aws_acmpca_certificate_authority.certificate_authority_configuration.signing_algorithm",
        ),
        (
            "AWS::Grafana::Workspace.SamlConfiguration.RoleValues.Editor",
            "aws_grafana_workspace_saml_configuration.editor_role_values",
        ),
        (
            "AWS::S3::Bucket.CorsConfiguration.CorsRules[].MaxAge",
            "aws_s3_bucket_cors_configuration.cors_rule[].max_age_seconds",
        ),
        (
            "AWS::CloudFront::Distribution.DistributionConfig.OriginGroups.Items[].FailoverCriteria.StatusCodes.Items",
            "aws_cloudfront_distribution.origin_group[].failover_criteria.status_codes",
        ),
        ("AWS::StorageGateway::NFSFileShare.Role", "aws_storagegateway_nfs_file_share.role_arn"),
        ("AWS::KMS::Key.Enabled", "aws_kms_key.is_enabled"),
        ("AWS::Connect::Queue.InstanceArn", "aws_connect_queue.instance_id"),
        ("AWS::DAX::Cluster.Ref", "aws_dax_cluster.cluster_name"),
        ("AWS::StorageGateway::TapePool.Ref", "aws_storagegateway_tape_pool.arn"),
        (
            "AWS::EC2::SubnetCidrReservation.SubnetCidrReservationId",
            "aws_ec2_subnet_cidr_reservation.id",
        ),
        ("AWS::Kinesis::StreamConsumer.ConsumerARN", "aws_kinesis_stream_consumer.arn"),
        ("AWS::RDS::DBInstance.Endpoint.Address", "aws_db_instance.address"),
        ("AWS::RDS::DBInstance.Endpoint.Port", "aws_db_instance.port"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer.CanonicalHostedZoneID", "aws_lb.zone_id"),
        ("AWS::Location::PlaceIndex.Arn", "aws_location_place_index.index_arn"),
        ("AWS::ECS::ExpressGatewayService.Ref", "aws_ecs_express_gateway_service.service_arn"),
        (
            "AWS::ECS::ExpressGatewayService.ServiceArn",
            "aws_ecs_express_gateway_service.service_arn",
        ),
        ("AWS::S3Tables::TableBucket.TableBucketARN", "aws_s3tables_table_bucket.arn"),
        ("AWS::EC2::RouteServer.Id", "aws_vpc_route_server.route_server_id"),
        (
            "AWS::BedrockAgentCore::WorkloadIdentity.Ref",
            "aws_bedrockagentcore_workload_identity.name",
        ),
        (
            "AWS::ObservabilityAdmin::TelemetryPipelines.PipelineIdentifier",
            "aws_observabilityadmin_telemetry_pipeline.arn",
        ),
        (
            "AWS::ObservabilityAdmin::TelemetryPipelines.Ref",
            "aws_observabilityadmin_telemetry_pipeline.arn",
        ),
        ("AWS::ApiGateway::Authorizer.AuthorizerId", "aws_api_gateway_authorizer.id"),
        ("AWS::Backup::BackupSelection.SelectionId", "aws_backup_selection.id"),
        ("AWS::Cognito::UserPoolClient.ClientId", "aws_cognito_user_pool_client.id"),
        ("AWS::IVSChat::Room.Arn", "aws_ivschat_room.arn"),
        # What `id` is: by the schema of the identity, by data/terraform_ids.yaml, by an import that
        # names `id`.
        ("AWS::MediaLive::InputSecurityGroup.Id", "aws_medialive_input_security_group.id"),
        ("AWS::CE::CostCategory.Arn", "aws_ce_cost_category.id"),
        ("AWS::CloudFront::KeyValueStore.Id", "aws_cloudfront_key_value_store.id"),
        ("AWS::Grafana::Workspace.Id", "aws_grafana_workspace.id"),
        (
            "AWS::KinesisFirehose::DeliveryStream.HttpEndpointDestinationConfiguration",
            "aws_kinesis_firehose_delivery_stream.http_endpoint_configuration",
        ),
        (
            "AWS::KinesisFirehose::DeliveryStream.HttpEndpointDestinationConfiguration.EndpointConfiguration.Url",
            "aws_kinesis_firehose_delivery_stream.http_endpoint_configuration.url",
        ),
        (
            "AWS::ObservabilityAdmin::OrganizationTelemetryRule.Rule",
            "aws_observabilityadmin_telemetry_rule_for_organization.rule",
        ),
    ],
)
def test_attributes(
    answers: dict[tuple[str, str], set[str]], cloudformation: str, terraform: str
) -> None:
    resource, _, path = terraform.partition(".")
    assert any(same_path(path, found) for found in answers[cloudformation, resource]), answers[
        cloudformation, resource
    ]


@pytest.mark.parametrize(
    ("cloudformation", "terraform"),
    [
        ("AWS::EC2::VerifiedAccessGroup.PolicyEnabled", "aws_verifiedaccess_group.policy_document"),
        (
            "AWS::VpcLattice::ServiceNetworkServiceAssociation.ServiceArn",
            "aws_vpclattice_service_network_service_association.arn",
        ),
        ("AWS::XRay::SamplingRule.SamplingRule.RuleARN", "aws_xray_sampling_rule.resource_arn"),
        ("AWS::EC2::Volume.AvailabilityZoneId", "aws_ebs_volume.availability_zone"),
        ("AWS::RDS::DBInstance.Endpoint.Address", "aws_db_instance.endpoint"),
        (
            "AWS::FSx::FileSystem.LustreConfiguration.WeeklyMaintenanceStartTime",
            "aws_fsx_windows_file_system.weekly_maintenance_start_time",
        ),
        ("AWS::IAM::Policy.Id", "aws_iam_group_policy.id"),
        # Nothing is known but that no other attribute holds it.
        ("AWS::Lambda::Permission.Id", "aws_lambda_permission.id"),
        ("AWS::LakeFormation::Permissions.Id", "aws_lakeformation_permissions.id"),
        # Imported with several things joined, or with what another attribute holds.
        ("AWS::Budgets::Budget.Id", "aws_budgets_budget.id"),
        ("AWS::Budgets::Budget.Ref", "aws_budgets_budget.id"),
        ("AWS::ApiGateway::UsagePlanKey.Id", "aws_api_gateway_usage_plan_key.id"),
        ("AWS::Pinpoint::APNSChannel.Id", "aws_pinpoint_apns_channel.id"),
        ("AWS::SNS::TopicPolicy.Id", "aws_sns_topic_policy.id"),
        (
            "AWS::SES::ConfigurationSetEventDestination.Id",
            "aws_sesv2_configuration_set_event_destination.id",
        ),
        ("AWS::IVSChat::Room.Id", "aws_ivschat_room.id"),
        # It is imported with its name, and its `id` is another thing; what it is imported with is
        # no evidence.
        ("AWS::CloudFront::KeyValueStore.Ref", "aws_cloudfront_key_value_store.id"),
        ("AWS::AppFlow::Flow.Ref", "aws_appflow_flow.id"),
        ("AWS::DAX::Cluster.Ref", "aws_dax_cluster.id"),
        # Of two ids, the one that is named for the resource is it.
        ("AWS::Backup::BackupSelection.Id", "aws_backup_selection.id"),
        (
            "AWS::KinesisFirehose::DeliveryStream.HttpEndpointDestinationConfiguration.EndpointConfiguration",
            "aws_kinesis_firehose_delivery_stream.http_endpoint_configuration",
        ),
        (
            "AWS::KinesisFirehose::DeliveryStream.S3DestinationConfiguration.Prefix",
            "aws_kinesis_firehose_delivery_stream.opensearch_configuration.s3_configuration.prefix",
        ),
    ],
)
def test_tempting_and_wrong(
    answers: dict[tuple[str, str], set[str]], cloudformation: str, terraform: str
) -> None:
    resource, _, path = terraform.partition(".")
    assert path not in answers.get((cloudformation, resource), set())


def test_transforms_follow_the_types(derived: Derived) -> None:
    found = {(row.resource, row.path, row.to_resource): row for row in derived.attributes}
    assert found["AWS::DataSync::Agent", "Tags", "aws_datasync_agent"].transform == "tags-to-map"
    assert (
        found["AWS::StepFunctions::StateMachine", "Definition", "aws_sfn_state_machine"].transform
        == "json-encode"
    )
    # An object of one plain member is that member, not a JSON text; RedrivePolicy is documented to
    # be one.
    schedule = found["AWS::Glue::Crawler", "Schedule", "aws_glue_crawler"]
    assert (schedule.transform, schedule.relation) == ("flatten", "close")
    assert found["AWS::SQS::Queue", "RedrivePolicy", "aws_sqs_queue"].transform == "json-encode"


@pytest.mark.parametrize(
    ("cloudformation", "terraform", "transform"),
    [
        ("AWS::Connect::Queue.InstanceArn", "aws_connect_queue.instance_id", "arn-to-name"),
        (
            "AWS::Connect::Queue.QuickConnectArns",
            "aws_connect_queue.quick_connect_ids",
            "arn-to-name",
        ),
        (
            "AWS::ApiGatewayV2::RoutingRule.DomainNameArn",
            "aws_apigatewayv2_routing_rule.domain_name",
            "arn-to-name",
        ),
        ("AWS::MemoryDB::Cluster.KmsKeyId", "aws_memorydb_cluster.kms_key_arn", "name-to-arn"),
        # The documentation says that it takes the ARN too.
        (
            "AWS::DynamoDB::Table.SSESpecification.KMSMasterKeyId",
            "aws_dynamodb_table.server_side_encryption.kms_key_arn",
            None,
        ),
        # `id` is the ARN.
        ("AWS::SNS::Topic.TopicArn", "aws_sns_topic.id", None),
    ],
)
def test_an_arn_is_no_name(
    derived: Derived, cloudformation: str, terraform: str, transform: str | None
) -> None:
    found = {
        (f"{row.resource}.{row.path}", f"{row.to_resource}.{row.to_path}"): row
        for row in derived.attributes
    }
    assert found[cloudformation, terraform].transform == transform


def test_no_id_where_the_schema_has_none(derived: Derived) -> None:
    without = {
        each.name for each in load("terraform").resources if each.facts.get("id_in_schema") is False
    }
    rows = [*derived.attributes, *derived.candidates]
    assert without and not [
        row for row in rows if row.to_path == "id" and row.to_resource in without
    ]


def test_elimination_is_no_answer(derived: Derived) -> None:
    """Two attributes are `id` only where the import says so of either; nothing is where no
    documentation speaks of it.
    """
    unknown = [
        row
        for row in derived.attributes
        if "no documentation of an import" in str(row.evidence["names"])
    ]
    assert not unknown
    assert [
        row
        for row in derived.candidates
        if "no documentation of an import" in str(row.evidence["names"])
    ]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("The Amazon Resource Name (ARN) of the telemetry pipeline.", "telemetry pipeline"),
        ("Returns the ARN of the rule.", "rule"),
        ("The Amazon Resource Names (ARN) of the of the quick connects", "of the quick connects"),
        ("An ARN identifying a Workspace.", ""),
        ("The ID of the workspace.", None),
        ("The ARN or name of the secret.", None),
        ("", None),
    ],
)
def test_documented_to_be_an_arn(text: str, thing: str | None) -> None:
    assert arn_of(text) == thing


def test_how_a_resource_is_imported() -> None:
    found = read_imports(open_package("pulumi-aws"))
    assert found["aws:apigateway/authorizer:Authorizer"].quoted == ("REST-API-ID/AUTHORIZER-ID",)
    assert found["aws:amplify/app:App"].phrase == "Amplify App ID"
    # Without a heading; and with a command that names Terraform's resource.
    assert found["aws:ec2/launchTemplate:LaunchTemplate"].names == ("id",)
    assert found["aws:cloudfront/vpcOrigin:VpcOrigin"].example == "vo_JQEa410sssUFoY6wMkx69j"


def test_answers_lie_above_the_threshold_and_say_why(derived: Derived) -> None:
    assert all(row.confidence >= ANSWER and row.evidence for row in derived.attributes)
    assert all(row.confidence < ANSWER for row in derived.candidates)
    assert len(derived.attributes) > 20_000


def _known(extraction: Extraction) -> dict[tuple[str, str], Attribute]:
    return {
        (resource.name, attribute.path): attribute
        for resource in extraction.resources
        if resource.kind == "resource"
        for attribute in resource.attributes
    }


def test_consistent(derived: Derived, sides: tuple[Extraction, Extraction]) -> None:
    """Every path exists; what can only be set is not what can only be read; list and scalar differ
    only with a transform; exact is one to one but for identities, and for one attribute that sets
    beside one that only reads."""
    ours, others = _known(sides[0]), _known(load("terraform"))
    seen: dict[tuple[str, str, str, bool], str] = {}
    for row in derived.attributes:
        one = ours[row.resource, row.path]
        other = others[row.to_resource, row.to_path]
        assert not (
            row.relation == "exact" and one.is_input and not one.is_output and not other.is_input
        ), row
        if row.relation == "exact" and row.transform is None and row.path != "Ref":
            shapes = {shape(one.type), shape(other.type)} - {None}
            assert len(shapes) < 2, (row, one.type, other.type)
        if row.relation != "exact" or row.path == "Ref" or row.to_path in ("id", "arn"):
            continue
        key = row.resource, row.to_resource, row.to_path, one.is_input
        assert seen.setdefault(key, row.path) == row.path, row


def test_the_same_every_time(derived: Derived, sides: tuple[Extraction, Extraction]) -> None:
    """A part of the services again, and in another order: the same answers."""
    cloudformation, cdk = sides
    names = {"Athena", "EFS", "DAX", "SNS"}
    some = Extraction(
        "cloudformation",
        "",
        "",
        [r for r in reversed(cloudformation.resources) if r.name.split("::")[1] in names],
    )
    terraform = load("terraform")
    once, again = (derive(some, terraform, load("pulumi"), cdk, load_services()) for _ in range(2))
    assert once == again
    assert {row.resource for row in once.resources} <= {row.resource for row in derived.resources}


def test_scores() -> None:
    rows = [
        Row("cloudformation", "A", "Ref", "terraform", "a", "id"),
        Row("cloudformation", "A", "Ref", "terraform", "a", "name"),
        Row("cloudformation", "A", "Size", "terraform", "a", "size"),
        Row("cloudformation", "A", "Kind", "terraform", "a", "type"),
        Row("cloudformation", "A", "Rest", "terraform", "a", "rest"),
    ]
    known = {"Ref": [("a", "name")], "Size": [("a", "length")], "Kind": [("b", "type")]}
    score = evaluate(rows, lambda _system, _resource, path, _to: known.get(path, []))
    assert (score.rows, score.right, score.wrong, score.elsewhere, score.unmapped) == (
        5,
        2,
        1,
        1,
        1,
    )
    assert (round(score.precision, 3), score.recall) == (0.667, 0.4)
    assert [names_differ(row) for row in rows] == [True, True, False, True, False]


@pytest.mark.parametrize(
    ("said", "may_be"),
    [
        (Import(("arn",), example="arn:aws:sqs:x"), True),
        (Import((), "ID", "costCategoryARN"), True),
        (Import((), "ID", "abcdef"), True),  # the sentence does not say what its id is
        (Import(("name",), example="fleet-name"), False),
        (Import(("id",), example="abcdef123456"), False),
    ],
)
def test_an_identity_schema_counts_where_the_import_does_not_speak_against_it(
    said: Import, may_be: bool
) -> None:
    """aws_batch_compute_environment has `arn` in its identity and its name as id."""
    assert imports_arn(said) is may_be


def test_what_an_id_holds_is_an_attribute() -> None:
    """A row of data/terraform_ids.yaml that names what the provider has not says nothing."""
    paths = {
        each.name: {attribute.path for attribute in each.attributes}
        for each in load("terraform").resources
    }
    rows = yaml.safe_load(IDS.read_text(encoding="utf-8"))
    assert [
        row["resource"]
        for row in rows
        if row["holds"] not in ("own", "other", *paths.get(row["resource"], ()))
    ] == []
    assert [row["resource"] for row in rows] == sorted({row["resource"] for row in rows})
