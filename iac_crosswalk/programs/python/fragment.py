"""Completes a piece of a Python program: adds the missing imports, and a class around methods."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from inspect import cleandoc
from textwrap import dedent

from iac_crosswalk.programs.fragments import Import, imports
from iac_crosswalk.store.queries import client_resources
from iac_crosswalk.store.store import Store

_PLAIN = {"pulumi": "import pulumi", "boto3": "import boto3"}
"""Names with one customary import."""
_DEEPEST = 6


def complete(text: str, store: Store) -> Iterator[str]:
    """Yields the programs that a piece may be part of. A text that is not Python is unchanged."""
    text = dedent(text)
    try:
        text, tree = _parsed(text)
        free = _free(tree)
        if "self" in free or any(_is_method(node) for node in tree.body):
            text = ast.unparse(_in_class(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        yield text
        return
    before = [line for name, line in _PLAIN.items() if name in free] + _clients(tree, free)
    client_names = {name for name in free if _is_client(tree, name, store)}
    before += [f'import boto3\n{name} = boto3.client("{name}")' for name in sorted(client_names)]
    chains = (names for names in _chains(tree) if names[0] in free - client_names)
    for imported in list(imports(store, chains)) or [[]]:
        yield "\n".join([*before, *map(_import_line, imported), text])


def _parsed(text: str) -> tuple[str, ast.Module]:
    """The text and its tree. If the piece was copied without the indentation of its first line, the
    text is repaired.
    """
    try:
        return text, ast.parse(text)
    except IndentationError:
        text = cleandoc(text)
        return text, ast.parse(text)


def _free(tree: ast.Module) -> set[str]:
    """The names that the piece uses without binding them."""
    used: set[str] = set()
    bound = {*dir(builtins)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add(node.asname or node.name.partition(".")[0])
    return used - bound


def _chains(tree: ast.Module) -> Iterator[tuple[str, ...]]:
    """Yields the chains of names (`aws.sqs.Queue`), and the names that are called."""
    for node in ast.walk(tree):
        names: list[str] = []
        is_called = isinstance(node, ast.Call)
        each = node.func if isinstance(node, ast.Call) else node
        while isinstance(each, ast.Attribute) and len(names) < _DEEPEST:
            names.append(each.attr)
            each = each.value
        if isinstance(each, ast.Name) and (names or is_called):
            yield (each.id, *reversed(names))


def _clients(tree: ast.Module, free: set[str]) -> list[str]:
    """The lines that `client("ec2")` and `session.client("ec2")` need before them."""
    lines: dict[str, None] = {}
    for node in ast.walk(tree):
        function = node.func if isinstance(node, ast.Call) else None
        if isinstance(function, ast.Name) and function.id == "client" and "client" in free:
            lines["from boto3 import client"] = None
        is_method = isinstance(function, ast.Attribute) and function.attr == "client"
        owner = function.value if is_method and isinstance(function, ast.Attribute) else None
        if isinstance(owner, ast.Name) and owner.id in free - _PLAIN.keys() - {"self"}:
            lines["import boto3"] = None
            lines[f"{owner.id} = boto3.Session()"] = None
    return [*lines]


def _is_client(tree: ast.Module, name: str, store: Store) -> bool:
    """Whether a name is that of a client, and is used for one of the client's reading calls:
    `sts.get_caller_identity()`.
    """
    calls = {chain[1] for chain in _chains(tree) if chain[0] == name and len(chain) == 2}
    rows = client_resources(store, name) if calls else ()
    return bool(calls & {(row.call or "").partition(":")[0] for row, _ in rows})


def _is_method(node: ast.stmt) -> bool:
    """Whether a statement is a method, whose class is missing in the piece."""
    parameters = node.args.args if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else []
    return bool(parameters) and parameters[0].arg == "self"


def _in_class(tree: ast.Module) -> ast.Module:
    """The piece as the body of a class. Statements outside its methods become one more method."""
    methods = [node for node in tree.body if _is_method(node)]
    rest = [node for node in tree.body if not _is_method(node)]
    module = ast.parse("class Pasted:\n    def pasted(self):\n        pass")
    pasted = module.body[0]
    assert isinstance(pasted, ast.ClassDef) and isinstance(pasted.body[0], ast.FunctionDef)
    pasted.body[0].body += rest
    pasted.body += methods
    return module


def _import_line(imported: Import) -> str:
    module, _, name = imported.path.rpartition(".")
    return (
        f"from {module} import {name} as {imported.name}"
        if imported.of_class
        else f"import {imported.path} as {imported.name}"
    )
