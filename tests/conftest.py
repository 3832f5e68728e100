"""What every test may ask for. The real packages are read and the real knowledge base is built,
once a session, through the build's own cache.
"""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder import make, pipeline
from builder.curated.schemas import Schemas
from builder.extract import load
from builder.model import Extraction, SystemName
from iac_crosswalk import KnowledgeBase
from tests.slice import build as slice_of

if TYPE_CHECKING:  # loaded where a browser is started
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Extract = Callable[[SystemName], Extraction]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--slice`: the tests run on the small knowledge base of tests/slice."""
    parser.addoption("--slice", action="store_true", help="build tests/slice, without any package")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `--slice`, rooms whose tests read the packages, or start servers, browsers and builds,
    are not even loaded.
    """
    rooms = ("sources", "patches", "web", "reliability", "shipping", "export")
    return True if config.getoption("--slice") and collection_path.name in rooms else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--slice`, the tests of the whole and of the packages are left out."""
    if config.getoption("--slice"):
        whole = [item for item in items if _is_of_the_whole(item)]
        config.hook.pytest_deselected(items=whole)
        items[:] = [item for item in items if not _is_of_the_whole(item)]


def _is_of_the_whole(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    needed = {"base", "extract", "schemas", "browser"} & {*fixtures}
    return bool(item.get_closest_marker("whole") or needed)


@pytest.fixture(scope="session")
def extract() -> Extract:
    """The extraction of a system. Tests share it: whoever changes one, loads a copy of their own
    with builder.extract.load.
    """
    return functools.cache(load)


@pytest.fixture(scope="session")
def base() -> Path:
    """The base file: extracted schemas and rule links."""
    return make.prepare_base(lambda line: None)


@pytest.fixture(scope="session")
def schemas(base: Path) -> Iterator[Schemas]:
    """Names of the real schemas."""
    found = Schemas(base)
    yield found
    found.close()


@pytest.fixture(scope="session")
def sliced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the knowledge base of the slice (`crosswalk.db`), and its stages and mapping
    files: a copy of what is built once for all processes and sessions."""
    return Path(shutil.copytree(slice_of.built(), tmp_path_factory.mktemp("slice") / "built"))


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge base as the present checkout builds it, in a place of its own."""
    if request.config.getoption("--slice"):
        folder: Path = request.getfixturevalue("sliced")
        return folder / "crosswalk.db"
    if given := os.environ.get(
        "IAC_CROSSWALK_TEST_DB"
    ):  # for those who work on answers alone, while the builder changes
        return Path(given)
    path = tmp_path_factory.mktemp("built") / "crosswalk.db"
    pipeline.build(path)
    return path


@pytest.fixture(scope="session")
def knowledge(database: Path) -> KnowledgeBase:
    """Lookups in the built knowledge base."""
    return KnowledgeBase(database)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium: one for all tests, since two of Playwright's do not run in one process."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of the browser that nothing was open on."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()
