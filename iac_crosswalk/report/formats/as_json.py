"""The worksheet as JSON: the fields of worksheet.py, unchanged. docs/report.md describes them."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

from iac_crosswalk.report.worksheet import Report


def render(report: Report) -> str:
    """The report as JSON."""
    return _written(report, "\n").encode("utf-8", "replace").decode() + "\n"


def _written(value: Any, line: str) -> str:
    """What json.dumps writes with an indent of two, but faster; `line` begins a line."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    inner = f"{line}  "
    if isinstance(value, (list, tuple)):
        if not value:
            return "[]"
        items = f",{inner}".join(_written(each, inner) for each in value)
        return f"[{inner}{items}{line}]"
    members = value if isinstance(value, dict) else vars(value)
    if not members:
        return "{}"
    pairs = [
        f"{encode_basestring(name)}: {_written(each, inner)}" for name, each in members.items()
    ]
    return f"{{{inner}{f',{inner}'.join(pairs)}{line}}}"
