"""Why a curated or composed mapping is only close, where no note says so: what the forms of its own
two ends show. Sentences hold in both directions.

What the forms do not show stays without a reason; a mapping file has to give it."""

from __future__ import annotations

import re
import sqlite3

import msgspec

from builder.database import repeats
from builder.database.forms import Forms
from builder.linking.compose import Mapping
from builder.linking.matching.relations import CLOSE_TRANSFORMS, ONE_OR_MANY
from iac_crosswalk.paths import folded

NAMED = "`{}` only names the item; the value is its `{}`."
INNER = "One of the two holds what the other is, in a member."
BLOCKS = "One of the two is a list of values, the other has an object for each of them."
LIST_PART = "The list is a part of the object."
WORD = "One of the two is a word, which may have more values than true and false."
SEPARATE = "It is a resource of its own there."
_ASIDE = re.compile(rf"{re.escape(repeats.READ_NOTE)}|\S+ is another name of \S+\.(?=\s|$)")
"""Sentences of notes that are about the resource, not about the two values."""
_MORE = CLOSE_TRANSFORMS["first-item"]
_PART = CLOSE_TRANSFORMS["flatten"]
_BY_TRANSFORM = {
    **{name: why for name, why in CLOSE_TRANSFORMS.items() if name != "flatten"},
    **dict.fromkeys(("separate-resource", "inline"), SEPARATE),
}


def explained(mappings: list[Mapping], connection: sqlite3.Connection) -> list[Mapping]:
    """The mappings, with a note for each close one that has none and whose forms show why."""
    forms = Forms(connection)
    return [_explained(each, forms) if _is_open(each) else each for each in mappings]


def _is_open(mapping: Mapping) -> bool:
    has_reason = bool(_ASIDE.sub("", mapping.note or "").strip())
    return mapping.relation == "close" and not has_reason and mapping.target is not None


def _explained(mapping: Mapping, forms: Forms) -> Mapping:
    notes = (_reason(mapping, forms), mapping.note)
    return msgspec.structs.replace(mapping, note=" ".join(filter(None, notes)) or None)


def _reason(mapping: Mapping, forms: Forms) -> str | None:
    ends = [number for number in (mapping.subject, mapping.target) if number and number > 0]
    if mapping.key is not None:
        return next(filter(None, (_named(forms, number) for number in ends)), None)
    transform = mapping.transform
    if transform in _BY_TRANSFORM or len(ends) < 2:
        return _BY_TRANSFORM.get(transform or "")
    one, other = (forms.of(number) for number in ends)
    if transform in ("flatten", "nest"):
        if one.has_fields != other.has_fields:
            is_list = one.is_plain_list or other.is_plain_list
            return LIST_PART if is_list else _PART
        holds = _holds(forms, ends[0], ends[1]) or _holds(forms, ends[1], ends[0])
        return INNER if one.has_fields and holds else None
    if transform in ("enabled-to-boolean", "boolean-to-enabled"):
        words = one.allowed or other.allowed
        return None if 0 < len(words) <= 2 else WORD
    if transform in ("list-to-blocks", "blocks-to-list"):
        return BLOCKS if one.is_many and other.is_many else _MORE
    if transform is None and one.has_fields and other.has_fields and one.head != other.head:
        return ONE_OR_MANY
    return None


def _holds(forms: Forms, outer: int, inner: int) -> bool:
    """Whether a member of the first object has more of the second one's members than the object
    itself has."""
    names = {*map(folded, forms.members(inner))}
    direct = len(names.intersection(map(folded, forms.members(outer))))
    one = forms.of(outer)
    start = f"{one.path}[]" if one.is_blocks else one.path
    return any(
        len(names.intersection(map(folded, forms.beside(outer, f"{start}.{member}")))) > direct
        for member in forms.members(outer)
    )


def _named(forms: Forms, number: int) -> str | None:
    """The reason where an attribute is the name in items of names and values."""
    above, _, name = forms.of(number).path.rpartition(".")
    beside = "Value" if name[:1].isupper() else "value"
    is_name = name.lower() in ("key", "name") and beside in forms.beside(number, above)
    return NAMED.format(name, beside) if is_name else None
