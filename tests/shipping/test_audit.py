"""What `make audit` makes of pip-audit's report."""

from __future__ import annotations

import json

import pytest

from builder.shipping.audit import audit_result

_UNKNOWN = {"name": "b", "skip_reason": "Dependency not found on PyPI: b (1)"}
_WHOLE = {"name": "a", "version": "1", "vulns": []}
_BAD = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("found", "status", "line"),
    [
        ([_WHOLE], 0, "audit: 1 checked, no known vulnerability"),
        ([_WHOLE, _UNKNOWN], 0, "1 checked, no known vulnerability, 1 could not be checked"),
        ([_UNKNOWN], 0, "of 1 packages (Dependency not found on PyPI: b (1))"),
        ([_WHOLE, _BAD, _UNKNOWN], 1, "c 2: PYSEC-1, fixed in 3"),
    ],
)
def test_what_was_found(found: list[dict[str, object]], status: int, line: str) -> None:
    said = audit_result(json.dumps({"dependencies": found}))
    assert said[0] == status and said[1].endswith(line) and "\n" not in said[1]


def test_a_service_that_cannot_be_reached_is_one_line() -> None:
    assert audit_result("") == (
        0,
        "audit: nothing was checked: the service of vulnerabilities cannot be reached",
    )
