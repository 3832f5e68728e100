"""The values of a template's properties, as the target system writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from iac_crosswalk.programs.cloudformation.stack import written
from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping, Node, Scalar, Sequence
from iac_crosswalk.report.expressions import Choice, Writer, choice_of
from iac_crosswalk.report.lists import as_list, is_list
from iac_crosswalk.report.worksheet import Entry, Sheet, Value
from iac_crosswalk.types import Type

_LONGEST = 100_000
_JSON_OF = {"pulumi": "pulumi.Output.json_dumps"}
_STEPS = re.compile(r"\[\]|\*|[^.\[\]]+")
_JSON = {
    ("AWS::ECS::TaskDefinition", "ContainerDefinitions"): True,
    ("AWS::SQS::Queue", "RedriveAllowPolicy"): False,
    ("AWS::SQS::Queue", "RedrivePolicy"): False,
}
"""Properties that become a JSON text, and whether its names begin with a small letter there."""
_NAMES = (("Key", "Value"), ("Name", "Value"))
_SCHEME = {"internal": "true", "internet-facing": "false"}
_ENUMS = {
    ("aws_lb", "internal"): _SCHEME,
    ("aws_elb", "internal"): _SCHEME,
    ("aws_cloudwatch_event_rule", "state"): {"true": '"ENABLED"', "false": '"DISABLED"'},
    ("aws_dynamodb_table", "attribute[].type"): {
        "String": '"S"',
        "Number": '"N"',
        "Binary": '"B"',
    },
    ("aws_s3_bucket_acl", "acl"): {
        "AuthenticatedRead": '"authenticated-read"',
        "BucketOwnerFullControl": '"bucket-owner-full-control"',
        "BucketOwnerRead": '"bucket-owner-read"',
        "LogDeliveryWrite": '"log-delivery-write"',
        "Private": '"private"',
        "PublicRead": '"public-read"',
        "PublicReadWrite": '"public-read-write"',
    },
}
"""Target and argument → its words for those of CloudFormation."""
_GROUP_IDS = re.compile(r"(?:^|_)(?:group_ids?|security_groups?(?:_ids)?|group_id_list)$")
"""Arguments that take the ids of security groups, save _GROUP_NAMES."""
_GROUP_NAMES = {
    ("aws:ec2/instance:Instance", "security_groups"),
    ("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "security_groups"),
    ("aws:elb/loadBalancer:LoadBalancer", "source_security_group"),
    ("aws_elb", "source_security_group"),
    ("aws_instance", "security_groups"),
    ("aws_spot_instance_request", "security_groups"),
}
_SUPERSEDED = {
    ("AWS::Cognito::UserPool", "AdminCreateUserConfig.UnusedAccountValidityDays"): (
        "Policies.PasswordPolicy",
        "TemporaryPasswordValidityDays",
    )
}
"""Older properties, and the block with the newer one, whose argument both land in. The argument is
written only where the template has the block: without it, the block would set more."""
_WORDS = {"enabled": "true", "disabled": "false", "suspended": "false"}


def fill_in(
    sheet: Sheet, root: Node | None, write: Writer | None, type_of: Callable[[Entry], Type | None]
) -> None:
    """Puts the values of properties into a worksheet in place of the template's nodes: as the
    first answer takes them (`there`), or else as the template has them. `type_of`: the type of an
    entry's first answer."""
    typed = replace(write, typed=True) if write is not None else None
    _drop_superseded(sheet)
    for entry in sheet.properties:
        nodes: list[Node] = entry.values
        entry.values = []
        if entry.there or typed is None:
            continue
        _local_first(entry, nodes)
        nodes = _one_by_one(entry, nodes)
        kind = type_of(entry) if entry.answers else None
        own = _with_ids(entry, typed)
        found = [_there(sheet.type, entry, node, own, kind) for node in nodes]
        plain_ones = any(isinstance(each, Scalar) and each.tag is None for each in nodes)
        no_block = kind is not None and kind.is_block and plain_ones
        entry.there = bool(nodes) and None not in found and not no_block
        places = _places(root, entry.path, typed)
        if len(nodes) > len(places):  # the items of a list, one by one
            places = {id(node): _Where(str(number)) for number, node in enumerate(nodes, 1)}
        several = len({each.item for each in places.values()}) > 1
        for node, value in zip(nodes, found, strict=True):
            if value is None or not entry.there:
                plain = typed.value(node)
                value = plain if plain is not None else written(node, _LONGEST, breaks=True)
            cut = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
            at = places.get(id(node), _Where(""))
            sign = " && " if typed.to == "terraform" else " and "
            when = sign.join(at.when) or None
            entry.values.append(Value(cut, at.item if several and at.item else None, when))


def _drop_superseded(sheet: Sheet) -> None:
    """Leaves out the value of an older property where the template gives the newer one too."""
    paths = {each.path for each in sheet.properties}
    for entry in sheet.properties:
        block, name = _SUPERSEDED.get((sheet.type, entry.path), ("", ""))
        if not block:
            continue
        if f"{block}.{name}" in paths:
            entry.there, entry.reason = True, f"Not written: {name} holds."
        elif any(path.startswith(f"{block}.") for path in paths):
            entry.answers[0] |= {"relation": "exact"}
            entry.verdict = "exact"


def _local_first(entry: Entry, nodes: list[Node]) -> None:
    """Puts `filename` first where the code is in a local folder."""
    texts = [each.text for each in nodes if isinstance(each, Scalar) and each.tag is None]
    local = [each for each in entry.answers if each["attribute"] == "filename"]
    if local and texts and not any(each.startswith("s3://") for each in texts):
        others = [each for each in entry.answers if each not in local]
        for each in others:  # a note of several answers is with the first
            local[0]["note"], each["note"] = local[0]["note"] or each["note"], None
        entry.answers = [*local, *others]


def _one_by_one(entry: Entry, nodes: list[Node]) -> list[Node]:
    """The items of a list that becomes a resource or a block for each of them."""
    (node,) = nodes if len(nodes) == 1 else (None,)
    each = entry.answers and entry.answers[0]["transform"] == "list-to-blocks"
    items = node.items if isinstance(node, Sequence) and node.tag is None else []
    return items if each and items else nodes


def count_parts(sheet: Sheet) -> None:
    """Counts the parts that are written once for each item of a list: the policies of a role."""
    main = next((each.resource for each in sheet.targets if each.role != "part"), None)
    for target in sheet.targets:
        if target.event or target.instead_of:
            continue
        numbers = {"1"}
        for entry in sheet.properties:
            first = entry.answers[0] if entry.answers else None
            if first is None or first["resource"] != target.resource:
                continue
            if first["transform"] == "list-to-blocks":
                numbers |= {each.item or "1" for each in entry.values}
            elif (
                target.resource != main and "[]" not in (first["attribute"] or "").partition(".")[0]
            ):
                numbers |= {(each.item or "1").partition(".")[0] for each in entry.values}
        target.count = max(target.count, len({n for n in numbers if n.isdigit()}))


class _Where(NamedTuple):
    """The place of a value: the number of its item, and the conditions of the blocks around it."""

    item: str
    when: tuple[str, ...] = ()


def _places(root: Node | None, path: str, write: Writer) -> dict[int, _Where]:
    """The values at a path, by their nodes, each with the number of its item (`2`, `1.3`) or its
    key. Items that lack the last name are there by themselves, so that all are counted."""
    found: dict[int, _Where] = {}
    todo: list[tuple[Node | None, list[str], _Where]] = [(root, _STEPS.findall(path), _Where(""))]
    while todo:
        node, steps, at = todo.pop()
        if node is None:
            continue
        if not steps:
            found[id(node)] = at
            continue
        if chosen := choice_of(node):
            own = write.local(chosen.test.text)
            no = "!" if write.to == "terraform" else "not "
            for branch, condition in zip(chosen[1:], (own, f"{no}{own}"), strict=True):
                todo.append((branch, steps, at._replace(when=(*at.when, condition))))
            continue
        step, rest = steps[0], steps[1:]
        if step == "[]" and isinstance(node, Sequence):
            todo += [
                (each, rest, at._replace(item=f"{at.item}.{number}".lstrip(".")))
                for number, each in enumerate(node.items, 1)
            ]
        elif step == "[]":  # one object in place of a list
            todo.append((node, rest, at))
        elif step == "*" and isinstance(node, Mapping):
            todo += [
                (each, rest, at._replace(item=f"{at.item}.{key.text}".lstrip(".")))
                for key, each in node.pairs
            ]
        elif isinstance(node, Mapping):
            inner = node.get(step)
            if inner is None and at.item:
                found[id(node)] = at
            todo.append((inner, rest, at))
    return found


def _with_ids(entry: Entry, write: Writer) -> Writer:
    """The writer, with the id as Ref of a security group where the argument takes ids."""
    if not entry.answers or not write.ids:
        return write
    place = entry.answers[0]["resource"], entry.answers[0]["attribute"] or ""
    if place in _GROUP_NAMES or not _GROUP_IDS.search(place[1].rpartition(".")[2]):
        return write
    return replace(write, known={**write.known, **write.ids})


def _there(
    type_name: str, entry: Entry, node: Node, write: Writer, kind: Type | None
) -> str | None:
    """The value as the first answer takes it; None where that is not known. `kind`: the type of
    the answer."""
    if not entry.answers:
        return None
    answer = entry.answers[0]
    alike = answer["relation"] == "exact" or answer["transform"] == "list-to-blocks"
    if not alike or (answer["when"] and not answer["holds"]):
        return None
    if answer["attribute"] is None:
        return None
    if answer["transform"] == "json-encode" and any(
        each.startswith(f"{entry.path}[") or each.startswith(f"{entry.path}.")
        for each in entry.covers
    ):
        if (type_name, entry.path) not in _JSON:
            return None  # its names may be others
        value = replace(write, camel=_JSON[type_name, entry.path]).value(node)
        return f"{_JSON_OF.get(write.to, 'jsonencode')}({value})" if value is not None else None
    if answer["transform"] is not None:
        return _changed(node, write.value(node), answer, write)
    return as_list(node, write) if kind is not None and kind.is_list else write.value(node)


def _changed(node: Node, value: str | None, answer: dict[str, Any], write: Writer) -> str | None:
    transform = answer["transform"]
    place = answer["resource"], answer["attribute"]
    if chosen := choice_of(node):
        return _chosen(chosen, answer, write)
    literal = node.text if isinstance(node, Scalar) and node.tag is None else None
    items = node.items if isinstance(node, Sequence) and node.tag is None else None
    if transform in ("tags-to-map", "blocks-to-map"):
        return _map(items, write) if items is not None else None
    if transform == "blocks-to-list" and items is None:
        return f"[{value}]" if value is not None and literal is not None else None
    if transform == "blocks-to-list":
        return _list(items, write) if items is not None else None
    if value is None:
        return None
    if transform == "json-encode":
        if literal is not None or call(node) is not None:
            return value
        return f"{_JSON_OF.get(write.to, 'jsonencode')}({value})"
    if transform == "wrap-list":
        return f"[{value}]"
    if transform == "first-item":
        if items is not None:
            return write.value(items[0]) if len(items) == 1 else None
        return f"{value}[0]" if is_list(node, write) else value
    if transform == "list-to-blocks":
        return value
    if transform == "base64-decode":
        inner = value.removeprefix("base64encode(")
        return inner.removesuffix(")") if inner != value else None
    if literal is None:
        return None
    if transform in ("enum", "boolean-to-enabled"):
        return _ENUMS.get(place, {}).get(literal)
    if transform in ("uppercase", "lowercase"):
        return value.upper() if transform == "uppercase" else value.lower()
    if transform == "enabled-to-boolean":
        found = _WORDS.get(literal.lower())
        return write.boolean(found) if found else None
    if transform == "negate":
        found = {"true": "false", "false": "true"}.get(literal.lower())
        return write.boolean(found) if found else None
    return None


def _chosen(chosen: Choice, answer: dict[str, Any], write: Writer) -> str | None:
    """Fn::If with the change of value made in both branches."""
    values = []
    for each in chosen[1:]:
        value = write.value(each)
        nothing = value is not None and value == write.known.get("AWS::NoValue")
        values.append(value if nothing else _changed(each, value, answer, write))
    return write.choice(chosen, *values)


def _map(items: list[Node], write: Writer) -> str | None:
    pairs = []
    for item in items:
        if not isinstance(item, Mapping) or item.tag is not None:
            return None
        names = next((n for n in _NAMES if item.get(n[0]) is not None), None)
        key, node = (item.get(names[0]), item.get(names[1])) if names else (None, None)
        if key is None or node is None:
            return None
        name, value = write.value(key), write.value(node)
        if name is None or value is None:
            return None
        plain = isinstance(key, Scalar) and key.tag is None
        name = write.key(key.text) if plain and isinstance(key, Scalar) else f"({name})"
        pairs.append(f"{name}{' = ' if write.to == 'terraform' else ': '}{value}")
    return f"{{ {', '.join(pairs)} }}"


def _list(items: list[Node], write: Writer) -> str | None:
    values = []
    for item in items:
        if not isinstance(item, Mapping) or item.tag is not None or len(item.pairs) != 1:
            return None
        values.append(write.value(item.pairs[0][1]))
    return None if None in values else f"[{', '.join(str(each) for each in values)}]"
