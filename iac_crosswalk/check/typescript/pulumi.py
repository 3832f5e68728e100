"""Checks a Pulumi program in TypeScript: names of classes, arguments and attributes of @pulumi/aws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tree_sitter import Node

from iac_crosswalk.answers.history import became
from iac_crosswalk.answers.near import near
from iac_crosswalk.check import messages
from iac_crosswalk.check.advice import Advisor
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.check.typescript.arguments import given
from iac_crosswalk.check.typescript.reading import read_member, read_pattern
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.typescript.annotations import declared
from iac_crosswalk.programs.typescript.declarations import Class, Function, Scope
from iac_crosswalk.programs.typescript.evaluation import Evaluator
from iac_crosswalk.programs.typescript.packages import Packages
from iac_crosswalk.programs.typescript.scopes import Program, Step
from iac_crosswalk.programs.typescript.syntax import FUNCTIONS, arguments, field, inner, parse, span, split_type, text, unreadable
from iac_crosswalk.programs.typescript.values import At, ClassItself, FunctionItself, Side, Symbol, Value, awaited
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

_CONCERNS = re.compile(rb"""["'`]@pulumi/aws(?:/[^"'`\n]*)?["'`]""")
_SILENCED = re.compile(rb"(?://|/\*+)\s*@ts-(?:ignore|expect-error)[^\n]*\n[ \t]*")


def check(source: Source, advisor: Advisor) -> Iterator[Finding]:
    """The findings of one file: of what is broken, the sound parts. Raises Unreadable where it is not UTF-8."""
    _ = source.text
    if not _CONCERNS.search(source.data):
        return
    root = parse(source)
    if broken := unreadable(source, root):
        yield Finding("unreadable-file", *broken)
    if root.is_error:  # nothing of it is a program
        return
    checker = Checker(Program(root), advisor)
    # TypeScript itself is silent on the line behind such a comment: its author knows.
    silenced = {source.line(match.end()) for match in _SILENCED.finditer(source.data)}
    for finding in checker.findings():
        if not silenced or source.line(finding.span.start) not in silenced:
            yield finding


@lru_cache(maxsize=1)
def _packages(schemas: Schemas) -> Packages:
    """What a whole run asks of the packages, kept from file to file."""
    return Packages(schemas)


class Checker:
    """The checks of one program."""

    def __init__(self, program: Program, advisor: Advisor) -> None:
        self.program = program
        self.advisor = advisor
        self.packages = _packages(advisor.schemas)
        self.evaluator = Evaluator(program, self.packages)

    def findings(self) -> Iterator[Finding]:
        """What is found at each place, in the order of the text."""
        for step in self.program.places:
            match step.node.type:
                case "member_expression" | "subscript_expression" | "object_pattern" | "array_pattern" if step.node.has_error:
                    pass  # what was meant is not what stands there
                case "member_expression" | "subscript_expression":
                    yield from read_member(step, self.evaluator, self.advisor)
                case "object_pattern" | "array_pattern":
                    yield from read_pattern(step, self.evaluator, self.advisor)
                case "new_expression":
                    yield from self._made(step.node, step.scope)
                case "call_expression":
                    yield from self._called(step.node, step.scope)
                case _:
                    yield from self._typed(step)

    def _given(self, node: Node | None, expected: Value, scope: Scope) -> Iterator[Finding]:
        if node is not None and expected is not None:
            yield from given(node, expected, scope, self.evaluator, self.advisor)

    def _made(self, node: Node, scope: Scope) -> Iterator[Finding]:
        constructor = field(node, "constructor")
        made = self.evaluator.value(constructor, scope)
        if isinstance(made, ClassItself):
            yield from self._constructed(made.cls, arguments(node), scope)
        elif isinstance(made, Symbol) and constructor is not None:
            schema = self.packages.made(made)
            if schema is not None:
                yield from self._resource(At(Place(schema), Side.ARGUMENTS), arguments(node), scope)
            elif self.packages.lacks(made):
                yield self._unknown_class(constructor, made)

    def _resource(self, expected: At, written: list[Node], scope: Scope) -> Iterator[Finding]:
        if len(written) > 1 and not any(each.type == "spread_element" for each in written[:2]):
            yield from self._given(written[1], expected, scope)

    def _constructed(self, cls: Class, written: list[Node], scope: Scope) -> Iterator[Finding]:
        """`new` and `super` of a class of the program: by its constructor, or by that of the class it extends."""
        for _ in range(20):
            if cls.constructor is not None:
                yield from self._handed(cls.constructor, written, scope)
                return
            base = self.evaluator.value(cls.base, cls.scope) if cls.base else None
            if not isinstance(base, ClassItself):
                schema = self.packages.made(base) if isinstance(base, Symbol) else None
                if schema is not None:
                    yield from self._resource(At(Place(schema), Side.ARGUMENTS), written, scope)
                return
            cls = base.cls

    def _handed(self, function: Function, written: list[Node], scope: Scope) -> Iterator[Finding]:
        """Literals that a function of the program is called with."""
        for parameter, argument in zip(function.parameters, written, strict=False):
            if argument.type == "spread_element" or (field(parameter, "pattern") or parameter).type == "rest_pattern":
                return
            yield from self._given(argument, declared(self.evaluator, field(parameter, "type"), function.scope, given=True), scope)

    def _called(self, node: Node, scope: Scope) -> Iterator[Finding]:
        called, written = field(node, "function"), arguments(node)
        if called is None:
            return
        if called.type == "super":
            cls = scope.instance()
            base = self.evaluator.value(cls.base, cls.scope) if cls and cls.base else None
            if isinstance(base, ClassItself):
                yield from self._constructed(base.cls, written, scope)
            elif isinstance(base, Symbol) and (schema := self.packages.made(base)):
                yield from self._resource(At(Place(schema), Side.ARGUMENTS), written, scope)
            return
        found = self.evaluator.value(called, scope)
        if isinstance(found, FunctionItself):
            yield from self._handed(found.function, written, scope)
        elif isinstance(found, Symbol) and found.package == "aws":
            invoked = self.packages.invoked(found)
            owner, _, method = found.path.rpartition(".")
            if invoked is not None and written:
                yield from self._given(written[0], At(Place(invoked[0]), Side.ARGUMENTS), scope)
            elif method == "get" and len(written) > 2 and (schema := self.packages.made(Symbol("aws", owner))):
                yield from self._given(written[2], At(Place(schema), Side.STATE), scope)

    def _typed(self, step: Step) -> Iterator[Finding]:
        """Literals whose type is written down: variables, fields, `satisfies`, what a function returns."""
        node, scope = step.node, step.scope
        kind = node.type
        if kind in ("variable_declarator", "public_field_definition"):
            written, annotation = field(node, "value"), field(node, "type")
        elif kind == "satisfies_expression":
            above = step.up.node if step.up is not None and split_type(step.up.node) is not None else None
            last = field(above, "property") if above is not None else None
            yield from self._given(inner(node), self.evaluator.cast(node, text(last) if last else "", scope, given=True), scope)
            return
        elif kind == "return_statement":
            written, annotation = inner(node), self._return_type(scope.function.node) if scope.function else None
        else:
            body = field(node, "body")
            written, annotation = (body if body is not None and body.type != "statement_block" else None), self._return_type(node)
        if written is not None and annotation is not None and written.type not in FUNCTIONS:
            yield from self._given(written, awaited(declared(self.evaluator, annotation, scope, given=True)), scope)

    def _return_type(self, function: Node) -> Node | None:
        return field(function, "return_type")

    def _unknown_class(self, node: Node, symbol: Symbol) -> Finding:
        """`new aws.elasticache.ReplicationGrup(…)`."""
        version = self.advisor.knowledge.versions.get("pulumi-aws", "")
        module, _, name = symbol.path.rpartition(".")
        classes = self.packages.modules.get(module, [])
        where = field(node, "property") if node.type == "member_expression" else None
        replacements: tuple[Replacement, ...] = ()
        same = [each for each in classes if each.lower() == name.lower()]
        if same and where is not None:
            replacements = (Replacement("", same[0], span(where), f"the class is called `{same[0]}`", certain=len(same) == 1),)
        message = (
            f"@pulumi/aws {version} has no class `{symbol.path}`"
            if module in self.packages.modules
            else f"@pulumi/aws {version} has no module `{module}`"
        )
        gone = None if replacements else became(self.advisor.knowledge, f"aws.{symbol.path}", "pulumi")
        message = messages.with_history(message, gone)
        suggestions = () if replacements or gone else tuple(near(name, classes) if classes else near(module, list(self.packages.modules)))
        owner = field(node, "object")
        if module not in self.packages.modules and owner is not None:
            where = field(owner, "property") or owner
        return Finding("unknown-resource", span(where or node), message, replacements=replacements, suggestions=suggestions)
