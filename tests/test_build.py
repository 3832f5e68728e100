"""Building: the same bytes each time, the old file kept until the new one is whole, one clear line
for every source that is wrong.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from builder import packages, pipeline
from builder.errors import BuildError
from builder.packages import ROOT, WHEELS, open_package, pins
from iac_crosswalk import KnowledgeBase
from tests.slice import build as slice_of


def start(folder: Path, output: Path) -> subprocess.Popen[bytes]:
    """A build of the slice in a process group of its own, so that its workers die with it."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.slice.build", str(folder), str(output)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@pytest.fixture
def folder(sliced: Path, tmp_path: Path) -> Path:
    """The slice's stages and mapping files, to be changed."""
    return Path(shutil.copytree(sliced, tmp_path / "slice"))


@pytest.fixture
def empty_cache(tmp_path: Path) -> Path:
    """A cache that holds the wheels and nothing made from them."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "wheels").symlink_to(WHEELS)
    return cache


@pytest.mark.whole
def test_killed_twenty_times_then_the_same_bytes(sliced: Path, tmp_path: Path) -> None:
    output = tmp_path / "data" / "crosswalk.db"
    output.parent.mkdir()
    shutil.copyfile(sliced / "crosswalk.db", output)
    with sqlite3.connect(
        output
    ) as connection:  # an earlier file, which is not what the build would make
        connection.execute("update build set value = 'earlier' where key = 'inputs'")
    connection.close()
    earlier = digest(output)
    moment = random.Random(2026)
    for number in range(20):
        process = start(tmp_path / f"folder-{number % 4}", output)
        time.sleep(moment.uniform(0.1, 2.0))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if process.returncode == 0:  # it was done before it was killed
            assert digest(output) == digest(sliced / "crosswalk.db")
            earlier = digest(output)
        assert digest(output) == earlier
    assert (
        KnowledgeBase(output).translate(
            "Port", "AWS::ElastiCache::ReplicationGroup", to="terraform"
        )["status"]
        == "ok"
    )
    last = start(tmp_path / "folder-0", output)
    _, errors = last.communicate()
    assert last.returncode == 0, errors.decode()
    # In another place, at another time, from stages that were killed: the bytes are the same.
    assert digest(output) == digest(sliced / "crosswalk.db")
    assert sorted(path.name for path in output.parent.iterdir()) == [
        "crosswalk.db",
        "crosswalk.db.sha256",
    ]
    assert not list((tmp_path / "folder-0").rglob("*.part"))


def test_nothing_changed_is_not_built_again(sliced: Path) -> None:
    before = (sliced / "crosswalk.db").stat().st_mtime_ns
    assert slice_of.build(sliced, sliced / "crosswalk.db") is False
    assert (sliced / "crosswalk.db").stat().st_mtime_ns == before


def test_an_edited_mapping_is_built_without_reading_sources(folder: Path, tmp_path: Path) -> None:
    edited = folder / "mappings" / "sqs" / "queue.yaml"
    text = edited.read_text()
    assert "boto3: Attributes.QueueArn\n" in text
    edited.write_text(
        text.replace(
            "boto3: Attributes.QueueArn\n", "boto3: Attributes.QueueArn\n    note: Edited.\n", 1
        )
    )
    output = tmp_path / "crosswalk.db"
    reports: list[str] = []
    with slice_of.sources(folder) as mappings:
        assert pipeline.build(output, report=reports.append, mappings=mappings)
    assert not [line for line in reports if "reading" in line or "writing" in line]
    assert digest(output) != digest(folder / "crosswalk.db")


def test_problems_refuse_the_build_and_keep_the_old_file(folder: Path) -> None:
    output, before = folder / "crosswalk.db", digest(folder / "crosswalk.db")
    with slice_of.sources(folder) as mappings:
        (mappings / "elasticache" / "user.yaml").write_bytes(b"resource:\n\tcloudformation: x\n")
        (mappings / "sqs").mkdir(exist_ok=True)
        (mappings / "sqs" / "queue.yaml").write_text(
            "resource:\n  cloudformation: AWS::SQS::Queue\n  terraform: aws_sqs_que\n"
        )
        with pytest.raises(BuildError) as raised:
            pipeline.build(output, force=True, mappings=mappings)
    lines = str(raised.value).splitlines()
    assert (
        lines[0] == "mappings/elasticache/user.yaml:2: tab in the indentation; indent with"
        " spaces [names-exist]"
    )
    assert any(
        line.startswith(
            "mappings/sqs/queue.yaml:3: terraform has no resource aws_sqs_que, did you mean"
            " aws_sqs_queue"
        )
        for line in lines
    )
    assert lines[-1].endswith("problems in mappings/; nothing was built")
    assert digest(output) == before


@pytest.mark.whole  # three builds
@pytest.mark.parametrize("left", ["cut", "foreign", "empty"])
def test_a_broken_old_file_is_replaced(sliced: Path, tmp_path: Path, left: str) -> None:
    whole = (sliced / "crosswalk.db").read_bytes()
    output = tmp_path / "crosswalk.db"
    output.write_bytes({"cut": whole[:500_000], "foreign": b"hello", "empty": b""}[left])
    assert slice_of.build(sliced, output) is True
    assert output.read_bytes() == whole


@pytest.mark.whole
def test_the_slice_is_what_the_sources_say(database: Path, sliced: Path) -> None:
    """Nothing in the slice is older than the packages, or differs from the whole."""
    with closing(sqlite3.connect(database)) as db:
        db.execute("attach ? as slice", [str(sliced / "crosswalk.db")])
        columns = "system, name, path, type, is_input, is_output, required, gettable"
        rows = "from {}.attribute a join {}.resource r on r.id = a.resource_id"
        (missing,) = db.execute(
            f"select count(*) from (select {columns} {rows.format('slice', 'slice')} except select"
            f" {columns} {rows.format('main', 'main')})"
        ).fetchone()
        assert missing == 0, "make slice cuts tests/slice anew"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("absent", "cfn-lint {version} is needed and it is not there; run `make sources`"),
        (
            "other version",
            "cfn-lint {version} is needed and only 0.1.0 is there; run `make sources`",
        ),
        ("other bytes", "is not the pinned file (sha256 "),
        ("not pinned", "does not pin cfn-lint; add a line `cfn-lint==VERSION --hash=sha256:…`"),
        ("no pins", "cannot be read (No such file or directory); restore it from git"),
    ],
)
def test_a_source_that_is_wrong(tmp_path: Path, damage: str, message: str) -> None:
    version = pins()["cfn-lint"][0]
    pin_file = tmp_path / "sources.txt"
    if damage != "no pins":
        pin_file.write_text(
            "six==1.0 --hash=sha256:00\n" if damage == "not pinned" else packages.PINS.read_text()
        )
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    if damage == "other version":
        (wheels / "cfn_lint-0.1.0-py3-none-any.whl").touch()
    if damage == "other bytes":
        (wheels / f"cfn_lint-{version}-py3-none-any.whl").write_bytes(b"PK")
    with pytest.raises(BuildError) as raised:
        open_package("cfn-lint", wheels, pin_file)
    assert message.format(version=version) in str(raised.value) and "\n" not in str(raised.value)


def test_the_command_says_it_in_one_line(empty_cache: Path, tmp_path: Path) -> None:
    (empty_cache / "wheels").unlink()
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "iac_crosswalk.cli.main",
            "build",
            "--output",
            str(tmp_path / "x.db"),
        ],
        env={**os.environ, "IAC_CROSSWALK_CACHE": str(empty_cache)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1 and done.stdout == b""
    assert (
        done.stderr.count(b"\n") == 1
        and b"is needed and it is not there; run `make sources`" in done.stderr
    )


def test_versions_are_pinned_once() -> None:
    """cfn-lint is read as an archive and imported as a library: both pins name one version."""
    constraints = (ROOT / "constraints.txt").read_text()
    assert f"cfn-lint=={pins()['cfn-lint'][0]} " in constraints
    assert set(pins()) == {
        "aws-cdk-lib",
        "botocore",
        "cdktn-provider-aws",
        "cfn-lint",
        "pulumi-aws",
    }
    for text in (constraints, (ROOT / "sources.txt").read_text()):
        pins_only = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        assert not [line for line in pins_only if "://" in line or line.startswith("-")]
