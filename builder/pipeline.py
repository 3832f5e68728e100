"""Builds data/crosswalk.db: extract → base file → curated, derived and composed mappings → one
rename."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlite_utils

from builder import derivation, kept, stages
from builder.curated import checks
from builder.curated.claims import Resolved
from builder.curated.cover import cover
from builder.curated.files import MAPPINGS, mapping_files
from builder.curated.knowledge import Curated
from builder.curated.parse import parse_text
from builder.curated.resolve import resolve
from builder.curated.schemas import Schemas
from builder.curated.written import MappingFile as Written
from builder.database import base, consistency, coverage, database, judgements, linked, mappings
from builder.database.ids import Ids
from builder.database.tables import VIEWS
from builder.errors import BuildError
from builder.extract import Report, extract_all
from builder.files import replacing_with_digest
from builder.history import table as history
from builder.linking.merge import Judged
from builder.packages import ROOT
from builder.prepare import prepare
from builder.processes import pool, without_collector
from iac_crosswalk.store import digest

OUTPUT = ROOT / "data" / "crosswalk.db"
VERSION = ROOT / "data" / "version.txt"
"""The version of the data: docs/releases.md."""


def curated_texts(folder: Path = MAPPINGS) -> dict[str, bytes]:
    """File → bytes of every mapping file; the name is the path from the project's folder."""
    return {
        f"mappings/{path.relative_to(folder)}": path.read_bytes() for path in mapping_files(folder)
    }


def input_key(texts: dict[str, bytes]) -> str:
    """The hash of all inputs of the file; it is stored in the `build` table."""
    mappings = [*sorted(texts.items()), ("schema", (MAPPINGS / "schema.json").read_bytes())]
    return stages.key("final", repr(mappings).encode())


def prepare_base(report: Report) -> Path:
    """The base file, made first where it is missing or damaged; the derivations run in parallel."""
    path = stages.place("base")
    there, missing = kept.usable(path), derivation.missing()
    if there and not missing:
        return path
    extract_all(report)
    report("linking by rule")
    prepare()  # once, before the workers are forked: they inherit it
    try:
        with pool() as processes:
            deriving = [processes.submit(derivation.make, name) for name in missing]
            if not there:
                base.make(path, report)
            if deriving:
                report("deriving what is not curated")
            for future in deriving:
                future.result()
    finally:
        prepare.cache_clear()
    return path


def spoken_of(curated: Curated) -> set[tuple[str, str]]:
    """The resources, as (system, name), that mapping files are about: the linked file leaves them
    to the build. They include the resources of rows' subjects anywhere, and aliases, which are the
    same resource."""
    files = curated.files
    names = {(file.written.system, file.written.name) for file in files}
    names |= {(c.system, c.name) for file in files for c in file.written.resources if c.name}
    subjects = {claim.subject_resource for claim in curated.claims()}
    known = curated.schemas.resources.items()
    names |= {(s, name) for s, each in known for name, number in each.items() if number in subjects}
    return names | {
        (system, name)
        for system, name, main in curated.schemas.aliases()
        if (system, main) in names
    }


def linked_place(spoken: set[tuple[str, str]]) -> Path:
    """The path of the linked file that leaves out `spoken`."""
    return stages.place("linked", repr(sorted(spoken)).encode())


def make_linked(spoken: set[tuple[str, str]], report: Report) -> None:
    """Writes and keeps the linked file: the base file with everything derived for the resources
    that are not in `spoken`."""
    base_path = prepare_base(report)
    report("linking what was derived")
    with kept.keeping(linked_place(spoken)) as part:
        _copy(base_path, part)
        with closing(_open(part)) as db:
            ids = Ids(db.conn)
            found = mappings.derived(
                derivation.load(), ids, lambda system, name: (system, name) not in spoken, Judged()
            )
            linked.write(db, ids, found, inverses(), linked.Layer(ids.known(spoken)))
            history.write(db)
            coverage.count(db.conn)
        stages.check_unchanged("linked")


def prepare_linked(report: Report) -> Path:
    """The linked file of a knowledge base without mapping files: rules and derivations alone."""
    path = linked_place(set())
    if not kept.usable(path):
        make_linked(set(), report)
    return path


def _copy(path: Path, to: Path) -> None:
    """Copies a kept file. Raises BuildError when it was damaged since it was checked."""
    if not kept.copy(path, to):
        raise BuildError(f"{path}: was damaged or removed while the build ran; run it again")


def _open(path: Path) -> sqlite_utils.Database:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000;"
    )
    return sqlite_utils.Database(connection)


def inverses() -> dict[str, str]:
    """Transform → its inverse."""
    return {row["name"]: row["inverse"] for row in base.table("transforms")}


@without_collector()
def build(
    output: Path = OUTPUT,
    force: bool = False,
    report: Report = lambda line: None,
    mappings: Path = MAPPINGS,
) -> bool:
    """Builds the knowledge base into `output`; False where no input had changed.

    Raises BuildError, and leaves an existing file unchanged, where a source is missing or curated
    data has problems.
    """
    texts = curated_texts(mappings)
    wanted = input_key(texts)
    if not force and _built_from(output) == wanted and not damage(output):
        return False
    path = prepare_base(report)
    schemas = Schemas(path)
    try:
        report(f"mappings: checking {len(texts)} files")
        curated = resolve_all(texts, schemas)
        problems = checks.check(curated)
        if problems:
            raise BuildError(
                "\n".join(map(str, problems))
                + f"\n{len(problems)} problem{'s' if len(problems) != 1 else ''} in mappings/;"
                " nothing was built"
            )
        spoken = spoken_of(curated)
        path = linked_place(spoken)
        with replacing_with_digest(output) as part:
            if not kept.copy(path, part):
                make_linked(spoken, report)
                _copy(path, part)
            report("composing mappings")
            with closing(_open(part)) as db:
                _finish(db, curated, spoken, wanted)
                # Tables that are written in rounds leave pages half full: 3 MB of 200, for a
                # second.
                db.execute("vacuum")
    finally:
        schemas.close()
    return True


def damage(output: Path, check: Callable[[Path], object] = digest.check_once) -> list[str]:
    """Damage of the built file, as lines: a content that does not match its digest."""
    try:
        check(output)
    except (digest.Damaged, OSError) as error:
        return [f"{output.name}: is damaged ({error}); run `iac-crosswalk build --force`"]
    return []


def _built_from(output: Path) -> str | None:
    """The input key of the file, or None without a usable file."""
    if not output.exists():
        return None
    connection = sqlite3.connect(f"file:{output}?mode=ro", uri=True)
    try:
        row = connection.execute("select value from build where key = 'inputs'").fetchone()
        pages, size = connection.execute(
            "select (select * from pragma_page_count), (select * from pragma_page_size)"
        ).fetchone()
        return str(row[0]) if row and pages * size == output.stat().st_size else None
    except sqlite3.Error:
        return None
    finally:
        connection.close()


def resolve_all(texts: dict[str, bytes], schemas: Schemas) -> Curated:
    """Every mapping file, parsed and resolved. A file may leave out Pulumi and CDK names: they
    follow by rule."""
    twins: dict[int, dict[str, int]] = {}
    for subject, system, target in schemas.links("resource_mapping"):
        if target is not None:
            twins.setdefault(subject, {}).setdefault(system, target)
    files: list[Resolved] = []
    for name, text in texts.items():
        files.append(resolve(parse_text(text, Written(name)), schemas, twins))
    cover(files, schemas)
    return Curated(files, texts, schemas, inverses())


def _finish(
    db: sqlite_utils.Database, curated: Curated, spoken: set[tuple[str, str]], wanted: str
) -> None:
    """Adds everything that depends on mappings/ to a copy of the linked file."""
    ids = Ids(db.conn)
    (before,) = db.conn.execute("select max(id) from attribute_mapping").fetchone()
    said = mappings.curated(curated)
    judged = mappings.judged(curated, ids)
    answered = {(m.subject, m.to_system) for m in said.attributes} | judged.attributes
    said.attributes.extend(
        mappings.keys_of_maps(said.attributes, answered, ids, ids.system_of("attribute"))
    )
    deriving = spoken - {(system, name) for system, name, _ in curated.schemas.aliases()}
    found = mappings.derived(
        derivation.load(),
        ids,
        lambda system, name: (system, name) in deriving,
        judged,
    )
    direct = mappings.Direct(
        said.resources + found.resources, said.attributes + found.attributes, found.candidates
    )
    linked.write(db, ids, direct, curated.inverse, linked.Layer(ids.known(spoken), last=True))
    judgements.write_rejections(db, curated)
    judgements.write_signs(db, curated)
    judgements.write_files(db, curated)
    judgements.write_pitfalls(db, curated)
    coverage.recount(db.conn, before)
    db.conn.executescript(VIEWS)
    facts = {
        "inputs": wanted,
        "data": VERSION.read_text(encoding="ascii").strip(),
        "mapping_files": str(len(curated.files)),
    } | {f"version:{n}": v for n, v in base.versions().items()}
    for name in (
        "resource",
        "attribute",
        "resource_mapping",
        "attribute_mapping",
        "candidate",
        "pitfall",
    ):
        facts[f"count:{name}"] = str(db[name].count)
    database.insert(db, "build", ({"key": k, "value": v} for k, v in sorted(facts.items())))


@without_collector()
def verify(report: Report = lambda line: None, output: Path = OUTPUT) -> list[str]:
    """Every problem of the curated data against the present sources, which `build` refuses on, and
    of the built file, where it exists."""
    schemas = Schemas(prepare_base(report))
    try:
        found = [str(problem) for problem in checks.check(resolve_all(curated_texts(), schemas))]
    finally:
        schemas.close()
    if _built_from(output) is not None:
        report("checking the built file")
        found += damage(output, digest.check)
        with closing(sqlite3.connect(f"file:{output}?mode=ro", uri=True)) as connection:
            found += [f"{output.name}: {line}" for line in consistency.check(connection)]
    return found
