"""The arguments in a program: the keys of object literals in the place of arguments or typed
values.
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
        """Its value. For `{ name }`, the name itself."""
        return field(self.node, "value") or self.node

    @property
    def is_short(self) -> bool:
        """Whether it is `{ name }`."""
        return self.node.type == "shorthand_property_identifier"


class _Literal(NamedTuple):
    """A value that is written in the place of an expected one."""

    node: Node | None
    expected: Value
    scope: Scope
    to: Declared | None
    path: str = ""
    shared: bool = False
    """Whether it is in a variable, which may have other uses. Then none of its names are wrong."""

    def item(self, node: Node, scope: Scope, expected: Value) -> _Literal:
        """An item of it."""
        return self._replace(node=node, scope=scope, expected=expected, path=f"{self.path}[]")


def given(
    evaluator: Evaluator,
    root: Written,
    expected: Value,
    to: Declared | None,
) -> Iterator[Given]:
    """Yields the names that are set in a value, outer ones before nested ones."""
    waiting = [_Literal(root.node, expected, root.scope, to)]
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
                yield from (use for use in below if isinstance(use, Given))
                waiting += [use for use in below if isinstance(use, _Literal)]
            elif each.type == "array":
                for index, element in enumerate(items(each)):
                    waiting.append(value.item(element, value.scope, item_at(value.expected, index)))
            elif each.type == "call_expression":
                for back in _mapped(evaluator, each, value.scope):
                    waiting.append(value.item(back.node, back.scope, item(value.expected)))
            elif each.type == "identifier" and to is not None and each.id not in seen:
                seen.add(each.id)
                assigned, scope = followed(evaluator, each, value.scope)
                if assigned is not None and assigned.type == "object":
                    waiting.append(value._replace(node=assigned, scope=scope, shared=True))


def _object(evaluator: Evaluator, node: Node, value: _Literal) -> Iterator[Given | _Literal]:
    """Yields the names that an object literal sets, and the values below it."""
    expected_value = value.expected
    names = [*properties(node)]
    beside = frozenset(each.name for each in names)
    for each in names:
        path = f"{value.path}.{each.name}" if value.path else each.name
        if isinstance(expected_value, At):
            place = expected_value.place.argument(each.name)
            member = place.attribute() if place else None
            is_argument = member is not None and expected_value.side.has(member)
            if is_argument or not value.shared:
                yield _argument(expected_value, place, each, path, beside, value.to)
            expected: Value = At(opened(place), expected_value.side) if place else None
        else:
            can = isinstance(expected_value, (Shape, Items))
            expected = evaluator.member(expected_value, each.name) if can else None
        yield value._replace(node=field(each.node, "value"), expected=expected, path=path)


def _argument(
    expected: At,
    place: Place | None,
    each: Property,
    path: str,
    beside: frozenset[str],
    declared: Declared | None,
) -> Given:
    value = unwrapped(each.value)
    return Given(
        declared=declared,
        container=expected.place,
        place=place,
        name=Name(each.name, span(each.where)),
        span=span(each.where),
        path=path,
        value_span=span(each.value),
        shape=_SHAPES.get(value.type) if value and not each.is_short else None,
        empty=value is not None and value.type in ("array", "object") and not items(value),
        beside=beside,
        keeps=f": {each.name}" if each.is_short else "",
        lookup=expected.side is not Side.ARGUMENTS,
    )


def properties(node: Node) -> Iterator[Property]:
    """Yields the properties of an object literal that are written with a name."""
    for child in items(node):
        key_node = field(child, "key") if child.type == "pair" else None
        name = key(child if child.type == "shorthand_property_identifier" else key_node)
        if name is not None:
            yield Property(child, *name)


def _mapped(evaluator: Evaluator, call: Node, scope: Scope) -> Iterator[Written]:
    """Yields the values in the list that `xs.map(x => ({…}))` returns."""
    callee, args = field(call, "function"), arguments(call)
    is_member = callee is not None and callee.type == "member_expression"
    name = field(callee, "property") if is_member and callee else None
    if name is None or text(name) != "map" or not args:
        return
    back = evaluator.value(args[0], scope)
    if not isinstance(back, FunctionItself) or args[0].type != "arrow_function":
        return
    if field(back.function.node, "return_type") is None:
        yield from back.function.returns


# -- settings --------------------------------------------------------------------------------------


def settings(evaluator: Evaluator, node: Node | None, place: Place, scope: Scope) -> dict[str, Any]:
    """Path → literal value of each setting. None if it is set but unknown."""
    values: dict[str, Any] = {}
    _note(evaluator, values, node, place, scope, 0)
    return values


def _note(
    evaluator: Evaluator,
    values: dict[str, Any],
    node: Node | None,
    place: Place,
    scope: Scope,
    deep: int,
) -> None:
    """Notes an object literal, or the one in a variable. Later settings override earlier ones."""
    properties_node, scope = followed(evaluator, node, scope)
    if properties_node is None or properties_node.type != "object" or deep == _DEEPEST:
        for path in values:  # it may contain anything
            values[path] = None
        return
    for child in items(properties_node):
        if child.type == "spread_element":
            _note(evaluator, values, inner(child), place, scope, deep + 1)
            continue
        short = child.type == "shorthand_property_identifier"
        name = key(child if short else field(child, "key"))
        member = place.argument(name[0]) if name else None
        if member is None:
            continue
        inside = child if short else field(child, "value")
        values[member.path] = typed(constant(evaluator, inside, scope), member.kind)
        below = unwrapped(inside)
        if member.kind == "object" and below is not None and below.type == "object":
            _note(evaluator, values, below, member, scope, deep + 1)


def constant(evaluator: Evaluator, node: Node | None, scope: Scope) -> Any:
    """The literal value of an expression or of a constant; otherwise None."""
    return literal(followed(evaluator, node, scope)[0])


def followed(evaluator: Evaluator, node: Node | None, scope: Scope) -> tuple[Node | None, Scope]:
    """The value that is assigned to a constant, or to a property of an object literal. Other
    expressions are unchanged.
    """
    for _ in range(_DEEPEST):
        plain = unwrapped(node)
        origin: Written | None = None
        if plain is None:
            break
        if plain.type in ("identifier", "shorthand_property_identifier"):
            filled = text(plain) in evaluator.program.filled
            origin = None if filled else _set_once(scope, text(plain))
        elif plain.type == "member_expression":
            name = field(plain, "property")
            owner = evaluator.value(field(plain, "object"), scope)
            origin = evaluator.properties.expression_of(owner, text(name)) if name else None
        if origin is None:
            return plain, scope
        node, scope = origin.node, origin.scope
    return None, scope


def _set_once(scope: Scope, name: str) -> Written | None:
    binding = scope.find(name)
    if binding is None or len(binding.origins) != 1:
        return None
    origin, steps = binding.origins[0]
    plain = isinstance(origin, Written) and not origin.each and not steps
    return origin if plain and isinstance(origin, Written) else None
