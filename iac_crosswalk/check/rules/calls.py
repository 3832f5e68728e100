"""unknown-argument of calls whose arguments are not attributes, and unknown-attribute of the
answers of calls: both for boto3's clients.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from iac_crosswalk.answers.naming import own_words, with_own, without_own, words
from iac_crosswalk.answers.near import near
from iac_crosswalk.check import messages
from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding, Replacement
from iac_crosswalk.paths import folded, singular
from iac_crosswalk.programs.source import Span
from iac_crosswalk.programs.use import Answer, Given, Read

_FEW = 3
"""If an answer has at most this many members, all of them are suggested."""


def not_taken(given: Given, case: Case) -> Iterable[Finding]:
    """An argument that the call does not take. The replacement is the argument whose name differs
    only by case, or by the words of the resource's own name.
    """
    call, container = given.call, given.container
    if call is None or container is None:
        return ()
    span, name = given.name.span or given.span, given.name.text
    message = messages.unknown_argument(name, call.title, case.program.language.argument)
    takes = sorted(call.takes)
    resource_words = own_words(container.schema.resource.name)
    alike = _alike(name, takes) or _with_own_words(name, takes, resource_words)
    why = f"the argument is called `{alike[0]}`" if alike else ""
    exact = given.name.span is not None and not {*given.beside} & {*alike}
    certain = exact and bool(alike) and folded(alike[0]) == folded(name)
    replacements = tuple(
        Replacement(each, each, span, why, certain=certain, already_set=each in given.beside)
        for each in alike[:1]
        if len(alike) == 1
    )
    suggestions = () if replacements else tuple(near(name, takes))
    return (
        Finding(
            "unknown-argument",
            span,
            message,
            container.schema.resource.name,
            name,
            replacements,
            suggestions,
        ),
    )


def not_answered(read: Read, case: Case) -> Iterator[Finding]:
    """A member that the answer of a call does not have. The replacement is the member whose name
    differs only by case, or the path to a deeper one: `["Reservations"][0]["Instances"]`.
    """
    answer = read.answer
    if answer is None or read.place is not None:
        return
    span, name = read.names[0].span or read.span, read.names[0].text
    members = sorted(answer.members)
    alike = _alike(name, members)
    replacements = inside(read, case)
    if len(alike) == 1:
        certain = folded(alike[0]) == folded(name) and read.names[0].span is not None
        why = f"the member is called `{alike[0]}`"
        replacements = (Replacement(alike[0], alike[0], span, why, certain=certain),)
    suggestions: list[str] = []
    if not replacements:
        suggestions = members if len(members) <= _FEW else near(name, members)
    message = messages.no_member(name, answer.title)
    yield Finding("unknown-attribute", span, message, None, name, replacements, tuple(suggestions))


def inside(read: Read, case: Case) -> tuple[Replacement, ...]:
    """The only path to a name that exists deeper in the answer."""
    if read.answer is None:
        return ()
    name, answer = read.names[0].text, read.answer
    paths = [*dict.fromkeys(_ways(name, answer))] or [*_one_level_below(name, answer)]
    if len(paths) != 1:
        return ()
    span, data = read.names[0].span or read.span, case.program.source.data
    with_brackets = Span(span.start - 2, span.end + 2)
    if not re.fullmatch(rb"""\[(["'])\w+\1\]""", data[with_brackets.start : with_brackets.end]):
        return ()
    above = paths[0].rpartition(".")[0]
    text = "".join(
        f'["{name}"]' + "[0]" * brackets.count("[]")
        for name, brackets in re.findall(r"([^.\[\]]+)((?:\[\])*)", paths[0])
    )
    items = "the items of " if above.endswith("[]") else ""
    why = f"it is in {items}`{above.removesuffix('[]')}`"
    return (Replacement(paths[0], text, with_brackets, why),)


def _ways(name: str, answer: Answer) -> Iterator[str]:
    """Yields the paths of an answer that end in a name: those of the resources in it, and those
    that lead to them.
    """
    for path, place in answer.holds:
        if ".*" in path or not path:
            continue
        steps = path.split(".")
        for number, step in enumerate(steps[1:], start=1):
            if step.removesuffix("[]") == name:
                yield ".".join([*steps[:number], name])
        member = place.schema.child("", name)
        if member is not None and member.is_output:
            yield f"{path}.{name}"


def _one_level_below(name: str, answer: Answer) -> Iterator[str]:
    """Yields the paths into the members of an answer that is a resource itself: `QueueArn` is in
    `Attributes`.
    """
    for path, place in answer.holds:
        for member in place.schema.below().values() if not path else ():
            inner = place.schema.child(member.path, name) or place.schema.child(
                member.container, name
            )
            if inner is not None and inner.is_output and ".*" not in inner.path:
                yield inner.path


def _alike(name: str, names: list[str]) -> list[str]:
    """Those of `names` that differ from `name` by case, or else by singular and plural."""
    same = [each for each in names if folded(each) == folded(name)]
    return same or [each for each in names if singular(each) == singular(name)]


def _with_own_words(name: str, takes: list[str], resource_words: tuple[str, ...]) -> list[str]:
    """Those of `takes` that differ from `name` by the words of the resource's own name."""
    spellings = [*with_own(name, resource_words), *without_own(name, resource_words)]
    return [each for each in takes if words(each) in spellings]
