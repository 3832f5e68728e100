"""CloudFormation's resource types, read from the registry schemas that cfn-lint carries.

cfnlint/data/schemas/providers/<region>.json lists the types of a region with the schema file of
each; sam.json does the same for SAM. Every type of every region is extracted.

The flags come from the schema's lists of JSON pointers; an object in a list includes everything in
it:

- readOnlyProperties: an output, not an input; so is a container whose members are all read-only.
- createOnlyProperties, writeOnlyProperties, deprecatedProperties: create_only, write_only,
  deprecated.
- gettable: the names that cfn-lint's Schema.get_atts accepts. It also makes names of pointers into
  items of a list ("Rules/*/Arn"); Fn::GetAtt cannot reach into a list, so those are not gettable.

Every type has the attribute `Ref`, whose value is the primary identifier (see
builder/patches/ref_values.py for those that differ).

Facts of a resource, each absent where the schema does not have it:

- primary_identifier: paths; ref: the paths whose values Ref returns, joined by "|" when there are
  several
- additional_identifiers: lists of paths that identify the resource as well
- handlers: {create|read|update|delete|list: [IAM actions]}
- conditional_create_only: paths whose change may replace the resource
- taggable: the path of the tags; documentation_url; source_url; lifecycle: {status, date}
- recursion: {path: path}: where the walk stopped, and the path above whose members continue there
- transforms_to: the type a SAM type becomes; cfn_lint_gettable: the names that get_atts accepts,
  before builder/patches/gettable.py decides
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterable
from typing import Any

import msgspec
import yaml

from builder.errors import BuildError
from builder.model import Attribute, Extraction, Resource
from builder.packages import ROOT, Package
from builder.sources.cloudformation.walk import Found, Walk

SAM_TYPES = ROOT / "data" / "sam_types.yaml"

_PROVIDERS = "cfnlint/data/schemas/providers/"
_RESOURCES = "cfnlint/data/schemas/resources/"
_MAIN_REGION = "us-east-1"
_PROPERTIES = "/properties/"
_CUSTOM = "AWS::CloudFormation::CustomResource"
_FREE_NAMES = {"Outputs\\..*": "Outputs.*", ".*": "*"}
"""cfn-lint writes free attribute names as regular expressions; here they follow the path
grammar."""


def extract(package: Package) -> Extraction:
    """Every type of all regions and of SAM, from the cfn-lint wheel."""
    installed = importlib.metadata.version("cfn-lint")
    if installed != package.version:
        raise BuildError(
            f"cfn-lint {installed} is installed and {package.version} is pinned; run `make build`"
        )
    notes: list[str] = []
    schemas = _schemas(package, notes)
    sam = yaml.safe_load(SAM_TYPES.read_text(encoding="utf-8"))
    becomes = {row["sam"]: row["becomes"] for row in sam if row["becomes"] != "none"}
    resources = {name: _resource(schema, notes) for name, schema in schemas.items()}
    for row in sam:
        if row["sam"] in resources:
            _mark_inputs(resources[row["sam"]], row.get("takes", ()))
    for name, target in becomes.items():
        if name not in resources or target not in resources:
            notes.append(f"data/sam_types.yaml: {name} or {target} does not exist in the schemas")
            continue
        resources[name].facts["transforms_to"] = target
        _inherit(resources[name], resources[target])
    for resource in resources.values():
        resource.attributes.sort(key=lambda attribute: attribute.path)
    return Extraction(
        "cloudformation",
        package.name,
        package.version,
        [resources[name] for name in sorted(resources)],
        notes,
    )


def _schemas(package: Package, notes: list[str]) -> dict[str, dict[str, Any]]:
    """Type → its schema. Where regions differ, the main region's schema counts for all."""
    hashes: dict[str, dict[str, str]] = {}
    for name in package.names():
        if name.startswith(_PROVIDERS) and name.endswith(".json"):
            region = name.removeprefix(_PROVIDERS).removesuffix(".json")
            for type_name, digest in json.loads(package.read(name)).items():
                hashes.setdefault(type_name, {})[region] = digest
    if not hashes:
        raise BuildError(
            f"{package.path.name}: has no {_PROVIDERS}; the package has changed its layout, see"
            " docs/sources.md"
        )
    schemas = {}
    for type_name, by_region in hashes.items():
        if len(set(by_region.values())) > 1:
            notes.append(
                f"{type_name}: regions have different schemas; read the one of {_MAIN_REGION} or of"
                " the first region"
            )
        digest = by_region.get(_MAIN_REGION, by_region[min(by_region)])
        schemas[type_name] = json.loads(package.read(f"{_RESOURCES}{digest}.json"))
    return schemas


def _resource(schema: dict[str, Any], notes: list[str]) -> Resource:
    name = schema["typeName"]
    walk = Walk(schema)
    found = walk.paths()
    notes.extend(f"{name}: {reference} has no target" for reference in sorted(walk.unresolved))
    attributes: dict[str, Attribute] = {}
    for item in found:
        path = item.suffix.removeprefix(".")
        attributes[path] = Attribute(
            path,
            item.type,
            item.description,
            is_input=True,
            required=item.required,
            recursive=bool(item.recursive),
            enum=[*item.enum],
        )
    pointers = {_pointer(path): path for path in attributes}
    resource = Resource(
        "cloudformation",
        name,
        service=name.split("::")[1],
        description=str(schema.get("description", "")).strip(),
        # templates choose the type name of a custom resource; all these names are this type
        aliases=["Custom::*"] if name == _CUSTOM else [],
        deprecated=_lifecycle(schema.get("lifecycle", {})),
    )
    resource.facts = _facts(schema, pointers, found)
    _flag(attributes, schema, pointers, notes)
    getatts = _gettable_names(schema, pointers)
    resource.facts["cfn_lint_gettable"] = sorted(getatts)
    for attribute in attributes.values():
        attribute.gettable = False
    for path in getatts:
        attribute = attributes.setdefault(path, Attribute(path, "string" if "*" in path else "any"))
        attribute.gettable = attribute.is_output = True
    if "Ref" in attributes:
        raise BuildError(
            f"{name}: has a property named Ref, which this knowledge base reserves for the"
            f" identity; see {__name__}"
        )
    attributes["Ref"] = ref_attribute(resource.facts.get("ref", []), attributes)
    resource.attributes = [*attributes.values()]
    return resource


def _pointer(path: str) -> str:
    """`A[].B` → `/properties/A/*/B`, the form in the schema's lists."""
    return _PROPERTIES + path.replace("[]", ".*").replace(".", "/")


def _path_of(pointer: str, pointers: dict[str, str]) -> str | None:
    """The path of a pointer; a pointer to the items of a list means the list."""
    while pointer not in pointers and pointer.endswith("/*"):
        pointer = pointer.removesuffix("/*")
    return pointers.get(pointer)


def _paths_of(pointers_listed: Iterable[str], pointers: dict[str, str]) -> list[str]:
    return [path for pointer in pointers_listed if (path := _path_of(pointer, pointers))]


def _parent(path: str) -> str:
    return path.rpartition(".")[0].rstrip("[]")


def _flag(
    attributes: dict[str, Attribute],
    schema: dict[str, Any],
    pointers: dict[str, str],
    notes: list[str],
) -> None:
    paths_by_list: dict[str, set[str]] = {}
    for key in (
        "readOnlyProperties",
        "createOnlyProperties",
        "writeOnlyProperties",
        "deprecatedProperties",
    ):
        paths_by_list[key] = set()
        for pointer in schema.get(key, ()):
            path = _path_of(pointer, pointers)
            if path is None:
                notes.append(
                    f"{schema['typeName']}: {key} lists {pointer}, which the schema does not"
                    " describe"
                )
            else:
                paths_by_list[key].add(path)
    by_depth = sorted(attributes, key=lambda path: path.count("."))
    for paths in paths_by_list.values():
        for path in by_depth:
            if _parent(path) in paths:
                paths.add(path)
    for path, attribute in attributes.items():
        if path in paths_by_list["readOnlyProperties"]:
            attribute.is_input, attribute.is_output = False, True
        attribute.create_only = path in paths_by_list["createOnlyProperties"]
        attribute.write_only = path in paths_by_list["writeOnlyProperties"]
        attribute.deprecated = (
            "deprecated" if path in paths_by_list["deprecatedProperties"] else None
        )
    with_input = {_parent(path) for path in attributes if attributes[path].is_input}
    parents = {_parent(path) for path in attributes}
    for path in reversed(by_depth):
        if path in parents and path not in with_input:
            attributes[path].is_input, attributes[path].is_output = False, True
        elif attributes[path].is_input:
            with_input.add(_parent(path))


def _gettable_names(schema: dict[str, Any], pointers: dict[str, str]) -> list[str]:
    """The names that cfn-lint's get_atts accepts, as paths."""
    from cfnlint.schema._schema import (
        Schema,
    )  # here, because importing cfn-lint takes most of a second and only extraction needs it

    paths = []
    for name in Schema(schema).get_atts.data:
        if name in _FREE_NAMES:
            paths.append(_FREE_NAMES[name])
            continue
        path = pointers.get(_PROPERTIES + name.replace(".", "/"), name)
        if "[]" not in path and "*" not in path:
            paths.append(path)
    return paths


def ref_attribute(paths: list[str], attributes: dict[str, Attribute]) -> Attribute:
    """The attribute `Ref` of a type whose Ref returns the values of `paths`."""
    if not paths:
        text = "It is unknown what Ref returns: the schema has no primary identifier."
    elif len(paths) > 1:
        text = f"Ref returns {', '.join(paths)} joined by |."
    else:
        description = attributes[paths[0]].description if paths[0] in attributes else ""
        text = f"Ref returns {paths[0]}.{' ' + description if description else ''}"
    return Attribute("Ref", "string", text, is_output=True, gettable=False)


def _lifecycle(lifecycle: dict[str, str]) -> str | None:
    """The deprecation text of a type whose service is being closed, else None. AWS first announces
    maintenance (nothing new), then sunset, then shutdown."""
    status, date = lifecycle.get("status", ""), lifecycle.get("date")
    if status not in ("sunset", "shutdown"):
        return None
    return f"AWS lists the type as {status}{f' ({date})' if date else ''}"


def _facts(schema: dict[str, Any], pointers: dict[str, str], found: list[Found]) -> dict[str, Any]:
    identifier = _paths_of(schema.get("primaryIdentifier", ()), pointers)
    tagging = schema.get("tagging", {})
    tags = tagging.get("tagProperty") if tagging.get("taggable", True) else None
    facts = {
        "primary_identifier": identifier,
        "ref": [*identifier],
        "additional_identifiers": [
            _paths_of(listed, pointers) for listed in schema.get("additionalIdentifiers", ())
        ],
        "handlers": {
            name: handler.get("permissions", [])
            for name, handler in sorted(schema.get("handlers", {}).items())
        },
        "conditional_create_only": _paths_of(
            schema.get("conditionalCreateOnlyProperties", ()), pointers
        ),
        "taggable": _path_of(tags, pointers) if tags else None,
        "documentation_url": schema.get("documentationUrl"),
        "source_url": schema.get("sourceUrl"),
        "lifecycle": schema.get("lifecycle"),
        "recursion": _recursion(found),
    }
    return {key: value for key, value in facts.items() if value}


def _recursion(found: list[Found]) -> dict[str, str]:
    """Where the walk stopped → the nearest path above that opened the same definition."""
    if not any(item.recursive for item in found):
        return {}
    entered = {item.suffix.removeprefix("."): item.entered for item in found if item.entered}
    recursion = {}
    for item in found:
        path = above = item.suffix.removeprefix(".")
        while item.recursive and above:
            above = _parent(above)
            if item.recursive & entered.get(above, frozenset()):
                recursion[path] = above
                break
    return recursion


def _mark_inputs(sam: Resource, paths: Iterable[str]) -> None:
    """Marks properties as inputs that a SAM type accepts although cfn-lint's schema has them in the
    read-only list, which is a copy of the other type's."""
    for attribute in sam.attributes:
        if attribute.path in paths:
            attribute.is_input = True


def _inherit(sam: Resource, target: Resource) -> None:
    """Gives a SAM type the gettable attributes and the Ref of the type that it becomes.

    Ref and Fn::GetAtt on a SAM resource reach the resource that it becomes. Where cfn-lint lists
    attributes of a SAM type, only these are gettable.
    """
    if any(attribute.gettable for attribute in sam.attributes):
        return
    own = {attribute.path: attribute for attribute in sam.attributes}
    for attribute in target.attributes:
        if attribute.gettable:
            mine = own.get(attribute.path)
            if mine is None:
                output = {
                    "is_input": False,
                    "required": False,
                    "create_only": False,
                    "write_only": False,
                }
                sam.attributes.append(msgspec.structs.replace(attribute, **output))
            else:
                mine.gettable = mine.is_output = True
    if not sam.facts.get("ref"):
        own["Ref"].description = next(
            attribute.description for attribute in target.attributes if attribute.path == "Ref"
        )
