"""Finds the resources that a Python program creates, the arguments that it sets and the attributes
that it reads, with their places in the schemas.

The tool (Pulumi, the CDK, boto3) knows the meaning of its names. The rest is the same for all.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection, Iterator
from typing import Protocol

from iac_crosswalk.programs.language import Language
from iac_crosswalk.programs.python import evaluate
from iac_crosswalk.programs.python.arguments import Arguments, Settings, Takers
from iac_crosswalk.programs.python.evaluate import Evaluator
from iac_crosswalk.programs.python.lacking import lacking
from iac_crosswalk.programs.python.names import Names
from iac_crosswalk.programs.python.program import Program as Module
from iac_crosswalk.programs.python.scopes import Called, Scope, Site, is_get, last_name
from iac_crosswalk.programs.python.targets import Target
from iac_crosswalk.programs.python.values import (
    CLIENT,
    Either,
    Instance,
    Named,
    Output,
    Reply,
    Thing,
    Value,
    alternatives,
)
from iac_crosswalk.programs.source import Source, Span, Unreadable
from iac_crosswalk.programs.use import Answer, Declared, Given, Name, Read, Use
from iac_crosswalk.store.cache import Cache
from iac_crosswalk.store.place import Place

_IN_EVERY_ANSWER = "ResponseMetadata"
_READ = frozenset([Thing, Output, Either, Instance])
"""Values whose members may be attributes of a resource."""


class Tool(evaluate.Tool, Takers, Protocol):
    """A tool. A reader needs more of it than the evaluator does."""

    package: str
    """The package that its names are imported from."""
    language: Language
    is_invented: Cache[str, bool]
    """Full name → whether it certainly does not exist."""

    def lacks_key(self, thing: Thing, name: str) -> bool:
        """Whether a thing certainly lacks a key."""

    def invented(self, path: str) -> bool:
        """Whether a full name certainly does not exist."""


def parse(source: Source) -> ast.Module:
    """The syntax tree. Raises Unreadable if the file is not Python."""
    text = source.text
    try:
        with warnings.catch_warnings():
            # Python's warnings about the program's strings do not matter here.
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        raise Unreadable(
            f"line {error.lineno or 1}: invalid Python syntax ({error.msg}); fix the file or"
            " exclude it"
        ) from None
    except (RecursionError, MemoryError):
        raise Unreadable("the code is nested too deeply; split the file or exclude it") from None
    except ValueError as error:
        raise Unreadable(f"invalid Python ({error}); fix the file or exclude it") from None


class Reader:
    """Two passes: resources and arguments, then reads. The reads are judged by the settings of
    their resource.
    """

    def __init__(self, source: Source, module: Module, tool: Tool) -> None:
        self.source = source
        self.module = module
        self.tool = tool
        self.values = Evaluator(module, tool)
        self.names = Names(source, module)
        self.arguments = Arguments(self.names, self.values, tool)
        self.declared: dict[ast.Call, Declared] = {}

    def uses(self) -> Iterator[Use]:
        """Yields everything that the program uses."""
        for alias, path in self.module.imported:
            if self._is_invented(path):
                yield from self._unknown(alias, alias.name, path)
        yield from self._created()
        for site in self.module.sites:
            yield from self.read(site)

    def declare(self) -> None:
        """Finds resources and arguments, for callers that then read single expressions."""
        for _ in self._created():
            pass

    def given_to(self, calls: Collection[ast.Call]) -> Iterator[Given]:
        """Yields the arguments of `calls`. The use of their results does not matter."""
        for call in self.module.calls:
            target = self.arguments.target(call.node, call.scope) if call.node in calls else None
            if target is not None:
                yield from self.arguments.of(call, target, None)

    def read(self, site: Site) -> Iterator[Use]:
        """Yields the reads of one expression, or the name that does not exist in the package."""
        if isinstance(site.node, ast.Attribute):
            yield from self._member(site, site.node)
        elif isinstance(site.node, ast.Subscript):
            yield from self._item(site, site.node)
        else:
            yield from self._existing(site)  # `get` expects that a key may be missing

    # -- created and given -------------------------------------------------------------------------

    def _created(self) -> Iterator[Use]:
        alone: list[tuple[Called, Target]] = []
        for call in self.module.calls:
            target = self.arguments.target(call.node, call.scope)
            if target is None:
                continue
            if not target.makes:
                alone.append((call, target))
                continue
            declared = self.declared[call.node] = self._declare(call.node, target)
            # All arguments come first: names are judged by the settings beside them.
            given = self.arguments.of(call, target, declared)
            yield declared
            yield from given
        for call, target in alone:
            if call.node not in self.arguments.nested_calls:
                yield from self.arguments.of(call, target, None)

    def _declare(self, node: ast.Call, target: Target) -> Declared:
        title = self.tool.language.title(target.schema)
        span = self.names.last(node.func, title.rpartition(".")[2]) or self.names.span(node.func)
        text = next(
            (
                each.value
                for each in node.args[:2]
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            ),
            "",
        )
        name = self.module.assigned.get(node, text or last_name(node.func))
        return Declared(
            name,
            title,
            target.schema.resource,
            span,
            self.names.span(node.func),
            Settings(self.values),
        )

    # -- names of the package ----------------------------------------------------------------------

    def _is_invented(self, path: str) -> bool:
        ours = path.startswith((f"{self.tool.package}.", CLIENT))
        return ours and self.tool.is_invented[path]

    def _unknown(self, node: ast.Attribute | ast.alias, name: str, path: str) -> Iterator[Declared]:
        span = self.names.last(node, name)
        if span is not None:
            yield Declared("", path.removeprefix(CLIENT), None, span, span)

    # -- read --------------------------------------------------------------------------------------

    def _member(self, site: Site, node: ast.Attribute) -> Iterator[Use]:
        value = self.values.value(node.value, site.scope)
        if isinstance(value, Named):
            path = f"{value.path}.{node.attr}"
            judged = not site.guarded and node.attr not in self.module.unjudged
            if judged and self._is_invented(path):
                yield from self._unknown(node, node.attr, path)
            return
        if type(value) not in _READ:
            return
        thing = lacking(self.values, value, node.attr)
        if thing is None:
            yield from self._existing(site)
        elif not site.guarded:
            yield self._missing(site, thing, node.attr)

    def _item(self, site: Site, node: ast.Subscript) -> Iterator[Use]:
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        thing = self._lacking_key(node, site, key) if isinstance(key, str) else None
        answer = self._lacking_answer(node, site, key) if isinstance(key, str) else None
        if thing is None and answer is None:
            yield from self._existing(site)
        elif not site.guarded:
            yield self._missing(site, thing, str(key), answer)

    def _lacking_key(self, node: ast.Subscript, site: Site, key: str) -> Thing | None:
        values = alternatives(self.values.value(node.value, site.scope))
        things = [
            _inner(
                value.whole if isinstance(value, Reply) and key not in dict(value.parts) else value
            )
            for value in values
        ]
        if key in self.module.unjudged or not all(
            thing and self.tool.lacks_key(thing, key) for thing in things
        ):
            return None
        return things[0] if things else None

    def _lacking_answer(self, node: ast.Subscript, site: Site, key: str) -> Answer | None:
        """The answer of a call, if it certainly lacks the member."""
        options = alternatives(self.values.value(node.value, site.scope))
        answers = [each.answer if isinstance(each, Reply) else None for each in options]
        lacking_answers = [each for each in answers if each and key not in each.members]
        if key in self.module.unjudged or key == _IN_EVERY_ANSWER or not lacking_answers:
            return None
        return lacking_answers[0] if len(lacking_answers) == len(answers) else None

    def _missing(
        self, site: Site, thing: Thing | None, name: str, answer: Answer | None = None
    ) -> Read:
        """The read of a name that does not exist."""
        span = self.names.member(site, name)
        following, expression = self.names.following(site.node, span)
        names = (Name(name, span), *following)
        suffix = "".join(each.text if each.text == "[]" else f".{each.text}" for each in names)
        path = f"{thing.place.path if thing else ''}{suffix}".lstrip(".")
        return Read(
            self._of(thing) if thing else None,
            thing.place if thing else None,
            names,
            path,
            self._expression(site, expression),
            owner=self.owner(thing, site.node, site.scope) if thing else None,
            key=isinstance(site.node, ast.Subscript),
            answer=answer,
        )

    def _existing(self, site: Site) -> Iterator[Read]:
        """Yields the reads of an expression whose names all exist, unless it is part of a longer
        one: one read for each thing that it may be.
        """
        if site.node in self.module.handed_on or self._goes_on(site):
            return
        things = [
            (thing, attribute)
            for thing in self.things(site.node, site.scope)
            if (attribute := thing.place.attribute())
        ]
        exact = [pair for pair in things if pair[1].path == pair[0].place.path]
        for thing, attribute in exact or things:  # the schema may have only the items of a list
            place = Place(thing.place.schema, attribute.path, attribute.type)
            yield Read(
                self._of(thing),
                place,
                (),
                thing.place.path,
                self._expression(site, site.node),
                owner=self.owner(thing, site.node, site.scope),
            )

    def _goes_on(self, site: Site) -> bool:
        """Whether a longer expression reads more of the resource: a name that exists, or a wrong
        one.
        """
        outer: ast.expr | None = self.module.outer.get(site.node)
        call = self.module.outer.get(outer) if isinstance(outer, ast.Attribute) else None
        outer = call if call is not None and is_get(call) else outer
        if not isinstance(outer, ast.Attribute | ast.Subscript | ast.Call):
            return False
        if any(True for _ in self.things(outer, site.scope)):
            return True
        if isinstance(outer, ast.Call):
            return False
        if isinstance(outer, ast.Attribute):
            return (
                lacking(self.values, self.values.value(site.node, site.scope), outer.attr)
                is not None
            )
        key = outer.slice.value if isinstance(outer.slice, ast.Constant) else None
        return isinstance(key, str) and self._lacking_key(outer, site, key) is not None

    def things(self, node: ast.expr, scope: Scope) -> Iterator[Thing]:
        """Yields the attributes of resources that an expression may be."""
        for option in alternatives(self.values.value(node, scope)):
            thing = _inner(option)
            if thing is not None and thing.place.path:
                yield thing

    def _of(self, thing: Thing) -> Declared | None:
        declared = self.declared.get(thing.creation.call) if thing.creation else None
        return declared if declared and declared.row == thing.place.schema.resource else None

    def owner(self, thing: Thing, node: ast.expr, scope: Scope) -> Name | None:
        """The name of the resource that an expression reads, or of the parameter or member that
        holds it.
        """
        declared = self._of(thing)
        if declared and declared.name:
            return Name(declared.name, None)
        while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
            if any(
                self._is_resource(option) for option in alternatives(self.values.value(node, scope))
            ):
                break
            node = node.func if isinstance(node, ast.Call) else node.value
        name = "" if scope.owner(node) else last_name(node)
        return Name(name, None) if name else None

    def _is_resource(self, value: Value) -> bool:
        """Whether a value is a whole resource, or an object of a class of the program, which may
        extend one.
        """
        if isinstance(value, Reply) and not value.parts:
            value = value.whole
        thing = _inner(value)
        return isinstance(value, Instance) or (thing is not None and not thing.place.path)

    def _expression(self, site: Site, expression: ast.expr) -> Span:
        """The bytes of an expression. Inside an f-string, the bytes of the f-string: before 3.12,
        Python has no positions there.
        """
        return self.names.span(site.text or expression)


def _inner(value: Value) -> Thing | None:
    inner = value.inner if isinstance(value, Output) else value
    return inner if isinstance(inner, Thing) else None
