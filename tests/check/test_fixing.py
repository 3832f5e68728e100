"""Replacements are written where they are certain, and every other byte stays."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.check.fixing import diff, edits, fixed, write
from iac_crosswalk.programs.source import Source, Span


def finding(start: int, end: int, *texts: str, certain: bool = True) -> Finding:
    span = Span(start, end)
    return Finding(
        "unknown-attribute",
        span,
        "m",
        replacements=tuple(Replacement("p", text, span, "w", certain=certain) for text in texts),
    )


@pytest.mark.parametrize(
    ("before", "findings", "after"),
    [
        ("a.one + a.two", [finding(2, 5, "uno"), finding(10, 13, "due")], "a.uno + a.due"),
        ("é.one\r\n\té.two", [finding(3, 6, "ünö")], "é.ünö\r\n\té.two"),
        ("a.one", [finding(2, 5, "x", "y")], "a.one"),
        ("a.one", [finding(2, 5, "x", certain=False)], "a.one"),
        ("a.one", [finding(2, 5, "x"), finding(2, 5, "x")], "a.x"),
        ("a.one.two", [finding(2, 9, "x"), finding(6, 9, "y")], "a.one.two"),
        ("a.one", [finding(2, 5, "x"), finding(2, 5, "y")], "a.one"),
    ],
)
def test_certain_replacements_are_written(before: str, findings: list[Finding], after: str) -> None:
    assert fixed(Source(Path("f"), before.encode()), findings).decode() == after


def test_thousands_of_replacements_take_no_time() -> None:
    number = 20_000
    findings = [finding(6 * place + 2, 6 * place + 5, "x") for place in range(number)]
    started = time.process_time()
    assert fixed(Source(Path("f"), b"a.one\n" * number), findings) == b"a.x\n" * number
    assert time.process_time() - started < 5


@given(
    st.binary(max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 20), st.text(max_size=8)), max_size=6),
)
def test_every_other_byte_stays(data: bytes, places: list[tuple[int, int, str]]) -> None:
    findings = [
        finding(start, start + length, text)
        for start, length, text in places
        if start + length <= len(data)
    ]
    after = fixed(Source(Path("f"), data), findings)
    kept, position = [], 0
    for edit in edits(findings):
        kept.append(data[position : edit.span.start])
        position = edit.span.end
    kept.append(data[position:])
    place = 0
    for piece in kept:  # what is not replaced stands in the result, whole and in order
        place = after.find(piece, place)
        assert place >= 0
        place += len(piece)
    assert len(after) == len(data) + sum(
        len(edit.text.encode()) - (edit.span.end - edit.span.start) for edit in edits(findings)
    )


@pytest.mark.parametrize(
    "before",
    [
        "a.one\nb\n",
        "a.one",
        "x\n" * 50 + "  a.one  # no end",
        "\ufeffa.one\r\nb\r\n",
        "x\n\fy\rz\na.one\n",
    ],
)
def test_the_diff_is_one_that_patch_takes(tmp_path: Path, before: str) -> None:
    start = len(before[: before.index("one")].encode())
    file = tmp_path / "f.py"
    file.write_bytes(before.encode())
    source = Source(Path("f.py"), before.encode())
    after = fixed(source, [finding(start, start + 3, "uno")])
    shown = diff(source, after)
    assert shown.startswith("--- a/f.py\n+++ b/f.py\n")
    if shutil.which("patch"):
        subprocess.run(
            ["patch", "-p1", "--binary"],
            input=shown.encode(),
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )
        assert file.read_bytes() == after
    assert diff(source, source.data) == ""


def test_writing_keeps_permissions_and_links(tmp_path: Path) -> None:
    real, link = tmp_path / "real.py", tmp_path / "link.py"
    real.write_bytes(b"a.one")
    real.chmod(0o751)
    link.symlink_to(real)
    write(Source(link, b"a.one"), b"a.uno")
    assert real.read_bytes() == b"a.uno" and link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o751
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.py", "real.py"]
