"""Events of SAM's functions and the APIs behind them, where a template says something unusual."""

from __future__ import annotations

import pytest

from iac_crosswalk.report.worksheet import FileSheet
from tests.report.conftest import Worksheet

pytestmark = pytest.mark.whole

HEAD = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Domain: {Type: String}}
Conditions: {Own: !Equals [!Ref Domain, a]}
"""
FUNCTION = "Type: AWS::Serverless::Function, Properties: {Handler: a.b, CodeUri: src, "


def arguments(sheet: FileSheet) -> dict[str, dict[str, str | None]]:
    """Address → argument → value. No address stands twice."""
    found = [target for each in sheet.resources for target in each.targets if target.address]
    listed = [each.address or "" for each in found]
    assert sorted({*listed}) == sorted(listed)
    return {each.address or "": {r.attribute: r.value for r in each.required} for each in found}


def test_globals_can_ask_for_an_api_key(worksheet: Worksheet) -> None:
    found = arguments(
        worksheet(
            f"""{HEAD}
Globals: {{Api: {{Auth: {{ApiKeyRequired: true}}}}}}
Resources:
  Api: {{Type: "AWS::Serverless::Api", Properties: {{StageName: p}}}}
  F: {{{FUNCTION} Events: {{
    A: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /a, Method: get}}}},
    B: {{Type: Api, Properties: {{RestApiId: !Ref Api, Path: /b, Method: get,
      Auth: {{ApiKeyRequired: false}}}}}}}}}}}}
""",
            "terraform",
        )
    )
    assert found["aws_api_gateway_method.f_a"]["api_key_required"] == "true"
    assert "api_key_required" not in found["aws_api_gateway_method.f_b"]
