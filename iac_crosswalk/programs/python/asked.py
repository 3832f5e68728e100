"""Reads an expression as if it were in a program: it is put into every scope that knows its first
name, and read there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from iac_crosswalk.programs.program import Asked
from iac_crosswalk.programs.python.program import Program as Module
from iac_crosswalk.programs.python.reader import Reader, Tool, parse
from iac_crosswalk.programs.python.scopes import Binding, Scope, Site, last_name
from iac_crosswalk.programs.python.values import Instance, Unknown, alternatives
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.use import Given, Read

_Body = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef
_MOST_SCOPES = 100
_LONGEST_SHOWN = 200


class _Own(NamedTuple):
    """A name in an expression that the program itself defines: a variable, or a member of a class
    of the file.
    """

    name: str
    bindings: list[Binding]
    holder: str
    """"" or the owner of the member, in words: "`redis` is a `Redis`, whose "."""


def reads_of(source: Source, tool: Tool, text: str) -> Iterator[Asked]:
    """Yields the reads that `text` would make. Nothing if it is not an expression, or the file does
    not declare its names.
    """
    reader, expressions = _placed_in(source, tool, text)
    sites: dict[ast.expr, Site] = {site.node: site for site in reader.module.sites}
    for expression in expressions:
        yield from _Expression(reader, expression, sites).reads()


def gives(source: Source, tool: Tool, text: str) -> Iterator[Given]:
    """Yields the arguments that the calls of `text` would pass: `ec2.describe_vpcs(VpcIds=[x])`."""
    reader, expressions = _placed_in(source, tool, text)
    calls = {node for each in expressions for node in ast.walk(each) if isinstance(node, ast.Call)}
    yield from reader.given_to(calls)


def _placed_in(source: Source, tool: Tool, text: str) -> tuple[Reader, list[ast.expr]]:
    """The program with `text` in every scope that knows its names, and the expressions put there.
    There are none if `text` is not an expression.
    """
    tree = parse(source)
    placed: list[tuple[_Body, ast.expr]] = []
    lines = source.text.count("\n") + 2
    bodies, text = _bodies(tree, text.strip())
    for body in bodies:
        expression = _expression(text, lines)
        if expression is None:
            break
        placed.append((body, expression))
    for body, expression in placed:
        body.body.append(ast.copy_location(ast.Expr(expression), expression))
    extended = Source(source.path, f"{source.text}\n\n{text}\n".encode())
    reader = Reader(extended, Module(tree), tool)
    reader.declare()
    return reader, [expression for _, expression in placed]


def _expression(text: str, lines: int) -> ast.expr | None:
    """The expression, as if it began `lines` - 1 lines below."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    ast.increment_lineno(tree, lines - 1)
    return tree.body


def _bodies(tree: ast.Module, text: str) -> tuple[list[_Body], str]:
    """The module and the functions that know the first name of the expression, and the expression.

    A name that is not bound anywhere may be a member of a class, written without its `self.`.
    """
    expression = _expression(text, 1)
    heads = (
        {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}
        if expression
        else set()
    )
    nodes = [*ast.walk(tree)]
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    knowing = [node for node in functions if heads & _names(node)]
    first = re.match(r"\w+", text)
    if not knowing and first and not _binds(nodes, first[0]):
        methods: list[_Body] = [node for node in functions if _assigns(node, first[0])]
        return methods[:_MOST_SCOPES], f"self.{text}"
    return [tree, *knowing[: _MOST_SCOPES - 1]], text


def _binds(nodes: list[ast.AST], name: str) -> bool:
    """Whether a name is bound anywhere."""
    for node in nodes:
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
            return True
        if isinstance(node, ast.alias) and (node.asname or node.name.partition(".")[0]) == name:
            return True
        if (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and node.name == name
        ):
            return True
    return False


def _assigns(method: ast.FunctionDef | ast.AsyncFunctionDef, member: str) -> bool:
    """Whether a method assigns `self.member`."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == member
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
        for node in ast.walk(method)
    )


def _names(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    nodes = [*ast.walk(function)]
    stored = {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return stored | {node.arg for node in nodes if isinstance(node, ast.arg)}


class _Expression:
    """An expression that was put into a scope."""

    def __init__(self, reader: Reader, node: ast.expr, sites: dict[ast.expr, Site]) -> None:
        self.reader = reader
        self.node = node
        self.sites = [
            sites[each] for each in ast.walk(node) if isinstance(each, ast.expr) and each in sites
        ]
        self.scopes = {site.node: site.scope for site in self.sites}

    def reads(self) -> Iterator[Asked]:
        """Yields its reads, with a note if one of its names needs an explanation."""
        own, note = self._explanation()
        reads = self._reads(self.sites)
        if not reads and own is not None and note is not None:
            # The name's value reads something that does not exist.
            values = [binding.node for binding in own.bindings if binding.node]
            inside = {node for value in values for node in ast.walk(value)}
            sites = [site for site in self.reader.module.sites if site.node in inside]
            reads = self._reads(sites)
        yield from (Asked(read, note) for read in reads)

    def _reads(self, sites: list[Site]) -> list[Read]:
        return [use for site in sites for use in self.reader.read(site) if isinstance(use, Read)]

    def _chain(self, node: ast.expr) -> list[ast.expr]:
        """The expressions of a chain, the first name first."""
        chain = [node]
        while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
            node = node.func if isinstance(node, ast.Call) else node.value
            chain.append(node)
        return chain[::-1]

    def _explanation(self) -> tuple[_Own | None, str | None]:
        """The first name of the program in the chain that is neither a resource nor an object of
        the program's own classes, and a note about it.
        """
        chain = self._chain(self.node)
        scope = next((self.scopes[each] for each in chain if each in self.scopes), None)
        for node in chain if scope else ():
            assert scope is not None
            values = alternatives(self.reader.values.value(node, scope))
            explains = any(isinstance(each, Unknown) for each in values) or any(
                thing.place.path for thing in self.reader.things(node, scope)
            )
            own = self._own(node, scope) if explains else None
            if own is not None and own.bindings and own.bindings[0].node is not None:
                text = ast.get_source_segment(self.reader.source.text, own.bindings[0].node) or ""
                code = " ".join(text.split())
                return own, (
                    f"{own.holder}`{own.name}` is `{code}`"
                    if 0 < len(code) <= _LONGEST_SHOWN
                    else None
                )
            if explains:
                break
        return None, None

    def _own(self, node: ast.expr, scope: Scope) -> _Own | None:
        if isinstance(node, ast.Name):
            owner = scope.find(node.id)
            return _Own(node.id, _values(owner.bindings[node.id]), "") if owner else None
        if not isinstance(node, ast.Attribute):
            return None
        for option in alternatives(self.reader.values.value(node.value, scope)):
            if isinstance(option, Instance) and isinstance(option.scope.node, ast.ClassDef):
                bindings = [
                    *option.scope.bindings.get(node.attr, ()),
                    *option.scope.members.get(node.attr, ()),
                ]
                plain = scope.owner(node.value) is not None
                holder = (
                    ""
                    if plain
                    else f"`{last_name(node.value)}` is a `{option.scope.node.name}`, whose "
                )
                return _Own(node.attr, _values(bindings), holder)
        return None


def _values(bindings: list[Binding]) -> list[Binding]:
    return [each for each in bindings if each.how == "value" and not each.steps]
