"""Expressions for an attribute in each system's own syntax, ready to paste. One small function for
each system.

A logical name comes from the type (`replication_group`) where the question has none; lists are read
at their first item. Other languages and given names are in languages.py and names.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from iac_crosswalk.paths import first_name, snake


@dataclass(slots=True)
class Attribute:
    """One attribute, as far as an expression needs it. Without a path it is the resource as a
    whole.

    Not a NamedTuple: each answer makes one and reads it, and this takes half as long."""

    resource: str
    kind: str
    path: str | None
    native: str | None
    gettable: int | None
    call: str | None
    """boto3: the read call and the path of the resource in its response,
    `describe_replication_groups:ReplicationGroups[]`, then `;CacheNodes ShowCacheNodeInfo=True` for
    a member that is returned only when an argument requests it; for an argument the call and the
    argument around it, `create_replication_group(`."""
    name: str | None = None
    """The logical name, valid in the system; None derives one from the type."""
    key: tuple[str, str] | None = None
    """boto3: the member that names an item of a list of names and values, with the name: `("Name",
    "vpc-id")`."""


def _behind(path: str | None) -> str:
    """The path after the resource; "" for the resource as a whole."""
    return "" if path is None else "." + path.replace(".*", '["key"]').replace("[]", "[0]")


@lru_cache(maxsize=16384)
def logical_name(system: str, resource: str, kind: str) -> str:
    """The default logical name of a resource, from its type."""
    if system == "cloudformation":
        return resource.rsplit("::", 1)[-1]
    if system == "terraform":
        return resource.rpartition(".")[2].split("_", 2)[-1]
    if system == "cdk":
        return snake(resource.rsplit(".", 1)[-1].removeprefix("Cfn"))
    name = resource.rsplit(":", 1)[-1]
    return snake(name.removeprefix("get") if kind == "data-source" else name)


def cloudformation(place: Attribute) -> str:
    """`!Ref`, `!GetAtt` where CloudFormation accepts it, otherwise the property's place in the
    template.
    """
    if place.kind == "pseudo":
        return place.native or place.path or ""
    name = place.name or logical_name("cloudformation", place.resource, place.kind)
    if place.path is None:
        return name
    if place.path == "Ref":
        return f"!Ref {name}"
    if place.gettable:
        return f"!GetAtt {name}.{place.path}"
    path = place.path.replace(".*", ".key").replace("[]", "[0]")
    return f"{name}.Properties.{path}"


def terraform(place: Attribute) -> str:
    """`aws_sqs_queue.queue.path`. In an expression, a single block is a list: its path in the
    schema is in `native`.
    """
    kind, _, type_name = place.resource.rpartition(".")
    name = place.name or logical_name("terraform", place.resource, place.kind)
    path = place.native or place.path
    return f"{kind + '.' if kind else ''}{type_name}.{name}{_behind(path)}"


def pulumi(place: Attribute) -> str:
    """Python: `replication_group.configuration_endpoint_address`."""
    return (
        f"{place.name or logical_name('pulumi', place.resource, place.kind)}{_behind(place.path)}"
    )


def cdk(place: Attribute) -> str:
    """Python: `replication_group.attr_configuration_end_point_address`."""
    if place.kind == "pseudo":
        return place.native or place.path or ""
    return f"{place.name or logical_name('cdk', place.resource, place.kind)}{_behind(place.path)}"


@lru_cache(maxsize=16384)
def _subscripts(path: str) -> str:
    out = []
    for part in path.split(".") if path else []:
        name = part.rstrip("[]") if part.endswith("[]") else part
        depth = (len(part) - len(name)) // 2
        name = "key" if name == "*" else name
        out.append((f'["{name}"]' if name else "") + "[0]" * depth)
    return "".join(out)


@lru_cache(maxsize=16384)
def _argument(path: str, key: tuple[str, str] | None = None) -> str:
    """`Groups[].Name` as a keyword: `Groups=[{"Name": ...}]`; with a key `Filters=[{"Name":
    "vpc-id", "Values": ...}]`.
    """
    value = "..."
    beside = f'"{key[0]}": "{key[1]}", ' if key else ""
    first, *rest = path.split(".")
    for part in reversed(rest):
        name = part.rstrip("[]")
        depth = (len(part) - len(name)) // 2
        value = f'{{{beside}"{"key" if name == "*" else name}": {"[" * depth}{value}{"]" * depth}}}'
        beside = ""
    name = first.rstrip("[]")
    depth = (len(first) - len(name)) // 2
    return f"{name}={'[' * depth}{value}{']' * depth}"


@lru_cache(maxsize=16384)
def _reading(resource: str, call: str) -> tuple[str, str, dict[str, str]]:
    """The parts of a read call: `client("sqs").get_queue_attributes(`, what follows it in
    the response, and the argument that a member is only returned with."""
    client = resource.split(".", 1)[0]
    operation, _, found = call.partition(":")
    inside, *asking = found.split(";")
    arguments: dict[str, str] = {}
    for member, _, argument in (each.partition(" ") for each in asking):
        arguments.setdefault(member, argument)
    return f'client("{client}").{operation}(', _subscripts(inside), arguments


def boto3(place: Attribute) -> str | None:
    """`client("elasticache").describe_replication_groups()["ReplicationGroups"][0]["Status"]`; None
    where no call is known.
    """
    if place.kind == "pseudo":
        return place.native
    if place.call is None:
        return None
    path = place.path or ""
    if "(" not in place.call:
        begun, inside, arguments = _reading(place.resource, place.call)
        argument = arguments.get(first_name(path), "") if arguments else ""
        return f"{begun}{argument}){inside}{_subscripts(path)}"
    client = place.resource.split(".", 1)[0]
    operation, _, around = place.call.partition("(")
    if place.path is None:
        return f'client("{client}").{operation}({_argument(around) if around else ""})'
    whole = f"{around}.{path}" if around else path
    return f'client("{client}").{operation}({_argument(whole, place.key)})'


WRITERS: dict[str, Callable[[Attribute], str | None]] = {
    "cloudformation": cloudformation,
    "terraform": terraform,
    "pulumi": pulumi,
    "boto3": boto3,
    "cdk": cdk,
}

_ORDINAL = re.compile(r"(?:^|; )(second|third|fourth) ")
_BEFORE = {"second": 1, "third": 2, "fourth": 3}
"""Ordinal of a condition → how many items are before the one that it means."""


def at_position(expression: str | None, path: str | None, condition: str | None) -> str | None:
    """The expression with the item that the condition means by its place: `second tunnel` is
    `[1]`. It is an item of the first list in the path.
    """
    ordinal = _ORDINAL.search(condition) if condition else None
    lists = (path or "").count("[]")
    if expression is None or ordinal is None or not lists:
        return expression
    before = _BEFORE[ordinal[1]]
    if expression.endswith(")"):  # boto3: an argument
        return re.sub(r"(?:=|: )\[", rf"\g<0>{'..., ' * before}", expression, count=1)
    *parts, end = expression.rsplit("[0]", lists)  # the response of boto3 has lists before these
    if len(parts) < lists:
        return expression
    return f"{parts[0]}[{before}]" + "[0]".join([*parts[1:], end])
