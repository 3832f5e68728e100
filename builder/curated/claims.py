"""The claims of mapping files, in row ids of the schemas."""

from __future__ import annotations

import msgspec

from builder.curated.schemas import Found
from builder.curated.written import MappingFile, Problem


class Claim(msgspec.Struct):
    """A claim that one attribute is equivalent to another, or to a whole resource (`whole`: its row
    id); with neither: that `to_system` has no equivalent.
    """

    file: str
    line: int
    subject_system: str
    subject_resource: int
    subject: Found
    to_system: str
    target: Found | None
    relation: str
    when: str | None
    transform: str | None
    note: str | None
    source: str | None
    whole: int | None = None
    key: str | None = None

    @property
    def end(self) -> int:
        """The subject's equivalent: an attribute's row id, the negative row id of a whole resource,
        0 for none.
        """
        return self.target.id if self.target else -(self.whole or 0)

    @property
    def is_none(self) -> bool:
        return self.end == 0

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"


class Rejected(msgspec.Struct):
    """A pair that no derivation may offer."""

    file: str
    line: int
    subject: Found
    target: Found
    note: str | None


class ResolvedPitfall(msgspec.Struct):
    """A pitfall: on the resource with that id, `wrong` does not exist; `instead` are attributes of
    the file's subject.
    """

    file: str
    line: int
    system: str
    resource: int
    wrong: str
    instead: list[Found]
    why: str
    seen: str | None


class ResolvedSign(msgspec.Struct):
    """A setting that shows that a condition holds."""

    file: str
    line: int
    condition: str
    attribute: Found
    operator: str
    value: str


class ResourceClaim(msgspec.Struct):
    """A claim that one resource is equivalent to another (`target` None: the system has none). `of`
    and `back`: see ResourceCell.
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


class Resolved(msgspec.Struct):
    """The content of one mapping file, in row ids; names that do not exist are in `problems`."""

    written: MappingFile
    subject: int | None = None
    resources: list[ResourceClaim] = []
    claims: list[Claim] = []
    rejected: list[Rejected] = []
    signs: list[ResolvedSign] = []
    pitfalls: list[ResolvedPitfall] = []
    problems: list[Problem] = []
