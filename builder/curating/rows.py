"""The rows that a mapping file lacks: the proposals for each attribute without a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from builder.curating.proposals import Proposals, other_systems
from builder.curating.schema_text import AttributeText, Describer
from builder.curating.subject import SYSTEMS, Subject, World
from builder.linking.compose import Mapping
from iac_crosswalk.vocabulary import CONVERSE

UsedPaths = set[tuple[str, str]]
"""(resource, path) that repositories use."""
_Terms = tuple[bool, str | None, str | None, str | None, str | None]
"""(whether the target of the mapping is the subject of the row, relation, condition, transform,
note): the values that all cells of a row share."""
CANDIDATES_SHOWN = 3
"""The number of candidates in the comment of a row."""


@dataclass
class Row:
    """A row to judge: its YAML keys and values, and the comments above it."""

    keys: dict[str, object]
    comments: list[str] = field(default_factory=list)


def missing_rows(
    subject: Subject,
    world: World,
    proposals: Proposals,
    describer: Describer,
    used_paths: UsedPaths | None,
) -> Iterator[Row]:
    """One or more rows for each attribute without a verdict: of the subject, then of its Terraform
    counterparts. Nested Terraform arguments have a row only if they are in `used_paths`, and so do
    nested properties unless `used_paths` is None. Their containers have rows in any case."""
    unjudged = _UnjudgedSystems(subject, proposals)
    unjudged_names = _unjudged_names(subject)
    linked_ids: set[int] = set()
    for attribute in describer.resource(world.schemas.resources[subject.system][subject.name]):
        systems = unjudged.systems(attribute, is_own=True)
        is_plain = used_paths is None or attribute.is_plain
        if (
            not systems
            or attribute.path in unjudged_names
            or not (is_plain or _is_used(attribute, used_paths))
        ):
            continue
        for mapping in proposals.answers.get((attribute.id, "terraform"), ()):
            linked_ids.add(mapping.target or 0)
        yield from _rows(subject, attribute, systems, proposals, describer)
    for name in [each.name for each in subject.counterparts if each.system == "terraform"]:
        if subject.system == "terraform" or name is None:
            continue
        for attribute in describer.resource(world.schemas.resources["terraform"][name]):
            systems = unjudged.systems(attribute, is_own=False)
            if (
                not systems
                or attribute.id in linked_ids
                or _name(subject, attribute) in unjudged_names
            ):
                continue
            if attribute.is_plain or _is_used(attribute, used_paths):
                yield from _rows(subject, attribute, systems, proposals, describer)


class _UnjudgedSystems:
    """The systems for which an attribute has no verdict."""

    def __init__(self, subject: Subject, proposals: Proposals) -> None:
        self._none = {each.system for each in subject.counterparts if each.name is None}
        self._verdicts = proposals.verdicts
        self._complete: dict[str, set[int]] = {}
        own_file = subject.own_file
        for system in own_file.mapping_file.complete if own_file else ():
            assert own_file is not None
            self._complete[system] = {
                c.subject.id for c in own_file.claims if c.to_system == system
            }

    def systems(self, attribute: AttributeText, is_own: bool) -> list[str]:
        """The systems without a verdict on the attribute. `is_own`: whether the attribute is one of
        the file's own resource; only these can be `complete`."""
        systems = []
        for system in other_systems(attribute.system):
            if is_own and system in self._complete:
                is_unjudged = attribute.id not in self._complete[system]
            else:
                none = is_own and system in self._none
                is_unjudged = not none and (attribute.id, system) not in self._verdicts
            if is_unjudged:
                systems.append(system)
        return systems


def _is_used(attribute: AttributeText, used_paths: UsedPaths | None) -> bool:
    """Whether repositories use the attribute."""
    return used_paths is not None and (attribute.resource, attribute.path) in used_paths


def _unjudged_names(subject: Subject) -> set[str]:
    """The names in unjudged rows of the file: they are not written a second time."""
    names: set[str] = set()
    for row in subject.own_file.mapping_file.rows if subject.own_file else ():
        if row.unjudged:
            for paths in row.cells.values():
                names.update(path for path in paths if path)
    return names


def _name(subject: Subject, attribute: AttributeText) -> str:
    """The attribute as a cell of a row names it: the path alone for the first resource of its
    system, RESOURCE.path for others."""
    own = (subject.system, subject.name)
    first = next((c.name for c in subject.counterparts if c.system == attribute.system), None)
    bare = (attribute.system, attribute.resource) == own or attribute.resource == first
    return attribute.path if bare else f"{attribute.resource}.{attribute.path}"


def _rows(
    subject: Subject,
    attribute: AttributeText,
    systems: list[str],
    proposals: Proposals,
    describer: Describer,
) -> Iterator[Row]:
    """A row for each set of terms, with all systems whose mappings have these terms."""
    groups: dict[_Terms, dict[str, list[Mapping]]] = {}
    inverse = subject.curated.inverse
    unanswered = []
    for system in systems:
        mappings = proposals.answers.get((attribute.id, system), [])
        for mapping in mappings:
            terms = _terms(mapping, _comes_first(subject, system, attribute.system), inverse)
            groups.setdefault(terms, {}).setdefault(system, []).append(mapping)
        if not mappings:
            unanswered.append(system)
    name = _name(subject, attribute)
    own_line = f"{name} {attribute.short()}"
    no_proposals = [_no_proposal(system, attribute, proposals, describer) for system in unanswered]
    if not groups:
        yield Row({attribute.system: name, "unjudged": unanswered}, [own_line, *no_proposals])
    for number, (terms, cells) in enumerate(groups.items()):
        # The subject of a row comes first.
        row: dict[str, object] = {} if terms[0] else {attribute.system: name}
        comments = [own_line] if number == 0 else []
        for system, mappings in cells.items():
            names = []
            for mapping in mappings:
                if mapping.target is None:
                    names.append("none")
                    continue
                if mapping.target < 0:
                    names.append(describer.name(-mapping.target))
                    comments.append(f"{system} {names[-1]}: a separate resource")
                    continue
                target = describer.attribute(mapping.target)
                names.append(_name(subject, target))
                comments.append(f"{system} {names[-1]} {mapping.confidence:.2f} {target.short()}")
            names = list(dict.fromkeys(names))
            row[system] = names[0] if len(names) == 1 else names
        row.setdefault(attribute.system, name)
        keys = zip(("relation", "when", "transform", "note"), terms[1:], strict=True)
        row |= {key: value for key, value in keys if value is not None}
        waiting = [*cells, *(unanswered if number == 0 else [])]
        row["unjudged"] = [system for system in systems if system in waiting]
        yield Row(row, comments + (no_proposals if number == 0 else []))


def _comes_first(subject: Subject, system: str, other: str) -> bool:
    """Whether an attribute of `system` is the subject of a row that also names one of `other`."""
    order = (subject.system, *(name for name in SYSTEMS if name != subject.system))
    return order.index(system) < order.index(other)


def _terms(mapping: Mapping, is_reversed: bool, inverse: dict[str, str]) -> _Terms:
    """The terms of a mapping, seen from the subject of the row. `is_reversed`: whether that is the
    target of the mapping."""
    relation, transform = mapping.relation, mapping.transform
    is_reversed = is_reversed and (mapping.target or 0) > 0
    if is_reversed:
        relation = CONVERSE[relation]
        transform = inverse.get(transform, transform) if transform else None
    stated_relation = None if relation in ("exact", "none") else relation
    return is_reversed, stated_relation, mapping.condition, transform, mapping.note


def _no_proposal(
    system: str, attribute: AttributeText, proposals: Proposals, describer: Describer
) -> str:
    candidates = _best(proposals.candidates.get((attribute.id, system), ()))
    names = ", ".join(
        f"{candidate.resource}.{candidate.path} {mapping.confidence:.2f}"
        for mapping in candidates
        for candidate in [describer.attribute(mapping.target or 0)]
    )
    return f"{system}: nothing derived" + (f"; near it {names}" if names else "")


def _best(mappings: Iterable[Mapping]) -> list[Mapping]:
    return sorted(mappings, key=lambda mapping: -mapping.confidence)[:CANDIDATES_SHOWN]
