"""The command as people run it: its output and its exit status; what streams is a process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from iac_crosswalk import KnowledgeBase, __version__
from iac_crosswalk.ask import batch
from iac_crosswalk.ask.batch import LONGEST_LINE
from iac_crosswalk.cli.main import COMMANDS, cli
from tests import command as in_process

GROUP = "AWS::ElastiCache::ReplicationGroup"


def run(database: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return in_process.run(*arguments, given=given, db=database)


@pytest.mark.parametrize(
    ("arguments", "status", "out", "err"),
    [
        (
            ["translate", "ConfigurationEndPoint.Address", "--resource", GROUP],
            0,
            "when cluster mode enabled",
            "",
        ),
        (
            ["translate", f"{GROUP}.ConfigurationEndPoint.Address", "--to", "pulumi"],
            0,
            "replication_group.configuration_endpoint_address",
            "",
        ),
        (
            ["translate", "aws.elasticache.ReplicationGroup.port", "--to", "terraform"],
            0,
            "aws_elasticache_replication_group",
            "",
        ),
        (
            ["translate", "CacheNodes[0].Address", "-r", GROUP, "-t", "pulumi"],
            1,
            "no such attribute",
            "",
        ),
        (["translate", "Arn", "-r", "AWS::No::Such"], 1, "no such resource", ""),
        (["translate", "Arn"], 2, "", "`Arn` names no resource; add --resource TYPE"),
        (["translate"], 2, "", "give the attribute to translate, or --batch"),
        (["translate", "Arn", "--batch"], 2, "", "--batch reads its questions from standard input"),
        (
            ["translate", "Arn", "-r", GROUP, "--to", "ansible"],
            2,
            "",
            "'ansible' is not one of 'cloudformation'",
        ),
        (
            ["translate", "Arn", "-r", GROUP, "--db", "/nowhere/x.db"],
            2,
            "",
            "there is no knowledge base; run `iac-crosswalk build`",
        ),
        (
            ["resource", "aws_elasticache_replication_group"],
            0,
            "aws.elasticache" and "AWS::ElastiCache::ReplicationGroup",
            "",
        ),
        (
            ["resource", "aws_elasticache_replication_groups"],
            1,
            "Names that exist: aws_elasticache_replication_group",
            "",
        ),
        (
            ["search", "configuration", "endpoint", "--system", "pulumi"],
            0,
            "configuration_endpoint_address",
            "",
        ),
        (["search", "nothing-is-called-like-this"], 1, "", "no match for all of"),
        (["search", ""], 2, "", "give the words to search for"),
        (["resource", ""], 2, "", "give the name of a resource"),
        (
            ["search", "arn", "--db", __file__],
            2,
            "",
            "is not an iac-crosswalk knowledge base; give another file with --db",
        ),
        (["frobnicate"], 2, "", "No such command 'frobnicate'"),
        (["--version"], 0, f"iac-crosswalk {__version__}, data 20", ""),
    ],
)
def test_output_and_exit_status(
    database: Path, arguments: list[str], status: int, out: str, err: str
) -> None:
    done = run(database, *arguments)
    assert done.returncode == status, done.stderr
    assert out in done.stdout.decode()
    assert err in done.stderr.decode()
    if status == 2:
        assert (
            done.stdout == b""
            and done.stderr.count(b"\n") == 1
            and done.stderr.startswith(b"iac-crosswalk: ")
        )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None and command.help is not None
    assert "Example" in command.help and f"iac-crosswalk {name}" in command.help
    assert all(isinstance(p, click.Argument) or getattr(p, "help", None) for p in command.params)


@pytest.mark.parametrize(
    ("name", "perhaps", "exist"),
    [
        ("cache_node_type", "  Perhaps node_type: ", None),
        ("node_typ", None, "  Names that exist: node_type"),
    ],
)
def test_a_name_is_suggested_once(
    database: Path, name: str, perhaps: str | None, exist: str | None
) -> None:
    out = run(
        database, "translate", f"cache.{name}", "-r", "aws.elasticache.ReplicationGroup"
    ).stdout.decode()
    assert (perhaps is None) == ("Perhaps" not in out) and (exist is None) == (
        "Names that exist" not in out
    )
    assert (perhaps or exist or "") in out


def test_json_is_the_answer(database: Path) -> None:
    done = run(database, "translate", "Port", "-r", GROUP, "--to", "terraform", "--json")
    assert json.loads(done.stdout)["targets"][0]["answers"][0]["attribute"] == "port"


def test_batch_answers_every_line_in_order(database: Path) -> None:
    good = json.dumps(
        {"from": "cloudformation", "resource": GROUP, "attribute": "Port", "to": "terraform"}
    ).encode()
    lines = [
        good,
        b"not json",
        b'{"resource": "AWS::SQS::Queue"}',
        b"[1, 2]",
        b'{"resource": "AWS::SQS::Queue", "attribute": "Arn", "to": "ansible"}',
        b'{"resource": "AWS::SQS::Queue", "attribute": 7}',
        b'"\0\0"',
        b'{"resource": "a\\u0000b", "attribute": "\\ud800"}',
        b'{"resource": "AWS::SQS::Queue", "attribute": "\\ud800"}',
        b'{"resource": "' + b"x" * 10_000_000 + b'"}',
        b"[" * 100_000,
        b"\xff\xfe",
        good,
    ]
    done = run(database, "translate", "--batch", given=b"\n".join(lines) + b"\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["status"] for answer in answers] == ["ok"] + ["bad-question"] * 6 + [
        "unknown-resource"
    ] + ["bad-question"] * 4 + ["ok"]
    assert done.returncode == 1 and done.stderr == b""
    errors = [answer["error"] for answer in answers if "error" in answer]
    assert [error.split(" ")[1] for error in errors] == [
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "9",
        "10",
        "11",
        "12",
    ]
    assert errors[1] == "line 3 lacks attribute as text; every question needs both"
    assert (
        errors[7]
        == f"line 10 is longer than {LONGEST_LINE:,} bytes; a question is one short JSON object"
    )


def test_batch_streams(database: Path) -> None:
    command = [sys.executable, "-m", "iac_crosswalk.cli.main", "translate", "--batch"]
    line = json.dumps({"resource": GROUP, "attribute": "Port", "to": "terraform"}) + "\n"
    environment = {**os.environ, "IAC_CROSSWALK_DB": str(database)}
    environment.pop("PYTHONUNBUFFERED", None)  # it would hide an answer that waits in a buffer
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for _ in range(3):  # each answer comes before the next question is written
            process.stdin.write(line.encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["status"] == "ok"
        process.stdin.close()


def test_batch_joins_lines_that_arrive_in_pieces(database: Path) -> None:
    class Pieces(io.BytesIO):
        def read1(self, size: int | None = -1, /) -> bytes:
            return self.read(7)

    line = json.dumps({"resource": GROUP, "attribute": "Port", "to": "terraform"}).encode()
    sink = io.BytesIO()
    assert batch.run(KnowledgeBase(database), Pieces(b"\n".join([line, b"", line])), sink) == 0
    assert [json.loads(answer)["status"] for answer in sink.getvalue().splitlines()] == ["ok", "ok"]


def test_output_may_be_cut_off(database: Path) -> None:
    line = json.dumps({"resource": GROUP, "attribute": "Port"}) + "\n"
    done = subprocess.run(
        f"yes '{line.strip()}' | head -5000 | {sys.executable} -m iac_crosswalk.cli.main translate"
        " --batch | head -1 | wc -l",
        shell=True,
        capture_output=True,
        env={**os.environ, "IAC_CROSSWALK_DB": str(database)},
        check=True,
    )
    assert done.stdout.strip() == b"1" and b"Traceback" not in done.stderr
