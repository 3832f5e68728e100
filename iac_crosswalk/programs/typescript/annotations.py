"""The value of a type annotation."""

from __future__ import annotations

from tree_sitter import Node

from iac_crosswalk.programs.typescript.answering import Evaluation
from iac_crosswalk.programs.typescript.declarations import Class, Imported, Scope
from iac_crosswalk.programs.typescript.syntax import field, inner, items, text
from iac_crosswalk.programs.typescript.values import (
    Absent,
    ClassItself,
    Instance,
    Items,
    Promise,
    Shape,
    Symbol,
    Tuple,
    Value,
    awaited,
)

_SAME = frozenset({"Partial", "Required", "Readonly", "NonNullable"})
_ARRAYS = frozenset({"Array", "ReadonlyArray"})


def declared(
    evaluator: Evaluation, node: Node | None, scope: Scope, literal: bool = False
) -> Value:
    """A value of the type; None if it is unknown. `literal`: the value is written as a literal, so
    that Input<T> takes a T.
    """
    if node is None:
        return None
    return evaluator.once(
        ("type", node.id, literal), lambda: _declared(evaluator, node, scope, literal)
    )


def _declared(evaluator: Evaluation, node: Node, scope: Scope, literal: bool) -> Value:
    kind = node.type
    if kind in ("type_annotation", "parenthesized_type", "readonly_type", "optional_type"):
        return declared(evaluator, inner(node), scope, literal)
    if kind == "literal_type":
        return Absent() if text(node) in ("null", "undefined") else None
    if kind == "type_identifier":
        return by_name(evaluator, text(node), scope, literal)
    if kind == "nested_type_identifier":
        owner = evaluator.path(field(node, "module"), scope)
        name = field(node, "name")
        return (
            _symbol(evaluator, owner.member(text(name)))
            if isinstance(owner, Symbol) and name
            else None
        )
    if kind == "array_type":
        return Items(declared(evaluator, inner(node), scope, literal))
    if kind == "tuple_type":
        return Tuple(tuple(declared(evaluator, each, scope, literal) for each in items(node)))
    if kind == "object_type":
        return Shape(node, scope, literal)
    if kind == "union_type":
        return _one_of([declared(evaluator, each, scope, literal) for each in items(node)], literal)
    if kind == "type_query":
        return evaluator.path(inner(node), scope)
    if kind == "generic_type":
        return _generic(evaluator, node, scope, literal)
    return None


def _one_of(members: list[Value], literal: bool) -> Value:
    """The only possible value of a union. An object literal for `string | T` is a T, but other
    values may be strings.
    """
    kinds = [each for each in members if not isinstance(each, Absent)]
    if literal:
        kinds = [each for each in kinds if each is not None]
    return kinds[0] if len(kinds) == 1 else None


def by_name(evaluator: Evaluation, name: str, scope: Scope, literal: bool) -> Value:
    """A value of the type of that name: an interface, an alias or a class, of the program or
    imported.
    """
    where: Scope | None = scope
    while where is not None:
        if name in where.types:
            node = where.types[name]
            if node is None or field(node, "type_parameters") is not None:
                return None
            if node.type == "interface_declaration":
                return Shape(node, where, literal)
            return declared(evaluator, field(node, "value"), where, literal)
        if name in where.names:
            origins = [origin for origin, steps in where.names[name].origins if not steps]
            if len(origins) != 1:
                return None
            if isinstance(origins[0], Class):
                return Instance(origins[0])
            return (
                _symbol(evaluator, evaluator.binding(where.names[name]))
                if isinstance(origins[0], Imported)
                else None
            )
        where = where.parent
    return None


def _symbol(evaluator: Evaluation, value: Value) -> Value:
    if isinstance(value, ClassItself):
        return Instance(value.cls)
    return (
        evaluator.packages.type(value)
        if isinstance(value, Symbol) and value.package == "aws"
        else None
    )


def _generic(evaluator: Evaluation, node: Node, scope: Scope, literal: bool) -> Value:
    name, type_arguments = field(node, "name"), items(field(node, "type_arguments"))
    if name is None or not type_arguments:
        return None
    type_name = text(name)
    if name.type == "nested_type_identifier":
        owner = evaluator.path(field(name, "module"), scope)
        last = field(name, "name")
        symbol = owner.member(text(last)) if isinstance(owner, Symbol) and last else None
    else:
        binding = scope.find(type_name)
        value = evaluator.binding(binding) if binding else None
        if isinstance(value, ClassItself):
            return Instance(value.cls)
        symbol = value if isinstance(value, Symbol) else None
    if symbol is not None and symbol.package == "pulumi":
        if symbol.path == "Output" or (symbol.path == "Input" and literal):
            return awaited(declared(evaluator, type_arguments[0], scope, literal))
        return None
    if symbol is not None or scope.find(type_name) is not None:
        return None
    if type_name == "Promise":
        return Promise(declared(evaluator, type_arguments[0], scope, literal))
    if type_name in _SAME:
        return declared(evaluator, type_arguments[0], scope, literal)
    if type_name == "Awaited":
        return awaited(declared(evaluator, type_arguments[0], scope, literal))
    if type_name in _ARRAYS:
        return Items(declared(evaluator, type_arguments[0], scope, literal))
    if type_name == "Record" and len(type_arguments) == 2:
        return Items(declared(evaluator, type_arguments[1], scope, literal), keyed=True)
    return None
