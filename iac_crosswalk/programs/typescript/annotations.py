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


def declared(evaluator: Evaluation, node: Node | None, scope: Scope, given: bool = False) -> Value:
    """A value of the type; None where it is not known. With `given` the type is that of a literal
    written for it: Input<T> takes a T.
    """
    if node is None:
        return None
    return evaluator.once(
        ("type", node.id, given), lambda: _declared(evaluator, node, scope, given)
    )


def _declared(evaluator: Evaluation, node: Node, scope: Scope, given: bool) -> Value:
    kind = node.type
    if kind in ("type_annotation", "parenthesized_type", "readonly_type", "optional_type"):
        return declared(evaluator, inner(node), scope, given)
    if kind == "literal_type":
        return Absent() if text(node) in ("null", "undefined") else None
    if kind == "type_identifier":
        return named(evaluator, text(node), scope, given)
    if kind == "nested_type_identifier":
        owner = evaluator.path(field(node, "module"), scope)
        name = field(node, "name")
        return (
            _symbol(evaluator, owner.member(text(name)))
            if isinstance(owner, Symbol) and name
            else None
        )
    if kind == "array_type":
        return Items(declared(evaluator, inner(node), scope, given))
    if kind == "tuple_type":
        return Tuple(tuple(declared(evaluator, each, scope, given) for each in items(node)))
    if kind == "object_type":
        return Shape(node, scope, given)
    if kind == "union_type":
        return _one_of([declared(evaluator, each, scope, given) for each in items(node)], given)
    if kind == "type_query":
        return evaluator.path(inner(node), scope)
    if kind == "generic_type":
        return _generic(evaluator, node, scope, given)
    return None


def _one_of(members: list[Value], given: bool) -> Value:
    """The only possible value of a union. A literal for `string | T` is a T, but a value of it may
    be a string.
    """
    kinds = [each for each in members if not isinstance(each, Absent)]
    if given:
        kinds = [each for each in kinds if each is not None]
    return kinds[0] if len(kinds) == 1 else None


def named(evaluator: Evaluation, name: str, scope: Scope, given: bool) -> Value:
    """A value of the type of that name: an interface, alias or class of the program, or an imported
    one.
    """
    where: Scope | None = scope
    while where is not None:
        if name in where.types:
            node = where.types[name]
            if node is None or field(node, "type_parameters") is not None:
                return None
            if node.type == "interface_declaration":
                return Shape(node, where, given)
            return declared(evaluator, field(node, "value"), where, given)
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


def _generic(evaluator: Evaluation, node: Node, scope: Scope, given: bool) -> Value:
    name, given_types = field(node, "name"), items(field(node, "type_arguments"))
    if name is None or not given_types:
        return None
    called = text(name)
    if name.type == "nested_type_identifier":
        owner = evaluator.path(field(name, "module"), scope)
        last = field(name, "name")
        symbol = owner.member(text(last)) if isinstance(owner, Symbol) and last else None
    else:
        binding = scope.find(called)
        found = evaluator.binding(binding) if binding else None
        if isinstance(found, ClassItself):
            return Instance(found.cls)
        symbol = found if isinstance(found, Symbol) else None
    if symbol is not None and symbol.package == "pulumi":
        if symbol.path == "Output" or (symbol.path == "Input" and given):
            return awaited(declared(evaluator, given_types[0], scope, given))
        return None
    if symbol is not None or scope.find(called) is not None:
        return None
    if called == "Promise":
        return Promise(declared(evaluator, given_types[0], scope, given))
    if called in _SAME:
        return declared(evaluator, given_types[0], scope, given)
    if called == "Awaited":
        return awaited(declared(evaluator, given_types[0], scope, given))
    if called in _ARRAYS:
        return Items(declared(evaluator, given_types[0], scope, given))
    if called == "Record" and len(given_types) == 2:
        return Items(declared(evaluator, given_types[1], scope, given), keyed=True)
    return None
