"""Attributes that a program reads: members of resources, of data sources' results and of what is nested in them."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from iac_crosswalk.check.advice import Advisor, Wrong
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.typescript.arguments import settings
from iac_crosswalk.check.typescript.spelling import described, speller
from iac_crosswalk.paths import snake
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.typescript import calls, node_sdk
from iac_crosswalk.programs.typescript.evaluation import Evaluator
from iac_crosswalk.programs.typescript.packages import class_name
from iac_crosswalk.programs.typescript.scopes import Step
from iac_crosswalk.programs.typescript.syntax import field, items, key, literal, pattern_positions, quoted, span, split_type, text
from iac_crosswalk.programs.typescript.values import At, Side, Value, item, item_at
from iac_crosswalk.store.place import Place


def read_member(step: Step, evaluator: Evaluator, advisor: Advisor) -> Iterator[Finding]:
    """`owner.name` and `owner["name"]`."""
    node = step.node
    if node.type == "member_expression":
        name = field(node, "property")
    else:
        index = field(node, "index")
        name = quoted(index) if index is not None else None
    if name is None or name.type == "private_property_identifier" or split_type(node) is not None:
        return
    owner = _lacking(evaluator, evaluator.value(field(node, "object"), step.scope), text(name))
    if owner is None:
        return
    rest, end = _rest(step) if node.type == "member_expression" else ("", name.end_byte)
    yield _finding(advisor, owner, name, rest, Span(name.start_byte, end))


def read_pattern(step: Step, evaluator: Evaluator, advisor: Advisor) -> Iterator[Finding]:
    """`const { name } = owner`, `({ name }) => …` and the patterns nested in them."""
    waiting = [(step.node, _taken_apart(step, evaluator))]
    while waiting:
        pattern, value = waiting.pop()
        if value is None:
            continue
        if pattern.type == "array_pattern":
            waiting += [(child, item_at(value, position)) for position, child in pattern_positions(pattern)]
        for child in items(pattern) if pattern.type == "object_pattern" else ():
            name = key(field(child, "key")) if child.type == "pair_pattern" else None
            if child.type == "object_assignment_pattern":
                child = field(child, "left") or child
            short = child.type == "shorthand_property_identifier_pattern"
            if short:
                name = text(child), child
            if name is None:
                continue
            owner = _lacking(evaluator, value, name[0])
            if owner is not None and not child.has_error:
                yield _finding(advisor, owner, name[1], "", span(name[1]), text(child) if short else None)
            below = field(child, "value")
            if below is not None:
                waiting.append((below, evaluator.member(value, name[0])))


def _taken_apart(step: Step, evaluator: Evaluator) -> Value:
    """What the outermost pattern of a declaration, a parameter or a loop takes apart."""
    above = step.up.node if step.up is not None else None
    if above is None or step.up is None:
        return None
    if above.type == "variable_declarator":
        return evaluator.value(field(above, "value"), step.scope) if field(above, "type") is None else None
    if above.type == "for_in_statement" and field(above, "kind") is not None:
        right = field(above, "right")
        return item(evaluator.value(right, step.scope)) if (operator := field(above, "operator")) and operator.type == "of" else None
    function = step.scope.function
    if above.type == "required_parameter" and function is not None and any(each.id == above.id for each in function.parameters):
        return calls.parameter(evaluator, function, [each.id for each in function.parameters].index(above.id))
    return None


def _lacking(evaluator: Evaluator, value: Value, name: str) -> At | None:
    """What `value` is, if it surely has nothing of that name."""
    owner, added = evaluator.resource(value)
    if owner is None or name in added or name.startswith("_") or evaluator.program.augmented:
        return None
    place = owner.place
    if not place.known or (owner.side is not Side.READ and place.kind != "object"):
        return None
    member = place.schema.child(place.path, name)
    if member is not None and owner.side.has(member):
        return None
    return None if name in _elsewhere(owner) else owner


def _elsewhere(owner: At) -> frozenset[str]:
    """Names that the Node SDK adds there."""
    place = owner.place
    if place.path or place.schema.resource.kind != "resource":
        return node_sdk.OUTPUT_MEMBERS | node_sdk.OBJECT_MEMBERS
    mixins = node_sdk.MIXINS.get(class_name(place.schema), frozenset())
    return node_sdk.RESOURCE_MEMBERS | node_sdk.OUTPUT_MEMBERS | node_sdk.OBJECT_MEMBERS | mixins


def _rest(step: Step) -> tuple[str, int]:
    """What is written behind a member up to a call, in normal form, and where it ends: `.x`, `[0].y`, `?.z!`."""
    rest, up = "", step.up
    node = end = step.node
    while up is not None:
        above = up.node
        if above.type == "non_null_expression":
            node, up = above, up.up
            continue
        owner = field(above, "object")
        if above.type not in ("member_expression", "subscript_expression") or owner is None or owner.id != node.id:
            break
        if above.type == "member_expression":
            called = field(up.up.node, "function") if up.up is not None and up.up.node.type == "call_expression" else None
            name = field(above, "property")
            if name is None or (called is not None and called.id == above.id):
                break
            rest += f".{snake(text(name))}"
        else:
            index = literal(field(above, "index"))
            rest += f".{snake(index)}" if isinstance(index, str) else "[]"
        node = end = above
        up = up.up
    return rest, end.end_byte


def _finding(advisor: Advisor, owner: At, name: Node, rest: str, whole: Span, keeps: str | None = None) -> Finding:
    place = owner.place
    wrong = Wrong(
        place.schema,
        place.path,
        text(name),
        span(name),
        rest,
        whole,
        output=owner.side is Side.READ,
        settings=settings(owner.made_with, Place(place.schema)) if owner.made_with else {},
    )
    said = f"`{text(name)}` is no attribute of {described(place)}"
    return advisor.finding("unknown-attribute", said, wrong, speller(place, f": {keeps}" if keeps else ""))
