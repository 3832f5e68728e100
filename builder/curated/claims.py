"""The claims of mapping files, in row ids of the schemas."""

from __future__ import annotations

import msgspec

from builder.curated.mapping_file import MappingFile, Problem
from builder.curated.schemas import SchemaAttribute


class Claim(msgspec.Struct):
    """A claim that an attribute is equivalent to another attribute (`target`), or to a whole
    resource (`whole`: its row id). Without both it claims that `to_system` has no equivalent.
    """

    file: str
    line: int
    subject_system: str
    subject_resource: int
    subject: SchemaAttribute
    to_system: str
    target: SchemaAttribute | None
    relation: str
    when: str | None
    transform: str | None
    note: str | None
    source: str | None
    whole: int | None = None
    key: str | None = None

    @property
    def end(self) -> int:
        """The equivalent: the row id of an attribute, the negative row id of a whole resource, or 0
        for `none`.
        """
        return self.target.id if self.target else -(self.whole or 0)

    @property
    def is_none(self) -> bool:
        return self.end == 0

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"


class Rejection(msgspec.Struct):
    """Two attributes that are not equivalent: no derivation may propose the pair."""

    file: str
    line: int
    subject: SchemaAttribute
    target: SchemaAttribute
    note: str | None


class ResolvedPitfall(msgspec.Struct):
    """A path that people write although it does not exist. `resource`: the row id of the resource;
    `instead`: the attributes of the file's subject to use.
    """

    file: str
    line: int
    system: str
    resource: int
    wrong: str
    instead: list[SchemaAttribute]
    why: str
    seen: str | None


class ResolvedSign(msgspec.Struct):
    """A setting that shows that a condition holds."""

    file: str
    line: int
    condition: str
    attribute: SchemaAttribute
    operator: str
    value: str


class ResourceClaim(msgspec.Struct):
    """A claim that a resource is equivalent to another one; without `target`, that `to_system` has
    no equivalent. `of` and `back`: see ResourceCell.
    """

    file: str
    line: int
    subject: int
    to_system: str
    target: int | None
    relation: str
    role: str
    when: str | None
    note: str | None
    of: list[str] = []
    back: dict[str, str] = {}


class ResolvedFile(msgspec.Struct):
    """The content of one mapping file, in row ids. `problems` has the names that do not exist."""

    mapping_file: MappingFile
    subject: int | None = None
    resources: list[ResourceClaim] = []
    claims: list[Claim] = []
    rejected: list[Rejection] = []
    signs: list[ResolvedSign] = []
    pitfalls: list[ResolvedPitfall] = []
    problems: list[Problem] = []
