"""What a file declares: resources and data sources with their schemas and literal settings, locals, where its provider comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tree_sitter import Node

from iac_crosswalk.programs.terraform import syntax
from iac_crosswalk.programs.terraform.syntax import Block
from iac_crosswalk.store.schema import Schema, Schemas

_OURS = re.compile(r"(?:^|/)(?:hashicorp|opentofu)/aws$")
_AWS_TYPE = re.compile(r"aws_[^{}<>%$@\s]+").fullmatch
"""A type of the provider, and no place for one in a template of another language (`aws_{{ kind }}`)."""
_LOCAL_NAME = re.compile(r'"?([A-Za-z_][\w-]*)')


@dataclass(frozen=True, eq=False)
class Declared:
    """A resource or data source that stands in the file. `type` is its name in the knowledge base: `data.aws_ami`.

    `schema` is None where it is not one of the provider's types; `ours` is False where another provider makes it.
    """

    type: str
    name: str
    block: Block
    schema: Schema | None
    ours: bool
    repeated: str | None
    """`count` or `for_each`, where it is one of those."""

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        """Path → literal value of what its block gives; None where it is no literal, or where blocks of one name differ."""
        return _settings(self.schema, self.block.body) if self.schema else {}


class Declarations:
    """The declarations of one file."""

    def __init__(self, root: Node, schemas: Schemas) -> None:
        self.schemas = schemas
        self.blocks = [*syntax.sound_blocks(root)]
        """The blocks of the file that have no syntax error in them or right behind them."""
        self.locals = {each.name: each.value for block in self.blocks if block.type == "locals" for each in syntax.attributes(block.body)}
        self.providers = dict(_providers(self.blocks))
        self.version = _provider_version(schemas)
        self.resources: dict[tuple[str, str], Declared] = {}
        for found in map(self._declared, _declaring(self.blocks)):
            if found is not None:
                self.resources.setdefault((found.type, found.name), found)

    @property
    def foreign(self) -> bool:
        """Whether the file says that `aws` is not the provider we know."""
        return not self.providers.get("aws", True)

    def schema(self, type_name: str) -> Schema | None:
        """The schema of a type, or None when the provider has none of that name."""
        return self.schemas.find(type_name, "terraform")

    def _declared(self, block: Block) -> Declared | None:
        labels = [label for node in block.labels if (label := syntax.quoted(node))]
        if len(labels) != 2 or not _AWS_TYPE(labels[0][0]):
            return None
        type_name = f"data.{labels[0][0]}" if block.type == "data" else labels[0][0]
        given = {each.name: each.value for each in syntax.attributes(block.body)}
        local_name = _LOCAL_NAME.match(syntax.text(given["provider"])) if "provider" in given else None
        ours = local_name is None or self.providers.get(local_name[1], local_name[1] == "aws")
        schema = self.schema(type_name)
        repeated = next((name for name in ("count", "for_each") if name in given), None)
        return Declared(type_name, labels[1][0], block, schema, ours, repeated)


def _declaring(blocks: list[Block]) -> Iterator[Block]:
    for each in blocks:
        if each.type in ("resource", "data"):
            yield each
        elif each.type == "check":  # may hold a data source of its own
            yield from (inner for inner in syntax.blocks(each.body) if inner.type == "data")


def _providers(blocks: list[Block]) -> Iterator[tuple[str, bool]]:
    """Local name → whether it is the AWS provider, of those whose source the file states."""
    for outer in blocks:
        for inner in syntax.blocks(outer.body) if outer.type == "terraform" else ():
            for each in syntax.attributes(inner.body) if inner.type == "required_providers" else ():
                written = syntax.collection(each.value)
                for element in syntax.elements(written) if written is not None else ():
                    source = syntax.literal(element.value) if element.name == "source" else None
                    if isinstance(source, str):
                        yield each.name, bool(_OURS.search(source))


def _provider_version(schemas: Schemas) -> str:
    rows = schemas.knowledge.rows("select json_extract(facts, '$.provider_version') from resource where system = 'terraform' limit 1")
    return str(rows[0][0]) if rows else ""


def _settings(schema: Schema, body: Node | None) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    waiting = [("", body)]
    while waiting:
        container, inside = waiting.pop()
        for each in syntax.attributes(inside):
            path = f"{container}.{each.name}" if container else each.name
            value = syntax.literal(each.value)
            settings[path] = value if settings.get(path, value) == value else None
        for inner in syntax.blocks(inside):
            member = schema.child(container, inner.type)
            if member is not None:
                waiting.append((member.container, inner.body))
    return settings
