"""References to resources and data sources in expressions: whether what is read of them exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk.check.advice import Advisor, Wrong
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.check.terraform.arguments import unknown_type
from iac_crosswalk.check.terraform.wording import keep_certain, other_number, speller, whose
from iac_crosswalk.programs.terraform import syntax
from iac_crosswalk.programs.terraform.declarations import Declarations, Declared
from iac_crosswalk.programs.terraform.syntax import Step, Term
from iac_crosswalk.programs.terraform.values import Missing, Scope, UnknownType, Value, Values

_MENTIONS = (b"aws_", b"local.", b"self.")
_FOR = {"for_tuple_expr", "for_object_expr", "template_for"}
_CATCHING = {"try", "can"}
_INTROS = {"for_intro", "template_for_start"}


def check_references(declarations: Declarations, advisor: Advisor) -> Iterator[Finding]:
    """The findings in the expressions of a file."""
    values = Values(declarations)
    owners = {each.block.node.id: each for each in declarations.resources.values()}
    for block in declarations.blocks:
        if block.body is None or not any(mention in (block.node.text or b"") for mention in _MENTIONS):
            continue
        for term, visit in _terms(block.node, owners, values):
            result = values.read(term, visit.scope)
            if isinstance(result, Missing) and (result.static or not visit.tried):
                yield _unknown_attribute(result, declarations.version, advisor)
            elif isinstance(result, UnknownType):
                yield unknown_type(result.name, result.span, declarations)
    for declared in declarations.resources.values():
        if declared.ours:
            for missing in _ignored_changes(declared):
                yield _unknown_attribute(missing, declarations.version, advisor)


class _Visit(NamedTuple):
    node: Node
    scope: Scope
    tried: bool = False
    """Whether `try` or `can` is around it."""


def _terms(node: Node, owners: Mapping[int, Declared], values: Values) -> Iterator[tuple[Term, _Visit]]:
    """Each value below `node` that something follows, with the variables it can see."""
    waiting = [_Visit(node, {})]
    while waiting:
        visit = waiting.pop()
        node, scope, tried = visit
        if node.type == "block":
            scope = {**scope, **_iterator(node)}
            if node.id in owners:
                scope = {**scope, "self": values.itself(owners[node.id])}
        elif node.type in _FOR:
            intro = next((child for child in node.named_children if child.type in _INTROS), None)
            if intro is not None:
                waiting.append(visit._replace(node=intro))
                scope = {**scope, **_variables(intro, scope, values)}
                waiting += [_Visit(child, scope, tried) for child in node.named_children if child.type not in _INTROS]
                continue
        elif node.type == "object_elem" and node.named_child_count >= 2:
            key, *others = [child for child in node.named_children if child.type == "expression"]
            waiting += [visit._replace(node=child) for child in ([] if _is_name(key) else [key]) + others]
            continue
        elif node.type == "attribute" and _is_ignore_changes(node):
            continue
        elif node.type == "function_call":
            tried = tried or syntax.text(node.named_children[0]) in _CATCHING
        visit = _Visit(node, scope, tried)
        for term in syntax.terms(node):
            if term.rest:
                yield term, visit
            waiting += [_Visit(child, scope, tried) for child in (term.head, *term.rest) if child.named_child_count]


def _iterator(node: Node) -> Scope:
    """The variable of a `dynamic` block: named by `iterator`, or like the block it makes."""
    block = syntax.block(node)
    if block is None or block.type != "dynamic" or not block.labels:
        return {}
    named = next((each.value for each in syntax.attributes(block.body) if each.name == "iterator"), None)
    label = syntax.quoted(block.labels[0])
    return {syntax.text(named) if named is not None else label[0] if label else "": None}


def _is_name(node: Node) -> bool:
    """A key of an object that is a word: it is text, whatever else bears the name."""
    return bool(node.named_children) and node.named_children[0].type == "variable_expr"


def _is_ignore_changes(node: Node) -> bool:
    return bool(node.named_children) and syntax.text(node.named_children[0]) == "ignore_changes"


def _variables(intro: Node, scope: Scope, values: Values) -> Scope:
    """The variables of a `for`: the last is an item of what it goes through, a first of two is a key."""
    names = [syntax.text(child) for child in intro.named_children if child.type == "identifier"]
    through = next((child for child in intro.named_children if child.type == "expression"), None)
    found: dict[str, Value | None] = dict.fromkeys(names)
    if names and through is not None:
        found[names[-1]] = values.item(values.of(through, scope))
    return found


def _ignored_changes(declared: Declared) -> Iterator[Missing]:
    """Names in `lifecycle { ignore_changes = [tags, …] }` that the resource does not have."""
    for block in syntax.blocks(declared.block.body):
        for each in syntax.attributes(block.body) if block.type == "lifecycle" else ():
            written = syntax.collection(each.value) if each.name == "ignore_changes" else None
            for item in written.named_children if written is not None and written.type == "tuple" else ():
                found = syntax.terms(item)
                head = found[0].head if item.type == "expression" and found else None
                if head is None or head.type != "variable_expr" or declared.schema is None or head.named_child_count != 1:
                    continue
                name = syntax.text(head)
                if name != "id" and declared.schema.child("", name) is None:
                    yield Missing(
                        declared.schema, declared, "", Step("name", name, syntax.span(head), head.end_byte), "", syntax.span(head), True
                    )


def _unknown_attribute(missing: Missing, version: str, advisor: Advisor) -> Finding:
    schema, container, step = missing.schema, missing.container, missing.step
    settings = missing.declared.settings if missing.declared else {}
    wrong = Wrong(schema, container, step.name, step.span, missing.rest, missing.whole, settings=settings)
    member = schema.members.get(container.removesuffix("[]"))
    what = f" is a {member.type} and" if member is not None and "object" not in member.type else ""
    message = f"{whose(schema, container)}{what} has no attribute `{step.name}` (AWS provider {version})"
    finding = advisor.finding("unknown-attribute", message, wrong, speller(schema, container))

    def holds(replacement: Replacement) -> bool:
        found = schema.members[replacement.path]
        same_kind = "object" in found.type or not other_number(step.name, found.name)
        return missing.plain and replacement.transform is None and same_kind

    return keep_certain(finding, holds)
