"""The arguments in a program: keys of object literals where arguments or typed values are
expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tree_sitter import Node

from iac_crosswalk.programs.pulumi import opened
from iac_crosswalk.programs.settings import literal as typed
from iac_crosswalk.programs.typescript.declarations import Scope, Written
from iac_crosswalk.programs.typescript.evaluation import Evaluator
from iac_crosswalk.programs.typescript.syntax import (
    alternatives,
    arguments,
    field,
    inner,
    items,
    key,
    literal,
    span,
    text,
    unwrapped,
)
from iac_crosswalk.programs.typescript.values import (
    At,
    FunctionItself,
    Items,
    Shape,
    Side,
    Value,
    item,
    item_at,
)
from iac_crosswalk.programs.use import Declared, Given, Name
from iac_crosswalk.programs.use import Shape as Written_
from iac_crosswalk.store.place import Place

_SHAPES: dict[str, Written_] = {
    "array": "list",
    "object": "object",
    **dict.fromkeys(("string", "template_string", "number", "true", "false"), "plain"),
}
_DEEPEST = 20
"""Limit on constants that refer to each other."""


class Property(NamedTuple):
    """A property of an object literal that is written with a name."""

    node: Node
    name: str
    where: Node
    """The name without its quotes."""

    @property
    def value(self) -> Node:
        """Its value; of `{ name }` the name itself."""
        return field(self.node, "value") or self.node

    @property
    def is_short(self) -> bool:
        """Whether it is `{ name }`."""
        return self.node.type == "shorthand_property_identifier"


class _Literal(NamedTuple):
    """A value that is written where something is expected."""

    node: Node | None
    expected: Value
    scope: Scope
    to: Declared | None
    path: str = ""
    shared: bool = False
    """Whether it is in a variable, which may have other uses: then none of its names is wrong."""

    def item(self, node: Node, scope: Scope, expected: Value) -> _Literal:
        """An item of it."""
        return self._replace(node=node, scope=scope, expected=expected, path=f"{self.path}[]")


def given(
    evaluator: Evaluator,
    written: Written,
    expected: Value,
    to: Declared | None,
) -> Iterator[Given]:
    """Yields the names that are set in a value, outer ones before nested ones."""
    waiting = [_Literal(written.node, expected, written.scope, to)]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if value.expected is None:
            continue
        for each in alternatives(value.node):
            if each.has_error:
                continue
            if each.type == "object":
                below = [*_object(evaluator, each, value)]
                yield from (found for found in below if isinstance(found, Given))
                waiting += [found for found in below if isinstance(found, _Literal)]
            elif each.type == "array":
                for index, element in enumerate(items(each)):
                    waiting.append(value.item(element, value.scope, item_at(value.expected, index)))
            elif each.type == "call_expression":
                for back in _mapped(evaluator, each, value.scope):
                    waiting.append(value.item(back.node, back.scope, item(value.expected)))
            elif each.type == "identifier" and to is not None and each.id not in seen:
                seen.add(each.id)
                held, scope = followed(evaluator, each, value.scope)
                if held is not None and held.type == "object":
                    waiting.append(value._replace(node=held, scope=scope, shared=True))


def _object(evaluator: Evaluator, node: Node, value: _Literal) -> Iterator[Given | _Literal]:
    """Yields the names that an object literal sets, and the values below it."""
    wanted = value.expected
    names = [*properties(node)]
    beside = frozenset(each.name for each in names)
    for each in names:
        path = f"{value.path}.{each.name}" if value.path else each.name
        if isinstance(wanted, At):
            place = wanted.place.given(each.name)
            member = place.own() if place else None
            known = member is not None and wanted.side.has(member)
            if known or not value.shared:
                yield _given(wanted, place, each, path, beside, value.to)
            expected: Value = At(opened(place), wanted.side) if place else None
        else:
            can = isinstance(wanted, (Shape, Items))
            expected = evaluator.member(wanted, each.name) if can else None
        yield value._replace(node=field(each.node, "value"), expected=expected, path=path)


def _given(
    wanted: At,
    place: Place | None,
    each: Property,
    path: str,
    beside: frozenset[str],
    declared: Declared | None,
) -> Given:
    value = unwrapped(each.value)
    return Given(
        declared=declared,
        container=wanted.place,
        place=place,
        name=Name(each.name, span(each.where)),
        span=span(each.where),
        path=path,
        value_span=span(each.value),
        shape=_SHAPES.get(value.type) if value and not each.is_short else None,
        empty=value is not None and value.type in ("array", "object") and not items(value),
        beside=beside,
        keeps=f": {each.name}" if each.is_short else "",
        lookup=wanted.side is not Side.ARGUMENTS,
    )


def properties(node: Node) -> Iterator[Property]:
    """Yields the properties of an object literal that are written with a name."""
    for child in items(node):
        named = field(child, "key") if child.type == "pair" else None
        name = key(child if child.type == "shorthand_property_identifier" else named)
        if name is not None:
            yield Property(child, *name)


def _mapped(evaluator: Evaluator, call: Node, scope: Scope) -> Iterator[Written]:
    """Yields the values of a list that is made by `xs.map(x => ({…}))`."""
    called, written = field(call, "function"), arguments(call)
    is_member = called is not None and called.type == "member_expression"
    name = field(called, "property") if is_member and called else None
    if name is None or text(name) != "map" or not written:
        return
    back = evaluator.value(written[0], scope)
    if not isinstance(back, FunctionItself) or written[0].type != "arrow_function":
        return
    if field(back.function.node, "return_type") is None:
        yield from back.function.returns


# -- settings --------------------------------------------------------------------------------------


def settings(evaluator: Evaluator, node: Node | None, place: Place, scope: Scope) -> dict[str, Any]:
    """Path → literal value of each setting; None where it is set but unknown."""
    found: dict[str, Any] = {}
    _note(evaluator, found, node, place, scope, 0)
    return found


def _note(
    evaluator: Evaluator,
    found: dict[str, Any],
    node: Node | None,
    place: Place,
    scope: Scope,
    deep: int,
) -> None:
    """Notes an object literal, or one that a variable holds; what is written later wins."""
    written, scope = followed(evaluator, node, scope)
    if written is None or written.type != "object" or deep == _DEEPEST:
        for path in found:  # it may contain anything
            found[path] = None
        return
    for child in items(written):
        if child.type == "spread_element":
            _note(evaluator, found, inner(child), place, scope, deep + 1)
            continue
        short = child.type == "shorthand_property_identifier"
        name = key(child if short else field(child, "key"))
        leads = place.given(name[0]) if name else None
        if leads is None:
            continue
        inside = child if short else field(child, "value")
        found[leads.path] = typed(constant(evaluator, inside, scope), leads.kind)
        below = unwrapped(inside)
        if leads.kind == "object" and below is not None and below.type == "object":
            _note(evaluator, found, below, leads, scope, deep + 1)


def constant(evaluator: Evaluator, node: Node | None, scope: Scope) -> Any:
    """The literal value of an expression, also through a constant; otherwise None."""
    return literal(followed(evaluator, node, scope)[0])


def followed(evaluator: Evaluator, node: Node | None, scope: Scope) -> tuple[Node | None, Scope]:
    """The value assigned to a constant, or to a property of an object literal; other expressions
    are unchanged.
    """
    for _ in range(_DEEPEST):
        written = unwrapped(node)
        found: Written | None = None
        if written is None:
            break
        if written.type in ("identifier", "shorthand_property_identifier"):
            filled = text(written) in evaluator.program.filled
            found = None if filled else _set_once(scope, text(written))
        elif written.type == "member_expression":
            name = field(written, "property")
            owner = evaluator.value(field(written, "object"), scope)
            found = evaluator.properties.written(owner, text(name)) if name else None
        if found is None:
            return written, scope
        node, scope = found.node, found.scope
    return None, scope


def _set_once(scope: Scope, name: str) -> Written | None:
    binding = scope.find(name)
    if binding is None or len(binding.origins) != 1:
        return None
    origin, steps = binding.origins[0]
    plain = isinstance(origin, Written) and not origin.each and not steps
    return origin if plain and isinstance(origin, Written) else None
