"""All mapping files together: read, resolved and checked."""

from __future__ import annotations

from collections.abc import Container

from builder.curated import checks
from builder.curated.claims import Resolved
from builder.curated.cover import cover
from builder.curated.knowledge import Curated
from builder.curated.parse import parse_text
from builder.curated.resolve import resolve
from builder.curated.schemas import Schemas
from builder.curated.written import MappingFile as Written
from builder.database.base import inverses
from builder.errors import BuildError


def resolve_all(texts: dict[str, bytes], schemas: Schemas, known: Container[str] = ()) -> Curated:
    """Every mapping file, parsed and resolved. A file may leave out Pulumi and CDK names: they
    follow by rule. `known`: the files whose form was sound with the same text before.
    """
    twins: dict[int, dict[str, int]] = {}
    for subject, system, target in schemas.links("resource_mapping"):
        if target is not None:
            twins.setdefault(subject, {}).setdefault(system, target)
    files: list[Resolved] = []
    for name, text in texts.items():
        files.append(resolve(parse_text(text, Written(name), name in known), schemas, twins))
    cover(files, schemas)
    return Curated(files, texts, schemas, inverses())


def sound(texts: dict[str, bytes], schemas: Schemas, known: Container[str] = ()) -> Curated:
    """The mapping files, resolved and checked. Raises BuildError with all their problems.
    `known`: see resolve_all.
    """
    curated = resolve_all(texts, schemas, known)
    problems = checks.check(curated)
    if problems:
        raise BuildError(
            "\n".join(map(str, problems))
            + f"\n{len(problems)} problem{'s' if len(problems) != 1 else ''} in mappings/;"
            " nothing was built"
        )
    return curated
