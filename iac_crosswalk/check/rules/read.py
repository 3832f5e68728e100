"""unknown-attribute, undeclared, write-only: the names that a program reads. Reads by Fn::GetAtt
are judged in gettable.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from iac_crosswalk.answers.near import near
from iac_crosswalk.check import messages
from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.check.rules.calls import inside
from iac_crosswalk.programs.use import Read


def unknown(read: Read, case: Case) -> Iterator[Finding]:
    """An attribute that the schema does not have, of an object whose names it has all of."""
    place = read.place
    if place is None or not read.names or not case.describes(place) or read.attribute is not None:
        return
    message = messages.unknown_attribute(case.path(place, read.names[0].text), case.title(place))
    from iac_crosswalk.check.wrong_names import about_read

    finding = about_read(case, "unknown-attribute", message, read, place)
    if read.answer is not None and not finding.replacements:
        finding = finding._replace(replacements=inside(read, case))
    yield finding


def undeclared(read: Read, case: Case) -> Iterator[Finding]:
    """A name that the file does not declare. Judged only where the program's `declarable` names are
    complete.
    """
    declarable, owner = case.program.declarable, read.owner
    if declarable is None or owner is None or owner.text in declarable or not owner.text.isalnum():
        return
    span = owner.span or read.span
    yield Finding(
        "undeclared",
        span,
        messages.undeclared(owner.text),
        suggestions=tuple(near(owner.text, sorted(declarable))),
    )


def write_only(read: Read, case: Case) -> Iterator[Finding]:
    """An argument that Terraform never reads back, so that its value is null wherever it is read.

    Terraform alone: a Pulumi program reads what it has set itself, until the next refresh.
    """
    place = read.place
    member = place.attribute() if place is not None else None
    if place is None or member is None or place.schema.resource.system != "terraform":
        return
    if member.write_only and not read.names:
        message = messages.write_only(member.path, case.title(place))
        yield Finding("write-only", read.span, message, place.schema.resource.name, member.path)
