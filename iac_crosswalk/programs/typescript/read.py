"""Reads a TypeScript file into a Program: what it creates, sets and reads.

The packages (Pulumi's, the CDK's) know the meaning of their names; the rest is the same for both.
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
from iac_crosswalk.programs.typescript.asked import asked as asked_in
from iac_crosswalk.programs.typescript.declarations import (
    Class,
    Function,
    Imported,
    Scope,
    Written,
)
from iac_crosswalk.programs.typescript.evaluation import Evaluator
from iac_crosswalk.programs.typescript.given import given, settings
from iac_crosswalk.programs.typescript.known import known
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
    """The program of a file. `names` are global ones: name → module and the name there."""
    root, broken = _parsed(source)
    unread = [broken] if broken else []
    if root.is_error:  # no part of it is a program
        return Program(source, packages.language, lambda: iter(()), unread=unread)

    def made() -> Reader:
        module = Module(root)
        for name, origin in names.items():
            if name not in module.scope.names:
                module.scope.name(name).origins.append((Imported(*origin), ()))
        return (reader or Reader)(source, module, packages)

    def asked(expression: str) -> Iterator[Asked]:
        fresh = made()
        list(fresh.uses())  # reads refer to created resources
        yield from asked_in(source, fresh.evaluator, fresh.read, expression)

    return Program(
        source,
        packages.language,
        lambda: made().uses(),
        unread=unread,
        reads=asked,
        names=lambda: known(made().evaluator),
    )


@lru_cache(maxsize=1)
def _parsed(source: Source) -> tuple[Node, Unread | None]:
    """The tree of a file, and its error. The last one is kept: a file may be of several kinds."""
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
        """Resources by their resource name, where it is a literal."""
        self.reads = Reads(self.evaluator, self.declared)
        # TypeScript itself reports nothing on the line behind such a comment.
        self._silenced = {source.line(match.end()) for match in _SILENCED.finditer(source.data)}

    def declared(self, made: Node | None) -> Declared | None:
        """The resource or data source that an expression creates."""
        return self._declared.get(made.id) if made is not None else None

    def uses(self) -> Iterator[Use]:
        """Yields everything that the program uses, except on silenced lines."""
        for use in self._uses():
            known = isinstance(use, Declared) and use.row is not None
            line = self.source.line(use.span.start) if self._silenced else 0
            if known or line not in self._silenced:
                yield use

    def _uses(self) -> Iterator[Use]:
        places = self.module.places
        for step in places:
            if step.node.type in ("new_expression", "call_expression"):
                found = self._made(step)
                if found is not None:
                    self._declared[step.node.id] = found
                    yield found
        for step in places:
            if step.node.type not in MEMBERS and step.node.type not in _PATTERNS:
                yield from self._given(step)
        for step in places:
            if step.node.has_error:
                continue  # the intended code differs from the text
            if step.node.type in MEMBERS:
                yield from self.read(step)
            elif step.node.type in _PATTERNS:
                yield from self.reads.pattern(step)

    def read(self, step: Step) -> Iterator[Read]:
        """Yields what a member or subscript expression reads."""
        yield from self.reads.member(step)

    # -- made --------------------------------------------------------------------------------------

    def _made(self, step: Step) -> Declared | None:
        """The resource that a call creates or looks up, or its data source."""
        node, scope = step.node, step.scope
        if node.type == "new_expression":
            constructor = field(node, "constructor")
            made = self.evaluator.value(constructor, scope)
            if not isinstance(made, Symbol) or constructor is None:
                return None
            schema = self.packages.made(made)
            if schema is None:
                return self._unknown(constructor, made) if self.packages.lacks(made) else None
            return self._declare(step, schema, constructor, self.packages.arguments_at)
        called = field(node, "function")
        if called is None:
            return None
        if called.type == "super":
            cls = scope.instance()
            base = self.evaluator.value(cls.base, cls.scope) if cls and cls.base else None
            schema = self.packages.made(base) if isinstance(base, Symbol) else None
            if cls is None or schema is None:
                return None
            found = self._declare(step, schema, called, self.packages.arguments_at)
            name = field(cls.node, "name")
            found.name = text(name) if name is not None else found.name
            return found
        symbol = self.evaluator.value(called, scope)
        if not isinstance(symbol, Symbol) or symbol.package != "aws":
            return None
        if invoked := self.packages.invoked(symbol):
            return self._declare(step, invoked[0], called, 0)
        if (schema := self.packages.looked_up(symbol)) is not None:
            found = self._declare(step, schema, called, -1)
            found.remarks.append("Looked up, not created by this program.")
            return found
        return None

    def _declare(self, step: Step, schema: Schema, named: Node, at: int) -> Declared:
        """Declares a resource. `at`: the position of the argument with the settings; -1 where there
        is none.
        """
        written = arguments(step.node)
        literal = written[at] if -1 < at < len(written) else None
        where = field(named, "property") or named
        name = _first_text(written)
        found = Declared(
            name=_variable(step) or name,
            type=self.packages.language.title(schema),
            row=schema.resource,
            span=span(where),
            at=span(where),
        )
        self.ids.setdefault(name, []).append(found)
        if literal is not None and not _spread(written[: at + 1]):
            place, scope = Place(schema), step.scope
            found.settings = Settings(lambda: settings(self.evaluator, literal, place, scope))
        return found

    def _unknown(self, node: Node, symbol: Symbol) -> Declared:
        """`new aws.elasticache.ReplicationGrup(…)`; or a module that does not exist."""
        where = field(node, "property") if node.type == "member_expression" else None
        owner = field(node, "object")
        if owner is not None and not self.packages.has_module(symbol):
            where = field(owner, "property") or owner
        wrong = span(where or node)
        return Declared("", self.packages.title(symbol), None, wrong, wrong)

    # -- given -------------------------------------------------------------------------------------

    def _given(self, step: Step) -> Iterator[Given]:
        node = step.node
        if node.type == "new_expression":
            made = self.evaluator.value(field(node, "constructor"), step.scope)
            if isinstance(made, ClassItself):
                yield from self._constructor_arguments(made.cls, step)
            elif isinstance(made, Symbol) and (schema := self.packages.made(made)):
                yield from self._resource(schema, step)
        elif node.type == "call_expression":
            yield from self._called(step)
        else:
            yield from self._typed_literals(step)

    def _literal(self, node: Node | None, expected: Value, step: Step) -> Iterator[Given]:
        if node is not None and expected is not None:
            declared = self.declared(step.node)
            yield from given(self.evaluator, Written(node, step.scope), expected, declared)

    def _resource(self, schema: Schema, step: Step) -> Iterator[Given]:
        written, at = arguments(step.node), self.packages.arguments_at
        if len(written) > at and not _spread(written[: at + 1]):
            yield from self._literal(written[at], At(Place(schema), Side.ARGUMENTS), step)

    def _constructor_arguments(self, cls: Class, step: Step) -> Iterator[Given]:
        """Yields the arguments of `new` and `super` of a class of the program, by the constructor
        that is called.
        """
        for _ in range(20):
            if cls.constructor is not None:
                yield from self._literal_arguments(cls.constructor, step)
                return
            base = self.evaluator.value(cls.base, cls.scope) if cls.base else None
            if not isinstance(base, ClassItself):
                schema = self.packages.made(base) if isinstance(base, Symbol) else None
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

    def _called(self, step: Step) -> Iterator[Given]:
        called, written = field(step.node, "function"), arguments(step.node)
        if called is None:
            return
        if called.type == "super":
            cls = step.scope.instance()
            base = self.evaluator.value(cls.base, cls.scope) if cls and cls.base else None
            if isinstance(base, ClassItself):
                yield from self._constructor_arguments(base.cls, step)
            elif isinstance(base, Symbol) and (schema := self.packages.made(base)):
                yield from self._resource(schema, step)
            return
        found = self.evaluator.value(called, step.scope)
        if isinstance(found, FunctionItself):
            yield from self._literal_arguments(found.function, step)
        elif isinstance(found, Symbol) and found.package == "aws":
            invoked = self.packages.invoked(found)
            if invoked is not None and written:
                yield from self._literal(written[0], At(Place(invoked[0]), Side.ARGUMENTS), step)
            elif len(written) > 2 and (schema := self.packages.looked_up(found)):
                yield from self._literal(written[2], At(Place(schema), Side.STATE), step)

    def _typed_literals(self, step: Step) -> Iterator[Given]:
        """Yields literals with a written type: variables, fields, `satisfies`, returned values."""
        node, scope = step.node, step.scope
        annotation: Node | None
        if node.type in ("variable_declarator", "public_field_definition"):
            written, annotation = field(node, "value"), field(node, "type")
        elif node.type == "satisfies_expression":
            above = step.up.node if step.up is not None else None
            split = above is not None and split_type(above) is not None
            last = field(above, "property") if split and above is not None else None
            expected = self.evaluator.cast(node, text(last) if last else "", scope, given=True)
            yield from self._literal(inner(node), expected, step)
            return
        elif node.type == "return_statement":
            function = scope.function
            written = inner(node)
            annotation = field(function.node, "return_type") if function else None
        else:
            body = field(node, "body")
            written = body if body is not None and body.type != "statement_block" else None
            annotation = field(node, "return_type")
        if written is not None and annotation is not None and written.type not in FUNCTIONS:
            yield from self._literal(written, awaited(self._of_type(annotation, scope)), step)

    def _of_type(self, annotation: Node | None, scope: Scope) -> Value:
        return of_type(self.evaluator, annotation, scope, given=True)


def _spread(written: list[Node]) -> bool:
    """Whether some arguments are spread from a list: then their positions are unknown."""
    return any(each.type == "spread_element" for each in written)


def _variable(step: Step) -> str:
    """The variable, member or key that gets the resource; "" where there is none."""
    up = step.up
    while up is not None and up.node.type in _THROUGH:
        up = up.up
    if up is None:
        return ""
    named = {"variable_declarator": "name", "public_field_definition": "name", "pair": "key"}
    if up.node.type in named:
        name = field(up.node, named[up.node.type])
    elif up.node.type == "assignment_expression":
        left = field(up.node, "left")
        name = field(left, "property") or left if left is not None else None
    else:
        return ""
    plain = name is not None and name.type.endswith("identifier")
    return text(name) if name is not None and plain else ""


def _first_text(written: list[Node]) -> str:
    """The resource name in a constructor's arguments, where it is a literal."""
    for each in written[:2]:
        if each.type == "string" and (piece := quoted(each)) is not None:
            return text(piece)
    return ""
