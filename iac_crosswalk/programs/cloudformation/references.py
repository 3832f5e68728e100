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
    """The exact bytes of the attribute's name; None if they differ from it (escapes, folded lines).
    """
    span: Span
    """The whole function; in Fn::Sub only `${…}`, or the text if its bytes are not exact."""
    exact_span: Span | None
    """The bytes that another function with the same value can replace: tag and value, or key and
    value. None if the bytes are not exact.
    """
    within: str | None
    """The logical id of the resource that contains it, or the name of the output (`Outputs.Name`).
    """


def references(template: Template) -> Iterator[Reference]:
    """Every Ref, Fn::GetAtt and `${…}` of Fn::Sub in resources and outputs whose name is plain
    text, in the order of the text.

    Pseudo parameters (`AWS::Region`) and a Sub's own variables are left out. Each node is visited
    once, even if several aliases refer to it.
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
            function = call(node)
            if function is not None:
                yield from _references(template, node, *function, within)
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
    exact_span = _exact_bytes(template.data, node, argument)
    if function == "Ref" and isinstance(argument, Scalar):
        if not argument.text.startswith("AWS::"):
            span = text_span(template.data, argument)
            yield Reference(
                argument.text,
                None,
                function,
                span or argument.span,
                None,
                node.span,
                exact_span,
                within,
            )
    elif function == "Fn::GetAtt":
        yield from _get_att(template.data, node, argument, exact_span, within)
    elif function == "Fn::Sub":
        text, variable_names = argument, frozenset[str]()
        if (
            isinstance(argument, Sequence)
            and len(argument.items) == 2
            and isinstance(variables := argument.items[1], Mapping)
        ):
            text = argument.items[0]
            variable_names = frozenset(key.text for key, _ in variables.pairs)
            if "Fn::Transform" in variable_names:
                return
        if isinstance(text, Scalar):
            yield from _substitutions(template.data, text, variable_names, within)


def _get_att(
    data: bytes, node: Node, argument: Node, exact_span: Span | None, within: str
) -> Iterator[Reference]:
    if isinstance(argument, Scalar):
        name, dot, attribute = argument.text.partition(".")
        if dot and attribute:
            span = text_span(data, argument)
            dot_at = span.start + len(name.encode()) if span else 0
            yield Reference(
                name,
                attribute,
                "Fn::GetAtt",
                Span(span.start, dot_at) if span else argument.span,
                Span(dot_at + 1, span.end) if span else None,
                node.span,
                exact_span,
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
                exact_span,
                within,
            )


_SUBSTITUTION = re.compile(r"\$\{([^!{}$][^{}$]*)\}")


def _substitutions(
    data: bytes, text: Scalar, variable_names: frozenset[str], within: str
) -> Iterator[Reference]:
    """The references in a Sub's text."""
    for inside, exact_span in matches(_SUBSTITUTION, data, text):
        if inside in variable_names or inside.startswith("AWS::"):
            continue
        name, dot, attribute = inside.partition(".")
        if exact_span is None:
            yield Reference(
                name, attribute or None, "Fn::Sub", text.span, None, text.span, None, within
            )
            continue
        dot_at = exact_span.start + 2 + len(name.encode())
        attribute_span = Span(dot_at + 1, exact_span.end - 1) if dot else None
        yield Reference(
            name,
            attribute or None,
            "Fn::Sub",
            Span(exact_span.start + 2, dot_at),
            attribute_span,
            exact_span,
            exact_span,
            within,
        )


def _exact_bytes(data: bytes, node: Node, argument: Node) -> Span | None:
    """The bytes of a function from its tag or key to the end of its argument. None if they contain
    an anchor or an alias.
    """
    start = (
        node.pairs[0][0].span.start
        if isinstance(node, Mapping) and node.tag is None
        else node.span.start
    )
    raw = data[start : argument.span.end]
    return Span(start, argument.span.end) if raw and b"&" not in raw and b"*" not in raw else None
