"""What decorates a function, and what that does to its members and to what it returns."""

from __future__ import annotations

import ast

from iac_crosswalk.programs.python.scopes import last_name

_PROPERTIES = {"property", "cached_property"}
_HARMLESS = _PROPERTIES | {
    "staticmethod",
    "classmethod",
    "abstractmethod",
    "lru_cache",
    "cache",
    "override",
    "final",
}
"""Decorators under which a function returns what its body does."""


def names(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The last names of what decorates a function; what is not a name is "?"."""
    called = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    return [last_name(each) or "?" for each in called]


def is_property(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether the member is what the function returns."""
    return not isinstance(node, ast.Lambda) and not _PROPERTIES.isdisjoint(names(node))


def is_harmless(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a call gives what the body returns."""
    return _HARMLESS.issuperset(names(node))
