"""The values of a program's expressions. Each is computed once, on demand, and nothing is run."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from iac_crosswalk.programs.typescript import calls
from iac_crosswalk.programs.typescript.annotations import declared
from iac_crosswalk.programs.typescript.declarations import (
    CALLED,
    Binding,
    Class,
    Function,
    Imported,
    Origin,
    Parameter,
    Scope,
    Steps,
    Typed,
    Unknown,
    Written,
)
from iac_crosswalk.programs.typescript.packages import Packages
from iac_crosswalk.programs.typescript.properties import Properties
from iac_crosswalk.programs.typescript.scopes import Program
from iac_crosswalk.programs.typescript.syntax import (
    field,
    inner,
    is_async,
    items,
    literal,
    operator,
    split_type,
    text,
)
from iac_crosswalk.programs.typescript.values import (
    Absent,
    At,
    ClassItself,
    FunctionItself,
    Instance,
    Items,
    Promise,
    Record,
    Shape,
    Side,
    Symbol,
    Tuple,
    Value,
    agreed,
    awaited,
    item,
    item_at,
)
from iac_crosswalk.store.place import Place

_DEEPEST = 50
"""Limit on the depth of evaluation. Deeper expressions are not followed, so that no program
exhausts the stack.
"""


class Evaluator:
    """Values of one program's expressions."""

    def __init__(self, program: Program, packages: Packages) -> None:
        self.program = program
        self.packages = packages
        self._depth = 0
        self._cache: dict[object, Value] = {}
        self.properties = Properties(self)

    def once(self, question: object, find: Callable[[], Value]) -> Value:
        """The result of `find`, computed once for each `question`. None during the computation, so
        that cycles end, and beyond the limit on depth.
        """
        if question not in self._cache:
            if self._depth == _DEEPEST:
                return None
            self._cache[question] = None
            self._depth += 1
            self._cache[question] = find()
            self._depth -= 1
        return self._cache[question]

    def value(self, node: Node | None, scope: Scope) -> Value:
        """The value of an expression."""
        if node is None:
            return None
        find = _EXPRESSIONS.get(node.type)
        return self.once(node.id, lambda: find(self, node, scope)) if find else None

    # -- names -------------------------------------------------------------------------------------

    def binding(self, binding: Binding) -> Value:
        """The value of a name: by its type annotation, or else the value that all its assignments
        agree on.
        """
        return self.once(binding, lambda: self._binding(binding))

    def _binding(self, binding: Binding) -> Value:
        assigned = agreed(
            self._follow(self._origin(origin), steps) for origin, steps in binding.origins
        )
        if binding.annotation is not None:
            typed, steps = binding.annotation
            annotated = self._follow(declared(self, typed.node, typed.scope), steps)
            if isinstance(assigned, At) and isinstance(annotated, At):
                # If the types agree, the assigned value also shows which resource it is.
                return assigned if assigned[:2] == annotated[:2] else annotated
            return annotated
        if binding.pushed and isinstance(assigned, Tuple):
            pushed = [self.element(each.node, each.scope) for each in binding.pushed]
            return Items(agreed([*assigned.items, *pushed]))
        return assigned

    def _origin(self, origin: Origin) -> Value:
        match origin:
            case Written(node, scope, each):
                return item(self.value(node, scope)) if each else self.value(node, scope)
            case Typed(node, scope):
                return declared(self, node, scope)
            case Parameter(function, position):
                return calls.parameter(self, function, position)
            case Imported(module, name):
                return self.packages.imported(module, name)
            case Function():
                return FunctionItself(origin)
            case Class():
                return ClassItself(origin)
            case Unknown():
                return None

    def _follow(self, value: Value, steps: Steps) -> Value:
        for step in steps:
            if step == CALLED:
                value = self.result(value.function) if isinstance(value, FunctionItself) else None
            else:
                value = item_at(value, step) if isinstance(step, int) else self.member(value, step)
        return value

    def path(self, node: Node | None, scope: Scope) -> Value:
        """The value of a dotted name in a type."""
        if node is None or node.type == "nested_identifier":
            name = field(node, "property") if node else None
            return (
                self.member(self.path(field(node, "object"), scope), text(name))
                if node and name
                else None
            )
        return self.value(node, scope)

    def result(self, function: Function) -> Value:
        """The result of calling a function of the program."""
        return self.once(function, lambda: self._result(function))

    def _result(self, function: Function) -> Value:
        annotation = field(function.node, "return_type")
        if annotation is not None:
            return declared(self, annotation, function.scope)
        if function.node.type.startswith("generator") or any(
            child.type == "*" for child in function.node.children
        ):
            return None
        returned = agreed(self.value(each.node, each.scope) for each in function.returns)
        return Promise(awaited(returned)) if is_async(function.node) else returned

    # -- members -----------------------------------------------------------------------------------

    def member(self, value: Value, name: str) -> Value:
        """The member `name` of `value`."""
        match value:
            case Symbol():
                return value.member(name)
            case At(place, Side.READ, creation) if self.packages.nested:
                below = place.member(name) or (place.item() if place.type.is_map else None)
                return At(below, Side.READ, creation) if below else None
            case Items(keyed=True):
                return value.item
            case Record():
                return self.once(
                    (value.node.id, name), lambda: self.properties.of_literal(value, name)
                )
            case Shape():
                return self.once(
                    (value.node.id, name, value.for_literal),
                    lambda: self.properties.of_type(value, name),
                )
            case ClassItself(cls):
                return self.binding(cls.statics[name]) if name in cls.statics else None
            case Instance(cls):
                if name in cls.members:
                    return self.binding(cls.members[name])
                return self.member(self.base(cls), name)
        return None

    def base(self, cls: Class) -> Value:
        """An object of the base of a class."""
        base = self.value(cls.base, cls.scope) if cls.base else None
        if isinstance(base, ClassItself):
            return Instance(base.cls)
        schema = self.packages.resource_of(base) if isinstance(base, Symbol) else None
        return At(Place(schema)) if schema else None

    def resource(self, value: Value) -> tuple[At | None, frozenset[str]]:
        """The resource that a value is, and the members that classes of the program add to it. None
        if it is not a resource, or if more members may be added.
        """
        added: set[str] = set()
        for _ in range(_DEEPEST):
            if not isinstance(value, Instance) or value.cls.open:
                break
            added.update(value.cls.members)
            value = self.base(value.cls)
        return (value if isinstance(value, At) else None), frozenset(added)

    # -- expressions -------------------------------------------------------------------------------

    def element(self, node: Node, scope: Scope) -> Value:
        """The value of an element or argument. For `...xs` it is an item of `xs`."""
        return (
            item(self.value(inner(node), scope))
            if node.type == "spread_element"
            else self.value(node, scope)
        )

    def _identifier(self, node: Node, scope: Scope) -> Value:
        binding = scope.find(text(node))
        return self.binding(binding) if binding else None

    def _this(self, node: Node, scope: Scope) -> Value:
        cls = scope.instance()
        return Instance(cls) if cls else None

    def _member_expression(self, node: Node, scope: Scope) -> Value:
        name = field(node, "property")
        cast = split_type(node)
        if cast is not None and name is not None:
            return (
                self.cast(cast, text(name), scope)
                if cast.type == "as_expression"
                else self.value(inner(cast), scope)
            )
        return self.member(self.value(field(node, "object"), scope), text(name)) if name else None

    def cast(self, node: Node, last: str, scope: Scope, literal: bool = False) -> Value:
        """A value of the type in `x as a.b` or `x satisfies a.b`. `last`: the part of the type that
        the grammar leaves outside.
        """
        type_node = items(node)[-1] if items(node) else None
        if not last or type_node is None:
            return declared(self, type_node, scope, literal)
        owner = self.path(field(type_node, "module"), scope)
        module = field(type_node, "name")
        if not isinstance(owner, Symbol) or owner.package != "aws" or module is None:
            return None
        return self.packages.type(owner.member(text(module)).member(last))

    def _subscript_expression(self, node: Node, scope: Scope) -> Value:
        owner, index = self.value(field(node, "object"), scope), literal(field(node, "index"))
        if isinstance(index, str):
            return self.member(owner, index)
        if isinstance(index, int) and not isinstance(index, bool):
            return item_at(owner, index)
        return owner.item if isinstance(owner, Items) else item(owner)

    def _new_expression(self, node: Node, scope: Scope) -> Value:
        class_value = self.value(field(node, "constructor"), scope)
        if isinstance(class_value, Symbol):
            schema = self.packages.resource_of(class_value)
            return At(Place(schema), creation=node) if schema else None
        if isinstance(class_value, ClassItself):
            return Instance(class_value.cls)
        types = items(field(node, "type_arguments"))
        constructor = field(node, "constructor")
        if constructor is not None and text(constructor) == "Array" and len(types) == 1:
            return Items(declared(self, types[0], scope))
        return None

    def _inner(self, node: Node, scope: Scope) -> Value:
        return self.value(inner(node), scope)

    def _await(self, node: Node, scope: Scope) -> Value:
        return awaited(self.value(inner(node), scope))

    def _as(self, node: Node, scope: Scope) -> Value:
        parts = items(node)
        if len(parts) < 2:
            return self.value(inner(node), scope)  # `as const`
        return declared(self, parts[-1], scope)

    def _type_assertion(self, node: Node, scope: Scope) -> Value:
        types = inner(node)
        return declared(self, inner(types), scope) if types else None

    def _ternary(self, node: Node, scope: Scope) -> Value:
        return agreed(
            [
                self.value(field(node, "consequence"), scope),
                self.value(field(node, "alternative"), scope),
            ]
        )

    def _binary(self, node: Node, scope: Scope) -> Value:
        right = self.value(field(node, "right"), scope)
        if operator(node) in ("||", "??"):
            return agreed([self.value(field(node, "left"), scope), right])
        return right if operator(node) == "&&" else None

    def _array(self, node: Node, scope: Scope) -> Value:
        elements = items(node)
        values = tuple(self.element(each, scope) for each in elements)
        return (
            Items(agreed(values))
            if any(each.type == "spread_element" for each in elements)
            else Tuple(values)
        )

    def _assignment(self, node: Node, scope: Scope) -> Value:
        return self.value(field(node, "right"), scope)

    def _function(self, node: Node, scope: Scope) -> Value:
        function = self.program.functions.get(node.id)
        return FunctionItself(function) if function else None

    def _class(self, node: Node, scope: Scope) -> Value:
        cls = self.program.classes.get(node.id)
        return ClassItself(cls) if cls else None


_EXPRESSIONS: dict[str, Callable[[Evaluator, Node, Scope], Value]] = {
    "identifier": Evaluator._identifier,
    "shorthand_property_identifier": Evaluator._identifier,
    "this": Evaluator._this,
    "undefined": lambda evaluator, node, scope: Absent(),
    "null": lambda evaluator, node, scope: Absent(),
    "member_expression": Evaluator._member_expression,
    "nested_identifier": Evaluator.path,
    "subscript_expression": Evaluator._subscript_expression,
    "new_expression": Evaluator._new_expression,
    "call_expression": calls.call,
    "await_expression": Evaluator._await,
    "parenthesized_expression": Evaluator._inner,
    "non_null_expression": Evaluator._inner,
    "satisfies_expression": Evaluator._inner,
    "as_expression": Evaluator._as,
    "type_assertion": Evaluator._type_assertion,
    "ternary_expression": Evaluator._ternary,
    "binary_expression": Evaluator._binary,
    "array": Evaluator._array,
    "object": lambda evaluator, node, scope: Record(node, scope),
    "assignment_expression": Evaluator._assignment,
    "arrow_function": Evaluator._function,
    "method_definition": Evaluator._function,
    "function_expression": Evaluator._function,
    "class": Evaluator._class,
}
