"""The meanings of a program's names, for messages about names that are not attributes."""

from __future__ import annotations

from iac_crosswalk.programs.program import Known
from iac_crosswalk.programs.typescript.declarations import Binding
from iac_crosswalk.programs.typescript.evaluation import Evaluator
from iac_crosswalk.programs.typescript.syntax import field, text
from iac_crosswalk.programs.typescript.values import At, Instance, Symbol, Value


def name_meanings(evaluator: Evaluator) -> dict[str, Known]:
    """Name → its meaning: the names of every scope, and the members of the program's own
    classes.
    """
    program = evaluator.program
    scopes = [
        program.scope,
        *(each.scope for each in program.functions.values()),
        *(step.scope for step in program.places),
    ]
    bindings: list[tuple[str, Binding]] = [
        pair for scope in dict.fromkeys(scopes) for pair in scope.names.items()
    ]
    bindings += [pair for cls in program.classes.values() for pair in cls.members.items()]
    by_name: dict[str, Known] = {}
    for name, binding in bindings:
        by_name[name] = _meaning(evaluator.binding(binding)) or by_name.get(name, Known())
    return by_name


def _meaning(value: Value) -> Known | None:
    if isinstance(value, At):
        return Known(is_resource=True)
    if isinstance(value, Symbol):
        return Known(is_import=True)
    name = field(value.cls.node, "name") if isinstance(value, Instance) else None
    if isinstance(value, Instance) and name is not None:
        return Known(own_class=text(name), members=tuple(value.cls.members))
    return None
