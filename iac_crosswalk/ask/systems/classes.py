"""Finds the meaning of a class in a message: a resource, or an object in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.programs.classes import by_class, is_foreign
from iac_crosswalk.store import queries
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.types import parse


class Owner(NamedTuple):
    """The meaning of a class: the resource itself (container ""), or the object at `container`."""

    row: ResourceRow
    container: str = ""


@lru_cache(maxsize=4096)
def owners(knowledge: KnowledgeBase, dotted: str) -> tuple[Owner, ...]:
    """The resources, or the objects in them, that a class may be; its module may be written or not.

    A class of arguments counts as the class that takes them.
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
    """Yields the objects of a class. Pulumi's class names begin with their resource's class, the
    CDK's are inside it.
    """
    parent = module.rpartition(".")[2]
    if parent.startswith("Cfn"):
        rows: Iterable[ResourceRow] = by_class(knowledge, module)
    else:
        bare = re.sub(r"^Get", "get", name) if name.endswith("Result") else name
        rows = [
            row
            for row, own in _pulumi_classes(knowledge)
            if bare.startswith(own) and len(bare) > len(own)
        ]
    endings = {name, f"{name}Args", f"{name.removesuffix('Dict')}"}
    for row in rows:
        for path, kind, class_name in queries.nested_classes(knowledge, row.id):
            folder, _, last = class_name.rpartition(".")
            if last in endings and (
                not module
                or parent.rstrip("_") in ("inputs", "outputs", *re.split(r"_?\.|_$", folder))
            ):
                yield Owner(row, path + parse(kind).suffix)


@lru_cache(maxsize=4)
def _pulumi_classes(knowledge: KnowledgeBase) -> tuple[tuple[ResourceRow, str], ...]:
    return tuple(
        (row, row.name.rpartition(":")[2]) for row in queries.resources_of(knowledge, "pulumi")
    )
