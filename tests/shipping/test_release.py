"""A release has one version of the code and one of the data, everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.errors import BuildError
from builder.packages import ROOT
from builder.shipping import release, wheel
from iac_crosswalk import __version__
from iac_crosswalk.store import digest


@pytest.mark.whole
def test_code_data_changelog_and_citation_agree() -> None:
    data = (ROOT / "data" / "version.txt").read_text().strip()
    assert re.fullmatch(r"20\d\d\.[01]\d\.[0-3]\d", data)
    assert release.notes().startswith(f"## {__version__}, data {data}\n")
    during_work = ("committed", "Unreleased")  # until a release is made
    found = release.problems()
    assert [line for line in found if not any(word in line for word in during_work)] == []


@pytest.mark.whole
def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "__version__", "9.0.0")
    with pytest.raises(BuildError, match=r"must begin with `## 9\.0\.0, data "):
        release.notes()
    assert any(line.startswith("CITATION.cff: version") for line in release.problems())


def test_lines_without_a_version_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("CHANGELOG.md", "CITATION.cff"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text("# Changelog\n\n## Unreleased\n\n- New.\n\n" + changelog.read_text())
    monkeypatch.setattr(release, "CODE", tmp_path)
    monkeypatch.setattr(release.notice, "text", str)
    assert any("`## Unreleased` is no version" in line for line in release.problems())


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old.whl").touch()
    with pytest.raises(BuildError, match=r"is not empty \(old\.whl\)"):
        release.make(tmp_path)


def test_the_same_inputs_make_the_same_wheel(sliced: Path, wheels: Path, tmp_path: Path) -> None:
    (before,) = wheels.glob("iac_crosswalk-*.whl")
    again = wheel.make(sliced / "crosswalk.db", tmp_path, preset=0)
    assert digest.of(again) == digest.of(before)


def test_the_container_runs_as_nobody_and_writes_nothing() -> None:
    """Read as text: there is no daemon in CI that could build it."""
    text = (ROOT / "Dockerfile").read_text()
    assert len(re.findall(r"^FROM ", text, re.M)) == 2
    assert re.search(r"^USER \d+:\d+$", text, re.M)
    assert "/api/v1/ready" in text and "--log-format" in text
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    copied = re.findall(r"^COPY (?!--from)(\S+)", text, re.M)
    assert {f"!{name}" for name in copied} <= {*ignored} and ignored[0] == "*"


@pytest.mark.parametrize(
    "name", ["README.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_no_place_is_left_open(name: str) -> None:
    """Where the project lives is one setting (`repository` in metadata.json), and no page has it."""  # noqa: E501
    assert not re.search(r"\bOWNER/|YOUR-NAME|<owner>", (ROOT / name).read_text(encoding="utf-8"))
