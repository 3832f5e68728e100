"""Lists of a template. CloudFormation takes a single value for a list of one; the target systems
do not."""

from __future__ import annotations

from iac_crosswalk.programs.cloudformation.template import call
from iac_crosswalk.programs.nodes import Mapping as Object
from iac_crosswalk.programs.nodes import Node, Scalar, Sequence
from iac_crosswalk.report.expressions import Writer, choice_of

_LISTS = ("Fn::Cidr", "Fn::GetAZs", "Fn::Split")
_TEXTS = ("Fn::Base64", "Fn::ImportValue", "Fn::Join", "Fn::Select", "Fn::Sub", "Fn::ToJsonString")


def is_list(node: Node, write: Writer, depth: int = 0) -> bool | None:
    """Whether a value is a list; None where that is unknown."""
    called = call(node)
    if called is None:
        return not isinstance(node, Scalar)
    if depth > write.deepest:
        return None
    name, argument = called
    items = argument.items if isinstance(argument, Sequence) else []
    if name in _LISTS or name in _TEXTS:
        return name in _LISTS
    if name == "Ref" and isinstance(argument, Scalar):
        if argument.text == "AWS::NoValue":
            return None
        return argument.text in write.lists
    if name == "Fn::GetAtt":
        parts = [each.text for each in (argument, *items) if isinstance(each, Scalar)]
        return ".".join(parts) in write.lists
    if name == "Fn::FindInMap" and len(items) == 3:
        return _holds_lists(items, write)
    if chosen := choice_of(node):
        then, other = (is_list(each, write, depth + 1) for each in chosen[1:])
        return then if then == other else None
    return None


def as_list(node: Node, write: Writer, depth: int = 0) -> str | None:
    """A value as an argument that is a list takes it: a single value in brackets. None where the
    value is unknown, or where a mapping has both kinds."""
    found, chosen = is_list(node, write), choice_of(node)
    if chosen and found is None and depth <= write.deepest:
        return write.choice(chosen, *(as_list(each, write, depth + 1) for each in chosen[1:]))
    if found is None and (call(node) or ("",))[0] == "Fn::FindInMap":
        return None
    value = write.value(node)
    return f"[{value}]" if value is not None and found is False else value


def _holds_lists(items: list[Node], write: Writer) -> bool | None:
    """Whether the values of a mapping under its second key are lists. A key that is not a literal
    may be any of them."""
    table, _, key = items
    found = write.mappings.get(table.text) if isinstance(table, Scalar) else None
    name = key.text if isinstance(key, Scalar) and key.tag is None else None
    rows = [row for _, row in found.pairs] if isinstance(found, Object) else []
    pairs = [pair for row in rows if isinstance(row, Object) for pair in row.pairs]
    kinds = {isinstance(value, Sequence) for own, value in pairs if name in (None, own.text)}
    return kinds.pop() if len(kinds) == 1 else None
