"""The examples of the documentation run: docstrings with doctest, the pages' Python as it is."""

from __future__ import annotations

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

from builder.packages import ROOT
from tests import pages

MODULES = ("iac_crosswalk", "iac_crosswalk.answers.knowledge", "iac_crosswalk.ask")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
BLOCKS = [
    pytest.param(block, id=f"{page.name}-{number}")
    for page in PAGES
    for number, block in enumerate(_PYTHON.findall(page.read_text(encoding="utf-8")), 1)
]


@pytest.fixture(autouse=True)
def found(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The knowledge base is where an example looks for it."""
    monkeypatch.setenv("IAC_CROSSWALK_DB", str(database))


@pytest.mark.parametrize("module", MODULES)
def test_docstrings(module: str) -> None:
    result = doctest.testmod(import_module(module), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted and not result.failed


@pytest.mark.parametrize("block", BLOCKS)
def test_python_of_the_pages(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = 'import pulumi_aws as aws\ncache = aws.elasticache.ReplicationGroup("cache")\n'
    (tmp_path / "__main__.py").write_text(program + "print(cache.port)\n")
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "example", "exec"), {})


SECTIONS = [
    pytest.param(text, id=f"{page.name}-{heading}")
    for page in PAGES
    for heading, text in pages.sections(page.read_text(encoding="utf-8")).items()
]


@pytest.mark.whole
@pytest.mark.parametrize("section", SECTIONS)
def test_commands_of_the_pages(
    section: str, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for printed in pages.run(section, tmp_path, database):
        assert printed.agrees, "\n".join([printed.asked, *printed.found])


def test_what_a_page_leaves_out() -> None:
    found = ["a", "b", "c"]
    for expected, agrees in (
        (["a", "b", "c"], True),
        (["a", "…"], True),
        (["…", "c"], True),
        (["…", "a", "b", "c", "…"], True),
        (["a", "c"], False),
        (["…", "b"], False),
    ):
        assert pages.Printed("$ x", expected, found).agrees is agrees
