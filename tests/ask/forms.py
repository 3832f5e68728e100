"""Every form that can be asked: (text, resource, what it is: system, resource, attribute, logical
name).
"""

from __future__ import annotations

from typing import NamedTuple

CFN = "AWS::ElastiCache::ReplicationGroup"
TF = "aws_elasticache_replication_group"
PULUMI = "aws:elasticache/replicationGroup:ReplicationGroup"
BOTO3 = "elasticache.ReplicationGroup"
CDK = "aws_elasticache.CfnReplicationGroup"


class Form(NamedTuple):
    """A text and what it asks."""

    text: str
    system: str
    resource: str
    attribute: str
    name: str | None = None
    given: str | None = None
    within: str = ""
    from_system: str | None = None


TEMPLATE = """Resources:
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: sessions
      NodeType: cache.t3.micro
      NodeGroupConfiguration:
        - Slotz: 0-100
Outputs:
  Host:
    Value: !GetAtt Cache.CacheNodes.Address
"""
JSON_TEMPLATE = (
    '{"Resources": {"Cache": {"Properties": {"Port": 1}, "Type":'
    ' "AWS::ElastiCache::ReplicationGroup"}}}'
)
PYTHON = """import pulumi
import pulumi_aws as aws

class Stack:
    def __init__(self, vpc: aws.ec2.Vpc):
        self.cache = aws.elasticache.ReplicationGroup("cache", automatic_failover_enabled=True)
"""
SCRIPT = """import * as aws from "@pulumi/aws";
const cache = new aws.elasticache.ReplicationGroup("cache", { automaticFailoverEnabled: true });
"""
CDK_PYTHON = (
    "from aws_cdk import aws_elasticache as elasticache\ncache ="
    " elasticache.CfnReplicationGroup(self, 'Cache')\n"
)
CDK_SCRIPT = """import { CfnReplicationGroup } from "aws-cdk-lib/aws-elasticache";
const cache = new CfnReplicationGroup(this, "Cache", { replicationGroupDescription: "sessions" });
"""

ENDPOINT = "ConfigurationEndPoint.Address"
CLOUDFORMATION = [
    *(
        Form(text, "cloudformation", CFN, ENDPOINT, "Cache", CFN)
        for text in (
            "!GetAtt Cache.ConfigurationEndPoint.Address",
            "!GetAtt 'Cache.ConfigurationEndPoint.Address'",
            "!GetAtt [Cache, ConfigurationEndPoint.Address]",
            "Value: !GetAtt\n  - Cache\n  - ConfigurationEndPoint.Address",
            "Fn::GetAtt: [Cache, ConfigurationEndPoint.Address]",
            "Fn::GetAtt: Cache.ConfigurationEndPoint.Address",
            "Fn::GetAtt:\n  - Cache\n  - ConfigurationEndPoint.Address",
            '{"Fn::GetAtt": ["Cache", "ConfigurationEndPoint.Address"]}',
            '"Value": {\n  "Fn::GetAtt": [\n    "Cache",\n    "ConfigurationEndPoint.Address"\n  ]\n}',  # noqa: E501
            "${Cache.ConfigurationEndPoint.Address}",
            '!Sub "redis://${Cache.ConfigurationEndPoint.Address}:6379/${AWS::Region}/${!Literal}"',
            '{"Fn::Sub": "redis://${Cache.ConfigurationEndPoint.Address}"}',
            'cdk.Fn.get_att("Cache", "ConfigurationEndPoint.Address")',
        )
    ),
    *(
        Form(
            f'{call}("Cache", "ConfigurationEndPoint.Address")',
            "cloudformation",
            CFN,
            ENDPOINT,
            "Cache",
            given,
        )
        for call, given in (("cdk.Fn.get_att", CDK), ("Fn.getAtt", f"aws_cdk.{CDK}"))
    ),
    *(
        Form(text, "cloudformation", CFN, "ReaderEndPoint.Address", name, given, within)
        for text, name, given, within in (
            ('cache.get_att("ReaderEndPoint.Address")', "cache", CDK, ""),
            (
                "this.group.getAtt('ReaderEndPoint.Address', ResolutionTypeHint.STRING).toString()",
                "group",
                CFN,
                "",
            ),
            ('get_att("ReaderEndPoint.Address")', None, CDK, ""),
            ("getAtt('ReaderEndPoint.Address').toString()", None, CFN, ""),
            ("self.cache.get_att('ReaderEndPoint.Address')", "cache", None, CDK_PYTHON),
            ('cache.getAtt("ReaderEndPoint.Address")', "cache", None, CDK_SCRIPT),
        )
    ),
    *(
        Form(text, "cloudformation", CFN, "Ref", "Cache", CFN)
        for text in ("!Ref Cache", '{"Ref": "Cache"}', "Ref: Cache", "!Sub '${Cache}-x'")
    ),
    Form(
        "!GetAtt Cache.ConfigurationEndPoint.Address",
        "cloudformation",
        CFN,
        ENDPOINT,
        "Cache",
        within=TEMPLATE,
    ),
    Form(
        "!GetAtt Cache.ConfigurationEndPoint.Address",
        "cloudformation",
        CFN,
        ENDPOINT,
        "Cache",
        within=JSON_TEMPLATE,
    ),
    Form(
        "Cache.ConfigurationEndPoint.Address",
        "cloudformation",
        CFN,
        ENDPOINT,
        "Cache",
        within=TEMPLATE,
    ),
    Form(
        f"{TEMPLATE.partition('Outputs')[0]}Outputs:\n  A:\n    Value: !GetAtt Cache.Port",
        "cloudformation",
        CFN,
        "Port",
        "Cache",
    ),
    *(
        Form(text, "cloudformation", CFN, "NodeGroupConfiguration[].Slots", name, given)
        for text, name, given in (
            ("Properties.NodeGroupConfiguration[0].Slots", None, CFN),
            ("Cache.Properties.NodeGroupConfiguration[0].Slots", "Cache", CFN),
            ("Resources.Cache.Properties.NodeGroupConfiguration[0].Slots", "Cache", CFN),
            ("Resources/Cache/Properties/NodeGroupConfiguration/0/Slots", "Cache", CFN),
            ("NodeGroupConfiguration[0].Slots", None, CFN),
            (f"{CFN}.NodeGroupConfiguration[].Slots", None, None),
            (f"{CFN}.Properties.NodeGroupConfiguration.0.Slots", None, None),
        )
    ),
]
TERRAFORM = [
    *(
        Form(text, "terraform", TF, "configuration_endpoint_address", "cache")
        for text in (
            f"{TF}.cache.configuration_endpoint_address",
            f"  host = {TF}.cache [0].configuration_endpoint_address,",
            f"{TF}.cache[0].configuration_endpoint_address",
            f"resource.{TF}.cache.configuration_endpoint_address",
            f"{TF}.cache[count.index].configuration_endpoint_address",
            f'{TF}.cache["a.b"].configuration_endpoint_address',
            f"{TF}.cache[each.key].configuration_endpoint_address",
            f'{TF}.cache[local.names["x"]].configuration_endpoint_address',
            f"{TF}.cache[*].configuration_endpoint_address",
            f"{TF}.cache.*.configuration_endpoint_address",
            f"{TF}.cache.0.configuration_endpoint_address",
            f'"redis://${{{TF}.cache.configuration_endpoint_address}}:6379"',
            f'output "host" {{\n  value = {TF}.cache.configuration_endpoint_address\n}}',
        )
    ),
    Form(
        f"data.{TF}.cache.configuration_endpoint_address",
        "terraform",
        f"data.{TF}",
        "configuration_endpoint_address",
        "cache",
    ),
    Form(
        f"{TF}.cache.log_delivery_configuration[0].log_type",
        "terraform",
        TF,
        "log_delivery_configuration[].log_type",
        "cache",
    ),
    Form(
        f"{TF}.my-cache.log_delivery_configuration.0.log_type",
        "terraform",
        TF,
        "log_delivery_configuration[].log_type",
        "my-cache",
    ),
    Form(f'{TF}.cache.tags["Name"]', "terraform", TF, "tags", "cache"),
    Form(f"{TF}.port", "terraform", TF, "port"),
    Form("port", "terraform", TF, "port", given=TF),
    Form("aws_s3_bucket.logging.arn", "terraform", "aws_s3_bucket", "arn", "logging"),
]
PROGRAMS = [
    *(
        Form(text, "pulumi", PULUMI, "configuration_endpoint_address", name, PULUMI)
        for text, name in (
            ("cache.configuration_endpoint_address", "cache"),
            ("cache.configurationEndpointAddress", "cache"),
            ("self.cache.configuration_endpoint_address", "cache"),
            ("this.cache!.configurationEndpointAddress", "cache"),
            ("infra.cache?.configurationEndpointAddress", "cache"),
            ('cache["configurationEndpointAddress"]', "cache"),
            ("${cache.configurationEndpointAddress}", "cache"),
            ("${my-cache.configurationEndpointAddress}", "my-cache"),
            ("pulumi.export('host', cache.configuration_endpoint_address)", "cache"),
            ("pulumi.interpolate`redis://${cache.configurationEndpointAddress}:6379`", "cache"),
            ("cache.configuration_endpoint_address.apply(lambda host: f'redis://{host}')", "cache"),
            ("`cache.configurationEndpointAddress`", "cache"),
            ("configurationEndpointAddress", None),
        )
    ),
    Form(
        "cache.configuration_endpoint_address",
        "pulumi",
        PULUMI,
        "configuration_endpoint_address",
        "cache",
        "aws.elasticache.ReplicationGroup",
    ),
    Form("aws.elasticache.ReplicationGroup.port", "pulumi", PULUMI, "port"),
    Form(
        "aws.elasticache.ReplicationGroup.configurationEndpointAddress",
        "pulumi",
        PULUMI,
        "configuration_endpoint_address",
    ),
    Form(f"{PULUMI}.port", "pulumi", PULUMI, "port"),
    Form("self.cache.port", "pulumi", PULUMI, "port", "cache", within=PYTHON),
    Form(
        "cache.configurationEndpointAddress",
        "pulumi",
        PULUMI,
        "configuration_endpoint_address",
        "cache",
        within=SCRIPT,
    ),
    Form(
        "cache.logDeliveryConfigurations[0].logType",
        "pulumi",
        PULUMI,
        "log_delivery_configurations[].log_type",
        "cache",
        within=SCRIPT,
    ),
    Form(
        "cache.logDeliveryConfigurations.apply(all => all![0].logType)",
        "pulumi",
        PULUMI,
        "log_delivery_configurations[].log_type",
        "cache",
        within=SCRIPT,
    ),
    Form(
        "cache.log_delivery_configurations.apply(lambda l: l[0]['log_type'])",
        "pulumi",
        PULUMI,
        "log_delivery_configurations[].log_type",
        "cache",
        PULUMI,
    ),
    Form(
        f"{PYTHON}        pulumi.export('port', self.cache.port)\n",
        "pulumi",
        PULUMI,
        "port",
        "cache",
    ),
    Form(
        f"{SCRIPT}export const host = cache.configurationEndpointAddress;",
        "pulumi",
        PULUMI,
        "configuration_endpoint_address",
        "cache",
    ),
    Form(
        "from pulumi_aws.elasticache import ReplicationGroup as Group\ngroup = Group('x')\nprint(group.port)",  # noqa: E501
        "pulumi",
        PULUMI,
        "port",
        "group",
    ),
    Form(
        "const aws = require('@pulumi/aws');\nconst cache = new aws.elasticache.ReplicationGroup(name, {});\nthis.port = cache.port;",  # noqa: E501
        "pulumi",
        PULUMI,
        "port",
        "cache",
    ),
    Form(
        "def url(cache: aws.elasticache.ReplicationGroup):\n    return cache.port",
        "pulumi",
        PULUMI,
        "port",
        "cache",
    ),
    Form("aws.elasticache.ReplicationGroup('x').port", "pulumi", PULUMI, "port"),
    Form(
        "found = aws.elasticache.get_replication_group_output(replication_group_id='x')\nfound.port",  # noqa: E501
        "pulumi",
        "aws:elasticache/getReplicationGroup:getReplicationGroup",
        "port",
        "found",
    ),
    Form(
        "resources:\n  cache:\n    type: aws:elasticache:ReplicationGroup\noutputs:\n  host: ${cache.configurationEndpointAddress}",  # noqa: E501
        "pulumi",
        PULUMI,
        "configuration_endpoint_address",
        "cache",
    ),
    *(
        Form(text, "cdk", CDK, attribute, "cache", given, within)
        for text, attribute, given, within in (
            (
                "cache.attr_configuration_end_point_address",
                "attr_configuration_end_point_address",
                CDK,
                "",
            ),
            (
                "cache.attrConfigurationEndPointAddress",
                "attr_configuration_end_point_address",
                CDK,
                "",
            ),
            ("cache.ref", "ref", CDK, ""),
            (
                "this.cache.attrConfigurationEndPointPort",
                "attr_configuration_end_point_port",
                f"aws_cdk.{CDK}",
                "",
            ),
            (
                "cache.attr_configuration_end_point_address",
                "attr_configuration_end_point_address",
                None,
                CDK_PYTHON,
            ),
            (
                "cache.attrConfigurationEndPointAddress",
                "attr_configuration_end_point_address",
                None,
                CDK_SCRIPT,
            ),
            (
                f"{CDK_SCRIPT}new CfnOutput(this, 'Host', {{ value: cache.attrConfigurationEndPointAddress }});",  # noqa: E501
                "attr_configuration_end_point_address",
                None,
                "",
            ),
        )
    ),
    Form(
        f"{CDK}.attr_configuration_end_point_address",
        "cdk",
        CDK,
        "attr_configuration_end_point_address",
    ),
    Form(
        f"aws_cdk.{CDK}.attrConfigurationEndPointAddress",
        "cdk",
        CDK,
        "attr_configuration_end_point_address",
    ),
]
CALLS = [
    *(
        Form(text, "boto3", BOTO3, "ConfigurationEndpoint.Address")
        for text in (
            'client("elasticache").describe_replication_groups()["ReplicationGroups"][0]["ConfigurationEndpoint"]["Address"]',
            "boto3.client('elasticache', region_name='x').describe_replication_groups(MaxRecords=20)['ReplicationGroups'][i]['ConfigurationEndpoint']['Address']",  # noqa: E501
            "session.client(service_name='elasticache').describe_replication_groups()['ReplicationGroups'][0].get('ConfigurationEndpoint', {}).get('Address')",  # noqa: E501
            "ec = boto3.client('elasticache')\ngroups = ec.describe_replication_groups()\nprint(groups['ReplicationGroups'][0]['ConfigurationEndpoint']['Address'])",  # noqa: E501
            "ec = boto3.client('elasticache')\nfor group in ec.describe_replication_groups()['ReplicationGroups']:\n    print(group['ConfigurationEndpoint']['Address'])",  # noqa: E501
            "aws elasticache describe-replication-groups --query 'ReplicationGroups[0].ConfigurationEndpoint.Address' --output text",  # noqa: E501
            'aws --region eu-west-1 elasticache describe-replication-groups --query "ReplicationGroups[?Status==`available`].ConfigurationEndpoint.Address"',  # noqa: E501
            "aws elasticache describe-replication-groups --query 'sort_by(ReplicationGroups[], &Status)[-1].{Host: ConfigurationEndpoint.Address} | Host'",  # noqa: E501
            "aws elasticache describe-replication-groups --query 'join(`,`, ReplicationGroups[*].[ConfigurationEndpoint.Address || `none`][])'",  # noqa: E501
        )
    ),
    Form(
        "ReplicationGroups[0].ConfigurationEndpoint.Address",
        "boto3",
        BOTO3,
        "ConfigurationEndpoint.Address",
        given=BOTO3,
    ),
    Form(
        "ReplicationGroups[*].ConfigurationEndpoint.Address",
        "boto3",
        BOTO3,
        "ConfigurationEndpoint.Address",
        given=BOTO3,
    ),
    Form(
        "ConfigurationEndpoint.Address",
        "boto3",
        BOTO3,
        "ConfigurationEndpoint.Address",
        given=BOTO3,
    ),
    Form(
        "elasticache.ReplicationGroups[].ConfigurationEndpoint.Address",
        "boto3",
        BOTO3,
        "ConfigurationEndpoint.Address",
        from_system="boto3",
    ),
    Form(f"{BOTO3}.ConfigurationEndpoint.Address", "boto3", BOTO3, "ConfigurationEndpoint.Address"),
    Form(
        "boto3.client('ec2').describe_instances(Filters=[])['Reservations'][0]['Instances'][0]['InstanceId']",
        "boto3",
        "ec2.Instance",
        "InstanceId",
    ),
    Form(
        "c = boto3.client('ec2')\nfor r in c.describe_instances()['Reservations']:\n  for i in r['Instances']:\n    print(i.get('InstanceId'))",  # noqa: E501
        "boto3",
        "ec2.Instance",
        "InstanceId",
    ),
    Form(
        "pages = boto3.client('ec2').get_paginator('describe_instances').paginate()\nfor page in pages:\n  x = page['Reservations'][0]['Instances'][0]['InstanceId']",  # noqa: E501
        "boto3",
        "ec2.Instance",
        "InstanceId",
    ),
    Form("boto3.client('s3').list_buckets()['Buckets'][0]['Name']", "boto3", "s3.Bucket", "Name"),
]

FORMS = [*CLOUDFORMATION, *TERRAFORM, *PROGRAMS, *CALLS]
