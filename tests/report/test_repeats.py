"""The worksheet on a terminal says a thing once."""

from __future__ import annotations

from typing import Any

import pytest

from iac_crosswalk.report.formats import markdown, page
from iac_crosswalk.report.formats import text as text_format
from iac_crosswalk.report.summary import report
from tests.report.conftest import Worksheet

HEADERS = {"AllowOrigin": "'*'", "AllowMethods": "'GET'", "AllowHeaders": "'A'"}


def function(handler: str, **more: Any) -> dict[str, Any]:
    properties = {"Handler": handler, "CodeUri": "s3://a/b", **more}
    return {"Type": "AWS::Serverless::Function", "Properties": properties}


def render(worksheet: Worksheet, **resources: dict[str, Any]) -> str:
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
    return text_format.render(report("terraform", {}, [worksheet(template, "terraform")]))


def test_a_sentence_of_several_properties_stands_once(worksheet: Worksheet) -> None:
    api = {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "a", "Cors": HEADERS}}
    text = render(worksheet, Api=api)
    assert text.count("SAM answers an OPTIONS request") == 2  # at the top, and below the last
    top = "Cors.AllowOrigin, Cors.AllowMethods, Cors.AllowHeaders (Api)"
    assert text.count(top) == 1
    assert text.index("Cors.AllowHeaders  ") < text.rindex("SAM answers an OPTIONS request")


def test_a_note_of_several_answers_stands_once(worksheet: Worksheet) -> None:
    (body,) = render(worksheet, A=function("a.b")).split("  A  AWS::Serverless::Function")[1:]
    assert body.count("A local folder is zipped first") == 1


def test_a_resource_that_is_like_another_says_so(worksheet: Worksheet) -> None:
    same, other = function("c.d"), function("a.b", Timeout=3)
    text = render(worksheet, First=function("a.b"), Second=same, Third=other)
    assert text.count("Like First, with its own values:") == 1
    assert "Second  AWS::Serverless::Function" in text
    assert text.count('handler = "a.b"  [curated]') == 2 and '      handler = "c.d"\n' in text
    assert "→ aws_lambda_function.second\n" in text


@pytest.mark.parametrize("form", [markdown, page])
def test_every_format_for_people_says_so(worksheet: Worksheet, form: Any) -> None:
    resources = {"First": function("a.b"), "Second": function("c.d")}
    for each in resources.values():
        each["DeletionPolicy"] = "Retain"  # the lines differ
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
    output = form.render(report("terraform", {}, [worksheet(template, "terraform")]))
    assert output.count("with its own values") == 1 and "c.d" in output.replace("<wbr>", "")


@pytest.mark.parametrize("form", [markdown, page, text_format])
def test_a_value_without_an_answer_is_shown_at_the_second_too(
    worksheet: Worksheet, form: Any
) -> None:
    properties = {"StageName": "p", "Cors": {"AllowMethods": "'GET'"}}
    api = {"Type": "AWS::Serverless::Api", "Properties": properties}

    def event(of: str) -> dict[str, Any]:
        own = {"RestApiId": {"Ref": of}, "Path": "/a", "Method": "get"}
        return {"Type": "Api", "Properties": own}

    work = function("a.b", Events={"C": event("A"), "D": event("B")})
    resources = {"A": api, "B": api, "F": work}
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
    output = form.render(report("terraform", {}, [worksheet(template, "terraform")]))
    assert output.count("with its own values") == 1
