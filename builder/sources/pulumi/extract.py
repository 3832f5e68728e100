"""Pulumi's AWS provider, read from its generated Python as text; the package is never imported.

A resource is a class with a type token; its inputs are in its Args class, its outputs in the class
itself, and nested values in `_inputs.py` and `outputs.py` of the module. Both trees are walked
together: a path on both sides is one attribute with both flags. A data source is a function with a
Result class: its parameters are inputs, the result's properties outputs. Paths are the Python
names, `native` is the camelCase name from which the names in all languages of Pulumi are made.

Every resource has `id`, although no class lists it. An output that is not an input is computed. A
write-only input (marked in Pulumi's text) is not an output: the property exists, and reading it
returns nothing. An attribute is required where the constructor has no default; the parameters of
functions all have one, so it is unknown which of them are required.

Facts of a resource: python (import path), module (folder), class (or function), tokens (old type
tokens that still work), secrets (native names that are encrypted in the state).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.errors import BuildError
from builder.model import Attribute, Extraction, Resource
from builder.packages import Package
from builder.sources.pulumi import prose
from builder.sources.pulumi.types import (
    ClassName,
    Library,
    Member,
    clean,
    members,
    parameters,
    sections,
)

_TOKEN = re.compile(r"\n        super\(\w+, __self__\)\.__init__\(\n            '([^']+)'")
_RESOURCE_CLASS = re.compile(r"^class (\w+)\(pulumi\.CustomResource\):$", re.M)
_DEPRECATED = re.compile(
    r"^ {0,4}warnings\.warn\(\"\"\"((?:.|\n)*?)\"\"\", DeprecationWarning\)", re.M
)
_OLD_TOKEN = re.compile(r"pulumi\.Alias\(type_=\"([^\"]+)\"\)")
_SECRETS = re.compile(r"additional_secret_outputs=\[(.*?)\]")
_DOCSTRING = re.compile(r"\n        \"\"\"\n((?:.|\n)*?)\n        \"\"\"\n")
_AFTER_ABOUT = re.compile(r"\n *(?:#|```|>|~>|->|:param |<|\{\{)")
_FUNCTION = re.compile(
    r"^def (\w+)\(((?:.|\n)*?)\) -> Awaitable(\w+):\n(?:    \"\"\"\n((?:.|\n)*?)\n    \"\"\"\n)?",
    re.M,
)
_INVOKED = re.compile(r"pulumi\.runtime\.invoke\('([^']+)'")
_ARGUMENT = re.compile(r"__args__\['(\w+)'\] = (\w+)\n")
_DOCUMENTED = re.compile(r"^:param .*? (\w+): ((?:.|\n)*?)(?=\n:param |\Z)", re.M)
_WRITE_ONLY = "This field is write-only"
_NOT_RESOURCES = ("_inputs", "outputs", "_enums", "__init__", "_utilities")
_PROVIDER_FUNCTION = re.compile(r"^aws:index/(?!get)")


@dataclass(frozen=True)
class _Side:
    """One of the two trees that are walked together."""

    module: str
    members: list[Member]


def _by_name(side: _Side | None) -> dict[str, Member]:
    return {member.name: member for member in side.members} if side else {}


def _below(library: Library, names: Iterable[ClassName]) -> _Side | None:
    """The members of a nested class, or of several where the type is a union of objects."""
    found: dict[str, Member] = {}
    module = ""
    for name in names:
        module = name.module
        for member in library.members(name):
            found.setdefault(member.name, member)
    return _Side(module, [*found.values()]) if found else None


def _walk(
    library: Library,
    input_side: _Side | None,
    output_side: _Side | None,
    prefix: str,
    above: frozenset[ClassName],
) -> Iterator[Attribute]:
    """The attributes of the input tree and the output tree, merged by path."""
    inputs, outputs = _by_name(input_side), _by_name(output_side)
    for name in dict.fromkeys((*outputs, *inputs)):
        input_member, output_member = inputs.get(name), outputs.get(name)
        means_in = (
            library.meaning(input_side.module, input_member.annotation)
            if input_side and input_member
            else None
        )
        means_out = (
            library.meaning(output_side.module, output_member.annotation)
            if output_side and output_member
            else None
        )
        meaning = means_out or means_in
        if meaning is None:
            continue
        sides = [member for member in (output_member, input_member) if member]
        nested_in = means_in.nested if means_in else []
        nested_out = means_out.nested if means_out else []
        recursive = any(nested in above for nested in (*nested_in, *nested_out))
        write_only = any(_WRITE_ONLY in member.description for member in sides)
        yield Attribute(
            path=prefix + name,
            type=meaning.type,
            description=next((member.description for member in sides if member.description), ""),
            is_input=input_member is not None,
            is_output=output_member is not None and not write_only,
            required=input_member is not None and input_member.required,
            computed=input_member is None,
            write_only=write_only,
            deprecated=next((member.deprecated for member in sides if member.deprecated), None),
            enum=(means_in.enum if means_in else []) or meaning.enum,
            native=sides[0].native,
            class_name=next((nested.dotted for nested in (*nested_in, *nested_out)), None),
            recursive=recursive,
        )
        if (nested_in or nested_out) and not recursive:
            path = (
                prefix
                + name
                + meaning.type.count("list<") * "[]"
                + meaning.type.count("map<") * ".*"
                + "."
            )
            down = above.union(nested_in, nested_out)
            yield from _walk(
                library, _below(library, nested_in), _below(library, nested_out), path, down
            )


def _attributes(library: Library, input_side: _Side, output_side: _Side) -> list[Attribute]:
    found = {
        attribute.path: attribute
        for attribute in _walk(library, input_side, output_side, "", frozenset())
    }
    found.setdefault("id", Attribute("id", "string", is_output=True, computed=True, native="id"))
    return [found[path] for path in sorted(found)]


def _summary(text: str, indent: int) -> str:
    """The beginning of a docstring, up to its first heading, note or example."""
    return _AFTER_ABOUT.split(clean(text, indent), maxsplit=1)[0].strip()


def _python_name(module: str, name: str) -> str:
    """`aws.elasticache.ReplicationGroup`, the name in a Python program."""
    return ".".join(part for part in ("aws", module, name) if part)


def _service(token: str) -> str:
    return token.split(":")[1].split("/")[0]


def _aliases(token: str, module: str, name: str) -> list[str]:
    """The name in Python, and that in other languages where it differs: `aws.lambda.Function`,
    `aws.ec2.getAmi`."""
    return [
        *dict.fromkeys(
            (_python_name(module, name), _python_name(module.rstrip("_"), token.split(":")[2]))
        )
    ]


def _resource(library: Library, module: str, text: str, where: str) -> Resource | None:
    """The resource class of a file, if it has one."""
    class_match = _RESOURCE_CLASS.search(text)
    if class_match is None:
        return None
    classes = sections(text)
    name, source = class_match[1], classes[class_match[1]]
    arguments = [each for each in classes if each.endswith("Args") and not each.startswith("_")]
    token = _TOKEN.search(source)
    if token is None or len(arguments) != 1:
        raise BuildError(
            f"{where}: class {name} has no type token, or not one class of arguments; see"
            " docs/sources.md"
        )
    deprecated, docstring, secrets = (
        _DEPRECATED.search(source),
        _DOCSTRING.search(source),
        _SECRETS.search(source),
    )
    facts: dict[str, object] = {
        "python": f"pulumi_{_python_name(module, name)}",
        "module": module,
        "class": name,
        "tokens": sorted(set(_OLD_TOKEN.findall(source))),
        "secrets": re.findall(r"\w+", secrets[1]) if secrets else [],
    }
    documentation = clean(docstring[1], 8) if docstring else ""
    attributes = _attributes(
        library,
        _Side(module, members(classes[arguments[0]], where)),
        _Side(module, members(source, where)),
    )
    return Resource(
        system="pulumi",
        name=token[1],
        service=_service(token[1]),
        description=_summary(docstring[1], 8) if docstring else "",
        aliases=_aliases(token[1], module, name),
        deprecated=clean(deprecated[1], 0) if deprecated else prose.of_class(documentation),
        attributes=prose.of_arguments(documentation, attributes),
        facts=facts,
    )


def _data_source(library: Library, module: str, text: str, where: str) -> Resource | None:
    """The data source function of a file, if it has one."""
    function = _FUNCTION.search(text)
    if function is None:
        return None
    name, signature, result, documentation = function.groups()
    token = _INVOKED.search(text, function.end())
    source = sections(text).get(result)
    if token is None or source is None:
        raise BuildError(
            f"{where}: {name} invokes nothing, or its result class is missing; see docs/sources.md"
        )
    if _PROVIDER_FUNCTION.match(token[1]):
        return None
    natives = {python: native for native, python in _ARGUMENT.findall(text, function.end())}
    parameter_texts = dict(_DOCUMENTED.findall(clean(documentation, 4)))
    inputs = [
        Member(
            parameter,
            natives[parameter],
            annotation,
            required,
            parameter_texts.get(parameter, "").strip(),
            None,
        )
        for parameter, annotation, required in parameters(signature)
        if parameter != "opts"
    ]
    deprecated = _DEPRECATED.search(text)
    text_of_docstring = clean(documentation, 4)
    attributes = _attributes(library, _Side(module, inputs), _Side(module, members(source, where)))
    return Resource(
        system="pulumi",
        name=token[1],
        kind="data-source",
        service=_service(token[1]),
        description=_summary(documentation or "", 4),
        aliases=_aliases(token[1], module, name),
        deprecated=clean(deprecated[1], 0) if deprecated else prose.of_class(text_of_docstring),
        attributes=prose.of_arguments(text_of_docstring, attributes),
        facts={"python": f"pulumi_{_python_name(module, name)}", "module": module, "class": name},
    )


def _add_old_tokens(resources: list[Resource]) -> None:
    """Adds old type tokens as aliases, unless they name another resource too."""
    names = {resource.name for resource in resources}
    claims: dict[str, int] = {}
    for resource in resources:
        for token in resource.facts.get("tokens", []):
            claims[token] = claims.get(token, 0) + 1
    for resource in resources:
        tokens = resource.facts.get("tokens", [])
        resource.aliases += [token for token in tokens if token not in names and claims[token] == 1]


def extract(package: Package) -> Extraction:
    """Every resource class and data source function of pulumi-aws; other functions and the provider
    are in the notes."""
    library = Library(package)
    resources: list[Resource] = []
    others: list[str] = []
    for path in package.names():
        folders, _, file = path.removesuffix(".py").rpartition("/")
        if (
            not path.endswith(".py")
            or not folders.startswith("pulumi_aws")
            or file in _NOT_RESOURCES
        ):
            continue
        module = folders.partition("/")[2]
        text = package.text(path)
        found = _resource(library, module, text, path) or _data_source(library, module, text, path)
        if found is None:
            others.append(_python_name(module, file))
        else:
            resources.append(found)
    _add_old_tokens(resources)
    notes = [f"neither a resource nor a data source: {', '.join(sorted(others))}"]
    return Extraction(
        "pulumi",
        package.name,
        package.version,
        sorted(resources, key=lambda one: (one.kind, one.name)),
        notes,
    )
