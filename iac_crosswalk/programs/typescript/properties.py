"""The properties of object literals, interfaces and object types."""

from __future__ import annotations

from typing import Protocol

from tree_sitter import Node

from iac_crosswalk.programs.typescript.annotations import declared
from iac_crosswalk.programs.typescript.answering import Evaluation
from iac_crosswalk.programs.typescript.declarations import Written
from iac_crosswalk.programs.typescript.syntax import field, inner, items, key
from iac_crosswalk.programs.typescript.values import Record, Shape, Value, agreed

_Index = tuple[dict[str, tuple[int, Node]], list[tuple[int, Node]]]


class Members(Evaluation, Protocol):
    """The evaluator that properties need."""

    def member(self, value: Value, name: str) -> Value:
        """The member `name` of a value."""


class Properties:
    """The properties of one program's objects, and the place of each."""

    def __init__(self, values: Members) -> None:
        self._values = values
        self._indexes: dict[int, _Index] = {}

    def of_literal(self, record: Record, name: str) -> Value:
        """A property of an object literal. The last one of that name wins."""
        by_name, others = self._index(record.node)
        place, value = by_name.get(name, (-1, None))
        for position, other in reversed(others):
            if position < place:
                break
            is_spread = other.type == "spread_element"
            spread = self._values.value(inner(other), record.scope) if is_spread else None
            if not isinstance(spread, Record):
                return None  # may hold anything
            inherited = self._values.member(spread, name)
            if inherited is not None:
                return inherited
        return self._values.value(value, record.scope)

    def expression_of(self, value: Value, name: str) -> Written | None:
        """The expression of a property of an object literal. None if another property may override
        it.
        """
        if not isinstance(value, Record):
            return None
        by_name, others = self._index(value.node)
        if others or name not in by_name:
            return None
        return Written(by_name[name][1], value.scope)

    def _index(self, node: Node) -> _Index:
        """The last place of each name in an object literal or type, and the other content."""
        if node.id not in self._indexes:
            by_name: dict[str, tuple[int, Node]] = {}
            others: list[tuple[int, Node]] = []
            for position, child in enumerate(items(node)):
                shorthand = child.type == "shorthand_property_identifier"
                name_node = child if shorthand else field(child, "key") or field(child, "name")
                name = key(name_node) if child.type != "index_signature" else None
                value = field(child, "value") if child.type == "pair" else child
                if name is not None and value is not None:
                    by_name[name[0]] = position, value
                else:
                    others.append((position, child))
            self._indexes[node.id] = by_name, others
        return self._indexes[node.id]

    def of_type(self, shape: Shape, name: str) -> Value:
        """A property of an interface or object type: of the type itself, of a base, or of its index
        signature.
        """
        by_name, others = self._index(field(shape.node, "body") or shape.node)
        if name in by_name:
            return self._type_of(shape, by_name[name][1])
        for clause in items(shape.node):
            for base in items(clause) if clause.type == "extends_type_clause" else ():
                value = self._values.member(
                    declared(self._values, base, shape.scope, shape.for_literal), name
                )
                if value is not None:
                    return value
        return agreed(
            self._type_of(shape, other) for _, other in others if other.type == "index_signature"
        )

    def _type_of(self, shape: Shape, signature: Node) -> Value:
        return (
            declared(self._values, field(signature, "type"), shape.scope, shape.for_literal)
            if signature.type != "method_signature"
            else None
        )
