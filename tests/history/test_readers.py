"""The readers of old releases, held against the build's own extractors on the pinned release: two
ways, one result.
"""

from __future__ import annotations

from builder.history import bindings, classes, specs
from builder.packages import open_package
from tests.conftest import Extract


def test_bindings_read_the_same_paths_as_the_extractor(extract: Extract) -> None:
    version, paths = bindings.read(open_package("cdktn-provider-aws").path)
    terraform = extract("terraform")
    assert version == terraform.resources[0].facts["provider_version"]
    assert paths == {
        one.name: {each.path for each in one.attributes} for one in terraform.resources
    }


def test_classes_read_the_same_paths_as_the_extractor(extract: Extract) -> None:
    paths = classes.read(open_package("pulumi-aws").path)
    assert paths == {
        one.name: {each.path for each in one.attributes} for one in extract("pulumi").resources
    }


def test_the_two_forms_of_cfn_lint() -> None:
    """The specification of 0.x and the schemas of 1.x, as their files have it."""
    specification = {
        "PropertyTypes": {
            "AWS::X::Y.Rule": {
                "Properties": {
                    "Name": {"PrimitiveType": "String"},
                    "Tags": {"Type": "List", "ItemType": "Tag"},
                }
            },
            "Tag": {"Properties": {"Key": {"PrimitiveType": "String"}}},
        },
        "ResourceTypes": {
            "AWS::X::Y": {
                "Attributes": {"Endpoint.Port": {"PrimitiveType": "String"}},
                "Properties": {
                    "Rules": {"Type": "List", "ItemType": "Rule"},
                    "One": {"Type": "Rule"},
                },
            }
        },
    }
    both = {"Ref", "Rules", "Rules[].Name", "Rules[].Tags", "Rules[].Tags[].Key"}
    assert specs._read_specification(specification)["AWS::X::Y"] == both | {
        "Endpoint.Port",
        "One",
        "One.Name",
        "One.Tags",
        "One.Tags[].Key",
    }
    schema = {
        "definitions": {
            "Rules": {"type": "array", "items": {"$ref": "#/definitions/Rule"}},
            "Rule": {
                "properties": {
                    "Name": {"type": "string"},
                    "Tags": {"items": {"$ref": "#/definitions/Tag"}},
                }
            },
            "Tag": {"properties": {"Key": {"type": "string"}}},
        },
        "properties": {"Rules": {"$ref": "#/definitions/Rules"}},
    }
    assert {*specs.walk(specs._schema_nodes(schema), frozenset([""])), "Ref"} == both
