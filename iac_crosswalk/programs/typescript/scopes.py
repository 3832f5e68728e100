"""One pass over the tree. It finds the declared names with their scopes and values, and the places
to look at.
"""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from iac_crosswalk.programs.typescript.declarations import (
    CALLED,
    Binding,
    Class,
    Function,
    Origin,
    Parameter,
    Scope,
    Typed,
    Unknown,
    Written,
)
from iac_crosswalk.programs.typescript.naming import bind, import_alias, import_statement, names
from iac_crosswalk.programs.typescript.syntax import (
    CLASSES,
    FUNCTIONS,
    arguments,
    field,
    inner,
    items,
    key,
    text,
)


class Step:
    """A node of the walk, with its scope and the nodes above it."""

    __slots__ = ("node", "scope", "up")

    def __init__(self, node: Node, scope: Scope, up: Step | None) -> None:
        self.node = node
        self.scope = scope
        self.up = up


LOOKED_AT = frozenset(
    {
        "member_expression",
        "subscript_expression",
        "array_pattern",
        "object_pattern",
        "new_expression",
        "call_expression",
        "variable_declarator",
        "public_field_definition",
        "satisfies_expression",
        "return_statement",
        "arrow_function",
    }
)
_BLOCKS = frozenset(
    {
        "statement_block",
        "for_statement",
        "for_in_statement",
        "catch_clause",
        "switch_body",
        "internal_module",
        "module",
    }
)


class Program:
    """The declarations of a file, and the places to look at in the order of the text."""

    def __init__(self, root: Node) -> None:
        self.scope = Scope(None, this=None)
        self.places: list[Step] = []
        self.functions: dict[int, Function] = {}
        self.classes: dict[int, Class] = {}
        self.augmented = False
        """Whether the program adds members to a package's classes (`declare module`)."""
        self.filled: set[str] = set()
        """Variables whose members are assigned: their object literal is incomplete."""
        self._roots: list[Node] = []
        self._calls: dict[int, tuple[Node, Scope]] = {}
        self._later: list[tuple[Node, Origin, Scope]] = []
        self._pushed: list[tuple[Node, Written]] = []
        self._walk(root, self.scope)
        self._settle()

    def put(self, root: Node, scope: Scope) -> list[Step]:
        """Puts an expression into a scope, and returns the places to look at in it."""
        before = len(self.places)
        self._roots.append(root)  # keeps the tree in memory: the id of a node is its address
        self._walk(root, scope)
        return self.places[before:]

    def _walk(self, root: Node, scope: Scope) -> None:
        waiting = [Step(root, scope, None)]
        while waiting:
            step = waiting.pop()
            if step.node.type == "ERROR":
                continue  # the text inside differs from the intended code
            if step.node.type in LOOKED_AT:
                self.places.append(step)
            scope = self._enter(step)
            waiting += [Step(child, scope, step) for child in reversed(step.node.named_children)]

    def _settle(self) -> None:
        """Adds the values that may come in the text before the declaration of their name."""
        for target, origin, scope in self._later:
            binding = scope.find(text(target))
            if binding is not None:
                binding.origins.append((origin, ()))
        for owner, written in self._pushed:
            binding = self._list_binding(owner, written.scope)
            if binding is not None:
                binding.pushed.append(written)
        for cls in self.classes.values():
            name = field(cls.node, "name")
            cls.open |= (
                name is not None
                and cls.scope.parent is not None
                and text(name) in cls.scope.parent.types
            )

    def _enter(self, step: Step) -> Scope:
        """Notes the declarations of a node, and returns the scope of its children."""
        node, scope = step.node, step.scope
        kind = node.type
        if kind in FUNCTIONS:
            return self._function(step).scope
        if kind in CLASSES:
            return self._class(step)
        if kind in _BLOCKS and not (
            kind == "statement_block" and step.up is not None and step.up.node.type in FUNCTIONS
        ):
            scope = Scope(scope)
        handler = _HANDLERS.get(kind)
        if handler is not None:
            handler(self, step, scope)
        return scope

    # -- declarations ------------------------------------------------------------------------------

    def _variable_declarator(self, step: Step, scope: Scope) -> None:
        name, value, annotation = (
            field(step.node, "name"),
            field(step.node, "value"),
            field(step.node, "type"),
        )
        if step.up is not None and step.up.node.type == "variable_declaration":
            while scope.parent is not None and scope.parent.function is scope.function:
                scope = scope.parent  # `var` belongs to the whole function
        if value is not None or annotation is not None:
            bind(
                name,
                Written(value, step.scope) if value is not None else Unknown(),
                scope,
                (),
                annotation,
            )
        elif name is not None and name.type == "identifier":
            scope.name(text(name))  # `let x;` has the values that are assigned later

    def _for_in_statement(self, step: Step, scope: Scope) -> None:
        left, right, operator = (
            field(step.node, "left"),
            field(step.node, "right"),
            field(step.node, "operator"),
        )
        if right is not None and field(step.node, "kind") is not None:
            each = operator is not None and operator.type == "of"
            bind(left, Written(right, step.scope, each=True) if each else Unknown(), scope)
        elif left is not None and left.type == "identifier":
            self._assign_later(left, Unknown(), step.scope)

    def _catch_clause(self, step: Step, scope: Scope) -> None:
        bind(field(step.node, "parameter"), Unknown(), scope)

    def _enum_declaration(self, step: Step, scope: Scope) -> None:
        bind(field(step.node, "name"), Unknown(), scope)

    def _internal_module(self, step: Step, scope: Scope) -> None:
        bind(field(step.node, "name"), Unknown(), step.scope)

    def _module(self, step: Step, scope: Scope) -> None:
        self.augmented = True

    def _function_signature(self, step: Step, scope: Scope) -> None:
        bind(field(step.node, "name"), Unknown(), scope)  # overloads

    def _type_declaration(self, step: Step, scope: Scope) -> None:
        name = field(step.node, "name")
        if name is not None:
            scope.types[text(name)] = None if text(name) in scope.types else step.node

    def _type_parameter(self, step: Step, scope: Scope) -> None:
        name = field(step.node, "name")
        if name is not None:
            scope.types[text(name)] = None

    # -- later values ------------------------------------------------------------------------------

    def _assign_later(self, target: Node, origin: Origin, scope: Scope) -> None:
        self._later.append((target, origin, scope))

    def _assignment_expression(self, step: Step, scope: Scope) -> None:
        left, right = field(step.node, "left"), field(step.node, "right")
        if left is None or right is None:
            return
        if left.type == "identifier":
            self._assign_later(left, Written(right, scope), scope)
        elif left.type in ("object_pattern", "array_pattern"):
            for each in names(left):
                self._assign_later(each, Unknown(), scope)
        elif left.type == "member_expression":
            owner, name, cls = field(left, "object"), field(left, "property"), scope.instance()
            if owner is not None and owner.type == "identifier":
                self.filled.add(text(owner))
            if owner is not None and owner.type == "this" and name is not None and cls is not None:
                cls.members.setdefault(text(name), Binding()).origins.append(
                    (Written(right, scope), ())
                )

    def _augmented_assignment_expression(self, step: Step, scope: Scope) -> None:
        left = field(step.node, "left")
        if left is not None and left.type == "identifier":
            self._assign_later(left, Unknown(), scope)

    def _call_expression(self, step: Step, scope: Scope) -> None:
        callee, args = field(step.node, "function"), arguments(step.node)
        for argument in args:
            if argument.type in FUNCTIONS:
                self._calls[argument.id] = step.node, scope
        if callee is not None and callee.type == "member_expression":
            owner, name = field(callee, "object"), field(callee, "property")
            if owner is not None and name is not None and text(name) in ("push", "unshift"):
                self._pushed += [(owner, Written(argument, scope)) for argument in args]

    def _list_binding(self, owner: Node, scope: Scope) -> Binding | None:
        """The binding of the list that is filled: a variable, or a member of `this`."""
        if owner.type == "identifier":
            return scope.find(text(owner))
        name, above, cls = field(owner, "property"), field(owner, "object"), scope.instance()
        if (
            owner.type == "member_expression"
            and above is not None
            and above.type == "this"
            and name is not None
            and cls is not None
        ):
            return cls.members.setdefault(text(name), Binding())
        return None

    # -- functions and classes ---------------------------------------------------------------------

    def _function(self, step: Step) -> Function:
        node, outer = step.node, step.scope
        kind = node.type
        scope = Scope(outer, this="outer" if kind == "arrow_function" else None)
        function = self.functions[node.id] = Function(node, scope)
        scope.function = function
        function.call = self._calls.get(node.id)
        name = field(node, "name")
        if kind.endswith("_declaration"):
            bind(name, function, outer)
        elif kind == "method_definition":
            self._method(step, function)
        elif name is not None:
            bind(name, function, scope)
        body = field(node, "body")
        if body is not None and body.type != "statement_block":
            function.returns.append(Written(body, scope))
        single = field(node, "parameter")
        function.parameters = [single] if single is not None else _parameters(node)
        for position, parameter in enumerate(function.parameters):
            pattern = field(parameter, "pattern") or parameter
            if pattern.type != "rest_pattern":
                bind(pattern, Parameter(function, position), scope)
            else:
                bind(inner(pattern), Unknown(), scope, (), field(parameter, "type"))
        return function

    def _return_statement(self, step: Step, scope: Scope) -> None:
        value = inner(step.node)
        if value is not None and scope.function is not None:
            scope.function.returns.append(Written(value, scope))

    def _method(self, step: Step, function: Function) -> None:
        cls = step.scope.this
        name = key(field(step.node, "name"))
        if (
            not isinstance(cls, Class)
            or name is None
            or step.up is None
            or step.up.node.type != "class_body"
        ):
            return
        words = {child.type for child in step.node.children}
        if "static" not in words:
            function.scope.this = cls
        if name[0] == "constructor":
            cls.constructor = function
            for position, parameter in enumerate(_parameters(step.node)):
                if any(
                    child.type in ("accessibility_modifier", "readonly")
                    for child in parameter.children
                ):
                    self._member(
                        cls,
                        text(field(parameter, "pattern") or parameter),
                        Parameter(function, position),
                        None,
                    )
        else:
            members = cls.statics if "static" in words else cls.members
            # A getter has the value that it returns; setters are ignored.
            origin: Origin = Unknown() if "set" in words else function
            members.setdefault(name[0], Binding()).origins.append(
                (origin, (CALLED,) if "get" in words else ())
            )

    def _member(
        self,
        cls: Class,
        name: str,
        origin: Origin | None,
        annotation: Typed | None,
        static: bool = False,
    ) -> None:
        binding = (cls.statics if static else cls.members).setdefault(name, Binding())
        if annotation is not None:
            binding.annotation = annotation, ()
        if origin is not None:
            binding.origins.append((origin, ()))

    def _class(self, step: Step) -> Scope:
        node = step.node
        scope = Scope(step.scope)
        cls = self.classes[node.id] = Class(node, scope)
        scope.this = cls
        bind(field(node, "name"), cls, step.scope if node.type != "class" else scope)
        for heritage in items(node):
            for clause in items(heritage) if heritage.type == "class_heritage" else ():
                if clause.type == "extends_clause":
                    cls.base = field(clause, "value")
        for member in items(field(node, "body")):
            name = key(field(member, "name"))
            if member.type == "index_signature":
                cls.open = True
            elif member.type == "public_field_definition" and name is not None:
                annotation, value = field(member, "type"), field(member, "value")
                static = any(child.type == "static" for child in member.children)
                self._member(
                    cls,
                    name[0],
                    Written(value, scope) if value else None,
                    Typed(annotation, scope) if annotation else None,
                    static,
                )
            elif (
                member.type in ("abstract_method_signature", "method_signature")
                and name is not None
            ):
                self._member(cls, name[0], Unknown(), None)
        return scope


def _parameters(function: Node) -> list[Node]:
    """The parameters of a function, without `this: T`, which only declares a type."""
    parameters = items(field(function, "parameters"))
    return [each for each in parameters if (field(each, "pattern") or each).type != "this"]


_HANDLERS: dict[str, Callable[[Program, Step, Scope], None]] = {
    "variable_declarator": Program._variable_declarator,
    "for_in_statement": Program._for_in_statement,
    "catch_clause": Program._catch_clause,
    "enum_declaration": Program._enum_declaration,
    "internal_module": Program._internal_module,
    "module": Program._module,
    "function_signature": Program._function_signature,
    "interface_declaration": Program._type_declaration,
    "type_alias_declaration": Program._type_declaration,
    "type_parameter": Program._type_parameter,
    "import_statement": lambda program, step, scope: import_statement(step.node, scope),
    "import_alias": lambda program, step, scope: import_alias(step.node, scope),
    "assignment_expression": Program._assignment_expression,
    "augmented_assignment_expression": Program._augmented_assignment_expression,
    "call_expression": Program._call_expression,
    "return_statement": Program._return_statement,
}
