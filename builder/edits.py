"""The edits of mapping files since the last build, and the resources that they reach."""

from __future__ import annotations

from typing import NamedTuple

from builder import stage_cache
from builder.built import Built, File, files_of, resources_with_files
from builder.curated.schemas import Schemas
from builder.curated.whole import resolve_all
from builder.database.families import without_files
from builder.database.ids import Ids
from builder.database.linked import place_of


class Edit(NamedTuple):
    """Mapping files that have been edited since the last build."""

    names: set[str]
    texts: dict[str, bytes]
    """The files about the resources that they reach, with their present text."""
    reached: frozenset[int]
    """The families of the resources that they name, or named, in row ids."""
    with_files: set[tuple[str, str]]
    """The resources, as (system, name), that have a mapping file: see
    built.resources_with_files."""
    files: dict[str, File]
    """All files, as they are now."""


_MOST_EDITED = 50
"""Files. With more of them a whole build takes hardly longer."""


def since(before: Built, texts: dict[str, bytes], program: str, schemas: Schemas) -> Edit | None:
    """What has been edited since the last build; None where that needs a whole build: the program
    or a table has changed, too many files have been edited, or the files are about other resources,
    so that the last build began with another linked file, whose row ids are in its file."""
    names = before.edited(texts)
    if before.program != program or len(names) > _MOST_EDITED:
        return None
    curated = resolve_all({name: texts[name] for name in texts if name in names}, schemas)
    owner = Ids(schemas.connection).owner
    edited = files_of(curated, owner)
    files = {name: edited[name] if name in edited else before.files[name] for name in texts}
    with_files = resources_with_files(files.values(), schemas)
    if with_files != resources_with_files(before.files.values(), schemas) or not stage_cache.usable(
        place_of(with_files)
    ):
        return None
    families = without_files(schemas.connection)
    for file in [*before.files.values(), *edited.values()]:
        families.join(file.resources)
    named_resources: set[int] = set()
    for files_before_or_now in (before.files, edited):
        for name in names & files_before_or_now.keys():
            named_resources.update(files_before_or_now[name].resources)
    reached = families.of(named_resources)
    reached_texts = {
        name: texts[name]
        for name, file in files.items()
        if name in names or not reached.isdisjoint(file.resources)
    }
    return Edit(names, reached_texts, reached, with_files, files)
