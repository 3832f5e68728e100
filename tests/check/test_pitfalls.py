"""Every pitfall of the knowledge base is told by `translate` and by `check`, in its own system."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from iac_crosswalk import KnowledgeBase
from iac_crosswalk.answers.advice import Advisor
from iac_crosswalk.check.run import check_source
from iac_crosswalk.programs.source import Source
from tests.check.pitfall_programs import Program, programs

ROWS = """
select r.system, r.name, r.call, r.facts, p.wrong, p.why, p.source
  from pitfall p join resource r on r.id = p.resource_id
 where r.system = ? order by p.id
"""
SILENT = {
    ("AWS::CloudFront::Distribution", "DistributionConfig.Aliases.Items"),
    ("AWS::Serverless::HttpApi", "Auth.Authorizers.*.JwtConfiguration.Audience"),
    ("AWS::Serverless::HttpApi", "Auth.Authorizers.*.JwtConfiguration.Issuer"),
}
"""Of these check knows nothing: it does not judge the type of a value (an object for a text), and
an authorizer of SAM is an object without a schema. May only shrink."""
SYSTEMS = ("cloudformation", "terraform", "pulumi", "cdk", "boto3")


def pitfalls(database: Path, system: str) -> list[dict[str, Any]]:
    """The pitfalls of one system, each with what a program needs of its resource."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        rows = [dict(row) for row in db.execute(ROWS, [system])]
    for row in rows:
        row["python"] = json.loads(row["facts"] or "{}").get("python")
    return rows


def tells(advisor: Advisor, row: dict[str, Any], program: Program) -> bool:
    """Whether check says why, or in which version the name was removed, or writes what the pitfall
    says to write, or the first part of it.
    """
    checked = check_source(Source(Path(program.file), program.text.encode()), advisor)
    if checked is None:
        return False
    answer = advisor.knowledge.translate(
        row["wrong"], resource=row["name"], from_system=row["system"], to=row["system"]
    )
    ways = [each["attribute"] for each in answer["pitfall"]["ways"]]
    return any(
        row["why"].removesuffix(".") in finding.message
        or " was removed in " in finding.message
        or any(
            each.why == row["why"]
            or any(f"{way}.".startswith((f"{each.path}.", f"{each.path}[].")) for way in ways)
            for each in finding.replacements
        )
        for finding in checked.findings
    )


@pytest.mark.whole
@pytest.mark.parametrize("system", SYSTEMS)
def test_translate_tells_it(knowledge: KnowledgeBase, database: Path, system: str) -> None:
    silent = []
    for row in pitfalls(database, system):
        answer = knowledge.translate(
            row["wrong"], resource=row["name"], from_system=system, to="terraform"
        )
        if answer["status"] != "unknown-attribute" or answer["pitfall"]["why"] != row["why"]:
            silent.append((row["name"], row["wrong"], answer["status"]))
    assert silent == []


@pytest.mark.whole
@pytest.mark.parametrize("system", SYSTEMS)
def test_check_tells_it(knowledge: KnowledgeBase, database: Path, system: str) -> None:
    advisor = Advisor(knowledge)
    silent = [
        (row["name"], row["wrong"], row["source"])
        for row in pitfalls(database, system)
        if (row["name"], row["wrong"]) not in SILENT
        and not any(tells(advisor, row, each) for each in programs(row, row["wrong"]))
    ]
    assert silent == []


@pytest.mark.whole
def test_they_are_many(database: Path) -> None:
    """At least 200 over 40 services; one that stands in several systems counts once."""
    distinct: set[tuple[str, str]] = set()
    services = set()
    for system in SYSTEMS:
        for row in pitfalls(database, system):
            distinct.add((row["source"].partition(":")[0], row["why"]))
            services.add(row["source"].split("/")[1])
    assert len(distinct) >= 200
    assert len(services) >= 40
