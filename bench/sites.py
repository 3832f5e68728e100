"""Places in real programs where an attribute is named, found without the checkers: simple patterns
whose resource is beyond doubt.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml


class Site(NamedTuple):
    """The bytes `start` to `end` of a file name `path` of `resource`, which is read (`output`) or
    given.
    """

    start: int
    end: int
    system: str
    resource: str
    path: str
    output: bool


def python(data: bytes) -> Iterator[Site]:
    """Keywords of `aws.module.Class(…)` and attributes of names that are bound once, to such a
    call.
    """
    text = data.decode()
    if "import pulumi_aws as aws" not in text:
        return
    starts = [0, *(match.end() for match in re.finditer(b"\n", data))]
    tree = ast.parse(text)
    bound: dict[str, list[str | None]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            bound.setdefault(ast.unparse(node.targets[0]), []).append(_class(node.value))
        elif isinstance(
            node,
            (
                ast.For,
                ast.With,
                ast.FunctionDef,
                ast.Lambda,
                ast.comprehension,
                ast.AugAssign,
                ast.AnnAssign,
                ast.NamedExpr,
            ),
        ):
            for name in ast.walk(node):  # whatever is bound in another way is left out
                if isinstance(name, ast.arg) or (
                    isinstance(name, ast.Name)
                    and isinstance(name.ctx, ast.Store)
                    and not isinstance(node, ast.FunctionDef)
                ):
                    bound.setdefault(name.arg if isinstance(name, ast.arg) else name.id, []).append(
                        None
                    )
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (resource := _class(node)):
            for keyword in node.keywords:
                if keyword.arg and keyword.arg not in ("opts", "resource_name", "args"):
                    start = starts[keyword.lineno - 1] + keyword.col_offset
                    yield Site(
                        start, start + len(keyword.arg), "pulumi", resource, keyword.arg, False
                    )
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            classes = bound.get(ast.unparse(node.value), [])
            if len(classes) == 1 and classes[0] and node.end_lineno and node.end_col_offset:
                end = starts[node.end_lineno - 1] + node.end_col_offset
                yield Site(end - len(node.attr), end, "pulumi", classes[0], node.attr, True)


def _class(node: ast.expr) -> str | None:
    """`aws.elasticache.ReplicationGroup` of a call of it."""
    name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return name if re.fullmatch(r"aws\.\w+\.[A-Z]\w*", name) and not name.endswith("Args") else None


def cloudformation(data: bytes) -> Iterator[Site]:
    """Keys directly under Properties, and the attributes of `!GetAtt Name.Attribute`, in plain
    ASCII.
    """
    root = yaml.compose(data, Loader=yaml.CSafeLoader) if data.isascii() else None
    resources = _value(root, "Resources")
    if not isinstance(resources, yaml.MappingNode) or _value(root, "Transform") is not None:
        return
    types = {
        key.value: kind.value
        for key, value in resources.value
        if (kind := _value(value, "Type")) is not None
    }
    for key, value in resources.value:
        properties = _value(value, "Properties")
        for name, _ in properties.value if isinstance(properties, yaml.MappingNode) else []:
            if key.value in types:
                start = name.start_mark.index + (name.style in ('"', "'"))
                yield Site(
                    start,
                    start + len(name.value),
                    "cloudformation",
                    types[key.value],
                    name.value,
                    False,
                )
    for match in re.finditer(rb"!GetAtt (\w+)\.([\w.]+)", data):
        if kind := types.get(match[1].decode()):
            yield Site(*match.span(2), "cloudformation", kind, match[2].decode(), True)


def _value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


_BLOCK = re.compile(rb'^resource "(aws_\w+)" "(\w+)" \{\n(.*?)^\}', re.M | re.S)


def terraform(data: bytes) -> Iterator[Site]:
    """Arguments at the top of a resource block, and references of one name to it."""
    for block in _BLOCK.finditer(data):
        for argument in re.finditer(rb"^  (\w+) += ", block[3], re.M):
            start, end = (block.start(3) + offset for offset in argument.span(1))
            yield Site(start, end, "terraform", block[1].decode(), argument[1].decode(), False)
    for reference in re.finditer(rb"(?<![\w.\"/-])(aws_\w+)\.\w+\.(\w+)(?![\w.\[])", data):
        yield Site(
            *reference.span(2), "terraform", reference[1].decode(), reference[2].decode(), True
        )
