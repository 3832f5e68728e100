"""Pulumi's AWS provider, read from its generated Python as text; the package is never imported.

A resource is a class with a type token; what can be set is in its Args class, what can be read in
the class itself, and nested values in `_inputs.py` and `outputs.py` of the module. Both trees are
walked together: a path that is on both sides is one attribute with both flags. A data source is a
function with a Result class: its parameters are inputs, the result's properties outputs. Paths are
the Python names, `native` the camelCase name that all languages of Pulumi are made from.

Every resource has `id`, though no class lists it. An output that is not an input is computed. A
write-only input (Pulumi says so in its text) is not an output: the property is there, and reading
it gives nothing. `required` is what has no default in the constructor; the parameters of functions
all have one, so nothing is said about them.

Facts of a resource: python (import path), module (folder), class (or function), tokens (old type
tokens it still answers to), secrets (natives that are kept encrypted in the state).
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
    """The members of a nested class, of several where the type is a choice of objects."""
    found: dict[str, Member] = {}
    module = ""
    for name in names:
        module = name.module
        for member in library.members(name):
            found.setdefault(member.name, member)
    return _Side(module, [*found.values()]) if found else None


def _walk(
    library: Library,
    given: _Side | None,
    read: _Side | None,
    prefix: str,
    above: frozenset[ClassName],
) -> Iterator[Attribute]:
    """The attributes of the input tree `given` and the output tree `read`, merged by path."""
    inputs, outputs = _by_name(given), _by_name(read)
    for name in dict.fromkeys((*outputs, *inputs)):
        taken, shown = inputs.get(name), outputs.get(name)
        means_in = library.meaning(given.module, taken.annotation) if given and taken else None
        means_out = library.meaning(read.module, shown.annotation) if read and shown else None
        meaning = means_out or means_in
        if meaning is None:
            continue
        described = [member for member in (shown, taken) if member]
        nested_in = means_in.nested if means_in else []
        nested_out = means_out.nested if means_out else []
        recursive = any(nested in above for nested in (*nested_in, *nested_out))
        write_only = any(_WRITE_ONLY in member.description for member in described)
        yield Attribute(
            path=prefix + name,
            type=meaning.type,
            description=next(
                (member.description for member in described if member.description), ""
            ),
            is_input=taken is not None,
            is_output=shown is not None and not write_only,
            required=taken is not None and taken.required,
            computed=taken is None,
            write_only=write_only,
            deprecated=next((member.deprecated for member in described if member.deprecated), None),
            enum=(means_in.enum if means_in else []) or meaning.enum,
            native=described[0].native,
            class_name=next((nested.spoken for nested in (*nested_in, *nested_out)), None),
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


def _attributes(library: Library, given: _Side, read: _Side) -> list[Attribute]:
    found = {
        attribute.path: attribute for attribute in _walk(library, given, read, "", frozenset())
    }
    found.setdefault("id", Attribute("id", "string", is_output=True, computed=True, native="id"))
    return [found[path] for path in sorted(found)]


def _about(text: str, indent: int) -> str:
    """The first words of a docstring, up to its first heading, note or example."""
    return _AFTER_ABOUT.split(clean(text, indent), maxsplit=1)[0].strip()


def _spoken(module: str, name: str) -> str:
    """`aws.elasticache.ReplicationGroup`, as a Python program writes it."""
    return ".".join(part for part in ("aws", module, name) if part)


def _service(token: str) -> str:
    return token.split(":")[1].split("/")[0]


def _aliases(token: str, module: str, name: str) -> list[str]:
    """How Python spells it, and the other languages where they differ: `aws.lambda.Function`,
    `aws.ec2.getAmi`."""
    return [
        *dict.fromkeys((_spoken(module, name), _spoken(module.rstrip("_"), token.split(":")[2])))
    ]


def _resource(library: Library, module: str, text: str, where: str) -> Resource | None:
    """The resource class of a file, if it has one."""
    named = _RESOURCE_CLASS.search(text)
    if named is None:
        return None
    classes = sections(text)
    name, source = named[1], classes[named[1]]
    arguments = [each for each in classes if each.endswith("Args") and not each.startswith("_")]
    token = _TOKEN.search(source)
    if token is None or len(arguments) != 1:
        raise BuildError(
            f"{where}: class {name} has no type token, or not one class of arguments; see"
            " docs/sources.md"
        )
    deprecated, about, secrets = (
        _DEPRECATED.search(source),
        _DOCSTRING.search(source),
        _SECRETS.search(source),
    )
    facts: dict[str, object] = {
        "python": f"pulumi_{_spoken(module, name)}",
        "module": module,
        "class": name,
        "tokens": sorted(set(_OLD_TOKEN.findall(source))),
        "secrets": re.findall(r"\w+", secrets[1]) if secrets else [],
    }
    documentation = clean(about[1], 8) if about else ""
    attributes = _attributes(
        library,
        _Side(module, members(classes[arguments[0]], where)),
        _Side(module, members(source, where)),
    )
    return Resource(
        system="pulumi",
        name=token[1],
        service=_service(token[1]),
        description=_about(about[1], 8) if about else "",
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
    documented = dict(_DOCUMENTED.findall(clean(documentation, 4)))
    given = [
        Member(
            parameter,
            natives[parameter],
            annotation,
            required,
            documented.get(parameter, "").strip(),
            None,
        )
        for parameter, annotation, required in parameters(signature)
        if parameter != "opts"
    ]
    deprecated = _DEPRECATED.search(text)
    about = clean(documentation, 4)
    attributes = _attributes(library, _Side(module, given), _Side(module, members(source, where)))
    return Resource(
        system="pulumi",
        name=token[1],
        kind="data-source",
        service=_service(token[1]),
        description=_about(documentation or "", 4),
        aliases=_aliases(token[1], module, name),
        deprecated=clean(deprecated[1], 0) if deprecated else prose.of_class(about),
        attributes=prose.of_arguments(about, attributes),
        facts={"python": f"pulumi_{_spoken(module, name)}", "module": module, "class": name},
    )


def _add_old_tokens(resources: list[Resource]) -> None:
    """Old type tokens become aliases where they name nothing else."""
    taken = {resource.name for resource in resources}
    claims: dict[str, int] = {}
    for resource in resources:
        for token in resource.facts.get("tokens", []):
            claims[token] = claims.get(token, 0) + 1
    for resource in resources:
        tokens = resource.facts.get("tokens", [])
        resource.aliases += [token for token in tokens if token not in taken and claims[token] == 1]


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
            others.append(_spoken(module, file))
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
