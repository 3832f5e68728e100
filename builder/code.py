"""The project's own code as this process loaded it: the bytes of every module, and which modules
each one imports.

A stage's key is a hash of the code that makes it. The bytes are read once, when this module is
imported, so that a file edited while a build runs is never mistaken for the code that ran (see
stages.check_unchanged).
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from builder import stage_cache
from builder.packages import CODE

PACKAGES = ("builder", "iac_crosswalk")

MACHINERY = frozenset(
    f"builder.{name}"
    for name in (
        "code",
        "derivation",
        "errors",
        "extract",
        "files",
        "inputs",
        "stage_cache",
        "pipeline",
        "processes",
        "stages",
    )
) | {"iac_crosswalk.store.digest", "iac_crosswalk.store.folders"}
"""Modules that decide which files are made and when, but not their content: they are in no key but
that of their own stage."""

VALUES_ONLY = frozenset({"iac_crosswalk.store.file"})
"""Modules of which a stage uses constants only; stages.CONSTANTS puts these into the keys, so that
an edited message rebuilds nothing."""


def _module(path: Path) -> str:
    parts = path.relative_to(CODE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _files() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((CODE / package).rglob("*.py")):
            yield _module(path), path


FILES: dict[str, Path] = dict(_files())
LOADED: dict[str, bytes] = {module: path.read_bytes() for module, path in FILES.items()}


@cache
def _graph() -> dict[str, list[str]]:
    """Module → its imports. Parsing all code takes longer than a build that finds nothing changed:
    the result is kept, under the hash of the code.
    """
    whole = hashlib.sha256()
    for module, content in LOADED.items():
        whole.update(module.encode() + hashlib.sha256(content).digest())
    place = stage_cache.FOLDER / f"imports-{whole.hexdigest()[:20]}.json"
    if known := stage_cache.read(place):
        return dict(json.loads(known))
    graph = {module: sorted(_imported(module)) for module in FILES}
    with contextlib.suppress(OSError), stage_cache.keeping(place) as part:  # a read-only cache
        part.write_text(json.dumps(graph), encoding="ascii")
    return graph


def imported(module: str) -> frozenset[str]:
    """The project's modules in the imports of `module`, including imports inside functions.

    A package counts where it is imported itself: the `__init__` of the packages above a module
    contains only a docstring.
    """
    return frozenset(_graph()[module])


def _imported(module: str) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(LOADED[module])):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in FILES else node.module)
    return frozenset(found.intersection(FILES) - {"iac_crosswalk"})


def reached(modules: tuple[str, ...]) -> list[str]:
    """`modules` and every module they import, directly or through others, without MACHINERY and
    VALUES_ONLY; sorted."""
    found = set(modules)
    waiting = list(modules)
    while waiting:
        new = imported(waiting.pop()) - found - MACHINERY - VALUES_ONLY
        found |= new
        waiting += new
    return sorted(found)
