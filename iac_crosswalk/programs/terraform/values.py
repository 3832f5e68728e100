"""What expressions stand for: a resource, something inside it, or nothing that can be known.

Indexes and splats are left to Terraform: a name is looked up whether a list was indexed or not, so that only names that exist nowhere are missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.terraform import syntax
from iac_crosswalk.programs.terraform.declarations import Declarations, Declared
from iac_crosswalk.programs.terraform.syntax import Step, Term
from iac_crosswalk.store.schema import Member, Schema

_DEPTH = 20
"""How many parentheses, locals and functions are followed to a value."""
_ITEM_OF = {"one", "element"}
_SAME_ITEMS = {"values", "tolist", "toset", "reverse", "nonsensitive", "sensitive"}


class Value(NamedTuple):
    """A resource (`member` is None) or what stands at one of its attributes."""

    schema: Schema
    declared: Declared | None
    """Its block, where it stands in the file."""
    member: Member | None = None
    instance: bool = False
    """Whether an index, a splat or a loop has gone to the instances of the resource."""
    keyed: bool = False
    """Whether it is the value under a key of the map `member`, or what an index gives of an attribute that is no list."""


class Missing(NamedTuple):
    """A name that does not exist where `container` is read; `rest` and `whole` as in Wrong."""

    schema: Schema
    declared: Declared | None
    container: str
    step: Step
    rest: str
    whole: Span
    plain: bool
    """Whether text may simply take the name's place."""
    static: bool = False
    """Whether Terraform says so before it runs anything, so that `try` cannot catch it."""


class UnknownType(NamedTuple):
    """A reference to a type that does not exist."""

    name: str
    span: Span


Result = Value | Missing | UnknownType | None
Scope = Mapping[str, Value | None]


class Values:
    """The values of one file's expressions."""

    def __init__(self, declarations: Declarations) -> None:
        self.declarations = declarations
        self._locals: dict[str, Value | None] = {}

    def itself(self, declared: Declared) -> Value | None:
        """What `self` stands for in the block of a resource."""
        return Value(declared.schema, declared, instance=True) if declared.schema and declared.ours else None

    def of(self, expression: Node, scope: Scope, depth: int = 0) -> Value | None:
        """What an expression stands for, where that is one value and known."""
        found = syntax.terms(expression)
        if len(found) != 1 or expression.type != "expression" or depth > _DEPTH:
            return None
        result = self.read(found[0], scope, depth)
        return result if isinstance(result, Value) else None

    def item(self, value: Value | None) -> Value | None:
        """What stands for each item in a loop through a value."""
        if value is None:
            return None
        if value.member is None:
            repeated = value.instance or (value.declared is not None and value.declared.repeated is not None)
            return value._replace(instance=True) if repeated else None
        if value.keyed or value.member.type == "object":  # the attributes of an object, of whatever kind each is
            return None
        return value._replace(keyed=True) if value.member.type.startswith("map<") else value

    def read(self, term: Term, scope: Scope, depth: int = 0) -> Result:
        """What a value with its steps leads to."""
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

    def _variable(self, name: str, place: Span, steps: list[Step], scope: Scope, depth: int) -> Result:
        if name in scope:
            return _follow(scope[name], steps)
        if name == "local" and steps and steps[0].kind == "name":
            return _follow(self._local(steps[0].name, depth), steps[1:])
        if name == "resource" and steps and steps[0].kind == "name":
            name, place, steps = steps[0].name, steps[0].span, steps[1:]
        type_name = name
        if name == "data" and steps and steps[0].kind == "name":
            name, place, steps = steps[0].name, steps[0].span, steps[1:]
            type_name = f"data.{name}"
        if not name.startswith("aws_") or not steps or steps[0].kind != "name":
            return None
        declared = self.declarations.resources.get((type_name, steps[0].name))
        if declared is not None and not declared.ours:
            return None
        schema = self.declarations.schema(type_name)
        if schema is None:
            # Where the block stands in the file, the block is what is wrong; without attribute it may be the address of something gone.
            return UnknownType(type_name, place) if declared is None and any(step.kind == "name" for step in steps[1:]) else None
        result = _follow(Value(schema, declared), steps[1:])
        return result._replace(static=_is_static(steps, result)) if isinstance(result, Missing) else result

    def _local(self, name: str, depth: int) -> Value | None:
        if name not in self._locals:
            self._locals[name] = None  # a local that leads to itself leads nowhere
            expression = self.declarations.locals.get(name)
            self._locals[name] = self.of(expression, {}, depth + 1) if expression is not None else None
        return self._locals[name]

    def _call(self, node: Node, scope: Scope, depth: int) -> Value | None:
        """Functions that give an item, or the same items in another form."""
        name, *arguments = node.named_children
        given = [part for part in arguments[0].named_children if part.type == "expression"] if arguments else []
        function = syntax.text(name)
        if not given or function not in _ITEM_OF | _SAME_ITEMS:
            return None
        value = self.of(given[0], scope, depth)
        return self.item(value) if function in _ITEM_OF else value


def _follow(value: Value | None, steps: list[Step]) -> Result:
    for index, step in enumerate(steps):
        if value is None:
            return None
        if step.kind == "name" or (step.kind == "key" and _is_field(value)):
            result = _name(value, steps, index)
            if isinstance(result, Missing):
                return result
            value = result
        else:
            value = _go_in(value)
    return value


def _is_static(steps: list[Step], missing: Missing) -> bool:
    return all(each.kind in ("name", "key", "index") for each in steps if each.span < missing.step.span)


def _is_field(value: Value) -> bool:
    """Whether a quoted index is the name of an attribute, and not the key of an instance or of a map."""
    return value.instance if value.member is None else True


def _go_in(value: Value) -> Value:
    """An index or a splat: to the instances of a resource, to a value of a map; the items of a list have the list's names."""
    if value.member is None:
        return value._replace(instance=True)
    return value if "object" in value.member.type and not value.member.type.startswith("map<") else value._replace(keyed=True)


def _name(value: Value, steps: list[Step], index: int) -> Value | Missing | None:
    """What a name leads to; None where that cannot be known."""
    member = value.member
    if member is None:
        if not value.instance and value.declared is not None and value.declared.repeated == "for_each":
            return None  # `aws_x.y.key` names an instance
        return _child(value, "", steps, index)
    if member.type.startswith("map<") and not value.keyed:
        return value._replace(keyed=True)
    if "object" in member.type and ("map<" not in member.type or value.keyed):
        return _child(value, member.container, steps, index)
    return None if member.open else _missing(value, steps, index)


def _child(value: Value, container: str, steps: list[Step], index: int) -> Value | Missing | None:
    name = steps[index].name
    if not container and name == "id":
        return None  # every resource has one by its nature, and what it is made of is text
    if not value.schema.below(container):
        return None
    child = value.schema.child(container, name)
    return Value(value.schema, value.declared, child) if child is not None else _missing(value, steps, index)


def _missing(value: Value, steps: list[Step], index: int) -> Missing:
    step, behind = steps[index], steps[index + 1 :]
    container = value.member.container if value.member is not None else ""
    if value.member is not None and value.keyed and container == value.member.path:
        container += "[]"
    rest = "".join(f".{each.name}" if each.name else "[]" for each in behind)
    whole = Span(step.span.start, max(each.end for each in steps[index:]))
    # Within quotes a name cannot become a path; an index behind `.*` is one of the list that `.*` makes.
    plain = step.kind == "name" and not (behind and any(each.kind == "attr_splat" for each in steps[:index]))
    return Missing(value.schema, value.declared, container, step, rest, whole, plain)
