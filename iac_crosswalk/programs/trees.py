"""Finds the first error in a syntax tree of tree-sitter."""

from __future__ import annotations

from collections.abc import Collection

from tree_sitter import Node

from iac_crosswalk.programs.source import Span, Unread


def first_error(root: Node) -> Node | None:
    """The first node that the parser could not read or had to add; None in a tree without errors.

    A long unreadable piece may contain a shorter one, which locates the error better.
    """
    error: Node | None = None
    waiting = [root] if root.has_error else []
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            error = node
            waiting.clear()
        waiting += [
            child for child in reversed(node.children) if child.has_error or child.is_missing
        ]
    return error


def syntax_error(error: Node, language: str, closing: Collection[str] = ()) -> Unread:
    """The part of the file with an error. A piece whose end lacks one of `closing` is reported at
    its beginning.
    """
    place = error
    while (
        error.is_missing
        and error.type in closing
        and place.start_byte == error.start_byte
        and place.parent is not None
    ):
        place = place.parent
    line = place.start_point[0] + 1
    return Unread(Span(place.start_byte, place.start_byte), invalid_syntax(line, language))


def invalid_syntax(line: int, language: str) -> str:
    """The message about a syntax error."""
    return f"line {line}: invalid {language} syntax; fix the file or exclude it"
