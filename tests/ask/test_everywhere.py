"""The same question on the command line, over HTTP, in a batch and in Python has the same answer."""  # noqa: E501

from __future__ import annotations

import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from iac_crosswalk.ask import terms as places
from iac_crosswalk.ask.terms import BATCH, COMMAND, HTTP, Terms
from tests import command as in_process
from tests.ask.forms import CFN, PYTHON, TEMPLATE
from tests.web.conftest import site  # noqa: F401
from tests.web.test_api import without_addresses

ENDPOINT = "!GetAtt Cache.ConfigurationEndPoint.Address"
REDIS = "tests/programs/python/redis.py"
MISTAKE = "AttributeError: 'ReplicationGroup' object has no attribute 'cache_nodes'"


def run(database: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return in_process.text(
        in_process.run("translate", *arguments, given=given.encode(), db=database)
    )


@pytest.mark.parametrize(
    ("arguments", "given", "status", "out"),
    [
        ([ENDPOINT, "-r", CFN, "-t", "pulumi"], "", 0, "Cache.configuration_endpoint_address"),
        (
            [ENDPOINT, "-r", CFN, "-t", "pulumi", "-l", "go", "-l", "java"],
            "",
            0,
            "Cache.configurationEndpointAddress()  (java)",
        ),
        (["-", "-t", "pulumi"], MISTAKE, 1, "replication_group.configuration_endpoint_address"),
        (
            ["cache.node_typ", "-r", "aws.elasticache.ReplicationGroup"],
            "",
            1,
            "Names that exist: node_type",
        ),
        (
            ["cache.cache_node_type", "-r", "aws.elasticache.ReplicationGroup"],
            "",
            1,
            "Perhaps node_type: `cache_node_type` is",
        ),
        (
            ["!GetAtt Bucket.VersioningConfiguration.Status", "-r", "AWS::S3::Bucket", "-t", "cdk"],
            "",
            0,
            "Fn::GetAtt does not return it",
        ),
    ],
)
def test_command(database: Path, arguments: list[str], given: str, status: int, out: str) -> None:
    done = run(database, *arguments, given=given)
    assert (done.returncode, done.stderr) == (status, "")
    assert out in done.stdout


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([ENDPOINT], "does not say what type `Cache` is; add --resource TYPE, or --in FILE"),
        (
            ["AttributeError: 'Cluster' object has no attribute 'x'"],
            "aws:ecs/cluster:Cluster, aws:eks/cluster:Cluster",
        ),
        ([ENDPOINT, "--in", "/nowhere/template.yaml"], "No such file or directory"),
        ([ENDPOINT, "-r", CFN, "-l", "rust"], "'rust' is not one of 'python'"),
        (["foo.port", "--in", REDIS], "redis.py declares no `foo`; it declares: "),
        (
            ["aws_instance"],
            (
                "`aws_instance` is a resource; add an attribute (aws_instance.ami), or run"
                " `iac-crosswalk resource aws_instance`"
            ),
        ),
        (["x" * 60_000], "longer than 50,000 characters"),
        (["\n\n"], "the question is empty"),
    ],
)
def test_wrong_use_is_one_line(database: Path, arguments: list[str], error: str) -> None:
    done = run(database, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert error in done.stderr and done.stderr.count("\n") == 1


def test_the_file_it_stands_in(database: Path, tmp_path: Path) -> None:
    for name, text, expression, first in (
        (
            "template.yaml",
            TEMPLATE,
            ENDPOINT,
            "aws_elasticache_replication_group.Cache.configuration_endpoint_address",
        ),
        ("__main__.py", PYTHON, "self.cache.port", "aws_elasticache_replication_group.cache.port"),
    ):
        (tmp_path / name).write_text(text)
        done = run(
            database, expression, "--in", str(tmp_path / name), "--to", "terraform", "--json"
        )
        assert json.loads(done.stdout)["targets"][0]["answers"][0]["expression"] == first


QUESTIONS: list[tuple[dict[str, Any], int]] = [
    ({"expression": ENDPOINT, "resource": CFN}, 200),
    (
        {
            "expression": ENDPOINT,
            "in": TEMPLATE,
            "to": ["pulumi", "terraform"],
            "language": ["typescript", "go"],
        },
        200,
    ),
    ({"expression": "self.cache.port", "in": PYTHON, "to": ["cloudformation"]}, 200),
    ({"expression": MISTAKE, "to": ["pulumi"]}, 404),
    ({"expression": ENDPOINT}, 400),
    ({"expression": "aws_instance"}, 400),
    ({"expression": "aws_no_such.x.arn"}, 404),
]


@pytest.mark.parametrize(("question", "status"), QUESTIONS)
def test_http_and_batch_answer_as_python_does(
    site: str,  # noqa: F811
    database: Path,
    knowledge: KnowledgeBase,
    question: dict[str, Any],
    status: int,
) -> None:
    expected = ask(
        knowledge,
        question["expression"],
        question.get("resource"),
        to=question.get("to"),
        within=question.get("in", ""),
        languages=question.get("language", ()),
    )
    address = f"{site}/api/v1/translate?{urllib.parse.urlencode(question, doseq=True)}"
    try:
        with urllib.request.urlopen(address, timeout=20) as response:
            code, body = response.status, json.load(response)
    except urllib.error.HTTPError as error:
        code, body = error.code, json.load(error)
    by_http = (
        expected
        if status != 400
        else ask(KnowledgeBase(database), question["expression"], terms=HTTP)
    )
    error = body.get("error", {}).get("message")
    assert (code, without_addresses(body) | ({"error": error} if status == 400 else {})) == (
        status,
        by_http,
    )
    (line,) = run(database, "--batch", given=json.dumps(question) + "\n").stdout.splitlines()
    if expected["status"] == "bad-question":
        expected = ask(knowledge, question["expression"], terms=BATCH)
        expected["error"] = f"line 1: {expected['error']}"
    assert json.loads(line) == expected


TERMS = [
    (places.PYTHON, "add resource=TYPE, or within=SOURCE with the template"),
    (COMMAND, "add --resource TYPE, or --in FILE with the template"),
    (HTTP, "add resource=TYPE, or in=SOURCE with the template"),
    (BATCH, 'add "resource", or "in" with the template'),
]


@pytest.mark.parametrize(("terms", "words"), TERMS)
def test_errors_are_in_the_words_of_the_place(
    knowledge: KnowledgeBase, terms: Terms, words: str
) -> None:
    assert words in ask(knowledge, ENDPOINT, terms=terms)["error"]
    assert (
        terms.browse.format("AWS::SQS::Queue")
        in ask(knowledge, "AWS::SQS::Queue", terms=terms)["error"]
    )


def test_http_languages_of_a_plain_question(site: str) -> None:  # noqa: F811
    address = f"{site}/api/v1/translate?resource={CFN}&attribute=Port&to=pulumi&language=java"
    with urllib.request.urlopen(address, timeout=20) as response:
        assert (
            json.load(response)["targets"][0]["answers"][0]["expression"]
            == "replication_group.port()"
        )


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ({"expression": 7}, "line 1 needs text as expression"),
        ({"expression": "a", "in": [], "resource": {}}, "line 1 needs text as resource and in"),
        (
            {"expression": "Arn", "resource": CFN, "to": "ansible"},
            "line 1 `ansible` is not a system",
        ),
        (
            {"expression": "Port", "resource": CFN, "language": "rust"},
            "line 1 `rust` is not a language",
        ),
        ({"expression": "Port", "resource": CFN, "language": 7}, "line 1 "),
        ({"expression": "Port", "resource": CFN, "from": []}, "line 1"),
    ],
)
def test_bad_batch_lines(database: Path, question: dict[str, Any], error: str) -> None:
    done = run(database, "--batch", given=json.dumps(question) + "\n")
    answer = json.loads(done.stdout)
    assert done.stderr == "" and answer["status"] == "bad-question" and error in answer["error"]


@pytest.mark.parametrize(
    ("text", "resource", "path"),
    [
        (
            'client("lambda").get_function()["Configuration"]["FunctionArn"]',
            "lambda.FunctionConfiguration",
            "FunctionArn",
        ),
        ('client("s3").get_object(Bucket=name)', "s3.GetObjectOutput", "Bucket"),
    ],
)
def test_a_read_call_of_a_client_that_also_only_writes(
    knowledge: KnowledgeBase, text: str, resource: str, path: str
) -> None:
    query = ask(knowledge, text, to="terraform")["query"]
    assert (query["resource"], query["attribute"]) == (resource, path)


def test_a_call_that_gives_what_no_call_returns(knowledge: KnowledgeBase) -> None:
    text = 'client("elasticache").create_replication_group(NodeGroupConfiguration=[{"Slots": ...}])'
    answer = ask(knowledge, text, to="boto3")
    assert answer["query"]["attribute"] == "NodeGroupConfiguration[].Slots"
    assert answer["targets"][0]["answers"][0]["expression"] == text
    assert (
        ask(knowledge, "boto3.client('elasticache').create_replication_group(CacheNodeType='x')")[
            "query"
        ]["attribute"]
        == "CacheNodeType"
    )
