"""The CDK's L1 classes, read from the jsii assembly and the generated JavaScript of aws-cdk-lib.

A class is an L1 when the assembly names its CloudFormation type. Names are Python's: module and
class (`aws_elasticache.CfnReplicationGroup`; classes of the core module have no module), attributes
as in the class and its property structs. `native` is the camelCase name of the last part.

Inputs come from the Props struct and the structs in it; outputs are the attr… properties and `ref`.
Other members of a class (tags managers, …_ref objects, setters of inputs) repeat those and are not
attributes.

Facts of a resource:

- cloudformation: the type; cloudformation_paths: {CDK path: CloudFormation path}, exactly as the
  CDK writes templates
- ref_identifier: {identifier: value}: `ref`, `ref[1]` (the second part of ref, split at |), or the
  name of a property (`attrArn`)
- ref_properties: {identifier: path of the CloudFormation property in its description}; the CDK
  writes ARN where it has no property
- documentation_url; recursion: {path: path}: where the walk stopped, and the path above whose
  members continue there
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from builder.errors import BuildError
from builder.model import Attribute, Extraction, Resource
from builder.packages import Package
from builder.sources.cdk import javascript as cdk_javascript
from builder.sources.cdk.structs import Found, Structs, deprecation_of, python_name, text_of

Json = dict[str, Any]

_TYPE = "cloudformationResource"
_ATTRIBUTE = "cloudformationAttribute"
_TAG = "aws-cdk-lib.CfnTag"
_CORE = "core"
_IDENTIFIED = re.compile(r"The ([\w/*]+) of the \w+ resource\.")


def extract(package: Package) -> Extraction:
    """Every L1 class of the aws-cdk-lib wheel."""
    with package.tarball(".jsii.tgz") as tarball:
        contents = cdk_javascript.read(tarball)
    if not contents.assembly or not contents.names or not contents.tag:
        raise BuildError(
            f"{package.path.name}: has no assembly or no generated code; its layout has changed,"
            " see docs/sources.md"
        )
    assembly = msgspec.json.decode(gzip.decompress(contents.assembly))
    types: dict[str, Json] = assembly["types"]
    modules = _python_modules(assembly)
    classes = {
        fqn: declaration
        for fqn, declaration in types.items()
        if _TYPE in declaration.get("docs", {}).get("custom", {})
    }
    classes = {
        fqn: declaration for fqn, declaration in classes.items() if declaration["kind"] == "class"
    }
    starts = [props for declaration in classes.values() if (props := _props(declaration))]
    names: dict[str, Mapping[str, str]] = {
        fqn: contents.names.get(_place(declaration), {}) for fqn, declaration in types.items()
    }
    names[_TAG] = contents.tag
    structs = Structs(types, names, starts)
    notes = [*contents.notes]
    resources = [
        _resource(declaration, types, modules, structs, contents.refs, notes)
        for declaration in classes.values()
    ]
    resources.sort(key=lambda resource: resource.name)
    return Extraction("cdk", package.name, package.version, resources, notes)


def _python_modules(assembly: Json) -> dict[str, str]:
    """jsii submodule → Python module below aws_cdk."""
    root = assembly["targets"]["python"]["module"]
    modules = {assembly["name"]: ""}
    for fqn, submodule in assembly["submodules"].items():
        module = submodule.get("targets", {}).get("python", {}).get("module")
        if module:
            modules[fqn] = module.removeprefix(f"{root}.")
    return modules


def _place(declaration: Json) -> tuple[str, str]:
    """(file without ending, name without dots), the key of the generated JavaScript."""
    file, _, name = declaration.get("symbolId", ":").partition(":")
    return file, name.replace(".", "")


def _props(declaration: Json) -> str | None:
    for parameter in declaration.get("initializer", {}).get("parameters", ()):
        if parameter["name"] == "props":
            return str(parameter["type"]["fqn"])
    return None


def _resource(
    declaration: Json,
    types: Mapping[str, Json],
    modules: Mapping[str, str],
    structs: Structs,
    refs: Mapping[tuple[str, str], Mapping[str, str]],
    notes: list[str],
) -> Resource:
    docs = declaration["docs"]
    module = _module(declaration, modules)
    name = f"{module}.{declaration['name']}" if module else declaration["name"]
    props = _props(declaration)
    found = structs.paths(props) if props else []
    attributes = [_input(item) for item in found]
    paths = {item.suffix[1:]: item.cloudformation[1:] for item in found if item.cloudformation}
    for attribute in attributes:
        if attribute.path not in paths:
            notes.append(
                f"{name}: the generated code writes no CloudFormation name for {attribute.path}"
            )
    for member in declaration.get("properties", ()):
        cloudformation_path = member.get("docs", {}).get("custom", {}).get(_ATTRIBUTE)
        if cloudformation_path:
            attribute = _output(member, structs)
            attributes.append(attribute)
            paths[attribute.path] = cloudformation_path
    identifier = dict(refs.get(_place(declaration), {}))
    properties = _identifier_properties(declaration, types)
    attributes.append(
        Attribute("ref", "string", _ref_text(identifier, properties), is_output=True, native="ref")
    )
    paths["ref"] = "Ref"
    counts = Counter(attribute.path for attribute in attributes)
    for path in sorted(path for path, count in counts.items() if count > 1):
        notes.append(f"{name}: {path} is both an input and an output")
    facts = {
        "cloudformation": docs["custom"][_TYPE],
        "cloudformation_paths": dict(sorted(paths.items())),
        "ref_identifier": identifier,
        "ref_properties": properties,
        "documentation_url": docs.get("see"),
        "recursion": _recursion(found),
    }
    return Resource(
        "cdk",
        name,
        service=module or _CORE,
        description=text_of(docs),
        aliases=[declaration["fqn"], f"aws_cdk.{name}"],
        deprecated=deprecation_of(docs),
        attributes=sorted(attributes, key=lambda attribute: attribute.path),
        facts={key: value for key, value in facts.items() if value},
    )


def _module(declaration: Json, modules: Mapping[str, str]) -> str:
    """The Python module of a class, below aws_cdk. Raises BuildError where it has none."""
    fqn = declaration["fqn"]
    parent = fqn.removesuffix(f".{declaration['name']}")
    if parent not in modules:
        raise BuildError(
            f"{fqn}: the assembly has no Python module for {parent}; see"
            " builder/sources/cdk/extract.py"
        )
    return modules[parent]


def _input(item: Found) -> Attribute:
    return Attribute(
        item.suffix[1:],
        item.type,
        item.description,
        is_input=True,
        required=item.required,
        deprecated=item.deprecated,
        native=item.native or None,
        class_name=item.class_name,
        recursive=bool(item.recursive),
    )


def _output(member: Json, structs: Structs) -> Attribute:
    docs = member["docs"]
    return Attribute(
        python_name(member["name"]),
        structs.type_name(member["type"]),
        text_of(docs),
        is_output=True,
        deprecated=deprecation_of(docs),
        native=member["name"],
    )


def _identifier_properties(declaration: Json, types: Mapping[str, Json]) -> dict[str, str]:
    """Identifier → the property that its description names: "The ReplicationGroupId of the
    ReplicationGroup resource."."""
    found = {}
    for member in declaration.get("properties", ()):
        fqn = member["type"].get("fqn", "")
        if (
            member["name"].endswith("Ref")
            and fqn.startswith("aws-cdk-lib.interfaces.")
            and fqn.endswith("Reference")
        ):
            for identifier in types[fqn].get("properties", ()):
                if match := _IDENTIFIED.fullmatch(identifier.get("docs", {}).get("summary", "")):
                    found[identifier["name"]] = match[1].replace("/", ".")
    return found


def _ref_text(identifier: Mapping[str, str], properties: Mapping[str, str]) -> str:
    parts = [
        properties.get(name, name) for name, value in identifier.items() if value.startswith("ref")
    ]
    if not parts:
        return "The value that Ref returns for the resource."
    return (
        "The value that Ref returns for the resource:"
        f" {', '.join(parts)}{' joined by |' if len(parts) > 1 else ''}."
    )


def _recursion(found: list[Found]) -> dict[str, str]:
    """Where the walk stopped → the nearest path above that opened the same struct."""
    if not any(item.recursive for item in found):
        return {}
    entered = {item.suffix[1:]: item.entered for item in found if item.entered}
    recursion = {}
    for item in found:
        path = above = item.suffix[1:]
        while item.recursive and above:
            above = above.rpartition(".")[0].rstrip("[]")
            if item.recursive & entered.get(above, frozenset()):
                recursion[path] = above
                break
    return recursion
