"""Services that AWS has shut down, by the names of their types."""

from __future__ import annotations

import re

import pytest

from iac_crosswalk.store.retired import RETIRED, retired


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("AWS::IoTAnalytics::Channel", "AWS IoT Analytics"),
        ("AWS::IoTEvents::AlarmModel", "AWS IoT Events"),
        ("AWS::Panorama::Package", "AWS Panorama"),
        ("AWS::SimSpaceWeaver::Simulation", "AWS SimSpace Weaver"),
        ("aws_elastictranscoder_pipeline", "Amazon Elastic Transcoder"),
        ("aws:evidently/project:Project", "Amazon CloudWatch Evidently"),
        ("data.aws_qldb_ledger", "Amazon QLDB"),
    ],
)
def test_a_service_that_is_shut_down(name: str, title: str) -> None:
    found = retired(name)
    assert found is not None and found.title == title


@pytest.mark.parametrize(
    "name",
    ["AWS::IoT::Thing", "aws_codestarconnections_connection", "AWS::SQS::Queue", "Custom::X"],
)
def test_a_service_in_use(name: str) -> None:
    assert retired(name) is None


def test_the_list_is_in_order_and_has_sources() -> None:
    assert list(RETIRED) == sorted(RETIRED)
    for each in RETIRED.values():
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", each.since) and each.source.startswith("https://")
