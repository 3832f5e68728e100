"""Reads a Pulumi YAML program into a Program: what it declares, sets and reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from iac_crosswalk.paths import path_of
from iac_crosswalk.programs import nodes
from iac_crosswalk.programs.nodes import Mapping, Node, Scalar, Sequence, TextError, text_span
from iac_crosswalk.programs.program import Asked, Program
from iac_crosswalk.programs.pulumi import opened
from iac_crosswalk.programs.pulumi_yaml.expression import Access, Expression, expressions
from iac_crosswalk.programs.pulumi_yaml.language import LANGUAGE, is_ours, row
from iac_crosswalk.programs.settings import note
from iac_crosswalk.programs.source import Source, Span, Unreadable
from iac_crosswalk.programs.use import Declared, Given, Name, Read, Shape, Use
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas

_LOOKS_LIKE_ONE = re.compile(
    rb"""^["']?(?:resources|variables)["']?\s*:|[{,]\s*"(?:resources|variables)"\s*:""",
    re.MULTILINE,
)
_NAMES_AWS = re.compile(rb"""\b(?:type|function)["']?\s*:\s*["']?aws:|fn::aws:""")
_MOST_STEPS = 250_000
"""Limit on the nodes of a walk. More than any program has, far less than aliases can expand to."""
_TOO_LARGE = "YAML aliases expand it beyond any real program; write it without them"
_OWN_MEMBERS = frozenset(["urn", "pulumiResourceName", "pulumiResourceType"])
"""Pulumi's own members of every resource."""
_DEEPEST = 20
"""Limit on variables that refer to each other."""


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a file; None for any other file. Raises Unreadable for a broken program."""
    if not _NAMES_AWS.search(source.data) or not _LOOKS_LIKE_ONE.search(source.data):
        return None
    try:
        documents = nodes.read(source.data)
    except TextError as error:
        raise Unreadable(f"{error}; fix the program or exclude it") from None
    root = documents[0] if len(documents) == 1 else None
    if not isinstance(root, Mapping):
        return None
    scopes = [root, *(body for _, body in _pairs(root, "components") if isinstance(body, Mapping))]

    def uses() -> Iterator[Use]:
        for each in scopes:
            yield from _Scope(source.data, schemas, each).uses()

    def reads(text: str) -> Iterator[Asked]:
        data = (text if text.startswith("${") else f"${{{text}}}").encode()
        parsed = [*expressions(data, Scalar(data.decode(), Span(0, len(data))))]
        for each in scopes:
            scope = _Scope(source.data, schemas, each)
            list(scope.uses())  # the settings are known after all arguments
            for expression in parsed:
                yield from (Asked(read) for read in scope.read("", expression))

    return Program(source, LANGUAGE, uses, reads=reads)


class _Call(NamedTuple):
    """A call of a function: `fn::invoke`, or `fn::aws:ec2:getAmi` for short."""

    token: Scalar
    type: str
    arguments: Node | None
    returned: Scalar | None
    """The attribute of the result that is the call's value; None for the whole result."""


class _Value(NamedTuple):
    """The value of an expression. `rest`: the steps that do not exist."""

    declared: Declared
    place: Place | None
    rest: tuple[Access, ...] = ()


class _Scope:
    """The declarations of a program, or of a component of it, and the meanings of its names."""

    def __init__(self, data: bytes, schemas: Schemas, body: Mapping) -> None:
        self.data = data
        self.schemas = schemas
        self.resources = _pairs(body, "resources")
        self.variables = _pairs(body, "variables")
        self.outputs = _pairs(body, "outputs")
        self.values = {key.text: node for key, node in self.variables}
        self.declared: dict[str, Declared] = {}
        self.calls: dict[int, tuple[_Call, Declared]] = {}
        """The calls of functions, by the id of their node."""
        self.texts: list[tuple[str, Scalar]] = []
        """Texts with expressions, and the places that contain them."""
        self._resources()
        self._walk()

    def uses(self) -> Iterator[Use]:
        """Yields the declarations, then the arguments, then the reads."""
        # All arguments come first: names are judged by the settings beside them.
        given = [*self._all_arguments()]
        yield from self.declared.values()
        yield from (declared for _, declared in self.calls.values())
        yield from given
        for call, declared in self.calls.values():
            yield from self._returned(call, declared)
        for within, text in self.texts:
            for each in expressions(self.data, text):
                yield from self.read(within, each)

    # -- declared ----------------------------------------------------------------------------------

    def _resources(self) -> None:
        for key, body in self.resources:
            if isinstance(body, Mapping) and isinstance(kind := body.get("type"), Scalar):
                span = text_span(self.data, kind) or kind.span
                self.declared[key.text] = self._declare(kind.text, span, key)
                self.declared[key.text].doubt = self._doubt(body.get("options"))
                if body.get("get"):
                    self.declared[key.text].remarks.append(
                        "Looked up, not created by this program."
                    )

    def _declare(self, token: str, span: Span, key: Scalar | None) -> Declared:
        name, at = (key.text, key.span) if key else ("", span)
        return Declared(name, token, row(self.schemas, token), span, at, {}, is_ours(token))

    def _doubt(self, options: Node | None) -> str | None:
        """Why a resource may have other names: it requires another major version of the
        provider.
        """
        version = options.get("version") if isinstance(options, Mapping) else None
        present = self.schemas.knowledge.versions.get(LANGUAGE.package, "")
        if not isinstance(version, Scalar):
            return None
        same = version.text.lstrip("v").partition(".")[0] == present.partition(".")[0]
        return None if same else f"It requires version {version.text} of the provider."

    def _walk(self) -> None:
        """Notes the calls and the texts with expressions, each once."""
        todo: list[tuple[str, Scalar | None, Node]] = []
        todo += [(key.text, None, body) for key, body in self.resources]
        todo += [(key.text, key, body) for key, body in self.variables]
        todo += [(f"outputs.{key.text}", None, body) for key, body in self.outputs]
        todo.reverse()
        seen: set[int] = set()
        while todo:
            within, variable, node = todo.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, Scalar):
                self.texts += [(within, node)] if "${" in node.text else []
            elif isinstance(node, Sequence):
                todo += [(within, None, each) for each in reversed(node.items)]
            else:
                call = _function_call(node)
                if call is not None:
                    span = text_span(self.data, call.token) or call.token.span
                    exact = Span(span.end - len(call.type.encode()), span.end)
                    self.calls[id(node)] = call, self._declare(call.type, exact, variable)
                todo += [(within, None, value) for _, value in reversed(node.pairs)]

    # -- given -------------------------------------------------------------------------------------

    def _all_arguments(self) -> Iterator[Given]:
        for key, body in self.resources:
            if (declared := self.declared.get(key.text)) and isinstance(body, Mapping):
                yield from self._arguments(declared, body.get("properties"))
                lookup = body.get("get")
                if isinstance(lookup, Mapping):
                    yield from self._arguments(declared, lookup.get("state"), lookup=True)
        for call, declared in self.calls.values():
            yield from self._arguments(declared, call.arguments)

    def _arguments(self, to: Declared, node: Node | None, lookup: bool = False) -> Iterator[Given]:
        """Yields each name that is set in an object, outer ones before nested ones."""
        top = Place(self.schemas.of(to.row, natives=True)) if to.row else None
        todo: list[tuple[Node | None, Place | None, str]] = [(node, top, "")]
        steps = 0
        while todo:
            node_here, place, path = todo.pop()
            value = _plain(node_here)
            below: list[tuple[Node | None, Place | None, str]] = []
            if isinstance(value, Sequence):
                item = place.item() if place and place.type.is_list else None
                below = [(each, item, f"{path}[]") for each in value.items]
            elif isinstance(value, Mapping) and (place or not path):
                container = opened(place) if place else None
                beside = frozenset(key.text for key, _ in value.pairs)
                for key, inner in value.pairs:
                    inner_path = f"{path}.{key.text}" if path else key.text
                    inner_place = container.argument(key.text) if container else None
                    if inner_place is not None and isinstance(to.settings, dict) and not lookup:
                        note(to.settings, inner_place, self._constant(inner))
                    yield Given(
                        declared=to,
                        container=container,
                        place=inner_place,
                        name=Name(key.text, text_span(self.data, key)),
                        span=key.span,
                        path=inner_path,
                        value_span=inner.span,
                        shape=_shape(inner),
                        empty=isinstance(inner, Sequence) and not inner.items,
                        beside=beside,
                        lookup=lookup,
                    )
                    below.append((inner, inner_place, inner_path))
            steps += 1 + len(below)
            if steps > _MOST_STEPS:
                raise Unreadable(_TOO_LARGE)
            todo += reversed(below)

    def _constant(self, node: Node | None, deep: int = 0) -> Any:
        """The text of a literal value, also of a variable with one. None for other values."""
        value = _plain(node)
        if not isinstance(value, Scalar) or value.tag is not None:
            return None
        if "${" not in value.text:
            return value.text
        expression = next(expressions(self.data, value), None)
        if expression is None or not expression.alone or expression.steps or deep == _DEEPEST:
            return None
        return self._constant(self.values.get(expression.head.text), deep + 1)

    # -- read --------------------------------------------------------------------------------------

    def read(self, within: str, expression: Expression) -> Iterator[Read]:
        """Yields the read of an expression, if its value is known."""
        value = self._value(expression)
        if value is None:
            return
        rest = value.rest
        names = tuple(Name(each.name.text, each.outer_span) for each in rest)
        if rest and rest[0].key:  # a key keeps its quotes: only the name can be replaced
            names = (rest[0].name,)
        elif rest:
            names = (rest[0].name, *names[1:])
        yield Read(
            declared=value.declared,
            place=value.place,
            names=names,
            path=path_of(each.step for each in expression.steps),
            span=expression.span,
            owner=expression.head,
            within=within,
            exact=expression.exact,
            key=bool(rest) and rest[0].key,
        )

    def _returned(self, call: _Call, declared: Declared) -> Iterator[Read]:
        """`return: id` reads one attribute of the result."""
        if call.returned is None or declared.row is None:
            return
        name = Name(call.returned.text, text_span(self.data, call.returned))
        top = Place(self.schemas.of(declared.row, natives=True))
        place = top.member(name.text)
        names = () if place else (name,)
        yield Read(
            declared=declared,
            place=place or top,
            names=names,
            path=name.text,
            span=call.returned.span,
            within=declared.name,
            exact=False,
        )

    def _value(self, expression: Expression, deep: int = 0) -> _Value | None:
        """The value of an expression; None if it is unknown."""
        head = expression.head.text
        if head in self.declared:
            value: _Value | None = _top(self.schemas, self.declared[head])
        else:
            value = self._variable(self.values.get(head), deep) if deep < _DEEPEST else None
        if value is None or value.rest:
            return None
        steps = expression.steps
        if steps and value.place and not value.place.path and steps[0].step.name in _OWN_MEMBERS:
            steps = ()
        if value.place is None or not steps:
            return value
        walk = value.place.walk(each.step for each in steps)
        rest = steps[len(steps) - len(walk.rest) :] if walk.missing else ()
        exists = walk.missing or not walk.rest
        return _Value(value.declared, walk.place if exists else _attribute_of(walk.place), rest)

    def _variable(self, node: Node | None, deep: int) -> _Value | None:
        """The value of a variable: the result of a function, or another expression."""
        value = _plain(node) if node is not None and id(node) not in self.calls else node
        if value is not None and id(value) in self.calls:
            call, declared = self.calls[id(value)]
            top = _top(self.schemas, declared)
            if call.returned is None or top.place is None:
                return top
            place = top.place.member(call.returned.text)
            return _Value(declared, place) if place else None
        if isinstance(value, Scalar):
            expression = next(expressions(self.data, value), None)
            return self._value(expression, deep + 1) if expression and expression.alone else None
        return None


def _top(schemas: Schemas, declared: Declared) -> _Value:
    return _Value(declared, Place(schemas.of(declared.row, natives=True)) if declared.row else None)


def _attribute_of(place: Place) -> Place:
    """The attribute that contains a place: everything below a free-form value belongs to it."""
    member = place.attribute()
    return Place(place.schema, member.path, member.type) if member else place


def _pairs(body: Mapping, section: str) -> list[tuple[Scalar, Node]]:
    node = body.get(section)
    return node.pairs if isinstance(node, Mapping) else []


def _function(node: Mapping) -> tuple[Scalar, Node] | None:
    """Name and argument of a function of Pulumi YAML (`fn::join`)."""
    return next((pair for pair in node.pairs if pair[0].text.startswith("fn::")), None)


def _function_call(node: Mapping) -> _Call | None:
    """The call of a provider's function; None if the mapping is something else."""
    function = _function(node)
    if function is None:
        return None
    key, argument = function
    short = key.text.removeprefix("fn::")
    if ":" in short:
        return _Call(key, short, argument, None)
    token = argument.get("function") if isinstance(argument, Mapping) else None
    if short != "invoke" or not isinstance(argument, Mapping) or not isinstance(token, Scalar):
        return None
    returned = argument.get("return")
    attribute = returned if isinstance(returned, Scalar) else None
    return _Call(token, token.text, argument.get("arguments"), attribute)


def _plain(node: Node | None) -> Node | None:
    """A literal value, also inside `fn::secret`. None for the result of another function."""
    while isinstance(node, Mapping) and (function := _function(node)) is not None:
        node = function[1] if function[0].text == "fn::secret" else None
    return node


def _shape(node: Node) -> Shape | None:
    value = _plain(node)
    if isinstance(value, Scalar):
        return None if "${" in value.text else "plain"
    if value is None:
        return None
    return "list" if isinstance(value, Sequence) else "object"
