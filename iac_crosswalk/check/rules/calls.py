"""unknown-argument of calls whose arguments are no attributes: those of boto3's clients that read,
change or remove.
"""

from __future__ import annotations

from collections.abc import Iterator

from iac_crosswalk.answers.naming import own_words, with_own, without_own, words
from iac_crosswalk.answers.near import near
from iac_crosswalk.check import messages
from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.paths import folded, singular
from iac_crosswalk.programs.use import Given


def not_taken(given: Given, case: Case) -> Iterator[Finding]:
    """An argument that the call does not take, with the one that is called so but for its case, or
    for the resource's own words.
    """
    call, container = given.call, given.container
    if call is None or container is None:
        return
    span, name = given.name.span or given.span, given.name.text
    message = messages.unknown_argument(name, call.title, case.program.language.argument)
    takes = sorted(call.takes)
    own = own_words(container.schema.resource.name)
    same = [each for each in takes if folded(each) == folded(name)]
    alike = (
        same
        or [each for each in takes if singular(each) == singular(name)]
        or _with_own_words(name, takes, own)
    )
    why = f"the argument is called `{alike[0]}`" if alike else ""
    certain = bool(same) and given.name.span is not None and not {*given.beside} & {*alike}
    replacements = tuple(
        Replacement(each, each, span, why, certain=certain, given=each in given.beside)
        for each in alike[:1]
        if len(alike) == 1
    )
    suggestions = () if replacements else tuple(near(name, takes))
    yield Finding(
        "unknown-argument",
        span,
        message,
        container.schema.resource.name,
        name,
        replacements,
        suggestions,
    )


def _with_own_words(name: str, takes: list[str], own: tuple[str, ...]) -> list[str]:
    wanted = [*with_own(name, own), *without_own(name, own)]
    return [each for each in takes if words(each) in wanted]
