"""Which resources a class of a Pulumi or CDK program may be: by module and name, by name alone, by the class of a nested object."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.types import parse

_PACKAGES = frozenset(["aws", "pulumi_aws", "aws_cdk", "cdk", "core", "inputs", "outputs", "types"])
"""What names of the packages' modules begin with; `aws_native.ec2` and `awsx.ec2` belong to others."""


def is_foreign(module: str) -> bool:
    """Whether a dotted module belongs to another package."""
    return "." in module and module.partition(".")[0] not in _PACKAGES


@lru_cache(maxsize=4096)
def by_class(knowledge: KnowledgeBase, dotted: str) -> tuple[ResourceRow, ...]:
    """The resources that `aws.elasticache.ReplicationGroup`, `elasticache.ReplicationGroup` or `ReplicationGroup` may be."""
    module, _, name = dotted.rpartition(".")
    if not module:
        return by_name(knowledge, name)
    if is_foreign(module):
        return ()
    for spelled in _spellings(module, name):
        for system in ("pulumi", "cdk"):
            row = knowledge.find_resource(spelled, system)
            if row is not None:
                return (row,)
    return ()


def _spellings(module: str, name: str) -> list[str]:
    """The names a class may have in the knowledge base. Functions also come as `…_output` and `…Output`."""
    names = [name, *(name.removesuffix(end) for end in ("_output", "Output") if name.startswith("get") and name.endswith(end))]
    module = re.sub(r"^pulumi_aws\b", "aws", module)
    modules = [module, f"aws.{module}", f"aws_{module}", module.removeprefix("aws_cdk."), "aws." + module.rpartition(".")[2]]
    return [f"{each}.{one}" for one in names for each in modules]


def by_name(knowledge: KnowledgeBase, name: str) -> tuple[ResourceRow, ...]:
    """The Pulumi and CDK resources whose class is called `name`, without its module."""
    if not name.isidentifier():
        return ()
    names = {name, *(name.removesuffix(end) for end in ("_output", "Output") if name.startswith("get") and name.endswith(end))}
    found: dict[ResourceRow, None] = {}
    for one in sorted(names):
        found.update(dict.fromkeys(queries.pulumi_and_cdk_classes(knowledge, one)))
    return tuple(found)


class Owner(NamedTuple):
    """What a class stands for: the resource itself (container ""), or the object at `container`."""

    row: ResourceRow
    container: str = ""


@lru_cache(maxsize=4096)
def owners(knowledge: KnowledgeBase, dotted: str) -> tuple[Owner, ...]:
    """The resources, or the objects in them, that a class may be; its module may be written or not.

    Classes of arguments count as what they are the arguments of.
    """
    module, _, name = dotted.rpartition(".")
    if is_foreign(module):
        return ()
    name = name.lstrip("_")
    plain = name
    for ending in ("ArgsDict", "Args", "Props", "State"):
        plain = plain.removesuffix(ending) if len(plain) > len(ending) else plain
    result = re.fullmatch(r"(?:Awaitable)?Get(\w+?)Result", name)
    for spelled in dict.fromkeys((name, plain, *([f"get{result[1]}"] if result else []))):
        rows = by_class(knowledge, f"{module}.{spelled}" if module else spelled)
        if rows:
            return tuple(Owner(row) for row in rows)
    return tuple(_nested(knowledge, module, name))


def _nested(knowledge: KnowledgeBase, module: str, name: str) -> Iterator[Owner]:
    """The objects whose class this is. Pulumi's begin with their resource's class, the CDK's stand in it."""
    parent = module.rpartition(".")[2]
    if parent.startswith("Cfn"):
        rows: Iterable[ResourceRow] = by_class(knowledge, module)
    else:
        bare = re.sub(r"^Get", "get", name) if name.endswith("Result") else name
        rows = [row for row, own in _pulumi_classes(knowledge) if bare.startswith(own) and len(bare) > len(own)]
    endings = {name, f"{name}Args", f"{name.removesuffix('Dict')}"}
    for row in rows:
        for path, kind, class_name in queries.nested_classes(knowledge, row.id):
            folder, _, last = class_name.rpartition(".")
            if last in endings and (not module or parent in ("inputs", "outputs", *folder.split("."))):
                yield Owner(row, path + parse(kind).suffix)


@lru_cache(maxsize=4)
def _pulumi_classes(knowledge: KnowledgeBase) -> tuple[tuple[ResourceRow, str], ...]:
    return tuple((row, row.name.rpartition(":")[2]) for row in queries.resources_of(knowledge, "pulumi"))
