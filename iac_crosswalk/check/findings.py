"""The rules, and a finding: its place in the file, its message and its replacements."""

from __future__ import annotations

from typing import Literal, NamedTuple

from iac_crosswalk.programs.source import Span

RULES: dict[str, str] = {
    "unknown-attribute": "An attribute is read that the resource does not have.",
    "unknown-argument": "An argument, property or block is given that the resource does not take.",
    "unknown-resource": "A resource type, class or boto3 operation is named that does not exist.",
    "retired-resource": "A resource type is used of a service that AWS has shut down.",
    "undeclared": "A name is referred to that the file does not declare.",
    "not-gettable": "GetAtt names a property that CloudFormation does not return.",
    "output-only": "An attribute is given as an input that can only be read.",
    "ignored-output": "ignore_changes names an attribute that can only be read.",
    "argument-or-block": "An argument is written as a block, or a block as an argument.",
    "write-only": "An argument is read whose value the provider does not keep.",
    "deprecated": "A resource type or an attribute is used that is deprecated.",
    "unreadable-file": "A file could not be checked.",
}
"""Rule id → what it means. docs/checking.md explains each with an example."""

Level = Literal["error", "warning"]
WARNINGS = frozenset(["deprecated", "write-only", "ignored-output"])
"""The rules whose findings are not errors: the program works."""


class Replacement(NamedTuple):
    """What to write instead: an attribute of the same resource, and the reason.

    `text` replaces the bytes of `span`. `certain`: it is right without a review; --fix writes only
    certain replacements.
    """

    path: str
    text: str
    span: Span
    why: str
    when: str | None = None
    transform: str | None = None
    certain: bool = False
    already_set: bool = False
    """Whether the name is set already, beside the wrong one: then nothing is written."""


class Finding(NamedTuple):
    """One problem in one file. `span` is the wrong name; `suggestions` are names that exist and
    look alike, never replacements.
    """

    rule: str
    span: Span
    message: str
    resource: str | None = None
    attribute: str | None = None
    replacements: tuple[Replacement, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """The severity: a warning is not an error."""
        return "warning" if self.rule in WARNINGS else "error"

    @property
    def fix(self) -> Replacement | None:
        """The one certain replacement, or None when there is none or more than one."""
        certain = [each for each in self.replacements if each.certain]
        return certain[0] if len(certain) == 1 else None
