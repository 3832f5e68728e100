"""The worksheet's data: each thing that a file uses, with what it is in the target system.
docs/report.md describes the JSON of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from iac_crosswalk.report.summary import (
    TRANSLATED,
    Attention,
    Service,
    Summary,
    attention,
    services,
    summarise,
    total,
)

VERDICTS: dict[str, str] = {
    "exact": "the same thing under its name there",
    "conditional": "an equivalent that holds under a condition which the file does not settle",
    "transformed": "the same thing, with a value that changes",
    "close": "nearly the same thing; the note says what differs",
    "none": "has no equivalent, with the reason",
    "unmapped": "unmapped",
    "unknown": "does not exist: the file has a mistake there, or belongs to another version",
    "outside": (
        "belongs to something the knowledge base does not describe: a custom resource, a macro,"
        " another provider"
    ),
}
"""What an entry can be, best first. Every entry is exactly one."""


@dataclass
class Entry:
    """One property that is set or one output that is read."""

    path: str
    verdict: str
    line: int | None = None
    times: int = 1
    places: list[str] = field(default_factory=list)
    """Where an output is read."""
    answers: list[dict[str, Any]] = field(default_factory=list)
    """Equivalents, the one that the worksheet goes by first."""
    reason: str | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    """Guesses, never answers."""
    replacements: list[dict[str, Any]] = field(default_factory=list)
    """For what does not exist: what to write instead, each with its own answers."""
    suggestions: list[str] = field(default_factory=list)
    """For what does not exist without a known reason: names that look alike."""
    deprecated: str | None = None
    """What its source says of its deprecation."""
    covers: list[str] = field(default_factory=list)
    """Used paths below this one that have no name there, because the whole of it is one value."""

    @property
    def translated(self) -> bool:
        return self.verdict in TRANSLATED


@dataclass
class Target:
    """A resource of the target system that holds a part of what the file's resource sets."""

    resource: str
    role: str | None
    relation: str
    when: str | None
    origin: str
    confidence: float
    note: str | None
    deprecated: str | None = None
    lands: list[str] = field(default_factory=list)
    """Properties whose place is here."""
    instead_of: str | None = None
    """The target that this one could be used in place of."""
    back: dict[str, str] = field(default_factory=dict)
    """A part's arguments that point back to its owner, each with the attribute of the owner."""
    holds: bool = False
    """Whether the template shows that `when` is met."""


@dataclass
class Sheet:
    """One resource of the file. `verdict` is exact, conditional, close, none, unmapped, unknown or
    outside, as for entries.
    """

    name: str
    type: str
    service: str
    verdict: str
    line: int | None
    instances: int
    deprecated: str | None
    reason: str | None
    suggestions: list[str]
    remarks: list[str]
    targets: list[Target]
    properties: list[Entry]
    outputs: list[Entry]


@dataclass
class FileSheet:
    """One file with everything it uses."""

    path: str
    system: str
    format: str
    remarks: list[str]
    summary: Summary
    services: list[Service]
    attention: list[Attention]
    resources: list[Sheet]


@dataclass
class Report:
    """What `iac-crosswalk report` says, in any format."""

    to: str
    versions: dict[str, str]
    summary: Summary
    files: list[FileSheet]


def file_sheet(
    path: str, system: str, form: str, remarks: list[str], sheets: list[Sheet]
) -> FileSheet:
    """A file's sheets with what is counted from them."""
    return FileSheet(
        path, system, form, remarks, summarise(sheets), services(sheets), attention(sheets), sheets
    )


def report(to: str, versions: dict[str, str], files: list[FileSheet]) -> Report:
    """All files with their total."""
    return Report(to, versions, total([each.summary for each in files]), files)
