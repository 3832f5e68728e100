"""The complete example programs inside documentation: docstrings, comments of declarations,
Markdown and metadata.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from bench.corpus_kinds import kind_of

Program = tuple[str, str, bytes]
"""Kind, path and content."""

_FENCE = re.compile(r"^([ \t]*(?:\* )?)```[ \t]*(\w+)[^\n]*\n(.*?)^\1```", re.M | re.S)
_EXAMPLE = re.compile(r"^([ ]*)Example::\n\n((?:\1    .*\n|[ ]*\n)+)", re.M)
_ESCAPED = re.compile(r"\\([\"'\\])")
_RESOURCE = re.compile(r"\bCfn\w+\(self, ")
_SUFFIX = {
    **dict.fromkeys(("python", "py"), "py"),
    **dict.fromkeys(("typescript", "ts", "javascript", "js"), "ts"),
    **dict.fromkeys(("yaml", "yml", "cloudformation"), "yaml"),
    "json": "json",
    **dict.fromkeys(("hcl", "terraform", "tf"), "tf"),
}


def is_documentation(path: str) -> bool:
    """Whether fenced programs are looked for in the file: Markdown, a package's description,
    prowler's check metadata.
    """
    return path.lower().endswith((".md", ".mdx", ".metadata.json", "/metadata", "pkg-info"))


def fenced(path: str, content: bytes) -> Iterator[Program]:
    """The programs in the fences of a page, numbered in its order."""
    stem = path.replace(".metadata.json", "").replace(".dist-info", "")
    for number, (language, text) in enumerate(_fences(path, content.decode("utf-8", "replace")), 1):
        suffix = _SUFFIX.get(language)
        program = text.encode()
        kind = kind_of(f"x.{suffix}", program) if suffix else None
        if kind:
            yield kind, f"{stem}-{number}.{suffix}", program


def _fences(path: str, text: str) -> Iterator[tuple[str, str]]:
    pages = [text]
    if path.endswith(".json"):
        try:
            pages = list(_strings(json.loads(text)))
        except ValueError:
            return
    for page in pages:
        for fence in _FENCE.finditer(page if page.endswith("\n") else page + "\n"):
            yield fence[2].lower(), textwrap.dedent(fence[3])


def _strings(value: Any) -> Iterator[str]:
    """Every text in a JSON document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def pulumi_examples(path: str, content: bytes) -> Iterator[Program]:
    """The examples of pulumi-aws: Python from the wheel's docstrings, TypeScript from the comments
    of the npm package's declarations.
    """
    python = path.endswith(".py")
    if not python and not path.endswith(".d.ts"):
        return
    stem = path.removeprefix("pulumi_aws/").removesuffix(".d.ts").removesuffix(".py")
    for number, fence in enumerate(_FENCE.finditer(content.decode("utf-8")), 1):
        if python and fence[2] == "python":
            program = textwrap.dedent(_ESCAPED.sub(r"\1", fence[3])).encode()
            if kind_of("x.py", program) == "pulumi-python":
                yield "pulumi-python", f"{stem}-{number}.py", program
        elif not python and fence[2] == "typescript":
            lines = [
                re.sub(r"^\s*\* ?", "", line)
                for line in fence[3].replace("*&#47;", "*/").splitlines()
            ]
            program = ("\n".join(lines) + "\n").encode()
            if kind_of("x.ts", program):
                yield "pulumi-typescript", f"{stem}-{number}.ts", program


def cdk_examples(path: str, content: bytes) -> Iterator[Program]:
    """The examples of aws-cdk-lib that make an L1 resource. `self` (a scope) and placeholders are
    left open in them.
    """
    if (
        not path.endswith("/__init__.py")
        or b"Example::" not in content
        or path.startswith("aws_cdk/interfaces")
    ):
        return
    stem = path.removesuffix("/__init__.py").removeprefix("aws_cdk/")
    for number, example in enumerate(_EXAMPLE.finditer(content.decode("utf-8")), 1):
        program = textwrap.dedent(example[2]).strip().encode() + b"\n"
        if _RESOURCE.search(example[2]) and kind_of("x.py", program) == "cdk-python":
            yield "cdk-python", f"{stem}-{number}.py", program
