"""Checks of CloudFormation and SAM templates: what is found, what is written instead, and where
nothing is said.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.fixing import fixed
from iac_crosswalk.check.rules.gettable import Returned
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.source import Source

CACHE = "AWS::ElastiCache::ReplicationGroup"
DECLARED = "Parameters: {Count: {Type: Number}, Which: {Type: String}, a: {Type: String}}\n"
"""Every template of these tests begins so, so that what it refers to is declared."""


@pytest.fixture(scope="module")
def advisor(knowledge: KnowledgeBase) -> Advisor:
    return Advisor(knowledge)


def check(advisor: Advisor, text: str, name: str = "template.yaml") -> tuple[Source, list[Finding]]:
    source = Source(Path(name), text.encode())
    checked = check_source(source, advisor)
    return source, checked.findings if checked else []


def found(advisor: Advisor, text: str) -> list[tuple[str, str]]:
    """(rule, the bytes it is about) of each finding."""
    source, findings = check(advisor, text)
    return [(each.rule, source.data[each.span.start : each.span.end].decode()) for each in findings]


def after_fix(advisor: Advisor, text: str) -> str:
    source, findings = check(advisor, text)
    return fixed(source, findings).decode()


def reading(kind: str, expression: str, properties: str = "") -> str:
    given = f"\n    Properties: {properties}" if properties else ""
    return (
        f"{DECLARED}Resources:\n  A:\n    Type: {kind}{given}\nOutputs:\n  X:\n    Value:"
        f" {expression}\n"
    )


def setting(kind: str, properties: str) -> str:
    return (
        f"{DECLARED}Resources:\n  A:\n    Type: {kind}\n    Properties:\n      "
        + properties.replace("\n", "\n      ")
        + "\n"
    )


ATTRIBUTES = [
    # type, wrong attribute, rule, what is proposed (the certain one first)
    (
        CACHE,
        "ConfigurationEndpoint.Address",
        "unknown-attribute",
        ["ConfigurationEndPoint.Address"],
    ),
    (CACHE, "PrimaryEndpoint.Port", "unknown-attribute", ["PrimaryEndPoint.Port"]),
    (CACHE, "primary_endpoint_address", "unknown-attribute", ["PrimaryEndPoint.Address"]),
    (CACHE, "Nonsense", "unknown-attribute", []),
    (
        "AWS::ElastiCache::CacheCluster",
        "ConfigurationEndPoint.Address",
        "unknown-attribute",
        ["ConfigurationEndpoint.Address"],
    ),
    ("AWS::ElastiCache::CacheCluster", "CacheNodeType", "not-gettable", []),
    ("AWS::SNS::Topic", "TopicARN", "unknown-attribute", ["TopicArn"]),
    ("AWS::SQS::Queue", "QueueArn", "unknown-attribute", ["Arn"]),
    ("AWS::S3::Bucket", "bucket_domain_name", "unknown-attribute", ["DomainName"]),
    ("AWS::S3::Bucket", "DomainNames", "unknown-attribute", ["DomainName"]),
    ("AWS::S3::Bucket", "ARN", "unknown-attribute", ["Arn"]),
    ("AWS::S3::Bucket", "VersioningConfiguration.Status", "not-gettable", []),
    ("AWS::Lambda::Function", "FunctionArn", "unknown-attribute", ["Arn"]),
    ("AWS::Lambda::Function", "Role", "not-gettable", []),
    ("AWS::DynamoDB::Table", "LatestStreamArn", "unknown-attribute", ["StreamArn"]),
    ("AWS::RDS::DBInstance", "address", "unknown-attribute", ["Endpoint.Address"]),
    ("AWS::RDS::DBInstance", "Endpoint.address", "unknown-attribute", ["Endpoint.Address"]),
    ("AWS::RDS::DBInstance", "Endpoint.Address.Host", "unknown-attribute", []),
    ("AWS::EC2::Instance", "PublicIpAddress", "unknown-attribute", ["PublicIp"]),
    ("AWS::EC2::Instance", "privateIp", "unknown-attribute", ["PrivateIp"]),
    ("AWS::EC2::SecurityGroup", "GroupID", "unknown-attribute", ["GroupId"]),
    ("AWS::EC2::Subnet", "AvailabilityZones", "unknown-attribute", ["AvailabilityZone"]),
    ("AWS::EC2::Subnet", "Tags.0.Key", "not-gettable", []),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "DnsName", "unknown-attribute", ["DNSName"]),
    ("AWS::OpenSearchService::Domain", "Endpoint", "unknown-attribute", ["DomainEndpoint"]),
    ("AWS::Serverless::Function", "FunctionArn", "unknown-attribute", ["Arn"]),
    ("AWS::Serverless::Api", "Arn", "unknown-attribute", None),
    ("AWS::CloudFormation::Stack", "Output.Endpoint", "unknown-attribute", None),
]


@pytest.mark.parametrize(("kind", "attribute", "rule", "proposed"), ATTRIBUTES)
@pytest.mark.parametrize(
    "form",
    [
        "!GetAtt A.{}",
        "!GetAtt 'A.{}'",
        "!GetAtt [A, '{}']",
        '{{Fn::GetAtt: [A, "{}"]}}',
        '{{"Fn::GetAtt": "A.{}"}}',
        "\n      Fn::GetAtt:\n      - A  # é\n      - {}",
        "!Sub x-${{A.{}}}-${{AWS::Region}}",
        "!Join ['', [!Sub [\"${{A.{}}} ${{v}}\", {{v: 1}}]]]",
    ],
)
def test_attributes_in_every_form(
    advisor: Advisor, kind: str, attribute: str, rule: str, proposed: list[str] | None, form: str
) -> None:
    text = reading(kind, form.format(attribute))
    source, findings = check(advisor, text)
    (finding,) = findings
    wrong = source.data[finding.span.start : finding.span.end].decode()
    assert (finding.rule, finding.resource) == (rule, kind)
    assert wrong in attribute.split(".")
    assert proposed is None or [each.path for each in finding.replacements] == proposed
    if proposed:
        assert fixed(source, findings).decode() == reading(kind, form.format(proposed[0]))


REFS = [
    ("!GetAtt A.BucketName", "!Ref A"),
    ("!GetAtt [A, BucketName]", "!Ref A"),
    ("!GetAtt\n    - A\n    - BucketName", "!Ref A"),
    ("{Fn::GetAtt: [A, BucketName]}", "{Ref: A}"),
    ('{"Fn::GetAtt": ["A", "BucketName"]}', '{"Ref": "A"}'),
    ("\n      Fn::GetAtt:\n      - A\n      - BucketName", "\n      Ref: A"),
    ("{'Fn::GetAtt': A.BucketName}", "{'Ref': 'A'}"),
    (
        "!Sub 'arn:${AWS::Partition}:s3:::${A.BucketName}/*'",
        "!Sub 'arn:${AWS::Partition}:s3:::${A}/*'",
    ),
    ("!Sub |\n      é ${A.BucketName}\n      ${A.Arn}", "!Sub |\n      é ${A}\n      ${A.Arn}"),
]


@pytest.mark.parametrize(("wrong", "right"), REFS)
def test_what_ref_returns_becomes_ref(advisor: Advisor, wrong: str, right: str) -> None:
    text = reading("AWS::S3::Bucket", wrong)
    assert found(advisor, text) == [("not-gettable", "BucketName")]
    assert after_fix(advisor, text) == reading("AWS::S3::Bucket", right)


def test_ref_is_no_attribute(advisor: Advisor) -> None:
    text = reading("AWS::SNS::Topic", "!GetAtt A.Ref")
    assert found(advisor, text) == [("unknown-attribute", "Ref")]
    assert after_fix(advisor, text) == reading("AWS::SNS::Topic", "!Ref A")


@pytest.mark.parametrize("expression", ["&here !GetAtt A.BucketName", '!Sub "\\x24{A.BucketName}"'])
def test_nothing_is_written_where_the_bytes_are_not_exact(
    advisor: Advisor, expression: str
) -> None:
    text = reading("AWS::S3::Bucket", expression)
    (finding,) = check(advisor, text)[1]
    assert (finding.rule, finding.fix) == ("not-gettable", None)
    assert after_fix(advisor, text) == text


@pytest.mark.parametrize(
    ("properties", "proposed", "fix"),
    [
        (
            "{NumNodeGroups: 2, AutomaticFailoverEnabled: true}",
            ["ConfigurationEndPoint.Address"],
            "ConfigurationEndPoint.Address",
        ),
        (
            "{NumNodeGroups: '2'}",
            ["ConfigurationEndPoint.Address"],
            "ConfigurationEndPoint.Address",
        ),
        ("{ClusterMode: disabled}", ["PrimaryEndPoint.Address"], "PrimaryEndPoint.Address"),
        (
            "{NumNodeGroups: !Ref Count}",
            ["ConfigurationEndPoint.Address", "PrimaryEndPoint.Address"],
            None,
        ),
        (
            "{NumNodeGroups: !If [c, 2, 1]}",
            ["ConfigurationEndPoint.Address", "PrimaryEndPoint.Address"],
            None,
        ),
        ("", ["ConfigurationEndPoint.Address", "PrimaryEndPoint.Address"], None),
    ],
)
@pytest.mark.parametrize(
    "attribute", ["CacheNodes.0.Address", "CacheNodes[0].Address", "CacheNodes.Address"]
)
def test_the_settings_choose_the_endpoint(
    advisor: Advisor, attribute: str, properties: str, proposed: list[str], fix: str | None
) -> None:
    text = reading(CACHE, f"!GetAtt A.{attribute}", properties)
    (finding,) = check(advisor, text)[1]
    assert [each.path for each in finding.replacements] == proposed
    assert after_fix(advisor, text) == (text.replace(attribute, fix) if fix else text)


PROPERTIES = [
    # type, properties, (rule, wrong name), the properties after --fix; None where nothing is
    # certain
    (CACHE, "node_type: a", ("unknown-argument", "node_type"), "CacheNodeType: a"),
    (CACHE, "NodeType: a", ("unknown-argument", "NodeType"), "CacheNodeType: a"),
    (CACHE, '"nodeType": a', ("unknown-argument", "nodeType"), '"CacheNodeType": a'),
    (
        CACHE,
        "NodeGroupConfiguration: [{slots: a}]",
        ("unknown-argument", "slots"),
        "NodeGroupConfiguration: [{Slots: a}]",
    ),
    (
        CACHE,
        "NodeGroupConfiguration:\n- Slots: a\n- Slot: a",
        ("unknown-argument", "Slot"),
        "NodeGroupConfiguration:\n- Slots: a\n- Slots: a",
    ),
    (
        CACHE,
        "NodeGroupConfiguration: [!If [c, {Slot: a}, {Slots: b}]]",
        ("unknown-argument", "Slot"),
        None,
    ),
    (CACHE, "ConfigurationEndPoint: {Address: a}", ("output-only", "ConfigurationEndPoint"), None),
    ("AWS::S3::Bucket", "Bucket: a", ("unknown-argument", "Bucket"), "BucketName: a"),
    ("AWS::S3::Bucket", "Arn: a", ("output-only", "Arn"), None),
    ("AWS::S3::Bucket", "bucketName: a\nBucketName: b", ("unknown-argument", "bucketName"), None),
    (
        "AWS::S3::Bucket",
        "tags: [{Key: a, Value: b}]",
        ("unknown-argument", "tags"),
        "Tags: [{Key: a, Value: b}]",
    ),
    ("AWS::SNS::Topic", "TopicArn: a", ("output-only", "TopicArn"), None),
    ("AWS::SQS::Queue", "DelaySecond: 1", ("unknown-argument", "DelaySecond"), "DelaySeconds: 1"),
    (
        "AWS::SQS::Queue",
        "VisibilityTimeoutSeconds: 1",
        ("unknown-argument", "VisibilityTimeoutSeconds"),
        "VisibilityTimeout: 1",
    ),
    (
        "AWS::RDS::DBInstance",
        "InstanceClass: a",
        ("unknown-argument", "InstanceClass"),
        "DBInstanceClass: a",
    ),
    ("AWS::RDS::DBInstance", "MultiAz: true", ("unknown-argument", "MultiAz"), "MultiAZ: true"),
    ("AWS::EC2::Instance", "Ami: a", ("unknown-argument", "Ami"), "ImageId: a"),
    (
        "AWS::EC2::SecurityGroup",
        "Description: a",
        ("unknown-argument", "Description"),
        "GroupDescription: a",
    ),
    (
        "AWS::Lambda::Function",
        "Environment: {variables: {A: b}}",
        ("unknown-argument", "variables"),
        "Environment: {Variables: {A: b}}",
    ),
    ("AWS::Lambda::Function", "Tag: []", ("unknown-argument", "Tag"), "Tags: []"),
    (
        "AWS::IAM::Role",
        "AssumeRolePolicy: {}",
        ("unknown-argument", "AssumeRolePolicy"),
        "AssumeRolePolicyDocument: {}",
    ),  # a pitfall
    (
        "AWS::IoT::Policy",
        "Policy: {}",
        ("unknown-argument", "Policy"),
        None,
    ),  # Terraform's name, and there it is JSON text
    ("AWS::Serverless::Function", "runtime: a", ("unknown-argument", "runtime"), "Runtime: a"),
    (
        "AWS::Serverless::Function",
        "Events: {Mine: {Type: Api, Property: {}}}",
        ("unknown-argument", "Property"),
        None,
    ),
    ("AWS::DynamoDB::Table", "HashKey: a", ("unknown-argument", "HashKey"), None),
    # The other name alone is right only where its type takes what is written.
    ("AWS::S3::Bucket", "Versioning: true", ("unknown-argument", "Versioning"), None),
    ("AWS::S3::Bucket", "Versioning: [a]", ("unknown-argument", "Versioning"), None),
    # Proposed, and not certain: Terraform's block takes more than the property.
    ("AWS::S3::Bucket", "Versioning: {Status: Enabled}", ("unknown-argument", "Versioning"), None),
    ("AWS::S3::Bucket", "tags: {Key: a}", ("unknown-argument", "tags"), None),
    (
        "AWS::S3::Bucket",
        "tags: !If [c, [], []]",
        ("unknown-argument", "tags"),
        "Tags: !If [c, [], []]",
    ),
    ("AWS::S3::Bucket", "bucketName: [a]", ("unknown-argument", "bucketName"), None),
    (
        "AWS::S3::Bucket",
        "bucketName: {Ref: a}",
        ("unknown-argument", "bucketName"),
        "BucketName: {Ref: a}",
    ),
]


@pytest.mark.parametrize(("kind", "properties", "wrong", "right"), PROPERTIES)
def test_property_names(
    advisor: Advisor, kind: str, properties: str, wrong: tuple[str, str], right: str | None
) -> None:
    text = setting(kind, properties)
    assert found(advisor, text) == [wrong]
    assert right is None or after_fix(advisor, text) == setting(kind, right)
    (finding,) = check(advisor, text)[1]
    assert (
        right is not None
        or finding.fix is None
        or properties.startswith(("NodeGroupConfiguration", "Events"))
    )


@pytest.mark.parametrize(
    ("kind", "proposed", "near"),
    [
        ("AWS::Elasticache::ReplicationGroup", CACHE, ()),
        ("AWS::S3::bucket", "AWS::S3::Bucket", ()),
        ("AWS::Lightsail::StaticIpAttachment", None, ("AWS::Lightsail::StaticIp",)),
        ("AWS::Nowhere::Thing", None, ()),
    ],
)
def test_types_that_do_not_exist(
    advisor: Advisor, kind: str, proposed: str | None, near: tuple[str, ...]
) -> None:
    text = f"Resources:\n  A:\n    Type: {kind}\n    Properties: {{Anything: !GetAtt A.Whatever}}\n"
    assert found(advisor, text) == [("unknown-resource", kind)]
    (finding,) = check(advisor, text)[1]
    assert finding.suggestions == near
    assert (finding.fix.text if finding.fix else None) == proposed


SILENT = [
    # attributes that exist, in forms that are harder to read
    reading("AWS::S3::Bucket", "!GetAtt A.Arn"),
    reading("AWS::CloudFormation::Stack", "!GetAtt A.Outputs.Anything"),
    reading("AWS::ServiceCatalog::CloudFormationProvisionedProduct", "!GetAtt A.Outputs.Anything"),
    reading("AWS::CloudFormation::WaitCondition", "!GetAtt A.Data"),
    reading("AWS::RDS::DBInstance", "!GetAtt A.Endpoint.Address"),
    reading(CACHE, "!GetAtt A.ReadEndPoint.Addresses"),
    # what is not known
    reading("AWS::CloudFormation::CustomResource", "!GetAtt A.Anything"),
    reading("Custom::Mine", "!GetAtt A.Anything", "{Anything: 1}"),
    reading("My::Own::Type", "!GetAtt A.Anything", "{Anything: 1}"),
    reading("My::Own::Type::MODULE", "!GetAtt A.Bucket.Arn", "{Anything: 1}"),
    "Transform: AWS::Include\n" + reading("AWS::S3::Bucket", "!GetAtt Other.Anything"),
    reading("AWS::S3::Bucket", "!GetAtt [A, !Ref Which]"),
    reading("AWS::S3::Bucket", "!Sub ['${A.Nothing}', {A.Nothing: 1}]"),
    reading("AWS::S3::Bucket", "!Sub '${!A.Nothing}'"),
    reading("AWS::S3::Bucket", "'${A.Nothing}'"),
    reading("AWS::S3::Bucket", "!GetAtt 'A.${Which}'"),
    reading("AWS::QuickSight::VPCConnection", "!GetAtt A.NetworkInterfaces.0.NetworkInterfaceId"),
    # SAM
    "Transform: AWS::Serverless-2016-10-31\n"
    + reading(
        "AWS::Serverless::Function",
        "!Join ['', [!GetAtt A.Alias.AliasArn, !GetAtt A.Arn, !Ref A.Version, !GetAtt ARole.Arn]]",
    ),
    "Transform: AWS::Serverless-2016-10-31\n"
    + reading("AWS::Serverless::Api", "!Sub 'https://${A}.x/${A.Stage} ${A.RootResourceId}'"),
    "Transform: AWS::Serverless-2016-10-31\n"
    + reading("AWS::Serverless::Application", "!GetAtt A.Outputs.Anything"),
    "Transform: AWS::Serverless-2016-10-31\n"
    + reading("AWS::Serverless::Connector", "!GetAtt A.Anything"),
    "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\nGlobals: {Function:"
    " {Timeout: 1}, Anything: {At: all}}\n"
    + setting("AWS::Serverless::StateMachine", "Name: a\nDefinition: {Anything: {At: all}}"),
    setting(
        "AWS::Serverless::Function",
        "CodeUri: s3://a/b\nEvents: {AnyName: {Type: Api, Properties: {Path: /, Method: get}}}",
    ),
    setting(
        "AWS::Serverless::Function",
        "CodeUri: {Bucket: a, Key: b}\nPolicies: [{S3ReadPolicy: {BucketName: a}}]",
    ),
    # macros
    "Transform: [Mine]\n" + reading("AWS::S3::Bucket", "!GetAtt A.Nothing", "{Nothing: 1}"),
    (
        "Resources: {Fn::Transform: {Name: Mine}, A: {Type: AWS::No::Type, Properties: {X: !GetAtt"
        " A.Nothing}}}\n"
    ),
    (
        "Resources:\n  A: {Type: AWS::S3::Bucket, Fn::Transform: {Name: Mine}, Properties:"
        " {Nothing: 1}}\n  B: {Type: Custom::X, Properties: {X: !GetAtt A.Nothing}}\n"
    ),
    "Transform: [{Name: Mine}]\nResources: {A: {Type: AWS::No::Type}}\n",
    setting("AWS::S3::Bucket", "Nothing: 1\nFn::Transform: {Name: Mine}"),
    setting(
        "AWS::S3::Bucket",
        "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://a}}\nBucketName: a",
    ),
    (
        "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Loop:\n  - Id\n  - [a, b]\n"
        "  - B${Id}:\n      Type: AWS::S3::Bucket\n      Properties: {'Fn::ForEach::P': [N,"
        " [BucketName], {'${N}': a}], '${Id}Name': 1}\nOutputs: {X: {Value: !GetAtt"
        " 'B${Id}.Arn'}}\n"
    ),
    # properties that are free, or computed, or no properties
    setting(
        "AWS::IAM::Role",
        "AssumeRolePolicyDocument: {Anything: [{At: all}]}\nPolicies: [{PolicyName: a,"
        " PolicyDocument: {X: 1}}]",
    ),
    setting("AWS::Lambda::Function", "Environment: {Variables: {ANY: thing, At: all}}"),
    setting(
        "AWS::S3::Bucket",
        "BucketName: !If [c, {Nothing: 1}, !Ref AWS::NoValue]\nTags: !FindInMap [a, b, c]",
    ),
    setting("AWS::S3::Bucket", "<<: {Nothing: 1}\nBucketName: a"),
    pytest.param(
        setting(
            "AWS::WAFv2::WebACL",
            "Rules: [{Statement: {AndStatement: {Statements: [{NotStatement: {Statement:"
            " {GeoMatchStatement: {CountryCodes: [a]}}}}]}}}]",
        ),
        marks=pytest.mark.whole,
    ),
    (
        "Resources:\n  A:\n    Type: AWS::AutoScaling::AutoScalingGroup\n    UpdatePolicy:"
        " {Anything: 1}\n    Metadata: {Any: 1}\n    CreationPolicy: {X: 1}\n    DeletionPolicy:"
        " Retain\n    Condition: C\n    DependsOn: [B]\n"
    ),
    (
        "Metadata: {A: !GetAtt A.Nothing}\nParameters: {P: {Type: AWS::No::Type}}\nResources: {A:"
        " {Type: AWS::S3::Bucket}}\n"
    ),
    # no templates
    "# AWS::S3::Bucket\nkind: Deployment\n",
    "resources:\n  Resources: {A: {Type: AWS::No::Type}}\n",
    "kind: a\n---\nkind: AWS::S3::Bucket\n",
    "{{- if .Values.x }}\nkind: AWS::S3::Bucket\n{{- end }}\n",
    '["AWS::S3::Bucket"]',
    "Resources: [AWS::S3::Bucket]\n",
    (
        "Resources: {A: AWS::No::Type, B: {Type: [AWS::No::Type]}, C: {Type: !Ref AWS::No::Type},"
        " D: null}\n"
    ),
    "AWS::",
]


@pytest.mark.parametrize("text", SILENT)
def test_where_nothing_is_said(advisor: Advisor, text: str) -> None:
    assert found(advisor, f"{text}# AWS::\n" if "AWS::" not in text else text) == []


def test_transforms_of_aws_leave_names_as_they_are(advisor: Advisor) -> None:
    text = "Transform: [AWS::LanguageExtensions, {Name: AWS::Include}]\n" + reading(
        "AWS::S3::Bucket", "!GetAtt A.Nothing", "{Nothing: 1}"
    )
    assert found(advisor, text) == [
        ("unknown-argument", "Nothing"),
        ("unknown-attribute", "Nothing"),
    ]
    text = "Resources: {Fn::Transform: {Name: AWS::Include}, A: {Type: AWS::No::Type}}\n"
    assert found(advisor, text) == [("unknown-resource", "AWS::No::Type")]


@pytest.mark.whole
def test_recursive_schemas_are_checked_at_every_depth(advisor: Advisor) -> None:
    text = (
        "Rules: [{Statement: {AndStatement: {Statements: [{NotStatement: {Statement: {OrStatement:"
        " {Statements: [{Nothing: 1}]}}}}]}}}]"
    )
    assert found(advisor, setting("AWS::WAFv2::WebACL", text)) == [("unknown-argument", "Nothing")]


def test_a_whole_template_in_json(advisor: Advisor) -> None:
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Größe": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySecond": 1}},
            "Function": {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "Environment": {
                        "Variables": {
                            "URL": {"Fn::Sub": "${Größe.QueueArn}"},
                            "A": {"Fn::GetAtt": ["Größe", "Url"]},
                        }
                    }
                },
            },
        },
    }
    text = json.dumps(template, ensure_ascii=False, indent="\t")
    assert found(advisor, text) == [
        ("unknown-argument", "DelaySecond"),
        ("unknown-attribute", "QueueArn"),
        ("unknown-attribute", "Url"),
    ]
    after = after_fix(advisor, text)
    assert after == text.replace("DelaySecond", "DelaySeconds").replace("QueueArn", "Arn").replace(
        '"Url"', '"QueueUrl"'
    )
    assert found(advisor, after) == []


def test_comments_silence(advisor: Advisor) -> None:
    text = reading("AWS::S3::Bucket", "!GetAtt A.Nothing # crosswalk: ignore[unknown-attribute]")
    assert found(advisor, text) == []
    assert found(advisor, text.replace("unknown-attribute", "unknown-argument")) == [
        ("unknown-attribute", "Nothing")
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# AWS::\nResources:\n  A:\n\t- 1\n", "line 4: "),
        ('{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}', "line 1: "),
        (
            "Resources: {A: {Type: AWS::S3::Bucket, Properties: "
            + "[" * 10_000
            + "]" * 10_000
            + "}}",
            "nested more than",
        ),
        (
            (
                "x: &x [1, 2]\nResources:\n  A: {Type: AWS::S3::Bucket, Properties: {Tags: &a [*a,"
                " *x]}}\n"
            ),
            "line 3: YAML aliases",
        ),
    ],
)
def test_broken_templates_are_said(advisor: Advisor, text: str, says: str) -> None:
    (finding,) = check(advisor, text)[1]
    assert (
        finding.rule == "unreadable-file"
        and says in finding.message
        and "\n" not in finding.message
    )


def test_what_to_do_with_a_type_that_is_shut_down(advisor: Advisor) -> None:
    (finding,) = check(advisor, "Resources: {A: {Type: AWS::QLDB::Ledger}}")[1]
    assert finding.message == (
        "`AWS::QLDB::Ledger` belongs to Amazon QLDB, which AWS shut down on 2025-07-31; remove it"
    )


def test_many_mistakes_end_in_time(advisor: Advisor) -> None:
    text = reading("AWS::S3::Bucket", '!Sub "' + "${A.Nothing}" * 20_000 + '"')
    started = time.process_time()
    assert len(check(advisor, text)[1]) == 20_000
    assert time.process_time() - started < 20


@pytest.mark.whole
def test_getatt_is_never_stricter_than_cfn_lint(advisor: Advisor) -> None:
    """Every attribute that cfn-lint accepts, of every type it knows in its main region."""
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

    stricter: list[tuple[str, str]] = []
    counted = 0
    for (name,) in advisor.knowledge.rows(
        "select name from resource where system = 'cloudformation' order by name"
    ):
        schema = advisor.schemas.find(name, "cloudformation")
        assert schema is not None
        returned = Returned(schema, advisor.schemas)
        try:
            accepted = PROVIDER_SCHEMA_MANAGER.get_type_getatts(name, "us-east-1").data
        except ResourceNotFoundError:
            continue
        for attribute in accepted:
            plain = attribute.replace("\\..*", ".Any").replace(
                ".*", ".0"
            )  # regular expressions and items of lists
            counted += 1
            if returned.miss(plain if attribute != ".*" else "Anything") is not None:
                stricter.append((name, attribute))
    assert counted > 6_000
    assert stricter == []
