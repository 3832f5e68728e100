"""Reads the names that are set in the block of a resource or data source, at any depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tree_sitter import Node

from iac_crosswalk.programs.settings import note
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.terraform import syntax
from iac_crosswalk.programs.terraform.declarations import Declarations, Resource
from iac_crosswalk.programs.terraform.syntax import Attribute
from iac_crosswalk.programs.use import Given, Name, Shape
from iac_crosswalk.store.place import Place

_META_ARGUMENTS = {
    *("count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection"),
}
"""Terraform's own names in every resource. `timeouts` is not one of them: it is in the schemas of
the types that take it.
"""
_ESCAPE = "_"
"""A block of this name holds provider arguments whose names are reserved by Terraform."""
SHAPES: dict[str | None, Shape] = {"tuple": "list", "object": "object", "plain": "plain"}


class _Body(NamedTuple):
    """A body to be read. `place` is the object that its names belong to."""

    node: Node | None
    place: Place | None
    path: str
    dynamic: bool
    """Whether the block may be repeated any number of times. Then its values are not settings."""


class Reader:
    """Reads the arguments of one resource, and stores its literal values as its settings."""

    def __init__(self, resource: Resource, declarations: Declarations) -> None:
        self.resource = resource
        self.declared = resource.declared
        self.declarations = declarations
        self.settings: dict[str, Any] = {}
        self.declared.settings = self.settings

    def read(self) -> Iterator[Given]:
        """Yields every name, outer ones first, as far as the schema describes them."""
        waiting = [_Body(self.resource.block.body, self.resource.place, "", False)]
        while waiting:
            body = waiting.pop()
            arguments, blocks = [*_arguments(body)], [*_blocks(body)]
            beside = frozenset([each.name for each in arguments] + [each.name for each in blocks])
            for each in arguments:
                yield from self._argument(each, body, beside)
            for block in blocks:
                if block.name == _ESCAPE and not body.path:
                    waiting.append(body._replace(node=block.body))
                    continue
                given = self._name(block.name, block.span, body, block.block_span, "block")
                if not given:
                    continue
                yield given
                self._note(given, None, body.dynamic or block.dynamic)
                if self._goes_on(given):
                    inside = given.place.unlisted() if given.place else None
                    dynamic = body.dynamic or block.dynamic
                    waiting.append(_Body(block.body, inside, _in_list(given), dynamic))

    def _argument(self, each: Attribute, body: _Body, beside: frozenset[str]) -> Iterator[Given]:
        """Yields an argument, and the keys of the object literals in its value."""
        shape = SHAPES.get(syntax.form(each.value))
        value_span = syntax.span(each.value)
        given = self._name(each.name, each.span, body, value_span, shape)
        if not given:
            return
        given.among_blocks, given.beside, given.empty = True, beside, syntax.is_empty(each.value)
        yield given
        self._note(given, each.value, body.dynamic)
        if given.place is not None:
            yield from self._keys(given.place, given.path, each.value)

    def _keys(self, place: Place, path: str, value: Node) -> Iterator[Given]:
        waiting = [(place, path, value)]
        while waiting:
            place, path, value = waiting.pop()
            literal = syntax.collection(value)
            if literal is None:
                continue
            if place.type.is_list and literal.type == "tuple":
                items = [each for each in literal.named_children if each.type == "expression"]
                item = place.item()
                waiting += [(item, f"{path}[]", each) for each in items if item]
            elif place.known and literal.type == "object":
                elements = [*syntax.elements(literal)]
                beside = frozenset(each.name for each in elements)
                for each in elements:
                    shape = SHAPES.get(syntax.form(each.value))
                    value_span = syntax.span(each.value)
                    body = _Body(None, place, path, False)
                    given = self._name(each.name, each.span, body, value_span, shape)
                    # An object must set all of its attributes, the read-only ones as well.
                    if not given or (given.place and not _is_input(given.place)):
                        continue
                    given.beside, given.empty = beside, syntax.is_empty(each.value)
                    yield given
                    self._note(given, each.value, False)
                    if given.place is not None:
                        waiting.append((given.place, given.path, each.value))

    def _name(
        self,
        name: str,
        span: Span,
        body: _Body,
        value_span: Span,
        shape: Shape | None,
    ) -> Given | None:
        """A name that is set. None for the `id` of a resource that does not take one."""
        place = body.place.member(name) if body.place else None
        if name == "id" and body.place and not body.path and not (place and _is_input(place)):
            return None
        path = f"{body.path}.{name}" if body.path else name
        return Given(
            self.declared,
            body.place,
            place,
            Name(name, span),
            span,
            path,
            value_span,
            shape,
        )

    def _goes_on(self, given: Given) -> bool:
        """Whether the schema lists all names that a block may contain. For a plain value it lists
        none.
        """
        place = given.place
        if place is None or place.type.holds_map or not _is_input(place):
            return False
        return place.described

    def _note(self, given: Given, value: Node | None, dynamic: bool) -> None:
        if given.place is None or dynamic or (value is not None and syntax.text(value) == "null"):
            return
        constant = self.declarations.constant(value) if value is not None else None
        note(self.settings, given.place, constant)


class _Block(NamedTuple):
    """A block, or the one that a `dynamic` block generates. `body` is None if it cannot be read."""

    name: str
    span: Span
    """The bytes of the name."""
    block_span: Span
    body: Node | None
    dynamic: bool


def _is_meta(name: str, body: _Body) -> bool:
    return not body.path and name in _META_ARGUMENTS


def _arguments(body: _Body) -> Iterator[Attribute]:
    return (each for each in syntax.attributes(body.node) if not _is_meta(each.name, body))


def _blocks(body: _Body) -> Iterator[_Block]:
    """Yields the provider's blocks of a body. They have no labels."""
    for block in syntax.blocks(body.node):
        if _is_meta(block.type, body):
            continue
        block_span = syntax.span(block.node)
        if block.type == "dynamic":
            content = [each.body for each in syntax.blocks(block.body) if each.type == "content"]
            label = syntax.quoted(block.labels[0]) if len(block.labels) == 1 else None
            if label and label[0].isidentifier():
                yield _Block(*label, block_span, content[0] if content else None, True)
        elif not block.labels:
            yield _Block(block.type, syntax.span(block.name), block_span, block.body, False)


def _in_list(given: Given) -> str:
    return f"{given.path}[]" if given.place and given.place.type.is_list else given.path


def _is_input(place: Place) -> bool:
    member = place.schema.members.get(place.path)
    return member is None or member.is_input
