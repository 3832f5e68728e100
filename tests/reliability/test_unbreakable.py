"""What docs/reliability.md promises: each line of its table, on the knowledge base of the slice."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from bench.soak import builds, fuzzing
from builder import inputs
from builder.packages import ROOT
from iac_crosswalk import KnowledgeBase, KnowledgeBaseError
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.check.fixing import confirmed
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.source import Source, Span
from iac_crosswalk.store import digest
from tests.slice import build as slice_of


@pytest.fixture
def folder(sliced: Path, tmp_path: Path) -> Path:
    """The slice with its stages, to be changed."""
    return Path(shutil.copytree(sliced, tmp_path / "slice"))


def change(path: Path) -> None:
    """Changes a byte in the middle, and sets the time back."""
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(before.st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "iac_crosswalk", *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


# -- the built file --------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum")
def test_sha256sum_reads_the_digest(folder: Path) -> None:
    subprocess.run(
        ["sha256sum", "--check", "--quiet", "crosswalk.db.sha256"], cwd=folder, check=True
    )


def test_a_changed_byte_is_found_on_the_next_opening_and_built_anew(folder: Path) -> None:
    path = folder / "crosswalk.db"
    before = path.read_bytes()
    KnowledgeBase(path)
    change(path)
    with pytest.raises(KnowledgeBaseError, match=r"is damaged .* crosswalk.db.sha256\); run `iac-"):
        KnowledgeBase(path)
    assert inputs.damage(path) == [
        "crosswalk.db: is damaged (its content does not match crosswalk.db.sha256); run"
        " `iac-crosswalk build --force`"
    ]
    assert slice_of.build(folder, path) is True
    assert path.read_bytes() == before and inputs.damage(path) == []


def test_a_build_killed_between_its_two_renames_leaves_a_file_that_opens(folder: Path) -> None:
    path = folder / "crosswalk.db"
    old = digest.of(path)
    digest.beside(path).write_text(digest.text(path, ["0" * 64, old]))
    assert KnowledgeBase(path).versions


@pytest.mark.parametrize("with_digest", [True, False])
def test_serve_reads_the_whole_file_first(folder: Path, with_digest: bool) -> None:
    """Against its digest, or by SQLite's own check."""
    path = folder / "crosswalk.db"
    if not with_digest:
        digest.beside(path).unlink()
    size = path.stat().st_size
    with path.open("r+b") as file:
        for page in range(40, size // 4096, 20):
            file.seek(page * 4096)
            file.write(b"\xff" * 64)
    done = run("serve", "--port", "0", "--db", str(path))
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert "is damaged (" in done.stderr and "run `iac-crosswalk build` --force" in done.stderr


def test_serve_writes_nothing_beside_the_file_and_logs_json(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before = sorted(folder.iterdir())
    command = [sys.executable, "-m", "iac_crosswalk", "serve", "--db", str(folder / "crosswalk.db")]
    command += ["--port", str(port), "--log-format", "json"]
    log = folder.parent / "log"
    with log.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/ready", timeout=20).close()
                break
            except OSError:
                assert server.poll() is None, log.read_text()
                time.sleep(0.1)
        urllib.request.urlopen(f"http://127.0.0.1:{port}/crosswalk/resource", timeout=60).close()
    finally:
        server.terminate()
        server.wait(30)
    assert sorted(folder.iterdir()) == before
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    requests = [line for line in lines if line["logger"] == "uvicorn.access"]
    assert {"method": "GET", "path": "/crosswalk/resource", "status": 200}.items() <= requests[
        -1
    ].items()
    assert all(line["time"] and line["level"] == "info" for line in lines)


# -- builds ----------------------------------------------------------------------------------------


def test_the_lock_file_of_an_editor_is_no_mapping(folder: Path) -> None:
    (folder / "mappings" / "sqs" / ".#queue.yaml").symlink_to("somebody@a-machine.1234:1")
    output = folder / "again.db"
    assert slice_of.build(folder, output) is True
    assert digest.of(output) == digest.of(folder / "crosswalk.db")


@pytest.mark.parametrize("largest", [1_000_000, 3_000_000])
def test_a_full_disk_is_one_line_and_loses_nothing(folder: Path, largest: int) -> None:
    before = digest.of(folder / "crosswalk.db")
    done = builds.command(folder, folder / "crosswalk.db", largest)
    _, errors = done.communicate()
    assert done.returncode == 1 and errors.count(b"\n") == 1, errors.decode()
    assert b"free some space and run it again" in errors
    assert digest.of(folder / "crosswalk.db") == before
    assert not [*folder.glob(".*.part")]


def test_a_target_that_cannot_be_written_is_one_line(folder: Path) -> None:
    done = builds.command(folder, Path("/proc/crosswalk.db"))
    _, errors = done.communicate()
    assert done.returncode == 1 and errors.count(b"\n") == 1, errors.decode()
    assert b"/proc/" in errors and b"; name another file with --output" in errors


def test_two_builds_at_once(folder: Path) -> None:
    output = folder / "both.db"
    both = [builds.command(folder, output) for _ in range(2)]
    assert [one.communicate()[1] for one in both] == [b"", b""]
    assert digest.of(output) == digest.of(folder / "crosswalk.db")
    assert digest.expected(output) == {digest.of(output)} and not [*folder.glob(".*.part")]


def test_a_clock_that_was_set_back(folder: Path) -> None:
    """What was kept or built seems to come from the future: nothing depends on the time of a file."""  # noqa: E501
    future = time.time() + 400 * 86_400
    for path in folder.rglob("*"):
        os.utime(path, (future, future))
    edited = folder / "mappings" / "sqs" / "queue.yaml"
    text = edited.read_text()
    edited.write_text(text + "# edited\n")
    assert slice_of.build(folder, folder / "crosswalk.db") is True
    edited.write_text(text)
    os.utime(edited, (future, future))
    assert slice_of.build(folder, folder / "crosswalk.db") is True


# -- what others wrote -----------------------------------------------------------------------------

_GROUP = 'q = aws.elasticache.ReplicationGroup("q", num_node_groups=2)\n'
_CARRIAGE = (
    'import pulumi_aws as aws\nx = """a\rb"""\n'
    + _GROUP
    + "q.cache_nodes[0].address\nprint(q.arn)\n"
)


def test_positions_agree_with_the_parser_where_a_lone_carriage_return_ends_a_line(
    sliced: Path, tmp_path: Path
) -> None:
    path = tmp_path / "redis.py"
    path.write_bytes(_CARRIAGE.encode())
    done = run("check", "--fix", str(path), "--db", str(sliced / "crosswalk.db"))
    assert (done.returncode, done.stderr) == (0, "1 fixed; 0 findings in 1 file left\n")
    fixed = _CARRIAGE.replace("cache_nodes[0].address", "configuration_endpoint_address")
    assert path.read_bytes() == fixed.encode()


def test_a_fix_that_brings_something_new_is_not_written() -> None:
    span = Span(0, 1)
    fix = Replacement("p", "b", span, "w", certain=True)
    found = [Finding("unknown-attribute", span, "no a", replacements=(fix,))]
    source = Source(Path("x.py"), b"a = 1\n")
    assert confirmed(source, found, lambda again: []) == b"b = 1\n"
    for new in (found, [Finding("unknown-attribute", span, "no b")]):
        assert confirmed(source, found, lambda again, new=new: new) == source.data  # type: ignore[misc]


_DEEP = {
    "x.yaml": "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: " + "[" * 10_000,
    "x.json": '{"Resources": {"B": {"Type": "AWS::S3::Bucket", "P": ' + "[" * 10_000,
    "x.py": "import pulumi_aws as aws\nx = " + "(" * 10_000,
    "y.py": "import pulumi_aws as aws\nx = " + "-" * 100_000 + "1",
    "x.ts": 'import * as aws from "@pulumi/aws";\nconst x = ' + "(" * 10_000,
    "x.tf": 'resource "aws_s3_bucket" "b" { tags = ' + "[" * 10_000,
}
_SURROGATES = (
    '{"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketNam\\ud800": 1}}}}',
    '{"Resources": {"\\ud800": {"Type": "AWS::SQS::Queue\\ud800"}}}',
)


@pytest.mark.parametrize("name", _DEEP)
def test_ten_thousand_open_brackets(sliced: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(_DEEP[name])
    for command in (("check",), ("report", "--to", "pulumi")):
        done = run(*command, str(path), "--db", str(sliced / "crosswalk.db"))
        lines = (done.stdout + done.stderr).splitlines()
        assert done.returncode in (1, 2) and len(lines) <= 2, done.stderr


@pytest.mark.parametrize("template", _SURROGATES)
def test_half_a_character_in_a_template(sliced: Path, tmp_path: Path, template: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(template)
    for command in (("check",), ("report", "--to", "pulumi")):
        done = run(*command, str(path), "--db", str(sliced / "crosswalk.db"))
        assert "line 1: a lone surrogate (\\ud800 to \\udfff)" in done.stdout + done.stderr
        assert done.returncode in (1, 2) and "Traceback" not in done.stderr


@pytest.mark.parametrize("newline", ["\r", "\r\n"])
@pytest.mark.parametrize("name", ["x.yaml", "x.py", "x.ts", "x.tf"])
def test_carriage_returns_for_line_ends(knowledge: KnowledgeBase, name: str, newline: str) -> None:
    text = {
        "x.yaml": "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: {BucketNam: x}\n",
        "x.py": "import pulumi_aws as aws\nq = aws.sqs.Queue('q')\nq.arnn\n",
        "x.ts": 'import * as aws from "@pulumi/aws";\nconst q = new aws.sqs.Queue("q");\nq.arnn;\n',
        "x.tf": 'resource "aws_sqs_queue" "q" {\n  nam = 1\n}\n',
    }[name]
    source = Source(Path(name), text.replace("\n", newline).encode())
    checked = check_source(source, Advisor(knowledge))
    assert checked is not None and checked.findings
    for finding in checked.findings:
        assert source.data[finding.span.start : finding.span.end] in (b"BucketNam", b"arnn", b"nam")


@pytest.mark.parametrize("target", fuzzing.TARGETS)
def test_some_damaged_files(sliced: Path, target: str) -> None:
    """The same that `make soak` does for minutes."""
    files = fuzzing.mappings() if target == "mapping" else fuzzing.seeds()
    targets = fuzzing.Targets(KnowledgeBase(sliced / "crosswalk.db"))
    assert fuzzing.run(getattr(targets, target), files, 40, number=1) >= 40


def test_the_promise_names_its_tests() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    here = Path(__file__).read_text(encoding="utf-8")
    named = {line.split("(")[0] for line in here.split("\ndef ")[1:] if line.startswith("test_")}
    missing = [
        name for name in sorted(named - {"test_the_promise_names_its_tests"}) if name not in text
    ]
    assert missing == []


def test_a_program_that_imports_the_command_loses_nothing_at_its_end(tmp_path: Path) -> None:
    """A file that only a cycle holds is written at the end of Python, by the collector."""
    program = (
        "import iac_crosswalk.cli.main\n"
        "out = open('out.txt', 'w')\n"
        "def f(): pass\n"
        "out.write('kept')\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)
    assert (tmp_path / "out.txt").read_text() == "kept"
