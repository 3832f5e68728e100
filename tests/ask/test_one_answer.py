"""One question has one answer, wherever it is asked: Python, the command, a batch, HTTP, an agent's
tool. The shape is everywhere that of docs/api.md.
"""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from mcp import Client

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from iac_crosswalk.web.mcp import Answer as ToolAnswer
from tests import command
from tests.ask.forms import CDK_SCRIPT, CFN, PYTHON, TEMPLATE, TF
from tests.web.conftest import site  # noqa: F401

pytestmark = pytest.mark.whole
TO = ("cloudformation", "terraform", "boto3")


class Question(NamedTuple):
    """A text about a resource, where that is given. `is_path`: the text is a path of it."""

    text: str
    resource: str | None = None
    within: str = ""
    is_path: bool = False


PATHS = [
    # attributes
    ("Arn", "AWS::SQS::Queue"),
    ("Ref", "AWS::SQS::Queue"),
    ("id", "aws_sqs_queue"),
    ("ConfigurationEndPoint.Address", CFN),
    ("versioning_configuration.status", "aws_s3_bucket_versioning"),
    ("Targets", "AWS::Events::Rule"),
    ("account_id", "data.aws_caller_identity"),
    ("Ref", "AWS::AccountId"),
    ("Code", "lambda.FunctionConfiguration"),
    ("engine_version", "aws.rds.Instance"),
    ("attr_arn", "aws_sqs.CfnQueue"),
    ("acl", "aws_s3_bucket"),
    ("MemorySize", "AWS::Serverless::Function"),
    # in other spellings
    (" Arn ", "AWS::SQS::Queue"),
    ("Properties.VisibilityTimeout", "AWS::SQS::Queue"),
    ("Targets[0].Arn", "AWS::Events::Rule"),
    ("Targets.Arn", "AWS::Events::Rule"),
    ("versioning_configuration[0].status", "aws_s3_bucket_versioning"),
    ("blockOverrideDomain", "aws.route53.ResolverFirewallRule"),
    ("attrArn", "aws_drs.CfnReplicationConfigurationTemplate"),
    ("Events.Upload.Type", "AWS::Serverless::Function"),
    ("Auth.ResourcePolicy.CustomStatements[0].Resource", "AWS::Serverless::Api"),
    # inside free-form JSON, and keys of maps
    ("PolicyDocument.Statement[0].Effect", "AWS::IAM::ManagedPolicy"),
    ("PolicyDocument.Statement", "AWS::IAM::ManagedPolicy"),
    ("RedrivePolicy.maxReceiveCount", "AWS::SQS::Queue"),
    ("Environment.Variables.TABLE", "AWS::Lambda::Function"),
    ('environment[0].variables["TABLE"]', "aws_lambda_function"),
    ('tags["Name"]', "aws_sqs_queue"),
    ("tags.Name", "aws_sqs_queue"),
    ("tags", "aws_sqs_queue"),
    ('tags["a.b/c"]', "aws_sqs_queue"),
    ("Outputs.Url", "AWS::CloudFormation::Stack"),
    ("Outputs.*", "AWS::CloudFormation::Stack"),
    ('outputs["Url"]', "aws_cloudformation_stack"),
    ('uris["GRAPHQL"]', "aws_appsync_graphql_api"),
    ("RouteSettings.$default.ThrottlingRateLimit", "AWS::Serverless::HttpApi"),
    # mistakes
    ("CacheNodes[0].Address", CFN),
    ("cache_nodes", "aws.elasticache.ReplicationGroup"),
    ("vpc", "aws_eip"),
    ("kibana_endpoint", "aws_opensearch_domain"),
    ("Timeout", "AWS::SQS::Queue"),
    ("Nothing", "AWS::SQS::Queue"),
    ("node_typ", TF),
    ("cache_node_type", TF),
    ("RedrivePolicy.foo", "AWS::SQS::Queue"),
    ("BucketName.Arn", "AWS::S3::Bucket"),
    ("enabled.foo", "aws.pinpoint.EmailChannel"),
    ("cacheNodeType", "aws:elasticache/replicationGroup:ReplicationGroup"),
    ("Arn", "AWS::SQS::Queueue"),
    ("arn", "aws_sqs_queueue"),
]
EXPRESSIONS = [
    Question("!GetAtt Cache.ConfigurationEndPoint.Address", CFN),
    Question("!GetAtt Cache.ConfigurationEndPoint.Address", None, TEMPLATE),
    Question("self.cache.port", None, PYTHON),
    Question("cache.attrReaderEndPointAddress", None, CDK_SCRIPT),
    Question("aws_sqs_queue.jobs.arn"),
    Question('aws_sqs_queue.jobs.tags["Name"]'),
    Question("AWS::SQS::Queue.Arn"),
    Question("AWS::IAM::ManagedPolicy.PolicyDocument.Statement[0].Effect"),
    Question("AWS::SQS::Queueue.Arn"),
    Question("AWS::AccountId"),
    Question("{{resolve:ssm:/token}}"),
    Question('client("lambda").create_function(Timeout=10)'),
    Question('sts.get_caller_identity()["Account"]'),
    Question("AttributeError: 'ReplicationGroup' object has no attribute 'cache_nodes'"),
    Question("hello there"),
    Question("aws_instance"),
]
QUESTIONS = [Question(text, resource, "", True) for text, resource in PATHS] + EXPRESSIONS


def ids(question: Question) -> str:
    return f"{question.resource or ''} {question.text}"


def plain(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what belongs to the place where it was asked: the wording of an error, the
    addresses of a site, the query's keys that only an expression has."""
    found: dict[str, Any] = _without_addresses(answer)
    query = {key: found["query"].get(key) for key in ("system", "resource", "attribute")}
    if found["status"] == "bad-question":
        query = {}  # the command prints only the error
    kept = ("status", "targets", "pitfall", "history")
    suggestions = [] if found["status"] == "bad-question" else found["suggestions"]
    return {key: found.get(key) for key in kept} | {"query": query, "suggestions": suggestions}


def _without_addresses(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if key != "address"}
        return {key: _without_addresses(each) for key, each in kept.items()}
    return [_without_addresses(each) for each in value] if isinstance(value, list) else value


def by_python(knowledge: KnowledgeBase, asked: Question) -> Iterator[dict[str, Any]]:
    yield ask(knowledge, asked.text, asked.resource, to=TO, within=asked.within)
    if asked.is_path and asked.resource:
        yield knowledge.translate(asked.text, asked.resource, to=TO)


def by_command(database: Path, asked: Question, folder: Path) -> dict[str, Any]:
    arguments = ["--json", *(f"--to={system}" for system in TO)]
    arguments += ["--resource", asked.resource] if asked.resource else []
    if asked.within:
        (folder / "source").write_text(asked.within)
        arguments += ["--in", str(folder / "source")]
    done = command.run("translate", asked.text, *arguments, db=database)
    if done.returncode == 2:
        return _bad_question()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _bad_question() -> dict[str, Any]:
    return {"status": "bad-question", "targets": [], "pitfall": None, "query": {}}


def lines(asked: Question) -> Iterator[dict[str, Any]]:
    """The question as lines of a batch, and as the parameters of a request."""
    expression = {"expression": asked.text, "resource": asked.resource, "in": asked.within}
    yield {key: value for key, value in expression.items() if value} | {"to": TO}
    if asked.is_path:
        yield {"attribute": asked.text, "resource": asked.resource, "to": TO}


def by_batch(database: Path, asked: Question) -> Iterator[dict[str, Any]]:
    given = "".join(f"{json.dumps(line)}\n" for line in lines(asked)).encode()
    for line in command.run("translate", "--batch", given=given, db=database).stdout.splitlines():
        yield json.loads(line)


def by_http(address: str, asked: Question) -> Iterator[dict[str, Any]]:
    for line in lines(asked):
        url = f"{address}/api/v1/translate?{urllib.parse.urlencode(line, doseq=True)}"
        try:
            with urllib.request.urlopen(url, timeout=20) as response:
                yield json.load(response)
        except urllib.error.HTTPError as error:
            yield json.load(error)


@pytest.mark.parametrize("asked", QUESTIONS, ids=ids)
def test_one_answer(
    site: str,  # noqa: F811
    database: Path,
    knowledge: KnowledgeBase,
    tmp_path: Path,
    asked: Question,
) -> None:
    expected, *others = map(plain, by_python(knowledge, asked))
    for other in others:
        assert other == expected
    assert plain(by_command(database, asked, tmp_path)) == expected
    for found in by_batch(database, asked):
        assert plain(found) == expected
    for found in by_http(site, asked):
        assert plain(found) == expected


async def _by_tool(address: str) -> list[tuple[bool, Any]]:
    found: list[tuple[bool, Any]] = []
    async with Client(f"{address}/-/mcp") as client:
        for asked in QUESTIONS:
            if asked.within:  # the tool takes no source
                continue
            given = {"attribute": asked.text, "resource": asked.resource, "to": [*TO]}
            result = await client.call_tool("translate_attribute", given)
            found.append((bool(result.is_error), result.structured_content))
    return found


def test_the_tool_has_the_same_answers(site: str, knowledge: KnowledgeBase) -> None:  # noqa: F811
    with ThreadPoolExecutor(1) as pool:  # this thread may have a loop already
        found = pool.submit(asyncio.run, _by_tool(site)).result()
    questions = [asked for asked in QUESTIONS if not asked.within]
    for asked, (is_error, body) in zip(questions, found, strict=True):
        expected = ask(knowledge, asked.text, asked.resource, to=TO)
        assert is_error == (expected["status"] != "ok"), asked
        if is_error:
            continue
        assert body["attribute"] == expected["query"]["attribute"]
        keys = ToolAnswer.__annotations__.keys() - {"address"}
        for there, here in zip(body["targets"], expected["targets"], strict=True):
            assert there["status"] == here["status"], asked
            assert _without_addresses(there["answers"]) == [
                {key: answer[key] for key in keys} for answer in here["answers"]
            ], asked
