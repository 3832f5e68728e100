"""The committed files of data/history/: canonical, small, and of the pinned versions."""

from __future__ import annotations

import re

import msgspec
import pytest

from builder.history import records, replacements
from builder.history.table import SYSTEMS
from builder.packages import ROOT

FOLDER = ROOT / "data" / "history"


@pytest.mark.parametrize("system", SYSTEMS)
def test_records_are_sorted_and_each_once(system: str) -> None:
    found = records.read(system)
    assert found == sorted(found) and len({(each.resource, each.path) for each in found}) == len(
        found
    )
    versions = [read.version for read in records.releases()[system]]
    assert {each.until for each in found} <= {"", *versions}


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000


def test_replacements_are_sorted_and_have_a_source() -> None:
    rows = msgspec.yaml.decode(
        (FOLDER / "replacements.yaml").read_bytes(), type=list[replacements.Row]
    )
    assert [row.gone[0] for row in rows] == sorted(row.gone[0] for row in rows)
    assert all(row.gone == sorted(row.gone) for row in rows)
    sources = {row.source for row in rows}
    assert all(
        re.fullmatch(
            r"(provider upgrade guides?|pulumi-aws migration guides?|provider changelog) [\d."
            r" and]+|releases compared",
            s,
        )
        for s in sources
    )


def test_what_is_said_to_be_gone_is_gone() -> None:
    """Each judged row is about something a release had; the rest says which version is meant, or
    that none had it.
    """
    known = {
        (each.resource, each.path)
        for system in SYSTEMS
        for each in records.read(system)
        if each.until
    }
    gone = {resource for resource, path in known if not path}
    odd = [
        (resource, path)
        for (resource, path), row in replacements.read_replacements().items()
        if (resource, path) not in known
        and resource not in gone
        and not row.removed_in
        and not row.never
    ]
    assert odd == []
