"""Nothing is found here: the names exist, or nobody can know."""

import pulumi
import pulumi_aws as aws
from typing import Any, Optional, Sequence, cast, TYPE_CHECKING


def what_exists():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    g.arn
    g.id
    g.urn
    g.get_provider
    g.pulumi_resource_type
    g.log_delivery_configurations[0].log_type


def members_of_outputs():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    g.arn.apply(lambda a: a.split(':'))
    g.arn.is_known()
    g.port.future()


def methods_of_nested_values():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    g.log_delivery_configurations.apply(lambda logs: logs[0].get('x') or logs[0].items())


def keys_of_other_languages():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    g.log_delivery_configurations[0]['logType']


def tags():
    b = aws.s3.Bucket('b', tags={'Name': 'x'})
    b.tags['Name']
    b.tags.apply(lambda t: t.foo)


def written():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    g.cache_nodes = 1
    g.cache_nodes


def asked_for():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    if hasattr(g, 'cache_nodes'):
        g.cache_nodes


def set_by_name():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    setattr(g, 'cache_nodes', 1)
    g.cache_nodes


def expected_to_be_missing():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    try:
        g.cache_nodes
    except AttributeError:
        pass


def suppressed():
    import contextlib
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    with contextlib.suppress(AttributeError):
        g.cache_nodes


def told_by_class():
    def f(g: aws.rds.Instance | aws.rds.Cluster):
        if isinstance(g, aws.rds.Cluster):
            g.foo


def matched():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    match g:
        case object(cache_nodes=n):
            g.cache_nodes


def one_of_several_has_it():
    db = aws.rds.Cluster('c') if 1 else aws.rds.Instance('i')
    db.reader_endpoint
    db.address


# rebound
g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
g = object()
g.cache_nodes


# rebound to what it leads to
b = aws.s3.Bucket('b')
while 1:
    b = b.tags
    b.foo
    c = b
    b = c['x']


def rebound_to_its_part():
    ami = aws.ec2.get_ami()
    ami = ami.id
    ami.upper()


def deleted():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    del g
    g.cache_nodes


def shadowed_by_a_parameter():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    def f(g):
        return g.cache_nodes


def shadowed_by_a_loop():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    [g.cache_nodes for g in range(3)]


def shadowed_import():
    def f(aws):
        return aws.elasticache.ReplicationGroup('g').cache_nodes


def nonlocal_():
    def f():
        g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
        def h():
            nonlocal g
            g = object()
        return g.cache_nodes


# global elsewhere
g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
def f():
    global g
    g = object()
g.cache_nodes


def list_with_others():
    gs = [aws.elasticache.ReplicationGroup("g", num_node_groups=2)]
    gs.append(object())
    gs[0].cache_nodes


def another_default():
    gs = {'a': aws.elasticache.ReplicationGroup("g", num_node_groups=2)}
    gs.get('b', object()).cache_nodes


def made_by_a_metaclass():
    class G(aws.elasticache.ReplicationGroup, metaclass=Meta):
        pass
    G('g').cache_nodes


def loop_over_others():
    for g in [aws.elasticache.ReplicationGroup("g", num_node_groups=2), object()]:
        g.cache_nodes


def generator():
    def make():
        yield aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    make().cache_nodes


def decorated():
    @wrap
    def make():
        return aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    make().cache_nodes


def some_returns():
    def make(x):
        if x:
            return x
        return aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    make(1).cache_nodes


def own_member_of_a_subclass():
    class G(aws.elasticache.ReplicationGroup):
        def cache_nodes(self):
            return 1
    G('g').cache_nodes()


def own___getattr():
    class G(aws.elasticache.ReplicationGroup):
        def __getattr__(self, n):
            return 1
    G('g').cache_nodes


def own_constructor():
    class G(aws.elasticache.ReplicationGroup):
        def __init__(self, n, kind):
            pass
    G('g', kind=1)


def mixin():
    class G(Mixin, aws.elasticache.ReplicationGroup):
        pass
    G('g').cache_nodes


def component():
    class C(pulumi.ComponentResource):
        pass
    C('t', 'n').anything


# star import
from other import *
thing = aws.elasticache.ReplicationGroup
unknown.cache_nodes


def another_package():
    import pulumi_aws_native as native
    native.elasticache.ReplicationGroup('g', foo=1).cache_nodes


def spread_arguments():
    kw = {}
    aws.s3.Bucket('b', **kw)


def constructor_s_own_arguments():
    aws.s3.Bucket('b', args=None, opts=None)
    aws.s3.Bucket(resource_name='b')


def renamed_argument():
    aws.lightsail.BucketResourceAccess('b', resource_name_='x', bucket_name='y')


def dictionary_arguments():
    aws.elasticache.ReplicationGroup("g", log_delivery_configurations=[{'logFormat': 'y', **more}])


def what_is_no_resource():
    aws.Provider('p', region=aws.Region.US_EAST_1)
    aws.ec2.InstanceType.T2_MICRO
    aws.ec2.InstanceType('t2.micro')


def modules():
    aws.outputs
    aws.config
    aws.lambda_.outputs.FunctionVpcConfig
    import pulumi_aws.elasticache.replication_group
    aws.typing


def what_is_no_resource_root():
    aws.ProviderAssumeRoleArgs(role_arn='x')
    aws.get_caller_identity().account_id
    aws.config.region


def unpublished_names():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    g._name
    g.__class__
    g.__dict__


def what_a_program_has_set():
    version = aws.secretsmanager.SecretVersion("v", secret_id="a", secret_string_wo="b")
    version.secret_string_wo


# unknown function
make().cache_nodes
foo['x'].bar
[].nothing


def recursion():
    def f():
        return f()
    f().x
    class A:
        def __init__(self):
            self.a = self.a.b
    A().a.b
