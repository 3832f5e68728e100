"""References in a CloudFormation template: Ref, Fn::GetAtt, and `${…}` of Fn::Sub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from iac_crosswalk.programs.cloudformation.template import Template, call
from iac_crosswalk.programs.nodes import Mapping, Node, Scalar, Sequence, matches, text_span
from iac_crosswalk.programs.source import Span


class Reference(NamedTuple):
    """A reference to a resource or a parameter by its name. `attribute` is None for Ref (`!Ref X`,
    `${X}`).
    """

    name: str
    attribute: str | None
    function: str
    """Ref, Fn::GetAtt or Fn::Sub."""
    name_span: Span
    attribute_span: Span | None
    """Exact bytes of the attribute's name, or None where the text writes it in another way
    (escapes, folded lines).
    """
    span: Span
    """The whole function; in Fn::Sub `${…}` alone, or the text where its bytes are not exact."""
    whole: Span | None
    """The bytes that can be replaced by another function with the same value: tag and value, key
    and value; None where the bytes are not exact.
    """
    within: str | None
    """The logical id of the resource that contains it, or the name of the output (`Outputs.Name`).
    """


def references(template: Template) -> Iterator[Reference]:
    """Every Ref, Fn::GetAtt and `${…}` of Fn::Sub in resources and outputs whose name is plain
    text, in the order of the text.

    Pseudo parameters (`AWS::Region`) and a Sub's own variables are left out. Each node is visited
    once, however many aliases refer to it.
    """
    seen: set[int] = set()
    for within, body in _bodies(template):
        todo: list[Node] = [body]
        while todo:
            node = todo.pop()
            if isinstance(node, Scalar) and node.tag is None:
                continue  # most nodes are plain text
            if id(node) in seen:
                continue
            seen.add(id(node))
            called = call(node)
            if called is not None:
                yield from _references(template, node, *called, within)
            if isinstance(node, Sequence):
                todo += reversed(node.items)
            elif isinstance(node, Mapping):
                todo += [value for _, value in reversed(node.pairs)]


def _bodies(template: Template) -> Iterator[tuple[str, Node]]:
    for prefix, section in (("", "Resources"), ("Outputs.", "Outputs")):
        node = template.section(section)
        yield from ((prefix + key.text, body) for key, body in (node.pairs if node else []))


def _references(
    template: Template, node: Node, function: str, argument: Node, within: str
) -> Iterator[Reference]:
    whole = _whole(template.data, node, argument)
    if function == "Ref" and isinstance(argument, Scalar):
        if not argument.text.startswith("AWS::"):
            span = text_span(template.data, argument)
            yield Reference(
                argument.text, None, function, span or argument.span, None, node.span, whole, within
            )
    elif function == "Fn::GetAtt":
        yield from _get_att(template.data, node, argument, whole, within)
    elif function == "Fn::Sub":
        text, own = argument, frozenset[str]()
        if (
            isinstance(argument, Sequence)
            and len(argument.items) == 2
            and isinstance(variables := argument.items[1], Mapping)
        ):
            text, own = argument.items[0], frozenset(key.text for key, _ in variables.pairs)
            if "Fn::Transform" in own:
                return
        if isinstance(text, Scalar):
            yield from _substitutions(template.data, text, own, within)


def _get_att(
    data: bytes, node: Node, argument: Node, whole: Span | None, within: str
) -> Iterator[Reference]:
    if isinstance(argument, Scalar):
        name, dot, attribute = argument.text.partition(".")
        if dot and attribute:
            span = text_span(data, argument)
            cut = span.start + len(name.encode()) if span else 0
            yield Reference(
                name,
                attribute,
                "Fn::GetAtt",
                Span(span.start, cut) if span else argument.span,
                Span(cut + 1, span.end) if span else None,
                node.span,
                whole,
                within,
            )
    elif isinstance(argument, Sequence) and len(argument.items) == 2:
        first, second = argument.items
        # Either may be a function: then the attribute is unknown before deployment.
        if (
            isinstance(first, Scalar)
            and isinstance(second, Scalar)
            and first.tag is None
            and second.tag is None
        ):
            name_span = text_span(data, first) or first.span
            yield Reference(
                first.text,
                second.text,
                "Fn::GetAtt",
                name_span,
                text_span(data, second),
                node.span,
                whole,
                within,
            )


_SUBSTITUTION = re.compile(r"\$\{([^!{}$][^{}$]*)\}")


def _substitutions(
    data: bytes, text: Scalar, own: frozenset[str], within: str
) -> Iterator[Reference]:
    """The references in a Sub's text."""
    for inside, whole in matches(_SUBSTITUTION, data, text):
        if inside in own or inside.startswith("AWS::"):
            continue
        name, dot, attribute = inside.partition(".")
        if whole is None:
            yield Reference(
                name, attribute or None, "Fn::Sub", text.span, None, text.span, None, within
            )
            continue
        cut = whole.start + 2 + len(name.encode())
        attribute_span = Span(cut + 1, whole.end - 1) if dot else None
        yield Reference(
            name,
            attribute or None,
            "Fn::Sub",
            Span(whole.start + 2, cut),
            attribute_span,
            whole,
            whole,
            within,
        )


def _whole(data: bytes, node: Node, argument: Node) -> Span | None:
    """The bytes of a function from its tag or key to the end of its argument; None where they
    contain an anchor or an alias.
    """
    start = (
        node.pairs[0][0].span.start
        if isinstance(node, Mapping) and node.tag is None
        else node.span.start
    )
    raw = data[start : argument.span.end]
    return Span(start, argument.span.end) if raw and b"&" not in raw and b"*" not in raw else None
