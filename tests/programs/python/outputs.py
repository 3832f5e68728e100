"""What is inside of outputs: apply, all, keys and items."""

import pulumi
import pulumi_aws as aws
from typing import Any, Optional, Sequence, cast, TYPE_CHECKING


def item():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute log_kind
    g.log_delivery_configurations[0].log_kind


def key():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute log_kind
    g.log_delivery_configurations[0]['log_kind']


def apply():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute log_kind
    g.log_delivery_configurations.apply(lambda logs: logs[0].log_kind)


def apply_twice():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute log_kind
    g.log_delivery_configurations.apply(lambda logs: logs[0]).apply(lambda log: log.log_kind)


def of_what_apply_gives():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute log_kind
    g.log_delivery_configurations.apply(lambda logs: logs[0]).log_kind


def of_what_apply_makes_of_anything():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute log_kind
    pulumi.Output.all(*anything).apply(lambda _: g.log_delivery_configurations[0]).log_kind


def loop_in_apply():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute log_kind
    g.log_delivery_configurations.apply(lambda logs: [log.log_kind for log in logs])


def function_in_apply():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    def kind(logs):
        # expect: unknown-attribute log_kind
        return logs[0].log_kind
    g.log_delivery_configurations.apply(kind)


def method_in_apply():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    class A:
        def kind(self, logs):
            # expect: unknown-attribute log_kind
            return logs[0].log_kind
        def f(self):
            g.log_delivery_configurations.apply(self.kind)


def all_():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute log_kind
    pulumi.Output.all(g.arn, g.log_delivery_configurations).apply(lambda args: args[1][0].log_kind)


def all_by_name():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute log_kind
    pulumi.Output.all(a=g.arn, logs=g.log_delivery_configurations).apply(lambda a: a['logs'][0].log_kind)


def all_unpacked():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    def kind(args):
        arn, logs = args
        # expect: unknown-attribute log_kind
        return logs[0].log_kind
    pulumi.Output.all(g.arn, g.log_delivery_configurations).apply(kind)


def output_annotation():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    def f(g: pulumi.Output[aws.elasticache.ReplicationGroup]):
        # expect: unknown-attribute log_kind
        return g.apply(lambda g: g.log_delivery_configurations[0].log_kind)
