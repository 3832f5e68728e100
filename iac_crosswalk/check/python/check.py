"""Checks one Python program with what a tool knows of its classes."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from typing import Protocol

from iac_crosswalk.check.advice import Advisor
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.python.arguments import misgiven
from iac_crosswalk.check.python.report import Reporter
from iac_crosswalk.check.python.targets import Target
from iac_crosswalk.programs.python.evaluate import Evaluator, Tool
from iac_crosswalk.programs.python.program import Program, Site
from iac_crosswalk.programs.python.values import Class, Instance, Made, Named, Output, Thing, Value, alternatives
from iac_crosswalk.programs.source import Source, Unreadable
from iac_crosswalk.store.schema import Schema


class Checker(Tool, Protocol):
    """A tool, and what a check asks besides what it takes to follow a program."""

    dictionaries: bool
    """Whether dictionaries may stand in place of nested arguments, with keys that are known."""

    def target(self, path: str) -> Target | None:
        """What takes arguments under a full name."""

    def title(self, schema: Schema) -> str:
        """What a program calls a resource."""

    def lacks_key(self, thing: Thing, name: str) -> bool:
        """Whether a thing surely has no such key."""

    def invented(self, path: str) -> bool:
        """Whether a full name is surely that of nothing."""


def parse(source: Source) -> ast.Module:
    """The syntax tree. Raises Unreadable where there is none."""
    text = source.text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of the program's strings concerns nobody here
            return ast.parse(text)
    except SyntaxError as error:
        raise Unreadable(f"line {error.lineno or 1} is no Python ({error.msg}); mend it or leave the file out") from None
    except (RecursionError, MemoryError):
        raise Unreadable("is nested too deeply to be read; split it or leave it out") from None
    except ValueError as error:
        raise Unreadable(f"is no Python ({error}); mend it or leave the file out") from None


def check_program(source: Source, advisor: Advisor, tool: Checker, package: str) -> Iterator[Finding]:
    """The findings of one program that imports `package`."""
    program = Program(parse(source))
    values = Evaluator(program, tool)
    reporter = Reporter(source, advisor, program, values)
    for alias, path in program.imported:
        if path.startswith(f"{package}.") and tool.invented(path):
            found = reporter.resource(alias, alias.name, path)
            if found:
                yield found
    for site in program.sites:
        yield from _check_site(site, tool, reporter)


def _check_site(site: Site, tool: Checker, reporter: Reporter) -> Iterator[Finding]:
    node, scope = site.node, site.scope
    values = reporter.values
    found: Finding | None = None
    if isinstance(node, ast.Attribute):
        value = values.value(node.value, scope)
        if isinstance(value, Named) and node.attr not in reporter.program.named and tool.invented(f"{value.path}.{node.attr}"):
            found = reporter.resource(node, node.attr, f"{value.path}.{node.attr}")
            if found:
                yield found
            return
        thing = values.lacking(value, node.attr)
        found = reporter.attribute(site, node.attr, thing, tool.title(thing.place.schema)) if thing else None
    elif isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
            key = node.slice.value
            things = [_inner(option) for option in alternatives(values.value(node.value, scope))]
            lacking = [thing for thing in things if thing and key not in reporter.program.named and tool.lacks_key(thing, key)]
            if lacking and len(lacking) == len(things):
                found = reporter.attribute(site, key, lacking[0], tool.title(lacking[0].place.schema))
    else:
        yield from _check_call(site, node, tool, reporter)
    if found:
        yield found


def _inner(value: Value) -> Thing | None:
    inner = value.inner if isinstance(value, Output) else value
    return inner if isinstance(inner, Thing) else None


def _check_call(site: Site, node: ast.Call, tool: Checker, reporter: Reporter) -> Iterator[Finding]:
    function = reporter.values.value(node.func, site.scope)
    inherited = _inherited(function, node, site, tool, reporter.values)
    target = tool.target(function.path) if isinstance(function, Named) else inherited
    if target is not None:
        for given in misgiven(node, target, tool.dictionaries):
            found = reporter.argument(given, tool.title(target.schema), Made(node, site.scope))
            if found:
                yield found


def _inherited(function: Value, node: ast.Call, site: Site, tool: Checker, values: Evaluator) -> Target | None:
    """What takes the arguments where a class of the program is called, or the constructor of the class it extends: `super().__init__`."""
    if isinstance(function, Class) and not {"__init__", "__new__"} & function.scope.bindings.keys():
        bases = values.bases(function.scope, instances=False)
    elif isinstance(node.func, ast.Attribute) and node.func.attr == "__init__":
        owner = values.value(node.func.value, site.scope)
        bases = values.bases(owner.scope, instances=False) if isinstance(owner, Instance) and owner.parent else []
    else:
        return None
    return tool.target(bases[0].path) if len(bases) == 1 and isinstance(bases[0], Named) else None
