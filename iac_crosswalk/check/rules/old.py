"""deprecated: types and attributes that exist, but that their source advises against. A warning:
the program works.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iac_crosswalk.check import messages
from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.programs.use import Declared, Given, Read
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.retired import retired
from iac_crosswalk.store.schema import Member


def deprecated_type(use: Declared, case: Case) -> Iterator[Finding]:
    """A deprecated type. A service that AWS has shut down is a separate rule."""
    text = case.advisor.knowledge.target(use.row.id).deprecated if use.row is not None else None
    if use.row is not None and text is not None and retired(use.row.name) is None:
        yield Finding("deprecated", use.span, messages.deprecated(use.type, "", text), use.row.name)


def deprecated_argument(use: Given, case: Case) -> Iterable[Finding]:
    """A deprecated argument or block. The content of a deprecated block is deprecated with it; the
    finding is about the block.
    """
    member = _deprecated(use.place)
    if (
        use.container is None
        or member is None
        or not member.is_input
        or _text(use.container) == member.deprecated
    ):
        return ()
    path = case.path(use.container, use.name.text)
    return (_finding(use, member, path, case.title(use.container), use.container),)


def deprecated_read(use: Read, case: Case) -> Iterator[Finding]:
    """A deprecated attribute that is read, or a name below it."""
    member = _deprecated(use.place) if not use.names else None
    if use.place is not None and member is not None:
        yield _finding(
            use, member, use.place.schema.spell(use.place.path), case.title(use.place), use.place
        )


def _finding(use: Given | Read, member: Member, path: str, title: str, place: Place) -> Finding:
    span = use.name.span or use.span if isinstance(use, Given) else use.span
    message = messages.deprecated(path, title, member.deprecated or "")
    return Finding("deprecated", span, message, place.schema.resource.name, member.path)


def _deprecated(place: Place | None) -> Member | None:
    member = place.attribute() if place is not None else None
    return member if member is not None and member.deprecated else None


def _text(place: Place) -> str | None:
    member = place.attribute()
    return member.deprecated if member is not None else None
