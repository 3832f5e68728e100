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
    """An attribute that the schema does not have, of an object of which it has every name."""
    place = read.place
    if place is None or not read.names or not case.describes(place) or read.attribute is not None:
        return
    message = messages.unknown_attribute(case.path(place, read.names[0].text), case.title(place))
    found = case.read("unknown-attribute", message, read, place)
    if read.answer is not None and not found.replacements:
        found = found._replace(replacements=inside(read, case))
    yield found


def undeclared(read: Read, case: Case) -> Iterator[Finding]:
    """A name that the file does not declare, where every name that it may refer to is known."""
    known, owner = case.program.declarable, read.owner
    if known is None or owner is None or owner.text in known or not owner.text.isalnum():
        return
    span = owner.span or read.span
    yield Finding(
        "undeclared",
        span,
        messages.undeclared(owner.text),
        suggestions=tuple(near(owner.text, sorted(known))),
    )


def write_only(read: Read, case: Case) -> Iterator[Finding]:
    """An argument that Terraform never reads back, so that its value is null wherever it is read.

    Terraform alone: a Pulumi program reads what it has set itself, until the next refresh.
    """
    place = read.place
    own = place.own() if place is not None else None
    if place is None or own is None or place.schema.resource.system != "terraform":
        return
    if own.write_only and not read.names:
        message = messages.write_only(own.path, case.title(place))
        yield Finding("write-only", read.span, message, place.schema.resource.name, own.path)
