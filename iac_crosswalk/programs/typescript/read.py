"""Reads a TypeScript file into a Program: the resources that it creates, the arguments that it sets
and the attributes that it reads.

The packages (Pulumi's, the CDK's) know the meaning of their names. The rest is the same for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from tree_sitter import Node

from iac_crosswalk.programs.program import Asked, Program
from iac_crosswalk.programs.settings import Settings
from iac_crosswalk.programs.source import Source, Unread
from iac_crosswalk.programs.typescript.annotations import declared as of_type
from iac_crosswalk.programs.typescript.asked import reads_of
from iac_crosswalk.programs.typescript.declarations import (
    Class,
    Function,
    Imported,
    Scope,
    Written,
)
from iac_crosswalk.programs.typescript.evaluation import Evaluator
from iac_crosswalk.programs.typescript.given import given, settings
from iac_crosswalk.programs.typescript.meanings import name_meanings
from iac_crosswalk.programs.typescript.packages import Packages
from iac_crosswalk.programs.typescript.reading import Reads
from iac_crosswalk.programs.typescript.scopes import Program as Module
from iac_crosswalk.programs.typescript.scopes import Step
from iac_crosswalk.programs.typescript.syntax import (
    FUNCTIONS,
    MEMBERS,
    arguments,
    field,
    inner,
    parse,
    quoted,
    span,
    split_type,
    text,
    unreadable,
)
from iac_crosswalk.programs.typescript.values import (
    At,
    ClassItself,
    FunctionItself,
    Side,
    Symbol,
    Value,
    awaited,
)
from iac_crosswalk.programs.use import Declared, Given, Read, Use
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema

_SILENCED = re.compile(rb"(?://|/\*+)\s*@ts-(?:ignore|expect-error)[^\n]*\n[ \t]*")
_THROUGH = frozenset(
    [
        *("parenthesized_expression", "await_expression", "as_expression"),
        *("non_null_expression", "satisfies_expression"),
        *("ternary_expression", "binary_expression"),
    ]
)
"""Nodes between a resource's expression and the name that it gets."""
_PATTERNS = ("object_pattern", "array_pattern")


def read(
    source: Source,
    packages: Packages,
    names: Mapping[str, tuple[str, str]],
    reader: type[Reader] | None = None,
) -> Program:
    """The program of a file. `names`: global name → (module, its name there)."""
    root, broken = _parsed(source)
    unread = [broken] if broken else []
    if root.is_error:  # no part of it is a program
        return Program(source, packages.language, lambda: iter(()), unread=unread)

    def new_reader() -> Reader:
        module = Module(root)
        for name, origin in names.items():
            if name not in module.scope.names:
                module.scope.name(name).origins.append((Imported(*origin), ()))
        return (reader or Reader)(source, module, packages)

    def reads(expression: str) -> Iterator[Asked]:
        fresh = new_reader()
        list(fresh.uses())  # reads refer to created resources
        yield from reads_of(source, fresh.evaluator, fresh.read, expression)

    return Program(
        source,
        packages.language,
        lambda: new_reader().uses(),
        unread=unread,
        reads=reads,
        names=lambda: name_meanings(new_reader().evaluator),
    )


@lru_cache(maxsize=1)
def _parsed(source: Source) -> tuple[Node, Unread | None]:
    """The tree of a file, and its error. The last result is kept, because a file may be of several
    kinds.
    """
    root = parse(source)
    return root, unreadable(source, root)


class Reader:
    """Reads resources and arguments first, then the reads."""

    def __init__(self, source: Source, module: Module, packages: Packages) -> None:
        self.source = source
        self.module = module
        self.packages = packages
        self.evaluator = Evaluator(module, packages)
        self._declared: dict[int, Declared] = {}
        self.ids: dict[str, list[Declared]] = {}
        """Resource name, if it is a literal → the resources."""
        self.reads = Reads(self.evaluator, self.declared)
        # TypeScript itself reports nothing on the line behind such a comment.
        self._silenced = {source.line(match.end()) for match in _SILENCED.finditer(source.data)}

    def declared(self, creation: Node | None) -> Declared | None:
        """The resource or data source that an expression creates."""
        return self._declared.get(creation.id) if creation is not None else None

    def uses(self) -> Iterator[Use]:
        """Yields everything that the program uses, except on silenced lines."""
        for use in self._uses():
            is_known = isinstance(use, Declared) and use.row is not None
            line = self.source.line(use.span.start) if self._silenced else 0
            if is_known or line not in self._silenced:
                yield use

    def _uses(self) -> Iterator[Use]:
        places = self.module.places
        for step in places:
            if step.node.type in ("new_expression", "call_expression"):
                declared = self._creation(step)
                if declared is not None:
                    self._declared[step.node.id] = declared
                    yield declared
        for step in places:
            if step.node.type not in MEMBERS and step.node.type not in _PATTERNS:
                yield from self._arguments(step)
        for step in places:
            if step.node.has_error:
                continue  # the intended code differs from the text
            if step.node.type in MEMBERS:
                yield from self.read(step)
            elif step.node.type in _PATTERNS:
                yield from self.reads.pattern(step)

    def read(self, step: Step) -> Iterator[Read]:
        """Yields the reads of a member or subscript expression."""
        yield from self.reads.member(step)

    # -- created -----------------------------------------------------------------------------------

    def _creation(self, step: Step) -> Declared | None:
        """The resource that an expression creates or looks up, or the data source that it calls."""
        if step.node.type == "new_expression":
            constructor = field(step.node, "constructor")
            return self._by_new(step, constructor) if constructor is not None else None
        callee = field(step.node, "function")
        if callee is None:
            return None
        return (
            self._by_super(step, callee) if callee.type == "super" else self._by_call(step, callee)
        )

    def _by_new(self, step: Step, constructor: Node) -> Declared | None:
        symbol = self.evaluator.value(constructor, step.scope)
        if not isinstance(symbol, Symbol):
            return None
        schema = self.packages.resource_of(symbol)
        if schema is None:
            return self._unknown(constructor, symbol) if self.packages.lacks(symbol) else None
        return self._declare(step, schema, constructor, self.packages.arguments_at)

    def _by_super(self, step: Step, callee: Node) -> Declared | None:
        cls = step.scope.instance()
        base = self.evaluator.value(cls.base, cls.scope) if cls and cls.base else None
        schema = self.packages.resource_of(base) if isinstance(base, Symbol) else None
        if cls is None or schema is None:
            return None
        declared = self._declare(step, schema, callee, self.packages.arguments_at)
        name = field(cls.node, "name")
        declared.name = text(name) if name is not None else declared.name
        return declared

    def _by_call(self, step: Step, callee: Node) -> Declared | None:
        symbol = self.evaluator.value(callee, step.scope)
        if not isinstance(symbol, Symbol) or symbol.package != "aws":
            return None
        if invoked := self.packages.invoked(symbol):
            return self._declare(step, invoked[0], callee, 0)
        if (schema := self.packages.looked_up(symbol)) is not None:
            declared = self._declare(step, schema, callee, -1)
            declared.remarks.append("Looked up, not created by this program.")
            return declared
        return None

    def _declare(self, step: Step, schema: Schema, callee: Node, at: int) -> Declared:
        """Declares a resource. `at`: the position of the argument with the settings, or -1."""
        args = arguments(step.node)
        literal = args[at] if -1 < at < len(args) else None
        where = field(callee, "property") or callee
        name = _first_text(args)
        declared = Declared(
            name=_variable(step) or name,
            type=self.packages.language.title(schema),
            row=schema.resource,
            span=span(where),
            at=span(where),
        )
        self.ids.setdefault(name, []).append(declared)
        if literal is not None and not _spread(args[: at + 1]):
            place, scope = Place(schema), step.scope
            declared.settings = Settings(lambda: settings(self.evaluator, literal, place, scope))
        return declared

    def _unknown(self, node: Node, symbol: Symbol) -> Declared:
        """A class that does not exist: `new aws.elasticache.ReplicationGrup(…)`. Or its module."""
        where = field(node, "property") if node.type == "member_expression" else None
        owner = field(node, "object")
        if owner is not None and not self.packages.has_module(symbol):
            where = field(owner, "property") or owner
        wrong = span(where or node)
        return Declared("", self.packages.title(symbol), None, wrong, wrong)

    # -- given -------------------------------------------------------------------------------------

    def _arguments(self, step: Step) -> Iterator[Given]:
        node = step.node
        if node.type == "new_expression":
            constructor = self.evaluator.value(field(node, "constructor"), step.scope)
            if isinstance(constructor, ClassItself):
                yield from self._constructor_arguments(constructor.cls, step)
            elif isinstance(constructor, Symbol) and (
                schema := self.packages.resource_of(constructor)
            ):
                yield from self._resource(schema, step)
        elif node.type == "call_expression":
            yield from self._call_arguments(step)
        else:
            yield from self._typed_literals(step)

    def _literal(self, node: Node | None, expected: Value, step: Step) -> Iterator[Given]:
        if node is not None and expected is not None:
            declared = self.declared(step.node)
            yield from given(self.evaluator, Written(node, step.scope), expected, declared)

    def _resource(self, schema: Schema, step: Step) -> Iterator[Given]:
        args, at = arguments(step.node), self.packages.arguments_at
        if len(args) > at and not _spread(args[: at + 1]):
            yield from self._literal(args[at], At(Place(schema), Side.ARGUMENTS), step)

    def _constructor_arguments(self, cls: Class, step: Step) -> Iterator[Given]:
        """Yields the arguments of `new` and `super` of a class of the program, as the constructor
        takes them.
        """
        for _ in range(20):
            if cls.constructor is not None:
                yield from self._literal_arguments(cls.constructor, step)
                return
            base = self.evaluator.value(cls.base, cls.scope) if cls.base else None
            if not isinstance(base, ClassItself):
                schema = self.packages.resource_of(base) if isinstance(base, Symbol) else None
                if schema is not None:
                    yield from self._resource(schema, step)
                return
            cls = base.cls

    def _literal_arguments(self, function: Function, step: Step) -> Iterator[Given]:
        """Yields the literals that are passed to a function of the program."""
        for parameter, argument in zip(function.parameters, arguments(step.node), strict=False):
            pattern = field(parameter, "pattern") or parameter
            if argument.type == "spread_element" or pattern.type == "rest_pattern":
                return
            expected = self._of_type(field(parameter, "type"), function.scope)
            yield from self._literal(argument, expected, step)

    def _call_arguments(self, step: Step) -> Iterator[Given]:
        callee, args = field(step.node, "function"), arguments(step.node)
        if callee is None:
            return
        if callee.type == "super":
            cls = step.scope.instance()
            base = self.evaluator.value(cls.base, cls.scope) if cls and cls.base else None
            if isinstance(base, ClassItself):
                yield from self._constructor_arguments(base.cls, step)
            elif isinstance(base, Symbol) and (schema := self.packages.resource_of(base)):
                yield from self._resource(schema, step)
            return
        value = self.evaluator.value(callee, step.scope)
        if isinstance(value, FunctionItself):
            yield from self._literal_arguments(value.function, step)
        elif isinstance(value, Symbol) and value.package == "aws":
            invoked = self.packages.invoked(value)
            if invoked is not None and args:
                yield from self._literal(args[0], At(Place(invoked[0]), Side.ARGUMENTS), step)
            elif len(args) > 2 and (schema := self.packages.looked_up(value)):
                yield from self._literal(args[2], At(Place(schema), Side.STATE), step)

    def _typed_literals(self, step: Step) -> Iterator[Given]:
        """Yields the literals with an explicit type: variables, fields, `satisfies`, returned
        values.
        """
        node, scope = step.node, step.scope
        annotation: Node | None
        if node.type in ("variable_declarator", "public_field_definition"):
            value, annotation = field(node, "value"), field(node, "type")
        elif node.type == "satisfies_expression":
            above = step.up.node if step.up is not None else None
            is_split = above is not None and split_type(above) is not None
            last = field(above, "property") if is_split and above is not None else None
            expected = self.evaluator.cast(node, text(last) if last else "", scope, literal=True)
            yield from self._literal(inner(node), expected, step)
            return
        elif node.type == "return_statement":
            function = scope.function
            value = inner(node)
            annotation = field(function.node, "return_type") if function else None
        else:
            body = field(node, "body")
            value = body if body is not None and body.type != "statement_block" else None
            annotation = field(node, "return_type")
        if value is not None and annotation is not None and value.type not in FUNCTIONS:
            yield from self._literal(value, awaited(self._of_type(annotation, scope)), step)

    def _of_type(self, annotation: Node | None, scope: Scope) -> Value:
        return of_type(self.evaluator, annotation, scope, literal=True)


def _spread(args: list[Node]) -> bool:
    """Whether some arguments are spread from a list, so that their positions are unknown."""
    return any(each.type == "spread_element" for each in args)


def _variable(step: Step) -> str:
    """The variable, member or key that gets the resource, or ""."""
    up = step.up
    while up is not None and up.node.type in _THROUGH:
        up = up.up
    if up is None:
        return ""
    name_fields = {"variable_declarator": "name", "public_field_definition": "name", "pair": "key"}
    if up.node.type in name_fields:
        name = field(up.node, name_fields[up.node.type])
    elif up.node.type == "assignment_expression":
        left = field(up.node, "left")
        name = field(left, "property") or left if left is not None else None
    else:
        return ""
    plain = name is not None and name.type.endswith("identifier")
    return text(name) if name is not None and plain else ""


def _first_text(args: list[Node]) -> str:
    """The resource name in a constructor's arguments, if it is a literal; else ""."""
    for each in args[:2]:
        if each.type == "string" and (piece := quoted(each)) is not None:
            return text(piece)
    return ""
