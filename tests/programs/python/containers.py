"""Resources in lists, tables and what loops over them."""

import pulumi
import pulumi_aws as aws
from typing import Any, Optional, Sequence, cast, TYPE_CHECKING


def list_():
    gs = [aws.elasticache.ReplicationGroup("g", num_node_groups=2)]
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    gs[0].cache_nodes


def list_appended():
    gs = []
    for i in range(3):
        gs.append(aws.elasticache.ReplicationGroup("g", num_node_groups=2))
    for g in gs:
        # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
        g.cache_nodes


def list_by_a_function():
    gs = []
    def add():
        gs.append(aws.elasticache.ReplicationGroup("g", num_node_groups=2))
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    gs[0].cache_nodes


def list_of_a_member():
    class A:
        def __init__(self):
            self.gs = []
            self.gs.append(aws.elasticache.ReplicationGroup("g", num_node_groups=2))
            # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
            self.gs[-1].cache_nodes


def lists_added():
    first = [aws.elasticache.ReplicationGroup("g", num_node_groups=2)]
    gs = first + [aws.elasticache.ReplicationGroup("g", num_node_groups=2)]
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    gs[1].cache_nodes


def list_spread():
    gs = [*[aws.elasticache.ReplicationGroup("g", num_node_groups=2)]]
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    gs[0].cache_nodes


def slice_():
    gs = [aws.elasticache.ReplicationGroup("g", num_node_groups=2),
          aws.elasticache.ReplicationGroup("g", num_node_groups=2)]
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    gs[1:][0].cache_nodes


def comprehension():
    gs = [aws.elasticache.ReplicationGroup("g", num_node_groups=2) for i in range(3)]
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    gs[0].cache_nodes


def enumerate_():
    for i, g in enumerate([aws.elasticache.ReplicationGroup("g", num_node_groups=2)]):
        # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
        g.cache_nodes


def zip_():
    for g, n in zip([aws.elasticache.ReplicationGroup("g", num_node_groups=2)], [1]):
        # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
        g.cache_nodes


def table():
    gs = {'a': aws.elasticache.ReplicationGroup("g", num_node_groups=2)}
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    gs['a'].cache_nodes


def table_filled():
    gs = {}
    for n in 'ab':
        gs[n] = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    gs['a'].cache_nodes


def table_values():
    gs = {'a': aws.elasticache.ReplicationGroup("g", num_node_groups=2)}
    for g in gs.values():
        # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
        g.cache_nodes


def table_items():
    gs = {n: aws.elasticache.ReplicationGroup("g", num_node_groups=2) for n in 'ab'}
    for n, g in gs.items():
        # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
        g.cache_nodes


def table_get():
    gs = dict(a=aws.elasticache.ReplicationGroup("g", num_node_groups=2))
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    gs.get('a').cache_nodes


def tuple_():
    g, h = aws.elasticache.ReplicationGroup("g", num_node_groups=2), 1
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    g.cache_nodes


def list_then_a_loop_with_the_same_name():
    gs = []
    for i in '12':
        g = aws.elasticache.ReplicationGroup("g", num_node_groups=2)
        gs.append(g)
    for g in gs:
        # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
        g.cache_nodes
