"""Reads a Terraform test file into a Program: what its assertions read, and the attributes whose
values its mocks and overrides set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.source import Source, Span
from iac_crosswalk.programs.terraform import syntax
from iac_crosswalk.programs.terraform.declarations import Declarations
from iac_crosswalk.programs.terraform.given import SHAPES
from iac_crosswalk.programs.terraform.language import DATA
from iac_crosswalk.programs.terraform.read import program_of
from iac_crosswalk.programs.terraform.references import references
from iac_crosswalk.programs.terraform.syntax import Attribute, Block
from iac_crosswalk.programs.use import Declared, Given, Name, Use
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

_LOOKS_LIKE_ONE = re.compile(
    rb"""^[ \t]*(?:run|mock_provider|override_\w+)\b[ \t]*(?:"[^"\n]*"[ \t]*|[\w-]+[ \t]*)?\{""",
    re.MULTILINE,
)
_MOCKS = ("mock_resource", "mock_data")
_OVERRIDES = ("override_resource", "override_data")
_AROUND = ("mock_provider", "run")
"""Blocks that may contain mocks or overrides."""


class _Mock(NamedTuple):
    """A type whose attributes are given values. `span` is the type; `values` are those values."""

    type: str
    span: Span
    values: Node | None


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a test file; None for a file without a test's blocks."""
    if not _LOOKS_LIKE_ONE.search(source.data):
        return None
    root = syntax.parse(source)
    return program_of(source, root, Declarations(root, schemas), _uses, "test")


def _uses(declarations: Declarations) -> Iterator[Use]:
    for each in _mocks(declarations.blocks):
        if each.type.removeprefix(DATA).startswith("aws_"):
            yield from _of_mock(each, declarations)
    yield from references(declarations)


def _of_mock(mock: _Mock, declarations: Declarations) -> Iterator[Use]:
    """Yields the names that a mock sets. The mock itself is no resource: it is yielded only where
    its type does not exist.
    """
    place = declarations.place(mock.type)
    if place is None:
        yield Declared("", mock.type, None, mock.span, mock.span)
    elif mock.values is not None:
        yield from _given(place, mock.values)


def _given(top: Place, values: Node) -> Iterator[Given]:
    waiting = [(top, "", values)]
    while waiting:
        place, path, value = waiting.pop()
        written = syntax.collection(value)
        if written is not None and written.type == "tuple":
            item = place.item() if place.type.is_list else None
            items = [each for each in written.named_children if each.type == "expression"]
            waiting += [(item, f"{path}[]", each) for each in items if item]
        if written is None or written.type != "object":
            continue
        inside = place.unlisted()  # one object holds for all blocks of a name
        elements = [*syntax.elements(written)]
        beside = frozenset(each.name for each in elements)
        for each in elements if inside.known or inside.type.is_map else ():
            leads = inside.argument(each.name)
            if each.name == "id" and leads is None and not path:
                continue  # every resource may have one
            own = f"{path}.{each.name}" if path else each.name
            yield Given(
                None,
                inside,
                leads,
                Name(each.name, each.span),
                each.span,
                own,
                syntax.span(each.value),
                SHAPES.get(syntax.form(each.value)),
                empty=syntax.is_empty(each.value),
                beside=beside,
                lookup=True,
            )
            if leads is not None:
                waiting.append((leads, own, each.value))


def _mocks(blocks: list[Block]) -> Iterator[_Mock]:
    for outer in blocks:
        for each in (outer, *(syntax.blocks(outer.body) if outer.type in _AROUND else ())):
            found = _mock(each)
            if found is not None:
                yield found


def _mock(block: Block) -> _Mock | None:
    given = {each.name: each for each in syntax.attributes(block.body)}
    if block.type in _MOCKS and len(block.labels) == 1:
        label, values = syntax.quoted(block.labels[0]), given.get("defaults")
        prefix = DATA if block.type == "mock_data" else ""
        return _Mock(prefix + label[0], label[1], values and values.value) if label else None
    if block.type in _OVERRIDES and "target" in given:
        found, values = _target(given["target"]), given.get("values")
        return _Mock(*found, values and values.value) if found else None
    return None


def _target(target: Attribute) -> tuple[str, Span] | None:
    """The type in the address of a resource: `module.cache["a"].aws_x.y[0]`."""
    found = syntax.terms(target.value)
    if len(found) != 1 or found[0].head.type != "variable_expr":
        return None
    names = [(syntax.text(found[0].head), syntax.span(found[0].head))]
    names += [(each.name, each.span) for each in syntax.chain(found[0].rest) if each.kind == "name"]
    while len(names) > 2 and names[0][0] == "module":
        names = names[2:]
    if len(names) == 3 and names[0][0] == "data":
        return DATA + names[1][0], names[1][1]
    return names[0] if len(names) == 2 else None
