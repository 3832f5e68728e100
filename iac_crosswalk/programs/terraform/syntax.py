"""The syntax of HCL, parsed by tree-sitter: blocks, literals, and expressions as a head and the
steps behind it.

Nothing here is recursive, so that deeply nested programs do not overflow the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

from iac_crosswalk.programs.source import Source, Span, Unread
from iac_crosswalk.programs.trees import first_error, syntax_error

_POSTFIX = {"get_attr", "index", "splat"}
_SPLATS = {"attr_splat", "full_splat"}


@cache
def _language() -> Language:
    return Language(tree_sitter_hcl.language())


def parse(source: Source) -> Node:
    """The root of the file's tree. Raises Unreadable if it is not UTF-8."""
    # tree-sitter accepts any bytes; bytes that are not text would yield false names.
    _ = source.text
    return Parser(_language()).parse(source.data).root_node


def parse_text(text: str) -> Node:
    """The root of the tree of a text."""
    return Parser(_language()).parse(text.encode()).root_node


_NOT_READ = re.compile(rb"\x00|(?<![\w.])\d+[eE][-+]?\d|\{%|\{\{[^\n]*\}\}")
"""Valid Terraform that the grammar rejects (`1e5`), and the marks of template languages, which
generate a configuration later.
"""


def unreadable(root: Node) -> Unread | None:
    """The syntax error of a file. None if the file has none, or if Terraform may accept it."""
    error = first_error(root)
    if error is None or _NOT_READ.search(root.text or b""):
        return None
    return syntax_error(error, "Terraform", closing=("}", "quoted_template_end"))


def text(node: Node) -> str:
    """The text of a node."""
    return bytes(node.text or b"").decode("utf-8", "replace")


def span(node: Node) -> Span:
    """The bytes of a node."""
    return Span(node.start_byte, node.end_byte)


class Block(NamedTuple):
    """A block: `resource "aws_x" "y" { … }` has the type `resource` and two labels. `name` is the
    node of the type.
    """

    node: Node
    name: Node
    labels: tuple[Node, ...]
    body: Node | None

    @property
    def type(self) -> str:
        """The word that it begins with."""
        return text(self.name)


_OUTERMOST = {
    *("action", "check", "data", "ephemeral", "import", "locals", "module", "moved"),
    *("output", "provider", "removed", "resource", "terraform", "variable"),
    *("mock_provider", "override_data", "override_module", "override_resource"),  # of tests
    *("run", "test", "variables"),
}


def sound_blocks(root: Node) -> Iterator[Block]:
    """Yields the outermost blocks of a file that contain no syntax error and seem to end in the
    right place.

    An extra brace ends a block early. Its remaining content then follows outside, where Terraform
    does not allow it.
    """
    parts: list[Node] = []
    for part in root.named_children:
        parts += part.named_children if part.type == "body" else [part]
    parts = [part for part in parts if part.type != "comment"]
    open_string = any(line.count(b'"') % 2 for line in bytes(root.text or b"").split(b"\n"))
    for part, after in zip(parts, [*parts[1:], None], strict=False):
        sound = block(part) if part.type == "block" and not part.has_error else None
        ends_well = after is None or (
            after.type == "block" and text(after.named_children[0]) in _OUTERMOST
        )
        if sound is not None and ends_well and not (open_string and _has_open_string(part)):
            yield sound


def _has_open_string(node: Node) -> bool:
    """Whether a string spans several lines. The parser accepts that; it means that a quote is
    missing.
    """
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.type in ("string_lit", "quoted_template"):
            texts = [child for child in node.named_children if child.type == "template_literal"]
            if any(child.start_point[0] != child.end_point[0] for child in texts):
                return True
        waiting += [child for child in node.named_children if child.named_child_count]
    return False


def block(node: Node) -> Block | None:
    """A block of the tree; None for one with missing parts or with a head of several lines."""
    name, labels, body = None, [], None
    for child in node.named_children:
        if child.type == "block_start" and child.start_point[0] != node.start_point[0]:
            return None  # Terraform does not accept it: a `=` or `{` is missing before it
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
    """`name = expression` in a body, or an element of an object. `span` is the name's place,
    without quotes.
    """

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
    """The elements of an object that have literal keys."""
    for child in node.named_children:
        parts = (
            [part for part in child.named_children if part.type == "expression"]
            if child.type == "object_elem"
            else []
        )
        if len(parts) == 2 and (key := _key(parts[0])):
            yield Attribute(*key, parts[1])


def _key(node: Node) -> tuple[str, Span] | None:
    head = only(node)
    if head is not None and head.type == "variable_expr":
        return text(head), span(head)
    return quoted(head) if head is not None else None


def quoted(node: Node) -> tuple[str, Span] | None:
    """The text of a string without templates, and its bytes between the quotes. Or the text and
    bytes of an identifier.
    """
    if node.type == "identifier":
        return text(node), span(node)
    inner = node.named_children[0] if node.type == "literal_value" and node.named_children else node
    if inner.type != "string_lit" or not all(part.type in _QUOTED for part in inner.named_children):
        return None
    place = Span(inner.start_byte + 1, inner.end_byte - 1)
    return (
        "".join(text(part) for part in inner.named_children if part.type == "template_literal"),
        place,
    )


_QUOTED = {"quoted_template_start", "template_literal", "quoted_template_end"}


def only(expression: Node) -> Node | None:
    """The only term of an expression, if nothing follows it."""
    return (
        expression.named_children[0]
        if expression.type == "expression" and expression.named_child_count == 1
        else None
    )


def collection(expression: Node) -> Node | None:
    """The `tuple` or `object` literal that is the whole expression, or None."""
    head = only(expression)
    if head is None or head.type != "collection_value" or head.named_child_count != 1:
        return None
    return head.named_children[0]


def form(expression: Node) -> str | None:
    """The form of a literal value: `tuple`, `object` or `plain`. None for references, calls and
    calculations.
    """
    head = only(expression)
    if head is None:
        return None
    if head.type == "collection_value":
        return head.named_children[0].type if head.named_children else None
    if head.type == "for_expr" and head.named_children:
        return head.named_children[0].type.removeprefix("for_").removesuffix("_expr")
    return "plain" if head.type in ("literal_value", "template_expr") else None


def is_empty(expression: Node) -> bool:
    """Whether a value is an empty list or object."""
    items = collection(expression)
    return items is not None and not any(
        child.type in ("expression", "object_elem") for child in items.named_children
    )


def literal(expression: Node) -> Any:
    """The value of a literal number, boolean or string. None for other expressions."""
    head = only(expression)
    if head is None or head.type != "literal_value" or not head.named_children:
        return None
    inner = head.named_children[0]
    if inner.type == "string_lit":
        string = quoted(head)
        return string[0] if string else None
    if inner.type == "bool_lit":
        return text(inner) == "true"
    if inner.type == "numeric_lit":
        digits = text(inner)
        try:
            return int(digits) if digits.isdecimal() else float(digits)
        except ValueError:
            return None
    return None


def local_name(expression: Node) -> str | None:
    """`x` if the expression is `local.x` and nothing else, or None."""
    parts = terms(expression) if expression.type == "expression" else []
    if len(parts) != 1 or parts[0].head.type != "variable_expr" or text(parts[0].head) != "local":
        return None
    steps = chain(parts[0].rest)
    return steps[0].name if len(steps) == 1 and steps[0].kind == "name" else None


class Step(NamedTuple):
    """A step behind a value. `kind` is `name` (`.name`), `key` (`["name"]`), `index`, `computed`
    (an index that is known only in a run), `attr_splat` (`.*`) or `full_splat` (`[*]`).
    """

    kind: str
    name: str
    span: Span
    """The bytes of the name without its dot or brackets."""
    end: int
    """The offset of the step's end, behind its bracket."""


def chain(nodes: list[Node]) -> list[Step]:
    """The steps of postfix nodes. Those within a splat follow it."""
    steps: list[Step] = []
    waiting = nodes[::-1]
    while waiting:
        node = waiting.pop()
        if node.type == "get_attr":
            steps += [
                Step("name", text(part), span(part), node.end_byte)
                for part in node.named_children
                if part.type == "identifier"
            ]
        elif node.type == "index":
            steps.append(_index(node))
        elif node.type in _SPLATS:
            steps.append(
                Step(
                    node.type,
                    "",
                    span(node),
                    node.named_children[0].start_byte if node.named_children else node.end_byte,
                )
            )
            waiting += node.named_children[::-1]
        elif node.type == "splat":
            waiting += node.named_children[::-1]
    return steps


def _index(node: Node) -> Step:
    inner = node.named_children[0] if node.named_children else node
    inside = (
        only(inner.named_children[0])
        if inner.type == "new_index" and inner.named_children
        else None
    )
    key = quoted(inside) if inside is not None else None
    if key:
        return Step("key", key[0], key[1], node.end_byte)
    literally = inner.type == "legacy_index" or (
        inside is not None and inside.type == "literal_value"
    )
    return Step("index" if literally else "computed", "", span(node), node.end_byte)


class Term(NamedTuple):
    """A value and the nodes of its steps."""

    head: Node
    rest: list[Node]


def terms(node: Node) -> list[Term]:
    """The children of a node, each with the postfix nodes behind it."""
    result: list[Term] = []
    for child in node.named_children:
        if child.type in _POSTFIX and result:
            result[-1].rest.append(child)
        elif child.type != "comment":
            result.append(Term(child, []))
    return result
