"""The site on the present alpha of Datasette 1.0, in an environment of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.packages import ROOT
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.web import configuration
from tests.web.conftest import GROUP, get, serving

PINNED = Path(__file__).with_name("datasette1.txt")
SQL = "select count(*) as systems from system"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python with Datasette 1.0 and this checkout, as an installation has them."""
    folder = tmp_path_factory.mktemp("datasette1")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    found = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = ["-m", "pip", "install", "--quiet", "--retries", "1", "--require-hashes", "-r"]
    command = [found, *install, PINNED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        # a hash or a pin that is wrong is a failure; a network that is not there is none
        assert not any("hash" in line.lower() for line in lines), done.stderr
        pytest.skip(f"pip cannot install Datasette 1.0 here: {lines[-1]}")
    _install_checkout(found)
    return found


def _install_checkout(python: Path) -> None:
    """What an editable installation leaves: the path, and the entry points Datasette looks for."""
    command = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    site = Path(done.stdout.strip())
    (site / "checkout.pth").write_text(f"{ROOT}\n")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = site / "iac_crosswalk-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 0\n")
    entries = project["entry-points"]["datasette"].items()
    lines = "".join(f"{name} = {module}\n" for name, module in entries)
    (info / "entry_points.txt").write_text(f"[datasette]\n{lines}")


@pytest.fixture(scope="module")
def alpha(database: Path, python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`iac-crosswalk serve` on Datasette 1.0."""
    log = tmp_path_factory.mktemp("alpha") / "log"
    with serving(database, log, python=python) as (address, _):
        yield address


@pytest.fixture(params=["0.65", "1.0"])
def either(request: pytest.FixtureRequest) -> str:
    """The site on each version."""
    found: str = request.getfixturevalue("site" if request.param == "0.65" else "alpha")
    version = get(found, "/-/versions.json").json["datasette"]["version"]
    assert version.startswith(request.param)
    return found


def test_pages_and_api(either: str) -> None:
    home = get(either, "/")
    assert home.status == 200 and b'name="q"' in home.body
    page = get(either, f"/resource/{GROUP}").body.decode()
    assert "configuration_endpoint_address" in page
    asked = {"resource": GROUP, "attribute": "ConfigurationEndPoint.Address", "to": "terraform"}
    found = get(either, "/api/v1/translate", **asked).json
    assert found["targets"][0]["answers"][0]["attribute"] == "configuration_endpoint_address"
    assert get(either, "/nothing").status == 404


@pytest.mark.parametrize("query", configuration.metadata()["databases"]["crosswalk"]["queries"])
def test_canned_queries(either: str, query: str) -> None:
    values = {
        "resource": GROUP,
        "attribute": "ConfigurationEndPoint.Address",
        "to": "pulumi",
        "from": "terraform",
        "name": GROUP,
        "words": "configuration endpoint",
    }
    about = configuration.metadata()["databases"]["crosswalk"]["queries"][query]
    asked = {name: values[name] for name in about.get("params", [])}
    found = get(either, f"/crosswalk/{query}.json", _shape="array", **asked)
    assert found.status == 200 and found.json
    page = get(either, f"/crosswalk/{query}", **asked)
    assert page.status == 200 and about["title"] in page.body.decode()


def test_views_are_browsed_as_tables(either: str) -> None:
    rows = get(either, "/crosswalk/attribute.json", _size=3, _shape="array").json
    assert [row["id"] for row in rows] == [1, 2, 3]
    page = get(either, "/crosswalk/attribute").body.decode()
    assert 'href="/crosswalk/attribute/1"' in page and "Meaning of the columns" in page
    one = get(either, "/crosswalk/attribute/1").body.decode()
    assert "/crosswalk/attribute_mapping?from_attribute_id=1" in one
    assert get(either, "/crosswalk/attribute/999999999").status == 404
    shown = get(either, "/crosswalk").body.decode()
    assert 'href="/crosswalk/attribute"' in shown and "CREATE VIEW attribute " not in shown


def test_full_text_search_and_facets(either: str, knowledge: KnowledgeBase) -> None:
    group = knowledge.find_resource(GROUP)
    assert group is not None
    asked = {"resource_id": group.id, "_search": "configuration endpoint", "_shape": "array"}
    found = get(either, "/crosswalk/attribute.json", **asked).json
    assert "ConfigurationEndPoint.Address" in {row["path"] for row in found}
    page = get(either, "/crosswalk/resource").body.decode()
    assert set(re.findall(r'id="facet-(\w+)"', page)) == {"system", "kind"}


def test_sql_is_answered_and_bounded(either: str) -> None:
    found = get(either, "/crosswalk.json", sql=SQL, _shape="array")
    assert found.json == [{"systems": 5}]
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"
    started = time.monotonic()
    slow = get(either, "/crosswalk.json", sql=endless)
    assert (slow.status, slow.json["error"]["code"]) == (400, "too-slow")
    assert time.monotonic() - started < 5
    for sql in ("select zeroblob(1000000000)", "select printf('%.*c', 900000000, 'x')"):
        assert get(either, "/crosswalk.json", sql=sql).status == 400


def test_datasette_started_by_itself(database: Path, python: Path, tmp_path: Path) -> None:
    """With datasette.json beside metadata.json, as docs/site.md says."""
    options = ["-m", configuration.METADATA, "-c", configuration.CONFIGURATION, "-i", database]
    asked = "/crosswalk/coverage_of.json?from=cloudformation&to=terraform&_shape=array"
    done = subprocess.run(
        [python, "-m", "datasette", "serve", *options, "--get", asked],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0 and '"service"' in done.stdout, done.stderr


def test_the_written_configuration_is_that_of_the_source() -> None:
    written = configuration.CONFIGURATION.read_text(encoding="utf-8")
    assert written == configuration.text(), "run python -m iac_crosswalk.web.configuration"


def test_nothing_is_lost_in_the_split() -> None:
    """Each key of metadata.json is in one of the two halves."""
    whole = configuration.metadata()
    told, config = configuration.split(whole)
    assert {**told, **config}.keys() == whole.keys()
    for name, database in whole["databases"].items():
        one, other = told["databases"][name], config["databases"][name]
        assert other["queries"] == database["queries"]
        for table, about in database["tables"].items():
            assert one["tables"][table] | other["tables"].get(table, {}) == about
