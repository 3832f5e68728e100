"""Arguments: what a call gives to a resource, a data source or a class of nested arguments, and what a dictionary in its place holds."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from iac_crosswalk.check.python.targets import Target, by_key
from iac_crosswalk.programs.python.evaluate import Evaluator
from iac_crosswalk.programs.python.values import Literal, Made
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema


class Misgiven(NamedTuple):
    """An argument that is not taken, or a key of a dictionary that is not. `read`: the name exists, but can only be read."""

    node: ast.keyword | ast.Constant
    value: ast.expr
    name: str
    target: Target
    read: bool
    beside: frozenset[str]
    """The names that are given together with it."""


def misgiven(call: ast.Call, target: Target, dictionaries: bool) -> Iterator[Misgiven]:
    """The arguments of a call that `target` does not take; with `dictionaries`, the keys of those in place of nested arguments too."""
    beside = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg in target.allowed:
            continue
        member = target.member(keyword.arg)
        if member is None or not (member.is_input or target.anything):
            yield Misgiven(keyword, keyword.value, keyword.arg, target, member is not None, beside)
        elif dictionaries:
            yield from _wrong_keys(keyword.value, Place(target.schema, member.path, member.type))


def shape(value: ast.expr) -> str | None:
    """The shape of a value that is written out, as use.Shape names them."""
    if isinstance(value, ast.List | ast.Tuple | ast.ListComp):
        return "list"
    if isinstance(value, ast.Dict | ast.DictComp):
        return "object"
    return "plain" if isinstance(value, ast.Constant | ast.JoinedStr) else None


def _wrong_keys(node: ast.expr, place: Place) -> Iterator[Misgiven]:
    todo = [(node, place)]
    while todo:
        node, place = todo.pop()
        todo += _items(node, place)
        if isinstance(node, ast.Dict) and place.known:
            target = Target(place.schema, place.path)
            entries = [*_entries(node)]
            beside = frozenset(str(key.value) for key, _ in entries)
            for key, value in entries:
                found = by_key(place, str(key.value))
                if found is None or not found.is_input:
                    yield Misgiven(key, value, str(key.value), target, found is not None, beside)
                else:
                    todo.append((value, Place(place.schema, found.path, found.type)))


def _items(node: ast.expr, place: Place) -> list[tuple[ast.expr, Place]]:
    """The parts of a literal that hold items of the place, or stand for the place itself."""
    item = place.item()
    if isinstance(node, ast.IfExp):
        return [(node.body, place), (node.orelse, place)]
    if item is None:
        return []
    if place.kind.startswith("map<"):
        return [(value, item) for value in node.values] if isinstance(node, ast.Dict) else []
    if isinstance(node, ast.ListComp):
        return [(node.elt, item)]
    return [(each, item) for each in node.elts] if isinstance(node, ast.List | ast.Tuple) else []


def _entries(node: ast.Dict) -> Iterator[tuple[ast.Constant, ast.expr]]:
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key, value


def settings(made: Made | None, schema: Schema, values: Evaluator) -> dict[str, object]:
    """What a call gives to a resource, by path: the value where the program says it, None where it is given and not known."""
    found: dict[str, object] = {}
    if made is None:
        return found
    todo: list[tuple[ast.expr, Place]] = [(made.call, Place(schema)), *((argument, Place(schema)) for argument in made.call.args[1:2])]
    while todo:
        node, place = todo.pop()
        todo += _items(node, place)
        for name, value in _given(node, place):
            member = by_key(place, name)
            if member is not None:
                known = values.value(value, made.scope)
                found[member.path] = known.value if isinstance(known, Literal) else None
                todo.append((value, Place(schema, member.path, member.type)))
    return found


def _given(node: ast.expr, place: Place) -> Iterable[tuple[str, ast.expr]]:
    if isinstance(node, ast.Call) and place.kind == "object":
        return [(keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg]
    if isinstance(node, ast.Dict) and place.kind == "object":
        return [(str(key.value), value) for key, value in _entries(node)]
    return []
