"""Builds data/crosswalk.db: extract → base file → curated, derived and composed mappings → one rename."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import sqlite_utils

from builder import derivation
from builder.curated import checks
from builder.curated.cover import cover
from builder.curated.knowledge import Curated
from builder.curated.parse import MAPPINGS, mapping_files, parse_text
from builder.curated.parse import MappingFile as Written
from builder.curated.resolve import Resolved, resolve
from builder.curated.schemas import Schemas
from builder.database import base, consistency, coverage, database, linked
from builder.errors import BuildError
from builder.extract import SOURCES, Report, extract_all, key
from builder.files import replacing
from builder.linking.merge import Judged
from builder.packages import CACHE, ROOT
from builder.prepare import prepare
from builder.processes import pool, without_collector

OUTPUT = ROOT / "data" / "crosswalk.db"


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


def input_key(sources: str, texts: dict[str, bytes]) -> str:
    """What the whole file depends on, as one hash; it stands in the `build` table."""
    whole = hashlib.sha256(sources.encode())
    for name, text in [*sorted(texts.items()), ("schema", (MAPPINGS / "schema.json").read_bytes())]:
        whole.update(name.encode() + b"\0" + text)
    return whole.hexdigest()


def prepare_base(sources: str, report: Report) -> Path:
    """The base file of these sources (see base_key), made first where it is missing; the derivations run beside it."""
    path = CACHE / f"base-{sources[:20]}.db"
    missing = derivation.missing(sources)
    if path.exists() and not missing:
        return path
    extract_all(report)
    report("linking by rule")
    prepare()  # once, before the workers are forked: they inherit it
    try:
        with pool() as processes:
            deriving = [processes.submit(work, sources) for work in missing]
            if not path.exists():
                base.make(path, report)
                _remove_others("base-*.db", path)
            if deriving:
                report("deriving what is not curated")
            for future in deriving:
                future.result()
    finally:
        prepare.cache_clear()
    return path


def _remove_others(pattern: str, path: Path) -> None:
    for old in CACHE.glob(pattern):
        if old != path:
            old.unlink(missing_ok=True)


def prepare_linked(sources: str, base_path: Path, files: Iterable[Written], report: Report) -> tuple[Path, set[tuple[str, str]]]:
    """The linked file, made first where it is missing, and the resources that mapping files speak of, which it leaves to the build."""
    spoken = {(file.system, file.name) for file in files} | {(c.system, c.name) for file in files for c in file.resources if c.name}
    key = hashlib.sha256(repr((sources, sorted(spoken))).encode()).hexdigest()
    name = "linked" if spoken else "derived"
    path = CACHE / f"{name}-{key[:20]}.db"
    if not path.exists():
        report("linking what was derived")
        with replacing(path) as part:
            shutil.copyfile(base_path, part)
            with closing(_open(part)) as db:
                ids = linked.Ids(db.conn)
                found = linked.derived(derivation.load(sources), ids, lambda system, name: (system, name) not in spoken, Judged())
                linked.write(db, ids, found, inverses())
                coverage.count(db.conn)
        _remove_others(f"{name}-*.db", path)
    return path, spoken


def _open(path: Path) -> sqlite_utils.Database:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000;")
    return sqlite_utils.Database(connection)


def inverses() -> dict[str, str]:
    """Transform → the way back."""
    return {row["name"]: row["inverse"] for row in base.table("transforms")}


@without_collector()
def build(output: Path = OUTPUT, force: bool = False, report: Report = lambda line: None, mappings: Path = MAPPINGS) -> bool:
    """Builds the knowledge base into `output`; False when nothing had changed.

    Raises BuildError, and leaves an earlier file as it was, when a source is missing or curated data has problems.
    """
    texts = curated_texts(mappings)
    sources = base_key()
    wanted = input_key(sources, texts)
    if not force and _built_from(output) == wanted:
        return False
    path = prepare_base(sources, report)
    schemas = Schemas(path)
    try:
        report(f"mappings: checking {len(texts)} files")
        curated = resolve_all(texts, schemas)
        problems = checks.check(curated)
        if problems:
            raise BuildError(
                "\n".join(map(str, problems))
                + f"\n{len(problems)} problem{'s' if len(problems) != 1 else ''} in mappings/; nothing was built"
            )
        path, spoken = prepare_linked(sources, path, [file.written for file in curated.files], report)
        with replacing(output) as part:
            shutil.copyfile(path, part)
            report("composing mappings")
            with closing(_open(part)) as db:
                _finish(db, curated, spoken, sources, wanted)
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
    cover(files, schemas)
    return Curated(files, texts, schemas, inverses())


def _finish(db: sqlite_utils.Database, curated: Curated, spoken: set[tuple[str, str]], sources: str, wanted: str) -> None:
    """Adds to a copy of the linked file what depends on mappings/."""
    ids = linked.Ids(db.conn)
    (before,) = db.conn.execute("select max(id) from attribute_mapping").fetchone()
    said = linked.curated(curated)
    found = linked.derived(derivation.load(sources), ids, lambda system, name: (system, name) in spoken, linked.judged(curated, ids))
    direct = linked.Direct(said.resources + found.resources, said.attributes + found.attributes, found.candidates)
    linked.write(db, ids, direct, curated.inverse)
    linked.write_rejections(db, curated)
    linked.write_signs(db, curated)
    linked.write_files(db, curated)
    linked.write_pitfalls(db, curated)
    coverage.recount(db.conn, before)
    db.conn.executescript(database.VIEWS.replace("{columns}", database.wide_columns()))
    facts = {"inputs": wanted, "mapping_files": str(len(curated.files))} | {f"version:{n}": v for n, v in base.versions().items()}
    for name in ("resource", "attribute", "resource_mapping", "attribute_mapping", "candidate", "pitfall"):
        facts[f"count:{name}"] = str(db[name].count)
    database.insert(db, "build", ({"key": k, "value": v} for k, v in sorted(facts.items())))


@without_collector()
def verify(report: Report = lambda line: None, output: Path = OUTPUT) -> list[str]:
    """Every problem of the curated data against the present sources, which `build` refuses on, and of the built file, where there is one."""
    schemas = Schemas(prepare_base(base_key(), report))
    try:
        found = [str(problem) for problem in checks.check(resolve_all(curated_texts(), schemas))]
    finally:
        schemas.close()
    if _built_from(output) is not None:
        report("checking the built file")
        with closing(sqlite3.connect(f"file:{output}?mode=ro", uri=True)) as connection:
            found += [f"{output.name}: {line}" for line in consistency.check(connection)]
    return found
