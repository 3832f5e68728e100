"""The values of expressions: a resource, a part of a resource, or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk import paths
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.terraform import syntax
from iac_crosswalk.programs.terraform.declarations import Declarations, Resource
from iac_crosswalk.programs.terraform.language import DATA
from iac_crosswalk.programs.terraform.syntax import Step, Term
from iac_crosswalk.store.place import Place

_DEPTH = 20
"""Limit on the parentheses, locals and functions that are followed to a value."""
_ITEM_OF = {"one", "element"}
_SAME_ITEMS = {"values", "tolist", "toset", "reverse", "nonsensitive", "sensitive"}


class Value(NamedTuple):
    """A resource, or the value at a place in it."""

    place: Place
    name: str
    """The address of the resource."""
    resource: Resource | None
    """The resource's block, if it is in the file."""
    instance: bool = False
    """Whether it is an instance of the resource: by an index, a splat or a loop."""


class Found(NamedTuple):
    """The result of resolving an expression. `missing`: the steps that do not exist, if any."""

    value: Value
    steps: list[Step]
    """Every step behind the resource or the value that the expression begins with."""
    missing: list[Step]
    owner: Span | None = None
    """The bytes of the resource's address, if the expression begins with it."""

    @property
    def static(self) -> bool:
        """Whether Terraform rejects a missing name before a run, so that `try` cannot catch it."""
        before = self.steps[: len(self.steps) - len(self.missing)]
        return self.owner is not None and all(
            each.kind in ("name", "key", "index") for each in before
        )


class UnknownType(NamedTuple):
    """A reference to a type that does not exist."""

    name: str
    span: Span


Scope = Mapping[str, Value | None]


class Values:
    """The values of one file's expressions."""

    def __init__(self, declarations: Declarations) -> None:
        self.declarations = declarations
        self._locals: dict[str, Value | None] = {}

    def itself(self, resource: Resource) -> Value | None:
        """The value of `self` in the block of a resource."""
        if resource.place is None:
            return None
        return Value(resource.place, resource.declared.name, resource, instance=True)

    def of(self, expression: Node, scope: Scope, depth: int = 0) -> Value | None:
        """The value of an expression, if it is a single, known one."""
        parts = syntax.terms(expression)
        if len(parts) != 1 or expression.type != "expression" or depth > _DEPTH:
            return None
        result = self.read(parts[0], scope, depth)
        return result.value if isinstance(result, Found) and not result.missing else None

    def item(self, value: Value | None) -> Value | None:
        """The value of each item in a loop over a value."""
        if value is None:
            return None
        if value.place.path:
            item = value.place.item()
            return value._replace(place=item) if item else None
        repeated = value.instance or (value.resource is not None and value.resource.repeated)
        return value._replace(instance=True) if repeated else None

    def read(self, term: Term, scope: Scope, depth: int = 0) -> Found | UnknownType | None:
        """The result of following a value's steps."""
        head, steps = term.head, syntax.chain(term.rest)
        if head.type == "variable_expr":
            return self._variable(syntax.text(head), syntax.span(head), steps, scope, depth)
        if depth > _DEPTH:
            return None
        if head.type == "expression":
            return _follow(self.of(head, scope, depth + 1), steps)
        if head.type == "function_call":
            return _follow(self._call(head, scope, depth + 1), steps)
        return None

    def _variable(
        self,
        name: str,
        place: Span,
        steps: list[Step],
        scope: Scope,
        depth: int,
    ) -> Found | UnknownType | None:
        if name in scope:
            return _follow(scope[name], steps)
        if name == "local" and steps and steps[0].kind == "name":
            return _follow(self._local(steps[0].name, depth), steps[1:])
        if name == "resource" and steps and steps[0].kind == "name":
            name, place, steps = steps[0].name, steps[0].span, steps[1:]
        prefix, start = "", place.start
        if name == "data" and steps and steps[0].kind == "name":
            prefix, name, place, steps = DATA, steps[0].name, steps[0].span, steps[1:]
        if not name.startswith("aws_") or not steps or steps[0].kind != "name":
            return None
        address = f"{prefix}{name}.{steps[0].name}"
        resource = self.declarations.resources.get(address)
        if resource is not None and not resource.declared.ours:
            return None
        type_place = self.declarations.place(prefix + name)
        if type_place is None:
            # If the file has its block, the finding is about the block.
            # Without an attribute it may be the address of a removed resource.
            attribute = any(step.kind == "name" for step in steps[1:])
            return UnknownType(prefix + name, place) if resource is None and attribute else None
        owner = Span(start, steps[0].span.end)
        return _follow(Value(type_place, address, resource), steps[1:], owner)

    def _local(self, name: str, depth: int) -> Value | None:
        if name not in self._locals:
            self._locals[name] = None  # a local that refers to itself has no value
            expression = self.declarations.locals.get(name)
            if expression is not None:
                self._locals[name] = self.of(expression, {}, depth + 1)
        return self._locals[name]

    def _call(self, node: Node, scope: Scope, depth: int) -> Value | None:
        """The value of a function that returns an item, or the same items in another form. None for
        other functions.
        """
        name, *arguments = node.named_children
        inside = arguments[0].named_children if arguments else []
        values = [part for part in inside if part.type == "expression"]
        function = syntax.text(name)
        if not values or function not in _ITEM_OF | _SAME_ITEMS:
            return None
        value = self.of(values[0], scope, depth)
        return self.item(value) if function in _ITEM_OF else value


def _follow(value: Value | None, steps: list[Step], owner: Span | None = None) -> Found | None:
    """Follows steps as far as the schema has them. None if a step leads to something unknown."""
    if value is None:
        return None
    place, name, resource, instance = value
    position = 0
    while position < len(steps) and not place.path:
        step = steps[position]
        position += 1
        if step.kind != "name" and not (step.kind == "key" and instance):
            instance = True
            continue
        repeated = resource.repeated if resource else None
        if (repeated == "for_each" and not instance) or not place.known:
            return None  # `aws_x.y.key` names an instance
        child = place.member(step.name)
        if step.name == "id":  # every resource has one, and its parts are text
            return Found(Value(child, name, resource), steps, [], owner) if child else None
        if child is None:
            missing = steps[position - 1 :]
            return Found(Value(place, name, resource, instance), steps, missing, owner)
        place = child
    rest = steps[position:]
    if not rest:
        return Found(Value(place, name, resource, instance), steps, [], owner)
    walk = place.walk([paths.Step(step.name or None) for step in rest])
    is_missing = walk.missing and not _is_free(walk.place)
    missing = rest[len(rest) - len(walk.rest) :] if is_missing else []
    return Found(Value(walk.place, name, resource, instance), steps, missing, owner)


def _is_free(place: Place) -> bool:
    """Whether it is a plain value under a free key, whose type is often unknown."""
    attribute = place.attribute()
    return place.kind != "object" and attribute is not None and attribute.open
