"""Shared by the readable formats: the words for verdicts, counts and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from iac_crosswalk.answers.answer import shown_confidence
from iac_crosswalk.answers.words import deprecated_text
from iac_crosswalk.report.worksheet import Attention, Counts, Entry, FileSheet, Sheet, Target
from iac_crosswalk.vocabulary import TITLES

LABELS = {
    "exact": "exact",
    "conditional": "condition",
    "transformed": "value changes",
    "close": "close",
    "none": "no equivalent",
    "unmapped": "unmapped",
    "unknown": "does not exist",
    "outside": "outside",
}
"""Verdict → two words at the most."""
KINDS = {**LABELS, "default": "default", "unsure": "unsure"}
MARKS = {
    "exact": "=",
    "conditional": "%",
    "transformed": "~",
    "close": "≈",
    "none": "-",
    "unmapped": "?",
    "unknown": "!",
    "outside": "·",
}
"""Verdict → its sign, so that nothing depends on colour."""


def printable(text: str) -> str:
    """`text` on one line, without characters that a terminal or a browser would act on."""
    return "".join(map(_printable, text))


def _printable(letter: str) -> str:
    if letter.isprintable():
        return letter
    return " " if letter.isspace() else f"\\u{ord(letter):04x}"


def target_role(target: Target, code: Callable[[str], str]) -> str:
    """The prefix of a target resource: "or, instead of …: ", "part: "; "" for a main one."""
    if target.instead_of:
        return f"or, instead of {code(target.instead_of)}: "
    return "part: " if target.role == "part" else ""


def target_notes(target: Target, sheet: Sheet) -> list[str]:
    """The notes about a target resource, and the number of its properties where there are several
    resources.
    """
    several = len(sheet.targets) > 1 and target.lands
    return (
        [*facts_of(target), plural(len(target.lands), "property")] if several else facts_of(target)
    )


def percent(share: float | None) -> str:
    """`94.9 %`; a dash where the total is zero. Rounded down, so that 100 % means all."""
    return "–" if share is None else f"{int(share * 1000) / 10:g} %"


def plural(number: int, word: str) -> str:
    """`1 resource`, `2 resources`, `3 properties`."""
    if number == 1:
        return f"1 {word}"
    return f"{number:,} {word[:-1] + 'ies' if word.endswith('y') else word + 's'}"


def parts(counts: Counts) -> list[tuple[str, int]]:
    """(verdict, number) of every verdict that occurs, best first."""
    return [(verdict, number) for verdict in LABELS if (number := getattr(counts, verdict))]


def counted(counts: Counts) -> str:
    """`350 exact, 30 value changes, 12 unmapped`."""
    return ", ".join(f"{number:,} {LABELS[verdict]}" for verdict, number in parts(counts))


def facts(answer: dict[str, Any]) -> list[str]:
    """The conditions and qualities of an answer, in a few words each."""
    found = [answer["relation"]] if answer["relation"] != "exact" else []
    if answer["when"]:
        found.append(f"when {answer['when']}" + (" (so it is here)" if answer["holds"] else ""))
    if answer["limit"]:
        found.append(answer["limit"])
    if answer.get("deprecated"):
        found.append(deprecated_text(answer["deprecated"]))
    if answer["transform"]:
        found.append(f"value: {answer['transform']}")
    found.append(
        answer["origin"]
        if answer["origin"] != "derived"
        else f"derived, {shown_confidence(answer['confidence'])}"
    )
    return found


def spelled(answer: dict[str, Any], sheet: Sheet) -> str:
    """The answer's name, with its resource where that is not the first one of the sheet."""
    own = sheet.targets and answer["resource"] == sheet.targets[0].resource
    if answer["attribute"] is None:  # the resource as a whole
        return str(answer["resource"])
    return str(answer["attribute"]) if own else f"{answer['resource']} {answer['attribute']}"


_INLINE = 80
"""The longest value that is shown beside its name."""
_LONGEST = 3_000
"""The length at which a value is cut; JSON has all of it."""
_SHOWN = 12
"""Values that are shown of one property."""


def value_lines(entry: Entry) -> tuple[str, list[str]]:
    """The values of a property: (what follows its name, lines below it). Where it is set in several
    items, each value has the numbers of its items."""
    items: dict[str, list[str]] = {}
    for each in entry.values:
        text = each.text + (f" (where {each.when})" if each.when else "")
        items.setdefault(text, []).extend([each.item] if each.item else [])
    if not items:
        return "", []
    lines = [f"{', '.join(of)}: {text}" if of else text for text, of in items.items()]
    if entry.there and len(items) == 1 and len(lines[0]) <= _INLINE:
        (text, of), *_ = items.items()
        word = "item" if len(of) == 1 else "items"
        return f" = {text}" + (f" ({word} {', '.join(of)})" if of else ""), []
    sign = "=" if entry.there else "here:"
    rest = f"… (the rest is in line {entry.line})" if entry.line else "…"
    lines = [each if len(each) <= _LONGEST else each[:_LONGEST] + rest for each in lines]
    if sum(map(len, lines)) <= _INLINE:
        return "", [f"{sign} {' | '.join(lines)}"]
    more = ["…"] if len(lines) > _SHOWN else []
    return "", [*(f"{sign} {each}" for each in lines[:_SHOWN]), *more]


def own_values(entry: Entry, sheet: Sheet) -> Iterator[str]:
    """The values of a property, a line each: `cidr_block = "10.0.0.0/16"`."""
    inline, below = value_lines(entry)
    own = entry.there and entry.answers
    name = spelled(entry.answers[0], sheet) if own else entry.path
    if inline:
        yield f"{name}{inline}"
    yield from (f"{name} {each}" for each in below)


def remarks(entry: Entry, sheet: Sheet) -> Iterator[str]:
    """Yields the notes about an entry besides its answers, each as a sentence."""
    if entry.deprecated and entry.deprecated != sheet.deprecated:
        yield f"Here it is {deprecated_text(entry.deprecated)}"
    if entry.reason and entry.reason != sheet.reason:
        yield entry.reason
    inside = [path for path in entry.covers if path.startswith(entry.path)]
    choosers = [path.rpartition(".")[2] for path in entry.covers if path not in inside]
    if choosers:
        yield f"{', '.join(choosers)} chooses this answer and has no place there."
    if inside:
        below = [path[len(entry.path) :].lstrip("[]").lstrip(".") for path in inside]
        yield f"One value there, with {', '.join(below[:6])}{' …' if len(below) > 6 else ''} in it."
    for each in entry.replacements:
        names = ", ".join(dict.fromkeys(spelled(answer, sheet) for answer in each["answers"]))
        yield (
            f"Instead: {each['attribute']}"
            + (f" when {each['when']}" if each["when"] else "")
            + (f", there {names}" if names else "")
            + (f"; {each['why']}" if each["why"] != entry.reason else "")
            + "."
        )
    if entry.suggestions:
        yield f"Names that exist: {', '.join(entry.suggestions)}."
    for guess in entry.candidates:
        yield (
            f"A guess, not an answer: {guess['resource']} {guess['attribute']}"
            f" ({shown_confidence(guess['confidence'])})."
        )


def facts_of(target: Target) -> list[str]:
    """The conditions and qualities of a target resource, in a few words each."""
    found = [f"for {target.event}"] if target.event else []
    if target.count > 1:
        either = "by for_each or " if target.address else ""
        found.append(f"{target.count} of these, {either}each with its own label")
    if target.when:
        found.append(f"when {target.when}" + (" (so it is here)" if target.holds else ""))
    required_arguments = {each.attribute for each in target.required if each.value}
    found += [
        f"its {argument} is {name} of its owner"
        for argument, name in target.back.items()
        if argument not in required_arguments
    ]
    found += [target.relation] if target.relation != "exact" else []
    found += [deprecated_text(target.deprecated)] if target.deprecated else []
    return found + ([target.note] if target.note else [])


def type_of(sheet: Sheet) -> str:
    """The type of a resource, or "" where its name already contains it, as Terraform's addresses
    do.
    """
    return "" if f".{sheet.name}".rpartition(".")[0].endswith(f".{sheet.type}") else sheet.type


def subject(item: Attention) -> str:
    """`AWS::SQS::Queue Name`, and the resources it is about."""
    names = ", ".join(item.resources[:4]) + (
        f" and {len(item.resources) - 4} more" if len(item.resources) > 4 else ""
    )
    return f"{item.type}{' ' + item.path if item.path else ''} ({names})"


def headline(sheet: FileSheet, to: str) -> str:
    """A sentence with the share of a file that translates."""
    entries = sheet.summary.entries
    done = entries.total - entries.none - entries.unmapped - entries.unknown - entries.outside
    return (
        f"{plural(sheet.summary.resources.total, 'resource')} with"
        f" {plural(sheet.summary.properties.total, 'property')} and"
        f" {plural(sheet.summary.outputs.total, 'output')}: {done:,} of {entries.total:,} have an"
        f" equivalent in {TITLES[to]} ({percent(entries.translated)})."
    ) + (
        f" With the {entries.none:,} that have none and say why, {percent(entries.answered)} are"
        " answered."
        if entries.none
        else ""
    )
