from __future__ import annotations

from builder.curated.schemas import Schemas
from builder.curated.whole import resolve_all
from tests.curated.checks.conftest import QUEUE, Problems


def test_a_key_belongs_to_a_list(problems: Problems) -> None:
    row = "  - {cloudformation: %s, terraform: name, key: x, relation: close}\n"
    assert problems("key-is-of-a-list", QUEUE + row % "Tags[].Value") == []
    assert problems("key-is-of-a-list", QUEUE + row % "QueueName") == [
        "7: `key: x` but no path is in a list; name the member that holds the value: LIST[].Value"
    ]


def test_a_filter_is_called_by_its_name(schemas: Schemas) -> None:
    """In the condition the key is called what the schema calls it."""
    rows = (
        "resource: {terraform: data.aws_subnet, cloudformation: AWS::EC2::Subnet, boto3:"
        " ec2.Subnet}\nattributes:\n"
    )
    rows += (
        "  - {terraform: vpc_id, boto3: 'ec2.DescribeSubnets.Filters[].Values', key: vpc-id,"
        " transform: wrap-list}\n"
    )
    (claim,) = resolve_all(
        {"mappings/terraform/data/aws_subnet.yaml": rows.encode()}, schemas
    ).claims()
    assert claim.when == "Name is vpc-id"
