"""The syntax of a CloudFormation template: its resources and the properties that they set, each
with its place in the text.

No schemas are used here; read.py looks up the names in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from iac_crosswalk.programs.cloudformation import sam
from iac_crosswalk.programs.nodes import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    TextError,
    read,
    text_span,
)
from iac_crosswalk.programs.source import Span
from iac_crosswalk.vocabulary import SAM

CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
"""Prefixes of custom resource types, which run their owner's code."""
MOST_STEPS = 250_000
LONGEST_PATH = 5_000
"""Limits on the nodes of a walk and the characters of a path. More than any template needs, far
less than nested aliases can expand to.
"""


class NoTemplate(TextError):
    """The text is readable but not a CloudFormation template: several documents, or no mapping
    `Resources`.
    """


class Template(NamedTuple):
    """A template: its bytes and its nodes."""

    data: bytes
    root: Mapping
    embedded: bool = False
    """Whether it is part of another tool's file (Serverless Framework), which creates further
    resources.
    """

    def section(self, name: str) -> Mapping | None:
        """The section `Resources`, `Parameters`, `Conditions`, `Mappings`, `Outputs`, … or None."""
        node = self.root.get(name)
        return node if isinstance(node, Mapping) else None

    @property
    def transforms(self) -> list[str]:
        """Names in `Transform`, in order."""
        node = self.root.get("Transform")
        names = [
            each.get("Name") if isinstance(each, Mapping) else each
            for each in (node.items if isinstance(node, Sequence) else [node])
        ]
        return [each.text for each in names if isinstance(each, Scalar)]


class Resource(NamedTuple):
    """A resource of a template. `span` covers its logical id, `type_span` the text of its type."""

    name: str
    type: str
    span: Span
    type_span: Span
    body: Mapping
    properties: Mapping | None


class Property(NamedTuple):
    """A property that a resource sets. `path` is in the grammar of paths.py, but has the keys of
    maps as they are written.
    """

    path: str
    container: str
    """The path of the object that contains the name: "" for the resource itself, `Tags[]`."""
    key: Scalar
    value: Node
    inside: Mapping
    """The mapping that contains the name."""

    @property
    def name(self) -> str:
        """The last part of the path, as it is written."""
        return self.key.text


def parse(data: bytes) -> Template:
    """The template in `data`. Raises TextError (one line, `line N: …`) if it is neither YAML nor
    JSON, NoTemplate if it is not a template.
    """
    return of(data, read(data))


def of(data: bytes, documents: list[Node]) -> Template:
    """The template in the documents of `data`. Raises NoTemplate if they are not a template."""
    root = documents[0] if len(documents) == 1 else None
    if not isinstance(root, Mapping) or not isinstance(root.get("Resources"), Mapping):
        raise NoTemplate("not a CloudFormation template: it has no mapping `Resources`")
    return Template(data, root)


def call(node: Node) -> tuple[str, Node] | None:
    """(name, argument) if `node` is an intrinsic function, in its short or its long form:
    ("Fn::GetAtt", …), ("Ref", …); else None.
    """
    if node.tag is not None:
        name = node.tag.removeprefix("!")
        return (name if name in ("Ref", "Condition") else f"Fn::{name}"), node
    if isinstance(node, Mapping) and len(node.pairs) == 1:
        key, value = node.pairs[0]
        if key.text == "Ref" or (
            key.text.startswith("Fn::") and not key.text.startswith("Fn::ForEach::")
        ):
            return key.text, value
    return None


def resources(template: Template) -> dict[str, Resource]:
    """Logical id → resource, in order. The body of Fn::ForEach is a resource too: its name contains
    `${…}`. Entries without a plain type are left out.
    """
    by_id: dict[str, Resource] = {}
    todo: list[Node] = [template.section("Resources") or template.root]
    seen: set[int] = set()
    while todo:
        level = todo.pop()
        if not isinstance(level, Mapping) or id(level) in seen:
            continue
        seen.add(id(level))
        for key, body in level.pairs:
            if key.text.startswith("Fn::ForEach::") and isinstance(body, Sequence) and body.items:
                todo.append(body.items[-1])
            elif (
                isinstance(body, Mapping)
                and isinstance(kind := body.get("Type"), Scalar)
                and kind.tag is None
            ):
                node = body.get("Properties")
                inside = node if isinstance(node, Mapping) else None
                by_id[key.text] = Resource(
                    key.text,
                    kind.text,
                    key.span,
                    text_span(template.data, kind) or kind.span,
                    body,
                    inside,
                )
    for name, type_, key, properties in sam.sections(template.root, template.transforms):
        by_id[name] = Resource(name, type_, key.span, key.span, properties, properties)
    return by_id


_KEYS = frozenset(
    (
        "Condition",
        "CreationPolicy",
        "DeletionPolicy",
        "DependsOn",
        "Metadata",
        "Properties",
        "Type",
        "UpdatePolicy",
        "UpdateReplacePolicy",
        "Version",
    )
)
"""The keys of a resource in CloudFormation."""
_SAM_KEYS = _KEYS | sam.KEYS


def may_rewrite(template: Template) -> bool:
    """Whether a macro may rewrite the resources of the template."""
    macros = [name for name in template.transforms if not name.startswith("AWS::")]
    section = template.section("Resources")
    return bool(macros) or rewritten(template.root) or (section is not None and rewritten(section))


def beside(resource: Resource) -> list[Scalar]:
    """The keys of a resource that neither CloudFormation nor SAM knows: often properties, written
    beside Properties. Empty if a macro in the resource may know them; see also `may_rewrite`.
    """
    if resource.body is resource.properties or rewritten(resource.body):
        return []
    known_keys = _SAM_KEYS if resource.type.startswith(SAM) else _KEYS
    return [
        key
        for key, _ in resource.body.pairs
        if key.text not in known_keys and not key.text.startswith(("Fn::", "<<"))
    ]


def properties(template: Template, of: Iterable[Resource]) -> Iterator[tuple[Resource, Property]]:
    """Yields every property that the resources set, outer ones before nested ones. Both branches of
    Fn::If are walked, other functions are not.

    Raises TextError if aliases expand a template beyond the limits.
    """
    steps = 0
    for resource in of:
        todo: list[tuple[Node, str, Property | None]] = (
            [(resource.properties, "", None)] if resource.properties else []
        )
        while todo:
            node, path, property_ = todo.pop()
            if property_ is not None:
                yield resource, property_
            below = [] if isinstance(node, Scalar) else _below(node, path)
            steps += 1 + len(below)
            if steps > MOST_STEPS or len(path) > LONGEST_PATH:
                raise TextError(_too_large(template, node))
            todo += below[::-1]


def _below(node: Node, path: str) -> list[tuple[Node, str, Property | None]]:
    """(value, its path, its property or None) of the literal parts of a property's value."""
    function = call(node)
    if function is not None:
        name, argument = function
        if name == "Fn::If" and isinstance(argument, Sequence):
            return [(branch, path, None) for branch in argument.items[1:]]
    elif isinstance(node, Sequence):
        return [(item, f"{path}[]", None) for item in node.items]
    elif isinstance(node, Mapping):
        prefix = f"{path}." if path else ""
        return [
            (value, inner_path := prefix + key.text, Property(inner_path, path, key, value, node))
            for key, value in _plain_pairs(node)
        ]
    return []


def _too_large(template: Template, node: Node) -> str:
    line = template.data.count(b"\n", 0, node.span.start) + 1
    return (
        f"line {line}: YAML aliases expand the template beyond any real one; write it without them"
    )


def _plain_pairs(node: Mapping) -> list[tuple[Scalar, Node]]:
    """The pairs that a mapping itself contains, each name once. Empty if a macro or a misplaced
    function may add others.
    """
    last: dict[str, tuple[Scalar, Node]] = {}
    may_be_rewritten = False
    for pair in node.pairs:
        name = pair[0].text
        if not name.startswith("Fn::"):
            if name != "<<":
                last[name] = pair
        elif name == "Fn::Transform":
            may_be_rewritten = True
        elif not name.startswith("Fn::ForEach::"):
            return []
    return [] if may_be_rewritten and rewritten(node) else [*last.values()]


def rewritten(node: Mapping) -> bool:
    """Whether a mapping contains a custom macro, which may rewrite the names in any way. AWS's own
    macros leave them unchanged.
    """
    for key, value in node.pairs:
        if key.text == "Fn::Transform":
            name = value.get("Name") if isinstance(value, Mapping) else None
            if not isinstance(name, Scalar) or not name.text.startswith("AWS::"):
                return True
    return False
