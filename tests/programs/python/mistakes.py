"""Wrong arguments, nested arguments, data sources and names."""

import pulumi
import pulumi_aws as aws
from typing import Any, Optional, Sequence, cast, TYPE_CHECKING


def argument_bucket_name():
    # expect: unknown-argument bucket_name -> !bucket
    aws.s3.Bucket('b', bucket_name='x')


def read_only_arn():
    # expect: output-only arn
    aws.s3.Bucket('b', arn='x')


def argument_acl_name():
    # expect: unknown-argument acl_name
    aws.s3.Bucket('b', aws.s3.BucketArgs(acl_name='x'))


def argument_bucket_name_2():
    # expect: unknown-argument bucket_name -> !bucket
    aws.s3.Bucket.get('b', 'id', bucket_name='x')


def argument_bucket_name_3():
    class B(aws.s3.Bucket):
        def __init__(self, n):
            # expect: unknown-argument bucket_name -> !bucket
            super().__init__(n, bucket_name='x')


def argument_bucket_name_4():
    class B(aws.s3.Bucket):
        pass
    # expect: unknown-argument bucket_name -> !bucket
    B('b', bucket_name='x')


def argument_log_kind():
    # expect: unknown-argument log_kind
    aws.elasticache.ReplicationGroupLogDeliveryConfigurationArgs(log_kind='x')


def argument_log_kind_2():
    # expect: unknown-argument log_kind
    aws.elasticache.ReplicationGroup("g", log_delivery_configurations=[{'log_kind': 'x'}])


def argument_log_kind_3():
    # expect: unknown-argument log_kind
    aws.elasticache.ReplicationGroup("g", log_delivery_configurations=[{'log_kind': x} for x in y])


def argument_logkind():
    # expect: unknown-argument logKind
    aws.elasticache.ReplicationGroup("g", log_delivery_configurations=[{'logKind': 'x'}] if y else 0)


def argument_target_group():
    # expect: unknown-argument target_group -> !target_groups
    aws.lb.Listener('l', default_actions=[{'type': 'forward', 'forward': {'target_group': []}}])


def argument_ami_ids():
    # expect: unknown-argument ami_ids
    aws.ec2.get_ami(ami_ids=['x'])


def read_only_image_id():
    # expect: output-only image_id
    aws.ec2.get_ami_output(image_id='x')


def attribute_ami_id():
    # expect: unknown-attribute ami_id
    aws.ec2.get_ami().ami_id


def attribute_ami_id_2():
    # expect: unknown-attribute ami_id
    aws.ec2.get_ami_output().ami_id


def attribute_ami_id_3():
    # expect: unknown-attribute ami_id
    aws.ec2.get_ami_output().apply(lambda ami: ami.ami_id)


def attribute_ami_id_4():
    async def f():
        ami = await aws.ec2.get_ami()
        # expect: unknown-attribute ami_id
        return ami.ami_id


def argument_key():
    # expect: unknown-argument key
    aws.ec2.get_ami(filters=[aws.ec2.GetAmiFilterArgs(key='a', values=[])])


def attribute_ebs_size():
    # expect: unknown-attribute ebs_size
    [device.ebs_size for device in aws.ec2.get_ami().block_device_mappings]


def resource_rediscluster():
    # expect: unknown-resource RedisCluster
    aws.elasticache.RedisCluster('c')


def resource_get_redis_cluster():
    # expect: unknown-resource get_redis_cluster
    aws.elasticache.get_redis_cluster()


def resource_replicationgroupendpointargs():
    # expect: unknown-resource ReplicationGroupEndpointArgs
    aws.elasticache.ReplicationGroupEndpointArgs()


def resource_rediscluster_2():
    # expect: unknown-resource RedisCluster
    from pulumi_aws.elasticache import RedisCluster


def resource_elasticcache():
    # expect: unknown-resource elasticcache
    aws.elasticcache.ReplicationGroup('g')


def resource_elasticcache_2():
    # expect: unknown-resource elasticcache
    from pulumi_aws import elasticcache


def resource_rediscluster_3():
    # expect: unknown-resource RedisCluster
    def f(g: aws.elasticache.RedisCluster): ...


def nothing():
    aws.ec2.getAmi()


def attribute_hostname():
    db = aws.rds.Cluster('c') if 1 else aws.rds.Instance('i')
    # expect: unknown-attribute hostname
    db.hostname
    db.reader_endpoint


def attribute_bucketdomainname():
    # expect: unknown-attribute bucketDomainName -> !bucket_domain_name
    aws.s3.Bucket('b').bucketDomainName


def attribute_arn():
    b = aws.s3.Bucket('b')
    # expect: unknown-attribute Arn -> !arn
    b.Arn
    # expect: unknown-attribute arns -> arn
    b.arns


def attribute_apply():
    # expect: unknown-attribute apply
    aws.s3.Bucket('b').apply
