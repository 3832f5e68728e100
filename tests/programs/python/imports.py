"""A class by every way it can be imported."""

import pulumi
import pulumi_aws as aws
from typing import Any, Optional, Sequence, cast, TYPE_CHECKING


def another_import():
    import pulumi_aws
    g = pulumi_aws.elasticache.ReplicationGroup('g')
    # expect: unknown-attribute cache_nodes
    g.cache_nodes


def module():
    from pulumi_aws import elasticache
    g = elasticache.ReplicationGroup('g')
    # expect: unknown-attribute cache_nodes
    g.cache_nodes


def module_by_another_name():
    from pulumi_aws import elasticache as e
    g = e.ReplicationGroup('g')
    # expect: unknown-attribute cache_nodes
    g.cache_nodes


def module_imported_whole():
    import pulumi_aws.elasticache as e
    g = e.ReplicationGroup('g')
    # expect: unknown-attribute cache_nodes
    g.cache_nodes


def class_():
    from pulumi_aws.elasticache import ReplicationGroup as RG
    g = RG('g')
    # expect: unknown-attribute cache_nodes
    g.cache_nodes


def class_in_a_variable():
    RG = aws.elasticache.ReplicationGroup
    g = RG('g')
    # expect: unknown-attribute cache_nodes
    g.cache_nodes


def class_from_a_table():
    KINDS = {'g': aws.elasticache.ReplicationGroup}
    g = KINDS['g']('g')
    # expect: unknown-attribute cache_nodes
    g.cache_nodes


def import_for_types_only():
    if TYPE_CHECKING:
        import pulumi_aws as a
    def f(g: 'a.elasticache.ReplicationGroup'):
        # expect: unknown-attribute cache_nodes
        g.cache_nodes
