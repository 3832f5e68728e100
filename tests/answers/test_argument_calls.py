"""Which boto3 call an argument is given to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.store.calls import argument_calls

TABLE = {"create": [{"operation": "create_table", "path": "TableInput", "beside": ["CatalogId", "DatabaseName"]}]}
ALARM = {
    "create": [
        {"operation": "put_composite_alarm", "path": "", "takes": ["AlarmName", "AlarmRule"]},
        {"operation": "put_metric_alarm", "path": "", "takes": ["AlarmName", "Metrics", "Period"]},
    ]
}
OBJECT = {
    "create": [{"operation": "put_object", "path": ""}],
    "read": [
        {"operation": "get_object", "path": "", "parameters": ["Bucket"]},
        {"operation": "head_object", "path": "", "parameters": ["Bucket", "PartNumber"]},
    ],
}


@pytest.mark.parametrize(
    ("facts", "path", "given", "found_by"),
    [
        (TABLE, "Owner", "create_table(TableInput", None),
        (TABLE, "CatalogId", "create_table(", None),
        (TABLE, None, "create_table(TableInput", None),
        (ALARM, "Period", "put_metric_alarm(", None),
        (ALARM, "Metrics[].Id", "put_metric_alarm(", None),
        (ALARM, "AlarmRule", "put_composite_alarm(", None),
        (ALARM, "AlarmName", None, None),
        (OBJECT, "Bucket", "put_object(", "get_object("),
        (OBJECT, "PartNumber", "put_object(", "head_object("),
        (OBJECT, "Body", "put_object(", None),
        ({"update": ["update_thing"]}, "Name", "update_thing(", None),
        ({"update": ["update_thing", "put_thing"]}, "Name", None, None),
        ({}, "Name", None, None),
    ],
)
def test_the_call_of_an_argument(facts: dict[str, Any], path: str | None, given: str | None, found_by: str | None) -> None:
    calls = argument_calls(json.dumps(facts))
    assert (calls.of(path), calls.read(path)) == (given, found_by)


def test_a_data_source_says_what_is_read(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("bucket", "data.aws_s3_object", to="boto3")["targets"]
    assert [(each["use"], each["expression"]) for each in target["answers"]] == [("write", 'client("s3").get_object(Bucket=...)')]
    (target,) = knowledge.translate("bucket", "aws_s3_object", to="boto3")["targets"]
    assert 'client("s3").put_object(Bucket=...)' in [each["expression"] for each in target["answers"]]


def test_an_argument_beside_the_wrapper_stays_outside_it(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("CatalogId", "AWS::Glue::Table", to="boto3")["targets"]
    assert 'client("glue").create_table(CatalogId=...)' in [each["expression"] for each in target["answers"]]


def test_one_of_several_calls_takes_an_argument(knowledge: KnowledgeBase) -> None:
    (target,) = knowledge.translate("Period", "AWS::CloudWatch::Alarm", to="boto3")["targets"]
    assert target["answers"][0]["expression"] == 'client("cloudwatch").put_metric_alarm(Period=...)'
