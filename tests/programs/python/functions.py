"""Resources that come by parameters, annotations and what functions return."""

import pulumi
import pulumi_aws as aws
from typing import Any, Optional, Sequence, cast, TYPE_CHECKING


def parameter():
    def f(g: aws.elasticache.ReplicationGroup):
        # expect: unknown-attribute cache_nodes
        return g.cache_nodes


def parameter_optional():
    def f(g: Optional[aws.elasticache.ReplicationGroup] = None):
        # expect: unknown-attribute cache_nodes
        return g.cache_nodes


def parameter_or_none():
    def f(g: aws.elasticache.ReplicationGroup | None = None):
        # expect: unknown-attribute cache_nodes
        return g.cache_nodes


def parameter_in_quotes():
    def f(g: 'aws.elasticache.ReplicationGroup'):
        # expect: unknown-attribute cache_nodes
        return g.cache_nodes


def parameter_list():
    def f(gs: list[aws.elasticache.ReplicationGroup]):
        # expect: unknown-attribute cache_nodes
        return [g.cache_nodes for g in gs]


def parameter_sequence():
    def f(gs: Sequence[aws.elasticache.ReplicationGroup]):
        # expect: unknown-attribute cache_nodes
        return gs[0].cache_nodes


def parameter_table():
    def f(gs: dict[str, aws.elasticache.ReplicationGroup]):
        # expect: unknown-attribute cache_nodes
        return gs['a'].cache_nodes


def parameter_by_keyword():
    def f(*, g: aws.elasticache.ReplicationGroup):
        # expect: unknown-attribute cache_nodes
        return g.cache_nodes


def declared():
    def f(x):
        g: aws.elasticache.ReplicationGroup = x
        # expect: unknown-attribute cache_nodes
        return g.cache_nodes


def cast_():
    def f(x):
        # expect: unknown-attribute cache_nodes
        return cast(aws.elasticache.ReplicationGroup, x).cache_nodes


def function():
    def make():
        return aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    make().cache_nodes


def function_that_says_it():
    def make(x) -> aws.elasticache.ReplicationGroup:
        return x
    # expect: unknown-attribute cache_nodes
    make(1).cache_nodes


def function_of_a_pair():
    def make():
        return aws.elasticache.ReplicationGroup("g", num_node_groups=2), 1
    g, n = make()
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    g.cache_nodes


def lambda_():
    make = lambda: aws.elasticache.ReplicationGroup("g", num_node_groups=2)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    make().cache_nodes


def default():
    def f(g: aws.elasticache.ReplicationGroup = None):
        g = g or aws.elasticache.ReplicationGroup("g", num_node_groups=2)
        # expect: unknown-attribute cache_nodes
        return g.cache_nodes
