"""Names that a message calls unknown and that the knowledge base has: the answer states both,
without guessing a reason.
"""

from __future__ import annotations

from iac_crosswalk.answers.history import present, since
from iac_crosswalk.ask.reading import Context, Reading
from iac_crosswalk.store import queries
from iac_crosswalk.store.rows import AttributeRow
from iac_crosswalk.vocabulary import TITLES

_ANOTHER = "older or newer"
_OTHER = {"cloudformation": "older, newer or of another region"}
"""System → how the version in use may differ, where the version in the knowledge base has the
attribute.
"""


def attribute(context: Context, reading: Reading) -> AttributeRow | None:
    """The attribute of a reading; None where it does not exist."""
    row = context.knowledge.find_resource(reading.resource, reading.system)
    found = queries.attributes_at(context.knowledge, row.id, reading.path) if row else []
    return found[0] if found else None


def takes_values(context: Context, reading: Reading) -> bool:
    """Whether the attribute exists and is not read-only."""
    real = attribute(context, reading)
    return real is not None and bool(real.is_input)


def respelled(written: str, spelled: str) -> str | None:
    """A note on a name that exists in another spelling; None where it is spelled right."""
    return f"`{written}` is written `{spelled}` here" if written != spelled else None


def noted(
    context: Context,
    reading: Reading,
    is_given: bool = False,
    otherwise: str = "",
) -> Reading:
    """The reading, with a note where its attribute exists.

    With `is_given` the message is about a value for it. `otherwise` is the note where every known
    version has it.
    """
    if reading.note or reading.system is None or attribute(context, reading) is None:
        return reading
    if is_given and not takes_values(context, reading):
        tool = TITLES[reading.system]
        can_only = f"{reading.path} of {reading.resource} is read-only"
        note = f"{can_only}: {tool} takes no value for it"
    else:
        note = in_versions(context, reading.system, reading.resource, reading.path, otherwise)
    return reading._replace(note=note)


def in_versions(
    context: Context,
    system: str,
    resource: str,
    path: str,
    otherwise: str = "",
) -> str:
    """A note: the versions that have an attribute (with path "" a resource), and the probable
    version in use.
    """
    subject = f"{path} of {resource}" if path else resource
    here = f"{subject} exists in {present(context.knowledge, system)}"
    first = since(context.knowledge, resource, path, system)
    if first:
        return f"{here}, first seen in {first}; the version in use is probably older"
    other = f"the version in use is probably {_OTHER.get(system, _ANOTHER)}"
    return f"{here}; {otherwise or other}"
