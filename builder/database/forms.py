"""Sets the transform of derived mappings where the types of both ends show it and the matcher has
not set it.

- enabled-words: `ENABLED` and `DISABLED` to a boolean is `enabled-to-boolean`, not `parse`.
- map-of-blocks: a map to blocks with a name and a value is `map-to-blocks`.
- block-and-list: an object to a list of objects is `wrap-list`; a list to an object is
  `first-item`.
- members-elsewhere: two objects are close if no member of one is mapped to a member of the other.
- member-elsewhere: two objects are close if a member of one is mapped only to attributes outside of
  the other. A member that can only be read does not count: an object that is set cannot have it.

For a composed mapping only its own two ends count. The attribute between may have a form that
neither end has: many Terraform blocks are lists, but an object in CloudFormation and in Pulumi.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Callable

import msgspec

from builder.linking.compose import Mapping

ENABLED = frozenset(
    {"enabled", "disabled", "enable", "disable", "on", "off", "active", "inactive", "allow", "deny"}
)
_PAIRS = (
    {"name", "value"},
    {"key", "value"},
    {"parameter_name", "parameter_value"},
    {"ParameterName", "ParameterValue"},
    {"Name", "Value"},
    {"Key", "Value"},
)
_PLAIN = ("string", "number", "integer", "boolean")
_ONE_AND_LIST = ("wrap-list", "first-item")
_PARSED = ("parse", "to-string")
ELSEWHERE = "Its members are elsewhere there: look each of them up."
ONLY_ONE = "Only one of the two has {}."


Pair = tuple[str, bool, int, str]
"""(path, whether it can be set, resource of its partner, path of its partner)."""


class _Attribute(msgspec.Struct, frozen=True):
    resource: int
    path: str
    type: str
    allowed: frozenset[str]
    is_input: bool

    @property
    def head(self) -> str:
        return self.type.partition("<")[0].replace("set", "list")

    @property
    def is_blocks(self) -> bool:
        return self.type in ("list<object>", "set<object>")

    @property
    def is_plain(self) -> bool:
        return self.type in _PLAIN

    @property
    def has_fields(self) -> bool:
        """Whether it is an object or a list of them."""
        return self.type == "object" or self.is_blocks

    @property
    def is_many(self) -> bool:
        """Whether it is a list, or in the items of one."""
        return self.head == "list" or "[]" in self.path

    @property
    def is_number(self) -> bool:
        return self.type in ("number", "integer")

    @property
    def is_plain_list(self) -> bool:
        return self.head == "list" and self.type.partition("<")[2].rstrip(">") in _PLAIN


class Forms:
    """Types and paths of attributes by row id, read on first use."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._attributes: dict[int, _Attribute] = {}
        self._below: dict[int, dict[str, set[str]]] = {}
        """Resource → path of an object or a list of objects → the names of its members."""

    def of(self, number: int) -> _Attribute:
        """The attribute with that row id."""
        if number not in self._attributes:
            query = "select resource_id, path, type, allowed, is_input from attribute where id = ?"
            resource, path, kind, allowed, is_input = self._connection.execute(
                query, [number]
            ).fetchone()
            words = frozenset(str(word).lower() for word in json.loads(allowed or "[]"))
            self._attributes[number] = _Attribute(resource, path, kind, words, bool(is_input))
        return self._attributes[number]

    def members(self, number: int) -> frozenset[str]:
        """The names of the members of an object, or of the objects in a list."""
        return self.beside(number, self.of(number).path)

    def beside(self, number: int, path: str) -> frozenset[str]:
        """The names of the members at `path` of the resource that an attribute belongs to."""
        one = self.of(number)
        if one.resource not in self._below:
            below: dict[str, set[str]] = {}
            self._below[one.resource] = below
            query = "select path from attribute where resource_id = ?"
            for (each,) in self._connection.execute(query, [one.resource]):
                above, _, name = each.rpartition(".")
                if "[" not in name:
                    below.setdefault(above.removesuffix("[]"), set()).add(name)
        return frozenset(self._below[one.resource].get(path.removesuffix("[]"), ()))


def with_transforms(mappings: list[Mapping], connection: sqlite3.Connection) -> list[Mapping]:
    """The mappings; derived ones have the transform that their types show."""
    forms = Forms(connection)
    pairs_by_resource: dict[tuple[int, str], list[Pair]] = {}
    for mapping in mappings:
        if mapping.target is not None and mapping.target > 0:
            one, other = forms.of(mapping.subject), forms.of(mapping.target)
            pairs_by_resource.setdefault((one.resource, mapping.to_system), []).append(
                (one.path, one.is_input, other.resource, other.path)
            )
    for pairs in pairs_by_resource.values():
        pairs.sort()
    return [
        _with_transform(mapping, forms, pairs_by_resource) if _is_open(mapping) else mapping
        for mapping in mappings
    ]


def _is_open(mapping: Mapping) -> bool:
    return (
        mapping.origin == "derived"
        and mapping.relation == "exact"
        and mapping.target is not None
        and mapping.target > 0
    )


def _with_transform(
    mapping: Mapping, forms: Forms, pairs_by_resource: dict[tuple[int, str], list[Pair]]
) -> Mapping:
    assert mapping.target is not None
    one, other = forms.of(mapping.subject), forms.of(mapping.target)
    transform = mapping.transform
    if transform == "parse" and one.allowed and one.allowed <= ENABLED and other.type == "boolean":
        return msgspec.structs.replace(mapping, transform="enabled-to-boolean")
    if (
        transform == "to-string"
        and other.allowed
        and other.allowed <= ENABLED
        and one.type == "boolean"
    ):
        return msgspec.structs.replace(mapping, transform="boolean-to-enabled")
    if transform is not None:
        return mapping
    if (
        one.head in ("map", "json")
        and other.is_blocks
        and any(pair <= forms.members(mapping.target) for pair in _PAIRS)
    ):
        return msgspec.structs.replace(mapping, transform="map-to-blocks")
    if (
        one.is_blocks
        and other.head == "map"
        and any(pair <= forms.members(mapping.subject) for pair in _PAIRS)
    ):
        return msgspec.structs.replace(mapping, transform="blocks-to-map")
    if one.type == "object" and other.is_blocks:
        mapping = msgspec.structs.replace(mapping, transform="wrap-list")
    elif one.is_blocks and other.type == "object":
        mapping = msgspec.structs.replace(mapping, transform="first-item")
    objects = one.type == "object" or (one.is_blocks and other.is_blocks)
    if objects and other.head in ("object", "list") and forms.members(mapping.subject):
        members = _members(one, other, pairs_by_resource.get((one.resource, mapping.to_system), []))
        note = _why_close(one.path, members)
        if note is not None:
            mapping = msgspec.structs.replace(
                mapping, relation="close", note=" ".join(filter(None, (mapping.note, note)))
            )
    return mapping


def fit_composed(
    mappings: list[Mapping], connection: sqlite3.Connection, system_of: Callable[[int], str]
) -> list[Mapping]:
    """The mappings; composed ones have the transform between a single value and a list that their
    own ends show.

    `system_of`: row id of an attribute → its system.
    """
    forms = Forms(connection)
    return [
        _fit_transform(mapping, forms, system_of)
        if mapping.via and (mapping.target or 0) > 0
        else mapping
        for mapping in mappings
    ]


def _fit_transform(mapping: Mapping, forms: Forms, system_of: Callable[[int], str]) -> Mapping:
    assert mapping.target is not None
    one, other = forms.of(mapping.subject), forms.of(mapping.target)
    if mapping.transform in _ONE_AND_LIST:
        same_depth = one.path.count("[]") == other.path.count(
            "[]"
        )  # a string may correspond to one in the items of a list
        same_form = one.type == other.type == "object" or (
            one.is_plain and other.is_plain and same_depth
        )
        return msgspec.structs.replace(mapping, transform=None) if same_form else mapping
    if mapping.transform in _PARSED and (one.is_number and other.is_number):
        return msgspec.structs.replace(mapping, transform=None)  # only Terraform has it as text
    if mapping.transform is not None or mapping.relation != "exact":
        return mapping
    # Pulumi has a single value for a list with at most one item. For other systems the types are
    # not enough: a string of SAM may be a list that its schema does not show.
    from_text = system_of(mapping.subject) == "pulumi" and one.is_plain and other.is_plain_list
    to_text = mapping.to_system == "pulumi" and one.is_plain_list and other.is_plain
    if from_text or (one.type == "object" and other.is_blocks):
        return msgspec.structs.replace(mapping, transform="wrap-list")
    if to_text or (one.is_blocks and other.type == "object"):
        return msgspec.structs.replace(mapping, transform="first-item")
    return mapping


def _members(one: _Attribute, other: _Attribute, pairs: list[Pair]) -> dict[str, tuple[bool, bool]]:
    """The mapped members of `one`: path → (whether it can be set, whether a partner is a member of
    `other`).

    `pairs` is sorted by path, so that the members of `one` are found without a search of all pairs:
    some types have thousands."""
    members: dict[str, tuple[bool, bool]] = {}
    inside = (f"{other.path}.", f"{other.path}[]")
    for start in (f"{one.path}.", f"{one.path}[]."):
        for place in range(bisect_left(pairs, (start, False, 0, "")), len(pairs)):
            path, is_input, resource, target = pairs[place]
            if not path.startswith(start):
                break
            is_inside = resource == other.resource and target.startswith(inside)
            members[path] = is_input, is_inside or members.get(path, (is_input, False))[1]
    return members


def _why_close(block: str, members: dict[str, tuple[bool, bool]]) -> str | None:
    """The note on why two objects are only close; None if they may be the same. `block`: the path
    of the first one; `members`: its mapped members."""
    if not members:
        return None
    if not any(is_inside for _, is_inside in members.values()):
        return ELSEWHERE
    missing_paths = [
        path for path, (is_input, is_inside) in members.items() if is_input and not is_inside
    ]
    direct_members = [
        path for path in missing_paths if path.rpartition(".")[0].removesuffix("[]") == block
    ]
    return ONLY_ONE.format(min(direct_members).rpartition(".")[2]) if direct_members else None
