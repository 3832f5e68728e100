"""Nothing is found here: members of the CDK's own classes, higher levels, what nobody can know."""

import aws_cdk as cdk
from aws_cdk import aws_elasticache as elasticache, aws_s3 as s3, Stack
from typing import cast


def what_exists():
    g = elasticache.CfnReplicationGroup(self, 'g')
    g.ref
    g.attr_primary_end_point_address
    g.cache_node_type
    g.tags.set_tag('a', 'b')


def members_of_constructs():
    g = elasticache.CfnReplicationGroup(self, 'g')
    g.node.add_dependency(x)
    g.logical_id
    g.stack
    g.add_override('a', 1)
    g.cfn_options.condition


def members_of_every_class():
    g = elasticache.CfnReplicationGroup(self, 'g')
    g.CFN_RESOURCE_TYPE_NAME
    g.replication_group_ref
    g.apply_removal_policy(None)
    g.get_att('PrimaryEndPoint.Address')
    g.get_att(name_of_an_attribute)
    cdk.Fn.get_att('Group', 'A')


def statics():
    s3.CfnBucket.is_cfn_bucket(x)
    s3.CfnBucket.from_bucket_arn(self, 'b', 'arn').foo


def inside_of_members():
    g = elasticache.CfnReplicationGroup(self, 'g')
    g.attr_configuration_end_point.address
    g.log_delivery_configurations[0].foo


def higher_levels():
    b = s3.Bucket(self, 'b', anything=1)
    b.anything


def dictionaries():
    elasticache.CfnReplicationGroup(self, 'g', log_delivery_configurations=[{'foo': 1}])


def own_arguments():
    s3.CfnBucket(scope=self, id='b')


def classes_of_the_core():
    cdk.CfnOutput(self, 'o', value='x', anything=1)
    cdk.CfnParameter(self, 'p').value_as_string
    cdk.CfnTag(key='a', value='b')


def unknown():
    x.node.default_child.anything
    self.thing.attr_foo


def one_of_several():
    r = s3.CfnBucket(self, 'b') if 1 else elasticache.CfnUser(self, 'u')
    r.attr_domain_name
    r.attr_status
