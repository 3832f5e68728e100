"""The JSON API over HTTP: the same answers as in process."""

from __future__ import annotations

import html
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase

GROUP = "AWS::ElastiCache::ReplicationGroup"


def get(site: str, path: str, **parameters: Any) -> tuple[int, Any, dict[str, str]]:
    query = urllib.parse.urlencode(parameters, doseq=True)
    try:
        with urllib.request.urlopen(f"{site}{path}?{query}", timeout=20) as response:
            return response.status, json.load(response), {name.lower(): value for name, value in response.headers.items()}
    except urllib.error.HTTPError as error:
        return error.code, json.load(error), {name.lower(): value for name, value in error.headers.items()}


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"resource": GROUP, "attribute": "ConfigurationEndPoint.Address"}, 200),
        ({"resource": GROUP, "attribute": "ConfigurationEndPoint.Address", "to": ["pulumi", "terraform"]}, 200),
        ({"resource": "aws.elasticache.ReplicationGroup", "attribute": "port", "from": "pulumi", "to": "cloudformation"}, 200),
        ({"resource": GROUP, "attribute": "CacheNodes[0].Address", "to": "pulumi"}, 404),
        ({"resource": "AWS::No::Such", "attribute": "Arn"}, 404),
    ],
)
def test_translate_is_the_same_answer_everywhere(site: str, knowledge: KnowledgeBase, parameters: dict[str, Any], status: int) -> None:
    code, body, headers = get(site, "/-/translate.json", **parameters)
    assert (code, headers["access-control-allow-origin"]) == (status, "*")
    assert body == knowledge.translate(parameters["attribute"], parameters["resource"], parameters.get("from"), parameters.get("to"))


@pytest.mark.parametrize(
    ("path", "parameters", "message"),
    [
        ("/-/translate.json", {}, "give resource and attribute"),
        ("/-/translate.json", {"resource": GROUP, "attribute": "Port", "to": "ansible"}, "`ansible` is not a system; use one of"),
        ("/-/translate.json", {"resource": GROUP, "attribute": "Port", "from": "x"}, "`x` is not a system"),
        ("/-/resource.json", {}, "give name"),
        ("/-/search.json", {"q": "port", "limit": "-1"}, "a limit from 1 to 1000"),
        ("/-/search.json", {"q": "port", "limit": "9999999999999999999999"}, "a limit from 1 to 1000"),
    ],
)
def test_wrong_use_is_one_clear_line(site: str, path: str, parameters: dict[str, str], message: str) -> None:
    code, body, _ = get(site, path, **parameters)
    assert (code, body["status"]) == (400, "bad-question")
    assert message in body["error"] and "\n" not in body["error"]


def test_resource_and_search(site: str, knowledge: KnowledgeBase) -> None:
    assert get(site, "/-/resource.json", name="aws.elasticache.ReplicationGroup")[1] == knowledge.resource(
        "aws.elasticache.ReplicationGroup"
    )
    assert get(site, "/-/resource.json", name="aws.elasticache.Nothing")[:1] == (404,)
    assert get(site, "/-/search.json", q="configuration endpoint", system="pulumi", limit=3)[1] == knowledge.search(
        "configuration endpoint", 3, "pulumi"
    )


@pytest.mark.parametrize(
    ("query", "parameters", "expected"),
    [
        (
            "translate",
            {"resource": GROUP, "attribute": "ConfigurationEndPoint.Address", "to": "pulumi"},
            {"to_path": "configuration_endpoint_address"},
        ),
        ("resource", {"name": "aws.elasticache.ReplicationGroup"}, {"path": "configuration_endpoint_address"}),
        ("search", {"words": "configuration endpoint address"}, {"resource": GROUP}),
        ("pitfalls", {}, {"wrong": "CacheNodes[0].Address"}),
        ("coverage", {"from": "cloudformation", "to": "terraform"}, {"service": "ElastiCache", "unmapped": 0}),
        ("no_equivalent", {"from": "terraform", "to": "pulumi"}, {"resource": "aws_vpc_endpoint"}),
    ],
)
def test_canned_queries(site: str, query: str, parameters: dict[str, str], expected: dict[str, Any]) -> None:
    code, rows, _ = get(site, f"/crosswalk/{query}.json", _shape="array", _size="max", **parameters)
    assert code == 200, rows
    assert any(expected.items() <= row.items() for row in rows)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("log-delivery destination-details", "LogDeliveryConfigurations[].DestinationDetails"),
        ("ReplicationGroup.port", None),
        ('"configuration" endpoint address', "ConfigurationEndPoint.Address"),
        ("endpoint AND ( NOT", None),
        ("", None),
        ("  ", None),
        ("* : ^", None),
    ],
)
def test_search_takes_any_words(site: str, words: str, found: str | None) -> None:
    code, rows, _ = get(site, "/crosswalk/search.json", _shape="array", words=words)
    assert code == 200, rows
    assert found in [row["path"] for row in rows] if found else isinstance(rows, list)
    assert rows == [] or words.strip(), "no words find nothing"


def test_search_opens_without_an_error(site: str) -> None:
    with urllib.request.urlopen(f"{site}/crosswalk/search", timeout=20) as response:
        page = response.read().decode()
    assert "message-error" not in page and "fts5" not in page.replace("fts5_", "")


@pytest.mark.parametrize("query", ["translate", "resource", "search", "coverage", "no_equivalent"])
def test_the_example_of_a_query_finds_something(site: str, query: str) -> None:
    described = get(site, "/-/metadata.json")[1]["databases"]["crosswalk"]["queries"][query]
    links = re.findall(r'href="([^"?]+)\?([^"]+)"', described["description_html"])
    assert links
    for path, parameters in links:
        asked = dict(urllib.parse.parse_qsl(html.unescape(parameters), keep_blank_values=True))
        assert sorted(asked) == sorted(described["params"])
        code, rows, _ = get(site, f"{path}.json", _shape="array", **asked)
        assert code == 200 and rows, (path, asked)


def test_sql_is_read_only_and_timed(site: str) -> None:
    code, body, _ = get(site, "/crosswalk.json", sql="delete from attribute")
    assert code == 400 and body["ok"] is False
    code, body, _ = get(site, "/crosswalk.json", sql="with recursive c(x) as (select 1 union all select x + 1 from c) select max(x) from c")
    assert code == 400 and "interrupted" in json.dumps(body).lower()


def test_datasette_is_set_up_as_documented(site: str) -> None:
    assert get(site, "/-/settings.json")[1]["suggest_facets"] is False
    (database,) = [d for d in get(site, "/-/databases.json")[1] if d["name"] == "crosswalk"]
    assert database["is_mutable"] is False and database["hash"]
