"""Whether a file shows that a condition in words holds: `Role is not given`, `Events.*.Type is
Api`."""

from __future__ import annotations

from collections.abc import Container

from iac_crosswalk.clauses import Clause, all_hold, clauses, parse_clause
from iac_crosswalk.programs.cloudformation.sam import GLOBALS
from iac_crosswalk.report.usage import Given, Resource, ancestors, is_set

_COMPLETE = ("cloudformation", "terraform")
"""Systems whose files write all that a resource is given."""


def shown(condition: str, resource: Resource, members: Container[str]) -> bool | None:
    """True where the resource's properties meet the condition, False where they rule it out, None
    where they do not decide. `members`: the paths of the resource's type; a clause about anything
    else is only for people."""
    return all_hold(condition, lambda clause: _clause(clause, resource, members))


def shown_by_given(condition: str, resource: Resource, members: Container[str]) -> bool | None:
    """The same for conditions on whether properties are given: `Role is not given`. None for
    others: their values may differ from item to item."""
    about = [each for each in map(parse_clause, clauses(condition)) if each is not None]
    if not any(each.values == {"given"} and each.name in members for each in about):
        return None
    return all_hold(
        condition,
        lambda clause: (
            _is_given(clause, resource)
            if clause.values == {"given"} and clause.name in members
            else None
        ),
    )


def may_hold(condition: str, resource: Resource, members: Container[str]) -> bool | None:
    """True where the file shows that a condition holds; None where it depends only on properties
    that may be left out; else False."""
    verdicts = []
    for each in clauses(condition):
        verdict = shown(each, resource, members)
        if verdict is None and not is_unsure(each, resource):
            return False
        verdicts.append(verdict)
    if False in verdicts:
        return False
    return None if None in verdicts else True


def is_unsure(condition: str, resource: Resource) -> bool:
    """Whether a condition is about a property that may be left out: a function decides, `Role: !If
    [Own, …, !Ref AWS::NoValue]`."""
    readable = [parse_clause(each) for each in clauses(condition)]
    return any(
        {each.name, *ancestors(each.name)} & resource.unsure
        for each in readable
        if each is not None
    )


def _clause(clause: Clause, resource: Resource, members: Container[str]) -> bool | None:
    if clause.name not in members:
        return None
    if clause.values == {"given"}:
        return _is_given(clause, resource)
    setting = given_at(resource, clause.name)
    if setting is None:
        return None  # the default may be the value of the condition
    name = clause.name.rpartition(".")[2]
    values = {each.beside.get(name) for each in setting.items}
    met = [(each in clause.values) != clause.is_not for each in values if each is not None]
    if any(met):
        return True
    return None if None in values else False


def _is_given(clause: Clause, resource: Resource) -> bool | None:
    """Whether `X is given` holds, or `X is not given`. None where X may be left out after all, or
    where the file does not show all that is given."""
    if {clause.name, *ancestors(clause.name)} & resource.unsure:
        return None
    if _holds_something(resource, clause.name):
        return not clause.is_not
    return clause.is_not if _is_complete(resource) else None


def _holds_something(resource: Resource, path: str) -> bool:
    """Whether a path is given, or something below it."""
    owners = [resource, resource.shared] if resource.shared else [resource]
    return any(is_set(path, owner.given) for owner in owners)


def _is_complete(resource: Resource) -> bool:
    """Whether the file shows all properties of a resource. The resources of `Globals` have more."""
    return (
        resource.row is not None
        and resource.row.system in _COMPLETE
        and not resource.elsewhere
        and "" not in resource.unsure
        and not resource.name.startswith(GLOBALS)
    )


def given_at(resource: Resource, path: str) -> Given | None:
    """The property of a resource at a path, its own or that of `Globals`."""
    own = resource.given.get(path)
    if own is None and resource.shared is not None:
        return resource.shared.given.get(path)
    return own
