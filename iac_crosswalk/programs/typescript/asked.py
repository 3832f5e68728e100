"""Reads an expression as if it were in a program: it is put into every scope that knows its first
name, and read there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk.programs.program import Asked
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.typescript.declarations import Binding, Class, Scope, Written
from iac_crosswalk.programs.typescript.evaluation import Evaluator
from iac_crosswalk.programs.typescript.scopes import Step
from iac_crosswalk.programs.typescript.syntax import MEMBERS, field, inner, parse, text
from iac_crosswalk.programs.typescript.values import At, Instance
from iac_crosswalk.programs.use import Read

Reading = Callable[[Step], Iterator[Read]]
"""Yields the reads of a member or subscript expression."""
_FIRST = re.compile(r"[\w$]+")
_LONGEST_SHOWN = 200


class _Own(NamedTuple):
    """A name in an expression that the program itself defines: its value, and a note about it."""

    written: Written
    note: str


def reads_of(
    source: Source, evaluator: Evaluator, read: Reading, expression: str
) -> Iterator[Asked]:
    """Yields the reads that an expression would make in the scopes that know its first name.
    `this.` may be left out.
    """
    module = evaluator.program
    first = _FIRST.match(expression)
    if first is None:
        return
    scopes = [module.scope, *(each.scope for each in module.functions.values())]
    containing = [each for each in scopes if first[0] in each.names]
    if first[0] == "this" or not containing:
        member = expression.removeprefix("this.")
        name = _FIRST.match(member)
        containing = [
            each.scope for each in module.classes.values() if name and name[0] in each.members
        ]
        expression = f"this.{member}"
    for scope in containing:
        root = parse(Source(source.path, expression.encode()))
        steps = module.put(root, scope)
        own = _own(evaluator, root, scope)
        reads = [use for step in steps if step.node.type in MEMBERS for use in read(step)]
        if not reads and own is not None:
            node = own.written.node
            inside = [
                each
                for each in module.places
                if node.start_byte <= each.node.start_byte and each.node.end_byte <= node.end_byte
            ]
            reads = [
                use
                for step in inside
                if step not in steps and step.node.type in MEMBERS
                for use in read(step)
            ]
        yield from (Asked(use, own.note if own else None) for use in reads)


def _own(evaluator: Evaluator, root: Node, scope: Scope) -> _Own | None:
    """The first name in an expression that is neither a resource nor an object of the program's own
    classes.
    """
    statement = inner(root)
    node = inner(statement) if statement is not None else None
    chain: list[Node] = []
    while node is not None:
        chain.append(node)
        node = field(node, "object") or field(node, "function")
    for node in reversed(chain):
        value = evaluator.value(node, scope)
        if (
            isinstance(value, Instance)
            or (isinstance(value, At) and not value.place.path)
            or node.type == "this"
        ):
            continue
        return _value_of(evaluator, node, scope)
    return None


def _value_of(evaluator: Evaluator, node: Node, scope: Scope) -> _Own | None:
    """The value of a variable, or of a member of an object of the program's own classes."""
    binding: Binding | None = None
    name, holder = text(node), ""
    if node.type == "identifier":
        binding = scope.find(name)
    elif node.type == "member_expression":
        owner, member = field(node, "object"), field(node, "property")
        cls = _class(evaluator, owner, scope) if owner is not None else None
        if owner is None or member is None or cls is None:
            return None
        name, binding = text(member), cls.members.get(text(member))
        if owner.type != "this":
            last, class_name = field(owner, "property") or owner, field(cls.node, "name")
            holder = f"`{text(last)}` is a `{text(class_name) if class_name else ''}`, whose "
    values = [origin for origin, steps in binding.origins if not steps] if binding else []
    if len(values) != 1 or not isinstance(values[0], Written) or values[0].each:
        return None
    code = " ".join(text(values[0].node).split())
    return _Own(values[0], f"{holder}`{name}` is `{code}`") if len(code) <= _LONGEST_SHOWN else None


def _class(evaluator: Evaluator, owner: Node, scope: Scope) -> Class | None:
    """The class of the program whose object an expression is."""
    value = evaluator.value(owner, scope)
    return value.cls if isinstance(value, Instance) else None
