"""The CloudFormation extractor: concrete cases, and second counts from the raw schemas that share
none of its code.
"""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from builder.errors import BuildError
from builder.model import Attribute, Extraction, Resource
from builder.packages import open_package
from builder.sources.cloudformation import extract as cloudformation
from builder.sources.cloudformation.walk import Walk
from tests.conftest import Extract

TYPES = 1898
SAM_TYPES = 14


@functools.cache
def schemas() -> dict[str, dict[str, Any]]:
    package = open_package("cfn-lint")
    files = [
        name
        for name in package.names()
        if re.fullmatch(r"cfnlint/data/schemas/resources/\w+\.json", name)
    ]
    return {
        schema["typeName"]: schema for schema in (json.loads(package.read(name)) for name in files)
    }


@pytest.fixture(scope="module")
def extraction(extract: Extract) -> Extraction:
    return extract("cloudformation")


@pytest.fixture(scope="module")
def types(extraction: Extraction) -> dict[str, Resource]:
    return {resource.name: resource for resource in extraction.resources}


@pytest.fixture(scope="module")
def attributes(extraction: Extraction) -> dict[str, dict[str, Attribute]]:
    return {
        resource.name: {attribute.path: attribute for attribute in resource.attributes}
        for resource in extraction.resources
    }


# type, path, our type, is_input, is_output, required, create_only, gettable
CASES = [
    (
        "AWS::ElastiCache::ReplicationGroup",
        "ConfigurationEndPoint.Address",
        "string",
        False,
        True,
        False,
        False,
        True,
    ),
    (
        "AWS::ElastiCache::ReplicationGroup",
        "ConfigurationEndPoint",
        "object",
        False,
        True,
        False,
        False,
        False,
    ),
    (
        "AWS::ElastiCache::ReplicationGroup",
        "ReplicationGroupDescription",
        "string",
        True,
        True,
        True,
        False,
        True,
    ),
    (
        "AWS::ElastiCache::ReplicationGroup",
        "NodeGroupConfiguration",
        "list<object>",
        True,
        True,
        False,
        False,
        True,
    ),
    (
        "AWS::ElastiCache::ReplicationGroup",
        "NodeGroupConfiguration[].Slots",
        "string",
        True,
        False,
        False,
        False,
        False,
    ),
    (
        "AWS::ElastiCache::ReplicationGroup",
        "ReadEndPoint.AddressesList",
        "list<string>",
        False,
        True,
        False,
        False,
        True,
    ),
    ("AWS::ElastiCache::ReplicationGroup", "Ref", "string", False, True, False, False, False),
    ("AWS::S3::Bucket", "BucketName", "string", True, False, False, True, False),
    ("AWS::S3::Bucket", "Arn", "string", False, True, False, False, True),
    (
        "AWS::S3::Bucket",
        "VersioningConfiguration.Status",
        "string",
        True,
        False,
        True,
        False,
        False,
    ),
    (
        "AWS::S3::Bucket",
        "LifecycleConfiguration.Rules[].Transitions[].StorageClass",
        "string",
        True,
        False,
        True,
        False,
        False,
    ),
    ("AWS::S3::Bucket", "Tags[].Key", "string", True, False, True, False, False),
    ("AWS::IAM::Role", "AssumeRolePolicyDocument", "json", True, False, True, False, False),
    ("AWS::IAM::Role", "RoleId", "string", False, True, False, False, True),
    (
        "AWS::Lambda::Function",
        "Environment.Variables",
        "map<json>",
        True,
        False,
        False,
        False,
        False,
    ),
    (
        "AWS::Lambda::Function",
        "SnapStartResponse.OptimizationStatus",
        "string",
        False,
        True,
        False,
        False,
        True,
    ),
    ("AWS::Lambda::Function", "MemorySize", "integer", True, False, False, False, False),
    ("AWS::EC2::Instance", "PrivateIp", "string", False, True, False, False, True),
    (
        "AWS::EC2::SecurityGroup",
        "SecurityGroupIngress[].CidrIp",
        "string",
        True,
        False,
        False,
        False,
        False,
    ),
    ("AWS::DynamoDB::Table", "KeySchema", "list<object>", True, False, True, False, False),
    (
        "AWS::DynamoDB::Table",
        "KeySchema[].AttributeName",
        "string",
        True,
        False,
        True,
        False,
        False,
    ),
    ("AWS::RDS::DBInstance", "Endpoint.Port", "string", False, True, False, False, True),
    (
        "AWS::RDS::DBInstance",
        "MasterUserSecret.SecretArn",
        "string",
        False,
        True,
        False,
        False,
        True,
    ),
    (
        "AWS::WAFv2::WebACL",
        "Rules[].Statement.AndStatement.Statements",
        "list<object>",
        True,
        False,
        True,
        False,
        False,
    ),
    ("AWS::MediaLive::Input", "Destinations[].Ip", "string", False, True, False, False, False),
    ("AWS::FraudDetector::Detector", "Rules[].Arn", "string", False, True, False, False, False),
    ("AWS::CodeBuild::Project", "Source.Type", "string", True, False, True, False, False),
    (
        "AWS::ApiGatewayV2::Route",
        "RequestParameters",
        "map<object>",
        True,
        False,
        False,
        False,
        False,
    ),
    (
        "AWS::ApiGatewayV2::Route",
        "RequestParameters.*.Required",
        "boolean",
        True,
        False,
        True,
        False,
        False,
    ),
    ("AWS::Serverless::Function", "Events", "map<object>", True, False, False, False, False),
    ("AWS::Serverless::Function", "Events.*", "object", True, False, False, False, False),
    (
        "AWS::Serverless::Function",
        "Events.*.Properties.Path",
        "string",
        True,
        False,
        False,
        False,
        False,
    ),
    ("AWS::Serverless::Function", "Arn", "string", False, True, False, False, True),
    (
        "AWS::Serverless::StateMachine",
        "Name",
        "string",
        True,
        True,
        False,
        False,
        True,
    ),  # read-only says the schema
    ("AWS::Serverless::StateMachine", "Arn", "string", False, True, False, False, True),
    ("AWS::Serverless::MicrovmImage", "ImageArn", "string", False, True, False, False, True),
    ("AWS::CloudFormation::Stack", "Outputs.*", "string", False, True, False, False, True),
    ("AWS::CloudFormation::CustomResource", "*", "json", True, True, False, False, True),
    (
        "AWS::CloudFormation::CustomResource",
        "ServiceToken",
        "string",
        True,
        False,
        True,
        True,
        False,
    ),
    (
        "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
        "Outputs.*",
        "string",
        False,
        True,
        False,
        False,
        True,
    ),
]


@pytest.mark.parametrize(
    ("name", "path", "kind", "is_input", "is_output", "required", "create_only", "gettable"), CASES
)
def test_attribute(
    attributes: dict[str, dict[str, Attribute]],
    name: str,
    path: str,
    kind: str,
    is_input: bool,
    is_output: bool,
    required: bool,
    create_only: bool,
    gettable: bool,
) -> None:
    found = attributes[name][path]
    said = (
        found.type,
        found.is_input,
        found.is_output,
        found.required,
        found.create_only,
        found.gettable,
    )
    assert said == (kind, is_input, is_output, required, create_only, gettable)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (
            "AWS::DynamoDB::Table",
            "KeySchema.AttributeName",
        ),  # a list's schema carries stray `properties`
        ("AWS::S3::Bucket", "Tags[]"),
        ("AWS::IAM::Role", "AssumeRolePolicyDocument.Statement"),
        ("AWS::WAFv2::WebACL", "Rules[].Statement.AndStatement.Statements[].ByteMatchStatement"),
    ],
)
def test_absent(attributes: dict[str, dict[str, Attribute]], name: str, path: str) -> None:
    assert path not in attributes[name]


@pytest.mark.parametrize(
    ("name", "path", "values"),
    [
        ("AWS::S3::Bucket", "VersioningConfiguration.Status", ["Enabled", "Suspended"]),
        ("AWS::DynamoDB::Table", "BillingMode", ["PAY_PER_REQUEST", "PROVISIONED"]),
        ("AWS::Lambda::Function", "Architectures", ["arm64", "x86_64"]),  # listed on the items
        ("AWS::S3::Bucket", "BucketName", []),
        (
            "AWS::Serverless::HttpApi",
            "Domain.EndpointConfiguration",
            [],
        ),  # only one of its alternatives lists values
    ],
)
def test_enum(
    attributes: dict[str, dict[str, Attribute]], name: str, path: str, values: list[str]
) -> None:
    assert sorted(attributes[name][path].enum) == values


def test_write_only_and_deprecated(attributes: dict[str, dict[str, Attribute]]) -> None:
    assert attributes["AWS::RDS::DBInstance"]["MasterUserPassword"].write_only
    assert not attributes["AWS::RDS::DBInstance"]["MasterUsername"].write_only
    deprecated = {
        (name, path)
        for name, known in attributes.items()
        for path, attribute in known.items()
        if attribute.deprecated
    }
    listed = sum(len(schema.get("deprecatedProperties", ())) for schema in schemas().values())
    assert (
        len(deprecated) >= listed * 0.9
    )  # the rest are named twice, or name nothing: see the notes


def test_descriptions(attributes: dict[str, dict[str, Attribute]]) -> None:
    known = attributes["AWS::ElastiCache::ReplicationGroup"]
    assert (
        known["ConfigurationEndPoint.Address"].description == "The DNS hostname of the cache node."
    )
    assert known["Ref"].description.startswith("Ref returns ReplicationGroupId. ")
    assert (
        attributes["AWS::WAFv2::WebACL"]["Ref"].description
        == "Ref returns Name, Id, Scope joined by |."
    )


def test_facts(types: dict[str, Resource]) -> None:
    facts = types["AWS::ElastiCache::ReplicationGroup"].facts
    assert facts["primary_identifier"] == facts["ref"] == ["ReplicationGroupId"]
    assert facts["taggable"] == "Tags"
    assert "elasticache:CreateReplicationGroup" in facts["handlers"]["create"]
    assert "elasticache:DescribeReplicationGroups" in facts["handlers"]["read"]
    assert facts["conditional_create_only"] == ["AuthToken", "NodeGroupConfiguration"]
    assert types["AWS::ElastiCache::ReplicationGroup"].service == "ElastiCache"
    assert types["AWS::CloudFormation::CustomResource"].aliases == ["Custom::*"]
    assert types["AWS::Serverless::Function"].facts["transforms_to"] == "AWS::Lambda::Function"
    assert "shutdown" in (types["AWS::OpsWorks::Stack"].deprecated or "")
    assert types["AWS::S3::Bucket"].deprecated is None


def test_recursion_ends_and_says_where_it_goes_on(
    types: dict[str, Resource], attributes: dict[str, dict[str, Attribute]]
) -> None:
    assert (
        types["AWS::WAFv2::WebACL"].facts["recursion"]["Rules[].Statement.NotStatement.Statement"]
        == "Rules[].Statement"
    )
    stopped = {
        (name, path)
        for name, known in attributes.items()
        for path, attribute in known.items()
        if attribute.recursive
    }
    assert stopped == {
        (name, path)
        for name, resource in types.items()
        for path in resource.facts.get("recursion", {})
    }
    assert all(
        above in attributes[name]
        for name, resource in types.items()
        for above in resource.facts.get("recursion", {}).values()
    )


def test_branches_are_read_together() -> None:
    """What a property is, when several parts of a schema describe it."""
    schema = {
        "definitions": {
            "Kind": {"enum": ["A", "B"], "type": "string", "description": "of the definition"},
            "Self": {
                "type": "object",
                "properties": {"Again": {"$ref": "#/definitions/Self"}, "Leaf": {"type": "string"}},
            },
        },
        "properties": {
            "Kind": {"$ref": "#/definitions/Kind", "description": "its own"},
            "Either": {
                "oneOf": [
                    {
                        "type": "object",
                        "properties": {"X": {"const": 1}, "Y": {"type": "string"}},
                        "required": ["X"],
                    },
                    {"type": "object", "properties": {"X": {"const": 2}}, "required": ["X"]},
                ]
            },
            "Self": {"$ref": "#/definitions/Self"},
            "Broken": {"$ref": "#/definitions/Nothing"},
        },
        "allOf": [
            {
                "if": {"required": ["Kind"]},
                "then": {"properties": {"Kind": {"enum": ["A"]}, "Late": {"type": "boolean"}}},
            }
        ],
    }
    walk = Walk(schema)
    found = {item.suffix: item for item in walk.paths()}
    assert found.keys() == {
        ".Kind",
        ".Either",
        ".Either.X",
        ".Either.Y",
        ".Self",
        ".Self.Again",
        ".Self.Leaf",
        ".Broken",
        ".Late",
    }
    assert (found[".Kind"].description, found[".Kind"].enum) == ("its own", ("A", "B"))
    assert (found[".Either.X"].enum, found[".Either.X"].required, found[".Either.Y"].required) == (
        ("1", "2"),
        True,
        False,
    )
    assert (
        found[".Self.Again"].recursive == {"#/definitions/Self"}
        and found[".Self.Again"].type == "object"
    )
    assert walk.unresolved == {"#/definitions/Nothing"}


def test_another_version_is_refused() -> None:
    with pytest.raises(
        BuildError, match=r"cfn-lint 1\.58\.0 is installed and 0\.1 is pinned; run `make build`"
    ):
        cloudformation.extract(replace(open_package("cfn-lint"), version="0.1"))


# The second counts.


def test_every_type_of_every_region(extraction: Extraction) -> None:
    package = open_package("cfn-lint")
    named: set[str] = set()
    for name in package.names():
        if re.fullmatch(r"cfnlint/data/schemas/providers/[\w-]+\.json", name):
            named.update(re.findall(r'"(\w+(?:::\w+){2})"\s*:', package.text(name)))
    assert named == {resource.name for resource in extraction.resources}
    assert len(named) == TYPES
    assert len([name for name in named if name.startswith("AWS::Serverless::")]) == SAM_TYPES
    assert extraction.notes == []


def test_every_top_level_property(
    types: dict[str, Resource], attributes: dict[str, dict[str, Attribute]]
) -> None:
    for name, schema in schemas().items():
        top = {
            path for path, attribute in attributes[name].items() if not re.search(r"[.\[]", path)
        } - {"Ref", "*"}
        target = types[name].facts.get("transforms_to")
        inherited = {path for path in top if target and attributes[name][path].gettable} - schema[
            "properties"
        ].keys()
        assert top - inherited == schema["properties"].keys(), name


def test_every_read_only_pointer(attributes: dict[str, dict[str, Attribute]]) -> None:
    for name, schema in schemas().items():
        spelled = {
            path.replace("[]", ".*"): attribute for path, attribute in attributes[name].items()
        }
        for pointer in schema.get("readOnlyProperties", ()):
            path = ".".join(pointer.split("/")[2:])
            taken = (name, path) == ("AWS::Serverless::StateMachine", "Name")  # data/sam_types.yaml
            assert spelled[path].is_output and spelled[path].is_input == taken, (name, pointer)


def _names_below(node: Any, found: set[str], references: set[str]) -> None:
    """Every property name in a piece of a schema, and every definition it points to, wherever they
    stand in it.
    """
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "properties" and isinstance(value, dict) and node.get("type") != "array":
                found.update(value)
                for inner in value.values():
                    _names_below(inner, found, references)
            elif key == "$ref" and isinstance(value, str):
                references.add(value.rpartition("/")[2])
            elif key not in ("not", "enum", "const", "default", "examples", "prefixItems"):
                _names_below(value, found, references)
    elif isinstance(node, list):
        for inner in node:
            _names_below(inner, found, references)


def test_every_property_of_every_reachable_definition(
    types: dict[str, Resource], attributes: dict[str, dict[str, Attribute]]
) -> None:
    for name, schema in schemas().items():
        definitions = schema.get("definitions", {})
        found: set[str] = set()
        references: set[str] = set()
        branches = {
            key: schema[key]
            for key in ("properties", "oneOf", "anyOf", "allOf", "patternProperties")
            if key in schema
        }
        _names_below(branches, found, references)
        read: set[str] = set()
        while new := (references & definitions.keys()) - read:
            read |= new
            for definition in new:
                _names_below(definitions[definition], found, references)
        paths = attributes[name].keys() - {"Ref"}
        extracted = {part for path in paths for part in re.split(r"[.\[\]]+", path)} - {"", "*"}
        if "transforms_to" not in types[name].facts and name != "AWS::CloudFormation::Stack":
            assert extracted == found, name
        else:
            assert extracted >= found, name


class _Branching(Exception):
    """The schema says things in more than one place; counting that needs the extractor's own rules."""  # noqa: E501


def _count(
    node: Any, definitions: dict[str, Any], known: dict[str, int], opened: frozenset[str]
) -> int:
    """The number of paths below a plain schema, by arithmetic: no path is spelled out."""
    if node.keys() & {"oneOf", "anyOf", "allOf", "if", "prefixItems"}:
        raise _Branching
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        if node.keys() & {"properties", "items"} or name in opened or name not in definitions:
            raise _Branching
        if name not in known:
            known[name] = _count(definitions[name], definitions, known, opened | {name})
        return known[name]
    total = sum(
        1 + _count(inner, definitions, known, opened)
        for inner in node.get("properties", {}).values()
    )
    total += _count(node["items"], definitions, known, opened) if "items" in node else 0
    values = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    values = [value for value in values if isinstance(value, dict) and value]
    if (
        len(values) > 1
        or (values and node.get("properties"))
        or (node.get("type") == "object" and "items" in node)
    ):
        raise _Branching
    below = _count(values[0], definitions, known, opened) if values else 0
    return total + (1 + below if below else 0)


def test_number_of_paths_of_every_plain_type(types: dict[str, Resource]) -> None:
    counted: Counter[str] = Counter()
    for name, schema in schemas().items():
        resource = types[name]
        named = {item.path for item in resource.attributes}
        try:
            here = {
                key: schema[key]
                for key in ("properties", "patternProperties", "oneOf", "anyOf", "allOf")
                if key in schema
            }
            expected = _count(here, schema.get("definitions", {}), {}, frozenset())
        except _Branching:
            counted["branching"] += 1
            continue
        extra = {"Ref", "Outputs.*"} & named
        assert len(named) - len(extra) == expected, name
        counted["plain"] += 1
        counted["paths"] += expected
    assert counted["plain"] > 1500 and counted["paths"] > 110_000, counted
