"""Mappings between two systems that follow from mappings through a third.

CloudFormation is what Terraform and boto3 are judged against; Pulumi follows Terraform and the CDK
follows CloudFormation by rule. So every other pair of systems has exactly one system in between,
and the pairs are made in the order of CHAINS. The same code composes attributes and resources: it
sees row ids only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable

import msgspec

from builder.linking.conditions import exclude, joined
from iac_crosswalk.vocabulary import CONVERSE, SYSTEMS

CHAINS = (
    ("terraform", "cloudformation", "boto3"),
    ("cloudformation", "terraform", "pulumi"),
    ("terraform", "cloudformation", "cdk"),
    ("boto3", "cloudformation", "cdk"),
    ("pulumi", "terraform", "boto3"),
    ("pulumi", "cloudformation", "cdk"),
)
"""(one end, the system between, other end). Later chains use the mappings of earlier ones."""

TWINS = frozenset({("terraform", "pulumi"), ("cloudformation", "cdk")})
"""(leader, follower): what does not exist in the leader does not exist in its follower."""

_COMPOSED = {
    ("close", "close"): "close",
    ("broad", "broad"): "broad",
    ("narrow", "narrow"): "narrow",
}
_COMPOSED |= {("close", side): side for side in ("broad", "narrow")} | {
    (side, "close"): side for side in ("broad", "narrow")
}
_OF_TEMPLATES = re.compile(
    r"\b(?:CloudFormation|(?<!launch[ -])templates?|Ref|GetAtt|stacks?(?! set| instance)|intrinsic)"
    r"\b|\bFn::|\bAWS::[A-Z]"
)
"""A sentence about CloudFormation's templates. Notes between Terraform and boto3 leave it out.
Launch templates and stack sets are resources, which every system has."""
_OF_CLOUDFORMATION = re.compile(r"\bCloudFormation\b")
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z`])")


class Mapping(msgspec.Struct, kw_only=True):
    """One row of attribute_mapping or resource_mapping; `target` is None where `to_system` has no
    equivalent.

    A negative `target` of an attribute is the row id of a resource: the list or block is a separate
    resource there. `holds` and `back` belong to a part: the owner's paths that it holds, and its
    arguments with the owner's attributes that they take.
    """

    subject: int
    to_system: str
    target: int | None
    relation: str = "exact"
    condition: str | None = None
    transform: str | None = None
    confidence: float = 1.0
    origin: str = "rule"
    via: str | None = None
    note: str | None = None
    source: str | None = None
    evidence: str | None = None
    role: str | None = None
    key: str | None = None
    holds: list[str] = []
    back: dict[str, str] = {}

    @property
    def whole(self) -> int | None:
        """The row id of the resource that the whole attribute is in the other system, or None."""
        return -self.target if self.target is not None and self.target < 0 else None


def is_argument(mapping: Mapping) -> bool:
    """Whether a derived mapping leads to the argument beside what is read (boto3/arguments.py)."""
    return '"kind":"argument"' in (mapping.evidence or "")


class Composer:
    """Holds the direct mappings and composes the others. `system_of`: row id → system; `inverse`:
    transform → its way back."""

    def __init__(
        self,
        direct: Iterable[Mapping],
        system_of: Callable[[int], str],
        inverse: dict[str, str],
        readers: Container[int] = (),
        identities: Container[int] = (),
        owner: Callable[[int], int] = lambda number: 0,
        only_read: Container[int] = (),
    ) -> None:
        """`readers`: ids that only their twin is mapped to (of data sources and SAM resources);
        `identities`: every Ref and id; `owner`: attribute → its resource; `only_read`: attributes
        that cannot be set."""
        self._system_of = system_of
        self._inverse = inverse
        self._readers = readers
        self._identities = identities
        self._owner = owner
        self._only_read = only_read
        self._out: dict[int, dict[str, list[Mapping]]] = defaultdict(lambda: defaultdict(list))
        self._none: dict[int, dict[str, Mapping]] = defaultdict(dict)
        self._mapped: dict[str, set[int]] = defaultdict(set)
        """System → its row ids that have a mapping."""
        for mapping in direct:
            self._add(mapping)

    def _add(self, mapping: Mapping) -> None:
        if mapping.target is None:
            self._none[mapping.subject].setdefault(mapping.to_system, mapping)
            self._mapped[self._system_of(mapping.subject)].add(mapping.subject)
            return
        self._out[mapping.subject][mapping.to_system].append(mapping)
        if mapping.whole or self.one_way(mapping):
            if mapping.subject > 0:
                self._mapped[self._system_of(mapping.subject)].add(mapping.subject)
            return
        back = self.turned(mapping)
        self._out[back.subject][back.to_system].append(back)
        self._mapped[back.to_system].add(mapping.subject)
        self._mapped[mapping.to_system].add(back.subject)

    def one_way(self, mapping: Mapping) -> bool:
        """Whether the mapping must not be turned: a data source or a SAM resource is mapped to a
        type, but the type is mapped to neither, unless they are twins."""
        if mapping.subject not in self._readers:
            return False
        one, other = self._system_of(mapping.subject), mapping.to_system
        return (one, other) not in TWINS and (other, one) not in TWINS

    def turned(self, mapping: Mapping) -> Mapping:
        """The same mapping seen from its other end."""
        assert mapping.target is not None
        return msgspec.structs.replace(
            mapping,
            subject=mapping.target,
            target=mapping.subject,
            to_system=self._system_of(mapping.subject),
            relation=CONVERSE[mapping.relation],
            transform=(
                self._inverse.get(mapping.transform, mapping.transform)
                if mapping.transform
                else None
            ),
        )

    def compose(self) -> list[Mapping]:
        """Every mapping that follows and is not direct, in a fixed order."""
        composed: list[Mapping] = []
        for one, between, other in CHAINS:
            fresh = self._chain(one, between, other)
            # A mapping of one direction is not turned, so the other direction is composed too.
            fresh += [
                mapping
                for mapping in self._chain(other, between, one)
                if mapping.whole or self.one_way(mapping)
            ]
            for mapping in fresh:
                self._add(mapping)
            composed += fresh
            for subject, to_system, pivot in ((one, other, between), (other, one, between)):
                lacking = self._lacking(subject, pivot, to_system)
                for mapping in lacking:
                    self._add(mapping)
                composed += lacking
        return composed

    def _subjects(self, system: str) -> list[int]:
        return sorted(self._mapped[system])

    def _chain(self, one: str, between: str, other: str) -> list[Mapping]:
        composed: list[Mapping] = []
        for subject in self._subjects(one):
            links = self._out.get(subject)
            # A direct mapping overrules what would follow; a derived one overrules only what
            # follows from another derived one.
            if links is None or other in self._none.get(subject, ()):
                continue
            direct = [link for link in links.get(other, []) if not is_argument(link)]
            if any(link.origin != "derived" for link in direct):
                continue
            direct_targets = {link.target for link in direct}
            best: dict[tuple[int, str | None], Mapping] = {}
            for first in links.get(between, []):
                assert first.target is not None
                for second in self._out.get(first.target, {}).get(other, []):
                    mapping = self._join(first, second, between)
                    if mapping is None or mapping.target is None or self._overruled(mapping, one):
                        continue
                    if direct and (mapping.origin == "derived" or mapping.target in direct_targets):
                        continue
                    key = (mapping.target, mapping.condition)
                    if key not in best or _rank(best[key]) < _rank(mapping):
                        best[key] = mapping
            composed += [mapping for mapping in best.values() if not _holds_anyway(mapping, best)]
        return composed

    def _overruled(self, mapping: Mapping, system: str) -> bool:
        """Whether a mapping of the target to `system` rules this one out: `none`, or an exact one
        to another attribute of the subject's resource, where this would be exact too.

        Attributes of several resources may each be exactly one member: the ARN of a topic is also
        that of its policy's topic. So may two attributes of one resource, one of which sets the
        member and the other reads it. The resource for a repository's triggers does not rule out
        the resource for the repository.
        """
        assert mapping.target is not None
        if mapping.subject in self._identities or mapping.subject in self._readers:
            return False  # they repeat the mapping of another attribute
        if system in self._none.get(mapping.target, ()):
            return True
        direct = self._out.get(mapping.target, {}).get(system, [])
        return mapping.relation == "exact" and any(
            rival.via is None
            and rival.relation == "exact"
            and rival.target is not None
            and (rival.target < 0 or self._owner(rival.target) == self._owner(mapping.subject))
            and (rival.target in self._only_read) == (mapping.subject in self._only_read)
            and (rival.role != "part" or mapping.role == "part")
            for rival in direct
        )

    def _join(self, first: Mapping, second: Mapping, between: str) -> Mapping | None:
        if first.relation == "exact" or second.relation == "exact":
            relation: str | None = second.relation if first.relation == "exact" else first.relation
        else:
            relation = _COMPOSED.get((first.relation, second.relation))
        if relation is None:
            return None  # narrower than something broader: nothing follows
        transforms = [t for t in (first.transform, second.transform) if t]
        if len(transforms) == 2:
            if self._inverse.get(transforms[0]) != transforms[1]:
                # a mapping has one transform; two in a row need a curated mapping
                return None
            transforms = []
        if exclude(first.condition, second.condition):
            return None
        followed = TWINS | {(other, leader) for leader, other in TWINS}
        foreign = (between, second.to_system) not in followed and (
            between,
            self._system_of(first.subject),
        ) not in followed
        notes = dict.fromkeys(n for n in (first.note, second.note) if n)
        if foreign and between == "cloudformation":
            notes = dict.fromkeys(filter(None, map(_without_templates, notes)))
            if not notes and relation == "close":
                halves = (half.note or "" for half in (first, second) if half.relation == "close")
                notes = dict.fromkeys(filter(None, map(_about_cloudformation, halves)))
        origins = (first.origin, second.origin)
        return Mapping(
            subject=first.subject,
            to_system=second.to_system,
            target=second.target,
            relation=relation,
            condition=joined(first.condition, second.condition),
            transform=transforms[0] if transforms else None,
            confidence=round(first.confidence * second.confidence, 4),
            origin=next(origin for origin in ("derived", "curated", "rule") if origin in origins),
            via=between,
            note=" ".join(notes) or None,
            source=first.source or second.source,
            role=_lesser(first.role, second.role),
            key=first.key or second.key,
            holds=first.holds or second.holds,
            back=first.back or second.back,
        )

    def _lacking(self, subject_system: str, pivot: str, to_system: str) -> list[Mapping]:
        """The `none` mappings that follow: where the leader has no equivalent, its follower has
        none; where all counterparts of a subject are exact and have none, the subject has none."""
        lacking: list[Mapping] = []
        for subject in self._subjects(subject_system):
            if to_system in self._none.get(subject, ()) or self._out.get(subject, {}).get(
                to_system
            ):
                continue
            reason = self._none.get(subject, {}).get(pivot) if (pivot, to_system) in TWINS else None
            if reason is None:
                links = self._out.get(subject, {}).get(pivot, [])
                reasons = [
                    self._none.get(link.target or 0, {}).get(to_system)
                    for link in links
                    if link.relation == "exact"
                ]
                if not reasons or len(reasons) != len(links) or not all(reasons):
                    continue
                reason = reasons[0]
            if reason is not None:
                lacking.append(
                    Mapping(
                        subject=subject,
                        to_system=to_system,
                        target=None,
                        relation="none",
                        condition=reason.condition,
                        confidence=reason.confidence,
                        origin=reason.origin,
                        via=pivot,
                        note=reason.note,
                        source=reason.source,
                    )
                )
        return lacking


_ROLES = ("main", "alternative", "part")


def _lesser(one: str | None, other: str | None) -> str | None:
    """The role of a resource that is reached through another one: a part of an alternative is a
    part."""
    return max(filter(None, (one, other)), key=_ROLES.index, default=None)


def _rank(mapping: Mapping) -> tuple[float, bool]:
    """Of two ways to the same target the surer one is kept; of equally sure ones, the exact one."""
    return mapping.confidence, mapping.relation == "exact"


def _without_templates(note: str) -> str:
    """The sentences of a note that are not about CloudFormation."""
    sentences = " ".join(each for each in _SENTENCE.split(note) if not _OF_TEMPLATES.search(each))
    return f"{sentences[:-1]}." if sentences.endswith(";") else sentences


def _about_cloudformation(note: str) -> str:
    """The sentences of a note that compare CloudFormation with another system. Where nothing else
    is left, they are the reason why a composed mapping is only close.
    """
    return " ".join(each for each in _SENTENCE.split(note) if _OF_CLOUDFORMATION.search(each))


def _holds_anyway(mapping: Mapping, found: dict[tuple[int, str | None], Mapping]) -> bool:
    """Whether another way leads to the same target without a condition, with the same relation or
    an exact one: `Name` is always the name, a Ref returns it in some cases only."""
    if mapping.condition is None or mapping.target is None:
        return False
    plain = found.get((mapping.target, None))
    return (
        plain is not None
        and plain.relation in ("exact", mapping.relation)
        and (plain.transform, plain.key) == (mapping.transform, mapping.key)
    )


def stored(mapping: Mapping, composer: Composer, system_of: Callable[[int], str]) -> Mapping:
    """The mapping in the direction in which it is stored: from the earlier system to the later.
    The subject stays the same for `none`, for the owner of a part, and for a data source."""
    if (
        mapping.target is not None
        and not mapping.whole
        and not mapping.holds
        and not composer.one_way(mapping)
        and SYSTEMS.index(system_of(mapping.subject)) > SYSTEMS.index(mapping.to_system)
    ):
        return composer.turned(mapping)
    return mapping
