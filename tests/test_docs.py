"""The documentation names what there is: every command and option, every endpoint, every rule,
every canned query, every key of a mapping file.
"""

from __future__ import annotations

import json
import re

import click
import pytest

from builder.curated.checks import RULES
from builder.packages import ROOT
from iac_crosswalk.check.findings import RULES as CHECKED
from iac_crosswalk.check.formats import FORMATS
from iac_crosswalk.cli.main import COMMANDS, cli
from iac_crosswalk.programs.languages import LANGUAGES

API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
MAPPINGS = (ROOT / "docs" / "mappings.md").read_text(encoding="utf-8")
CHECKING = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_commands(name: str) -> None:
    assert f"iac-crosswalk {name}" in API
    command = cli.get_command(click.Context(cli), name)
    assert command is not None and command.short_help is None and COMMANDS[name][1]


def test_endpoints() -> None:
    from iac_crosswalk.web.plugin import ROUTES  # with all of Datasette

    routes = [route.strip("^$").replace("\\", "") for route in ROUTES]
    assert [route for route in routes if route not in API] == []


@pytest.mark.parametrize("rule", RULES)
def test_rules(rule: str) -> None:
    assert f"| `{rule}` |" in MAPPINGS
    assert RULES[rule].__doc__
    assert (ROOT / "tests" / "curated" / "checks" / f"test_{rule.replace('-', '_')}.py").exists()


def test_canned_queries() -> None:
    queries = json.loads((ROOT / "iac_crosswalk" / "web" / "metadata.json").read_text())[
        "databases"
    ]["crosswalk"]["queries"]
    called = {
        name: "&".join(f"{parameter}=" for parameter in query.get("params", []))
        for name, query in queries.items()
    }
    assert [
        name
        for name, given in called.items()
        if f"`/crosswalk/{name}.json{'?' if given else ''}{given}`" not in API
    ] == []


@pytest.mark.parametrize("rule", CHECKED)
def test_rules_of_check(rule: str) -> None:
    assert f'<a id="{rule}"></a>`{rule}`' in CHECKING


def test_kinds_of_files_and_formats_of_check() -> None:
    checked = [kind for kind in LANGUAGES.values() if not kind.generated]
    suffixes = {suffix for kind in checked for suffix in kind.suffixes}
    signs = {sign.decode() for kind in checked for sign in kind.signs}
    assert [
        name
        for name in sorted(suffixes | signs | set(FORMATS))
        if f"`{name}`" not in CHECKING and f"--format {name}" not in CHECKING
    ] == []


def test_mapping_keys() -> None:
    schema = json.loads((ROOT / "mappings" / "schema.json").read_text())
    keys = {
        *schema["properties"],
        *schema["$defs"]["row"]["properties"],
        *schema["$defs"]["pitfall"]["properties"],
    } - {
        "cloudformation",
        "terraform",
        "pulumi",
        "boto3",
        "cdk",
    }
    assert [key for key in sorted(keys) if f"`{key}`" not in MAPPINGS] == []


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"`?make ([a-z-]+)(?:`|    )", README)):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_commands_of_the_claims_exist() -> None:
    claims = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    for path in re.findall(r"\btests/[\w/.]+", claims):
        assert (ROOT / path).exists(), path
    for target in re.findall(r"`make ([a-z-]+)`", claims):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.M), target
    parts = (ROOT / "bench" / "__main__.py").read_text(encoding="utf-8")
    for names in re.findall(r"`python -m bench ([a-z -]+)`", claims):
        assert [name for name in names.split() if f'    "{name}": {name}' not in parts] == []
    for module in re.findall(r"`python -m (bench\.[a-z_.]+)", claims):
        assert (ROOT / f"{module.replace('.', '/')}.py").exists(), module


def test_links_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert "://" in link or (page.parent / link).exists(), f"{page.name}: {link}"
