"""Leaves out what a reader of the worksheet does not need: targets that the template rules out,
pointless second answers, and properties that only choose the attribute of another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from iac_crosswalk.answers.conditions import another_shown
from iac_crosswalk.clauses import Clause, clauses, parse_clause
from iac_crosswalk.report.shown import given_at, shown
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.report.worksheet import Entry, Target
from iac_crosswalk.store import queries
from iac_crosswalk.store.schema import Schema
from iac_crosswalk.store.store import Store

Answer = dict[str, Any]


def possible(
    targets: list[Target],
    entries: Iterable[Entry],
    resource: Resource,
    schema: Schema,
    store: Store,
) -> list[Target]:
    """The targets without the alternatives that the template rules out. Entries lose their answers
    in those, unless they have no others."""
    if schema.resource.system != "cloudformation" or resource.elsewhere:
        return targets
    out = {
        each.resource
        for each in targets
        if each.instead_of and each.when and _ruled_out(each.when, targets, resource, schema, store)
    }
    for entry in entries if out else ():
        entry.answers = [a for a in entry.answers if a["resource"] not in out] or entry.answers
    return [each for each in targets if each.resource not in out]


def _ruled_out(
    when: str, targets: list[Target], resource: Resource, schema: Schema, store: Store
) -> bool:
    known = shown(when, resource, schema.members)
    if known is not None:
        return not known
    found = parse_clause(when)
    if found is not None and found.name in schema.members:
        # Where it is not given, the default holds: that is the main one's.
        return given_at(resource, found.name) is None and any(t.role == "main" for t in targets)
    signs = queries.signs(store, schema.resource.id, when)
    return (
        bool(signs)
        and all(e.operator == "given" and given_at(resource, e.path) is None for e in signs)
        and another_shown(store, schema.resource, when, resource.settings)
    )


def sensible(
    properties: Iterable[Entry],
    outputs: Iterable[Entry],
    targets: Iterable[Target],
    filled_in: Callable[[Answer], bool],
) -> None:
    """Leaves out the second answers that the first one makes pointless: in a resource that the
    template does not need, deprecated ones, what the same resource repeats less exactly.
    `filled_in`: whether the target system fills an answer in by itself."""
    all_targets = [*targets]
    needed = {each.resource for each in all_targets if not each.instead_of}
    instead = {each.resource for each in all_targets if each.instead_of}
    for entry in outputs:
        if _settled(entry.answers):
            entry.answers = [a for a in entry.answers if _is_listed(a, needed, instead)]
    for entry in properties:
        first = entry.answers[0] if entry.answers else None
        if first is None or first["resource"] not in needed:
            continue
        entry.answers = [
            each
            for each in entry.answers
            if each is first
            or not (
                "deprecated" in each
                or (_settled(entry.answers) and not _is_listed(each, needed, instead))
                or (_settled(entry.answers) and _repeats(each, first, filled_in))
            )
        ]


def _is_listed(each: Answer, needed: set[str], instead: set[str]) -> bool:
    """Whether an answer is in a resource to write, or in an alternative without an undecided
    condition."""
    open_one = bool(each["when"]) and not each["holds"]
    return each["resource"] in needed or (each["resource"] in instead and not open_one)


def _settled(answers: list[Answer]) -> bool:
    """Whether the first answer is exact, without an undecided condition."""
    return bool(answers) and (
        answers[0]["relation"] == "exact"
        and not answers[0]["limit"]
        and "deprecated" not in answers[0]
        and (not answers[0]["when"] or bool(answers[0]["holds"]))
    )


def _repeats(each: Answer, first: Answer, filled_in: Callable[[Answer], bool]) -> bool:
    """`tags_all` beside `tags`: the provider makes the one of the other. The block `health_check`
    beside its `path`. `name_prefix` beside `name`."""
    name = str(first["attribute"])
    return (
        each["resource"] == first["resource"]
        and each["relation"] != "exact"
        and not each["when"]
        and (
            each["attribute"] == f"{name}_prefix"
            or str(first["attribute"]).startswith(
                (f"{each['attribute']}.", f"{each['attribute']}[].")
            )
            or (filled_in(each) and not filled_in(first))
        )
    )


def choosers_folded(properties: list[Entry], resource: Resource) -> list[Entry]:
    """The properties without those that only choose the attribute of another one, which covers
    them: the Key of an item, where the answer for the Value is for that Key."""
    gone: set[int] = set()
    for entry in properties:
        chooser = entry.path
        if entry.verdict not in ("none", "close"):
            continue
        if entry.covers:  # a list that is an entry for the sake of its chooser alone
            chooser = entry.covers[0]
            if len(entry.covers) > 1 or not chooser.startswith(f"{entry.path}[]."):
                continue
        others = [each for each in properties if each is not entry]
        answering = _answering(chooser, entry, others, resource)
        if answering is not None:
            gone.add(id(entry))
            if chooser not in answering.covers:
                answering.covers.append(chooser)
    return [each for each in properties if id(each) not in gone]


def _answering(path: str, entry: Entry, others: list[Entry], resource: Resource) -> Entry | None:
    """The first entry whose answers name the chooser's values; None where a value is in none of
    the answers."""
    container, _, name = path.rpartition(".")
    setting = resource.given.get(path)
    if not container or setting is None:
        return None
    values: set[str | None] = {
        value for found in _met_clauses(entry.answers, name) for value in found.values
    }
    values = values or {each.beside.get(name) for each in setting.items}
    entry_of_value: dict[str, Entry] = {}
    for other in others:
        if other.path.startswith(f"{container}.") and other.path != path:
            for found in _met_clauses(other.answers, name):
                for value in found.values:
                    entry_of_value.setdefault(value, other)
    if None in values or not values <= entry_of_value.keys():
        return None
    return next(
        each for each in others if any(each is entry_of_value[v] for v in values if v is not None)
    )


def _met_clauses(answers: Iterable[Answer], name: str) -> Iterator[Clause]:
    """The clauses about a name in the conditions that hold."""
    for answer in answers:
        for clause in clauses(answer["when"]) if answer["when"] and answer["holds"] else ():
            found = parse_clause(clause)
            if found is not None and found.name == name and not found.is_not:
                yield found
