"""`iac-crosswalk curate`: new files, what is added to files, and what stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.curated.format import canonical
from tests.curating.conftest import Curate

Problems = Callable[[str], list[str]]

NEW = "AWS::AppSync::DomainName"
NEW_FILE = "appsync/domain_name.yaml"
QUEUE = "sqs/queue.yaml"


def row(text: str, path: str) -> str:
    """The first row of a subject's path, with the lines above it that explain it."""
    found = re.search(
        rf"(?:^  #\|.*\n)*^  - cloudformation: {re.escape(path)}\n(?:^    .*\n)*", text, re.M
    )
    assert found, path
    return found[0]


def waved_through(text: str) -> str:
    """The file as a reader leaves it who only removes the marks."""
    return re.sub(r"^ *unjudged: .*\n", "", text, flags=re.M)


def judged(text: str) -> str:
    """The file as a reader leaves it who agrees with what is derived, and finds nothing else."""

    def settled(found: re.Match[str]) -> str:
        lacking = [each for each in found[2].split(", ") if f"{each}:" not in found[1]]
        none = "".join(f"    {each}: none\n" for each in lacking)
        note = "    note: No such thing.\n" if none and "note:" not in found[1] else ""
        return found[1] + none + note

    row = r"(^  - \w+: .*\n(?:    (?!unjudged).*\n)*)    unjudged: \[(.*)\]\n"
    return waved_through(re.sub(row, settled, text, flags=re.M))


def test_a_new_file_is_filled_in_and_refused(
    curate: Curate, mappings: Path, problems: Problems
) -> None:
    assert not (mappings / NEW_FILE).exists()
    result = curate(NEW)
    assert result.exit_code == 0, result.output
    text = (mappings / NEW_FILE).read_text()
    assert "  terraform: aws_appsync_domain_name\n" in text
    assert "complete: [terraform, boto3]\n" in text
    certificate = row(text, "CertificateArn")
    assert "    terraform: certificate_arn\n    boto3: certificateArn\n" in certificate
    assert "    unjudged: [terraform, boto3]\n" in certificate
    assert (
        "#| CertificateArn (string; input, output, gettable, required, create-only)" in certificate
    )
    assert (
        "#| terraform certificate_arn 1.00 (string; input, output, required) ARN of" in certificate
    )
    found = problems(f"mappings/{NEW_FILE}")
    rows = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"  - ", line)]
    assert len(found) == len(rows) + 1  # the rows, and the head
    assert found[0].endswith(
        "the resources are not judged; correct them from the documentation, then remove"
        " `unjudged:` [all-is-judged]"
    )
    for number, line in zip(rows, found[1:], strict=True):
        assert line.startswith(f"{number}: `") and "then remove `unjudged:` [all-is-judged]" in line


def test_a_judged_file_is_canonical_and_short(
    curate: Curate, mappings: Path, problems: Problems
) -> None:
    curate(NEW)
    path = mappings / NEW_FILE
    text = path.read_text()
    # What nothing is derived for cannot be waved through: a row of one name is incomplete.
    path.write_text(waved_through(text))
    found = problems(f"mappings/{NEW_FILE}")
    assert found and all("is incomplete" in each for each in found)
    path.write_bytes(canonical(judged(text).encode(), NEW_FILE))
    assert problems(f"mappings/{NEW_FILE}") == []
    assert "#|" not in path.read_text()
    assert curate("--reviewed", "2", NEW).exit_code == 1
    assert curate("--reviewed", "1", NEW).exit_code == 0
    assert curate("--reviewed", "2", NEW).exit_code == 0
    assert "\nreviewed: 2\n" in path.read_text()
    assert problems(f"mappings/{NEW_FILE}") == []


def test_a_second_run_finds_nothing_new(curate: Curate, mappings: Path) -> None:
    curate(NEW)
    before = (mappings / NEW_FILE).read_bytes()
    assert curate(NEW).output == f"mappings/{NEW_FILE}: nothing is new\n"
    assert (mappings / NEW_FILE).read_bytes() == before


def test_a_new_attribute_of_a_package_is_the_only_row_added(
    curate: Curate, mappings: Path, problems: Problems
) -> None:
    """What the file has no row for is new: as after an upgrade of a package."""
    path = mappings / QUEUE
    before = path.read_text()
    assert "\nreviewed: 2\n" in before
    known = row(before, "DelaySeconds")
    before = re.sub(r"  - cloudformation: DelaySeconds\n(?:    .*\n)*", "", before)
    path.write_text(before)
    assert any(
        "has no verdict on DelaySeconds; add rows with `iac-crosswalk curate AWS::SQS::Queue`"
        in each
        for each in problems(f"mappings/{QUEUE}")
    )
    result = curate("AWS::SQS::Queue")
    after = path.read_text()
    added = row(after, "DelaySeconds")
    assert added.split("  - ")[1].splitlines()[1] == known.split("  - ")[1].splitlines()[1]
    assert "unjudged: [terraform, boto3]" in added or "unjudged: [terraform]" in added
    lines = {line for line in before.splitlines() if line != "reviewed: 2"}
    assert lines <= set(after.splitlines())
    # No judged row changed, and those of the new attribute were read once only.
    rest = re.sub(
        r"(?:^  #\|.*\n)*^  - [^\n]*\n(?:    .*\n)*?    unjudged: .*\n", "", after, flags=re.M
    )
    assert rest == before.replace("reviewed: 2", "reviewed: 1"), result.output
    assert any("`DelaySeconds` is not judged for" in each for each in problems(f"mappings/{QUEUE}"))


def test_a_name_that_is_gone_is_marked(curate: Curate, mappings: Path, problems: Problems) -> None:
    path = mappings / QUEUE
    text = path.read_text()
    path.write_text(
        text.replace("terraform: content_based_deduplication\n", "terraform: deduplicated\n")
    )
    assert "1 whose names are gone" in curate("AWS::SQS::Queue").output
    after = path.read_text()
    marked = re.search(r"(?:  #\|.*\n)+  - unjudged: \[terraform\]\n(?:    .*\n)*", after)
    assert marked is not None
    assert "gone: aws_sqs_queue has no attribute `deduplicated`" in marked[0]
    assert (
        "    cloudformation: ContentBasedDeduplication\n    terraform: deduplicated\n" in marked[0]
    )
    found = problems(f"mappings/{QUEUE}")
    assert any("`ContentBasedDeduplication` is not judged for terraform" in each for each in found)
    assert not any("names-exist" in each for each in found)


def test_show_writes_nothing(curate: Curate, mappings: Path) -> None:
    result = curate(NEW, "--show")
    assert "unjudged: [terraform, boto3]" in result.output
    assert not (mappings / NEW_FILE).exists()


def test_only_what_is_used_of_what_is_nested(
    curate: Curate, tmp_path: Path, mappings: Path
) -> None:
    usage = tmp_path / "usage"
    usage.mkdir()
    used = {
        "cfn_type": "AWS::GuardDuty::Filter",
        "path": "FindingCriteria.Criterion",
        "kind": "property",
        "repos": 3,
        "check": "ok",
    }
    (usage / "usage_cfn.jsonl").write_text(json.dumps(used) + "\n")
    curate("AWS::GuardDuty::Filter", "--usage", str(usage))
    text = (mappings / "guardduty/filter.yaml").read_text()
    nested = re.findall(r"^  - cloudformation: (\S+\.\S+)", text, re.M)
    assert nested == ["FindingCriteria.Criterion"]
    assert row(text, "FindingCriteria") and row(text, "Name") and row(text, "Ref")
    assert "complete:" not in text  # it has no row for what is nested and not used


def test_a_row_that_starts_from_terraform_is_seen_from_its_subject(
    curate: Curate, tmp_path: Path, mappings: Path
) -> None:
    """The subject of a row is CloudFormation's attribute, also where Terraform's asked for it."""
    usage = tmp_path / "usage"
    usage.mkdir()
    used = {"cfn_type": "AWS::EC2::LaunchTemplate", "path": "LaunchTemplateName"}
    used |= {"kind": "property", "repos": 3, "check": "ok"}
    (usage / "usage_cfn.jsonl").write_text(json.dumps(used) + "\n")
    (mappings / "ec2/launch_template.yaml").unlink()
    curate("AWS::EC2::LaunchTemplate", "--usage", str(usage))
    found = row(
        (mappings / "ec2/launch_template.yaml").read_text(), "LaunchTemplateData.EbsOptimized"
    )
    assert "    terraform: ebs_optimized\n" in found
    assert "    transform: to-string\n" in found  # a boolean of CloudFormation, a text of Terraform
    assert "unjudged: [cloudformation]" in found


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("aws_sqs_queue", "mappings/sqs/queue.yaml"),
        ("aws_sns_topic_subscription", "mappings/sns/"),
        ("data.aws_ami", "mappings/terraform/data/aws_ami.yaml"),
    ],
)
def test_terraform_names(curate: Curate, name: str, file: str) -> None:
    result = curate(name)
    assert result.exit_code == 0 and file in result.output


def test_the_worksheet_of_the_second_reading(curate: Curate, mappings: Path) -> None:
    output = curate("AWS::SQS::Queue", "--review").output
    assert output.startswith("# AWS::SQS::Queue\nfile: mappings/sqs/queue.yaml, reviewed: 2\n")
    lines = (mappings / QUEUE).read_text().splitlines()
    number = lines.index("  - cloudformation: DelaySeconds") + 1
    assert (
        f"\n{number}: AWS::SQS::Queue.DelaySeconds (integer; input, output, gettable) The "
        in output
    )
    assert "  → terraform [exact] aws_sqs_queue.delay_seconds (number; input, output) " in output
    assert "## aws_sqs_queue: attributes in no row of the file (" in output
    assert "- aws_sqs_queue.tags_all (map<string>; " in output
    assert "derived" not in output and "0.9" not in output
    rows = [n for n, line in enumerate(lines, 1) if line.startswith("  - cloudformation: ")]
    shown = {int(each) for each in re.findall(r"^(\d+): ", output, re.M)}
    claims = {n for n in rows if "none" not in lines[n - 1]}
    assert claims <= shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["AWS::SQS::Queu"],
            "no such CloudFormation type, Terraform resource or data source, did you mean",
        ),
        (["AWS::AccountId"], "the files of pseudo parameters are written by hand"),
        (
            [NEW, "--review"],
            f"mappings/{NEW_FILE}: does not exist; write it with `iac-crosswalk curate",
        ),
        ([NEW, "--reviewed", "1"], "does not exist; write it with"),
        ([], "name a type, and at most one of --show, --review and --reviewed"),
        ([NEW, "--show", "--review"], "name a type, and at most one of"),
        (["--list"], "--list takes --usage FOLDER and no type"),
    ],
)
def test_wrong_use_is_one_line(curate: Curate, arguments: list[str], message: str) -> None:
    result = curate(*arguments)
    assert result.exit_code != 0 and message in result.output


def test_an_unjudged_file_cannot_be_reviewed(curate: Curate) -> None:
    curate(NEW)
    result = curate(NEW, "--reviewed", "1")
    assert result.exit_code == 1 and "not judged" in result.output


def test_the_state_by_use(
    database: Path, tmp_path: Path, curate: Curate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.inputs.OUTPUT", database)
    rows = [
        {"cfn_type": "AWS::SQS::Queue", "path": "DelaySeconds", "kind": "property", "repos": 90},
        {"cfn_type": NEW, "path": "DomainName", "kind": "property", "repos": 9},
        {"cfn_type": "AWS::SNS::Topic", "path": "TopicName", "kind": "property", "repos": 1},
        {"tf_type": "aws_sqs_queue", "path": "delay_seconds", "kind": "input", "repos": 5},
    ]
    text = "".join(json.dumps(each | {"check": "ok"}) + "\n" for each in rows)
    (tmp_path / "usage_x.jsonl").write_text(text)
    output = curate("--list", "--usage", str(tmp_path), "--json").output
    found = {each["resource"]: each for each in json.loads(output)}
    assert list(found) == ["AWS::SQS::Queue", NEW, "aws_sqs_queue"]  # without the last percent
    queue = found["AWS::SQS::Queue"]
    assert (queue["file"], queue["reviewed"], queue["unjudged"]) == (
        "mappings/sqs/queue.yaml",
        2,
        {},
    )
    assert (found["aws_sqs_queue"]["file"], found["aws_sqs_queue"]["repos"]) == (queue["file"], 5)
    assert found[NEW]["unjudged"]["terraform"] == ["DomainName"]
    text = curate("--list", "--usage", str(tmp_path), "--share", "90").output
    assert NEW not in text and "2 types: 0 without a file, reviewed 0: 0, 1: 0, 2: 2;" in text
