"""What a template shows of a condition in words: `Role is not given`, `Events.*.Type is Api`.

A template writes all that a resource is given, so what it does not write is not given."""

from __future__ import annotations

from collections.abc import Container

from iac_crosswalk.clauses import Said, judged
from iac_crosswalk.report.usage import Given, Resource


def shown(condition: str, resource: Resource, members: Container[str]) -> bool | None:
    """True where what the resource is given meets the condition, False where it rules it out, None
    where it does not tell. `members`: the paths of the resource's type; words about anything else
    are for people."""
    return judged(condition, lambda clause: _clause(clause, resource, members))


def _clause(found: Said, resource: Resource, members: Container[str]) -> bool | None:
    if found.of not in members:
        return None
    given = given_at(resource, found.of)
    if found.values == {"given"}:
        return (given is not None) != found.is_not
    if given is None:
        return None  # it has its default, which may be the value asked for
    name = found.of.rpartition(".")[2]
    values = {each.beside.get(name) for each in given.items}
    met = [(each in found.values) != found.is_not for each in values if each is not None]
    return True if any(met) else None if None in values else False


def given_at(resource: Resource, path: str) -> Given | None:
    """What the resource is given at a path, by itself or by what the file gives to all of its
    type."""
    own = resource.given.get(path)
    if own is None and resource.shared is not None:
        return resource.shared.given.get(path)
    return own
