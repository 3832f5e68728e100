"""A mapping file before its names are looked up: rows with their lines, and errors."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """An error in curated data, and how to fix it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ResourceCell(msgspec.Struct):
    """A resource of another system that the file's subject maps to. `name` is None for `none`.

    `of`: the paths of the subject that a part holds; `back`: argument of the part → attribute of
    the owner that is its value."""

    system: str
    name: str | None
    line: int
    relation: str = "exact"
    role: str = "main"
    when: str | None = None
    note: str | None = None
    of: list[str] = []
    back: dict[str, str] = {}


class Row(msgspec.Struct):
    """A row of `attributes`. `cells`: system → paths (None for `none`); the other fields hold for
    all paths of the row.
    """

    line: int
    cells: dict[str, list[str | None]]
    relation: str = "exact"
    when: str | None = None
    transform: str | None = None
    note: str | None = None
    rejected: dict[str, list[str]] = {}
    source: str | None = None
    key: str | None = None
    """The key of a name/value list that the row is about: `access_logs.s3.enabled`."""
    broken: bool = False
    """Whether a part of the row is invalid. Its names are looked up, but it claims nothing."""
    unjudged: list[str] = []
    """The systems that `curate` filled in and no person has judged yet: the row claims nothing."""


class Pitfall(msgspec.Struct):
    """A row of `pitfalls`. `wrong`: system → the path that does not exist; `instead`: the
    attributes of the file's subject to use.
    """

    line: int
    wrong: dict[str, str]
    instead: list[str]
    why: str
    seen: str | None = None


class Condition(msgspec.Struct):
    """A `when` of the file. `shown_by`: settings as (property of the subject, above | equals |
    given, value); each of them shows that the condition holds.
    """

    line: int
    when: str
    shown_by: list[tuple[str, str, str]]


class MappingFile(msgspec.Struct):
    """A file of mappings/. `file` is its path from the project's folder.

    `system` and `name` are the subject: the first resource under `resource:`. `name` is empty where
    it is unknown. `reviewed`: the number of independent readers, 0 where the file does not have it.
    `unjudged`: the line of a `resource:` that is not judged yet."""

    file: str
    system: str = "cloudformation"
    name: str = ""
    reviewed: int = 0
    unjudged: int | None = None
    resources: list[ResourceCell] = []
    complete: list[str] = []
    rows: list[Row] = []
    conditions: list[Condition] = []
    pitfalls: list[Pitfall] = []
    problems: list[Problem] = []

    @property
    def has_unjudged(self) -> bool:
        """Whether something that `curate` filled in is not judged yet."""
        return self.unjudged is not None or any(row.unjudged for row in self.rows)
