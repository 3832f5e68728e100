"""Attributes that repeat the value of another attribute of the same system, and so take over its
mappings.

`Ref` of a CloudFormation type returns one of its attributes; a property of a SAM resource becomes a
property of the type that the SAM resource becomes. Both take over the mappings of what they repeat,
unless they have some already. A curated mapping is taken over beside derived ones: without it, a
file that maps a property would take that answer away from its `Ref`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

import msgspec

from builder.linking.compose import Mapping
from builder.linking.conditions import exclude, joined


class Repeat(msgspec.Struct, frozen=True):
    """`attribute` has the value of `of` (row ids of one system) under the condition `when`; `note`
    explains it to the reader.

    A negative `of` is a resource: the whole object is a resource of that type.

    `transform`: how the value changes on the way from `attribute` to `of`.
    """

    attribute: int
    of: int
    note: str
    when: str | None = None
    transform: str | None = None
    relation: str = "exact"
    reads: bool = False
    """Whether it can only be read: mappings to what boto3 only takes are not taken over."""
    alias: bool = False
    """Whether it is another name of the same resource, whose arguments have the same names."""
    only: str | None = None
    """The one system whose mappings are taken over; None for all."""


def taken_over(
    direct: Iterable[Mapping],
    repeats: Iterable[Repeat],
    answered: Iterable[tuple[int, str]],
    turned: Callable[[Mapping], Mapping | None],
    inverse: dict[str, str],
    readable: Container[int] = frozenset(),
) -> Iterator[Mapping]:
    """The mappings that each repeat takes over from what it repeats, in the order of `repeats`.

    `answered`: (attribute, system) pairs that have a mapping already, besides those of `direct`.
    `turned`: a mapping seen from its other end, None where it has none; `inverse`: transform → its
    way back; `readable`: the attributes of boto3 that can be read.
    """
    sources = {repeat.of for repeat in repeats}
    by_source: dict[int, list[Mapping]] = {}
    mapped = set(answered)
    derived: dict[tuple[int, str], set[int | None]] = {}
    for mapping in direct:
        for side in (mapping, turned(mapping)):
            if side is not None:
                if side.origin == "derived":
                    derived.setdefault((side.subject, side.to_system), set()).add(side.target)
                else:
                    mapped.add((side.subject, side.to_system))
                if side.subject in sources:
                    by_source.setdefault(side.subject, []).append(side)
    for repeat in repeats:
        for mapping in by_source.get(repeat.of, ()):
            key = repeat.attribute, mapping.to_system
            if key in mapped or not _fits(mapping, repeat, readable):
                continue
            if key in derived and (
                mapping.origin != "curated"
                or mapping.target is None
                or mapping.target in derived[key]
            ):
                continue
            copy = _as_repeat(mapping, repeat, inverse)
            if copy is not None:
                yield copy


def around(direct: list[Mapping], numbers: Container[int], steps: int = 3) -> list[Mapping]:
    """The mappings from which mappings of the attributes `numbers` may follow: their own, and those
    of their counterparts, `steps` times."""
    reached = {
        end
        for mapping in direct
        for end in (mapping.subject, mapping.target)
        if end is not None and end in numbers
    }
    near: list[Mapping] = []
    for _ in range(steps if reached else 0):
        near = [m for m in direct if m.subject in reached or m.target in reached]
        reached |= {end for m in near for end in (m.subject, m.target) if end is not None}
    return near


def _fits(mapping: Mapping, repeat: Repeat, readable: Container[int]) -> bool:
    """Whether the repeat may take over the mapping."""
    target = mapping.target or 0
    if repeat.only is not None and (repeat.only != mapping.to_system or target <= 0):
        return False
    return not repeat.reads or mapping.to_system != "boto3" or target <= 0 or target in readable


def _as_repeat(mapping: Mapping, repeat: Repeat, inverse: dict[str, str]) -> Mapping | None:
    """The mapping with the repeat's attribute as its subject; None where two transforms or two
    relations cannot be combined, or one condition excludes the other."""
    if exclude(repeat.when, mapping.condition):
        return None
    transform = mapping.transform or (repeat.transform if mapping.target is not None else None)
    if repeat.transform and mapping.transform:
        if inverse.get(repeat.transform) != mapping.transform:
            return None
        transform = None
    if repeat.relation != "exact" and mapping.relation not in ("exact", repeat.relation, "none"):
        return None
    return msgspec.structs.replace(
        mapping,
        subject=repeat.attribute,
        condition=joined(repeat.when, mapping.condition),
        transform=transform,
        relation=repeat.relation if mapping.relation == "exact" else mapping.relation,
        note=" ".join(filter(None, (repeat.note, mapping.note))),
        holds=[],
        back=mapping.back if repeat.alias else {},
    )
