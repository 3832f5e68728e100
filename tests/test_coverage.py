"""The generated coverage page is up to date, and its counts are those of the packages."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from builder import report
from tests.conftest import Extract


def test_the_page_is_up_to_date(database: Path) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    wanted = report.page(connection)
    connection.close()
    assert report.PAGE.read_text(encoding="utf-8") == wanted, "run `make coverage`"


def test_denominators_come_from_the_packages(database: Path, extract: Extract) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = dict(connection.execute("select service, attributes from coverage where from_system = 'terraform' and to_system = 'pulumi'"))
    counted: dict[str, int] = {}
    for resource in extract("terraform").resources:
        if resource.kind == "resource":
            counted[resource.service] = counted.get(resource.service, 0) + len(resource.attributes)
    assert rows == counted
    unequal = connection.execute("select count(*) from coverage where attributes != curated + rule + derived + none + unmapped").fetchone()[
        0
    ]
    connection.close()
    assert unequal == 0


def test_every_attribute_of_the_packages_is_in_the_file(database: Path, extract: Extract) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for system in ("terraform", "pulumi", "boto3", "cdk"):
        names = {(resource.name, attribute.path) for resource in extract(system).resources for attribute in resource.attributes}
        query = "select r.name, a.path from resource r join attribute a on a.resource_id = r.id where r.system = ?"
        assert set(connection.execute(query, [system])) == names, system
    connection.close()


def test_pulumi_and_terraform_are_linked_or_say_why(database: Path) -> None:
    """Every resource class and attribute, both ways: a partner, or a reason. What has a counterpart at all is linked to at least 99 %."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for one, other in (("pulumi", "terraform"), ("terraform", "pulumi")):
        linked = "from_attribute_id" if one == "terraform" else "to_attribute_id"
        total, partners, reasons = connection.execute(
            f"""select count(*), sum(exists (select 1 from attribute_mapping m where m.{linked} = a.id and m.via is null and m.to_system = 'pulumi' and m.relation = 'exact')),
                       sum(exists (select 1 from attribute_mapping m where m.from_attribute_id = a.id and m.to_system = ? and m.relation = 'none')
                           or exists (select 1 from unlinked u where u.attribute_id = a.id and u.to_system = ?))
                  from attribute a join resource r on r.id = a.resource_id where r.system = ?""",
            [other, other, one],
        ).fetchone()
        (unseen,) = connection.execute(
            "select count(*) from unlinked u join attribute a on a.id = u.attribute_id join resource r on r.id = a.resource_id where r.system = ? and u.to_system = ?",
            [one, other],
        ).fetchone()
        none = reasons - unseen
        assert partners + reasons == total
        assert partners / (total - none) >= (0.99 if one == "terraform" else 0.965), (one, partners, total, none)
    connection.close()
