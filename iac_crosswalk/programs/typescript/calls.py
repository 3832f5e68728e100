"""The results of calls, and the arguments of callbacks."""

from __future__ import annotations

from tree_sitter import Node

from iac_crosswalk.programs.typescript.annotations import declared
from iac_crosswalk.programs.typescript.answering import Evaluation
from iac_crosswalk.programs.typescript.declarations import Function, Scope
from iac_crosswalk.programs.typescript.syntax import arguments, field, items, quoted, text
from iac_crosswalk.programs.typescript.values import (
    At,
    ClassItself,
    FunctionItself,
    Instance,
    Items,
    Promise,
    Record,
    Symbol,
    Tuple,
    Value,
    agreed,
    awaited,
    item,
)

_WRAPPING = frozenset({"output", "secret", "unsecret", "Output.create"})
"""Functions of the Pulumi SDK that turn their argument into an output."""
_PER_ITEM = frozenset(
    {"map", "forEach", "filter", "find", "findLast", "findIndex", "some", "every", "flatMap"}
)
"""Array methods that call their argument with an item."""
_SAME_ITEMS = frozenset({"filter", "slice", "reverse", "sort", "values"})
_AN_ITEM = frozenset({"find", "findLast", "at", "pop", "shift"})


def call(evaluator: Evaluation, node: Node, scope: Scope) -> Value:
    """The result of a call."""
    function, args = field(node, "function"), arguments(node)
    if function is None:
        return None
    if function.type == "import":
        return Promise(_required(evaluator, args))
    if (
        function.type == "identifier"
        and text(function) == "require"
        and scope.find("require") is None
    ):
        return _required(evaluator, args)
    value = evaluator.value(function, scope)
    if isinstance(value, FunctionItself):
        return evaluator.result(value.function)
    if isinstance(value, Symbol):
        return _of_package(evaluator, value, node, scope)
    owner, name = field(function, "object"), field(function, "property")
    if function.type == "member_expression" and owner is not None and name is not None:
        return _method(evaluator, owner, text(name), args, scope)
    return None


def _required(evaluator: Evaluation, args: list[Node]) -> Value:
    piece = quoted(args[0]) if args else None
    return evaluator.packages.imported(text(piece), "") if piece else None


def _of_package(evaluator: Evaluation, symbol: Symbol, node: Node, scope: Scope) -> Value:
    args = arguments(node)
    if symbol.package == "aws":
        return evaluator.packages.result(symbol, node)
    if symbol.path == "all" and len(args) == 1:
        value = evaluator.value(args[0], scope)
        return (
            Tuple(tuple(awaited(each) for each in value.items))
            if isinstance(value, Tuple)
            else value
        )
    return awaited(evaluator.value(args[0], scope)) if symbol.path in _WRAPPING and args else None


def _method(evaluator: Evaluation, owner: Node, name: str, args: list[Node], scope: Scope) -> Value:
    if owner.type == "identifier" and scope.find(text(owner)) is None:
        return _of_language(evaluator, text(owner), name, args, scope)
    receiver = evaluator.value(owner, scope)
    back = evaluator.value(args[0], scope) if args else None
    result = evaluator.result(back.function) if isinstance(back, FunctionItself) else None
    if name == "apply":
        return awaited(result)
    if name == "then":
        return Promise(awaited(result))
    if name in ("catch", "finally") or (name == "get" and isinstance(receiver, At) and not args):
        return receiver
    if isinstance(receiver, (Record, Instance, ClassItself, Symbol)):
        return None
    if name == "map":
        return Items(result)
    if name == "flatMap":
        return Items(item(result))
    if name in _SAME_ITEMS:
        return Items(item(receiver))
    if name == "entries":
        return Items(Tuple((None, item(receiver))))
    return item(receiver) if name in _AN_ITEM else None


def _of_language(
    evaluator: Evaluation, owner: str, name: str, args: list[Node], scope: Scope
) -> Value:
    """The result of a built-in function of JavaScript: `Object.values(x)`, `Promise.all([…])`,
    `Array.from(x, callback)`.
    """
    values = [evaluator.value(each, scope) for each in args]
    match owner, name, values:
        case "Object", "values" | "entries", [found]:
            each = _each_value(evaluator, found)
            return Items(each if name == "values" else Tuple((None, each)))
        case "Promise", "all", [Tuple(found)]:
            return Promise(Tuple(tuple(awaited(each) for each in found)))
        case "Promise", "all", [Items(found)]:
            return Promise(Items(awaited(found)))
        case "Promise", "resolve", [found]:
            return Promise(awaited(found))
        case "Array", "from", [_, FunctionItself(function)]:
            return Items(evaluator.result(function))
        case "Array", "from", [found]:
            return Items(item(found))
    return None


def _each_value(evaluator: Evaluation, value: Value) -> Value:
    """The common value of all members of an object."""
    if isinstance(value, Items) and value.keyed:
        return value.item
    if not isinstance(value, Record) or any(
        child.type not in ("pair", "comment") for child in value.node.named_children
    ):
        return None
    return agreed(evaluator.value(field(pair, "value"), value.scope) for pair in items(value.node))


def parameter(evaluator: Evaluation, function: Function, position: int) -> Value:
    """The value of a function's parameter at `position`: by its type, by its default, or by the
    call that takes the function as a callback.
    """
    node = function.parameters[position]
    annotation, default = field(node, "type"), field(node, "value")
    if annotation is not None:
        return declared(evaluator, annotation, function.scope)
    if default is not None:
        return evaluator.value(default, function.scope)
    return _called_back(evaluator, function, position) if function.call else None


def _called_back(evaluator: Evaluation, function: Function, position: int) -> Value:
    assert function.call is not None
    node, scope = function.call
    callee, args = field(node, "function"), arguments(node)
    owner, name = (
        (field(callee, "object"), field(callee, "property")) if callee is not None else (None, None)
    )
    if owner is None or name is None or not args or args[0].id != function.node.id:
        return None
    receiver, method = evaluator.value(owner, scope), text(name)
    if method == "apply":
        return (
            receiver if position == 0 and not isinstance(receiver, (Symbol, ClassItself)) else None
        )
    if method == "then":
        return receiver.value if position == 0 and isinstance(receiver, Promise) else None
    if method in _PER_ITEM:
        return item(receiver) if position == 0 else None
    return item(receiver) if method == "sort" or (method == "reduce" and position == 1) else None
