"""What a Terraform configuration uses, and what that is elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.report.run import make
from iac_crosswalk.report.worksheet import FileSheet
from tests.report.conftest import Worksheet, entry, verdicts

SERVICE = Path(__file__).with_name("service.tf")
CACHE = "aws_elasticache_replication_group.cache"


@pytest.fixture(scope="module")
def sheet(knowledge: KnowledgeBase) -> FileSheet:
    report, refused = make([SERVICE], "cloudformation", knowledge)
    assert not refused
    return report.files[0]


def test_resources_and_how_many_there_are(sheet: FileSheet) -> None:
    assert (sheet.system, sheet.format) == ("terraform", "configuration")
    assert {each.name: (each.instances, each.verdict) for each in sheet.resources} == {
        "data.aws_caller_identity.current": (1, "exact"),
        "data.aws_iam_policy_document.assume": (1, "exact"),
        "aws_security_group.cache": (1, "exact"),
        CACHE: (1, "exact"),
        "aws_sqs_queue.orders": (2, "exact"),
        "aws_sqs_queue.each": (1, "exact"),
        "aws_lambda_function.orders": (1, "exact"),
        "aws_iam_role.orders": (1, "exact"),
        "null_resource.wait": (1, "outside"),
        "aws_instance.other": (1, "outside"),
        "aws_s3_bucket.elsewhere": (1, "exact"),
    }


def test_what_a_person_should_know(sheet: FileSheet) -> None:
    remarks = {each.name: " ".join(each.remarks) for each in sheet.resources if each.remarks}
    assert remarks.keys() == {
        "aws_security_group.cache",
        "aws_sqs_queue.each",
        "aws_s3_bucket.elsewhere",
    }
    assert "lifecycle" in remarks["aws_security_group.cache"]
    assert "`for_each`" in remarks["aws_sqs_queue.each"]
    assert "Declared elsewhere" in remarks["aws_s3_bucket.elsewhere"]
    assert "(network)" in sheet.remarks[0]


@pytest.mark.parametrize(
    ("resource", "paths"),
    [
        (
            CACHE,
            {
                "replication_group_id",
                "description",
                "num_node_groups",
                "node_type",
                "security_group_ids",
                "tags",
            }
            | {"configuration_endpoint_address", "cache_nodes[].address"},
        ),
        (
            "aws_security_group.cache",
            {
                "name_prefix",
                "vpc_id",
                "ingress[].from_port",
                "ingress[].to_port",
                "ingress[].protocol",
                "ingress[].security_groups",
                "id",
            },
        ),
        ("aws_sqs_queue.orders", {"name", "visibility_timeout_seconds", "url"}),
        ("aws_iam_role.orders", {"name", "assume_role_policy", "arn"}),
        ("aws_instance.other", {"ami"}),
        ("aws_s3_bucket.elsewhere", {"arn"}),
    ],
)
def test_what_is_given_and_read(sheet: FileSheet, resource: str, paths: set[str]) -> None:
    assert set(verdicts(sheet, resource)) == paths


@pytest.mark.parametrize(
    ("resource", "path", "places"),
    [
        (
            CACHE,
            "configuration_endpoint_address",
            ["aws_lambda_function.orders.environment.variables", "output.endpoint"],
        ),
        ("aws_security_group.cache", "id", [f"{CACHE}.security_group_ids", "module.network.group"]),
        (
            "aws_iam_role.orders",
            "arn",
            ["aws_lambda_function.orders.role", "null_resource.wait.triggers"],
        ),
    ],
)
def test_where_it_is_read(sheet: FileSheet, resource: str, path: str, places: list[str]) -> None:
    assert entry(sheet, resource, path).places == places


def test_a_constant_of_the_file_settles_a_condition(sheet: FileSheet) -> None:
    found = entry(sheet, CACHE, "configuration_endpoint_address")
    assert (found.verdict, found.answers[0]["attribute"], found.answers[0]["holds"]) == (
        "exact",
        "ConfigurationEndPoint.Address",
        True,
    )
    wrong = entry(sheet, CACHE, "cache_nodes[].address")
    assert (wrong.verdict, [each["attribute"] for each in wrong.replacements]) == (
        "unknown",
        ["configuration_endpoint_address"],
    )


def test_lines_are_those_of_the_file(sheet: FileSheet) -> None:
    lines = SERVICE.read_text().splitlines()
    for each in sheet.resources:
        assert (each.line is None) is (each.name == "aws_s3_bucket.elsewhere")
        assert each.line is None or each.name.rpartition(".")[2] in lines[each.line - 1]
        for argument in each.properties:
            assert argument.line is not None
            assert argument.path.rpartition(".")[2].strip("[]") in lines[argument.line - 1]


def test_a_document_that_people_write_is_not_only_read(sheet: FileSheet) -> None:
    found = entry(sheet, "data.aws_iam_policy_document.assume", "statement[].actions")
    assert (found.answers[0]["attribute"], found.answers[0]["limit"]) == (
        "Statement[].Action",
        None,
    )


@pytest.mark.parametrize("to", ["pulumi", "boto3", "cdk"])
def test_every_target(knowledge: KnowledgeBase, to: str) -> None:
    report, refused = make([SERVICE], to, knowledge)
    assert (
        not refused
        and report.summary.entries.translated
        and report.summary.entries.translated > 0.8
    )


def test_json_means_the_same(worksheet: Worksheet) -> None:
    hcl = """
locals { n = 2 }
resource "aws_elasticache_replication_group" "g" {
  num_node_groups = local.n
  log_delivery_configuration {
    log_type = "slow-log"
  }
  log_delivery_configuration {
    log_type = "engine-log"
  }
  tags = { Name = "x", (aws_vpc.v.arn) = "y" }
}
output "a" { value = "redis://${aws_elasticache_replication_group.g.configuration_endpoint_address}" }
"""  # noqa: E501
    in_json = {
        "locals": {"n": 2},
        "resource": {
            "aws_elasticache_replication_group": {
                "g": {
                    "num_node_groups": "${local.n}",
                    "log_delivery_configuration": [
                        {"log_type": "slow-log"},
                        {"log_type": "engine-log"},
                    ],
                    "tags": {"Name": "x", "${aws_vpc.v.arn}": "y"},
                }
            }
        },
        "output": {
            "a": {
                "value": (
                    "redis://${aws_elasticache_replication_group.g.configuration_endpoint_address}"
                )
            }
        },
    }
    both = [
        worksheet(hcl, "cloudformation", "main.tf"),
        worksheet(json.dumps(in_json), "cloudformation", "main.tf.json"),
    ]
    for one, other in zip(both[0].resources, both[1].resources, strict=True):
        entries = [
            [replace(e, line=None) for e in (*each.properties, *each.outputs)]
            for each in (one, other)
        ]
        assert (one.name, entries[0]) == (other.name, entries[1])


def test_the_files_of_a_folder_are_one_module(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "main.tf").write_text('resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n')
    output = 'output "arn" {\n  value = aws_sqs_queue.q.arn\n}\n'
    for name in ("outputs.tf", "other/outputs.tf"):
        (tmp_path / name).write_text(output)
    paths = [tmp_path / "outputs.tf", tmp_path / "main.tf", tmp_path / "other/outputs.tf"]
    report, _ = make(paths, "pulumi", knowledge)
    outputs, main, other = report.files
    assert outputs.resources == []
    assert entry(main, "aws_sqs_queue.q", "arn").places == ["output.arn"]
    assert [each.name for each in other.resources] == ["aws_sqs_queue.q"]


def test_what_a_test_reads_is_listed_and_no_mock(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n')
    (tmp_path / "main.tftest.hcl").write_text(
        'mock_provider "aws" {\n  mock_resource "aws_sqs_queue" {\n    defaults = { url = "u" }\n'
        '  }\n}\noverride_resource {\n  target = aws_sqs_queue.q\n  values = { arn = "a" }\n}\n'
        'run "arn" {\n  assert {\n    condition = aws_sqs_queue.q.arn != aws_lb.x.arn\n'
        '    error_message = "none"\n  }\n}\n'
    )
    report, _ = make([tmp_path / "main.tf", tmp_path / "main.tftest.hcl"], "pulumi", knowledge)
    main, test = report.files
    assert (test.system, test.format) == ("terraform", "test")
    assert [each.name for each in test.resources] == ["aws_lb.x"]
    assert [each.path for each in main.resources[0].properties] == ["name"]
    assert [each.path for each in main.resources[0].outputs] == ["arn"]
    assert entry(main, "aws_sqs_queue.q", "arn").places == ["run.arn"]


def test_what_could_not_be_read_is_said(worksheet: Worksheet) -> None:
    sheet = worksheet(
        'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\nresource "aws_lb" "x" {\n  a = = 1\n}\n',
        "pulumi",
        "main.tf",
    )
    assert [each.name for each in sheet.resources] == ["aws_sqs_queue.q"]
    assert sheet.remarks == [
        "Not read: line 5: invalid Terraform syntax; fix the file or exclude it."
    ]
