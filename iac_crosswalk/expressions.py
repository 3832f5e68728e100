"""How an attribute is written in each system's own syntax, ready to paste. One small function a system.

Logical names come from the type (`replication_group`); lists are read at their first item.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from iac_crosswalk.paths import snake


class Place(NamedTuple):
    """One attribute, as far as writing it down needs."""

    resource: str
    kind: str
    path: str
    native: str | None
    gettable: int | None
    call: str | None
    """boto3: the read call and where in its answer the resource stands, `describe_replication_groups:ReplicationGroups[]`."""


def _first(path: str) -> str:
    return path.replace("[]", "[0]")


def cloudformation(place: Place) -> str:
    """`!Ref`, `!GetAtt` where CloudFormation accepts it, otherwise the property's place in the template."""
    name = place.resource.rsplit("::", 1)[-1]
    if place.path == "Ref":
        return f"!Ref {name}"
    if place.gettable:
        return f"!GetAtt {name}.{place.path}"
    return f"{name}.Properties.{_first(place.path)}"


def terraform(place: Place) -> str:
    """`aws_sqs_queue.queue.path`. A block of one is a list to an expression: the schema's own path of it is in `native`."""
    kind, _, type_name = place.resource.rpartition(".")
    name = type_name.split("_", 2)[-1]
    return f"{kind + '.' if kind else ''}{type_name}.{name}.{_first(place.native or place.path)}"


def pulumi(place: Place) -> str:
    """Python: `replication_group.configuration_endpoint_address`."""
    name = place.resource.rsplit(":", 1)[-1]
    return f"{snake(name.removeprefix('get') if place.kind == 'data-source' else name)}.{_first(place.path)}"


def cdk(place: Place) -> str:
    """Python: `replication_group.attr_configuration_end_point_address`."""
    name = place.resource.rsplit(".", 1)[-1].removeprefix("Cfn")
    return f"{snake(name)}.{_first(place.path)}"


@lru_cache(maxsize=16384)
def _subscripts(path: str) -> str:
    out = []
    for part in path.split(".") if path else []:
        name = part.rstrip("[]") if part.endswith("[]") else part
        depth = (len(part) - len(name)) // 2
        out.append((f'["{name}"]' if name else "") + "[0]" * depth)
    return "".join(out)


def boto3(place: Place) -> str:
    """`client("elasticache").describe_replication_groups()["ReplicationGroups"][0]["Status"]`."""
    operation, _, inside = (place.call or "").partition(":")
    client = place.resource.split(".", 1)[0]
    call = f".{operation}(){_subscripts(inside)}" if operation else ""
    return f'client("{client}"){call}{_subscripts(place.path)}'


WRITERS: dict[str, Callable[[Place], str]] = {
    "cloudformation": cloudformation,
    "terraform": terraform,
    "pulumi": pulumi,
    "boto3": boto3,
    "cdk": cdk,
}
