"""Arguments that a program gives: the keys of object literals that stand where a resource's, a data source's or a typed value's are expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tree_sitter import Node

from iac_crosswalk.check.advice import Advisor, Wrong
from iac_crosswalk.check.certainty import takes
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.check.typescript.spelling import described, speller
from iac_crosswalk.programs.typescript.declarations import Scope
from iac_crosswalk.programs.typescript.evaluation import Evaluator
from iac_crosswalk.programs.typescript.syntax import alternatives, arguments, field, items, key, literal, span, text, unwrapped
from iac_crosswalk.programs.typescript.values import At, FunctionItself, Items, Shape, Value, item, item_at
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema


def given(node: Node | None, expected: Value, scope: Scope, evaluator: Evaluator, advisor: Advisor) -> Iterator[Finding]:
    """Findings of a literal that stands where `expected` is expected. Variables are not followed: they may serve other purposes too."""
    made_with = unwrapped(node)
    outermost = settings(made_with, expected.place) if isinstance(expected, At) and made_with and made_with.type == "object" else {}
    waiting = [(node, expected, scope)]
    while waiting:
        written, wanted, where = waiting.pop()
        if wanted is None:
            continue
        for each in alternatives(written):
            if each.has_error:
                continue
            if each.type == "object":
                properties = [*_properties(each)]
                beside = frozenset(name for _, name, _ in properties)
                for pair, name, place in properties:
                    if isinstance(wanted, At):
                        yield from _checked(advisor, wanted, _Key(pair, name, place, beside), outermost)
                    waiting.append((field(pair, "value"), _expected(evaluator, wanted, name), where))
            elif each.type == "array":
                waiting += [(element, item_at(wanted, index), where) for index, element in enumerate(items(each))]
            elif each.type == "call_expression":
                waiting += [(returned, item(wanted), inside) for returned, inside in _mapped(each, where, evaluator)]


class _Key(NamedTuple):
    """A property of an object literal: where its name stands, and the names that are given beside it."""

    pair: Node
    name: str
    where: Node
    beside: frozenset[str]


def _properties(node: Node) -> Iterator[tuple[Node, str, Node]]:
    """The properties of an object literal that are written with a name: the property, its name and where the name stands."""
    for child in items(node):
        name = key(field(child, "key") if child.type == "pair" else child if child.type == "shorthand_property_identifier" else None)
        if name is not None:
            yield child, *name


def _expected(evaluator: Evaluator, wanted: Value, name: str) -> Value:
    """What is expected as the property `name`."""
    if isinstance(wanted, At):
        place = wanted.place
        if place.kind.startswith("map<"):
            below = place.item()
        else:
            member = place.schema.child(place.path, name)
            # Text that may be given as an object (policy documents): a literal object is that object.
            kind = "object" if member and member.type == "string" and place.schema.below(member.path) else member.type if member else ""
            below = Place(place.schema, member.path, kind) if member else None
        return At(below, wanted.side) if below else None
    return evaluator.member(wanted, name) if isinstance(wanted, (Shape, Items)) else None


def _mapped(call: Node, scope: Scope, evaluator: Evaluator) -> Iterator[tuple[Node, Scope]]:
    """The literals that a list is made of by `xs.map(x => ({…}))`."""
    called, arguments_ = field(call, "function"), arguments(call)
    name = field(called, "property") if called is not None and called.type == "member_expression" else None
    if name is None or text(name) != "map" or not arguments_:
        return
    back = evaluator.value(arguments_[0], scope)
    if isinstance(back, FunctionItself) and arguments_[0].type == "arrow_function" and field(back.function.node, "return_type") is None:
        yield from ((each.node, each.scope) for each in back.function.returns)


def _checked(advisor: Advisor, wanted: At, key: _Key, outermost: Mapping[str, Any]) -> Iterator[Finding]:
    place, name = wanted.place, key.name
    if not place.known:
        return
    member = place.schema.child(place.path, name)
    if member is not None and wanted.side.has(member):
        return
    if member is not None:
        rule, said = "output-only", f"`{name}` of {described(place)} can only be read, not given"
    elif place.path:
        rule, said = "unknown-argument", f"{described(place)} takes no `{name}`"
    else:
        rule, said = "unknown-argument", f"{described(place)} takes no argument `{name}`"
    wrong = Wrong(place.schema, place.path, name, span(key.where), output=False, settings=outermost, beside=key.beside)
    keeps = f": {name}" if key.pair.type == "shorthand_property_identifier" else ""
    found = advisor.finding(rule, said, wrong, speller(place, keeps))
    kept = tuple(each._replace(certain=each.certain and _renames(each, key, place.schema)) for each in found.replacements)
    yield found._replace(replacements=kept)


def _renames(replacement: Replacement, key: _Key, schema: Schema) -> bool:
    """Whether the other name alone is right: it can stand as a key (what lies deeper is nested by hand) and takes the value as it is."""
    is_name = replacement.text.partition(":")[0].isidentifier()
    return is_name and takes(schema.members[replacement.path].type, _shape(field(key.pair, "value")))


def _shape(node: Node | None) -> str | None:
    """The shape of a value that is written out, as use.Shape names them."""
    value = unwrapped(node)
    return _SHAPES.get(value.type) if value is not None else None


_SHAPES = {
    "array": "list",
    "object": "object",
    **dict.fromkeys(("string", "template_string", "number", "true", "false"), "plain"),
}


def settings(node: Node, place: Place) -> dict[str, Any]:
    """Path → literal value of what an object literal gives; None for what is no literal."""
    found: dict[str, Any] = {}
    waiting = [(node, place)]
    while waiting:
        written, where = waiting.pop()
        for pair, name, _ in _properties(written):
            member = where.schema.child(where.path, name)
            if member is None:
                continue
            value = unwrapped(field(pair, "value"))
            found[member.path] = literal(value)
            if value is not None and value.type == "object" and member.type == "object":
                waiting.append((value, Place(where.schema, member.path)))
    return found
