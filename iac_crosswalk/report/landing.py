"""Finds the target resources of a worksheet's entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from iac_crosswalk.report.worksheet import Entry, Target
from iac_crosswalk.store.schema import Member, Schemas
from iac_crosswalk.vocabulary import ORIGIN_RANK

_ROLES = {"main": 0, "alternative": 1, "part": 2, None: 3}


class Counterpart(NamedTuple):
    """The equivalent in the target system of a resource in the file; `resource` is None where it is
    known that none exists.
    """

    resource: str | None
    relation: str
    role: str | None
    when: str | None
    origin: str
    confidence: float
    note: str | None
    deprecated: str | None
    old: bool
    """Whether it is deprecated, or an older name of another resource."""
    alias_of: str | None
    """The resource that it is another name of."""
    back: dict[str, str]
    """Its arguments that point back to the owner, each with the owner's attribute."""


def kind(answer: dict[str, Any]) -> str:
    """The verdict of an entry with that answer."""
    if answer["when"] and not answer["holds"]:
        return "conditional"
    if answer["relation"] != "exact" or answer["limit"]:
        return "close"
    return "transformed" if answer["transform"] else "exact"


def member_of(answer: dict[str, Any], schemas: Schemas, to: str) -> Member | None:
    """The attribute that an answer names."""
    schema = schemas.find(answer["resource"], to)
    return schema.members.get(answer["attribute"]) if schema else None


def land(
    counterparts: list[Counterpart], properties: list[Entry], outputs: list[Entry]
) -> list[Target]:
    """The target resources. Each entry uses the answer in the best equivalent of the type; that
    answer is put first.
    """
    known = {each.resource: each for each in counterparts if each.resource is not None}
    entries = [*properties, *outputs]
    for entry in entries:
        entry.answers = _once(entry.answers, known)
    met = {
        (answer["resource"], answer["when"])
        for entry in entries
        for answer in entry.answers
        if answer["holds"]
    }
    coverage = Counter(
        name for entry in entries for name in {answer["resource"] for answer in entry.answers}
    )

    def rank(name: str) -> tuple[Any, ...]:
        each = known.get(name)
        if each is None:
            return (False, _ROLES[None], -coverage[name], name)
        # -1: the file's settings select this one.
        is_selected = each.role != "part" and (name, each.when) in met
        role = -1 if is_selected else _ROLES[each.role]
        return (each.old, role, -coverage[name], name)

    for entry in entries:
        entry.answers.sort(key=lambda answer: _place(answer, rank(answer["resource"])))
        if entry.answers:
            entry.verdict = kind(entry.answers[0])
    lands: dict[str, list[str]] = {
        entry.answers[0]["resource"]: [] for entry in entries if entry.answers
    }
    for entry in properties:
        if entry.answers:
            lands[entry.answers[0]["resource"]].append(entry.path)
    standing = sorted(
        (name for name, each in known.items() if each.role in ("main", "alternative")), key=rank
    )
    if standing and not lands.keys() & set(standing):
        lands[standing[0]] = []
    targets = [
        target_of(name, known.get(name), paths)
        for name, paths in sorted(lands.items(), key=lambda item: rank(item[0]))
    ]
    for name, each in known.items():  # alternatives to the first
        if targets and name not in lands and each.role == "alternative" and not each.old:
            targets.append(target_of(name, each, []))
            targets[-1].instead_of = targets[0].resource
    return targets


def _once(answers: list[dict[str, Any]], known: Mapping[str, Counterpart]) -> list[dict[str, Any]]:
    """The answers without those that another name of a resource repeats: `aws_alb`, where `aws_lb`
    is an answer."""
    places = {(answer["resource"], answer["attribute"]) for answer in answers}
    other_names = {name: each.alias_of for name, each in known.items()}
    return [
        answer
        for answer in answers
        if (other_names.get(answer["resource"]), answer["attribute"]) not in places
    ]


def _place(answer: dict[str, Any], rank: tuple[Any, ...]) -> tuple[Any, ...]:
    """The order of an entry's answers: as in answers/order.py, with the resource that holds the
    most of the file's attributes before others.
    """
    old, role, coverage, _ = rank
    return (
        "deprecated" in answer or old,
        ORIGIN_RANK[answer["origin"]],
        answer["relation"] != "exact",
        role,
        coverage,
    )


def target_of(name: str, each: Counterpart | None, lands: list[str]) -> Target:
    """A target resource as its counterpart describes it. `lands`: the properties that belong to
    it."""
    if each is None:  # an answer may point into a resource that no claim about the whole type names
        return Target(name, None, "exact", None, "curated", 1.0, None, None, lands)
    return Target(
        name,
        each.role,
        each.relation,
        each.when,
        each.origin,
        each.confidence,
        each.note,
        each.deprecated,
        lands,
        back=each.back,
    )
