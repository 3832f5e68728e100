"""Builds data/crosswalk.db: extract → base file → curated, derived and composed mappings → one rename."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlite_utils

from builder import base, coverage, database, rules
from builder.curated.parse import MAPPINGS, Problem, mapping_files, parse_text
from builder.curated.parse import MappingFile as Written
from builder.curated.resolve import Resolved, resolve
from builder.errors import BuildError
from builder.extract import SOURCES, Report, extract_all, key
from builder.files import replacing
from builder.linking.compose import Composer, Mapping, stored
from builder.packages import CACHE, ROOT
from builder.rules.curated import Curated
from builder.schemas import Schemas

OUTPUT = ROOT / "data" / "crosswalk.db"

OVERRULED = """
delete from {kind}_mapping where origin = 'rule' and via is null and exists (
  select 1 from {kind}_mapping c where c.from_{kind}_id = {kind}_mapping.from_{kind}_id and c.to_system = {kind}_mapping.to_system
     and c.to_{kind}_id = {kind}_mapping.to_{kind}_id and c.origin = 'curated' and c.via is null)
"""


def base_key() -> str:
    """What the base file depends on: the extractions, the builder's code, the reference tables."""
    whole = hashlib.sha256()
    for system in SOURCES:
        whole.update(key(system).encode())
    for path in sorted([*(ROOT / "builder").rglob("*.py"), *(ROOT / "data").glob("*.yaml")]):
        whole.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def curated_texts(folder: Path = MAPPINGS) -> dict[str, bytes]:
    """File → bytes of every mapping file; the name is the path from the project's folder."""
    return {f"mappings/{path.relative_to(folder)}": path.read_bytes() for path in mapping_files(folder)}


def input_key(texts: dict[str, bytes]) -> str:
    """What the whole file depends on, as one hash; it stands in the `build` table."""
    whole = hashlib.sha256(base_key().encode())
    for name, text in [*sorted(texts.items()), ("schema", (MAPPINGS / "schema.json").read_bytes())]:
        whole.update(name.encode() + b"\0" + text)
    return whole.hexdigest()


def prepare_base(report: Report) -> Path:
    """The base file of the present sources, made first where it is missing."""
    path = CACHE / f"base-{base_key()[:20]}.db"
    if not path.exists():
        extract_all(report)
        base.make(path, report)
        for old in CACHE.glob("base-*"):
            if old != path:
                old.unlink(missing_ok=True)
    return path


def build(output: Path = OUTPUT, force: bool = False, report: Report = lambda line: None, mappings: Path = MAPPINGS) -> bool:
    """Builds the knowledge base into `output`; False when nothing had changed.

    Raises BuildError, and leaves an earlier file as it was, when a source is missing or curated data has problems.
    """
    texts = curated_texts(mappings)
    wanted = input_key(texts)
    if not force and _built_from(output) == wanted:
        return False
    path = prepare_base(report)
    schemas = Schemas(path)
    try:
        report(f"mappings: checking {len(texts)} files")
        curated = resolve_all(texts, schemas)
        problems = rules.check(curated)
        if problems:
            raise BuildError("\n".join(map(str, problems)) + f"\n{len(problems)} problems in mappings/; nothing was built")
        with replacing(output) as part:
            shutil.copyfile(path, part)
            _finish(part, curated, wanted, report)
    finally:
        schemas.close()
    return True


def _built_from(output: Path) -> str | None:
    """The input key the file was built from, or None when there is no usable file."""
    if not output.exists():
        return None
    connection = sqlite3.connect(f"file:{output}?mode=ro", uri=True)
    try:
        row = connection.execute("select value from build where key = 'inputs'").fetchone()
        pages, size = connection.execute("select (select * from pragma_page_count), (select * from pragma_page_size)").fetchone()
        return str(row[0]) if row and pages * size == output.stat().st_size else None
    except sqlite3.Error:
        return None
    finally:
        connection.close()


def resolve_all(texts: dict[str, bytes], schemas: Schemas) -> Curated:
    """Every mapping file, parsed and looked up. Pulumi and CDK names may be left out of a file: they follow by rule."""
    twins: dict[int, dict[str, int]] = {}
    for subject, system, target in schemas.links("resource_mapping"):
        if target is not None:
            twins.setdefault(subject, {}).setdefault(system, target)
    files: list[Resolved] = []
    for name, text in texts.items():
        files.append(resolve(parse_text(text, Written(name)), schemas, twins))
    inverse = {row["name"]: row["inverse"] for row in base.table("transforms")}
    return Curated(files, texts, schemas, inverse)


def _system_finder(connection: sqlite3.Connection, table: str) -> Callable[[int], str]:
    """Row id → system. Ids are given out system by system, so a search among the first ids answers."""
    source = "resource" if table == "resource" else "attribute join resource on resource.id = attribute.resource_id"
    rows = connection.execute(f"select min({table}.id), resource.system from {source} group by resource.system order by 1").fetchall()
    starts, names = [row[0] for row in rows], [row[1] for row in rows]
    return lambda number: names[bisect_right(starts, number) - 1]


def _finish(part: Path, curated: Curated, wanted: str, report: Report) -> None:
    """Adds to the copied base file what depends on mappings/."""
    connection = sqlite3.connect(part, isolation_level=None)
    connection.executescript("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000;")
    db = sqlite_utils.Database(connection)
    try:
        for kind, direct in (("resource", _resource_mappings(curated)), ("attribute", _attribute_mappings(curated))):
            report(f"{kind}s: composing mappings")
            system_of = _system_finder(connection, kind)
            ruled = list(_ruled(connection, kind, direct))
            composer = Composer([*direct, *ruled], system_of, curated.inverse)
            rows = [stored(mapping, composer, system_of) for mapping in [*direct, *composer.compose()]]
            base.write_mappings(db, kind, rows)
            # A person who wrote down what the rule says too has said more about it: a condition, a note.
            db.execute(OVERRULED.format(kind=kind))
        database.insert(db, "rejection", _rejections(curated))
        _write_pitfalls(db, curated)
        db["pitfall"].enable_fts(database.FULL_TEXT["pitfall"])
        report("counting coverage")
        coverage.count(connection)
        connection.executescript(database.VIEWS.replace("{columns}", database.wide_columns()))
        facts = {"inputs": wanted, "mapping_files": str(len(curated.files))} | {f"version:{n}": v for n, v in base.versions().items()}
        for name in ("resource", "attribute", "resource_mapping", "attribute_mapping", "pitfall"):
            facts[f"count:{name}"] = str(db[name].count)
        database.insert(db, "build", ({"key": k, "value": v} for k, v in sorted(facts.items())))
    finally:
        connection.close()


def _ruled(connection: sqlite3.Connection, kind: str, direct: list[Mapping]) -> Iterator[Mapping]:
    """The rule mappings at either end of the direct ones: nothing else can be composed with them."""
    ends = sorted({m.subject for m in direct} | {m.target for m in direct if m.target is not None})
    connection.execute("create temp table if not exists ends (id integer primary key)")
    connection.execute("delete from ends")
    connection.execute("begin")
    connection.executemany("insert into ends values (?)", ((number,) for number in ends))
    connection.execute("commit")
    query = " union ".join(
        f"select m.id, from_{kind}_id, to_system, to_{kind}_id, relation, note from ends join {kind}_mapping m on m.{side}_{kind}_id = ends.id"
        for side in ("from", "to")
    )
    overruled = {(m.subject, m.target) for m in direct}
    for _, subject, system, target, relation, note in connection.execute(query + " order by 1").fetchall():
        if (subject, target) in overruled and target is not None:
            continue
        yield Mapping(subject=subject, to_system=system, target=target, relation=relation, note=note)


def _resource_mappings(curated: Curated) -> list[Mapping]:
    return [
        Mapping(
            subject=c.subject, to_system=c.to_system, target=c.target, relation="none" if c.target is None else c.relation, role=c.role,
            condition=c.when, origin="curated", note=c.note, source=f"{c.file}:{c.line}",
        )
        for file in curated.files
        for c in file.resources
    ]  # fmt: skip


def _attribute_mappings(curated: Curated) -> list[Mapping]:
    return [
        Mapping(
            subject=c.subject.id, to_system=c.to_system, target=c.target.id if c.target else None, relation=c.relation, condition=c.when,
            transform=c.transform, origin="curated", note=c.note, source=c.where if c.source is None else f"{c.where} ({c.source})",
        )
        for c in curated.claims()
    ]  # fmt: skip


def _rejections(curated: Curated) -> Iterator[dict[str, Any]]:
    pairs = {(r.subject.id, r.target.id): r for file in curated.files for r in file.rejected}
    for (one, other), refused in sorted(pairs.items()):
        yield {"from_attribute_id": one, "to_attribute_id": other, "note": refused.note, "source": f"{refused.file}:{refused.line}"}


def _write_pitfalls(db: sqlite_utils.Database, curated: Curated) -> None:
    pitfalls = [p for file in curated.files for p in file.pitfalls]
    database.insert(
        db,
        "pitfall",
        (
            {
                "id": number,
                "resource_id": p.resource,
                "wrong": p.wrong,
                "why": p.why,
                "seen": p.seen,
                "instead": base.dump([i.path for i in p.instead]),
                "source": f"{p.file}:{p.line}",
            }
            for number, p in enumerate(pitfalls, 1)
        ),
    )
    database.insert(
        db,
        "pitfall_instead",
        (
            {"pitfall_id": number, "attribute_id": attribute.id, "position": position}
            for number, p in enumerate(pitfalls, 1)
            for position, attribute in enumerate(p.instead)
        ),
    )


def verify(report: Report = lambda line: None) -> list[Problem]:
    """Every problem of the curated data against the present sources; the same that `build` refuses on."""
    schemas = Schemas(prepare_base(report))
    try:
        return rules.check(resolve_all(curated_texts(), schemas))
    finally:
        schemas.close()
