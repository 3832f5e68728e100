"""The worksheet's data: everything that a file uses, with its equivalents in the target system.
docs/report.md describes its JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

VERDICTS: dict[str, str] = {
    "exact": "the same thing under its name there",
    "conditional": "an equivalent that holds under a condition which the file does not settle",
    "transformed": "the same thing, with a value that changes",
    "close": "nearly the same thing; the note gives the difference",
    "none": "has no equivalent, with the reason",
    "unmapped": "unmapped",
    "unknown": "does not exist: the file has a mistake there, or belongs to another version",
    "outside": (
        "belongs to something the knowledge base does not describe: a custom resource, a macro,"
        " another provider"
    ),
}
"""Verdict → its meaning, best first. Every entry has exactly one."""

OPEN = "…"
"""A value that a person has to choose."""

TRANSLATED = ("exact", "conditional", "transformed", "close")
"""The verdicts that have an equivalent."""


@dataclass
class Value:
    """One value of a property. `item` is the number of its item in a list of several, or its key in
    a map: `2`, `Nightly`."""

    text: str
    item: str | None = None
    when: str | None = None
    """The condition of the block that it is in, as the target system writes it."""


@dataclass
class Entry:
    """One property that is set or one output that is read."""

    path: str
    verdict: str
    line: int | None = None
    times: int = 1
    places: list[str] = field(default_factory=list)
    """Where an output is read."""
    values: list[Any] = field(default_factory=list)
    """The values of the property in the template (Value; before that, nodes)."""
    there: bool = False
    """Whether the values are as the first answer takes them, or written out in the targets."""
    answers: list[dict[str, Any]] = field(default_factory=list)
    """Equivalents, the preferred one first."""
    reason: str | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    """Guesses, never answers."""
    replacements: list[dict[str, Any]] = field(default_factory=list)
    """For an unknown name: its replacements, each with its own answers."""
    suggestions: list[str] = field(default_factory=list)
    """For an unknown name without a known reason: similar names."""
    deprecated: str | None = None
    """The deprecation message of its source."""
    covers: list[str] = field(default_factory=list)
    """Used paths below this one that have no name in the target, because this one is a single value
    there.
    """

    @property
    def translated(self) -> bool:
        return self.verdict in TRANSLATED


@dataclass
class Required:
    """An argument of a target resource that has to be written though no property lands in it."""

    attribute: str
    value: str | None = None
    """What to write: `aws_s3_bucket.logs.id`. None where a person has to choose."""
    like: list[str] = field(default_factory=list)
    """Properties of the file's own type that would land there, and are not set."""
    block: bool = False
    """Whether the value is a block: `lifecycle { create_before_destroy = true }`."""


@dataclass
class Outside:
    """Something that a template gives a resource outside of its properties: `DeletionPolicy`."""

    name: str
    value: str
    line: int | None
    there: list[str] = field(default_factory=list)
    """What to write in the target system, lines of it."""
    note: str | None = None


@dataclass
class Warned:
    """A default that differs: what the target does where the file sets a property, or does not."""

    property: str
    when: str
    """unset, sometimes (it is set under a condition), set or always."""
    text: str
    write: str = ""
    """What keeps the stack as it is."""


@dataclass
class Target:
    """A resource of the target system that holds a part of the settings of the file's resource."""

    resource: str
    role: str | None
    relation: str
    when: str | None
    origin: str
    confidence: float
    note: str | None
    deprecated: str | None = None
    lands: list[str] = field(default_factory=list)
    """The properties that belong to it."""
    instead_of: str | None = None
    """The target that this one could be used in place of."""
    required: list[Required] = field(default_factory=list)
    """What has to be written besides: no property of the file reaches it."""
    back: dict[str, str] = field(default_factory=dict)
    """A part's arguments that point back to its owner, each with the attribute of the owner."""
    holds: bool = False
    """Whether the template shows that `when` is met."""
    address: str | None = None
    """What Terraform's configuration calls it: `aws_s3_bucket.logs`."""
    count: int = 1
    """How many of it are written: one for each item of a list."""
    event: str | None = None
    """The event of a SAM resource that it is made for, or another key."""


def new_part(
    resource: str,
    address: str,
    required: list[Required],
    note: str | None = None,
    *,
    when: str | None = None,
    lands: Sequence[str] = (),
) -> Target:
    """A resource that SAM makes beside the main one, and that has to be written out."""
    return Target(
        resource,
        "part",
        "exact",
        when,
        "curated",
        1.0,
        note,
        lands=[*lands],
        address=address,
        required=required,
    )


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
    outside: list[Outside] = field(default_factory=list)
    """The keys beside `Properties` in a template."""
    warnings: list[Warned] = field(default_factory=list)
    """Defaults that differ."""


@dataclass
class Thing:
    """A parameter, mapping, condition, function, import or output of a template."""

    name: str
    about: str
    """Its form in the template, on one line."""
    there: str | None
    """Its counterpart in the target system; None where none is known."""
    lines: list[str] = field(default_factory=list)
    """Lines inside the counterpart, or about it."""
    note: str | None = None
    times: int = 0
    """How often it is used."""
    places: list[str] = field(default_factory=list)
    """Where it is used: a resource with its property, an output, a condition."""
    line: int | None = None


@dataclass
class StackSheet:
    """The rest of a template, besides its resources, each distinct thing once."""

    parameters: list[Thing] = field(default_factory=list)
    mappings: list[Thing] = field(default_factory=list)
    conditions: list[Thing] = field(default_factory=list)
    functions: list[Thing] = field(default_factory=list)
    """Pseudo parameters, dynamic references and intrinsic functions."""
    imports: list[Thing] = field(default_factory=list)
    outputs: list[Thing] = field(default_factory=list)
    declared: list[Thing] = field(default_factory=list)
    """Data sources and variables of Terraform that the worksheet's expressions name."""


@dataclass
class Counts:
    """How many there are of each verdict. `translated` is the share that has an equivalent,
    `answered` the share that has one or is known to have none, with the reason; None of nothing.
    """

    total: int = 0
    exact: int = 0
    conditional: int = 0
    transformed: int = 0
    close: int = 0
    none: int = 0
    unmapped: int = 0
    unknown: int = 0
    outside: int = 0
    translated: float | None = None
    answered: float | None = None


@dataclass
class Summary:
    """Counts of resources, properties and outputs. `entries` are properties and outputs together;
    `distinct` are those of one type and path taken as one, with the worst of their verdicts.
    """

    resources: Counts
    properties: Counts
    outputs: Counts
    entries: Counts
    distinct: Counts


@dataclass
class Service:
    """The counts of one service's resources."""

    service: str
    resources: int
    entries: Counts


@dataclass
class Attention:
    """A point for review: its kind, place and reason. The same point in several resources is
    one.
    """

    kind: str
    type: str
    path: str | None
    text: str
    resources: list[str] = field(default_factory=list)


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
    stack: StackSheet | None = None
    """None where the file is not a template, and for other targets than Terraform and Pulumi."""


@dataclass
class Report:
    """The content of `iac-crosswalk report`, in any format."""

    to: str
    versions: dict[str, str]
    summary: Summary
    files: list[FileSheet]
