"""Conditions that exclude each other, and those that are joined."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import yaml

from builder.linking.conditions import OPPOSITES, exclude, joined


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("VpcId is given", "VpcId is not given"),
        ("Type is Api", "Type is HttpApi"),
        ("Type is Schedule", "Type is SQS, Kinesis or DynamoDB"),
        ("Region is the stack's", "Region is not the stack's"),
        (
            "DeviceIndex is 0 and NetworkInterfaceId is given",
            "DeviceIndex is 0 and no NetworkInterfaceId is given",
        ),
        (
            "a block of aws_network_acl, Egress is false",
            "the default ACL of the VPC, Egress is true",
        ),
        ("VpcId is given; Type is Api", "Type is HttpApi"),
        ("an IPv4 block", "an IPv6 block"),
        ("cluster mode enabled", "cluster mode disabled"),
        ("type is ingress", "type is not ingress but egress"),
    ],
)
def test_conditions_that_cannot_hold_together(one: str, other: str) -> None:
    assert exclude(one, other) and exclude(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Type is Kinesis or DynamoDB", "Type is Kinesis, DynamoDB or MSK"),
        ("Type is S3 and Name is prefix", "Type is S3"),
        ("stickiness.type is app_cookie", "Key is stickiness.app_cookie.duration_seconds"),
        ("it is the default VPC (IsDefault is true)", "it is the main route table of the VPC"),
        ("Type is not Api", "Type is not HttpApi"),
        ("attached to a role", "attached to a user"),
        ("cluster mode enabled", "cluster mode enabled"),
        ("Type is Api", None),
        (None, None),
    ],
)
def test_conditions_that_may_hold_together(one: str | None, other: str | None) -> None:
    assert not exclude(one, other) and not exclude(other, one)


@pytest.mark.parametrize(
    ("conditions", "all_of_them"),
    [
        ((None, None), None),
        (("a", None), "a"),
        (("a", "a"), "a"),
        (("a", "b"), "a; b"),
        (("Type is S3 and Name is prefix", "Type is S3"), "Type is S3 and Name is prefix"),
        (("Type is S3", "Type is S3 and Name is prefix"), "Type is S3 and Name is prefix"),
    ],
)
def test_what_is_said_twice_is_said_once(
    conditions: tuple[str | None, ...], all_of_them: str | None
) -> None:
    assert joined(*conditions) == all_of_them


def test_the_list_of_opposites_is_in_order() -> None:
    groups = yaml.safe_load(OPPOSITES.read_text(encoding="utf-8"))
    assert groups == sorted(groups) and all(len(set(group)) > 1 for group in groups)


@pytest.mark.whole
def test_nothing_in_the_built_file_holds_nowhere(database: Path) -> None:
    """No condition contradicts itself, and each of the opposites is one of the file's."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = connection.execute("select distinct condition from mapping_claim where condition > ''")
    conditions = {condition for (condition,) in rows}
    parts = [condition.split("; ") for condition in conditions]
    assert not [each for each in parts for one in each for two in each if exclude(one, two)]
    known = {clause for each in parts for clause in each}
    groups = yaml.safe_load(OPPOSITES.read_text(encoding="utf-8"))
    assert [each for group in groups for each in group if each not in known] == []
