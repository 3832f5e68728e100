"""Resources in variables."""

import pulumi
import pulumi_aws as aws
from typing import Any, Optional, Sequence, cast, TYPE_CHECKING


def variable():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    g.cache_nodes


def directly():
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    aws.elasticache.ReplicationGroup("g", num_node_groups=2).cache_nodes


def existing():
    g = aws.elasticache.ReplicationGroup.get('g', 'id')
    # expect: unknown-attribute cache_nodes
    g.cache_nodes


def choice():
    h = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2) if True else h
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    g.cache_nodes


def branches():
    if 1:
        g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    else:
        g = aws.elasticache.ReplicationGroup('h')
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    g.cache_nodes


def none_first():
    g = None
    if 1:
        g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    g.cache_nodes


def walrus():
    if (g := aws.elasticache.ReplicationGroup("g", num_node_groups=2)):
        # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
        g.cache_nodes


# global
g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
def f():
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    return g.cache_nodes


# global, assigned
g = None
def f():
    global g
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
def h():
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    g.cache_nodes


def in_a_string():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    f'redis://{g.cache_nodes}'


def apply():
    g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    pulumi.Output.from_input(g).apply(lambda g: g.cache_nodes)


def try_():
    try:
        g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    except ValueError:
        raise
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    g.cache_nodes
