"""The generated coverage page is up to date, and its counts are those of the packages."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from builder.database import coverage_page as report
from builder.sources.pseudo import with_pseudo
from tests.conftest import Extract


@pytest.mark.whole
def test_the_page_is_up_to_date(database: Path) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    wanted = report.page(connection)
    connection.close()
    assert report.PAGE.read_text(encoding="utf-8") == wanted, "run `make coverage`"


def test_denominators_come_from_the_packages(database: Path, extract: Extract) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = dict(
        connection.execute(
            "select service, attributes from coverage where from_system = 'terraform' and to_system"
            " = 'pulumi'"
        )
    )
    counted: dict[str, int] = {}
    for resource in extract("terraform").resources:
        # Two blocks that the bindings fold are written out while linking
        # (builder/patches/unfold.py).
        if resource.kind == "resource" and resource.service != "wafv2":
            counted[resource.service] = counted.get(resource.service, 0) + len(resource.attributes)
    assert rows.pop("wafv2") > 3000 and rows == counted
    unequal = connection.execute(
        "select count(*) from coverage where attributes != curated + rule + derived + none +"
        " unmapped"
    ).fetchone()[0]
    connection.close()
    assert unequal == 0


def test_every_attribute_of_the_packages_and_of_the_pseudo_resources_is_in_the_file(
    database: Path, extract: Extract
) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for system in ("pulumi", "boto3", "cdk"):
        names = {
            (resource.name, attribute.path)
            for resource in with_pseudo(extract(system)).resources
            for attribute in resource.attributes
        }
        query = (
            "select r.name, a.path from resource r join attribute a on a.resource_id = r.id where"
            " r.system = ?"
        )
        assert set(connection.execute(query, [system])) == names, system
    connection.close()
