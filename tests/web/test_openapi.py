"""The OpenAPI document: true to the endpoints, and schemathesis finds no answer that contradicts
it.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bench.soak import api
from iac_crosswalk.web.api.openapi import EVERY, document
from tests.web.conftest import GROUP, ask

EXAMPLES = 15
"""Per operation; `make soak` asks for more."""


def test_the_document_names_every_endpoint_and_parameter(site: str) -> None:
    found = ask(f"{site}/api/v1/openapi.json").json
    assert found == json.loads(json.dumps(document())) and found["openapi"] == "3.1.0"
    for endpoint in EVERY:
        operation = found["paths"][endpoint.path][endpoint.method]
        assert [each["name"] for each in operation["parameters"]] == [
            each.name for each in endpoint.parameters
        ]
    for schema in found["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (f"/api/v1/translate?resource={GROUP}&attribute=Port", "Translation"),
        (f"/api/v1/resource?name={GROUP}", "Resource"),
        (f"/api/v1/attribute?resource={GROUP}&attribute=Port", "Attribute"),
        ("/api/v1/search?q=queue", "Search"),
        ("/api/v1/ready", "Health"),
        ("/api/v1/translate?resource=AWS::No&attribute=x", "Miss"),
        ("/api/v1/translate?resource=aws_eip&attribute=vpc", "Miss"),
        (f"/api/v1/attribute?resource={GROUP}&attribute=CacheNodes%5B0%5D.Address", "Miss"),
        ("/api/v1/resource?name=AWS::SQS::Queueue", "Miss"),
        ("/api/v1/translate?expression=hello+there", "Miss"),
    ],
)
def test_answers_have_their_schema(site: str, path: str, schema: str) -> None:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": document()["components"]}
    Draft202012Validator(whole).validate(ask(f"{site}{path}").json)


def test_schemathesis_finds_no_failure(site: str, tmp_path: Path) -> None:
    command, environment = api.command(site, EXAMPLES), api.environment()
    found = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, timeout=900, env=environment
    )
    assert found.returncode == 0, found.stdout[-6000:]
