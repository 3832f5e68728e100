"""The import rule of docs/architecture.md: data flows one way, and no imports go in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("iac_crosswalk", "builder")
WORDS = frozenset(["clauses", "paths", "types", "vocabulary"])

ALLOWED: dict[str, frozenset[str]] = {
    "clauses": frozenset(),
    "vocabulary": frozenset(),
    "paths": frozenset(),
    "types": frozenset(),
    "store": WORDS,
    "answers": WORDS | {"store"},
    "programs": WORDS | {"store"},
    "check": WORDS | {"store", "answers", "programs", "__init__"},
    "report": WORDS | {"store", "answers", "programs"},
    "ask": WORDS | {"store", "answers", "programs"},
    "export": WORDS | {"store", "__init__"},
    "cli": (
        WORDS
        | {"store", "answers", "programs", "check", "report", "ask", "export", "web", "__init__"}
    ),
    "web": WORDS | {"store", "answers", "programs", "check", "report", "ask", "__init__"},
    "__main__": frozenset({"cli"}),
    "__init__": frozenset({"store", "answers"}),
    "builder": WORDS | {"store"},
}
"""Room → the rooms that it may import, besides itself. `__init__` is the package's public face,
with its version.
"""

EXCEPTIONS: frozenset[tuple[str, str]] = frozenset(
    [("builder", "__init__"), ("builder", "answers"), ("builder", "cli")]
)
"""(room, what it imports) that breaks the rule. May only shrink: an exception that is no longer
needed fails the test.
"""


def modules() -> dict[str, Path]:
    """Dotted name → file of every module of the product and the builder."""
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in files
    ]
    return dict(zip(names, files, strict=True))


MODULES = modules()


@cache
def imported(file: Path) -> frozenset[str]:
    """The modules of ours that a file imports, anywhere in it, also for type checking alone."""
    return frozenset(_imported(file))


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in MODULES else node.module for name in inner]
        yield from (name for name in names if name in MODULES)


def room(module: str) -> str:
    """The room of a module: the folder or file directly below iac_crosswalk, or `builder`."""
    package, _, rest = module.partition(".")
    return package if package != "iac_crosswalk" else rest.partition(".")[0] or "__init__"


def test_rooms_import_what_they_may() -> None:
    broken = {
        (room(module), room(other))
        for module, file in MODULES.items()
        for other in imported(file)
        if room(other) != room(module) and room(other) not in ALLOWED[room(module)]
    }
    assert broken == EXCEPTIONS


def reached(graph: dict[str, set[str]], start: str) -> set[str]:
    """Every module that `start` imports, directly or not."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def test_no_imports_go_in_a_circle() -> None:
    graph = {module: set(imported(file)) - {module} for module, file in MODULES.items()}
    below = {module: reached(graph, module) for module in graph}
    circles = {
        frozenset(other for other in below[module] if module in below[other])
        for module in graph
        if module in below[module]
    }
    assert circles == set()
