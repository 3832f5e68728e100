"""Finds the resource, or the part of a resource, that certainly lacks a member."""

from __future__ import annotations

import ast

from iac_crosswalk.programs.python.evaluate import Evaluator
from iac_crosswalk.programs.python.values import Either, Instance, Output, Thing, Value


def lacking(values: Evaluator, value: Value, name: str) -> Thing | None:
    """The resource, or the part of a resource, that certainly lacks the member `name`. None if it
    has the member, or if that is unknown.
    """
    if name in values.program.unjudged or name.startswith("_"):
        return None
    if isinstance(value, Either):
        things = [lacking(values, option, name) for option in value.options]
        return things[0] if things and None not in things else None
    if isinstance(value, Output):
        return None if name in values.tool.output_methods else lacking(values, value.inner, name)
    if isinstance(value, Thing):
        return value if values.tool.lacks(value, name) else None
    return _of_own_class(values, value, name) if isinstance(value, Instance) else None


def _of_own_class(values: Evaluator, value: Instance, name: str) -> Thing | None:
    """The resource that a class of the program extends, if neither has the member."""
    node = value.scope.node
    if not isinstance(node, ast.ClassDef) or node.decorator_list or node.keywords:
        return None
    names = set(value.scope.bindings)
    if not value.parent:
        names |= value.scope.members.keys()
    if (name in names and not value.parent) or names & {"__getattr__", "__getattribute__"}:
        return None
    bases = values.bases(value.scope)
    return lacking(values, bases[0], name) if len(bases) == 1 else None
