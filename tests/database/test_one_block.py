"""A block of Terraform that stands for one object, seen from boto3."""

from __future__ import annotations

import sqlite3

import pytest

from builder.database.one_block import exact_where_one
from builder.linking.compose import Mapping
from builder.linking.matching.relations import CLOSE_TRANSFORMS
from iac_crosswalk import KnowledgeBase
from tests.database.attributes import table

MORE = CLOSE_TRANSFORMS["first-item"]
TYPES = {1: "object", 2: "list<object>", 3: "json", 11: "list<object>", 21: "object"}
"""1 to 3 are CloudFormation's, 11 is Terraform's, 21 boto3's."""


@pytest.fixture
def connection() -> sqlite3.Connection:
    return table((number, 1, "a", type_, None, True) for number, type_ in TYPES.items())


def pairs(
    one: int,
    to_terraform: str = "exact",
    to_boto3: str = "exact",
    condition: str | None = None,
    origin: str = "derived",
) -> list[Mapping]:
    return [
        Mapping(subject=one, to_system="terraform", target=11, relation=to_terraform),
        Mapping(subject=one, to_system="boto3", target=21, relation=to_boto3, condition=condition),
        Mapping(
            subject=11,
            to_system="boto3",
            target=21,
            relation="close",
            transform="first-item",
            note=MORE,
            origin=origin,
        ),
    ]


@pytest.mark.parametrize(
    ("mappings", "relation"),
    [
        (pairs(1), "exact"),
        (pairs(3), "exact"),
        (pairs(2), "close"),  # CloudFormation has a list
        (pairs(1, to_terraform="close"), "close"),
        (pairs(1, to_boto3="close"), "close"),
        (pairs(1, condition="Kind is a"), "close"),
        (pairs(1, origin="curated"), "close"),
        (pairs(1)[1:], "close"),
        (pairs(1)[::2], "close"),
    ],
)
def test_one_object_of_cloudformation_makes_the_block_one(
    connection: sqlite3.Connection, mappings: list[Mapping], relation: str
) -> None:
    block = exact_where_one(mappings, connection)[-1]
    assert (block.relation, block.transform) == (relation, "first-item")
    assert block.note == (None if relation == "exact" else MORE)


@pytest.mark.whole
@pytest.mark.parametrize(
    ("attribute", "resource", "relation"),
    [
        ("processing_configuration", "aws_appfabric_ingestion_destination", "exact"),
        ("memory_configuration", "aws_bedrockagent_agent", "exact"),
        ("renewal_summary", "aws_acm_certificate", "close"),  # CloudFormation has none
    ],
)
def test_a_block_of_one_is_the_object_of_boto3(
    knowledge: KnowledgeBase, attribute: str, resource: str, relation: str
) -> None:
    (target,) = knowledge.translate(attribute, resource, to="boto3")["targets"]
    assert {(each["relation"], each["transform"]) for each in target["answers"]} == {
        (relation, "first-item")
    }
