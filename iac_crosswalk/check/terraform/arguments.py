"""The names of arguments and blocks in resources and data sources, however deep they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node

from iac_crosswalk.answers.history import became
from iac_crosswalk.answers.near import near
from iac_crosswalk.check import messages
from iac_crosswalk.check.advice import Advisor, Wrong
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.check.terraform.wording import keep_certain, other_number, speller, whose
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.terraform import syntax
from iac_crosswalk.programs.terraform.declarations import Declarations, Declared
from iac_crosswalk.store.schema import Member, Schema

_META_ARGUMENTS = {"count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection"}
"""Terraform's own names in every resource; `timeouts` is in the schemas of the types that take it."""
_ESCAPE = "_"
"""A block of this name holds arguments that are called like one of Terraform's own."""
_FORMS = {"list": "tuple", "set": "tuple", "map": "object", "object": "object", "json": "any", "any": "any"}
"""How a value of a type is written; everything else is plain."""


class _Given(NamedTuple):
    """A name that is given to what stands at `container`."""

    name: str
    span: Span
    container: str
    form: str
    """`argument`, `block` or `key` (of an object that is written out as a value)."""
    beside: frozenset[str]
    """The names that are given beside it."""
    value: Node | None = None


def check_arguments(declarations: Declarations, advisor: Advisor) -> Iterator[Finding]:
    """The findings in the blocks of a file's resources and data sources."""
    for declared in declarations.resources.values():
        if not declared.ours:
            continue
        if declared.schema is None:
            yield _unknown_type(declared, declarations)
            continue
        for given in _names(declared, declared.schema):
            yield from _judge(given, declared, declared.schema, declarations.version, advisor)


def _unknown_type(declared: Declared, declarations: Declarations) -> Finding:
    label = syntax.quoted(declared.block.labels[0])
    assert label is not None
    return unknown_type(declared.type, label[1], declarations)


def unknown_type(type_name: str, place: Span, declarations: Declarations) -> Finding:
    """A finding about a type that the provider does not have."""
    name, wanted, other = type_name.removeprefix("data."), "resource", f"data.{type_name}"
    if type_name.startswith("data."):
        wanted, other = "data source", name
    message = f"there is no {wanted} `{name}` (AWS provider {declarations.version})"
    if declarations.schema(other) is not None:
        message += f"; it is a {'resource' if wanted == 'data source' else 'data source'}"
    gone = became(declarations.schemas.knowledge, type_name, "terraform")
    if gone:
        return Finding("unknown-resource", place, messages.with_history(message, gone), type_name)
    known = declarations.schemas.knowledge.rows(
        "select name from resource where system = 'terraform' and kind = ? order by id", [wanted.replace(" ", "-")]
    )
    alike = near(name.removeprefix("aws_"), [each.removeprefix("data.").removeprefix("aws_") for (each,) in known])
    return Finding("unknown-resource", place, message, type_name, suggestions=tuple(f"aws_{each}" for each in alike))


def _names(declared: Declared, schema: Schema) -> Iterator[_Given]:
    """Every name that is given in the block of a resource, as far as the schema describes where it stands."""
    waiting: list[tuple[str, Node | None]] = [("", declared.block.body)]
    values: list[tuple[str, Node]] = []
    while waiting:
        container, body = waiting.pop()
        arguments, inner = [*syntax.attributes(body)], [*syntax.blocks(body)]
        beside = frozenset([each.name for each in arguments] + [each.type for each in inner])
        for each in arguments:
            if container or each.name not in _META_ARGUMENTS:
                yield _Given(each.name, each.span, container, "argument", beside, each.value)
                values.append((f"{container}.{each.name}" if container else each.name, each.value))
        for block in inner:
            if not container and block.type in _META_ARGUMENTS:
                continue
            if not container and block.type == _ESCAPE:
                waiting.append((container, block.body))
                continue
            name, content = _dynamic(block) if block.type == "dynamic" else ((block.type, syntax.span(block.name)), block.body)
            if name is None or (block.labels and block.type != "dynamic"):  # no block of the provider has a label
                continue
            yield _Given(*name, container, "block", beside)
            member = schema.child(container, name[0])
            if member is not None and member.is_input and _described(schema, member):
                waiting.append((_inside(member), content))
    for path, value in values:
        yield from _keys(schema, path, value)


def _dynamic(block: syntax.Block) -> tuple[tuple[str, Span] | None, Node | None]:
    """`dynamic "ingress" { content { … } }`: the name of the block it makes, and the body of one."""
    content = next((each.body for each in syntax.blocks(block.body) if each.type == "content"), None)
    label = syntax.quoted(block.labels[0]) if len(block.labels) == 1 else None
    return (label if label and label[0].isidentifier() else None), content


def _inside(member: Member) -> str:
    """The container of what a block holds; where no block is expected, its names are written as those of a list's items."""
    plain = "object" not in member.type and member.container == member.path
    return f"{member.path}[]" if plain else member.container


def _described(schema: Schema, member: Member) -> bool:
    """Whether the schema says all that may stand below: what it lists below objects, nothing below plain values."""
    if "object" in member.type and "map<" not in member.type:
        return bool(schema.below(member.container))
    return not member.open


def _keys(schema: Schema, path: str, value: Node) -> Iterator[_Given]:
    """The keys of objects that are written out as the value of an argument, where the schema lists an object's names."""
    member = schema.members.get(path)
    waiting = [(member, value)] if member is not None else []
    while waiting:
        member, value = waiting.pop()
        if "object" not in member.type or "map<" in member.type or not schema.below(member.container):
            continue
        for item in _objects(member, value):
            inside = syntax.collection(item)
            given = [*syntax.elements(inside)] if inside is not None and inside.type == "object" else []
            beside = frozenset(each.name for each in given)
            for each in given:
                yield _Given(each.name, each.span, member.container, "key", beside, each.value)
                child = schema.child(member.container, each.name)
                if child is not None:
                    waiting.append((child, each.value))


def _objects(member: Member, value: Node) -> list[Node]:
    """The expressions that stand for objects in the value of an argument: itself, or those of a list that is written out."""
    if member.type == "object":
        return [value]
    written = syntax.collection(value)
    return [each for each in written.named_children if each.type == "expression"] if written is not None and written.type == "tuple" else []


def _judge(given: _Given, declared: Declared, schema: Schema, version: str, advisor: Advisor) -> Iterator[Finding]:
    """A finding, if the name may not be given where it stands."""
    member = schema.child(given.container, given.name)
    if (not given.container and given.name == "id") or (member is not None and (member.is_input or given.form == "key")):
        # A value that is an object has to name all of its attributes, those that can only be read as well.
        return
    # A block may stand several times; what is no block, once.
    beside = frozenset[str]() if given.form == "block" else given.beside
    wrong = Wrong(schema, given.container, given.name, given.span, output=False, settings=declared.settings, beside=beside)
    thing = whose(schema, given.container)
    if member is not None:
        rule, message = "output-only", f"`{given.name}` of {thing} can only be read"
    else:
        form = "argument" if given.form == "key" else given.form
        rule, message = "unknown-argument", f"{thing} takes no {form} `{given.name}` (AWS provider {version})"
    finding = advisor.finding(rule, message, wrong, speller(schema, given.container))
    if schema.resource.kind == "resource":  # a data source may be asked for by its id; the id of a resource nobody means to set
        finding = finding._replace(replacements=tuple(each for each in finding.replacements if each.path != "id"))
    yield keep_certain(finding, lambda replacement: _keeps_form(replacement, given, schema))


def _keeps_form(replacement: Replacement, given: _Given, schema: Schema) -> bool:
    """Whether the new name alone makes it right: it stands in the same body and takes what is written as it is."""
    member = schema.members[replacement.path]
    if replacement.text != member.name or replacement.transform is not None:
        return False
    if given.form == "block":
        return "object" in member.type
    if given.form == "argument" and "object" in member.type:
        return False
    written = syntax.form(given.value) if given.value is not None else None
    if written is None:
        return not other_number(given.name, member.name)
    return written == _FORMS.get(member.type.partition("<")[0], "plain")
