"""A note that sends its reader to a waiter: botocore has one that asks the call by which the thing
is read (waiters-2.json)."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from builder.curated.files import MAPPINGS
from builder.packages import open_package
from builder.sources.boto3.models import xform
from tests.conftest import Extract

_FILE = re.compile(r"botocore/data/([^/]+)/(\d{4}-\d{2}-\d{2})/waiters-2\.json(\.gz)?$")
_SENDS = re.compile(r"use a waiter|get_waiter\(\.\.\.\)")


@pytest.fixture(scope="module")
def waited() -> dict[str, set[str]]:
    """Client → the methods that its waiters ask."""
    package = open_package("botocore")
    rule = xform(package)
    found: dict[str, set[str]] = {}
    for name in package.names():
        if match := _FILE.match(name):
            raw = package.read(name)
            model = json.loads(gzip.decompress(raw) if match[3] else raw)
            asked = {rule(each["operation"]) for each in model["waiters"].values()}
            found.setdefault(match[1], set()).update(asked)
    return found


def sending() -> Iterator[tuple[str, str, list[str]]]:
    """(file, boto3 resource, …) of each file with a note that says that a waiter waits for it."""
    for path in sorted(MAPPINGS.glob("**/*.yaml")):
        text = path.read_text(encoding="utf-8")
        if not _SENDS.search(text):
            continue
        document: dict[str, Any] = yaml.safe_load(text)
        cells = document["resource"].get("boto3", [])
        names = [
            each["name"] if isinstance(each, dict) else each
            for each in (cells if isinstance(cells, list) else [cells])
        ]
        if any(_SENDS.search(row.get("note", "")) for row in document.get("attributes", ())):
            yield path.relative_to(MAPPINGS).as_posix(), names[0], names


@pytest.mark.whole
def test_a_waiter_that_a_note_names_is_there(extract: Extract, waited: dict[str, set[str]]) -> None:
    known = {resource.name: resource for resource in extract("boto3").resources}
    wrong = []
    found = list(sending())
    for file, main, _ in found:
        client = main.partition(".")[0]
        reads = {each["operation"] for each in known[main].facts.get("read", ())}
        asked = waited.get(client, set())
        if not (asked & reads if reads else asked):
            wrong.append(f"{file}: {client} has no waiter that asks {', '.join(sorted(reads))}")
    assert found and not wrong
