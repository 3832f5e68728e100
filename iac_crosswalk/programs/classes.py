"""Finds the resources of a Pulumi or CDK class, by module and name, or by the name alone."""

from __future__ import annotations

import re
from functools import lru_cache

from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow, Store

_PACKAGES = frozenset(["aws", "pulumi_aws", "aws_cdk", "cdk", "core", "inputs", "outputs", "types"])
"""First parts of our packages' module names. `aws_native.ec2` and `awsx.ec2` are other packages."""


def is_foreign(module: str) -> bool:
    """Whether a dotted module belongs to another package."""
    return "." in module and module.partition(".")[0] not in _PACKAGES


@lru_cache(maxsize=4096)
def by_class(store: Store, dotted: str) -> tuple[ResourceRow, ...]:
    """The resources that a class name may mean: `aws.elasticache.ReplicationGroup`,
    `elasticache.ReplicationGroup` or `ReplicationGroup`.
    """
    module, _, name = dotted.rpartition(".")
    if not module:
        return by_name(store, name)
    if is_foreign(module):
        return ()
    for spelling in _spellings(module, name):
        for system in ("pulumi", "cdk"):
            row = store.find_resource(spelling, system)
            if row is not None:
                return (row,)
    return ()


def _spellings(module: str, name: str) -> list[str]:
    """The names that a class may have in the knowledge base. Functions have variants that end in
    `_output` or `Output`.
    """
    names = [
        name,
        *(
            name.removesuffix(end)
            for end in ("_output", "Output")
            if name.startswith("get") and name.endswith(end)
        ),
    ]
    module = re.sub(r"^pulumi_aws\b", "aws", module)
    modules = [
        module,
        f"aws.{module}",
        f"aws_{module}",
        module.removeprefix("aws_cdk."),
        "aws." + module.rpartition(".")[2],
    ]
    return [f"{prefix}.{class_name}" for class_name in names for prefix in modules]


def by_name(store: Store, name: str) -> tuple[ResourceRow, ...]:
    """The Pulumi and CDK resources whose class is called `name`, without its module."""
    if not name.isidentifier():
        return ()
    names = {
        name,
        *(
            name.removesuffix(end)
            for end in ("_output", "Output")
            if name.startswith("get") and name.endswith(end)
        ),
    }
    rows: dict[ResourceRow, None] = {}
    for class_name in sorted(names):
        rows.update(dict.fromkeys(queries.pulumi_and_cdk_classes(store, class_name)))
    return tuple(rows)
