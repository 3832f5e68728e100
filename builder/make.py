"""Makes the built file: extract → base file → curated, derived and composed mappings → one
rename.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Container
from contextlib import closing
from pathlib import Path

import sqlite_utils

from builder import built, derivation, inputs, stage_cache, stages
from builder.curated import checks
from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem
from builder.curated.schemas import Schemas
from builder.curated.whole import resolve_all, resolve_and_check
from builder.database import (
    base,
    coverage,
    database,
    judgements,
    linked,
    mappings,
)
from builder.database.chosen import choose, chosen_resources
from builder.database.ids import Ids
from builder.database.renewing import renew
from builder.database.tables import VIEWS
from builder.edits import Edit, since
from builder.errors import BuildError, Removed
from builder.extract import Report, extract_all
from builder.files import replacing_with_digest
from builder.history import table as history
from builder.linking.merge import Verdicts
from builder.prepare import prepare
from builder.processes import pool
from iac_crosswalk.store import digest


def make(output: Path, texts: dict[str, bytes], key: str, last: str | None, report: Report) -> None:
    """Writes the file with the input key `key`. `last`: the key of the file that is there; None
    where it cannot be copied.
    """
    path, program = prepare_base(report), inputs.program_key()
    schemas = Schemas(path)
    try:
        before = None
        # Without its digest nobody knows whether the file still is as the last build wrote it.
        if last is not None and digest.expected(output):
            before = built.read(last)
        edit = since(before, texts, program, schemas) if before is not None else None
        if edit is None or inputs.damage(output):
            files = _build_whole(output, texts, schemas, key, report)
        else:
            _renew(output, {last, key}, edit, schemas, key, report)
            files = edit.files
        with contextlib.suppress(OSError):  # a read-only cache: the next build writes all
            built.write(key, built.Built(program, files))
    finally:
        schemas.close()


def problems(texts: dict[str, bytes], report: Report) -> list[Problem]:
    """The problems of the mapping files against the present sources."""
    schemas = Schemas(prepare_base(report))
    try:
        return checks.check(resolve_all(texts, schemas))
    finally:
        schemas.close()


def prepare_base(report: Report) -> Path:
    """The base file, made first where it is missing or damaged; the derivations run in parallel."""
    path = stages.place("base")
    has_base, missing = stage_cache.usable(path), derivation.missing()
    if has_base and not missing:
        return path
    extract_all(report)
    report("linking by rule")
    prepare()  # once, before the workers are forked: they inherit it
    try:
        with pool() as processes:
            deriving = [processes.submit(derivation.make, name) for name in missing]
            if not has_base:
                base.make(path, report)
            if deriving:
                report("deriving what is not curated")
            for future in deriving:
                future.result()
    finally:
        prepare.cache_clear()
    return path


def make_linked(with_files: set[tuple[str, str]], report: Report) -> None:
    """Writes and keeps the linked file: the base file with everything that is derived for resources
    that are not in `with_files`, as (system, name)."""
    base_path = prepare_base(report)
    report("linking what was derived")
    with stage_cache.keeping(linked.place_of(with_files)) as part:
        _copy(base_path, part)
        with closing(_open(part)) as db:
            ids = Ids(db.conn)
            found = mappings.derived_mappings(
                derivation.load(lambda *subject: subject not in with_files), ids, Verdicts()
            )
            linked.write(db, ids, found, base.inverses(), linked.Layer(ids.existing(with_files)))
            history.write(db)
            coverage.count(db.conn)
        stages.check_unchanged("linked")


def prepare_linked(report: Report) -> Path:
    """The linked file of a knowledge base without mapping files: rules and derivations alone."""
    path = linked.place_of(set())
    if not stage_cache.usable(path):
        make_linked(set(), report)
    return path


def _copy(path: Path, to: Path) -> None:
    """Copies a kept file. Raises Removed where it was damaged or removed since it was checked."""
    if not stage_cache.copy(path, to):
        raise Removed(path)


def _open(path: Path) -> sqlite_utils.Database:
    connection = sqlite3.connect(path.absolute().as_uri(), uri=True, isolation_level=None)
    connection.executescript(
        "pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000;"
    )
    return sqlite_utils.Database(connection)


def _build_whole(
    output: Path, texts: dict[str, bytes], schemas: Schemas, key: str, report: Report
) -> dict[str, built.File]:
    """Writes the whole file; returns what the next build needs to know of the mapping files."""
    report(f"mappings: checking {len(texts)} files")
    curated = resolve_and_check(texts, schemas)
    files = built.files_of(curated, Ids(schemas.connection).owner)
    with_files = built.resources_with_files(files.values(), schemas)
    path = linked.place_of(with_files)
    with replacing_with_digest(output) as part:
        if not stage_cache.copy(path, part):
            make_linked(with_files, report)
            _copy(path, part)
        report("composing mappings")
        with closing(_open(part)) as db:
            _finish(db, curated, with_files, key, len(files))
            db.conn.executescript(VIEWS)
            # Tables that are written in rounds leave pages half full: 3 MB of 200, for a second.
            db.execute("vacuum")
    return files


def _renew(
    output: Path,
    copyable: Container[str | None],
    edit: Edit,
    schemas: Schemas,
    key: str,
    report: Report,
) -> None:
    """Writes what an edit reaches into a copy of the file of the last build. `copyable`: the input
    keys of the files that can be copied, which are that file and one with the same edit.
    """
    count, resources = len(edit.names), len(edit.reached)
    report(f"mappings: {count} edited, so {resources} resources are linked again")
    curated = resolve_and_check(edit.texts, schemas, edit.texts.keys() - edit.names)
    with replacing_with_digest(output) as part:
        shutil.copyfile(output, part)
        if inputs.built_from(part) not in copyable:
            raise BuildError(
                f"{output}: another build replaced it while this one ran; run it again"
            )
        with closing(_open(part)) as db:
            choose(db.conn, edit.reached)
            renew(db.conn, linked.place_of(edit.with_files))
            _finish(db, curated, edit.with_files, key, len(edit.files))


def _finish(
    db: sqlite_utils.Database,
    curated: Curated,
    with_files: set[tuple[str, str]],
    key: str,
    files: int,
) -> None:
    """Adds everything that depends on mapping files to a copy of the linked file, for the chosen
    resources (chosen.py). `with_files`: see built.resources_with_files; `files`: the number of
    mapping files.
    """
    ids = Ids(db.conn)
    chosen_ids = chosen_resources(db.conn)
    direct_curated = mappings.curated_mappings(curated)
    verdicts = mappings.curated_verdicts(curated, ids)
    answered_pairs = {
        (m.subject, m.to_system) for m in direct_curated.attributes
    } | verdicts.attributes
    direct_curated.attributes.extend(
        mappings.keys_of_maps(
            direct_curated.attributes, answered_pairs, ids, ids.system_of("attribute")
        )
    )
    aliases = {(system, name) for system, name, _ in curated.schemas.aliases()}
    derived_resources = {
        each for each in with_files - aliases if ids.resources.get(each) in chosen_ids
    }
    found = mappings.derived_mappings(
        derivation.load(lambda *subject: subject in derived_resources), ids, verdicts
    )
    direct = mappings.Direct(
        direct_curated.resources + found.resources,
        direct_curated.attributes + found.attributes,
        found.candidates,
    )
    linked.write(
        db, ids, direct, curated.inverse, linked.Layer(ids.existing(with_files), last=True)
    )
    judgements.write_rejections(db, curated)
    judgements.write_signs(db, curated)
    judgements.write_files(db, curated)
    judgements.write_pitfalls(db, curated)
    coverage.recount(db.conn)
    facts = {
        "inputs": key,
        "data": inputs.VERSION.read_text(encoding="ascii").strip(),
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
