"""What the tests of the report share: worksheets of templates and plans in memory, and the command
as a process.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.report.run import usage
from iac_crosswalk.report.translation import Translator
from iac_crosswalk.report.worksheet import Entry, FileSheet
from iac_crosswalk.store.schema import Schemas

Worksheet = Callable[..., FileSheet]


@pytest.fixture(scope="session")
def worksheet(knowledge: KnowledgeBase) -> Worksheet:
    """The worksheet of a template (YAML text, or an object for JSON) or a plan for a target system."""  # noqa: E501
    schemas = Schemas(knowledge)

    def make(content: Any, to: str, name: str = "file") -> FileSheet:
        data = (
            content.encode()
            if isinstance(content, str)
            else content
            if isinstance(content, bytes)
            else json.dumps(content).encode()
        )
        return Translator(knowledge, schemas, to).file(usage(name, data, schemas, to))

    return make


def entry(sheet: FileSheet, resource: str, path: str) -> Entry:
    """One property or output of one resource."""
    found = [
        e
        for s in sheet.resources
        if s.name == resource
        for e in (*s.properties, *s.outputs)
        if e.path == path
    ]
    assert len(found) == 1, [
        e.path for s in sheet.resources if s.name == resource for e in (*s.properties, *s.outputs)
    ]
    return found[0]


def verdicts(sheet: FileSheet, resource: str) -> dict[str, str]:
    """Path → verdict of everything that a resource uses."""
    return {
        e.path: e.verdict
        for s in sheet.resources
        if s.name == resource
        for e in (*s.properties, *s.outputs)
    }
