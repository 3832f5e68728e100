"""HCL as tree-sitter reads it: blocks, literals, and expressions as a head with the steps that follow it.

Nothing here recurses: a program that is nested ten thousand deep is walked like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

from iac_crosswalk.checking.findings import Span
from iac_crosswalk.checking.source import Source

_POSTFIX = {"get_attr", "index", "splat"}
_SPLATS = {"attr_splat", "full_splat"}


@cache
def _language() -> Language:
    return Language(tree_sitter_hcl.language())


def parse(source: Source) -> Node:
    """The root of the file's tree. Raises Unreadable where it is not UTF-8."""
    _ = source.text  # tree-sitter reads any bytes; what is not text would give names that nobody wrote
    return Parser(_language()).parse(source.data).root_node


def text(node: Node) -> str:
    """What a node stands for in the file."""
    return bytes(node.text or b"").decode("utf-8", "replace")


def span(node: Node) -> Span:
    """Where a node stands."""
    return Span(node.start_byte, node.end_byte)


class Block(NamedTuple):
    """A block: `resource "aws_x" "y" { … }` has the type `resource` and two labels. `name` is the node of the type."""

    node: Node
    name: Node
    labels: tuple[Node, ...]
    body: Node | None

    @property
    def type(self) -> str:
        """The word it begins with."""
        return text(self.name)


def body_of(root: Node) -> Node | None:
    """The body of a file."""
    return next((child for child in root.named_children if child.type == "body"), None)


def block(node: Node) -> Block | None:
    """A block of the tree; None for one whose parts are not all there."""
    name, labels, body = None, [], None
    for child in node.named_children:
        if child.type == "body":
            body = child
        elif child.type == "identifier" and name is None:
            name = child
        elif child.type in ("identifier", "string_lit"):
            labels.append(child)
    return Block(node, name, tuple(labels), body) if name is not None else None


def blocks(body: Node | None) -> Iterator[Block]:
    """The blocks directly in a body."""
    for child in body.named_children if body is not None else ():
        if child.type == "block" and (found := block(child)):
            yield found


class Attribute(NamedTuple):
    """`name = expression` in a body, or an element of an object. `span` is the name's place, without quotes."""

    name: str
    span: Span
    value: Node


def attributes(body: Node | None) -> Iterator[Attribute]:
    """The attributes directly in a body."""
    for child in body.named_children if body is not None else ():
        if child.type == "attribute" and len(child.named_children) >= 2:
            name, value = child.named_children[0], child.named_children[-1]
            if name.type == "identifier" and value.type == "expression":
                yield Attribute(text(name), span(name), value)


def elements(node: Node) -> Iterator[Attribute]:
    """The elements of an object whose keys are written out."""
    for child in node.named_children:
        parts = [part for part in child.named_children if part.type == "expression"] if child.type == "object_elem" else []
        if len(parts) == 2 and (key := _key(parts[0])):
            yield Attribute(*key, parts[1])


def _key(node: Node) -> tuple[str, Span] | None:
    head = only(node)
    if head is not None and head.type == "variable_expr":
        return text(head), span(head)
    return quoted(head) if head is not None else None


def quoted(node: Node) -> tuple[str, Span] | None:
    """The text of a string without templates, and where it stands between its quotes; of an identifier the same."""
    if node.type == "identifier":
        return text(node), span(node)
    inner = node.named_children[0] if node.type == "literal_value" and node.named_children else node
    if inner.type != "string_lit" or not all(part.type in _QUOTED for part in inner.named_children):
        return None
    place = Span(inner.start_byte + 1, inner.end_byte - 1)
    return "".join(text(part) for part in inner.named_children if part.type == "template_literal"), place


_QUOTED = {"quoted_template_start", "template_literal", "quoted_template_end"}


def only(expression: Node) -> Node | None:
    """The one term an expression consists of, where nothing follows it."""
    return expression.named_children[0] if expression.type == "expression" and expression.named_child_count == 1 else None


def collection(expression: Node) -> Node | None:
    """The `tuple` or `object` that is written out as an expression, or None."""
    head = only(expression)
    if head is None or head.type != "collection_value" or head.named_child_count != 1:
        return None
    return head.named_children[0]


def literal(expression: Node) -> Any:
    """The value of a literal number, boolean or string; None for everything else."""
    head = only(expression)
    if head is None or head.type != "literal_value" or not head.named_children:
        return None
    inner = head.named_children[0]
    if inner.type == "string_lit":
        found = quoted(head)
        return found[0] if found else None
    if inner.type == "bool_lit":
        return text(inner) == "true"
    if inner.type == "numeric_lit":
        written = text(inner)
        try:
            return int(written) if written.isdecimal() else float(written)
        except ValueError:
            return None
    return None


class Step(NamedTuple):
    """What follows a value. `kind` is `name` (`.name`), `key` (`["name"]`), `index`, `computed` (an index
    that only a run knows), `attr_splat` (`.*`) or `full_splat` (`[*]`)."""

    kind: str
    name: str
    span: Span
    """Of the name alone."""
    end: int
    """Where the step ends, its bracket included."""


def chain(nodes: list[Node]) -> list[Step]:
    """The steps of postfix nodes, those within a splat one after the other."""
    steps: list[Step] = []
    waiting = nodes[::-1]
    while waiting:
        node = waiting.pop()
        if node.type == "get_attr":
            steps += [Step("name", text(part), span(part), node.end_byte) for part in node.named_children if part.type == "identifier"]
        elif node.type == "index":
            steps.append(_index(node))
        elif node.type in _SPLATS:
            steps.append(Step(node.type, "", span(node), node.named_children[0].start_byte if node.named_children else node.end_byte))
            waiting += node.named_children[::-1]
        elif node.type == "splat":
            waiting += node.named_children[::-1]
    return steps


def _index(node: Node) -> Step:
    inner = node.named_children[0] if node.named_children else node
    inside = only(inner.named_children[0]) if inner.type == "new_index" and inner.named_children else None
    key = quoted(inside) if inside is not None else None
    if key:
        return Step("key", key[0], key[1], node.end_byte)
    literally = inner.type == "legacy_index" or (inside is not None and inside.type == "literal_value")
    return Step("index" if literally else "computed", "", span(node), node.end_byte)


class Term(NamedTuple):
    """A value and the nodes of what follows it."""

    head: Node
    rest: list[Node]


def terms(node: Node) -> list[Term]:
    """The children of a node, each with the postfix nodes behind it."""
    found: list[Term] = []
    for child in node.named_children:
        if child.type in _POSTFIX and found:
            found[-1].rest.append(child)
        elif child.type != "comment":
            found.append(Term(child, []))
    return found
