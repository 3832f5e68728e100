"""What a file uses, in one shape whatever the file: resources, the properties they set, the outputs that are read from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from iac_crosswalk.paths import normalise
from iac_crosswalk.store.schema import Schema
from iac_crosswalk.store.store import ResourceRow


@dataclass
class Given:
    """A property that a resource sets. `path` is the schema's where `known`, otherwise as it is written."""

    path: str
    known: bool = True
    line: int | None = None
    times: int = 1


@dataclass
class Read:
    """An output that something reads, and where it stands."""

    path: str
    known: bool = True
    places: dict[str, None] = field(default_factory=dict)
    note: str | None = None


@dataclass
class Resource:
    """A resource of a file. `row` is the type in the knowledge base, or None where it has none."""

    name: str
    type: str
    row: ResourceRow | None
    line: int | None = None
    instances: int = 1
    given: dict[str, Given] = field(default_factory=dict)
    read: dict[str, Read] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    """Path → literal value, None where it is given and not literal: what conditions are judged by."""
    remarks: list[str] = field(default_factory=list)
    doubt: str | None = None
    """Why a name that the schema does not have may be right all the same."""
    natives: bool = False
    """Whether its file writes names in camelCase (Schema.natives)."""

    def give(self, path: str, known: bool = True, line: int | None = None) -> None:
        """Notes that `path` is set; a path that is set in several items of a list counts once."""
        if path in self.given:
            self.given[path].times += 1
        else:
            self.given[path] = Given(path, known, line)

    def ask(self, path: str, place: str, known: bool = True, note: str | None = None) -> None:
        """Notes that `path` is read at `place`."""
        self.read.setdefault(path, Read(path, known, note=note)).places[place] = None

    def leaves(self) -> list[Given]:
        """What is set, without the blocks whose content is set: those are not settings of their own."""
        above = {path for given in self.given for path in ancestors(given)}
        return [given for path, given in self.given.items() if path not in above]


@dataclass
class Usage:
    """What one file uses. `format` says what was read: template, plan or state."""

    path: str
    system: str
    format: str
    resources: list[Resource] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def ancestors(path: str) -> Iterator[str]:
    """The attributes that `path` stands below, nearest first: `a`, for `a[].b` and `a.*.b` alike."""
    while "." in path:
        path = path.rpartition(".")[0].removesuffix(".*").rstrip("[]").removesuffix(".*")
        yield path


def is_empty(value: Any) -> bool:
    """Whether a value in JSON stands for something that was not given: Terraform writes null, [] and {} for it."""
    return value is None or value == [] or value == {} or (isinstance(value, list) and all(is_empty(item) for item in value))


def walk(schema: Schema, container: str, value: Any) -> Iterator[tuple[str, Any, bool]]:
    """(path, value, known) of everything that is set in a JSON object that stands at `container`, blocks before their content."""
    for name, inner in value.items() if isinstance(value, dict) else ():
        if is_empty(inner):
            continue
        child = schema.child(container, str(name))
        if child is None:
            yield f"{container}.{name}" if container else str(name), inner, False
        else:
            yield child.path, inner, True
            yield from inside(schema, child.path, child.type, inner)


def inside(schema: Schema, path: str, kind: str, value: Any) -> Iterator[tuple[str, Any, bool]]:
    """What is set inside a value of the type `kind` at `path`."""
    outer, _, rest = kind.partition("<")
    if outer in ("list", "set"):
        for item in value if isinstance(value, list) else [value]:
            yield from inside(schema, f"{path}[]", rest[:-1], item)
    elif outer == "map" and isinstance(value, dict):
        for item in value.values():
            yield from inside(schema, f"{path}.*", rest[:-1], item)
    elif schema.below(path):
        # A Terraform block that may stand only once is a list of one in its JSON.
        for item in value if isinstance(value, list) else [value]:
            yield from walk(schema, path, item)


def resolve(schema: Schema, written: str) -> tuple[str, bool]:
    """The attribute that an expression reads, and whether it exists. What stands below free-form values belongs to them."""
    path, kind = "", "object"
    for step in normalise(written).replace("[]", ".[]").split("."):
        if step == "[]":
            outer, _, rest = kind.partition("<")
            if outer in ("list", "set"):
                path, kind = f"{path}[]", rest[:-1]
            continue
        outer, _, rest = kind.partition("<")
        if outer in ("list", "set"):  # a splat that was written without brackets
            path, kind, outer = f"{path}[]", rest[:-1], rest.partition("<")[0]
        if outer == "map" and schema.child(path, step) is None:
            path, kind = f"{path}.*", rest[:-1]
            continue
        child = schema.child(path, step) or schema.child(path, "*")
        if child is None:
            own = _own(schema, path)
            member = schema.members.get(own)
            free = member is not None and (member.open or not schema.below(path))
            return (own, True) if free else (normalise(written), False)
        path, kind = child.path, child.type
    return _own(schema, path), True


def _own(schema: Schema, path: str) -> str:
    """The attribute whose item or value stands at `path`."""
    return path if path in schema.members else next((above for above in ancestors(f"{path}.") if above in schema.members), path)


def literal_settings(pairs: Mapping[str, Any] | Iterator[tuple[str, Any, bool]]) -> dict[str, Any]:
    """Path → literal value for the values that conditions may ask about; None for what is no single literal."""
    rows = pairs.items() if isinstance(pairs, Mapping) else ((path, value) for path, value, known in pairs if known)
    return {path: value if isinstance(value, (str, int, float, bool)) else None for path, value in rows}
