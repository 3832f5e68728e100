"""Attributes that a program reads: members of resources, of data sources' results and of what is nested in them."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from iac_crosswalk.checking.advice import Advisor, Wrong
from iac_crosswalk.checking.findings import Finding, Span
from iac_crosswalk.checking.places import Place
from iac_crosswalk.checking.typescript import node_sdk
from iac_crosswalk.checking.typescript.arguments import settings
from iac_crosswalk.checking.typescript.evaluation import Evaluator
from iac_crosswalk.checking.typescript.packages import class_name
from iac_crosswalk.checking.typescript.scopes import Step
from iac_crosswalk.checking.typescript.spelling import described, speller
from iac_crosswalk.checking.typescript.syntax import field, items, key, literal, quoted, span, text
from iac_crosswalk.checking.typescript.values import At, Side, Value
from iac_crosswalk.paths import snake


def read_member(step: Step, evaluator: Evaluator, advisor: Advisor) -> Iterator[Finding]:
    """`owner.name` and `owner["name"]`."""
    node = step.node
    if node.type == "member_expression":
        name = field(node, "property")
    else:
        index = field(node, "index")
        name = quoted(index) if index is not None else None
    if name is None or name.type == "private_property_identifier":
        return
    owner = _lacking(evaluator, evaluator.value(field(node, "object"), step.scope), text(name))
    if owner is None:
        return
    rest, end = _rest(step) if node.type == "member_expression" else ("", name.end_byte)
    yield _finding(advisor, owner, name, rest, Span(name.start_byte, end))


def read_pattern(step: Step, evaluator: Evaluator, advisor: Advisor) -> Iterator[Finding]:
    """`const { name } = owner`, and nested patterns in it."""
    if step.up is None or step.up.node.type != "variable_declarator" or field(step.up.node, "type") is not None:
        return
    waiting: list[tuple[Node, Value]] = [(step.node, evaluator.value(field(step.up.node, "value"), step.scope))]
    while waiting:
        pattern, value = waiting.pop()
        for child in items(pattern):
            name = key(field(child, "key")) if child.type == "pair_pattern" else None
            if child.type == "object_assignment_pattern":
                child = field(child, "left") or child
            if child.type == "shorthand_property_identifier_pattern":
                name = text(child), child
            if name is None:
                continue
            owner = _lacking(evaluator, value, name[0])
            if owner is not None:
                keeps = text(child) if child.type == "shorthand_property_identifier_pattern" else None
                yield _finding(advisor, owner, name[1], "", span(name[1]), keeps)
            below = field(child, "value")
            if below is not None and below.type == "object_pattern":
                waiting.append((below, evaluator.member(value, name[0])))


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
