"""A mapping file as written: rows that know their line, and their errors."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """One error in curated data, and how to fix it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class ResourceCell(msgspec.Struct):
    """One resource of another system that the file's subject maps to; `name` None is `none`.

    `of`: paths of the subject that a part holds; `back`: argument of the part → attribute of the
    owner that it takes."""

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
    """One row of `attributes`: system → paths as written (None for `none`), and the values for all
    of them.
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
    """Part of the row cannot be read: its names are looked up, and it claims nothing."""
    unjudged: list[str] = []
    """Systems that `curate` filled in and that are not judged yet: the row claims nothing."""


class Pitfall(msgspec.Struct):
    """One row of `pitfalls`: system → the wrong path, and the attributes of the file's subject to
    use instead.
    """

    line: int
    wrong: dict[str, str]
    instead: list[str]
    why: str
    seen: str | None = None


class Condition(msgspec.Struct):
    """A `when` of the file and the settings each of which shows that it holds: (property of the
    subject, above | equals | given, value).
    """

    line: int
    when: str
    shown_by: list[tuple[str, str, str]]


class MappingFile(msgspec.Struct):
    """One file of mappings/, as written; `file` is its path from the project's folder.

    `system` and `name` are its subject: the first resource under `resource:`; `name` is empty where
    it is unknown. `reviewed`: the number of independent readers, 0 where the file has none.
    `unjudged`: the line of a head that is not judged yet."""

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
        """Whether a part that `curate` filled in is not judged yet."""
        return self.unjudged is not None or any(row.unjudged for row in self.rows)
