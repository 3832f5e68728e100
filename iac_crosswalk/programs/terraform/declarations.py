"""The declarations of a file: resources, data sources, locals and providers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tree_sitter import Node

from iac_crosswalk.programs.terraform import syntax
from iac_crosswalk.programs.terraform.language import DATA
from iac_crosswalk.programs.terraform.syntax import Block
from iac_crosswalk.programs.use import Declared, Name
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

_OURS = re.compile(r"(?:^|/)(?:hashicorp|opentofu)/aws$")
_TYPE = re.compile(r"[^{}<>%$@\s]+").fullmatch
"""A type, not a placeholder of a template language (`aws_{{ kind }}`)."""
_LOCAL_NAME = re.compile(r'"?([A-Za-z_][\w-]*)')
_OWN_MEANING = ("lifecycle", "provisioner", "connection")
_DEPTH = 20
"""Limit on the locals that are followed to a constant."""


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource or data source. `place` is None if its type is not one of the AWS provider's."""

    declared: Declared
    block: Block
    place: Place | None
    repeated: str | None
    """`count` or `for_each`, if the block has one of them."""


class Declarations:
    """The declarations of one file."""

    def __init__(self, root: Node, schemas: Schemas) -> None:
        self.schemas = schemas
        self.blocks = [*syntax.sound_blocks(root)]
        """The blocks of the file that have no syntax error in them or right behind them."""
        self.locals: dict[str, Node] = {}
        for block in self.blocks:
            if block.type == "locals":
                self.locals |= {each.name: each.value for each in syntax.attributes(block.body)}
        self.providers = dict(_providers(self.blocks))
        self.resources: dict[str, Resource] = {}
        """Address (`aws_lb.main`, `data.aws_ami.image`) → resource."""
        for resource in map(self._resource, _declaring(self.blocks)):
            if resource is not None:
                self.resources.setdefault(resource.declared.name, resource)

    @cached_property
    def foreign(self) -> bool:
        """Whether the file declares `aws` as a provider other than HashiCorp's."""
        return not self.providers.get("aws", True)

    def place(self, type_name: str) -> Place | None:
        """The place of a type; None if the provider does not have it."""
        schema = self.schemas.find(type_name, "terraform")
        return Place(schema) if schema else None

    def constant(self, expression: Node) -> Any:
        """The value of a literal, or of a local that is a literal. None for other expressions."""
        for _ in range(_DEPTH):
            value = syntax.literal(expression)
            name = syntax.local_name(expression) if value is None else None
            if name is None or name not in self.locals:
                return value
            expression = self.locals[name]
        return None

    def _resource(self, block: Block) -> Resource | None:
        labels = [label for node in block.labels if (label := syntax.quoted(node))]
        if len(labels) != 2 or not _TYPE(labels[0][0]):
            return None
        (type_name, type_span), (name, name_span) = labels
        type_name = f"{DATA}{type_name}" if block.type == "data" else type_name
        arguments = {each.name: each.value for each in syntax.attributes(block.body)}
        ours = not self.foreign and self._is_ours(type_name, arguments.get("provider"))
        place = self.place(type_name) if ours else None
        row = place.schema.resource if place else None
        repeated = next((each for each in ("count", "for_each") if each in arguments), None)
        count = self.constant(arguments["count"]) if repeated == "count" else None
        instances = count if isinstance(count, int) and count > 0 else 1
        declared = Declared(
            f"{type_name}.{name}",
            type_name,
            row,
            type_span,
            name_span,
            {},
            ours,
            remarks=[*_about(block, repeated if instances == 1 else None)],
            instances=instances,
            ignored=[Name(syntax.text(node), syntax.span(node)) for node in ignored(block)],
        )
        return Resource(declared, block, place, repeated)

    def _is_ours(self, type_name: str, provider: Node | None) -> bool:
        if not type_name.removeprefix(DATA).startswith("aws_"):
            return False
        local_name = _LOCAL_NAME.match(syntax.text(provider)) if provider is not None else None
        return local_name is None or self.providers.get(local_name[1], local_name[1] == "aws")


def _about(block: Block, repeated: str | None) -> Iterator[str]:
    """Yields notes about a resource for the reader."""
    if repeated:
        yield f"`{repeated}` sets the number of instances, which is not known from the file alone."
    inner = [each.type for each in syntax.blocks(block.body)]
    settings = [each for each in _OWN_MEANING if each in inner]
    if settings:
        yield f"{', '.join(settings)}: Terraform's own settings, not arguments of the resource."


def ignored(block: Block) -> Iterator[Node]:
    """The names in `ignore_changes` that are attributes of the resource itself: `root_block_device`
    of `root_block_device[0].volume_size`.
    """
    for inner in syntax.blocks(block.body):
        for each in syntax.attributes(inner.body) if inner.type == "lifecycle" else ():
            literal = syntax.collection(each.value) if each.name == "ignore_changes" else None
            for item in literal.named_children if literal and literal.type == "tuple" else ():
                item_terms = syntax.terms(item) if item.type == "expression" else []
                head = item_terms[0].head if item_terms else None
                if head and head.type == "variable_expr" and head.named_child_count == 1:
                    yield head


def _declaring(blocks: list[Block]) -> Iterator[Block]:
    for each in blocks:
        if each.type in ("resource", "data"):
            yield each
        elif each.type == "check":  # may contain its own data source
            yield from (inner for inner in syntax.blocks(each.body) if inner.type == "data")


def _providers(blocks: list[Block]) -> Iterator[tuple[str, bool]]:
    """Yields (local name, whether it is the AWS provider) of each provider whose source the file
    declares.
    """
    for outer in blocks:
        for inner in syntax.blocks(outer.body) if outer.type == "terraform" else ():
            for each in syntax.attributes(inner.body) if inner.type == "required_providers" else ():
                objects = syntax.collection(each.value)
                for element in syntax.elements(objects) if objects is not None else ():
                    source = syntax.literal(element.value) if element.name == "source" else None
                    if isinstance(source, str):
                        yield each.name, bool(_OURS.search(source))
