"""The subject of a mapping file, its counterparts, and the mapping files that name any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from builder.curated.claims import ResolvedFile
from builder.curated.files import MAPPINGS, file_of
from builder.curated.knowledge import Curated
from builder.curated.schemas import Schemas, did_you_mean
from builder.curated.whole import resolve_all
from builder.database import base
from builder.derivation import Derivation
from builder.errors import BuildError
from builder.linking.matching.results import DerivedResource

SYSTEMS = ("cloudformation", "terraform", "boto3")
"""The systems that people map to each other. Pulumi and the CDK follow by rule."""


class Counterpart(NamedTuple):
    """The subject's equivalent in another system; `name` is None for `none`."""

    system: str
    name: str | None
    role: str
    origin: str
    confidence: float = 1.0


@dataclass(frozen=True)
class Subject:
    """The resource of one mapping file."""

    system: str
    name: str
    file: str
    """Its path from the project's folder; it may not exist yet."""
    counterparts: list[Counterpart]
    """The equivalents in the file; derived ones for systems that the file does not name."""
    source: tuple[str, str] | None
    """The resource whose mappings it takes over by rule, such as the one that a data source
    reads."""
    curated: Curated
    """The mapping files that name the subject or one of its counterparts."""

    @property
    def own_file(self) -> ResolvedFile | None:
        """The mapping file of the subject; None if it does not exist."""
        return next(
            (each for each in self.curated.files if each.mapping_file.file == self.file), None
        )

    def names(self) -> set[tuple[str, str]]:
        """The subject and its counterparts, as (system, name)."""
        found = {(each.system, each.name) for each in self.counterparts if each.name}
        return found | {(self.system, self.name)} | ({self.source} if self.source else set())


@dataclass(frozen=True)
class World:
    """The inputs that are the same for every subject."""

    schemas: Schemas
    derivation: Derivation
    texts: dict[str, bytes]
    folder: Path = MAPPINGS
    """Where the mapping files are."""

    def path(self, subject: Subject) -> Path:
        """The location of a subject's mapping file."""
        return self.folder.parent / subject.file


def subject_of(name: str, world: World) -> Subject:
    """The subject in whose file `name` is curated. A Terraform resource without a file belongs to
    the file of its CloudFormation type. Raises BuildError if the resource does not exist."""
    system = "terraform" if name.startswith(("aws_", "data.aws_")) else "cloudformation"
    resources = world.schemas.resources[system]
    if name not in resources:
        raise BuildError(
            f"{name}: no such CloudFormation type, Terraform resource or data source"
            f"{did_you_mean(name, list(resources))}"
        )
    file = f"mappings/{file_of(system, name)}"
    if file.startswith("mappings/pseudo/"):
        raise BuildError(f"{name}: the files of pseudo parameters are written by hand")
    curated = _files_naming({name}, world)
    if system == "terraform" and not name.startswith("data.") and file not in world.texts:
        owner = _owner(name, curated, world)
        if owner is not None:
            return subject_of(owner, world)
    own_file = next((each for each in curated.files if each.mapping_file.file == file), None)
    if own_file is not None and own_file.mapping_file.problems:
        raise BuildError(f"{own_file.mapping_file.problems[0]}; correct the file first")
    counterparts = [*_counterparts(system, name, own_file, world)]
    source = _source(system, name, world)
    names = {each.name for each in counterparts if each.name} | {name}
    if source is not None:
        names |= {each.name for each in _counterparts(*source, None, world) if each.name}
        names.add(source[1])
    return Subject(system, name, file, counterparts, source, _files_naming(names, world))


def _files_naming(names: Iterable[str], world: World) -> Curated:
    """The mapping files in which one of the names is a word."""
    words = "|".join(re.escape(each) for each in sorted(names))
    pattern = re.compile(rf"(?<![\w:.])(?:{words})(?![\w:])".encode())
    texts = {file: text for file, text in world.texts.items() if pattern.search(text)}
    return resolve_all(texts, world.schemas)


def _owner(name: str, curated: Curated, world: World) -> str | None:
    """The CloudFormation type to whose file a Terraform resource without its own file belongs."""
    types = [
        file.mapping_file for file in curated.files if file.mapping_file.system == "cloudformation"
    ]
    roles = [
        (cell.role != "main", mapping_file.name)
        for mapping_file in types
        for cell in mapping_file.resources
        if (cell.system, cell.name) == ("terraform", name)
    ]
    roles += [
        (row.role != "main", row.resource)
        for row in world.derivation.terraform.resources
        if row.to_resource == name and row.system == "cloudformation"
    ]
    return min(roles)[1] if roles else None


def _counterparts(
    system: str, name: str, own_file: ResolvedFile | None, world: World
) -> Iterator[Counterpart]:
    curated_systems: set[str] = set()
    for cell in own_file.mapping_file.resources if own_file else ():
        if cell.system in SYSTEMS:
            curated_systems.add(cell.system)
            yield Counterpart(cell.system, cell.name, cell.role, "curated")
    rows: list[DerivedResource] = [
        row
        for derived in (world.derivation.terraform, world.derivation.boto3)
        for row in derived.resources
        if (row.system, row.resource) == (system, name) and row.to_system not in curated_systems
    ]
    for row in sorted(rows, key=lambda row: (SYSTEMS.index(row.to_system), row.role != "main")):
        yield Counterpart(row.to_system, row.to_resource, row.role, "derived", row.confidence)


def _source(system: str, name: str, world: World) -> tuple[str, str] | None:
    """The resource that a data source reads, or the type that a SAM resource becomes."""
    if name.startswith("data."):
        resource = name.removeprefix("data.")
        return (system, resource) if resource in world.schemas.resources[system] else None
    becomes = {row["sam"]: row["becomes"] for row in base.table("sam_types")}.get(name, "none")
    return (system, becomes) if becomes in world.schemas.resources[system] else None
