"""Pulumi's and the CDK's other languages: a rule for each, from the names that the tools generate
every language from. docs/expressions.md explains them.

A rule gives None where the names alone do not determine a language's spelling: right, or absent."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from iac_crosswalk.answers.expressions.names import variable


class Part(NamedTuple):
    """One name of a path. `python` is its name in Python, `native` the one that other languages'
    names are made from.
    """

    python: str
    native: str
    behind: tuple[str, ...]
    """Which element of its value the path goes on in: "item" of a list, "key" of a map."""
    owner: str
    """The class of the object it is in: `ReplicationGroup`,
    `ReplicationGroupLogDeliveryConfiguration`.
    """


class Spelled(NamedTuple):
    """An attribute in a program: the variable, and the names after it."""

    variable: str
    parts: tuple[Part, ...]
    kind: str


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]


def _flat(spelled: Spelled) -> bool:
    """Whether the attribute is at the top level: in some languages, nested attributes need more
    than names.
    """
    return len(spelled.parts) == 1 and not spelled.parts[0].behind


def _chain(names: list[str], parts: tuple[Part, ...]) -> str:
    """`a.b[0]["key"].c`, as most languages write it."""
    written = {"item": "[0]", "key": '["key"]'}
    return ".".join(
        name + "".join(written[each] for each in part.behind)
        for name, part in zip(names, parts, strict=True)
    )


def python(spelled: Spelled) -> str:
    """The names of the Python package."""
    return f"{spelled.variable}.{_chain([part.python for part in spelled.parts], spelled.parts)}"


def pulumi_typescript(spelled: Spelled) -> str:
    """The native names; a nested value is read in apply with `?.`, which compiles whether the
    output is optional or not.
    """
    if _flat(spelled):
        return f"{spelled.variable}.{spelled.parts[0].native}"
    written = {"item": "?.[0]", "key": '?.["key"]'}
    first, *rest = ["".join(written[each] for each in part.behind) for part in spelled.parts]
    inside = first + "".join(
        f"?.{part.native}{behind}" for part, behind in zip(spelled.parts[1:], rest, strict=True)
    )
    if spelled.kind == "data-source":  # a plain value
        return f"{spelled.variable}.{spelled.parts[0].native}{inside}"
    return f"{spelled.variable}.{spelled.parts[0].native}.apply(v => v{inside})"


def cdk_typescript(spelled: Spelled) -> str | None:
    """The native names; a nested value has a union type without members."""
    return f"{spelled.variable}.{spelled.parts[0].native}" if _flat(spelled) else None


def pulumi_yaml(spelled: Spelled) -> str:
    """The native names, in `${…}`."""
    return (
        f"${{{spelled.variable}.{_chain([part.native for part in spelled.parts], spelled.parts)}}}"
    )


def pulumi_go(spelled: Spelled) -> str | None:
    """A field of the resource: the native name with an upper-case first letter; each name below it
    is a method of the output.

    A function returns a plain struct: fields at every level.
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
    """A property: the native name with an upper-case first letter; a nested value is read in Apply,
    since outputs hide their members.

    A member may not have the name of its class, or of the class of its state: the provider then
    gives it another name, which cannot be derived."""
    names = [_pascal(part.native) for part in spelled.parts]
    if any(
        name in (part.owner, f"{part.owner}State")
        for name, part in zip(names, spelled.parts, strict=True)
    ):
        return None
    if spelled.kind == "data-source":
        return f"{spelled.variable}.{_chain(names, spelled.parts)}"
    if len(names) == 1 and not spelled.parts[0].behind:
        return f"{spelled.variable}.{names[0]}"
    inside = _chain(["v", *names[1:]], (spelled.parts[0], *spelled.parts[1:]))
    return f"{spelled.variable}.{names[0]}.Apply(v => {inside})"


def pulumi_java(spelled: Spelled) -> str | None:
    """A method with the native name, a reserved word with `_`. Below it are options or plain
    values, which names do not distinguish.
    """
    return (
        f"{spelled.variable}.{variable(spelled.parts[0].native, 'java')}()"
        if _flat(spelled)
        else None
    )


def cdk_java(spelled: Spelled) -> str | None:
    """A getter with the native name: jsii generates one for each property, with another name for a
    reserved word.
    """
    name = spelled.parts[0].native
    return (
        f"{spelled.variable}.get{_pascal(name)}()"
        if _flat(spelled) and variable(name, "java") == name
        else None
    )


def cdk_csharp(spelled: Spelled) -> str | None:
    """A property: the native name with an upper-case first letter."""
    return f"{spelled.variable}.{_pascal(spelled.parts[0].native)}" if _flat(spelled) else None


def cdk_go(spelled: Spelled) -> str | None:
    """A method: the native name with an upper-case first letter."""
    return f"{spelled.variable}.{_pascal(spelled.parts[0].native)}()" if _flat(spelled) else None


Rule = Callable[[Spelled], str | None]

LANGUAGES = ("python", "typescript", "go", "csharp", "java", "yaml")
RULES: dict[str, dict[str, Rule]] = {
    "pulumi": {
        "python": python,
        "typescript": pulumi_typescript,
        "go": pulumi_go,
        "csharp": pulumi_csharp,
        "java": pulumi_java,
        "yaml": pulumi_yaml,
    },
    "cdk": {
        "python": python,
        "typescript": cdk_typescript,
        "go": cdk_go,
        "csharp": cdk_csharp,
        "java": cdk_java,
    },
}
