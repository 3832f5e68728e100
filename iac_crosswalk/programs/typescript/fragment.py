"""Completes a piece of a TypeScript program: adds the missing imports, and a class around
`this`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from iac_crosswalk.programs.fragments import Import, imports
from iac_crosswalk.programs.source import Source
from iac_crosswalk.store.store import Store

_CHAIN = re.compile(
    r"(?<![\w$.])(?:[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){1,5}|(?<=new )[A-Z][\w$]*(?=\())"
)
_SIGNS = re.compile(
    r"""\b(?:const|let|var)\s+[\w${\[]|\bnew\s+[\w$.]+\(|\bfrom\s+["']|\brequire\(|=>|\bthis\.|:\s*[\w.]+\)"""
)
"""Signs that Python and YAML do not have."""
_PACKAGES = ("@pulumi/aws", "aws-cdk-lib")
_IMPORT = re.compile(r"^[ \t]*import\b[^\n]*\n?", re.MULTILINE)
_MODULES = {"pulumi_aws": "@pulumi/aws", "aws_cdk": "aws-cdk-lib"}


def complete(text: str, store: Store) -> Iterator[str]:
    """Yields the programs that a piece may be part of. None if it uses no name of the packages."""
    if not _SIGNS.search(text):
        return
    chains = [tuple(match[0].split(".")) for match in _CHAIN.finditer(text)]
    if not any(package in text for package in _PACKAGES) and not any(imports(store, chains)):
        return
    declared, has_class = _declared_names(text)
    free = (names for names in chains if names[0] not in declared)
    if "this." in text and not has_class:
        import_lines, body = "".join(_IMPORT.findall(text)), _IMPORT.sub("", text)
        text = f"{import_lines}\nclass Pasted {{\n  constructor() {{\n{body}\n  }}\n}}\n"
    for imported in list(imports(store, free)) or [[]]:
        yield "\n".join([*map(_import_line, imported), text])


def _declared_names(text: str) -> tuple[set[str], bool]:
    """The names that a piece declares, anywhere in it, and whether it has a class."""
    from iac_crosswalk.programs.typescript.scopes import Program
    from iac_crosswalk.programs.typescript.syntax import parse

    program = Program(parse(Source(Path("piece.ts"), text.encode("utf-8", "replace"))))
    scopes = [
        program.scope,
        *(each.scope for each in program.functions.values()),
        *(step.scope for step in program.places),
    ]
    return {name for scope in scopes for name in scope.names}, bool(program.classes)


def _import_line(imported: Import) -> str:
    path = imported.path.rpartition(".")[0] if imported.of_class else imported.path
    package, _, module = path.partition(".")
    folder = module.replace("_", "-") if package == "aws_cdk" else module
    source = f"{_MODULES[package]}/{folder}" if folder else _MODULES[package]
    if imported.of_class:
        name = imported.path.rpartition(".")[2]
        return f'import {{ {name} as {imported.name} }} from "{source}";'
    return f'import * as {imported.name} from "{source}";'
