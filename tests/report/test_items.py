"""A property that is set in items of a list is what the values beside it say."""

from __future__ import annotations

from typing import Any

import pytest

from iac_crosswalk.report.items import by_item
from iac_crosswalk.report.usage import Item
from iac_crosswalk.report.worksheet import Entry
from tests.report.conftest import Worksheet


def answer(attribute: str, when: str | None) -> dict[str, Any]:
    known = {"resource": "aws_x", "relation": "exact", "transform": None, "limit": None}
    return known | {"attribute": attribute, "when": when, "holds": None}


def split(*items: dict[str, str], answers: list[dict[str, Any]] | None = None) -> list[Any]:
    either = [answer("a", "Key is one"), answer("b", "Key is two")]
    entry = Entry("Items[].Value", "conditional", 1, answers=answers or either)
    found = by_item(entry, [Item(number, beside) for number, beside in enumerate(items, 1)])
    return [
        (each.verdict, [one["attribute"] for one in each.answers], each.line, each.times)
        for each in found
    ]


def test_each_key_has_its_own_answer() -> None:
    assert split({"Key": "one"}, {"Key": "two"}, {"Key": "one"}) == [
        ("exact", ["a"], 1, 2),
        ("exact", ["b"], 2, 1),
    ]


def test_an_unmapped_key_is_not_another_one() -> None:
    entry = Entry("Items[].Value", "conditional", answers=[answer("a", "Key is one")])
    (found,) = by_item(entry, [Item(1, {"Key": "three"})])
    assert (found.verdict, found.answers) == ("unmapped", [])
    assert found.reason == "No equivalent is known where Key is three."


@pytest.mark.parametrize(
    ("beside", "answers"),
    [
        ({}, None),  # the key is not written out
        ({"Name": "one"}, None),
        ({"Key": "one"}, [answer("a", None)]),
        ({"Key": "one"}, [answer("a", "cluster mode enabled")]),
    ],
)
def test_what_shows_nothing_leaves_the_entry(
    beside: dict[str, str], answers: list[dict[str, Any]] | None
) -> None:
    assert split(beside, answers=answers) == []


def test_an_item_that_shows_nothing_keeps_all_beside_one_that_does() -> None:
    assert split({"Key": "one"}, {}) == [
        ("exact", ["a"], 1, 1),
        ("conditional", ["a", "b"], 2, 1),
    ]


WEB = """
Resources:
  Web:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      LoadBalancerAttributes:
        - Key: idle_timeout.timeout_seconds
          Value: "120"
        - {Key: deletion_protection.enabled, Value: !Ref Protected}
        - Key: !Ref Other
          Value: "1"
"""


@pytest.mark.whole
def test_the_key_of_an_item_chooses(worksheet: Worksheet) -> None:
    (web,) = worksheet(WEB, "terraform").resources
    values = [each for each in web.properties if each.path == "LoadBalancerAttributes[].Value"]
    assert [each.answers[0]["attribute"] for each in values[:2]] == [
        "idle_timeout",
        "enable_deletion_protection",
    ]
    assert [len(each.answers) for each in values[:2]] == [1, 1] and len(values[2].answers) > 10


GLOBALS = """
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {MemorySize: 256}
  Other: {Name: x}
Resources:
  Upload:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Hourly:
          Type: Schedule
          Properties: {Schedule: rate(1 hour)}
"""


@pytest.mark.whole
def test_the_type_of_an_event_is_that_of_the_object_around(worksheet: Worksheet) -> None:
    upload, of_all = worksheet(GLOBALS, "terraform").resources
    (schedule,) = [each for each in upload.properties if each.path.endswith("Schedule")]
    assert schedule.verdict == "exact" and schedule.answers[0]["holds"]
    assert (of_all.name, of_all.type) == ("Globals.Function", "AWS::Serverless::Function")
    assert [(each.path, each.verdict) for each in of_all.properties] == [("MemorySize", "exact")]
