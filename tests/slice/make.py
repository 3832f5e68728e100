"""Cuts the slice out of the real sources: `make slice`. The resources are those that the tests
name, those of the tables of facts that a build holds against the schemas, those that their mapping
files speak of, and the twins of all of these by rule."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import msgspec

from builder import derivation, make, stages
from builder.curated import files, whole
from builder.curated.claims import ResolvedFile
from builder.curated.schemas import Schemas
from builder.extract import load
from builder.linking.matching.results import Derived, DerivedAttribute, DerivedResource
from builder.model import SYSTEMS, Extraction
from builder.packages import ROOT
from tests.slice.content import FILE, Slice, write

TESTS = Path(__file__).parents[1]
ROOMS = ("answers", "ask", "check", "field", "programs", "report")
"""The tests whose resources the slice has."""
_NAME = re.compile(r"AWS::\w+::\w+|(?:data\.)?aws_\w+|[A-Za-z_][\w./:-]*\w")
_LEFT_OUT = re.compile("wafv2", re.I)
"""Types whose schemas are completed by what other types show."""

_LARGEST = 5_000
"""Attributes: QuickSight's types have 27,000."""

Name = tuple[str, str]
Row = TypeVar("Row", DerivedResource, DerivedAttribute)


def named() -> set[str]:
    """Every word in the tests and the tables that may be the name of a resource."""
    files = [path for room in ROOMS for path in (TESTS / room).rglob("*") if path.is_file()]
    tables = (*stages.STAGES["prepared"].tables, "sam_properties", "sam_types")
    files += [ROOT / "data" / f"{table}.yaml" for table in tables]
    return {
        word
        for path in files
        if path.suffix not in (".pyc", ".png")
        for word in _NAME.findall(path.read_text(encoding="utf-8", errors="replace"))
    }


def cut() -> Slice:
    """The slice of the present sources, mappings and tests."""
    base = make.prepare_base(print)
    with closing(sqlite3.connect(base)) as connection:
        owners = dict(connection.execute("select id, resource_id from attribute"))
    with closing(Schemas(base)) as schemas:
        return _cut(schemas, owners)


def _cut(schemas: Schemas, owners: dict[int, int]) -> Slice:
    extractions = {system: load(system) for system in SYSTEMS}
    words = named()
    wanted: set[Name] = {
        (system, resource.name)
        for system, extraction in extractions.items()
        for resource in extraction.resources
        if not words.isdisjoint((resource.name, *resource.aliases))
    }
    names = {number: (s, n) for s, each in schemas.resources.items() for n, number in each.items()}
    twins = [
        (names[one], names[other])
        for one, _, other in schemas.links("resource_mapping")
        if other is not None
    ]
    texts = files.curated_texts()
    curated = whole.resolve_all(texts, schemas)
    spoken = {
        file.mapping_file.file: {names[each] for each in _spoken(file, owners)}
        for file in curated.files
    }
    for file in curated.files:
        if (
            file.mapping_file.system,
            file.mapping_file.name,
        ) in wanted or "/pseudo/" in file.mapping_file.file:
            wanted |= spoken[file.mapping_file.file]
    twins += [(other, one) for one, other in twins]
    wanted |= {other for one, other in twins if one in wanted}
    large = {
        (system, each.name)
        for system, whole in extractions.items()
        for each in whole.resources
        if len(each.attributes) > _LARGEST
    }
    wanted = {name for name in wanted - large if not _LEFT_OUT.search(name[1])}
    parts = {system: _part(each, wanted) for system, each in extractions.items()}
    held = {(system, each.name) for system, part in parts.items() for each in part.resources}
    extracted = {(s, each.name) for s, whole in extractions.items() for each in whole.resources}
    held |= set(names.values()) - extracted  # those that the build itself adds (data/pseudo.yaml)
    found = derivation.load()
    return Slice(
        parts,
        {name: _derived(getattr(found, name), held) for name in derivation.NAMES},
        {file: texts[file].decode() for file, used in spoken.items() if used <= held},
    )


def _spoken(file: ResolvedFile, owners: dict[int, int]) -> Iterator[int]:
    """The row ids of all resources that a mapping file speaks of."""
    if file.subject is not None:
        yield file.subject
    yield from (each.target for each in file.resources if each.target is not None)
    yield from (pitfall.resource for pitfall in file.pitfalls)
    attributes = [claim.subject.id for claim in file.claims]
    for claim in file.claims:
        if claim.end < 0:
            yield -claim.end
        elif claim.end:
            attributes.append(claim.end)
    attributes += [each.id for pair in file.rejected for each in (pair.subject, pair.target)]
    attributes += [each.id for pitfall in file.pitfalls for each in pitfall.instead]
    attributes += [sign.attribute.id for sign in file.signs]
    yield from (owners[number] for number in attributes)


def _part(extraction: Extraction, wanted: set[Name]) -> Extraction:
    kept = [each for each in extraction.resources if (extraction.system, each.name) in wanted]
    for each in extraction.resources:
        clients = {key: each.facts[key] for key in ("calls", "answers") if key in each.facts}
        first = next((one for one in kept if clients and one.service == each.service), None)
        if first is not None:  # what one resource of a client holds for all of them
            first.facts |= clients
    return msgspec.structs.replace(extraction, resources=kept, notes=[])


def _derived(found: Derived, held: set[Name]) -> Derived:
    return Derived(
        _between(found.resources, held),
        _between(found.attributes, held),
        _between(found.resource_candidates, held),
        _between(found.candidates, held),
    )


def _between(rows: Iterable[Row], held: set[Name]) -> list[Row]:
    return [
        row
        for row in rows
        if (row.system, row.resource) in held and (row.to_system, row.to_resource) in held
    ]


if __name__ == "__main__":
    made = cut()
    write(made)
    counts = ", ".join(f"{len(each.resources)} {s}" for s, each in made.extractions.items())
    print(f"{FILE.name}: {counts}; {len(made.mappings)} mapping files; {FILE.stat().st_size:,} B")
