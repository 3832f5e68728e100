"""Names that patterns and imports declare."""

from __future__ import annotations

from tree_sitter import Node

from iac_crosswalk.programs.typescript.declarations import (
    Imported,
    Origin,
    Scope,
    Steps,
    Typed,
    Unknown,
    Written,
)
from iac_crosswalk.programs.typescript.syntax import (
    field,
    inner,
    items,
    key,
    pattern_positions,
    quoted,
    text,
)


def bind(
    pattern: Node | None,
    origin: Origin,
    scope: Scope,
    steps: Steps = (),
    annotation: Node | None = None,
) -> None:
    """Declares the names of a pattern."""
    if pattern is None:
        return
    kind = pattern.type
    if kind in ("identifier", "shorthand_property_identifier_pattern", "type_identifier"):
        binding = scope.name(text(pattern))
        if annotation is not None:
            binding.annotation = Typed(annotation, scope), steps
        binding.origins.append((origin, steps))
    elif kind == "object_pattern":
        for child in items(pattern):
            name = key(field(child, "key")) if child.type == "pair_pattern" else None
            if name is not None:
                bind(field(child, "value"), origin, scope, (*steps, name[0]), annotation)
            elif child.type == "shorthand_property_identifier_pattern":
                bind(child, origin, scope, (*steps, text(child)), annotation)
            else:
                bind(
                    field(child, "value") or field(child, "left") or inner(child), Unknown(), scope
                )
    elif kind == "array_pattern":
        for position, child in pattern_positions(pattern):
            bind(child, origin, scope, (*steps, position), annotation)
    elif kind == "assignment_pattern":
        bind(field(pattern, "left"), Unknown(), scope)  # this or its default
    elif kind == "rest_pattern":
        bind(inner(pattern), Unknown(), scope)


def names(pattern: Node) -> list[Node]:
    """Every name in an assignment's pattern."""
    nodes, waiting = [], [pattern]
    while waiting:
        node = waiting.pop()
        if node.type in ("identifier", "shorthand_property_identifier_pattern"):
            nodes.append(node)
        waiting += node.named_children
    return nodes


def import_statement(node: Node, scope: Scope) -> None:
    """Declares the names of an import."""
    for clause in items(node):
        source = None if node.has_error else field(clause, "source") or field(node, "source")
        if clause.type == "import_require_clause":
            _import(inner(clause), source, "", scope)
        elif clause.type == "import_clause":
            for part in items(clause):
                if part.type == "identifier":
                    _import(part, source, "", scope)
                elif part.type == "namespace_import":
                    _import(inner(part), source, "", scope)
                for specifier in items(part) if part.type == "named_imports" else ():
                    name = field(specifier, "name")
                    if name is not None:
                        _import(field(specifier, "alias") or name, source, text(name), scope)


def _import(local: Node | None, source: Node | None, name: str, scope: Scope) -> None:
    piece = quoted(source) if source is not None else None
    member = "" if name == "default" else name
    bind(local, Imported(text(piece), member) if piece else Unknown(), scope)


def import_alias(node: Node, scope: Scope) -> None:
    """`import E = aws.ec2`."""
    parts = items(node)
    if len(parts) == 2:
        bind(parts[0], Written(parts[1], scope), scope)
