"""Decides which property's value Ref returns for each CloudFormation type.

There are two sources. The registry has a primary identifier, which Ref returns for types made for
the registry, several parts joined by |; types older than the registry keep their old value. The
CDK's classes name the identifier that `ref` returns. The first of these that applies decides:

1. data/ref_values.yaml has a row for the type, read from the documentation.
2. The CDK's class names a property of the type, or the parts of the joined value.
3. The primary identifier.

Ref of a SAM type without an identifier returns the value of the type that it becomes, so the type
has no `ref`.
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from builder.errors import BuildError
from builder.model import Extraction, Resource
from builder.packages import ROOT
from builder.sources.cloudformation.extract import ref_attribute

VALUES = ROOT / "data" / "ref_values.yaml"
TABLE = "data/ref_values.yaml"
CDK = "cdk"
IDENTIFIER = "primary identifier"


def apply_ref(
    cloudformation: Extraction, cdk: Extraction
) -> list[tuple[str, list[str], list[str], str]]:
    """Sets facts["ref"], facts["ref_source"] and the description of `Ref` in `cloudformation`.

    Returns the types whose Ref is not the primary identifier: (type, primary identifier, the paths
    that Ref returns, the source).
    """
    cdk_paths = cdk_ref_paths(cdk)
    table = {row["type"]: row for row in yaml.safe_load(VALUES.read_text(encoding="utf-8")) or ()}
    resources = {resource.name: resource for resource in cloudformation.resources}
    for name, row in table.items():
        if name not in resources or not _has_paths(
            resources[name], [*row["returns"], *row.get("otherwise", ())]
        ):
            raise BuildError(
                f"{TABLE}: {name} or one of {', '.join(row['returns'])} does not exist in the"
                " schemas; correct or delete the row"
            )
    different = []
    for name, resource in resources.items():
        identifier = resource.facts.get("primary_identifier", [])
        if name in table:
            ref, source = [*table[name]["returns"]], TABLE
        elif (paths := cdk_paths.get(name)) and _has_paths(resource, paths):
            ref, source = paths, CDK
        else:
            ref, source = identifier, IDENTIFIER
        if not ref:
            continue
        if ref != identifier:
            different.append((name, identifier, ref, source))
            attributes = {attribute.path: attribute for attribute in resource.attributes}
            attributes["Ref"].description = ref_attribute(ref, attributes).description
        resource.facts["ref"], resource.facts["ref_source"] = ref, source
        if "when" in table.get(name, {}):
            resource.facts["ref_when"], resource.facts["ref_otherwise"] = (
                table[name]["when"],
                table[name]["otherwise"],
            )
            attributes = {attribute.path: attribute for attribute in resource.attributes}
            others = "; ".join(
                f"{path} where {when}" for path, when in table[name]["otherwise"].items()
            )
            attributes[
                "Ref"
            ].description += (
                f" This holds where {table[name]['when']}; otherwise it returns {others}."
            )
    return different


def _has_paths(resource: Resource, paths: list[str]) -> bool:
    return {attribute.path for attribute in resource.attributes}.issuperset(paths)


def cdk_ref_paths(cdk: Extraction) -> dict[str, list[str]]:
    """Type → the paths whose values its `ref` consists of, from the first class that has them."""
    found: dict[str, list[str]] = {}
    for resource in cdk.resources:
        identifiers: Mapping[str, str] = resource.facts.get("ref_identifier", {})
        properties: Mapping[str, str] = resource.facts.get("ref_properties", {})
        parts = sorted(
            (value, name) for name, value in identifiers.items() if value.startswith("ref")
        )
        paths = [properties[name] for _, name in parts if name in properties]
        if paths and len(paths) == len(parts):
            found.setdefault(resource.facts["cloudformation"], paths)
    return found
