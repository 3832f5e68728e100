"""The L1 classes of the CDK."""

import aws_cdk as cdk
from aws_cdk import aws_elasticache as elasticache, aws_s3 as s3, Stack
from typing import cast


def variable():
    g = elasticache.CfnReplicationGroup(self, 'g')
    # expect: unknown-attribute attr_configuration_endpoint_address
    g.attr_configuration_endpoint_address


def self_():
    class A(Stack):
        def __init__(self):
            self.g = elasticache.CfnReplicationGroup(self, 'g')
        def f(self):
            # expect: unknown-attribute attr_configuration_endpoint_address
            self.g.attr_configuration_endpoint_address


def core_():
    # expect: unknown-attribute attr_configuration_endpoint_address
    cdk.aws_elasticache.CfnReplicationGroup(self, 'g').attr_configuration_endpoint_address


def class_():
    from aws_cdk.aws_elasticache import CfnReplicationGroup
    # expect: unknown-attribute attr_configuration_endpoint_address
    CfnReplicationGroup(self, 'g').attr_configuration_endpoint_address


def parameter():
    def f(g: elasticache.CfnReplicationGroup):
        # expect: unknown-attribute attr_configuration_endpoint_address
        return g.attr_configuration_endpoint_address


def cast_():
    # expect: unknown-attribute attr_configuration_endpoint_address
    cast(elasticache.CfnReplicationGroup, x.node.default_child).attr_configuration_endpoint_address


def declared():
    g: elasticache.CfnReplicationGroup = x.node.default_child
    # expect: unknown-attribute attr_configuration_endpoint_address
    g.attr_configuration_endpoint_address


def loop():
    for g in [elasticache.CfnReplicationGroup(self, 'g') for n in 'ab']:
        # expect: unknown-attribute attr_configuration_endpoint_address
        g.attr_configuration_endpoint_address


def attribute_configuration_endpoint_address():
    # expect: unknown-attribute configuration_endpoint_address
    elasticache.CfnReplicationGroup(self, 'g').configuration_endpoint_address


def attribute_attrprimaryendpointaddress():
    # expect: unknown-attribute attrPrimaryEndPointAddress -> !attr_primary_end_point_address
    elasticache.CfnReplicationGroup(self, 'g').attrPrimaryEndPointAddress


def attribute_attr_bucket_ref():
    # expect: unknown-attribute attr_bucket_ref
    elasticache.CfnReplicationGroup(self, 'g').attr_bucket_ref


def argument_description():
    # expect: unknown-argument description -> !replication_group_description
    elasticache.CfnReplicationGroup(self, 'g', description='d')


def read_only_ref():
    # expect: output-only ref
    elasticache.CfnReplicationGroup(self, 'g', ref='d')


def argument_description_2():
    # expect: unknown-argument description -> !replication_group_description
    elasticache.CfnReplicationGroupProps(description='d')


def argument_count():
    # expect: unknown-argument count
    elasticache.CfnReplicationGroup.NodeGroupConfigurationProperty(count=1)


def argument_name():
    # expect: unknown-argument name
    s3.CfnBucket(self, 'b', name='x')


def argument_name_2():
    class B(s3.CfnBucket):
        def __init__(self, scope):
            # expect: unknown-argument name
            super().__init__(scope, 'b', name='x')


def resource_cfncluster():
    # expect: unknown-resource CfnCluster
    elasticache.CfnCluster(self, 'c')


def resource_cfncluster_2():
    # expect: unknown-resource CfnCluster
    from aws_cdk.aws_elasticache import CfnCluster


def asked_of_cloudformation():
    g = elasticache.CfnReplicationGroup(self, 'g', replication_group_description='d', cluster_mode='disabled')
    # expect: unknown-attribute CacheNodes -> !PrimaryEndPoint.Address
    g.get_att('CacheNodes.Address')
    # expect: unknown-attribute CacheNodes -> !PrimaryEndPoint.Address
    cdk.Fn.get_att(g.logical_id, 'CacheNodes.Address')
    b = s3.CfnBucket(self, 'b', bucket_name='x')
    # expect: not-gettable BucketName -> !b.ref
    b.get_att('BucketName')
    b.get_att('Arn')
