"""A property that is set in several items of a list, each with its own answer: a Value is
`idle_timeout` where the Key beside it is `idle_timeout.timeout_seconds`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from iac_crosswalk.clauses import clauses, holds_with, parse_clause
from iac_crosswalk.report.landing import kind
from iac_crosswalk.report.usage import Item
from iac_crosswalk.report.worksheet import Entry


def by_item(entry: Entry, items: Iterable[Item]) -> list[Entry]:
    """An entry for each group of items, where the values beside the property show which of its
    conditions hold; empty where they do not.
    """
    if not any(answer["when"] for answer in entry.answers):
        return []
    found: dict[str, Entry] = {}
    for line, beside, node in items:
        holds = [
            holds_with(each["when"], beside) if each["when"] else None for each in entry.answers
        ]
        answers = [
            answer | {"holds": answer["holds"] or known}
            for answer, known in zip(entry.answers, holds, strict=True)
            if known is not False
        ]
        is_decided = any(each is not None for each in holds)
        key = ""
        if is_decided:
            key = repr(holds) if answers else repr(beside)
        if key not in found:
            found[key] = replace(
                entry,
                answers=answers if is_decided else entry.answers,
                line=line,
                times=0,
                values=[],
            )
            if answers:
                found[key].verdict = kind(answers[0])
            else:
                found[key].verdict, found[key].reason = "unmapped", _nothing(entry, beside)
        found[key].times += 1
        found[key].values += [node] if node is not None else []
    return list(found.values()) if found.keys() != {""} else []


def _nothing(entry: Entry, beside: Mapping[str, str]) -> str:
    """The reason why no answer of an entry holds: the property in the conditions has another
    value.
    """
    names = {
        found.name
        for answer in entry.answers
        for clause in clauses(answer["when"] or "")
        if (found := parse_clause(clause)) is not None and found.name in beside
    }
    values = " and ".join(f"{name} is {beside[name]}" for name in sorted(names))
    return f"No equivalent is known where {values}."
