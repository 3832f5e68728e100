"""Building: the same bytes each time, the old file kept until the new one is whole, one clear line for every source that is wrong."""

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
from pathlib import Path

import pytest

from builder import packages, pipeline
from builder.curated.parse import MAPPINGS
from builder.errors import BuildError
from builder.packages import ROOT, WHEELS, open_package, pins
from iac_crosswalk import KnowledgeBase

BUILD = "import sys; from pathlib import Path; from builder.pipeline import build; print(build(Path(sys.argv[1]), force=sys.argv[2] == 'force', mappings=Path(sys.argv[3])))"


def start(output: Path, cache: Path, force: bool = False, mappings: Path = MAPPINGS) -> subprocess.Popen[bytes]:
    """A build in a process group of its own, so that its workers die with it."""
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, str(output), "force" if force else "", str(mappings)],
        cwd=ROOT,
        env={**os.environ, "IAC_CROSSWALK_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@pytest.fixture
def empty_cache(tmp_path: Path) -> Path:
    """A cache that holds the wheels and nothing made from them."""
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "wheels").symlink_to(WHEELS)
    return cache


def test_killed_twenty_times_then_the_same_bytes(database: Path, empty_cache: Path, tmp_path: Path) -> None:
    output = tmp_path / "data" / "crosswalk.db"
    output.parent.mkdir()
    shutil.copyfile(database, output)
    with sqlite3.connect(output) as connection:  # an earlier file, which is not what the build would make
        connection.execute("update build set value = 'earlier' where key = 'inputs'")
    connection.close()
    earlier = digest(output)
    moment = random.Random(2026)
    for _ in range(20):
        process = start(output, empty_cache, force=True)
        time.sleep(moment.uniform(0.1, 4.0))
        finished = process.poll() is not None
        os.killpg(process.pid, signal.SIGKILL) if not finished else None
        process.communicate()
        assert not finished and digest(output) == earlier
    assert KnowledgeBase(output).translate("Port", "AWS::ElastiCache::ReplicationGroup", to="terraform")["status"] == "ok"
    last = start(output, empty_cache)
    _, errors = last.communicate()
    assert last.returncode == 0, errors.decode()
    # Everything was read and made anew, in another place and at another time: the bytes are the same.
    assert digest(output) == digest(database)
    assert [path.name for path in output.parent.iterdir()] == ["crosswalk.db"]
    assert not list(empty_cache.rglob("*.part"))


def test_nothing_changed_is_not_built_again(database: Path) -> None:
    before = database.stat().st_mtime_ns
    assert pipeline.build(database) is False
    assert database.stat().st_mtime_ns == before


def test_an_edited_mapping_is_built_without_reading_sources(database: Path, tmp_path: Path) -> None:
    mappings = shutil.copytree(MAPPINGS, tmp_path / "mappings")
    edited = mappings / "elasticache" / "subnet_group.yaml"
    edited.write_text(
        edited.read_text().replace("boto3: CacheSubnetGroupDescription", "boto3: CacheSubnetGroupDescription\n    note: Edited.", 1)
    )
    output = tmp_path / "crosswalk.db"
    reports: list[str] = []
    assert pipeline.build(output, report=reports.append, mappings=mappings)
    assert not [line for line in reports if "reading" in line or "writing" in line]
    assert digest(output) != digest(database)


def test_problems_refuse_the_build_and_keep_the_old_file(database: Path, tmp_path: Path) -> None:
    mappings = shutil.copytree(MAPPINGS, tmp_path / "mappings")
    (mappings / "elasticache" / "user.yaml").write_bytes(b"resource:\n\tcloudformation: x\n")
    (mappings / "sqs").mkdir(exist_ok=True)
    (mappings / "sqs" / "queue.yaml").write_text("resource:\n  cloudformation: AWS::SQS::Queue\n  terraform: aws_sqs_que\n")
    output = tmp_path / "crosswalk.db"
    shutil.copyfile(database, output)
    with pytest.raises(BuildError) as raised:
        pipeline.build(output, force=True, mappings=mappings)
    lines = str(raised.value).splitlines()
    assert lines[0] == "mappings/elasticache/user.yaml:2: a tab stands where YAML wants spaces; indent with spaces [names-exist]"
    assert any(
        line.startswith("mappings/sqs/queue.yaml:3: terraform has no resource aws_sqs_que, did you mean aws_sqs_queue") for line in lines
    )
    assert lines[-1].endswith("problems in mappings/; nothing was built")
    assert digest(output) == digest(database)


@pytest.mark.parametrize("left", ["cut", "foreign", "empty"])
def test_a_broken_old_file_is_replaced(database: Path, tmp_path: Path, left: str) -> None:
    output = tmp_path / "crosswalk.db"
    output.write_bytes({"cut": database.read_bytes()[:500_000], "foreign": b"hello", "empty": b""}[left])
    assert pipeline.build(output) is True
    assert digest(output) == digest(database)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("absent", "cfn-lint {version} is needed and it is not there; run `make sources`"),
        ("other version", "cfn-lint {version} is needed and only 0.1.0 is there; run `make sources`"),
        ("other bytes", "is not the pinned file (sha256 "),
        ("not pinned", "does not pin cfn-lint; add a line `cfn-lint==VERSION --hash=sha256:…`"),
        ("no pins", "cannot be read (No such file or directory); restore it from git"),
    ],
)
def test_a_source_that_is_wrong(tmp_path: Path, damage: str, message: str) -> None:
    version = pins()["cfn-lint"][0]
    pin_file = tmp_path / "sources.txt"
    if damage != "no pins":
        pin_file.write_text("six==1.0 --hash=sha256:00\n" if damage == "not pinned" else packages.PINS.read_text())
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
        [sys.executable, "-m", "iac_crosswalk.cli.main", "build", "--output", str(tmp_path / "x.db")],
        env={**os.environ, "IAC_CROSSWALK_CACHE": str(empty_cache)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1 and done.stdout == b""
    assert done.stderr.count(b"\n") == 1 and b"is needed and it is not there; run `make sources`" in done.stderr


def test_versions_are_pinned_once() -> None:
    """cfn-lint is read as an archive and imported as a library: both pins name one version."""
    constraints = (ROOT / "constraints.txt").read_text()
    assert f"cfn-lint=={pins()['cfn-lint'][0]} " in constraints
    assert set(pins()) == {"aws-cdk-lib", "botocore", "cdktn-provider-aws", "cfn-lint", "pulumi-aws"}
    for text in (constraints, (ROOT / "sources.txt").read_text()):
        pins_only = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        assert not [line for line in pins_only if "://" in line or line.startswith("-")]
