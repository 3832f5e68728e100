"""The meanings of a program's names, for messages about names that are not attributes."""

from __future__ import annotations

import ast

from iac_crosswalk.programs.program import Known
from iac_crosswalk.programs.python.evaluate import Evaluator, Tool
from iac_crosswalk.programs.python.program import Program as Module
from iac_crosswalk.programs.python.scopes import Scope
from iac_crosswalk.programs.python.values import (
    CLIENT,
    Instance,
    Named,
    Output,
    Thing,
    Value,
    alternatives,
)


def name_meanings(module: Module, tool: Tool) -> dict[str, Known]:
    """Name → its meaning: the names of every scope, and the members of the program's own
    classes.
    """
    values = Evaluator(module, tool)
    by_name: dict[str, Known] = {}
    waiting = [module.module]
    while waiting:
        scope = waiting.pop()
        names = [name for name, bindings in scope.bindings.items() if bindings[0].how != "self"]
        values_of = {name: values.value(ast.Name(name, ast.Load()), scope) for name in names}
        values_of |= {name: values.member(Instance(scope), name) for name in scope.members}
        for name, value in values_of.items():
            by_name[name] = _meaning(value) or by_name.get(name, Known())
        for bindings in scope.bindings.values():
            waiting += [each.scope for each in bindings if each.how in ("function", "class")]
    return by_name


def _meaning(value: Value) -> Known | None:
    for option in alternatives(value):
        inner = option.inner if isinstance(option, Output) else option
        if isinstance(inner, Thing):
            return Known(is_resource=True)
        if isinstance(inner, Named):
            client = inner.path.removeprefix(CLIENT) if inner.path.startswith(CLIENT) else ""
            return Known(is_import=not client, client=client)
        if isinstance(inner, Instance) and isinstance(inner.scope.node, ast.ClassDef):
            return Known(own_class=inner.scope.node.name, members=_members(inner.scope))
    return None


def _members(scope: Scope) -> tuple[str, ...]:
    """The variables of a class and of its objects, without methods."""
    variables = [
        name
        for name, each in scope.bindings.items()
        if any(binding.how != "function" for binding in each)
    ]
    return tuple(dict.fromkeys([*variables, *scope.members]))
