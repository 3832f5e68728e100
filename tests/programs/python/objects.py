"""Resources as members of the program's own classes, and classes made of resources."""

import pulumi
import pulumi_aws as aws
from typing import Any, Optional, Sequence, cast, TYPE_CHECKING


def self_():
    class A:
        def __init__(self):
            self.g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
        def f(self):
            # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
            return self.g.cache_nodes


def self_used_before():
    class A:
        def f(self):
            # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
            return self.g.cache_nodes
        def h(self):
            self.g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)


def class_attribute():
    class A:
        g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
        def f(self):
            # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
            return self.g.cache_nodes


def object_():
    class A:
        def __init__(self):
            self.g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    a = A()
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    a.g.cache_nodes


def inherited_member():
    class A:
        def __init__(self):
            self.g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    class B(A):
        def f(self):
            # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
            self.g.cache_nodes


def subclass():
    class G(aws.elasticache.ReplicationGroup):
        pass
    # expect: unknown-attribute cache_nodes
    G('g').cache_nodes


def inside_a_subclass():
    class G(aws.elasticache.ReplicationGroup):
        def f(self):
            # expect: unknown-attribute cache_nodes
            return self.cache_nodes


def parent():
    class G(aws.elasticache.ReplicationGroup):
        def f(self):
            # expect: unknown-attribute cache_nodes
            return super().cache_nodes


def declared_member():
    class A:
        g: aws.elasticache.ReplicationGroup
        def f(self):
            # expect: unknown-attribute cache_nodes
            return self.g.cache_nodes


def method():
    class A:
        def make(self):
            return aws.elasticache.ReplicationGroup("g", num_node_groups=2)
        def f(self):
            # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
            self.make().cache_nodes


def property_():
    class A:
        @property
        def g(self):
            return aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    A().g.cache_nodes
