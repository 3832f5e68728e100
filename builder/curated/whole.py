"""All mapping files together: read, resolved and checked."""

from __future__ import annotations

from collections.abc import Container

from builder.curated import checks
from builder.curated.claims import ResolvedFile
from builder.curated.cover import cover
from builder.curated.knowledge import Curated
from builder.curated.mapping_file import MappingFile
from builder.curated.parse import parse_text
from builder.curated.resolve import resolve
from builder.curated.schemas import Schemas
from builder.database.base import inverses
from builder.errors import BuildError


def resolve_all(
    texts: dict[str, bytes], schemas: Schemas, valid_files: Container[str] = ()
) -> Curated:
    """Every mapping file, parsed and resolved. A file may leave out Pulumi and CDK names: they
    follow by rule. `valid_files`: the files whose structure was checked with the same text before.
    """
    twins: dict[int, dict[str, int]] = {}
    for subject, system, target in schemas.links("resource_mapping"):
        if target is not None:
            twins.setdefault(subject, {}).setdefault(system, target)
    files: list[ResolvedFile] = []
    for name, text in texts.items():
        files.append(
            resolve(parse_text(text, MappingFile(name), name in valid_files), schemas, twins)
        )
    cover(files, schemas)
    return Curated(files, texts, schemas, inverses())


def resolve_and_check(
    texts: dict[str, bytes], schemas: Schemas, valid_files: Container[str] = ()
) -> Curated:
    """The mapping files, resolved and checked. `valid_files`: see resolve_all. Raises BuildError
    with all problems.
    """
    curated = resolve_all(texts, schemas, valid_files)
    problems = checks.check(curated)
    if problems:
        raise BuildError(
            "\n".join(map(str, problems))
            + f"\n{len(problems)} problem{'s' if len(problems) != 1 else ''} in mappings/;"
            " nothing was built"
        )
    return curated
