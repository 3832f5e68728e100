"""References to resources and data sources in expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk.programs.program import Asked
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.terraform import syntax
from iac_crosswalk.programs.terraform.declarations import Declarations, Resource, ignored
from iac_crosswalk.programs.terraform.syntax import Block, Step, Term
from iac_crosswalk.programs.terraform.values import Found, Scope, UnknownType, Value, Values
from iac_crosswalk.programs.use import Declared, Name, Read
from iac_crosswalk.store.place import Place

_MENTIONS = (b"aws_", b"local.", b"self.")
_FOR = {"for_tuple_expr", "for_object_expr", "template_for"}
_CATCHING = {"try", "can"}
_WITHOUT_EXPRESSIONS = {"variable_expr", "get_attr", "literal_value"}
_EACH_ALONE = {"locals": "local", "module": "module"}
"""Blocks whose arguments are separate values → the prefix of their names."""
_INTROS = {"for_intro", "template_for_start"}


def references(declarations: Declarations) -> Iterator[Read | Declared]:
    """Yields the reads of a file's expressions; for an unknown type, a Declared without a name."""
    values = Values(declarations)
    owners = {each.block.node.id: each for each in declarations.resources.values()}
    for block in declarations.blocks:
        if block.body is None or not _mentions(block.node):
            continue
        for within, part in _parts(block, owners):
            for term, visit in _terms(part, owners, values):
                result = values.read(term, visit.scope)
                if isinstance(result, Found):
                    yield from _reads_of(result, term, visit.tried, within)
                elif isinstance(result, UnknownType):
                    yield Declared("", result.name, None, result.span, result.span)
    for resource in declarations.resources.values():
        yield from _ignored_changes(resource)


def reads_of(declarations: Declarations, expression: str) -> Iterator[Asked]:
    """Yields the reads that an expression would make if it were in the file."""
    root = syntax.parse_text(f"value = {expression}\n")
    values = Values(declarations)
    for term, visit in _terms(root, {}, values) if not root.has_error else ():
        result = values.read(term, visit.scope)
        if isinstance(result, Found):
            for read in _reads_of(result, term, False, ""):
                address = f"{result.value.name}.{read.path}"
                yield Asked(read, None if result.owner else f"`{expression}` is `{address}`")


def _mentions(node: Node) -> bool:
    """Whether the text of a node may refer to a resource."""
    text = node.text or b""
    return any(each in text for each in _MENTIONS)


def _parts(block: Block, owners: Mapping[int, Resource]) -> Iterator[tuple[str, Node]]:
    """Yields (name, node) of the parts of a block that are read separately."""
    labels = [label[0] for node in block.labels if (label := syntax.quoted(node))]
    if block.node.id in owners:
        yield owners[block.node.id].declared.name, block.node
    elif block.type in _EACH_ALONE:
        name = ".".join([_EACH_ALONE[block.type], *labels])
        for each in syntax.attributes(block.body):
            if _mentions(each.value):
                yield f"{name}.{each.name}", each.value
    else:
        yield ".".join([block.type, *labels]), block.node


class _Visit(NamedTuple):
    node: Node
    scope: Scope
    tried: bool = False
    """Whether `try` or `can` is around it."""


def _terms(
    node: Node,
    owners: Mapping[int, Resource],
    values: Values,
) -> Iterator[tuple[Term, _Visit]]:
    """Yields each value below `node` that has steps behind it, and the variables in scope there."""
    waiting = [_Visit(node, {})]
    while waiting:
        visit = waiting.pop()
        node, scope, tried = visit
        kind = node.type
        if kind == "block":
            if iterator := _iterator(node):
                scope = {**scope, **iterator}
            if node.id in owners:
                scope = {**scope, "self": values.itself(owners[node.id])}
        elif kind in _FOR:
            intro = next((child for child in node.named_children if child.type in _INTROS), None)
            if intro is not None:
                waiting.append(visit._replace(node=intro))
                scope = {**scope, **_variables(intro, scope, values)}
                inside = [child for child in node.named_children if child.type not in _INTROS]
                waiting += [_Visit(child, scope, tried) for child in inside]
                continue
        elif kind == "object_elem" and node.named_child_count >= 2:
            key, *others = [child for child in node.named_children if child.type == "expression"]
            waiting += [visit._replace(node=child) for child in ([] if _is_name(key) else [key])]
            waiting += [visit._replace(node=child) for child in others]
            continue
        elif kind == "attribute" and _is_ignore_changes(node):
            continue
        elif kind == "function_call":
            tried = tried or syntax.text(node.named_children[0]) in _CATCHING
        if scope is not visit.scope or tried is not visit.tried:
            visit = _Visit(node, scope, tried)
        for term in syntax.terms(node):
            if term.rest:
                yield term, visit
            for child in (term.head, *term.rest):
                if child.named_child_count and child.type not in _WITHOUT_EXPRESSIONS:
                    waiting.append(_Visit(child, scope, tried))


def _iterator(node: Node) -> Scope:
    """The variable of a `dynamic` block. Its name is in `iterator`, or else it is the block's."""
    if not node.named_children or syntax.text(node.named_children[0]) != "dynamic":
        return {}
    block = syntax.block(node)
    if block is None or not block.labels:
        return {}
    iterators = [each.value for each in syntax.attributes(block.body) if each.name == "iterator"]
    if iterators:
        return {syntax.text(iterators[0]): None}
    label = syntax.quoted(block.labels[0])
    return {label[0] if label else "": None}


def _is_name(node: Node) -> bool:
    """Whether the key of an object is a bare word: then it is text, not a reference."""
    return bool(node.named_children) and node.named_children[0].type == "variable_expr"


def _is_ignore_changes(node: Node) -> bool:
    return bool(node.named_children) and syntax.text(node.named_children[0]) == "ignore_changes"


def _variables(intro: Node, scope: Scope, values: Values) -> Scope:
    """The variables of a `for`. The last is an item of the collection, the other is its key."""
    names = [syntax.text(child) for child in intro.named_children if child.type == "identifier"]
    through = [child for child in intro.named_children if child.type == "expression"]
    variables: dict[str, Value | None] = dict.fromkeys(names)
    if names and through:
        variables[names[-1]] = values.item(values.of(through[0], scope))
    return variables


def _reads_of(result: Found, term: Term, tried: bool, within: str) -> Iterator[Read]:
    """Yields the read of an expression, unless it only names the resource."""
    value = result.value
    missing = result.missing if result.static or not tried else []
    place = value.place if missing else _attribute_of(value.place)
    if not missing and not place.path:
        return
    span = Span(term.head.start_byte, term.rest[-1].end_byte)
    names = tuple(_names(missing, result.steps)) if missing else ()
    yield Read(
        declared=value.resource.declared if value.resource else None,
        place=place,
        names=names,
        path=_path(place, names),
        span=span,
        owner=Name(value.name, result.owner),
        within=within,
        key=bool(missing) and missing[0].kind == "key",
    )


def _path(place: Place, names: tuple[Name, ...]) -> str:
    rest = "".join(each.text if each.text == "[]" else f".{each.text}" for each in names)
    return (place.path + rest).removeprefix(".")


def _attribute_of(place: Place) -> Place:
    """The attribute that contains a place: its items and values belong to it."""
    member = place.attribute()
    return Place(place.schema, member.path, member.type) if member else place


def _names(missing: list[Step], steps: list[Step]) -> Iterator[Name]:
    """Yields the names that do not exist, with their bytes if one text can replace all of them.

    It cannot within quotes, where a name cannot become a path, and behind `.*`, where an index
    applies to the list of `.*`.
    """
    before = steps[: len(steps) - len(missing)]
    splat = any(each.kind == "attr_splat" for each in before)
    for number, step in enumerate(missing):
        text = step.name or "[]"
        if number == 0:
            yield Name(text, step.span)
        else:
            exact = not splat and missing[0].kind != "key"
            yield Name(text, Span(step.span.start, step.end) if exact else None)


def _ignored_changes(resource: Resource) -> Iterator[Read]:
    """Yields names in `lifecycle { ignore_changes = [tags, …] }` that the resource does not
    have.
    """
    if resource.place is None:
        return
    for node in ignored(resource.block):
        name = syntax.text(node)
        if name != "id" and resource.place.member(name) is None:
            span = syntax.span(node)
            names = (Name(name, span),)
            yield Read(resource.declared, resource.place, names, name, span, within="lifecycle")
