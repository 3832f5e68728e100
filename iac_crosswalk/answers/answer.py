"""The answer to a question, typed. It keeps row ids, so that its strings need not be looked up
again; `to_json` gives the shape of docs/api.md.

In JSON the keys that a class declares without a default are always there; those with one only where
they hold something."""

from __future__ import annotations

from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any

HIDDEN = {"hidden": True}
"""Marks a field for programs in this process. JSON does not have it."""


@dataclass(slots=True)
class Query:
    """The question as it was understood. `name` is the logical name or variable, where the question
    was an expression. `deprecated`: the source's own text about the attribute or resource."""

    system: str | None
    resource: str | None
    attribute: str | None
    name: str | None = field(default=None)
    note: str | None = None
    key: str | None = None
    deprecated: str | None = None
    is_expression: bool = field(default=False, metadata=HIDDEN)


@dataclass(slots=True)
class Equivalent:
    """An equivalent in a target system. `attribute` is None where the resource as a whole is the
    equivalent.

    `use` (boto3): `read`, a member of the response of a read call, or `write`, an argument of a
    call. `deprecated` is the source's own text. `part`: {"back": argument of this resource → the
    owner's attribute that it takes}. `key`: the key of a name/value list."""

    resource: str
    attribute: str | None
    expression: str | None
    relation: str
    when: str | None
    transform: str | None
    origin: str
    confidence: float
    note: str | None
    use: str | None = None
    deprecated: str | None = None
    key: str | None = None
    part: dict[str, Any] | None = None
    expressions: dict[str, str | None] | None = None
    because: list[dict[str, Any]] | None = None
    resource_id: int = field(default=0, metadata=HIDDEN)
    attribute_id: int | None = field(default=None, metadata=HIDDEN)
    native: str | None = field(default=None, metadata=HIDDEN)
    gettable: bool = field(default=False, metadata=HIDDEN)
    mapping_id: int = field(default=0, metadata=HIDDEN, compare=False)
    """The id of its mapping; 0 for the attribute itself."""

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "resource": self.resource,
            "attribute": self.attribute,
            "expression": self.expression,
            "relation": self.relation,
            "when": self.when,
            "transform": self.transform,
            "origin": self.origin,
            "confidence": self.confidence,
            "note": self.note,
        }
        # Key by key, without `_add`: an answer has many equivalents, so this must be fast.
        if self.use is not None:
            found["use"] = self.use
        if self.deprecated is not None:
            found["deprecated"] = self.deprecated
        if self.key is not None:
            found["key"] = self.key
        if self.part is not None:
            found["part"] = self.part
        if self.expressions is not None:
            found["expressions"] = self.expressions
        if self.because is not None:
            found["because"] = self.because
        return found


@dataclass(slots=True)
class Candidate:
    """A guess; never an answer."""

    resource: str
    attribute: str
    confidence: float


@dataclass(slots=True)
class Target:
    """The answers of one system: `equivalent`, `no-equivalent` (with the reason) or `unmapped`
    (perhaps with candidates).
    """

    system: str
    status: str
    answers: list[Equivalent]
    reason: str | None = None
    candidates: list[Candidate] | None = None

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "system": self.system,
            "status": self.status,
            "answers": [each.to_json() for each in self.answers],
        }
        if self.reason is not None:
            found["reason"] = self.reason
        if self.candidates is not None:
            found["candidates"] = [asdict(each) for each in self.candidates]
        return found


@dataclass(slots=True)
class Suggestion:
    """An existing name, suggested for one that does not exist. `why`: what connects the two.
    `written`: the name in languages other than Python.
    """

    resource: str
    attribute: str | None = None
    why: str | None = None
    when: str | None = None
    written: str | None = None

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"resource": self.resource}
        _add(found, self, ("attribute", "why"))
        if self.why is not None:
            found["when"] = self.when
        _add(found, self, ("written",))
        return found


@dataclass(slots=True)
class Way:
    """The replacement for a pitfall, in the system of the question. `attribute` is None where it is
    a resource as a whole.
    """

    resource: str
    attribute: str | None

    def written(self, resource: str | None) -> str:
        """As text: the path alone where it belongs to `resource`."""
        if self.attribute is None:
            return self.resource
        return self.attribute if self.resource == resource else f"{self.resource}.{self.attribute}"


@dataclass(slots=True)
class Pitfall:
    """A wrong but tempting attribute: why it is wrong, the source of the mistake, and the
    replacement: as the curated file names it, and in the system of the question."""

    wrong: str
    why: str
    seen: str | None
    instead: list[str]
    ways: list[Way]


@dataclass(slots=True)
class Instead:
    """A replacement for a removed attribute or resource. `attribute` is None where it is a resource
    as a whole; `certain`: a plain rename.
    """

    resource: str
    attribute: str | None
    certain: bool


@dataclass(slots=True)
class History:
    """The history of an attribute or resource that the present version does not have.

    `text` is the same as a sentence. `attribute` is the removed name: the one in the question, or
    the block that held it; None for the resource. `until` is the last version that had it,
    `removed_in` the first without it; both are None where no version that was read had it.
    `replacement` is the first of `instead`, as text. `nothing`: it was examined, and has no
    replacement. `elsewhere`: `instead` are places of the same resource that have the same name.
    `versions` are the oldest and the present version that were read."""

    text: str
    resource: str
    attribute: str | None
    since: str | None
    until: str | None
    removed_in: str | None
    replacement: str | None
    instead: list[Instead]
    nothing: bool
    elsewhere: bool
    note: str | None
    origin: str
    source: str | None
    versions: list[str]


@dataclass(slots=True)
class Answer:
    """The answer to a question. `status`: `ok`, `unknown-resource`, `unknown-attribute`, or
    `bad-question` with `error`.
    """

    query: Query
    status: str
    targets: list[Target]
    suggestions: list[Suggestion]
    pitfall: Pitfall | None
    versions: dict[str, str]
    history: History | None = None
    error: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The JSON shape of docs/api.md, as plain dictionaries and lists."""
        query = self.query
        question: dict[str, Any] = {
            "system": query.system,
            "resource": query.resource,
            "attribute": query.attribute,
        }
        if query.is_expression:
            question["name"] = query.name
            _add(question, query, ("note", "key"))
        if query.deprecated is not None:
            question["deprecated"] = query.deprecated
        found: dict[str, Any] = {
            "query": question,
            "status": self.status,
            "targets": [each.to_json() for each in self.targets],
            "suggestions": [each.to_json() for each in self.suggestions],
            "pitfall": asdict(self.pitfall) if self.pitfall is not None else None,
            "versions": self.versions,
        }
        if self.history is not None:
            found["history"] = asdict(self.history)
        if self.error is not None:
            found["error"] = self.error
        return found


def _add(found: dict[str, Any], source: Any, names: tuple[str, ...]) -> None:
    """Adds the keys that are there only where they hold something."""
    found.update({name: value for name in names if (value := getattr(source, name)) is not None})


def shape(kind: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(keys that are always there, keys that are there where they hold something) of a class of
    this module.
    """
    visible = [each for each in fields(kind) if not each.metadata.get("hidden")]
    always = tuple(each.name for each in visible if each.default is MISSING)
    return always, tuple(each.name for each in visible if each.default is not MISSING)


def shown_confidence(confidence: float) -> str:
    """A confidence with two decimals, for text. An uncertain one is never shown as 1.00."""
    return f"{confidence if confidence == 1 else min(confidence, 0.99):.2f}"
