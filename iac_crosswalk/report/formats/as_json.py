"""The worksheet as JSON: the fields of worksheet.py, unchanged. docs/report.md describes them."""

from __future__ import annotations

import json

from iac_crosswalk.report.worksheet import Report


def render(report: Report) -> str:
    """The report as JSON."""
    return (
        json.dumps(report, default=vars, ensure_ascii=False, indent=2)
        .encode("utf-8", "replace")
        .decode()
        + "\n"
    )
