"""The syntax of TypeScript: parsing, and reading its nodes without resolving names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from iac_crosswalk.programs.source import Source, Span, Unread
from iac_crosswalk.programs.trees import first_error, syntax_error

FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_expression",
        "function_declaration",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
MEMBERS = ("member_expression", "subscript_expression")
CLASSES = frozenset({"class", "class_declaration", "abstract_class_declaration"})


@cache
def _parser(tsx: bool) -> Parser:
    return Parser(
        Language(
            tree_sitter_typescript.language_tsx()
            if tsx
            else tree_sitter_typescript.language_typescript()
        )
    )


def parse(source: Source) -> Node:
    """The file's tree. Raises Unreadable if it is not UTF-8."""
    _ = source.text  # raises Unreadable
    return _parser(source.path.suffix == ".tsx").parse(source.data).root_node


_NOT_READ = re.compile(
    rb"\x00|\bimport\s*\([^)\n]*\)(?:\.\w+)+\s*<|\bglobal\s*\{|\bkeyof\s+readonly\b|\bexport\s+type\s*\*|\bexport\s+default\s+abstract\b"
    rb"|\bimport\s+defer\b|[<,]\s*(?:in|out)\s+\w|[{,]\s*type\s*[,}]"
    rb"|\b(?:abstract|accessor|as|await|interface|satisfies|using|yield)\s*(?:[=.,;:)}\]?!+-]|\(\s*\))"
)
"""Valid TypeScript that the grammar rejects: some forms of types and modules, and some keywords as
names.
"""
_TEXT_WITH_AMPERSAND = re.compile(rb">[^<{]*&(?!#?\w+;)[^<]*<")
"""Another form that the grammar rejects, in the text of an element: `<p>a & b</p>`."""


def unreadable(source: Source, root: Node) -> Unread | None:
    """The syntax error of a file. None if the file has none, or if TypeScript may accept it."""
    error = first_error(root)
    if (
        error is None
        or _NOT_READ.search(source.data)
        or (source.path.suffix == ".tsx" and _TEXT_WITH_AMPERSAND.search(source.data))
    ):
        return None
    return syntax_error(error, "TypeScript")


def text(node: Node) -> str:
    """The text of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def span(node: Node) -> Span:
    """The bytes of a node."""
    return Span(node.start_byte, node.end_byte)


def field(node: Node, name: str) -> Node | None:
    """The child in the field `name`."""
    return node.child_by_field_name(name)


def inner(node: Node) -> Node | None:
    """The first child that is not a comment: the expression inside parentheses, behind `await` or
    before `!`.
    """
    return next((child for child in node.named_children if child.type != "comment"), None)


def items(node: Node | None) -> list[Node]:
    """The children of a list of arguments, elements or statements, without comments."""
    return [child for child in node.named_children if child.type != "comment"] if node else []


def quoted(node: Node) -> Node | None:
    """The text between the quotes of a plain string: one piece, no escapes."""
    pieces = node.named_children
    return (
        pieces[0]
        if node.type == "string" and len(pieces) == 1 and pieces[0].type == "string_fragment"
        else None
    )


def key(node: Node | None) -> tuple[str, Node] | None:
    """Name and place of a property's key; None if it is computed."""
    if node is None:
        return None
    if node.type in (
        "property_identifier",
        "private_property_identifier",
        "shorthand_property_identifier",
        "identifier",
    ):
        return text(node), node
    piece = quoted(node)
    return (text(piece), piece) if piece else None


def unwrapped(node: Node | None) -> Node | None:
    """An expression without parentheses, `!`, `satisfies T` and `as const`, which do not change its
    value.
    """
    while node is not None:
        cast = split_type(node)
        if cast is not None and cast.type == "satisfies_expression":
            node = cast
        if node.type not in (
            "parenthesized_expression",
            "non_null_expression",
            "satisfies_expression",
        ) and not (node.type == "as_expression" and len(items(node)) == 1):
            break
        node = inner(node)
    return node


def split_type(node: Node) -> Node | None:
    """The `x as a.b` or `x satisfies a.b` in `x as a.b.C`. The grammar mistakes the last part of
    such a type for a member of the whole.
    """
    owner = field(node, "object") if node.type == "member_expression" else None
    return (
        owner
        if owner is not None and owner.type in ("as_expression", "satisfies_expression")
        else None
    )


def alternatives(node: Node | None) -> Iterator[Node]:
    """Yields the alternatives of an expression: both branches of `a ? b : c`, both sides of `a ||
    b`, or else itself.
    """
    waiting = [node]
    while waiting:
        each = unwrapped(waiting.pop())
        if each is None:
            continue
        if each.type == "ternary_expression":
            waiting += [field(each, "alternative"), field(each, "consequence")]
        elif each.type == "binary_expression" and operator(each) in ("||", "??"):
            waiting += [field(each, "right"), field(each, "left")]
        elif each.type == "binary_expression" and operator(each) == "&&":
            waiting.append(field(each, "right"))
        else:
            yield each


def operator(node: Node) -> str:
    """The operator of a binary expression."""
    sign = field(node, "operator")
    return sign.type if sign else ""


def arguments(call: Node) -> list[Node]:
    """The arguments of a call or of `new`. Empty for a tagged template."""
    argument_list = field(call, "arguments")
    return items(argument_list) if argument_list and argument_list.type == "arguments" else []


def pattern_positions(pattern: Node) -> Iterator[tuple[int, Node]]:
    """Position and element of an array pattern, which may leave places out: `[, b]`."""
    position = 0
    for child in pattern.children:
        if child.type == ",":
            position += 1
        elif child.is_named and child.type != "comment":
            yield position, child


def is_async(function: Node) -> bool:
    """Whether a function returns a promise."""
    return any(child.type == "async" for child in function.children)


def literal(node: Node | None) -> str | int | float | bool | None:
    """The value of a plain literal; None for other expressions."""
    node = unwrapped(node)
    if node is None:
        return None
    if node.type in ("true", "false"):
        return node.type == "true"
    if node.type == "number":
        digits = text(node).replace("_", "")
        try:
            return int(digits)
        except ValueError:
            return None
    piece = quoted(node)
    return text(piece) if piece else None
