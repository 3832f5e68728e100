"""The properties and attributes of CloudFormation types in an old cfn-lint, which has the
specification up to 0.87 and registry schemas from 1.0 on.

Only the main region is read. The specification has a list of GetAtt attributes; for the schemas
they are among the properties.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from builder.errors import BuildError
from builder.history.tree import Node, Paths, walk

_SPECIFICATION = "cfnlint/data/CloudSpecs/us-east-1.json"
_SCHEMAS = "cfnlint/data/schemas/providers/us_east_1/"
_PLAIN_TYPES = ("Tag",)


def read(wheel: Path) -> Paths:
    """Type → paths. Raises BuildError if the wheel has neither form."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        if _SPECIFICATION in names:
            return _read_specification(json.loads(archive.read(_SPECIFICATION)))
        texts = [
            archive.read(name)
            for name in names
            if name.startswith(_SCHEMAS) and name.endswith(".json")
        ]
    if not texts:
        raise BuildError(
            f"{wheel.name}: no specification and no schemas found; it is not a cfn-lint wheel that"
            " this command knows"
        )
    paths: Paths = {}
    for text in texts:
        schema = json.loads(text)
        if "::" in schema.get("typeName", ""):  # cfn-lint's own `Module` is not a type
            paths[schema["typeName"]] = {*walk(_schema_nodes(schema), frozenset([""])), "Ref"}
    return paths


def _read_specification(specification: dict[str, Any]) -> Paths:
    nodes: dict[str, Node] = {}
    definitions = {**specification["PropertyTypes"], **specification["ResourceTypes"]}
    for name, definition in definitions.items():
        node = nodes[name] = Node()
        owner = name.partition(".")[0]
        for prop, facts in (definition.get("Properties") or {}).items():
            node.names.add(prop)
            kind, item = facts.get("Type"), facts.get("ItemType")
            target = item or kind
            if target and target not in ("List", "Map"):
                step = {"List": "[].", "Map": ".*."}.get(kind if item else "", ".")
                node.below.append(
                    (prop, step, target if target in _PLAIN_TYPES else f"{owner}.{target}")
                )
    return {
        name: {*walk(nodes, frozenset([name])), *(definition.get("Attributes") or {}), "Ref"}
        for name, definition in specification["ResourceTypes"].items()
    }


def _schema_nodes(schema: dict[str, Any]) -> dict[str, Node]:
    """Key → node: "" for the type, a key for each definition, and one for each inline object."""
    nodes: dict[str, Node] = {}
    definitions = {
        f"#/definitions/{name}": each for name, each in (schema.get("definitions") or {}).items()
    }
    _object("", schema, nodes, definitions)
    for key, definition in definitions.items():
        _object(key, definition, nodes, definitions)
    return nodes


def _object(
    key: str, definition: dict[str, Any], nodes: dict[str, Node], definitions: dict[str, Any]
) -> None:
    node = nodes.setdefault(key, Node())
    for part in (definition, *_choices(definition)):
        for name, value in (part.get("properties") or {}).items():
            node.names.add(name)
            for step, target in _targets(f"{key}/{name}", value, nodes, definitions):
                node.below.append((name, step, target))


def _choices(definition: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        each
        for word in ("oneOf", "anyOf", "allOf")
        for each in definition.get(word) or ()
        if isinstance(each, dict)
    ]


def _targets(
    key: str, value: Any, nodes: dict[str, Node], definitions: dict[str, Any]
) -> list[tuple[str, str]]:
    """(step, key of a node) for the objects in a property. A definition without properties is
    followed to the objects in it."""
    if not isinstance(value, dict):
        return []
    targets: list[tuple[str, str]] = []
    if (reference := value.get("$ref")) in definitions:
        targets.append((".", reference))
        definition = definitions[reference]
        if "properties" not in definition and not key.count("->") > 5:
            targets += _targets(f"{key}->{reference}", definition, nodes, definitions)
    if "properties" in value and value is not definitions.get(key.rpartition("->")[2]):
        _object(key, value, nodes, definitions)
        targets.append((".", key))
    if "items" in value:
        targets += [
            ("[]" + step, target)
            for step, target in _targets(f"{key}[]", value["items"], nodes, definitions)
        ]
    for index, each in enumerate(_choices(value)):
        targets += _targets(f"{key}|{index}", each, nodes, definitions)
    return targets
