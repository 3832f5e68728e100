"""boto3's calls that data sources look things up by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.sources.boto3.lookups import lookup_calls
from tests.conftest import Extract

MAPPINGS = Path(__file__).parents[2] / "mappings"


@pytest.mark.parametrize(
    ("name", "operation", "arguments"),
    [
        (
            "ec2.DescribeImages",
            "describe_images",
            {"Owners", "Filters", "Filters[].Name", "Filters[].Values", "ImageIds"},
        ),
        ("ec2.DescribeNatGateways", "describe_nat_gateways", {"Filter[].Values"}),
        (
            "identitystore.GetGroupId",
            "get_group_id",
            {"AlternateIdentifier.UniqueAttribute.AttributePath", "IdentityStoreId"},
        ),
        ("lambda.Invoke", "invoke", {"FunctionName", "Payload"}),
    ],
)
def test_a_call_that_looks_something_up(
    name: str, operation: str, arguments: set[str], extract: Extract
) -> None:
    (found,) = (resource for resource in extract("boto3").resources if resource.name == name)
    assert found.facts["find"] == [{"operation": operation, "action": f"{name.replace('.', ':')}"}]
    assert not {"read", "create", "change"} & set(found.facts)
    assert arguments <= {attribute.path for attribute in found.attributes}
    assert all(attribute.is_input and not attribute.is_output for attribute in found.attributes)
    assert all("\n" not in attribute.description for attribute in found.attributes)


def test_every_listed_call_is_named_by_a_mapping() -> None:
    """The built file has no room for calls that nothing points at."""
    texts = "\n".join(path.read_text(encoding="utf-8") for path in MAPPINGS.rglob("*.yaml"))
    named = set(re.findall(r"\b([a-z][a-z0-9-]*\.[A-Z]\w+)", texts))
    wanted = {
        f"{client}.{operation}"
        for client, operations in lookup_calls().items()
        for operation in operations
    }
    assert wanted - named == set()
