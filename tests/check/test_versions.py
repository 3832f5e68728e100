"""Projects that ask for another major version of a provider: what is wrong in every version since
is found, and it is said.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.check import pinned as pinning
from iac_crosswalk.check import versions
from iac_crosswalk.check.findings import RULES
from iac_crosswalk.check.run import check
from iac_crosswalk.check.versions import known, lowest_major, newest_major


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


@pytest.mark.parametrize(
    ("wanted", "lowest"),
    [
        ("~> 5.0", 5),
        (">= 4.9, < 6.0", 4),
        ("< 6", 0),
        (">=6,!=6.3.0", 6),
        ("^5.1 || ^6.0", 5),
        ("6.x", 6),
        ("", 0),
    ],
)
def test_the_lowest_major_version_that_is_let_through(wanted: str, lowest: int) -> None:
    assert lowest_major(wanted) == lowest


PYTHON = 'import pulumi_aws as aws\nq = aws.sqs.Queue("q", nope=1)\n'
TYPESCRIPT = 'import * as aws from "@pulumi/aws";\nnew aws.sqs.Queue("q", { nope: 1 });\n'
TERRAFORM = 'resource "aws_sqs_queue" "q" {\n  nope = 1\n}\n'
TEST = "override_resource {\n  target = aws_sqs_queue.q\n  values = { nope = 1 }\n}\n"
SST = (
    '/// <reference path="../.sst/platform/config.d.ts" />\nnew aws.sqs.Queue("q", { nope: 1 });\n'
)
YAML = "resources:\n  queue: {type: 'aws:sqs:Queue', properties: {nope: 1}}\n"


def required(version: str) -> str:
    return (
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version ='
        f' "{version}" }}\n  }}\n}}\n'
    )


def sst(providers: str) -> str:
    """An SST project's configuration."""
    return (
        'export default $config({ app(input) { return { name: "shop", home: "aws", providers:'
        f" {providers} }}; }} }});\n"
    )


@pytest.mark.parametrize(
    ("program", "pins", "pinned"),
    [
        (
            {"app/__main__.py": PYTHON},
            {"requirements.txt": "pulumi>=3\npulumi-aws>=6,<7  # as deployed\n"},
            True,
        ),
        (
            {"app/__main__.py": PYTHON},
            {"requirements.txt": "pulumi>=3\npulumi_aws==7.2.0\n"},
            False,
        ),
        (
            {"app/__main__.py": PYTHON},
            {"requirements.txt": "pulumi>=3\npulumi-aws\npulumi-aws-native==0.1\n"},
            False,
        ),
        (
            {"__main__.py": PYTHON},
            {"pyproject.toml": 'dependencies = ["pulumi>=3", "pulumi-aws>=5,<6"]\n'},
            True,
        ),
        (
            {"__main__.py": PYTHON},
            {"pyproject.toml": '[tool.poetry.dependencies]\npulumi-aws = "^6.0"\n'},
            True,
        ),
        (
            {"__main__.py": PYTHON},
            {
                "pyproject.toml": 'dependencies = ["pulumi-aws>=6"]',
                "uv.lock": 'name = "pulumi-aws"\nversion = "6.83.0"\n',
            },
            True,
        ),
        (
            {"__main__.py": PYTHON},
            {
                "pyproject.toml": 'dependencies = ["pulumi-aws>=6"]',
                "uv.lock": 'name = "pulumi-aws"\nversion = "7.1.0"\n',
            },
            False,
        ),
        (
            {"infra/index.ts": TYPESCRIPT},
            {"package.json": '{"dependencies": {"@pulumi/aws": "^6.2.0"}}'},
            True,
        ),
        (
            {"infra/index.ts": TYPESCRIPT},
            {"package.json": '{"dependencies": {"@pulumi/aws": "^7.2.0"}}'},
            False,
        ),
        ({"index.ts": TYPESCRIPT}, {}, False),
        ({"infra/queue.ts": SST}, {"sst.config.ts": sst('{ aws: "6.x" }')}, True),
        (
            {"infra/queue.ts": SST},
            {
                "sst.config.ts": sst(
                    '{ cloudflare: { version: "5.1.0" }, "aws": { region: "eu-west-1", version: "6.52.0" } }'  # noqa: E501
                )
            },
            True,
        ),
        ({"infra/queue.ts": SST}, {"sst.config.ts": sst('{ aws: "7.2.0" }')}, False),
        (
            {"infra/queue.ts": SST},
            {"sst.config.ts": sst('{ aws: { region: "eu-west-1" }, cloudflare: "5.1.0" }')},
            False,
        ),
        ({"infra/queue.ts": SST}, {"sst.config.ts": sst("{ aws: true }")}, False),
        (
            {"Main.yaml": YAML},
            {
                "Pulumi.yaml": "runtime: yaml\nplugins:\n  providers:\n    - name: aws\n      version: 6.1.0\n"  # noqa: E501
            },
            True,
        ),
        (
            {"Main.yaml": YAML},
            {"Pulumi.yaml": "runtime: yaml\npackages:\n  aws: aws@6.1.0\n"},
            True,
        ),
        (
            {"Main.yaml": YAML},
            {"Pulumi.yaml": "runtime: yaml\nconfig:\n  aws:region: eu-west-1\n"},
            False,
        ),
        (
            {"main.tf": TERRAFORM},
            {
                "versions.tf": 'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.0"\n    }\n  }\n}\n'  # noqa: E501
            },
            True,
        ),
        (
            {"main.tf": TERRAFORM},
            {
                ".terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.31.0"\n}\n'  # noqa: E501
            },
            True,
        ),
        (
            {"main.tf": TERRAFORM},
            {
                "versions.tf": 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = ">= 4.0" }\n  }\n}\n'  # noqa: E501
            },
            False,
        ),
        (
            {"module/main.tf": TERRAFORM},
            {
                "versions.tf": 'terraform {\n  required_providers {\n    aws = { version = "~> 5.0" }\n  }\n}\n'  # noqa: E501
            },
            False,
        ),
        (
            {"tests/main.tftest.hcl": TEST},
            {"versions.tf": required("~> 5.0")},
            True,
        ),
        (
            {"tests/unit/main.tftest.hcl": TEST},
            {"versions.tf": required("~> 5.0")},
            True,
        ),
        (
            {"more/main.tftest.hcl": TEST},
            {"versions.tf": required("~> 5.0")},
            False,
        ),
    ],
)
def test_which_files_ask_for_another_version(
    knowledge: KnowledgeBase,
    tmp_path: Path,
    program: dict[str, str],
    pins: dict[str, str],
    pinned: bool,
) -> None:
    file = write(tmp_path, program | pins)
    (checked,) = check([file], knowledge)
    assert (checked.pin is not None) is pinned
    assert [each.rule for each in checked.findings] == ["unknown-argument"]  # no version has `nope`
    (checked,) = check([file], knowledge, any_version=True)
    assert checked.pin is None and len(checked.findings) == 1


def write(folder: Path, files: dict[str, str]) -> Path:
    """Writes a project; its first file."""
    (folder / ".git").mkdir()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder / next(iter(files))


HCL = """
resource "aws_eip" "e" {
  vpc = true
}
resource "aws_vpc" "v" {
  enable_classiclink = true
}
resource "aws_db_instance" "d" {
  NAME = "x"
}
resource "aws_route" "r" {
  instance_id = "i"
}
resource "aws_s3_bucket_objec" "o" {
}
resource "aws_db_security_group" "g" {
}
output "a" {
  value = aws_elasticache_replication_group.g.cluster_mode[0].num_node_groups
}
output "b" {
  value = aws_elasticache_replication_group.g.cache_nodes[0].address
}
"""
SCRIPT = """import * as aws from "@pulumi/aws";
const bucket = new aws.s3.Bucket("b", { serverSideEncryptionConfigurations: [] });
new aws.ec2.Eip("e", { vpc: true, nope: 1 });
"""
CODE = """import pulumi_aws as aws
aws.ec2.Eip("e", vpc=True, nope=1)
"""
ALWAYS = {"NAME", "aws_s3_bucket_objec", "cache_nodes"}
"""Of HCL: no version has it."""


@pytest.mark.parametrize(
    ("program", "pins", "wrong"),
    [
        (
            {"main.tf": HCL},
            {},
            ALWAYS
            | {
                "vpc",
                "enable_classiclink",
                "instance_id",
                "num_node_groups",
                "aws_db_security_group",
            },
        ),
        (
            {"main.tf": HCL},
            {"versions.tf": required("~> 6.0")},
            ALWAYS
            | {
                "vpc",
                "enable_classiclink",
                "instance_id",
                "num_node_groups",
                "aws_db_security_group",
            },
        ),
        (
            {"main.tf": HCL},
            {"versions.tf": required("~> 5.0")},
            ALWAYS | {"enable_classiclink", "num_node_groups", "aws_db_security_group"},
        ),
        (
            {"main.tf": HCL},
            {
                ".terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.31.0"\n}\n'  # noqa: E501
            },
            ALWAYS | {"enable_classiclink", "num_node_groups", "aws_db_security_group"},
        ),
        (
            {"main.tf": HCL},
            {
                "versions.tf.json": '{"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.0"}}}}'  # noqa: E501
            },
            ALWAYS | {"enable_classiclink", "num_node_groups", "aws_db_security_group"},
        ),
        ({"main.tf": HCL}, {"versions.tf": required(">= 4.0, < 6.0")}, ALWAYS),
        ({"main.tf": HCL}, {"versions.tf": required("< 6.0.0")}, ALWAYS),
        ({"main.tf": HCL}, {"versions.tf": required("~> 2.70")}, set()),
        ({"main.tf": HCL}, {"versions.tf": required("~> 7.0")}, set()),
        (
            {"index.ts": SCRIPT},
            {"package.json": '{"dependencies": {"@pulumi/aws": "^7.2.0"}}'},
            {"serverSideEncryptionConfigurations", "vpc", "nope"},
        ),
        (
            {"index.ts": SCRIPT},
            {"package.json": '{"dependencies": {"@pulumi/aws": "^6.2.0"}}'},
            {"serverSideEncryptionConfigurations", "nope"},
        ),
        ({"main.py": CODE}, {"requirements.txt": "pulumi-aws>=6,<7"}, {"nope"}),
        ({"main.py": CODE}, {"requirements.txt": "pulumi-aws>=7,<8"}, {"vpc", "nope"}),
        ({"main.py": CODE}, {"requirements.txt": "pulumi-aws==2.0.0"}, set()),
    ],
)
def test_a_name_is_wrong_where_no_version_since_the_pinned_one_has_it(
    knowledge: KnowledgeBase,
    tmp_path: Path,
    program: dict[str, str],
    pins: dict[str, str],
    wrong: set[str],
) -> None:
    (checked,) = check([write(tmp_path, program | pins)], knowledge)
    assert {
        checked.source.data[each.span.start : each.span.end].decode() for each in checked.findings
    } == wrong
    assert checked.pin is None or checked.pin.in_history is bool(wrong)


def test_nothing_is_proposed_that_came_later(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    text = 'resource "aws_eip" "e" {\n  Region = "eu-west-1"\n}\n'  # `region` came with 6.0
    (now,) = check([write(tmp_path, {"main.tf": text})], knowledge)
    assert [each.text for each in now.findings[0].replacements] == ["region"]
    (tmp_path / "versions.tf").write_text(required("~> 5.0"))
    versions._pins.cache_clear()  # read once a run
    (then,) = check([tmp_path / "main.tf"], knowledge)
    assert (then.findings[0].replacements, then.findings[0].suggestions) == ((), ())


def test_the_command_says_what_it_did(
    database: Path, knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "requirements.txt").write_text("pulumi-aws>=6,<7\n")
    (tmp_path / "__main__.py").write_text(PYTHON)
    command = [sys.executable, "-m", "iac_crosswalk.cli.main", "check", ".", "--db", str(database)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    version = known(knowledge)["pulumi-aws"].version
    assert done.returncode == 1 and "nope" in done.stdout
    assert (
        done.stderr.splitlines()[0]
        == f"{tmp_path}/requirements.txt: requires pulumi-aws >=6,<7; 1 file checked for names that"
        f" no version from 6 to {version} has (--any-version: for names that {version} does not"
        " have)"
    )


@pytest.mark.parametrize(("what", "status"), [("__main__.py", 2), (".", 0)])
def test_a_named_file_of_which_nothing_is_known_is_status_2(
    database: Path, knowledge: KnowledgeBase, tmp_path: Path, what: str, status: int
) -> None:
    (tmp_path / "requirements.txt").write_text("pulumi-aws==2.0.0\n")
    (tmp_path / "__main__.py").write_text(PYTHON)
    command = [sys.executable, "-m", "iac_crosswalk.cli.main", "check", what, "--db", str(database)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    there = known(knowledge)["pulumi-aws"]
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.splitlines() == [
        (
            f"{tmp_path}/requirements.txt: requires pulumi-aws ==2.0.0, but the known versions are"
            f" {there.oldest} to {there.version}; 1 file not checked (--any-version checks them)"
        ),
        "0 findings in 0 files",
    ]
    done = subprocess.run(
        [*command, "--any-version"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "nope" in done.stdout


def test_each_rule_is_named_once() -> None:
    """A new rule has to say whether it holds in a project that pins another major version."""
    named = [*pinning.IN_EVERY_VERSION, *pinning.BY_HISTORY, *pinning.DROPPED]
    assert sorted(named) == sorted(RULES)
