"""The arguments of calls: keywords, classes of nested arguments, and dictionaries instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Protocol

from iac_crosswalk.programs.python.evaluate import Evaluator
from iac_crosswalk.programs.python.names import Names
from iac_crosswalk.programs.python.scopes import Called, Scope
from iac_crosswalk.programs.python.targets import Target, by_key
from iac_crosswalk.programs.python.values import Class, Instance, Literal, Named
from iac_crosswalk.programs.settings import Settings as Lazy
from iac_crosswalk.programs.settings import note
from iac_crosswalk.programs.use import Declared, Given, Name, Shape
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Member, Schema

_DEEPEST = 60
"""Limit on nested literals. The deepest arguments need about thirty."""
_PLAIN = frozenset(
    [ast.Constant, ast.JoinedStr, ast.Attribute, ast.Subscript, ast.Compare, ast.UnaryOp]
)
"""Values that contain no arguments."""
_SHAPES: dict[type, Shape] = {
    **dict.fromkeys((ast.List, ast.Tuple, ast.ListComp), "list"),
    **dict.fromkeys((ast.Dict, ast.DictComp), "object"),
    **dict.fromkeys((ast.Constant, ast.JoinedStr), "plain"),
}
_WHOLE = "args"
"""The argument that holds all others of a resource."""


class Takers(Protocol):
    """The part of a tool that knows the arguments."""

    dictionaries: bool
    """Whether dictionaries with known keys may replace nested arguments."""

    def target(self, path: str) -> Target | None:
        """The target of a call by its full name."""


class Settings(Lazy):
    """The settings of a resource: path → literal value. Computed on first access, since few
    resources need them.
    """

    def __init__(self, values: Evaluator) -> None:
        super().__init__(self._read)
        self.entries: list[tuple[Place, ast.expr, Scope]] = []
        self._values = values

    def _read(self) -> dict[str, Any]:
        settings: dict[str, Any] = {}
        for place, node, scope in self.entries:
            value = self._values.value(node, scope)
            note(settings, place, value.value if isinstance(value, Literal) else None)
        return settings


class Arguments:
    """The arguments of the calls of one program. `of` collects those of one call, in the order of
    the text.
    """

    def __init__(self, names: Names, values: Evaluator, tool: Takers) -> None:
        self.names = names
        self.values = values
        self.tool = tool
        self.nested_calls: set[ast.Call] = set()
        """Calls of argument classes that were read as part of a resource."""
        self._collected: list[Given] = []
        self._existing = False
        self._others: tuple[Schema, ...] = ()

    def target(self, node: ast.Call, scope: Scope) -> Target | None:
        """The target that takes the arguments of a call."""
        function = self.values.value(node.func, scope)
        if isinstance(function, Named):
            return self.tool.target(function.path)
        return self._inherited(function, node, scope)

    def of(self, call: Called, target: Target, declared: Declared | None) -> list[Given]:
        """The arguments that a call passes to its target. If the program expects that a name may be
        missing, only those that exist.
        """
        self._collected = []
        self._existing = target.existing
        self._others = target.others
        node, scope = call.node, call.scope
        self._keywords(node, scope, target, target.place, declared, "", 0)
        if target.makes:
            objects = [
                *node.args[1:2],
                *(keyword.value for keyword in node.keywords if keyword.arg == _WHOLE),
            ]
            for argument in objects:
                self._value(argument, scope, target.place, declared, "", 0)
        return [each for each in self._collected if each.place] if call.guarded else self._collected

    def _inherited(self, function: object, node: ast.Call, scope: Scope) -> Target | None:
        """The target of a call of one of the program's classes, or of `super().__init__`: the class
        of the package that it extends.
        """
        if (
            isinstance(function, Class)
            and not {"__init__", "__new__"} & function.scope.bindings.keys()
        ):
            bases = self.values.bases(function.scope, instances=False)
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "__init__":
            owner = self.values.value(node.func.value, scope)
            bases = (
                self.values.bases(owner.scope, instances=False)
                if isinstance(owner, Instance) and owner.parent
                else []
            )
        else:
            return None
        return (
            self.tool.target(bases[0].path)
            if len(bases) == 1 and isinstance(bases[0], Named)
            else None
        )

    # -- objects -----------------------------------------------------------------------------------

    def _keywords(
        self,
        node: ast.Call,
        scope: Scope,
        target: Target,
        container: Place,
        declared: Declared | None,
        path: str,
        depth: int,
    ) -> None:
        beside = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
        for keyword in node.keywords:
            name = keyword.arg
            if name is None:
                continue
            if target.refuses(name):
                self._give(
                    keyword,
                    name,
                    keyword.value,
                    container,
                    None,
                    declared,
                    path,
                    beside,
                    scope,
                    depth,
                )
                self._collected[-1].call, self._collected[-1].lookup = target.call, target.existing
                continue
            if name in target.allowed:
                continue
            if name == target.wrapper:
                self._value(keyword.value, scope, container, declared, name, depth + 1)
                continue
            if target.arguments.get(name):
                self._look_up(keyword, name, target.places(name), declared, beside, scope)
                continue
            member = target.member(name)
            if member is None and (
                target.anything or target.call or (target.names and name in target.names)
            ):
                continue
            place = container.member(member.name) if member else None
            self._give(
                keyword, name, keyword.value, container, place, declared, path, beside, scope, depth
            )

    def _look_up(
        self,
        keyword: ast.keyword,
        name: str,
        places: tuple[Place, ...],
        declared: Declared | None,
        beside: frozenset[str],
        scope: Scope,
    ) -> None:
        """Collects an argument that looks up existing resources. Its place is the likeliest of its
        attributes, the others are in `also`.
        """
        place, also = places[0], places[1:]
        container = Place(place.schema)
        at = len(self._collected)
        self._give(keyword, name, keyword.value, container, place, declared, "", beside, scope, 0)
        self._collected[at].also = also

    def _keys(
        self,
        node: ast.Dict,
        scope: Scope,
        container: Place,
        declared: Declared | None,
        path: str,
        depth: int,
    ) -> None:
        entries = [*_entries(node)]
        beside = frozenset(str(key.value) for key, _ in entries)
        for key, value in entries:
            name = str(key.value)
            member = by_key(container, name)
            if member is not None or (self.tool.dictionaries and not self._existing):
                place = _place(container, member) if member else None
                self._give(key, name, value, container, place, declared, path, beside, scope, depth)

    def _values(
        self,
        node: ast.Dict,
        scope: Scope,
        place: Place,
        declared: Declared | None,
        path: str,
        depth: int,
    ) -> None:
        """Collects the values of a map. Its keys are free, except for those in the schema."""
        named_members, item = place.schema.below(place.path), place.item()
        beside = frozenset(str(key.value) for key, _ in _entries(node))
        for key, value in zip(node.keys, node.values, strict=True):
            name = key.value if isinstance(key, ast.Constant) else None
            if isinstance(key, ast.Constant) and isinstance(name, str) and name in named_members:
                inside = _place(place, named_members[name])
                self._give(key, name, value, place, inside, declared, path, beside, scope, depth)
            elif item is not None:
                self._value(value, scope, item, declared, f"{path}[]", depth + 1)

    def _give(
        self,
        node: ast.keyword | ast.Constant,
        name: str,
        value: ast.expr,
        container: Place,
        place: Place | None,
        declared: Declared | None,
        path: str,
        beside: frozenset[str],
        scope: Scope,
        depth: int,
    ) -> None:
        span = self.names.argument(node, name)
        given = Given(
            declared=declared,
            container=container,
            place=place,
            name=Name(name, span),
            span=span or self.names.span(node),
            path=f"{path}.{name}" if path else name,
            value_span=self.names.span(value),
            shape=_SHAPES.get(type(value)),
            empty=isinstance(value, ast.List | ast.Tuple) and not value.elts,
            beside=beside,
            lookup=self._existing,
            also=tuple(self._elsewhere(place)) if place and self._others else (),
        )
        self._collected.append(given)
        if place is not None:
            if (
                not self._existing
                and declared is not None
                and isinstance(declared.settings, Settings)
            ):
                declared.settings.entries.append((place, value, scope))
            if type(value) not in _PLAIN:
                self._value(value, scope, place, declared, given.path, depth + 1)

    def _elsewhere(self, place: Place) -> Iterator[Place]:
        """Yields the same attribute of the other resources that the call creates."""
        for schema in self._others:
            member = schema.members.get(place.path)
            if member is not None and member.is_input:
                yield Place(schema, member.path, member.type)

    # -- values ------------------------------------------------------------------------------------

    def _value(
        self,
        node: ast.expr,
        scope: Scope,
        place: Place,
        declared: Declared | None,
        path: str,
        depth: int,
    ) -> None:
        """Collects the arguments inside a literal value, also of a variable that is bound once."""
        if depth > _DEEPEST:
            return
        if isinstance(node, ast.Name):
            node, scope = self._followed(node, scope)
        if isinstance(node, ast.Call):
            self._object(node, scope, place, declared, path, depth)
        elif isinstance(node, ast.Dict) and place.known:
            self._keys(node, scope, place, declared, path, depth)
        elif isinstance(node, ast.Dict) and place.type.is_map:
            self._values(node, scope, place, declared, path, depth)
        else:
            for part, inside, where in self._parts(node, scope, place):
                self._value(
                    part,
                    inside,
                    where,
                    declared,
                    path if where is place else f"{path}[]",
                    depth + 1,
                )

    def _parts(
        self, node: ast.expr, scope: Scope, place: Place
    ) -> Iterator[tuple[ast.expr, Scope, Place]]:
        """Yields the parts of a literal: items of the place, or alternatives for the place."""
        item = place.item()
        if isinstance(node, ast.IfExp):
            yield from ((branch, scope, place) for branch in (node.body, node.orelse))
        elif item is not None and place.type.is_list:
            if isinstance(node, ast.ListComp):
                yield node.elt, self.values.program.inside[node], item
            elif isinstance(node, ast.List | ast.Tuple):
                yield from ((each, scope, item) for each in node.elts)

    def _object(
        self,
        node: ast.Call,
        scope: Scope,
        place: Place,
        declared: Declared | None,
        path: str,
        depth: int,
    ) -> None:
        """Collects the arguments in a call of a class of arguments. The class determines the names
        that it takes; they belong to the resource if the place has the same names.
        """
        target = self.target(node, scope)
        if target is None or target.makes:
            return
        names = target.schema.below(target.container).keys()
        if place.known and (
            target.place == place or place.schema.below(place.path).keys() == names
        ):
            self.nested_calls.add(node)
            self._keywords(node, scope, target, place, declared, path, depth)

    def _followed(self, node: ast.Name, scope: Scope) -> tuple[ast.expr, Scope]:
        """The value of a variable that is bound once, and to which nothing is added."""
        owner = scope.find(node.id)
        bindings = owner.bindings[node.id] if owner else []
        if (
            len(bindings) != 1
            or bindings[0].how != "value"
            or bindings[0].steps
            or not isinstance(bindings[0].node, ast.expr)
        ):
            return node, scope
        return bindings[0].node, bindings[0].scope


def _place(container: Place, member: Member) -> Place:
    return Place(container.schema, member.path, member.type)


def _entries(node: ast.Dict) -> Iterator[tuple[ast.Constant, ast.expr]]:
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key, value
