"""unknown-resource, retired-resource: the types that a program declares or names."""

from __future__ import annotations

from collections.abc import Iterator

from iac_crosswalk.answers.near import near
from iac_crosswalk.check import messages
from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.programs.use import Declared
from iac_crosswalk.store.retired import retired


def unknown(declared: Declared, case: Case) -> Iterator[Finding]:
    """An AWS type that does not exist. A replacement that differs only by case is certain."""
    if declared.row is not None or not declared.ours:
        return
    from iac_crosswalk.answers.history import became

    language, schemas = case.program.language, case.advisor.schemas
    alike = language.types(schemas, declared.type)
    wrong = alike.name.lower()
    same = [written for name, written in alike.candidates.items() if name.lower() == wrong]
    replacements = tuple(
        Replacement(
            written,
            written,
            declared.span,
            f"the {alike.kind.rpartition(' ')[2]} is called `{written}`",
            certain=len(same) == 1,
        )
        for written in same
    )
    suggestions: tuple[str, ...] = ()
    if not same:
        near_names = near(alike.name, list(alike.candidates))
        suggestions = alike.likely or tuple(alike.candidates[name] for name in near_names)
    history = None if same else became(case.advisor.knowledge, declared.type)
    suggestions = () if history else suggestions
    edition = language.edition(case.advisor.knowledge)
    message = messages.unknown_resource(declared.type, edition, alike.kind, alike.twin)
    message = messages.with_history(message, history)
    yield Finding(
        "unknown-resource", declared.span, message, declared.type, None, replacements, suggestions
    )


def shut_down(declared: Declared, case: Case) -> Iterator[Finding]:
    """A type of a service that AWS has shut down."""
    service = retired(declared.row.name) if declared.row else None
    if service is not None and declared.row is not None:
        message = messages.retired_resource(declared.type, service.title, service.since)
        yield Finding("retired-resource", declared.span, message, declared.row.name)
