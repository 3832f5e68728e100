"""The decorators of a function, and their effect on its members and its result."""

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
"""Decorators that keep the result of the function's body."""


def names(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The last names of a function's decorators; "?" for one that is not a name."""
    functions = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    return [last_name(each) or "?" for each in functions]


def is_property(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether the member is the function's result."""
    return not isinstance(node, ast.Lambda) and not _PROPERTIES.isdisjoint(names(node))


def is_harmless(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a call returns the result of the body."""
    return _HARMLESS.issuperset(names(node))
