"""`iac-crosswalk check` as people and programs use it: formats, exit status, --fix, --diff, bad and
hostile files.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from builder.packages import CACHE
from iac_crosswalk.check.findings import RULES, WARNINGS
from tests import command as in_process

TEMPLATE = """\
Resources:
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: é
      node_type: cache.t4g.small
Outputs:
  Address:
    Value: !GetAtt Cache.CacheNodes[0].Address
  Fine:
    Value: !GetAtt Cache.PrimaryEndPoint.Address
"""
SARIF_SCHEMA = "microsoft-jest-sarif-1.0.0-beta.0.tgz"
"""The npm package that carries OASIS's schema of SARIF 2.1.0."""


@pytest.fixture
def run(database: Path, tmp_path: Path) -> Any:
    """`check` in this process."""

    def command(*arguments: str, where: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return in_process.text(
            in_process.run("check", *arguments, "--db", str(database), where=where)
        )

    return command


@pytest.fixture
def process(database: Path, tmp_path: Path) -> Any:
    """`check` in a process of its own."""

    def command(*arguments: str, where: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "iac_crosswalk.cli.main",
                "check",
                *arguments,
                "--db",
                str(database),
            ],
            cwd=where,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return command


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "stack.yaml"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_text(process: Any, template: Path) -> None:
    done = process("stack.yaml")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert (
        lines[0]
        == "stack.yaml:6:7: unknown-argument: `AWS::ElastiCache::ReplicationGroup` has no property"
        " `node_type`"
    )
    assert (
        lines[1]
        == "    write `CacheNodeType`: `node_type` is Terraform's name; here it is `CacheNodeType`"
    )
    assert lines[2].startswith("stack.yaml:9:26: unknown-attribute: ")
    assert "write `ConfigurationEndPoint.Address` (when cluster mode enabled)" in lines[3]
    assert lines[4] == "    write `PrimaryEndPoint.Address` (when cluster mode disabled)"
    assert done.stderr == "2 findings in 1 file; 1 can be fixed with --fix\n"


def test_json_is_the_documented_shape(run: Any, template: Path) -> None:
    rows = json.loads(run("stack.yaml", "--json").stdout)
    assert rows == json.loads(run("stack.yaml", "--format", "json").stdout)
    assert [(row["file"], row["line"], row["column"], row["rule"]) for row in rows] == [
        ("stack.yaml", 6, 7, "unknown-argument"),
        ("stack.yaml", 9, 26, "unknown-attribute"),
    ]
    (fix,) = rows[0]["replacements"]
    assert fix == {
        "attribute": "CacheNodeType",
        "text": "CacheNodeType",
        "why": "`node_type` is Terraform's name; here it is `CacheNodeType`",
        "when": None,
        "transform": None,
        "fixes": True,
        "given": False,
    }
    documented = (Path(__file__).parents[2] / "docs" / "checking.md").read_text()
    assert [key for key in {*rows[0], *fix} if f'"{key}"' not in documented] == []


@pytest.fixture(scope="session")
def sarif_schema() -> Any:
    """The official schema, from npm."""
    package = CACHE / "test" / SARIF_SCHEMA
    if not package.exists():
        if shutil.which("npm") is None:
            pytest.skip("npm is not here, which the official schema comes through")
        package.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "pack", "--silent", "@microsoft/jest-sarif@1.0.0-beta.0"],
            cwd=package.parent,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip("npm does not reach its registry")
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json")
        assert member is not None
        return json.load(member)


def test_sarif_is_valid(run: Any, template: Path, sarif_schema: Any) -> None:
    whole = json.loads(run("stack.yaml", "--format", "sarif").stdout)
    assert list(Draft7Validator(sarif_schema).iter_errors(whole)) == []
    results = whole["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["unknown-argument", "unknown-attribute"]
    (change,) = results[0]["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "CacheNodeType"}
    assert change["replacements"][0]["deletedRegion"] == {
        "startLine": 6,
        "startColumn": 7,
        "endLine": 6,
        "endColumn": 16,
    }
    assert "fixes" not in results[1]


def test_github(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a,b").mkdir()
    (tmp_path / "a,b" / "stack.yaml").write_text(TEMPLATE, encoding="utf-8")
    first, second = run("a,b", "--format", "github").stdout.splitlines()
    assert first.startswith(
        "::error file=a%2Cb/stack.yaml,line=6,endLine=6,col=7,endColumn=16,title=crosswalk"
        " unknown-argument::`AWS::ElastiCache::ReplicationGroup` has no property `node_type`%0A"
    )
    assert "%0Awrite `ConfigurationEndPoint.Address` (when cluster mode enabled)" in second


def test_diff_shows_and_fix_writes(run: Any, template: Path) -> None:
    shown = run("stack.yaml", "--diff")
    assert shown.returncode == 1
    assert (
        "-      node_type: cache.t4g.small\n+      CacheNodeType: cache.t4g.small\n" in shown.stdout
    )
    assert template.read_text(encoding="utf-8") == TEMPLATE
    done = run("stack.yaml", "--fix")
    assert done.returncode == 1 and done.stderr == "1 fixed; 1 finding in 1 file left\n"
    assert template.read_text(encoding="utf-8") == TEMPLATE.replace("node_type", "CacheNodeType")
    assert run("stack.yaml").stdout == done.stdout


def test_nothing_found(run: Any, tmp_path: Path) -> None:
    (tmp_path / "fine.yaml").write_text(
        TEMPLATE.replace("node_type", "CacheNodeType").replace("CacheNodes[0]", "PrimaryEndPoint")
    )
    done = run(".")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "0 findings in 1 file\n")
    assert json.loads(run(".", "--json").stdout) == []


def test_a_comment_silences(run: Any, template: Path) -> None:
    template.write_text(
        TEMPLATE.replace("t4g.small", "t4g.small # crosswalk: ignore").replace(
            "[0].Address", "[0].Address # crosswalk: ignore[not-gettable]"
        )
    )
    assert [row["rule"] for row in json.loads(run(".", "--json").stdout)] == ["unknown-attribute"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument 'PATHS...'"),
        (["nowhere.yaml"], "'nowhere.yaml' does not exist"),
        (
            ["stack.yaml", "--format", "xml"],
            "'xml' is not one of 'text', 'json', 'sarif', 'github'",
        ),
        (
            ["stack.yaml", "--fix", "--diff"],
            "--diff shows what --fix would write; give one of them",
        ),
    ],
)
def test_wrong_use_is_one_line_and_status_two(
    run: Any, template: Path, arguments: list[str], message: str
) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and done.stdout == ""
    assert message in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "unread", "status"),
    [
        (["README.md"], ["README.md"], 2),
        (["m.hcl", "README.md"], ["m.hcl", "README.md"], 2),
        (["README.md", "stack.yaml"], ["README.md"], 1),
        (["README.md", "fine.tofu"], ["README.md"], 0),
        (["plain.py"], [], 0),
        (["folder"], [], 0),
        (["broken.tofu"], [], 1),
    ],
)
def test_named_unsupported_files_are_reported(
    run: Any, template: Path, tmp_path: Path, arguments: list[str], unread: list[str], status: int
) -> None:
    queue = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
    (tmp_path / "folder").mkdir()
    for name, text in {
        "README.md": "# aws_",
        "folder/README.md": "",
        "m.hcl": "{}",
        "plain.py": "x = 1\n",
        "fine.tofu": queue,
        "broken.tofu": queue.replace("name", "fifo"),
    }.items():
        (tmp_path / name).write_text(text)
    done = run(*arguments)
    assert done.returncode == status
    said = done.stderr.splitlines()[:-1]
    assert said == [f"{name}: unsupported file type; see docs/checking.md" for name in unread]


HOSTILE: dict[str, bytes] = {
    "large.yaml": b"Resources: {A: {Type: AWS::S3::Bucket}}\n" + b"#" * 50_000_000,
    "deep.yaml": (
        b"Resources: {A: {Type: AWS::S3::Bucket, Properties: "
        + b"[" * 10_000
        + b"]" * 10_000
        + b"}}"
    ),
    "deep.json": (
        b'{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": '
        + b"[" * 10_000
        + b"]" * 10_000
        + b"}}}"
    ),
    "deep.py": b"import pulumi_aws as aws\nx = " + b"(" * 10_000 + b"aws" + b")" * 10_000 + b"\n",
    "chain.py": b"import pulumi_aws as aws\nx = aws.s3.Bucket('b')\nx" + b".tags" * 10_000 + b"\n",
    "sum.py": b"import pulumi_aws as aws\nx = 1" + b" + 1" * 100_000 + b"\n",
    "deep.ts": (
        b'import * as aws from "@pulumi/aws";\nconst x = '
        + b"(" * 10_000
        + b"aws"
        + b")" * 10_000
        + b";\n"
    ),
    "blocks.ts": b'import * as aws from "@pulumi/aws";\n' + b"{" * 10_000 + b"}" * 10_000,
    "deep.tf": (
        b'resource "aws_s3_bucket" "b" {\n  bucket = '
        + b"(" * 10_000
        + b'"x"'
        + b")" * 10_000
        + b"\n}\n"
    ),
    "blocks.tf": b'resource "other_thing" "aws_b" ' + b"{\nx " * 10_000 + b"{}" + b"}\n" * 10_000,
    "bomb.yaml": (
        b"Resources:\n  A0: &a0 {Type: AWS::S3::Bucket, Properties: {Tags: [x, x]}}\n"
        + b"".join(
            b"  A%d: &a%d [%s]\n" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 10))
            for i in range(1, 40)
        )
    ),
    "latin.yaml": "Resources: {A: {Type: AWS::S3::Bucket, Properties: {BucketName: é}}}".encode(
        "latin-1"
    ),
    "latin.py": "import pulumi_aws as aws\nx = 'é'\n".encode("latin-1"),
    "nul.py": b"import pulumi_aws as aws\n\0",
    "tab.yaml": b"Resources:\n\tA:\n\t\tType: AWS::S3::Bucket\n",
    "broken.py": b"import pulumi_aws as aws\nx = (\n",
    "cut.json": b'{"Resources": {"A": {"Type": "AWS::S3::Bucket"',
    "broken.tf": b'resource "aws_s3_bucket" "b" {\n',
    "empty.tf": b"",
}


def test_hostile_files_end_and_the_others_are_checked(
    process: Any, template: Path, tmp_path: Path
) -> None:
    for name, data in HOSTILE.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "round").symlink_to(tmp_path)
    done = process(".", "--json")
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    rows = json.loads(done.stdout)
    assert {row["file"] for row in rows if row["rule"] != "unreadable-file"} == {"stack.yaml"}
    unreadable = {row["file"]: row["message"] for row in rows if row["rule"] == "unreadable-file"}
    assert {
        "large.yaml",
        "latin.yaml",
        "latin.py",
        "nul.py",
        "tab.yaml",
        "broken.py",
        "cut.json",
    } <= set(unreadable)
    assert all(
        "\n" not in message and ("or exclude it" in message or ";" in message)
        for message in unreadable.values()
    )
    assert all("is not UTF-8" in unreadable[name] for name in ("latin.yaml", "latin.py"))


DEPRECATED = """\
resource "aws_iam_role" "role" {
  assume_role_policy  = "{}"
  managed_policy_arns = []
}
"""
WRONG = 'resource "aws_vpc" "vpc" {\n  cidr = "10.0.0.0/16"\n}\n'


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    path = tmp_path / "main.tf"
    path.write_text(DEPRECATED, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "status", "rules", "err"),
    [
        ([], 0, ["deprecated"], "0 findings and 1 warning in 1 file"),
        (["--strict"], 1, ["deprecated"], "0 findings and 1 warning in 1 file"),
        (["--ignore", "deprecated", "--strict"], 0, [], "0 findings in 1 file"),
        (["--select", "deprecated"], 0, ["deprecated"], "0 findings and 1 warning in 1 file"),
        (["--select", "unknown-argument"], 0, [], "0 findings in 1 file"),
    ],
)
def test_a_warning_leaves_the_exit_status_alone(
    run: Any, configuration: Path, arguments: list[str], status: int, rules: list[str], err: str
) -> None:
    done = run("main.tf", "--json", *arguments)
    assert (done.returncode, done.stderr.strip()) == (status, err)
    rows = json.loads(done.stdout)
    assert [row["rule"] for row in rows] == rules and all(row["level"] == "warning" for row in rows)


def test_rules_are_selected_and_ignored(run: Any, configuration: Path) -> None:
    configuration.write_text(DEPRECATED + WRONG, encoding="utf-8")
    assert run("main.tf", "--ignore", "deprecated").stdout.count("main.tf:") == 1
    both = run("main.tf", "--select", "deprecated", "--select", "unknown-argument")
    assert both.stdout.count("main.tf:") == 2 and both.returncode == 1
    assert run("main.tf", "--select", "deprecated").returncode == 0
    assert "'nonsense' is not one of" in run("main.tf", "--select", "nonsense").stderr


def test_each_format_says_that_it_is_a_warning(run: Any, configuration: Path) -> None:
    text = run("main.tf").stdout
    assert (
        text == "main.tf:3:3: deprecated: `managed_policy_arns` of `aws_iam_role` is deprecated:"
        " Use the `aws_iam_role_policy_attachment` resource instead\n"
    )
    assert run("main.tf", "--format", "github").stdout.startswith("::warning file=main.tf,line=3,")
    (whole,) = json.loads(run("main.tf", "--format", "sarif").stdout)["runs"]
    assert [result["level"] for result in whole["results"]] == ["warning"]
    assert whole["tool"]["driver"]["rules"][whole["results"][0]["ruleIndex"]][
        "defaultConfiguration"
    ] == {"level": "warning"}


def test_rules_are_listed_and_explained(run: Any) -> None:
    listed = run("--list-rules").stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(RULES)
    assert {line.split()[0] for line in listed if line.split()[1] == "warning"} == WARNINGS
    done = run("--explain", "not-gettable")
    assert (
        done.returncode == 0
        and "docs/checking.md#not-gettable" in done.stdout
        and RULES["not-gettable"] in done.stdout
    )
    assert run("--explain", "nonsense").returncode == 2


def test_a_fix_may_lead_to_what_is_deprecated(run: Any, configuration: Path) -> None:
    configuration.write_text(
        DEPRECATED.replace("managed_policy_arns", "ManagedPolicyArns"), encoding="utf-8"
    )
    done = run("main.tf", "--fix")
    assert configuration.read_text() == DEPRECATED
    assert done.stderr == "1 fixed; 0 findings in 1 file left\n"
