"""Builds data/crosswalk.db: extract → base file → curated, derived and composed mappings → one
rename."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Container
from contextlib import closing
from pathlib import Path

import sqlite_utils

from builder import built, derivation, kept, stages
from builder.curated import checks
from builder.curated.files import MAPPINGS
from builder.curated.knowledge import Curated
from builder.curated.schemas import Schemas
from builder.curated.whole import curated_texts, resolve_all, sound
from builder.database import (
    base,
    consistency,
    coverage,
    database,
    judgements,
    linked,
    mappings,
)
from builder.database.chosen import choose, chosen
from builder.database.ids import Ids
from builder.database.renewing import renew
from builder.database.tables import VIEWS
from builder.edits import Edit, since
from builder.errors import BuildError, Removed
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


def input_key(texts: dict[str, bytes]) -> str:
    """The hash of all inputs of the file; it is stored in the `build` table."""
    return stages.key("final", repr([*sorted(texts.items()), _form()]).encode())


def _program_key() -> str:
    """The hash of all inputs but the mapping files."""
    return stages.key("final", repr(_form()).encode())


def _form() -> tuple[str, bytes]:
    return "schema", (MAPPINGS / "schema.json").read_bytes()


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


def make_linked(spoken: set[tuple[str, str]], report: Report) -> None:
    """Writes and keeps the linked file: the base file with everything derived for the resources
    that are not in `spoken`."""
    base_path = prepare_base(report)
    report("linking what was derived")
    with kept.keeping(linked.place_of(spoken)) as part:
        _copy(base_path, part)
        with closing(_open(part)) as db:
            ids = Ids(db.conn)
            found = mappings.derived(
                derivation.load(), ids, lambda system, name: (system, name) not in spoken, Judged()
            )
            linked.write(db, ids, found, base.inverses(), linked.Layer(ids.known(spoken)))
            history.write(db)
            coverage.count(db.conn)
        stages.check_unchanged("linked")


def prepare_linked(report: Report) -> Path:
    """The linked file of a knowledge base without mapping files: rules and derivations alone."""
    path = linked.place_of(set())
    if not kept.usable(path):
        make_linked(set(), report)
    return path


def _copy(path: Path, to: Path) -> None:
    """Copies a kept file. Raises Removed where it was damaged or removed since it was checked."""
    if not kept.copy(path, to):
        raise Removed(path)


def _open(path: Path) -> sqlite_utils.Database:
    connection = sqlite3.connect(path.absolute().as_uri(), uri=True, isolation_level=None)
    connection.executescript(
        "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000;"
    )
    return sqlite_utils.Database(connection)


@without_collector()
def build(
    output: Path = OUTPUT,
    force: bool = False,
    report: Report = lambda line: None,
    mappings: Path = MAPPINGS,
) -> bool:
    """Builds the knowledge base into `output`; False where no input had changed.

    After an edit of a few mapping files only what they can reach is written again: the answers are
    those of a whole build, which `force` makes, and whose bytes are always the same. Raises
    BuildError, and leaves an existing file unchanged, where a source is missing or curated data has
    problems.
    """
    try:
        return _build(output, force, report, mappings)
    except Removed as error:  # another build keeps its results within the same limit
        report(f"{error.path.name} was removed meanwhile; starting again")
        return _build(output, force, report, mappings)


def _build(output: Path, force: bool, report: Report, mappings: Path) -> bool:
    texts = curated_texts(mappings)
    wanted = input_key(texts)
    last = _built_from(output)
    if not force and last == wanted and not damage(output):
        return False
    path, program = prepare_base(report), _program_key()
    schemas = Schemas(path)
    try:
        before = None
        # Without its digest nobody knows whether the file still is as the last build wrote it.
        if last is not None and not force and digest.expected(output):
            before = built.read(last)
        edit = since(before, texts, program, schemas) if before is not None else None
        if edit is None or damage(output):
            files = _build_whole(output, texts, schemas, wanted, report)
        else:
            _renew(output, {last, wanted}, edit, schemas, wanted, report)
            files = edit.files
        built.write(wanted, built.Built(program, files))
    finally:
        schemas.close()
    return True


def _build_whole(
    output: Path, texts: dict[str, bytes], schemas: Schemas, wanted: str, report: Report
) -> dict[str, built.File]:
    """Writes the whole file; returns what the next build needs to know of the mapping files."""
    report(f"mappings: checking {len(texts)} files")
    curated = sound(texts, schemas)
    files = built.files_of(curated, Ids(schemas.connection).owner)
    spoken = built.spoken_of(files.values(), schemas)
    path = linked.place_of(spoken)
    with replacing_with_digest(output) as part:
        if not kept.copy(path, part):
            make_linked(spoken, report)
            _copy(path, part)
        report("composing mappings")
        with closing(_open(part)) as db:
            _finish(db, curated, spoken, wanted, len(files))
            db.conn.executescript(VIEWS)
            # Tables that are written in rounds leave pages half full: 3 MB of 200, for a second.
            db.execute("vacuum")
    return files


def _renew(
    output: Path,
    known: Container[str | None],
    edit: Edit,
    schemas: Schemas,
    wanted: str,
    report: Report,
) -> None:
    """Writes what an edit reaches into a copy of the file that the last build made. `known`: the
    input keys of the files that can be copied: the last one, and one with the same edit.
    """
    count, reached = len(edit.names), len(edit.reached)
    report(f"mappings: {count} edited, so {reached} resources are linked again")
    curated = sound(edit.texts, schemas, edit.texts.keys() - edit.names)
    with replacing_with_digest(output) as part:
        shutil.copyfile(output, part)
        if _built_from(part) not in known:
            raise BuildError(
                f"{output}: another build replaced it while this one ran; run it again"
            )
        with closing(_open(part)) as db:
            choose(db.conn, edit.reached)
            renew(db.conn, linked.place_of(edit.spoken))
            _finish(db, curated, edit.spoken, wanted, len(edit.files))


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


def _finish(
    db: sqlite_utils.Database,
    curated: Curated,
    spoken: set[tuple[str, str]],
    wanted: str,
    files: int,
) -> None:
    """Adds everything that depends on mapping files to a copy of the linked file, for the chosen
    resources (chosen.py). `spoken`: see spoken_of; `files`: how many mapping files there are.
    """
    ids = Ids(db.conn)
    linking = chosen(db.conn)
    said = mappings.curated(curated)
    judged = mappings.judged(curated, ids)
    answered = {(m.subject, m.to_system) for m in said.attributes} | judged.attributes
    said.attributes.extend(
        mappings.keys_of_maps(said.attributes, answered, ids, ids.system_of("attribute"))
    )
    aliases = {(system, name) for system, name, _ in curated.schemas.aliases()}
    deriving = {each for each in spoken - aliases if ids.resources.get(each) in linking}
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
    coverage.recount(db.conn)
    facts = {
        "inputs": wanted,
        "data": VERSION.read_text(encoding="ascii").strip(),
        "mapping_files": str(files),
    } | {f"version:{n}": v for n, v in base.versions().items()}
    for name in (
        "resource",
        "attribute",
        "resource_mapping",
        "attribute_mapping",
        "candidate",
        "pitfall",
    ):
        table = {"attribute": "attribute_row", "attribute_mapping": "mapping_row"}.get(name, name)
        facts[f"count:{name}"] = str(db[table].count)
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
