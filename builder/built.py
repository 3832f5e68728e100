"""The record of the mapping files of a built file: the next build finds in it which of them have
been edited, and which resources they are about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from builder import stage_cache
from builder.curated.claims import ResolvedFile
from builder.curated.knowledge import Curated
from builder.curated.schemas import Schemas


class File(msgspec.Struct):
    """A mapping file. `resources`: the row ids of all resources that it names; `about`: (system,
    name) of the subjects of its rows, and of the resources under `resource:`."""

    digest: str
    resources: list[int]
    about: list[tuple[str, str]]


class Built(msgspec.Struct):
    """The record of one build. `program`: the hash of all inputs but the mapping files
    (builder/inputs.py)."""

    program: str
    files: dict[str, File]

    def edited(self, texts: Mapping[str, bytes]) -> set[str]:
        """The mapping files that are new, gone, or have another text."""
        names = {name for name, text in texts.items() if self._differs(name, text)}
        return names | (self.files.keys() - texts.keys())

    def _differs(self, name: str, text: bytes) -> bool:
        return name not in self.files or self.files[name].digest != digest_of(text)


def digest_of(text: bytes) -> str:
    """The hash of a mapping file."""
    return hashlib.sha256(text).hexdigest()


def files_of(curated: Curated, owner: Callable[[int], int]) -> dict[str, File]:
    """The record of the mapping files. `owner`: row id of an attribute → its resource."""
    names = {
        number: (system, name)
        for system, numbers in curated.schemas.resources.items()
        for name, number in numbers.items()
    }
    return {
        file.mapping_file.file: File(
            digest_of(curated.texts[file.mapping_file.file]),
            sorted({*_resources(file, owner)}),
            sorted({*_about(file, names)}),
        )
        for file in curated.files
    }


def resources_with_files(files: Iterable[File], schemas: Schemas) -> set[tuple[str, str]]:
    """The resources, as (system, name), that mapping files are about. The linked file leaves them
    out. They include aliases, which are the same resource."""
    names = {name for file in files for name in file.about}
    return names | {
        (system, name) for system, name, main in schemas.aliases() if (system, main) in names
    }


def _about(file: ResolvedFile, names: dict[int, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    yield file.mapping_file.system, file.mapping_file.name
    yield from ((cell.system, cell.name) for cell in file.mapping_file.resources if cell.name)
    yield from (names[claim.subject_resource] for claim in file.claims)


def _resources(file: ResolvedFile, owner: Callable[[int], int]) -> Iterator[int]:
    """Every resource that the file names, in row ids."""
    if file.subject is not None:
        yield file.subject
    for cell in file.resources:
        yield from (number for number in (cell.subject, cell.target) if number is not None)
    for claim in file.claims:
        yield claim.subject_resource
        if claim.end:
            yield owner(claim.end) if claim.end > 0 else -claim.end
    for rejection in file.rejected:
        yield from (owner(rejection.subject.id), owner(rejection.target.id))
    for sign in file.signs:
        yield owner(sign.attribute.id)
    for pitfall in file.pitfalls:
        yield pitfall.resource
        yield from (owner(found.id) for found in pitfall.instead)


def place(inputs: str) -> Path:
    """The path of the record of the file with these inputs (its `build` table has them)."""
    return stage_cache.FOLDER / f"built-{inputs[:20]}.msgpack"


def write(inputs: str, built: Built) -> None:
    """Writes the record for the next build."""
    with stage_cache.keeping(place(inputs)) as part:
        part.write_bytes(msgspec.msgpack.encode(built))


def read(inputs: str) -> Built | None:
    """The record of the file with these inputs; None if it is missing or has another form."""
    content = stage_cache.read(place(inputs))
    try:
        return msgspec.msgpack.decode(content, type=Built) if content is not None else None
    except msgspec.MsgspecError:
        return None
