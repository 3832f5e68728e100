"""The parts of a template besides its resources' properties: parameters, mappings, conditions,
outputs, calls of functions, and the keys beside `Properties`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import NamedTuple

from iac_crosswalk.programs.cloudformation import template as templates
from iac_crosswalk.programs.cloudformation.template import Template, call
from iac_crosswalk.programs.nodes import Mapping, Node, Scalar, Sequence
from iac_crosswalk.programs.source import Span

BESIDE = (
    "Condition",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Metadata",
    "UpdatePolicy",
    "UpdateReplacePolicy",
)
"""The keys that a resource may have beside Type and Properties."""
_SUBSTITUTION = re.compile(r"\$\{([^!{}$][^{}$]*)\}")
_RESOLVE = re.compile(r"\{\{resolve:(ssm-secure|ssm|secretsmanager):")
_LONGEST = 200
"""Characters of a path or of a written value. Longer ones are cut."""


class Named(NamedTuple):
    """An entry of `Parameters`, `Mappings`, `Conditions` or `Outputs`, with its line."""

    name: str
    node: Node
    line: int

    def text(self, key: str) -> str | None:
        """The plain text of a member, or None."""
        member = self.node.get(key) if isinstance(self.node, Mapping) else None
        return member.text if isinstance(member, Scalar) and member.tag is None else None

    def member(self, key: str) -> Node | None:
        """A member of any kind, or None."""
        return self.node.get(key) if isinstance(self.node, Mapping) else None


class Call(NamedTuple):
    """An intrinsic function (`Fn::If`), a pseudo parameter (`AWS::Region`), a reference (`Ref`) or
    a dynamic reference (`{{resolve:ssm}}`), and where: `Bucket.BucketName`, `Outputs.Url`.
    """

    name: str
    argument: Node | str
    within: str


class Beside(NamedTuple):
    """A key of a resource beside its properties."""

    name: str
    node: Node
    line: int


@dataclass
class Stack:
    """The parts of a template besides its resources' properties."""

    parameters: list[Named] = field(default_factory=list)
    mappings: list[Named] = field(default_factory=list)
    conditions: list[Named] = field(default_factory=list)
    outputs: list[Named] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    beside: dict[str, list[Beside]] = field(default_factory=dict)
    """Logical id → the keys of the resource beside its properties."""
    properties: dict[str, Mapping] = field(default_factory=dict)
    """Logical id → the properties of the resource."""
    open: frozenset[str] = frozenset()
    """The resources whose properties are not all in the template: a function creates some of
    them.
    """


def read(template: Template) -> Stack:
    """The stack of a template. Nodes that aliases share are counted once."""

    def line(node: Node) -> int:
        return template.data.count(b"\n", 0, node.span.start) + 1

    def entries(section: str) -> list[Named]:
        mapping = template.section(section)
        return [Named(key.text, node, line(key)) for key, node in mapping.pairs] if mapping else []

    resources = templates.resources(template)
    beside = {
        each.name: [
            Beside(key.text, node, line(key))
            for key, node in each.body.pairs
            if key.text in BESIDE and each.body is not each.properties
        ]
        for each in resources.values()
    }
    outputs, conditions = entries("Outputs"), entries("Conditions")
    roots: list[tuple[Node, str]] = []
    for each in resources.values():
        if each.properties is not None:
            roots.append((each.properties, each.name))
        roots += [(key.node, f"{each.name}.{key.name}") for key in beside[each.name]]
    roots += [(output.node, f"Outputs.{output.name}") for output in outputs]
    roots += [(each.node, f"Conditions.{each.name}") for each in conditions]
    return Stack(
        entries("Parameters"),
        entries("Mappings"),
        conditions,
        outputs,
        [*_calls(roots)],
        {name: keys for name, keys in beside.items() if keys},
        {each.name: each.properties for each in resources.values() if each.properties is not None},
        frozenset(each.name for each in resources.values() if _is_open(each)),
    )


def by_span(stack: Stack) -> dict[Span, Node]:
    """Place in the text → the value there, for the properties of all resources."""
    values: dict[Span, Node] = {}
    seen: set[int] = set()
    todo: list[Node] = [*stack.properties.values()]
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        values.setdefault(node.span, node)
        if isinstance(node, Sequence):
            todo += node.items
        elif isinstance(node, Mapping):
            todo += [value for _, value in node.pairs]
    return values


def _is_open(each: templates.Resource) -> bool:
    if each.properties is None:
        return each.body.get("Properties") is not None
    return any(key.text == "<<" or key.text.startswith("Fn::") for key, _ in each.properties.pairs)


def _calls(roots: list[tuple[Node, str]]) -> Iterator[Call]:
    seen: set[int] = set()
    for root, owner in roots:
        todo: list[tuple[Node, str]] = [(root, owner)]
        while todo:
            node, path = todo.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            function = call(node)
            if function is not None:
                yield from _calls_of(*function, path)
                inner = call(untagged(node)) if node.tag is not None else None
                if inner is not None:  # `!ImportValue {Fn::Sub: …}`
                    yield from _calls_of(*inner, path)
            if (condition := _condition(node, path)) is not None:
                yield Call("Condition", condition, path)
            elif isinstance(node, Scalar):
                kinds = _RESOLVE.findall(node.text)
                yield from (Call(f"{{{{resolve:{kind}}}}}", node, path) for kind in kinds)
            elif isinstance(node, Sequence):
                below = path if function or path.startswith(("Conditions.", "Outputs.")) else None
                item_path = below or _longer(path, "[]")
                todo += [(item, item_path) for item in reversed(node.items)]
            else:
                plain = function is None and not path.startswith(("Conditions.", "Outputs."))
                todo += [
                    (value, _longer(path, f".{key.text}") if plain else path)
                    for key, value in reversed(node.pairs)
                ]


def _condition(node: Node, path: str) -> Node | None:
    """The name in `{Condition: Name}`. Only inside of conditions: elsewhere a Condition is
    something else.
    """
    if path.startswith("Conditions.") and isinstance(node, Mapping) and len(node.pairs) == 1:
        return node.get("Condition")
    return None


def may_be_nothing(node: Node) -> bool:
    """Whether a branch of Fn::If is AWS::NoValue: then the property may be left out."""
    todo, steps = [node], 0
    while todo and steps < _LONGEST:
        function, steps = call(todo.pop()), steps + 1
        if function is None:
            continue
        name, argument = function
        if name == "Ref" and isinstance(argument, Scalar) and argument.text == "AWS::NoValue":
            return True
        if name == "Fn::If" and isinstance(argument, Sequence):
            todo += argument.items[1:]
    return False


def untagged(node: Node) -> Node:
    """A node without its tag: the argument of a function that is written in its short form."""
    if isinstance(node, Scalar):
        return Scalar(node.text, node.span, None, node.quoted)
    if isinstance(node, Sequence):
        return Sequence(node.span, None, node.items)
    return Mapping(node.span, None, node.pairs)


def _longer(path: str, more: str) -> str:
    return path + more if len(path) < _LONGEST else path


def _calls_of(name: str, argument: Node, path: str) -> Iterator[Call]:
    if name == "Ref" and isinstance(argument, Scalar):
        if argument.text.startswith("AWS::"):
            yield Call(argument.text, argument, path)
        else:
            yield Call("Ref", argument.text, path)
        return
    yield Call(name, argument, path)
    if name != "Fn::Sub":
        return
    text, own_names = argument, frozenset[str]()
    if isinstance(argument, Sequence) and len(argument.items) == 2:
        text = argument.items[0]
        if isinstance(variables := argument.items[1], Mapping):
            own_names = frozenset(key.text for key, _ in variables.pairs)
    for inside in _SUBSTITUTION.findall(text.text) if isinstance(text, Scalar) else ():
        if inside.startswith("AWS::"):
            yield Call(inside, text, path)
        elif inside not in own_names and "." not in inside:
            yield Call("Ref", inside, path)


# -- written out -----------------------------------------------------------------------------------


def written(node: Node, longest: int = _LONGEST, breaks: bool = False) -> str:
    """A value on one line, functions in their short form: `!Equals [!Ref Env, prod]`. A text longer
    than `longest` is cut. `breaks`: texts of several lines keep their line breaks, in quotes and as
    `\\n`.
    """
    out = ""
    for piece in _pieces(node, 0, breaks):
        out += piece
        if len(out) > longest:
            return out[: longest - 1] + "…"
    return out


def _pieces(node: Node, depth: int, breaks: bool) -> Iterator[str]:
    if depth > 20:
        yield "…"
        return
    function = call(node)
    if function is not None:
        name, argument = function
        yield f"!{name.removeprefix('Fn::')}"
        yield " "
        yield from _pieces(untagged(node) if argument is node else argument, depth + 1, breaks)
    elif isinstance(node, Scalar):
        several = breaks and "\n" in node.text.strip()
        yield encode_basestring(node.text) if several else " ".join(node.text.split()) or '""'
    elif isinstance(node, Sequence):
        yield "["
        for index, item in enumerate(node.items):
            yield from (", ",) if index else ()
            yield from _pieces(item, depth + 1, breaks)
        yield "]"
    else:
        yield "{"
        for index, (key, value) in enumerate(node.pairs):
            yield from (", ",) if index else ()
            yield from (key.text, ": ")
            yield from _pieces(value, depth + 1, breaks)
        yield "}"
