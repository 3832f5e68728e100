"""The pictures of docs/site.md: `python -m tests.web.screenshots http://127.0.0.1:8001`, while a
server runs there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import FLAGS
from tests.web.conftest import GROUP

PAGES = {
    "home": "/",
    "resource": f"/resource/{GROUP}#outputs",
    "attribute": f"/attribute/cloudformation/{GROUP}/ConfigurationEndPoint.Address",
    "coverage": "/coverage",
    "pitfalls": "/pitfalls?filter=elasticache",
}


def main(site: str) -> None:
    """Takes each picture in its place in docs/."""
    docs = Path(__file__).resolve().parent.parent.parent / "docs"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        for name, path in PAGES.items():
            page.goto(site + path, wait_until="networkidle")
            page.screenshot(path=docs / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
