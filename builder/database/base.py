"""The base file: everything that does not depend on mappings/, which is the extracted schemas, the
mappings by rule and the full-text search.

It is kept in .cache/, and each build starts from a copy. So the edit of a mapping does not need a
full build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlite_utils
import yaml

from builder import stage_cache, stages
from builder.database import compact, database
from builder.database.tables import FULL_TEXT, INDEXES
from builder.extract import Report
from builder.linking import twins
from builder.linking.compose import Mapping
from builder.linking.links import Links, Unlinked
from builder.model import SYSTEMS, Extraction
from builder.packages import ROOT, pins
from builder.prepare import prepare
from builder.sources.pseudo import with_pseudo

DATA = ROOT / "data"


def table(name: str) -> Any:
    """A curated reference table: data/NAME.yaml as plain Python."""
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


_ONLY_FILLED_IN = """
create temp table filled as
  select p.resource_id, p.path from attribute p join attribute_mapping m
    on m.to_attribute_id = p.id and m.origin = 'rule'
    join attribute t on t.id = m.from_attribute_id
    join resource r on r.id = t.resource_id and r.system = 'terraform'
  where p.is_input and instr(p.path, '.') and not t.is_input order by p.id;
update resource set facts = json_set(facts, '$.only_filled_in',
  (select json_group_array(f.path) from filled f where f.resource_id = resource.id))
  where id in (select resource_id from filled);
drop table filled;
"""
"""Adds the fact `only_filled_in` to Pulumi's resources: the nested attributes that Pulumi's classes
accept, but that the Terraform provider only returns."""


def make(path: Path, report: Report) -> None:
    """Writes the base file from the extractions. `path` exists only when it is complete."""
    prepared, *links = prepare()
    extractions = {
        system: with_pseudo(extraction)
        for system, extraction in twins.described(prepared, links[1]).items()
    }
    rule_links: tuple[tuple[Links, tuple[str, str]], ...] = (
        (links[0], ("cloudformation", "cdk")),
        (links[1], ("terraform", "pulumi")),
    )
    numbers = database.Numbers(extractions.values())
    with stage_cache.keeping(path) as part, closing(database.create(part)) as db:
        database.insert(db, "system", (_system_row(name, extractions[name]) for name in SYSTEMS))
        database.insert(db, "transform", table("transforms"))
        attributes = compact.Attributes(db)
        for system in SYSTEMS:
            report(f"{system}: writing")
            _write(db, extractions[system], numbers, attributes)
        for found, systems in rule_links:
            write_mappings(db, "resource", rule_resources(found, systems, numbers))
            write_mappings(db, "attribute", rule_attributes(found, systems, numbers))
            database.insert(db, "unlinked", unlinked_rows(found, systems, numbers))
        for statement in INDEXES.split(";"):
            db.execute(statement)
        db.conn.executescript(_ONLY_FILLED_IN)
        report("full-text search")
        db["resource"].enable_fts(FULL_TEXT["resource"])
        attributes.index_text()
        db.execute("analyze")
        stages.check_unchanged("base")


def _system_row(system: str, extraction: Extraction) -> dict[str, Any]:
    facts = table("systems")[system]
    return {
        "name": system,
        "title": facts["title"],
        "package": extraction.package,
        "package_version": extraction.version,
        "licence": facts["licence"],
        "description": facts["description"],
    }


def _write(
    db: sqlite_utils.Database,
    extraction: Extraction,
    numbers: database.Numbers,
    attributes: compact.Attributes,
) -> None:
    def number(name: str) -> int:
        return numbers.resources[extraction.system, name]

    database.insert(
        db, "resource", (database.resource_row(number(r.name), r) for r in extraction.resources)
    )
    database.insert(
        db,
        "resource_alias",
        (
            {"alias": alias, "resource_id": number(r.name)}
            for r in extraction.resources
            for alias in dict.fromkeys(r.aliases)
        ),
    )
    attributes.write(
        row
        for r in extraction.resources
        for row in database.attribute_rows(number(r.name), numbers.first[number(r.name)], r)
    )


def rule_resources(
    links: Links, systems: tuple[str, str], numbers: database.Numbers
) -> Iterator[Mapping]:
    """The mappings of resources by rule, and `none` with its reason."""
    from_system, target_system = systems
    for link in links.resources:
        yield Mapping(
            subject=numbers.resources[from_system, link.from_resource],
            to_system=target_system,
            target=numbers.resources[target_system, link.to_resource],
            role="main",
        )
    for unlinked in links.unlinked:
        if unlinked.path is None and unlinked.none:
            number = numbers.resources[unlinked.system, unlinked.resource]
            yield Mapping(
                subject=number,
                to_system=_opposite(systems, unlinked.system),
                target=None,
                relation="none",
                note=unlinked.reason,
            )


def rule_attributes(
    links: Links, systems: tuple[str, str], numbers: database.Numbers
) -> Iterator[Mapping]:
    """The mappings of attributes by rule, and `none` with its reason."""
    from_system, target_system = systems
    for link in links.resources:
        from_ids = numbers.attributes(numbers.resources[from_system, link.from_resource])
        target_ids = numbers.attributes(numbers.resources[target_system, link.to_resource])
        for pair in link.attributes:
            yield Mapping(
                subject=from_ids[pair.from_path],
                to_system=target_system,
                target=target_ids[pair.to_path],
            )
    for attribute, unlinked in _unlinked_attributes(links, numbers):
        if unlinked.none:
            yield Mapping(
                subject=attribute,
                to_system=_opposite(systems, unlinked.system),
                target=None,
                relation="none",
                note=unlinked.reason,
            )


def _unlinked_attributes(links: Links, numbers: database.Numbers) -> Iterator[tuple[int, Unlinked]]:
    """(attribute id, the reason) for each attribute without a partner, once. They include all
    attributes of a resource without a counterpart.
    """
    yielded: set[int] = set()
    for unlinked in links.unlinked:
        paths = numbers.attributes(numbers.resources[unlinked.system, unlinked.resource])
        for attribute in [paths[unlinked.path]] if unlinked.path is not None else paths.values():
            if attribute not in yielded:
                yielded.add(attribute)
                yield attribute, unlinked


def unlinked_rows(
    links: Links, systems: tuple[str, str], numbers: database.Numbers
) -> Iterator[dict[str, Any]]:
    """The rows of `unlinked`: attributes that the other side may have, but its source does not show
    them."""
    for attribute, unlinked in _unlinked_attributes(links, numbers):
        if not unlinked.none:
            yield {
                "attribute_id": attribute,
                "to_system": _opposite(systems, unlinked.system),
                "reason": unlinked.reason,
            }


def _opposite(systems: tuple[str, str], system: str) -> str:
    return systems[1] if system == systems[0] else systems[0]


def write_mappings(
    db: sqlite_utils.Database, kind: str, mappings: Iterator[Mapping] | list[Mapping]
) -> int:
    """Writes mappings of attributes or of resources (`kind`: "attribute" or "resource"). Returns
    the first row id."""
    table = "mapping_row" if kind == "attribute" else "resource_mapping"
    (last,) = db.execute(f"select coalesce(max(id), 0) from {table}").fetchone()
    start = int(last) + 1

    subject, target = f"from_{kind}_id", f"to_{kind}_id"
    own_column = "role" if kind == "resource" else "transform"

    def extra_columns(m: Mapping) -> dict[str, Any]:
        if kind == "attribute":
            return {"to_resource_id": m.whole, "key": m.key}
        return {
            "holds": dump(m.holds) if m.holds else None,
            "back": dump(m.back) if m.back else None,
        }

    rows = (
        {
            "id": number,
            subject: m.subject,
            "to_system": m.to_system,
            target: None if m.whole else m.target,
            "relation": m.relation,
            own_column: getattr(m, own_column),
            "condition": m.condition,
            "confidence": m.confidence,
            "origin": m.origin,
            "via": m.via,
            "note": m.note,
            "source": m.source,
            "evidence": m.evidence,
            **extra_columns(m),
        }
        for number, m in enumerate(mappings, start)
    )
    if kind == "attribute":
        compact.write_mappings(db, rows)
    else:
        database.insert(db, "resource_mapping", rows)
    return start


def inverses() -> dict[str, str]:
    """Transform → its inverse."""
    return {row["name"]: row["inverse"] for row in table("transforms")}


def versions() -> dict[str, str]:
    """The package of each source → its pinned version."""
    pinned = pins()
    return {source.package: pinned[source.package][0] for source in stages.SOURCES.values()}


_ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def dump(value: Any) -> str:
    """JSON text, equal for equal values."""
    return _ENCODE(value)
