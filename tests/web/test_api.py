"""The JSON API over HTTP: the same answers as in process, in one shape, bounded."""

from __future__ import annotations

import html
import http.client
import itertools
import json
import re
import urllib.parse
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from tests.web.conftest import GROUP, ask, get


def offered(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The names in an answer that exist, but what was asked for: each has an address."""
    found = [
        each
        for target in body["targets"]
        for each in (*target["answers"], *target.get("candidates", ()))
    ]
    found += (
        body["suggestions"]
        + (body["pitfall"] or {}).get("ways", [])
        + body.get("history", {}).get("instead", [])
    )
    return found


def without_addresses(body: dict[str, Any]) -> dict[str, Any]:
    """An answer over HTTP as it is in process."""
    assert body.pop("build")
    body.pop("error", None)
    body["query"].pop("address", None)
    for each in offered(body):
        kind = "/attribute/" if each.get("attribute") else "/resource/"
        assert each.pop("address").startswith(kind)
    return body


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"resource": GROUP, "attribute": "ConfigurationEndPoint.Address"}, 200),
        ({"resource": GROUP, "attribute": "ConfigurationEndPoint.Address", "to": ""}, 200),
        (
            {
                "resource": GROUP,
                "attribute": "ConfigurationEndPoint.Address",
                "to": ["pulumi", "terraform"],
            },
            200,
        ),
        (
            {
                "resource": "aws.elasticache.ReplicationGroup",
                "attribute": "port",
                "from": "pulumi",
                "to": "cloudformation",
            },
            200,
        ),
        ({"resource": GROUP, "attribute": "CacheNodes[0].Address", "to": "pulumi"}, 404),
        ({"resource": "AWS::No::Such", "attribute": "Arn"}, 404),
        ({"resource": "AWS::SQS::Queueue", "attribute": "Arn"}, 404),
        ({"resource": "AWS::SQS::Queue", "attribute": "Arrn"}, 404),
        ({"resource": "aws_eip", "attribute": "vpc", "to": "pulumi"}, 404),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/translate", "/-/translate.json"])
def test_translate_is_the_same_answer_everywhere(
    site: str, knowledge: KnowledgeBase, path: str, parameters: dict[str, Any], status: int
) -> None:
    found = get(site, path, **parameters)
    assert (found.status, found.headers["access-control-allow-origin"]) == (status, "*")
    assert ("error" in found.json) == (status == 404)
    assert without_addresses(found.json) == knowledge.translate(
        parameters["attribute"],
        parameters["resource"],
        parameters.get("from"),
        parameters.get("to") or None,
    )


@pytest.mark.parametrize(
    ("resource", "attribute"),
    [
        ("AWS::SQS::Queueue", "Arn"),
        ("AWS::SQS::Queue", "Arrn"),
        ("aws_eip", "vpc"),
        ("aws_elasticache_replication_group", "cache_nodes[0].address"),
        ("aws_s3_bucket", "versioning_configuration"),
    ],
)
def test_every_name_that_is_offered_has_a_page(site: str, resource: str, attribute: str) -> None:
    body = get(site, "/api/v1/translate", resource=resource, attribute=attribute).json
    found = {each["address"] for each in offered(body)}
    assert found and {
        address: ask(f"{site}{address}").status for address in found
    } == dict.fromkeys(found, 200)


@pytest.mark.whole
def test_guesses_have_pages(site: str, knowledge: KnowledgeBase) -> None:
    """Candidates, of the attributes that have some."""
    rows = knowledge.rows(
        "select r.name, a.path from (select distinct from_attribute_id as id from candidate) c join"
        " attribute a on a.id = c.id join resource r on r.id = a.resource_id order by a.id limit 5"
    )
    bodies = [
        get(site, "/api/v1/translate", resource=name, attribute=path).json for name, path in rows
    ]
    found = [
        each["address"]
        for body in bodies
        for target in body["targets"]
        for each in target.get("candidates", ())
    ]
    assert found and all(ask(f"{site}{address}").status == 200 for address in found)


def test_the_hint_says_what_to_write_in_the_system_of_the_question(site: str) -> None:
    found = get(site, "/api/v1/translate", resource="aws_eip", attribute="vpc").json
    assert found["error"]["hint"] == "`vpc` was removed in provider 6.0; use `domain`"
    assert [each["attribute"] for each in found["pitfall"]["ways"]] == ["domain"]
    found = get(
        site,
        "/api/v1/translate",
        resource="aws_elasticache_replication_group",
        attribute="cache_nodes[0].address",
    ).json
    assert found["error"]["hint"].endswith(
        "Use configuration_endpoint_address or primary_endpoint_address."
    )


def test_an_expression_in_two_languages(site: str) -> None:
    found = get(
        site,
        "/api/v1/translate",
        expression=f"{GROUP}.ConfigurationEndPoint.Address",
        to="pulumi",
        language=["typescript", "go"],
    ).json
    (target,) = found["targets"]
    assert target["answers"][0]["expressions"] == {
        "typescript": "replication_group.configurationEndpointAddress",
        "go": "replication_group.ConfigurationEndpointAddress",
    }


@pytest.mark.parametrize(
    ("path", "parameters", "code", "message"),
    [
        (
            "/api/v1/translate",
            {},
            "missing-parameter",
            "give `resource` and `attribute`, or `expression`",
        ),
        (
            "/api/v1/translate",
            {"resource": GROUP, "attribute": "Port", "to": "ansible"},
            "bad-parameter",
            "`ansible` is not a system",
        ),
        (
            "/api/v1/translate",
            {"resource": GROUP, "attribute": "Port", "from": "x"},
            "bad-parameter",
            "`x` is not a system",
        ),
        (
            "/api/v1/translate",
            {"resource": GROUP, "atribute": "Port"},
            "unknown-parameter",
            "unknown parameter `atribute`",
        ),
        (
            "/api/v1/translate",
            {"resource": [GROUP, GROUP], "attribute": "Port"},
            "bad-parameter",
            "`resource` is given 2 times",
        ),
        ("/api/v1/translate", {"expression": "hello there"}, "bad-question", "names no resource"),
        (
            "/api/v1/translate",
            {"resource": GROUP, "attribute": "Port", "to": "terraform,pulumi"},
            "bad-parameter",
            "is not a system",
        ),
        ("/api/v1/health", {"x": "1"}, "unknown-parameter", "unknown parameter `x`"),
        ("/api/v1/resource", {}, "missing-parameter", "give `name`"),
        (
            "/api/v1/search",
            {"q": "port", "limit": "-1"},
            "bad-parameter",
            "`limit` is not a whole number from 1 to 500",
        ),
        (
            "/api/v1/search",
            {"q": "port", "limit": "9999999999999999999999"},
            "bad-parameter",
            "`limit` is not a whole number",
        ),
        (
            "/api/v1/search",
            {"q": "port", "limit": "²"},
            "bad-parameter",
            "`limit` is not a whole number",
        ),
        ("/api/v1/search", {"q": "x" * 401}, "bad-parameter", "`q` is longer than 400 characters"),
    ],
)
def test_wrong_use_is_one_shape_and_one_clear_line(
    site: str, path: str, parameters: dict[str, Any], code: str, message: str
) -> None:
    found = get(site, path, **parameters)
    error = found.json["error"]
    assert (found.status, error["code"]) == (400, code)
    assert error.keys() == {"code", "message", "hint"} and "ok" not in found.json
    assert message in error["message"] and "\n" not in error["message"] and error["hint"]


@pytest.mark.parametrize(
    ("method", "path", "data", "kind", "status", "code"),
    [
        ("DELETE", "/api/v1/translate", None, "", 405, "method-not-allowed"),
        ("POST", "/api/v1/search?q=port", b"", "text/plain", 405, "method-not-allowed"),
        ("GET", "/api/v1/check?filename=a.yaml", None, "", 405, "method-not-allowed"),
        ("GET", "/api/v1/nothing", None, "", 404, "not-found"),
        ("POST", "/api/v1/translate", b"{}", "application/json", 415, "unsupported-body"),
        ("POST", "/api/v1/check?filename=a.yaml", b"x" * 200_001, "text/plain", 413, "too-large"),
        ("POST", "/api/v1/check?filename=a.txt", b"x", "text/plain", 400, "unsupported-file"),
        ("GET", "/api/v1/resource?name=AWS::No::Such", None, "", 404, "unknown-resource"),
        (
            "GET",
            f"/api/v1/attribute?resource={GROUP}&attribute=Arrn",
            None,
            "",
            404,
            "unknown-attribute",
        ),
    ],
)
def test_status(
    site: str, method: str, path: str, data: bytes | None, kind: str, status: int, code: str
) -> None:
    found = ask(f"{site}{path}", method, data, content_type=kind)
    assert (found.status, found.json["error"]["code"]) == (status, code)
    assert status != 405 or "OPTIONS" in found.headers["allow"]


def test_a_body_that_grows_too_long(site: str) -> None:
    """Without a declared length: an error where nothing was answered before, else the last line."""
    host, port = site.removeprefix("http://").split(":")
    question = (
        json.dumps({"resource": "AWS::SQS::Queue", "attribute": "Arn", "to": "terraform"}).encode()
        + b"\n"
    )
    for begin, status in ((b"", 413), (question, 200)):
        connection = http.client.HTTPConnection(host, int(port), timeout=60)
        body = itertools.chain([begin] if begin else [], itertools.repeat(b"x" * 100_000, 51))
        connection.request(
            "POST",
            "/api/v1/translate",
            body,
            {"Content-Type": "application/x-ndjson"},
            encode_chunked=True,
        )
        answer = connection.getresponse()
        lines = [json.loads(line) for line in answer.read().splitlines()]
        connection.close()
        assert answer.status == status and lines[-1]["error"]["code"] == "too-large"
        assert len(lines) == 2 - (status == 413)


def test_options_is_a_preflight(site: str) -> None:
    found = ask(
        f"{site}/api/v1/check",
        "OPTIONS",
        Origin="https://example.com",
        Access_Control_Request_Method="POST",
    )
    assert found.status == 204 and found.body == b""
    assert (
        found.headers["access-control-allow-origin"] == "*"
        and "POST" in found.headers["access-control-allow-methods"]
    )
    assert "Content-Type" in found.headers["access-control-allow-headers"]


def test_a_resource_is_paged_and_carries_counterparts(site: str, knowledge: KnowledgeBase) -> None:
    whole = knowledge.resource(GROUP)
    assert whole is not None
    found: list[dict[str, Any]] = []
    offset: int | None = 0
    while offset is not None:
        body = get(site, "/api/v1/resource", name=GROUP, limit=30, offset=offset).json
        assert body["total"] == len(whole["attributes"]) and body["more"] == body[
            "total"
        ] - offset - len(body["attributes"])
        found += body["attributes"]
        offset = body["next_offset"]
    assert [each["path"] for each in found] == [each["path"] for each in whole["attributes"]]
    address = next(each for each in found if each["path"] == "ConfigurationEndPoint.Address")
    assert [target["status"] for target in address["targets"]] == ["equivalent"] * 4
    assert address["address"] == f"/attribute/cloudformation/{GROUP}/ConfigurationEndPoint.Address"
    below = get(
        site, "/api/v1/resource", name=GROUP, below="NodeGroupConfiguration", to="terraform"
    ).json
    assert below["total"] == 5 and all(
        each["path"].startswith("NodeGroupConfiguration[].") for each in below["attributes"]
    )
    assert {target["system"] for each in below["attributes"] for target in each["targets"]} == {
        "terraform"
    }


@pytest.mark.whole
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/resource?name=AWS::QuickSight::Dashboard",
        "/api/v1/resource?name=AWS::EC2::Instance",
        "/api/v1/search?q=name",
        "/api/v1/translate?resource=AWS::SQS::Queue&attribute=Tags",
        f"/api/v1/attribute?resource={GROUP}&attribute=Engine",
        "/api/v1/openapi.json",
    ],
)
def test_no_answer_is_larger_than_200_kB(site: str, path: str) -> None:
    found = ask(f"{site}{path}")
    assert found.status == 200 and len(found.body) <= 200_000


@pytest.mark.whole
def test_a_page_size_that_is_asked_for_is_given(site: str) -> None:
    found = get(site, "/api/v1/resource", name="AWS::QuickSight::Dashboard", limit=500)
    assert len(found.json["attributes"]) == 500 and found.json["more"] == found.json["total"] - 500


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("aws_db_instance", ("aws_db_instance", None)),
        (
            "elasticache replication group configuration endpoint address",
            (GROUP, "ConfigurationEndPoint.Address"),
        ),
        ("rds cluster reader endpoint", ("aws_rds_cluster", "reader_endpoint")),
        ("sqs queue arn", ("AWS::SQS::Queue", "Arn")),
        ("lambda function arn", ("AWS::Lambda::Function", "Arn")),
    ],
)
def test_search_finds_first(site: str, words: str, first: tuple[str, str | None]) -> None:
    hit = get(site, "/api/v1/search", q=words).json["results"][0]
    assert first in [(each["resource"], each["attribute"]) for each in [hit, *hit["counterparts"]]]


def test_search_has_pages_and_no_hit_twice(site: str) -> None:
    one = get(site, "/api/v1/search", q="endpoint", limit=10).json
    two = get(site, "/api/v1/search", q="endpoint", limit=10, offset=one["next_offset"]).json
    hits = [(each["resource"], each["attribute"]) for each in one["results"] + two["results"]]
    assert len(hits) == len(set(hits)) == 20 and one["total"] > 20


def test_a_misspelt_word_is_suggested(site: str) -> None:
    assert (
        get(site, "/api/v1/search", q="replicaton group").json["suggestions"][0]
        == "replication group"
    )


def test_check_finds_what_does_not_exist(site: str) -> None:
    template = (
        b"Resources:\n  Cache:\n    Type: AWS::ElastiCache::ReplicationGroup\nOutputs:\n  A:\n   "
        b" Value: !GetAtt Cache.ConfigurationEndPoint.Adress\n"
    )
    found = ask(
        f"{site}/api/v1/check?filename=../x/template.yaml",
        "POST",
        template,
        content_type="text/plain",
    )
    assert found.status == 200, found.body
    (finding,) = found.json["findings"]
    assert (finding["file"], finding["line"], finding["rule"]) == (
        "template.yaml",
        6,
        "unknown-attribute",
    )
    assert finding["suggestions"] == ["Address"]


def test_batch_answers_line_by_line(site: str, knowledge: KnowledgeBase) -> None:
    questions = [
        {"resource": GROUP, "attribute": "Port", "to": "terraform"},
        {"resource": "AWS::SQS::Queue", "attribute": "Nothing"},
    ] * 300
    lines = "".join(json.dumps(each) + "\n" for each in questions) + "not json\n"
    found = ask(
        f"{site}/api/v1/translate", "POST", lines.encode(), content_type="application/x-ndjson"
    )
    answers = [json.loads(line) for line in found.body.decode().splitlines()]
    assert found.status == 200 and len(answers) == 601
    first = answers[0]
    assert {each["build"] for each in answers} == {found.headers["x-build"]}
    assert first.pop("build") and answers[599]["error"]["code"] == "unknown-attribute"
    assert first["query"].pop("address") == f"/attribute/cloudformation/{GROUP}/Port"
    (target,) = first["targets"]
    for each in target["answers"]:
        assert each.pop("address") == f"/attribute/terraform/{each['resource']}/{each['attribute']}"
    assert (
        first == knowledge.translate("Port", GROUP, to="terraform")
        and answers[599]["status"] == "unknown-attribute"
    )
    error = answers[600]["error"]
    assert error.keys() == {"code", "message", "hint"}, "as every error over HTTP has it"
    assert error["message"].startswith("line 601 is not JSON")


def test_every_line_of_a_batch_has_the_error_of_the_same_question_alone(site: str) -> None:
    questions = [
        {"resource": "AWS::SQS::Queue", "attribute": "Arrn"},
        {"resource": "AWS::SQS::Queueue", "attribute": "Arn"},
        {"resource": "aws_eip", "attribute": "vpc"},
        {"expression": "hello there"},
    ]
    lines = "".join(json.dumps(each) + "\n" for each in questions).encode()
    kind = "application/x-ndjson"
    found = ask(f"{site}/api/v1/translate", "POST", lines, content_type=kind).body.splitlines()
    for number, (question, line) in enumerate(zip(questions, found, strict=True), 1):
        alone = get(site, "/api/v1/translate", **question).json["error"]
        in_batch = json.loads(line)["error"]
        assert (in_batch["code"], in_batch["hint"]) == (alone["code"], alone["hint"])
        if alone["code"] == "bad-question":
            assert in_batch["message"].startswith(f"line {number}: ")
        else:
            assert in_batch["message"] == alone["message"]


@pytest.mark.parametrize("system", ["cloudformation", "terraform", "pulumi", "boto3", "cdk"])
def test_every_equivalent_has_an_address_that_leads_to_it(site: str, system: str) -> None:
    """Of translate, attribute and resource: those of batch are tested with it."""
    asked = {"resource": GROUP, "attribute": "ConfigurationEndPoint.Address"}
    if system != "cloudformation":
        (target,) = get(site, "/api/v1/translate", **asked, to=system).json["targets"]
        best = target["answers"][0]
        asked = {"resource": best["resource"], "attribute": best["attribute"]}
    found = get(site, "/api/v1/attribute", **asked).json
    assert (
        found["query"]["address"]
        == get(site, "/api/v1/translate", **asked).json["query"]["address"]
    )
    whole = get(site, "/api/v1/resource", name=asked["resource"], filter=asked["attribute"]).json
    addresses = {found["query"]["address"], whole["address"]}
    addresses |= {each["address"] for each in whole["equivalents"] if each["resource"]}
    for targets in (found["targets"], *(each["targets"] for each in whole["attributes"])):
        addresses |= {each["address"] for target in targets for each in target["answers"]}
    assert len(addresses) >= 5
    for address in addresses:
        assert ask(f"{site}{address}").status == 200, address


def test_history_is_there_or_says_that_it_is_not(site: str, knowledge: KnowledgeBase) -> None:
    found = get(site, "/api/v1/history")
    if knowledge.rows("select 1 from sqlite_master where name = 'attribute_history'"):
        assert found.status == 200 and found.json["total"] >= len(found.json["changes"])
    else:
        assert (found.status, found.json["error"]["code"]) == (404, "no-history")


def test_etag_gzip_and_head(site: str) -> None:
    path = f"{site}/api/v1/resource?name={GROUP}"
    plain, zipped = ask(path), ask(path, Accept_Encoding="gzip")
    assert plain.headers["etag"].startswith('"') and zipped.headers["content-encoding"] == "gzip"
    assert plain.headers["etag"] != zipped.headers["etag"], "two representations"
    assert len(zipped.body) < len(plain.body) / 4
    for answer, encoding in ((plain, "identity"), (zipped, "gzip")):
        again = ask(path, If_None_Match=answer.headers["etag"], Accept_Encoding=encoding)
        assert (again.status, again.body, again.headers["etag"]) == (
            304,
            b"",
            answer.headers["etag"],
        )
        assert again.headers["x-build"] == plain.headers["x-build"]
    head = ask(path, "HEAD")
    assert (head.status, head.body, head.headers["content-length"]) == (
        200,
        b"",
        str(len(plain.body)),
    )
    assert (
        "max-age" in plain.headers["cache-control"]
        and plain.headers["x-build"] == plain.json["build"]
    )


@pytest.mark.whole
@pytest.mark.parametrize(
    ("query", "parameters", "expected"),
    [
        (
            "translate",
            {"resource": GROUP, "attribute": "ConfigurationEndPoint.Address", "to": "pulumi"},
            {"to_path": "configuration_endpoint_address"},
        ),
        (
            "attributes_of",
            {"name": "aws.elasticache.ReplicationGroup"},
            {"path": "configuration_endpoint_address"},
        ),
        ("search", {"words": "configuration endpoint address"}, {"resource": GROUP}),
        ("pitfalls", {}, {"wrong": "CacheNodes[0].Address"}),
        (
            "coverage_of",
            {"from": "cloudformation", "to": "terraform"},
            {"service": "ElastiCache", "unmapped": 0},
        ),
        ("no_equivalent", {"from": "terraform", "to": "pulumi"}, {"resource": "aws_vpc_endpoint"}),
    ],
)
def test_canned_queries(
    site: str, query: str, parameters: dict[str, str], expected: dict[str, Any]
) -> None:
    found = get(site, f"/crosswalk/{query}.json", _shape="array", _size="max", **parameters)
    assert found.status == 200, found.body
    assert any(expected.items() <= row.items() for row in found.json)


def test_no_canned_query_hides_a_table(site: str) -> None:
    described = get(site, "/-/metadata.json").json["databases"]["crosswalk"]
    assert not described["queries"].keys() & described["tables"].keys()
    for table in described["tables"]:
        found = get(site, f"/crosswalk/{table}.json", _size=1, _nocount=1)
        assert found.status == 200 and found.json["table"] == table


@pytest.mark.parametrize(
    ("words", "expected"),
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
def test_search_in_sql_takes_any_words(site: str, words: str, expected: str | None) -> None:
    found = get(site, "/crosswalk/search.json", _shape="array", words=words)
    assert found.status == 200, found.body
    assert (
        expected in [row["path"] for row in found.json]
        if expected
        else isinstance(found.json, list)
    )
    assert found.json == [] or words.strip(), "no words find nothing"


@pytest.mark.parametrize(
    "query", ["translate", "attributes_of", "search", "coverage_of", "no_equivalent"]
)
def test_the_example_of_a_query_finds_something(site: str, query: str) -> None:
    described = get(site, "/-/metadata.json").json["databases"]["crosswalk"]["queries"][query]
    links = re.findall(r'href="([^"?]+)\?([^"]+)"', described["description_html"])
    assert links
    for path, parameters in links:
        asked = dict(urllib.parse.parse_qsl(html.unescape(parameters), keep_blank_values=True))
        assert sorted(asked) == sorted(described["params"])
        found = get(site, f"{path}.json", _shape="array", **asked)
        assert found.status == 200 and found.json, (path, asked)


def test_datasette_is_set_up_as_documented(site: str) -> None:
    assert get(site, "/-/settings.json").json["suggest_facets"] is False
    (database,) = [d for d in get(site, "/-/databases.json").json if d["name"] == "crosswalk"]
    assert (
        database["is_mutable"] is False and database["hash"] and database["path"] == "crosswalk.db"
    )
