"""Follows expressions to their values: names to their bindings, members to their classes, calls to
their results.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, Protocol

from iac_crosswalk.programs.python import displays
from iac_crosswalk.programs.python.annotations import annotated
from iac_crosswalk.programs.python.containers import called_builtin, called_method, filled
from iac_crosswalk.programs.python.decorators import is_harmless, is_property
from iac_crosswalk.programs.python.program import Program
from iac_crosswalk.programs.python.scopes import Binding, Scope
from iac_crosswalk.programs.python.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Class,
    Either,
    Function,
    Instance,
    Literal,
    Made,
    Method,
    Named,
    Output,
    Reply,
    Sequence,
    Table,
    Thing,
    Unknown,
    Value,
    at,
    each,
    iterated,
    join,
    output,
    unwrapped,
)

_DEEPEST = 40
"""Limit on the depth of expressions that depend on each other: more would overflow the
interpreter's stack.
"""
_MOST_ROUNDS = 4
_PUT_IN = {"added", "spread", "augmented"}
"""The bindings that put items into a container."""


class Tool(Protocol):
    """The meaning of a tool's classes: Pulumi's, the CDK's."""

    output_methods: frozenset[str]
    """The names of an output's own methods; any other name is a member of its content."""

    def result(self, path: str, call: Made | None, values: Evaluator) -> Value:
        """The result of calling the name `path`. Without `call`: an object of that class, from
        elsewhere.
        """

    def member(self, thing: Thing, name: str) -> Value:
        """A member of a thing; unknown if it does not have the member."""

    def key(self, thing: Thing, name: str) -> Value:
        """The value in a thing under a key."""

    def lacks(self, thing: Thing, name: str) -> bool:
        """Whether a thing certainly lacks a member."""


class Evaluator:
    """The values of the expressions of one program."""

    def __init__(self, program: Program, tool: Tool) -> None:
        self.program = program
        self.tool = tool
        self._cache: dict[ast.AST, Value] = {}
        self._names: dict[tuple[int, ...], Value] = {}
        self._assumed: dict[tuple[int, ...], Value] = {}
        self._open: set[tuple[int, ...]] = set()
        self._circular = False
        self._depth = 0

    def value(self, node: ast.AST | None, scope: Scope) -> Value:
        """The value of `node`, seen from `scope`."""
        if node is None:
            return UNKNOWN
        value = self._cache.get(node)
        if value is None:
            evaluate = _EVALUATE.get(type(node))
            if evaluate is None or self._depth >= _DEEPEST:
                return UNKNOWN
            self._cache[node] = UNKNOWN  # a value that depends on itself is unknown
            self._depth += 1
            value = self._cache[node] = evaluate(self, node, scope)
            self._depth -= 1
        return value

    # -- names -------------------------------------------------------------------------------------

    def _name(self, node: ast.Name, scope: Scope) -> Value:
        owner = scope.find(node.id)
        if owner is not None:
            if node.id in owner.class_tested:
                return UNKNOWN
            return self._name_value(owner.bindings[node.id])
        return UNKNOWN if "*" in self.program.module.bindings else Named(f"builtins.{node.id}")

    def _name_value(self, *several: list[Binding]) -> Value:
        """One of the values of a name, with the items added to it elsewhere. `several`: its lists
        of bindings.

        A name may depend on itself: `subnets.append(subnet)`, and later `for subnet in subnets`.
        Then each round uses the value of the previous round, until nothing changes.
        """
        key = tuple(map(id, several))
        if key in self._names:
            return self._names[key]
        if key in self._open:
            self._circular = True
            return self._assumed.get(key, NOTHING)
        if self._open:
            return self._once(key, several)
        names, nodes = len(self._names), len(self._cache)
        self._assumed = {}
        for _ in range(_MOST_ROUNDS):
            self._circular = False
            value = self._once(key, several)
            before, self._assumed = self._assumed, dict([*self._names.items()][names:])
            if not self._circular or before == self._assumed:
                return value
            for cache, size in ((self._names, names), (self._cache, nodes)):
                while len(cache) > size:
                    cache.popitem()
        self._names[key] = UNKNOWN
        return UNKNOWN

    def _once(self, key: tuple[int, ...], several: tuple[list[Binding], ...]) -> Value:
        self._open.add(key)
        bindings = [binding for each in several for binding in each]
        value = join([self.value_of_binding(each) for each in bindings if each.how not in _PUT_IN])
        put_in = [each for each in bindings if each.how in _PUT_IN]
        value = each(value, lambda option: filled(option, put_in, self)) if put_in else value
        self._open.discard(key)
        self._names[key] = value
        return value

    def value_of_binding(self, binding: Binding) -> Value:
        """The value of one binding of a name."""
        how, scope, node = binding.how, binding.scope, binding.node
        if how == "import":
            value: Value = Named(binding.path)
        elif how == "function" and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            value = Function(node, scope)
        elif how == "class":
            value = Class(scope)
        elif how == "self":
            value = Instance(scope)
        elif how == "annotated":
            value = self.annotated(node, scope)
        elif how == "declared" and isinstance(node, ast.AnnAssign):
            value = self._or_annotation(self.value(node.value, scope), node.annotation, scope)
        else:
            value = self.value(node, scope)
            if how == "unwrapped":
                value = unwrapped(value)
        for step in binding.steps:
            if step is None:
                value = iterated(value)
            elif isinstance(value, Sequence | Either):
                value = at(value, Literal(step))
            else:
                value = UNKNOWN
        return value

    # -- members and items -------------------------------------------------------------------------

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Value:
        if node.attr in self.program.class_tested:
            return UNKNOWN
        return self.member(self.value(node.value, scope), node.attr)

    def member(self, value: Value, name: str) -> Value:
        """The member `name` of a value."""
        if isinstance(value, Either):
            return each(value, lambda option: self.member(option, name))
        if isinstance(value, Named):
            return Named(f"{value.path}.{name}")
        if isinstance(value, Output):
            return (
                Method(value, name)
                if name in self.tool.output_methods
                else output(self.member(value.inner, name))
            )
        if isinstance(value, Thing):
            member = self.tool.member(value, name)
            return Method(value, name) if name == "get" and member == UNKNOWN else member
        if isinstance(value, Instance | Class):
            return self._own_member(value, name)
        return Method(value, name) if isinstance(value, Sequence | Table | Reply) else UNKNOWN

    def _own_member(self, value: Instance | Class, name: str) -> Value:
        """A member of a class of the program, or of an object of it. It is looked up in the class
        itself, then in its bases.
        """
        if not (isinstance(value, Instance) and value.parent):
            lists = [
                value.scope.bindings.get(name),
                value.scope.members.get(name) if isinstance(value, Instance) else None,
            ]
            bindings = [each for each in lists if each]
            if bindings:
                member = self._name_value(*bindings)
                if isinstance(value, Instance) and isinstance(member, Function):
                    return self.returned(member) if is_property(member.node) else member
                return member
            if name in self.program.unjudged:
                return UNKNOWN
        return join(
            [
                self.member(base, name)
                for base in self.bases(value.scope, isinstance(value, Instance))
            ]
        )

    def bases(self, scope: Scope, instances: bool = True) -> list[Value]:
        """The bases of a class of the program, as objects or as classes."""
        node = scope.node
        if not isinstance(node, ast.ClassDef) or scope.parent is None:
            return []
        bases = [self.value(base, scope.parent) for base in node.bases]
        return [self.instance(base) for base in bases] if instances else bases

    def _subscript(self, node: ast.Subscript, scope: Scope) -> Value:
        value = self.value(node.value, scope)
        if isinstance(node.slice, ast.Slice):
            return each(
                value,
                lambda option: (
                    Sequence((), iterated(option)) if isinstance(option, Sequence) else option
                ),
            )
        return self.item(value, self.value(node.slice, scope))

    def item(self, value: Value, index: Value) -> Value:
        """The item of a value, at an index or under a key."""
        if isinstance(value, Either):
            return each(value, lambda option: self.item(option, index))
        if isinstance(value, Output):
            return output(self.item(value.inner, index))
        if isinstance(value, Reply):
            key = index.value if isinstance(index, Literal) else None
            return (
                dict(value.parts)[key]
                if key in dict(value.parts)
                else self.item(value.whole, index)
            )
        if (
            isinstance(value, Thing)
            and isinstance(index, Literal)
            and isinstance(index.value, str)
            and value.place.kind == "object"
        ):
            return self.tool.key(value, index.value)
        return at(value, index)

    # -- calls -------------------------------------------------------------------------------------

    def _call(self, node: ast.Call, scope: Scope) -> Value:
        if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
            owner = scope.enclosing_class()
            return Instance(owner, parent=True) if owner else UNKNOWN
        return each(
            self.value(node.func, scope), lambda function: self._call_result(function, node, scope)
        )

    def _call_result(self, function: Value, node: ast.Call, scope: Scope) -> Value:
        if isinstance(function, Named):
            return self._name_result(function.path, node, scope)
        if isinstance(function, Function):
            return self.returned(function)
        if isinstance(function, Class):
            return Instance(function.scope)
        return (
            self._method_result(function, node, scope) if isinstance(function, Method) else UNKNOWN
        )

    def _name_result(self, path: str, node: ast.Call, scope: Scope) -> Value:
        module, _, name = path.partition(".")
        if module == "typing":
            return self.annotated(node.args[0], scope) if name == "cast" and node.args else UNKNOWN
        return (
            called_builtin(name, node, scope, self)
            if module == "builtins"
            else self.tool.result(path, Made(node, scope), self)
        )

    def _method_result(self, method: Method, node: ast.Call, scope: Scope) -> Value:
        value, name = method
        if isinstance(value, Thing | Reply):  # `get` of a dictionary
            arguments = [self.value(argument, scope) for argument in node.args]
            return (
                join([self.item(value, arguments[0]), *arguments[1:]])
                if arguments and name == "get"
                else UNKNOWN
            )
        if not isinstance(value, Output):
            return called_method(
                value, name, [self.value(argument, scope) for argument in node.args]
            )
        function = self.value(node.args[0], scope) if name == "apply" and node.args else UNKNOWN
        return each(
            function,
            lambda option: (
                output(self.returned(option)) if isinstance(option, Function) else UNKNOWN
            ),
        )

    def returned(self, function: Function) -> Value:
        """The result of a function: one of its returned values if all are known, otherwise the
        value of its annotation.
        """
        node, scope = function
        if isinstance(node, ast.Lambda):
            return self.value(node.body, scope)
        if not is_harmless(node):
            return UNKNOWN
        value = (
            UNKNOWN
            if scope.generates
            else join([self.value(each, scope) for each in scope.returned])
        )
        return self._or_annotation(value, node.returns, scope.parent) if scope.parent else value

    def _or_annotation(self, value: Value, annotation: ast.expr | None, scope: Scope) -> Value:
        """The value; or that of its annotation, if the value is unknown or from another file."""
        if annotation is None or not (isinstance(value, Unknown | Named) or value == NONE):
            return value
        annotated_value = self.annotated(annotation, scope)
        return value if isinstance(annotated_value, Unknown) else annotated_value

    def annotated(self, node: ast.AST | None, scope: Scope) -> Value:
        """An object of the class that an annotation names."""
        return annotated(node, scope, self)

    def instance(self, value: Value) -> Value:
        """An object of a class."""
        if isinstance(value, Named):
            return self.tool.result(value.path, None, self)
        return Instance(value.scope) if isinstance(value, Class) else UNKNOWN

    # -- other expressions -------------------------------------------------------------------------

    def _lambda(self, node: ast.Lambda, scope: Scope) -> Value:
        return Function(node, self.program.inside[node])


def _any_of(nodes: Callable[[Any], list[ast.expr]]) -> Callable[[Evaluator, Any, Scope], Value]:
    return lambda values, node, scope: join([values.value(each, scope) for each in nodes(node)])


_EVALUATE: dict[type[ast.AST], Callable[[Evaluator, Any, Scope], Value]] = {
    ast.Name: Evaluator._name,
    ast.Attribute: Evaluator._attribute,
    ast.Subscript: Evaluator._subscript,
    ast.Call: Evaluator._call,
    ast.Constant: lambda values, node, scope: Literal(node.value),
    ast.List: displays.sequence,
    ast.Tuple: displays.sequence,
    ast.Set: displays.sequence,
    ast.Dict: displays.table,
    ast.BinOp: displays.concatenation,
    ast.ListComp: displays.list_comprehension,
    ast.SetComp: displays.list_comprehension,
    ast.GeneratorExp: displays.list_comprehension,
    ast.DictComp: displays.dict_comprehension,
    ast.Lambda: Evaluator._lambda,
    ast.IfExp: _any_of(lambda node: [node.body, node.orelse]),
    ast.BoolOp: _any_of(lambda node: node.values),
    ast.NamedExpr: _any_of(lambda node: [node.value]),
    ast.Await: _any_of(lambda node: [node.value]),
}
