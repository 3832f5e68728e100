"""The rows that a file lacks: what is proposed for each attribute without a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from builder.curating.proposals import Proposals, others
from builder.curating.schema_text import Described, Describer
from builder.curating.subject import SYSTEMS, Subject, World
from builder.linking.compose import Mapping
from iac_crosswalk.vocabulary import CONVERSE

Used = set[tuple[str, str]]
"""(resource, path) that repositories use."""
_Terms = tuple[bool, str | None, str | None, str | None, str | None]
"""Whether the row is read from its other end; relation, condition, transform and note, which hold
for all cells of a row."""
NEAR = 3
"""How many candidates stand beside a row."""


@dataclass
class Row:
    """A row to be judged: the keys of the file, and the lines that stand above it."""

    keys: dict[str, object]
    aside: list[str] = field(default_factory=list)


def missing(
    subject: Subject, world: World, proposals: Proposals, describer: Describer, used: Used | None
) -> Iterator[Row]:
    """A row or more for each attribute without a verdict: of the subject, then of the Terraform
    resources that it is. Nested Terraform arguments, and with `used` nested properties, are asked
    for only where they are used: the containers they lie in have rows."""
    lacking = _Lacking(subject, proposals)
    written = _written(subject)
    reached: set[int] = set()
    for attribute in describer.resource(world.schemas.resources[subject.system][subject.name]):
        systems = lacking.systems(attribute, own=True)
        plain = used is None or attribute.is_plain
        if not systems or attribute.path in written or not (plain or _uses(attribute, used)):
            continue
        for mapping in proposals.answers.get((attribute.id, "terraform"), ()):
            reached.add(mapping.target or 0)
        yield from _rows(subject, attribute, systems, proposals, describer)
    for name in [each.name for each in subject.counterparts if each.system == "terraform"]:
        if subject.system == "terraform" or name is None:
            continue
        for attribute in describer.resource(world.schemas.resources["terraform"][name]):
            systems = lacking.systems(attribute, own=False)
            if not systems or attribute.id in reached or _name(subject, attribute) in written:
                continue
            if attribute.is_plain or _uses(attribute, used):
                yield from _rows(subject, attribute, systems, proposals, describer)


class _Lacking:
    """Which systems an attribute has no verdict for."""

    def __init__(self, subject: Subject, proposals: Proposals) -> None:
        self._none = {each.system for each in subject.counterparts if each.name is None}
        self._judged = proposals.judged
        self._complete: dict[str, set[int]] = {}
        own = subject.own
        for system in own.written.complete if own else ():
            assert own is not None
            self._complete[system] = {c.subject.id for c in own.claims if c.to_system == system}

    def systems(self, attribute: Described, own: bool) -> list[str]:
        """`own`: the attribute is one of the file's own resource, which `complete` is about."""
        found = []
        for system in others(attribute.system):
            if own and system in self._complete:
                lacks = attribute.id not in self._complete[system]
            else:
                none = own and system in self._none
                lacks = not none and (attribute.id, system) not in self._judged
            if lacks:
                found.append(system)
        return found


def _uses(attribute: Described, used: Used | None) -> bool:
    """Whether repositories use the attribute, or something in it."""
    return used is not None and (attribute.resource, attribute.path) in used


def _written(subject: Subject) -> set[str]:
    """The names that rows of the file hold which wait for a verdict: they are not written again."""
    found: set[str] = set()
    for row in subject.own.written.rows if subject.own else ():
        if row.unjudged:
            for paths in row.cells.values():
                found.update(path for path in paths if path)
    return found


def _name(subject: Subject, attribute: Described) -> str:
    """The attribute as a cell names it: bare in the first resource of its system."""
    own = (subject.system, subject.name)
    first = next((c.name for c in subject.counterparts if c.system == attribute.system), None)
    bare = (attribute.system, attribute.resource) == own or attribute.resource == first
    return attribute.path if bare else f"{attribute.resource}.{attribute.path}"


def _rows(
    subject: Subject,
    attribute: Described,
    systems: list[str],
    proposals: Proposals,
    describer: Describer,
) -> Iterator[Row]:
    """One row for all systems that are proposed under the same terms, further ones for
    the others.
    """
    groups: dict[_Terms, dict[str, list[Mapping]]] = {}
    inverse = subject.curated.inverse
    silent = []
    for system in systems:
        found = proposals.answers.get((attribute.id, system), [])
        for mapping in found:
            terms = _terms(mapping, _leads(subject, system, attribute.system), inverse)
            groups.setdefault(terms, {}).setdefault(system, []).append(mapping)
        if not found:
            silent.append(system)
    name = _name(subject, attribute)
    own = f"{name} {attribute.short()}"
    nothing = [_nothing(system, attribute, proposals, describer) for system in silent]
    if not groups:
        yield Row({attribute.system: name, "unjudged": silent}, [own, *nothing])
    for number, (terms, cells) in enumerate(groups.items()):
        # the subject of a row stands first
        row: dict[str, object] = {} if terms[0] else {attribute.system: name}
        aside = [own] if number == 0 else []
        for system, mappings in cells.items():
            names = []
            for mapping in mappings:
                if mapping.target is None:
                    names.append("none")
                    continue
                if mapping.target < 0:
                    names.append(describer.name(-mapping.target))
                    aside.append(f"{system} {names[-1]}: a resource of its own")
                    continue
                other = describer.attribute(mapping.target)
                names.append(_name(subject, other))
                aside.append(f"{system} {names[-1]} {mapping.confidence:.2f} {other.short()}")
            names = list(dict.fromkeys(names))
            row[system] = names[0] if len(names) == 1 else names
        row.setdefault(attribute.system, name)
        keys = zip(("relation", "when", "transform", "note"), terms[1:], strict=True)
        row |= {key: value for key, value in keys if value is not None}
        waiting = [*cells, *(silent if number == 0 else [])]
        row["unjudged"] = [system for system in systems if system in waiting]
        yield Row(row, aside + (nothing if number == 0 else []))


def _leads(subject: Subject, system: str, other: str) -> bool:
    """Whether an attribute of `system` is the subject of a row that names one of `other` too."""
    order = (subject.system, *(each for each in SYSTEMS if each != subject.system))
    return order.index(system) < order.index(other)


def _terms(mapping: Mapping, turned: bool, inverse: dict[str, str]) -> _Terms:
    """What a row says of a mapping: seen from the subject of the row, which `turned` is its
    target."""
    relation, transform = mapping.relation, mapping.transform
    turned = turned and (mapping.target or 0) > 0
    if turned:
        relation = CONVERSE[relation]
        transform = inverse.get(transform, transform) if transform else None
    said = None if relation in ("exact", "none") else relation
    return turned, said, mapping.condition, transform, mapping.note


def _nothing(system: str, attribute: Described, proposals: Proposals, describer: Describer) -> str:
    near = _best(proposals.candidates.get((attribute.id, system), ()))
    names = ", ".join(
        f"{other.resource}.{other.path} {mapping.confidence:.2f}"
        for mapping in near
        for other in [describer.attribute(mapping.target or 0)]
    )
    return f"{system}: nothing derived" + (f"; near it {names}" if names else "")


def _best(mappings: Iterable[Mapping]) -> list[Mapping]:
    return sorted(mappings, key=lambda mapping: -mapping.confidence)[:NEAR]
