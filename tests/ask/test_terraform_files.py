"""Questions about names of a Terraform file: its resources by their settings, its locals, what its
loops go through.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask
from iac_crosswalk.programs.files import read
from iac_crosswalk.programs.languages import program
from iac_crosswalk.programs.use import Read
from iac_crosswalk.store.schema import Schemas

PROGRAMS = Path(__file__).parents[1] / "programs/terraform"
FILE = """
locals {
  shards  = 2
  cache   = aws_elasticache_replication_group.g
  address = local.cache.configuration_endpoint_address
}
resource "aws_elasticache_replication_group" "g" {
  num_node_groups = local.shards
}
resource "aws_elasticache_replication_group" "one" {
  num_node_groups = 1
}
resource "aws_db_instance" "main" {
  count = 2
}
output "x" {
  value = [for d in aws_db_instance.main : d.endpoint]
}
"""
GROUP, DATABASE = "aws_elasticache_replication_group", "aws_db_instance"
QUESTIONS = [
    # (expression, type, attribute, name, note)
    ("aws_db_instance.main.endpoint", DATABASE, "endpoint", "main", None),
    ("aws_db_instance.main[0].endpoint", DATABASE, "endpoint", "main", None),
    ('"${aws_db_instance.main[0].endpoint}"', DATABASE, "endpoint", "main", None),
    ("endpoint = aws_db_instance.main[count.index].endpoint", DATABASE, "endpoint", "main", None),
    ("d.endpoint", DATABASE, "endpoint", "main", None),
    (
        "one(aws_db_instance.main[*]).endpoint",
        DATABASE,
        "endpoint",
        "main",
        "`one(aws_db_instance.main[*]).endpoint` is `aws_db_instance.main.endpoint`",
    ),
    ("local.cache.port", GROUP, "port", "g", f"`local.cache.port` is `{GROUP}.g.port`"),
    ("local.address", GROUP, "configuration_endpoint_address", "g", None),
    ("aws_sqs_queue.elsewhere.arn", "aws_sqs_queue", "arn", "elsewhere", None),
]


@pytest.mark.parametrize(("expression", "kind", "attribute", "name", "note"), QUESTIONS)
def test_what_names_of_a_file_stand_for(
    knowledge: KnowledgeBase,
    expression: str,
    kind: str,
    attribute: str,
    name: str,
    note: str | None,
) -> None:
    query = ask(knowledge, expression, to="cloudformation", within=FILE, file="main.tf")["query"]
    assert (query["resource"], query["attribute"], query["name"]) == (kind, attribute, name)
    assert note is None or query["note"] == note


@pytest.mark.parametrize(
    ("expression", "within", "error"),
    [
        (
            "local.cache",
            FILE,
            f"`local.cache` is a whole resource ({GROUP}); write the attribute behind it",
        ),
        ("local.shards", FILE, "the source does not say which resource `local.shards` is"),
        ("${local.nope.arn}", FILE, "the source does not say which resource `local.nope` is"),
        ("local.cache.port", "", "the text does not say what `local.cache` is"),
    ],
)
def test_locals_that_are_no_attribute(
    knowledge: KnowledgeBase, expression: str, within: str, error: str
) -> None:
    answer = ask(knowledge, expression, within=within, file="main.tf" if within else "")
    assert answer["status"] == "bad-question" and error in answer["error"]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("g", ["ConfigurationEndPoint.Address"]),  # the constant behind a local shows cluster mode
        ("one", ["ConfigurationEndPoint.Address", "PrimaryEndPoint.Address"]),
        ("elsewhere", ["ConfigurationEndPoint.Address", "PrimaryEndPoint.Address"]),
    ],
)
def test_settings_choose_among_conditions(
    knowledge: KnowledgeBase, name: str, answers: list[str]
) -> None:
    answer = ask(
        knowledge,
        f"{GROUP}.{name}.cache_nodes[0].address",
        to="cloudformation",
        within=FILE,
        file="main.tf",
    )
    (target,) = answer["targets"]
    assert [each["attribute"] for each in target["answers"]] == answers


def test_every_read_of_the_programs_is_understood(knowledge: KnowledgeBase) -> None:
    asked = 0
    for path in sorted(PROGRAMS.glob("*.tf")):
        source = read(path)
        found = program(source, Schemas(knowledge))
        assert found is not None
        for use in found.uses():
            if isinstance(use, Read) and use.place is not None and use.within != "lifecycle":
                expression = source.data[use.span.start : use.span.end].decode()
                answer = ask(knowledge, expression, within=source.text, file=path.name, to="pulumi")
                assert answer["query"]["resource"] == use.place.schema.resource.name, expression
                assert (answer["status"] == "unknown-attribute") is bool(use.names), expression
                asked += 1
    assert asked > 60


@pytest.mark.whole
@pytest.mark.parametrize(
    ("text", "path", "name", "note"),
    [
        (
            "aws_instance.root_block_device.volume_id",
            "root_block_device.volume_id",
            None,
            "`root_block_device` is read as an attribute of aws_instance, not as the name of a",
        ),
        # `policy` is a known mistake, no attribute
        ("aws_iam_role.inline_policy.policy", "inline_policy[].policy", None, "read as an attribu"),
        (
            "data.aws_ami.filter.name",
            "name",
            "filter",
            "`filter` is read as the name of the resource; ask `filter[].name` of data.aws_ami",
        ),
        ("aws_sqs_queue.tags.arn", "arn", "tags", None),
        ("aws_s3_bucket.website.arn", "arn", "website", None),
        ("aws_instance.root_block_device.nothing", "nothing", "root_block_device", None),
    ],
)
def test_a_block_or_the_name_of_a_resource(
    knowledge: KnowledgeBase, text: str, path: str, name: str | None, note: str | None
) -> None:
    query = ask(knowledge, text)["query"]
    assert (query["attribute"], query["name"]) == (path, name)
    assert (note in query["note"]) if note else "note" not in query


@pytest.mark.whole
def test_the_file_says_what_is_the_name_of_a_resource(knowledge: KnowledgeBase) -> None:
    file = 'resource "aws_iam_role" "inline_policy" {\n  name = "x"\n}\n'
    query = ask(knowledge, "aws_iam_role.inline_policy.policy", within=file, file="a.tf")["query"]
    assert (query["attribute"], query["name"]) == ("policy", "inline_policy")
