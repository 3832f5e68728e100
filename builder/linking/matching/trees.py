"""Attributes as a tree with words, so that two resources can be compared block by block."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property

from builder.linking.matching.words import Lexicon, Words
from builder.model import Attribute, Resource

_EVERYWHERE = frozenset({"timeouts", "tags_all", "region"})
"""Attributes that Terraform's provider adds to every resource. CloudFormation has no counterpart
(its region is the stack's)."""
_HEADS = {"set": "list", "integer": "number", "timestamp": "string"}


@dataclass(eq=False)
class Node:
    """One attribute, or a resource itself as the root (path is empty)."""

    path: str
    name: str
    words: Words
    attribute: Attribute
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    text: str = ""
    """The documentation, from any source."""
    only_read: bool = False
    """It cannot be set, or is in a block that cannot."""

    @cached_property
    def head(self) -> str:
        """list, map, object, string, number, boolean, json or any. A timestamp counts as a string,
        which it is in all systems but boto3."""
        kind = self.attribute.type.split("<", 1)[0]
        return _HEADS.get(kind, kind)

    @property
    def is_block(self) -> bool:
        return bool(self.children)

    def walk(self) -> list[Node]:
        """Everything below, parents first."""
        found: list[Node] = []
        for child in self.children:
            found.append(child)
            found += child.walk()
        return found


@dataclass(eq=False)
class Tree:
    """A resource as a tree."""

    resource: Resource
    root: Node
    nodes: dict[str, Node]
    own: Words
    """The words of the type's own name, without its service."""
    service: frozenset[str]
    """Words that only name the service."""


@cache
def plain(path: str) -> str:
    """The path of the holder without item marks at its end: `A[].B[]` → `A[].B`."""
    while path.endswith(("[]", ".*")):
        path = path[:-2]
    return path


@cache
def holder(path: str) -> str:
    """The path of the attribute that holds this one; empty at the top."""
    above = path.rpartition(".")[0]
    if path.endswith(".*"):
        above = path[:-2].rpartition(".")[0]
    return plain(above)


def tree(
    resource: Resource, lexicon: Lexicon, own: Words, service: frozenset[str], texts: dict[str, str]
) -> Tree:
    """The tree of a resource. `texts`: path → documentation from a second source, used where there
    is any."""
    root = Node("", "", own, Attribute(""))
    nodes: dict[str, Node] = {}
    for attribute in sorted(
        resource.attributes, key=lambda each: (each.path.count("."), each.path)
    ):
        path = attribute.path
        if resource.system == "terraform" and path.partition(".")[0].rstrip("[]") in _EVERYWHERE:
            continue
        if path == "id" and resource.facts.get("id_in_schema") is False:
            # Every resource has an id, but an expression cannot read one that the schema does not
            # list.
            continue
        above = nodes.get(holder(path), root)
        name = plain(path).rpartition(".")[2]
        node = Node(
            path,
            name,
            lexicon.words(name),
            attribute,
            above,
            [],
            texts.get(path) or attribute.description,
        )
        node.only_read = above.only_read or not attribute.is_input
        above.children.append(node)
        nodes[path] = node
    for node in reversed([*nodes.values()]):
        # A block is only returned where all its members are, even if the schema does not mark the
        # block so.
        node.only_read = node.only_read or (
            bool(node.children) and all(child.only_read for child in node.children)
        )
    return Tree(resource, root, nodes, own, service)
