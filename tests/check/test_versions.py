"""Projects that ask for another major version of a provider: their programs are left out, and it is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.check.run import check
from iac_crosswalk.check.versions import known, newest_major


@pytest.mark.parametrize(
    ("wanted", "newest"),
    [
        ("==6.83.0", 6),
        ("6.83.0", 6),
        (">=6,<7", 6),
        (">=6.0.0, <7.0.0", 6),
        (">=6,<7.5", 7),
        ("<=6.9", 6),
        (">=6", None),
        (">6.1", None),
        (">=6,!=6.3.0", None),
        ("~=6.0", 6),
        ("^6.1.2", 6),
        ("~6.1", 6),
        ("6.x", 6),
        ("6.x || 7.x", 7),
        ("6.x || >=8", None),
        (">=6 <8", 7),
        ("~> 5.0", 5),
        ("~> 5.31.0", 5),
        ("~> 5", None),
        (">= 4.9, < 6.0", 5),
        ("*", None),
        ("latest", None),
        ("workspace:*", None),
        ("", None),
    ],
)
def test_the_newest_major_version_that_is_let_through(wanted: str, newest: int | None) -> None:
    assert newest_major(wanted) == newest


PYTHON = 'import pulumi_aws as aws\nq = aws.sqs.Queue("q", nope=1)\n'
TYPESCRIPT = 'import * as aws from "@pulumi/aws";\nnew aws.sqs.Queue("q", { nope: 1 });\n'
TERRAFORM = 'resource "aws_sqs_queue" "q" {\n  nope = 1\n}\n'
YAML = "resources:\n  queue: {type: 'aws:sqs:Queue', properties: {nope: 1}}\n"


@pytest.mark.parametrize(
    ("program", "pins", "left_out"),
    [
        ({"app/__main__.py": PYTHON}, {"requirements.txt": "pulumi>=3\npulumi-aws>=6,<7  # as deployed\n"}, True),
        ({"app/__main__.py": PYTHON}, {"requirements.txt": "pulumi>=3\npulumi_aws==7.2.0\n"}, False),
        ({"app/__main__.py": PYTHON}, {"requirements.txt": "pulumi>=3\npulumi-aws\npulumi-aws-native==0.1\n"}, False),
        ({"__main__.py": PYTHON}, {"pyproject.toml": 'dependencies = ["pulumi>=3", "pulumi-aws>=5,<6"]\n'}, True),
        ({"__main__.py": PYTHON}, {"pyproject.toml": '[tool.poetry.dependencies]\npulumi-aws = "^6.0"\n'}, True),
        ({"__main__.py": PYTHON}, {"pyproject.toml": 'dependencies = ["pulumi-aws>=6"]', "uv.lock": 'name = "pulumi-aws"\nversion = "6.83.0"\n'}, True),
        ({"__main__.py": PYTHON}, {"pyproject.toml": 'dependencies = ["pulumi-aws>=6"]', "uv.lock": 'name = "pulumi-aws"\nversion = "7.1.0"\n'}, False),
        ({"infra/index.ts": TYPESCRIPT}, {"package.json": '{"dependencies": {"@pulumi/aws": "^6.2.0"}}'}, True),
        ({"infra/index.ts": TYPESCRIPT}, {"package.json": '{"dependencies": {"@pulumi/aws": "^7.2.0"}}'}, False),
        ({"index.ts": TYPESCRIPT}, {}, False),
        ({"Main.yaml": YAML}, {"Pulumi.yaml": "runtime: yaml\nplugins:\n  providers:\n    - name: aws\n      version: 6.1.0\n"}, True),
        ({"Main.yaml": YAML}, {"Pulumi.yaml": "runtime: yaml\npackages:\n  aws: aws@6.1.0\n"}, True),
        ({"Main.yaml": YAML}, {"Pulumi.yaml": "runtime: yaml\nconfig:\n  aws:region: eu-west-1\n"}, False),
        ({"main.tf": TERRAFORM}, {"versions.tf": 'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.0"\n    }\n  }\n}\n'}, True),
        ({"main.tf": TERRAFORM}, {".terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.31.0"\n}\n'}, True),
        ({"main.tf": TERRAFORM}, {"versions.tf": 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = ">= 4.0" }\n  }\n}\n'}, False),
        ({"module/main.tf": TERRAFORM}, {"versions.tf": 'terraform {\n  required_providers {\n    aws = { version = "~> 5.0" }\n  }\n}\n'}, False),
    ],
)  # fmt: skip
def test_programs_of_another_version_are_left_out(
    knowledge: KnowledgeBase, tmp_path: Path, program: dict[str, str], pins: dict[str, str], left_out: bool
) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in (program | pins).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (file,) = program
    (checked,) = check([tmp_path / file], knowledge)
    assert (checked.pin is not None) is left_out
    assert [each.rule for each in checked.findings] == ([] if left_out else ["unknown-argument"])
    (checked,) = check([tmp_path / file], knowledge, any_version=True)
    assert checked.pin is None and len(checked.findings) == 1


def test_the_command_says_what_it_left_out(database: Path, knowledge: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("pulumi-aws>=6,<7\n")
    (tmp_path / "__main__.py").write_text(PYTHON)
    command = [sys.executable, "-m", "iac_crosswalk.cli.main", "check", ".", "--db", str(database)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    version = known(knowledge)["pulumi-aws"]
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        f"{tmp_path}/requirements.txt: asks for pulumi-aws >=6,<7, and {version} is known here; 1 file left out (--any-version checks them)",
        "0 findings in 0 files",
    ]
    done = subprocess.run([*command, "--any-version"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "nope" in done.stdout
