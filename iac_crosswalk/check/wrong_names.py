"""Turns a wrong name into a finding with its replacements. The rules import it where they find a
wrong name: most programs have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iac_crosswalk.answers.meaning import Advice, Meaning, Wrong
from iac_crosswalk.check import certainty, messages
from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.programs.language import Edit
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.use import Given, Read
from iac_crosswalk.store.place import Place


def about_given(case: Case, rule: str, message: str, given: Given, container: Place) -> Finding:
    """A finding about a name that is given, with any known advice."""
    settings = given.declared.settings if given.declared else {}
    wrong = Wrong(
        container.schema,
        container.path,
        given.name.text,
        output=given.lookup,
        settings=settings,
    )
    advice = case.advisor.advise(wrong)
    span = given.name.span or given.span
    replacements = []
    for meaning in advice.meanings:
        text, inside = _spelled(case, container, meaning)
        edit = Edit(text + given.keeps, span, given.name.span is not None)
        already = inside and text in given.beside
        certain = (
            inside
            and not already
            and certainty.giving(meaning, given, container.schema.members[meaning.path], edit)
        )
        replacements.append(_replacement(meaning, edit, certain, already))
    return _finding(case, rule, span, message, container, wrong.path, replacements, advice)


def about_read(case: Case, rule: str, message: str, read: Read, container: Place) -> Finding:
    """A finding about the first wrong name of an expression, with any known advice."""
    name, rest = read.names[0], read.rest
    settings = read.declared.settings if read.declared else {}
    wrong = Wrong(container.schema, container.path, name.text, rest, settings=settings)
    advice = case.advisor.advise(wrong)
    span = name.span or read.span
    return _finding(
        case,
        rule,
        span,
        message,
        container,
        wrong.path + rest,
        _read_instead(case, read, container, advice.meanings),
        advice,
    )


def _finding(
    case: Case,
    rule: str,
    span: Span,
    message: str,
    container: Place,
    path: str,
    replacements: Iterable[Replacement],
    advice: Advice,
) -> Finding:
    """The finding, with the history of the name, or with another resource that has it."""
    message, names = messages.with_history(message, advice.history), advice.suggestions
    if other := advice.elsewhere:
        schema = case.advisor.schemas.of(other.row, container.schema.natives)
        title = case.program.language.title(schema)
        message = messages.with_place(message, other.sentence(title))
        names = (
            *names,
            f"{title}.{schema.spell(other.attribute)}" if other.attribute else title,
        )
    return Finding(
        rule, span, message, container.schema.resource.name, path, tuple(replacements), names
    )


def _read_instead(
    case: Case, read: Read, container: Place, meanings: Iterable[Meaning]
) -> Iterator[Replacement]:
    for meaning in meanings:
        text, inside = _spelled(case, container, meaning)
        span = read.with_rest if meaning.whole else read.names[0].span
        edit = Edit(text + read.keeps, span or read.span, span is not None)
        member = container.schema.members.get(meaning.path)
        certain = inside and certainty.reading(meaning, read, edit, member)
        yield _replacement(meaning, edit, certain)


def _spelled(case: Case, container: Place, meaning: Meaning) -> tuple[str, bool]:
    """The meaning's path as it is written below the container, and whether it lies below it."""
    inside = not container.path or meaning.path.startswith(f"{container.path}.")
    below = meaning.path[len(container.path) :].lstrip(".") if inside else meaning.path
    return case.program.language.spell(container, below), inside


def _replacement(meaning: Meaning, edit: Edit, certain: bool, already: bool = False) -> Replacement:
    return Replacement(
        meaning.path,
        edit.text,
        edit.span,
        meaning.why,
        meaning.when,
        meaning.transform,
        certain,
        already,
    )
