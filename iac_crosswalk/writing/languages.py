"""Pulumi's and the CDK's other languages: one rule each, from the names the tools make every language's from. docs/expressions.md explains them.

A rule gives None where a language's way cannot be told from the names alone: right, or absent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Part(NamedTuple):
    """One name of a path. `python` is its name in Python, `native` the one the other languages' names are made from."""

    python: str
    native: str
    behind: tuple[str, ...]
    """What is taken from its value: "item" of a list, "key" of a map."""


class Spelled(NamedTuple):
    """An attribute as a program reads it: the variable, and the names behind it."""

    variable: str
    parts: tuple[Part, ...]
    kind: str
    type: str
    """The class of the resource: `ReplicationGroup`."""


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def _chain(names: list[str], parts: tuple[Part, ...]) -> str:
    """`a.b[0]["key"].c`, as most languages write it."""
    written = {"item": "[0]", "key": '["key"]'}
    return ".".join(name + "".join(written[each] for each in part.behind) for name, part in zip(names, parts, strict=True))


def python(spelled: Spelled) -> str:
    """Names as the Python package has them."""
    return f"{spelled.variable}.{_chain([part.python for part in spelled.parts], spelled.parts)}"


def typescript(spelled: Spelled) -> str:
    """The native names."""
    return f"{spelled.variable}.{_chain([part.native for part in spelled.parts], spelled.parts)}"


def pulumi_yaml(spelled: Spelled) -> str:
    """The native names, in `${…}`."""
    return f"${{{typescript(spelled)}}}"


def pulumi_go(spelled: Spelled) -> str | None:
    """A field of the resource with the native name's first letter upper case; below it each name is a method of the output.

    What a function returns is a plain struct: fields all the way down.
    """
    names = [_pascal(part.native) for part in spelled.parts]
    if spelled.kind == "data-source":
        return f"{spelled.variable}.{_chain(names, spelled.parts)}"
    if spelled.parts[0].native == "id":
        return f"{spelled.variable}.ID()"
    written = {"item": ".Index(pulumi.Int(0))", "key": '.MapIndex(pulumi.String("key"))'}
    out = spelled.variable
    for index, (name, part) in enumerate(zip(names, spelled.parts, strict=True)):
        out += f".{name}" + ("()" if index else "") + "".join(written[each] for each in part.behind)
    return out


def pulumi_csharp(spelled: Spelled) -> str | None:
    """A property with the native name's first letter upper case; what stands below is read in Apply, since outputs hide their members.

    A member may not be called like its class: the provider gives it some other name, which no name tells.
    """
    names = [_pascal(part.native) for part in spelled.parts]
    if names[0] == spelled.type:
        return None
    if spelled.kind == "data-source":
        return f"{spelled.variable}.{_chain(names, spelled.parts)}"
    if len(names) == 1 and not spelled.parts[0].behind:
        return f"{spelled.variable}.{names[0]}"
    inside = _chain(["v", *names[1:]], (spelled.parts[0], *spelled.parts[1:]))
    return f"{spelled.variable}.{names[0]}.Apply(v => {inside})"


def pulumi_java(spelled: Spelled) -> str | None:
    """A method of the native name. Below it stand lists and options, which no name tells apart."""
    if len(spelled.parts) > 1 or spelled.parts[0].behind:
        return None
    return f"{spelled.variable}.{spelled.parts[0].native}()"


def _flat(spelled: Spelled) -> bool:
    """Whether the attribute stands at the top: what is below is an untyped object in the CDK's compiled languages."""
    return len(spelled.parts) == 1 and not spelled.parts[0].behind


def cdk_java(spelled: Spelled) -> str | None:
    """A getter of the native name: jsii makes one for each property."""
    return f"{spelled.variable}.get{_pascal(spelled.parts[0].native)}()" if _flat(spelled) else None


def cdk_csharp(spelled: Spelled) -> str | None:
    """A property with the native name's first letter upper case."""
    return f"{spelled.variable}.{_pascal(spelled.parts[0].native)}" if _flat(spelled) else None


def cdk_go(spelled: Spelled) -> str | None:
    """A method with the native name's first letter upper case."""
    return f"{spelled.variable}.{_pascal(spelled.parts[0].native)}()" if _flat(spelled) else None


Rule = Callable[[Spelled], str | None]

LANGUAGES = ("python", "typescript", "go", "csharp", "java", "yaml")
RULES: dict[str, dict[str, Rule]] = {
    "pulumi": {
        "python": python,
        "typescript": typescript,
        "go": pulumi_go,
        "csharp": pulumi_csharp,
        "java": pulumi_java,
        "yaml": pulumi_yaml,
    },
    "cdk": {"python": python, "typescript": typescript, "go": cdk_go, "csharp": cdk_csharp, "java": cdk_java},
}
