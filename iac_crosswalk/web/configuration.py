"""Datasette's configuration, in the form that its version reads.

metadata.json is the only source. Datasette 0.65 reads all of it as metadata. Datasette 1.0 reads
titles, descriptions and licences as metadata, and everything else (settings, plugins, queries, the
display of tables) as configuration. `python -m iac_crosswalk.web.configuration` writes the second
half to datasette.json, for those who start Datasette themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

SETTINGS = {
    "suggest_facets": False,
    "default_facet_size": 20,
    "facet_time_limit_ms": 500,
    "sql_time_limit_ms": 1000,
    "max_returned_rows": 2000,
    "allow_download": False,
    "max_csv_mb": 20,
}
SITE: dict[str, Callable[[str], Any]] = {
    "repository": str,
    "address": str,
    "requests_per_second": float,
    "requests_in_reserve": int,
}
"""The settings of a site, and the types of their values (docs/site.md)."""
METADATA = Path(__file__).resolve().parent / "metadata.json"
CONFIGURATION = METADATA.with_name("datasette.json")
_DESCRIPTIVE = {"title", "description", "description_html", "license", "source", "columns"}
"""The keys that are descriptions; all others are configuration. A query keeps its description."""


def metadata() -> dict[str, Any]:
    """The content of metadata.json."""
    content: dict[str, Any] = json.loads(METADATA.read_text(encoding="utf-8"))
    return content


def with_settings(content: dict[str, Any], settings: dict[str, str]) -> dict[str, Any]:
    """The content of metadata.json with the settings of the site. Raises ValueError for an unknown
    setting or an invalid value.
    """
    for name, value in settings.items():
        if name not in SITE:
            raise ValueError(f"`{name}` is not a setting; use {', '.join(SITE)}")
        try:
            content["plugins"]["iac-crosswalk"][name] = SITE[name](value)
        except ValueError:
            raise ValueError(
                f"`{value}` is not a value for the setting {name}; give a number"
            ) from None
    return content


def split(content: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(metadata, configuration) as Datasette 1.0 reads them."""
    descriptive = {key: value for key, value in content.items() if key in _DESCRIPTIVE}
    config = {"plugins": content["plugins"]}
    for name, database in content["databases"].items():
        tables = database["tables"]
        described = {key: value for key, value in database.items() if key in _DESCRIPTIVE}
        described["tables"] = {
            table: _keys(about, descriptive=True) for table, about in tables.items()
        }
        descriptive.setdefault("databases", {})[name] = described
        configured = {table: _keys(about, descriptive=False) for table, about in tables.items()}
        config.setdefault("databases", {})[name] = {
            "queries": database["queries"],
            "tables": {table: about for table, about in configured.items() if about},
        }
    return descriptive, config


def _keys(about: dict[str, Any], descriptive: bool) -> dict[str, Any]:
    return {key: value for key, value in about.items() if (key in _DESCRIPTIVE) == descriptive}


def text() -> str:
    """The text of datasette.json."""
    content = {"settings": SETTINGS, **split(metadata())[1]}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    CONFIGURATION.write_text(text(), encoding="utf-8")
