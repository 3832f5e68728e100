"""The usage of a program, by resource: the properties that are set, the outputs that are read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Values
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from iac_crosswalk.programs.cloudformation.stack import Beside, Stack
from iac_crosswalk.programs.nodes import Mapping, Node
from iac_crosswalk.store.store import ResourceRow


class Item(NamedTuple):
    """One setting of a property: its line, and the values beside it."""

    line: int | None
    beside: Values[str, str]
    node: Node | None = None
    """Its value, of a template."""


@dataclass
class Given:
    """A property that a resource sets. `path` is the schema's where `known`, otherwise as it is
    written.
    """

    path: str
    known: bool = True
    line: int | None = None
    times: int = 1
    items: list[Item] = field(default_factory=list)
    """The settings of the property."""


@dataclass
class Read:
    """An output that is read, and the places of the reads."""

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
    """Path → literal value, None where it is set but not literal. Conditions are judged by it."""
    remarks: list[str] = field(default_factory=list)
    ours: bool = True
    """Whether it is AWS's own type, so that it does not exist without a row."""
    elsewhere: bool = False
    """Whether the file only reads it."""
    doubt: str | None = None
    """Why a name that the schema lacks may still be right."""

    shared: Resource | None = None
    """The settings of every resource of this type (`Globals` of SAM)."""

    natives: bool = False
    """Whether its file writes names in camelCase (Schema.natives)."""
    node: Mapping | None = None
    """Its properties as the template writes them."""
    label: str | None = None
    """The name by which the target system's code calls it, where its own does not serve."""
    made_by: str | None = None
    """The resource that SAM makes it of."""
    beside: list[Beside] = field(default_factory=list)
    """The keys of a template's resource beside its Properties."""
    unsure: set[str] = field(default_factory=set)
    """Properties that may be left out after all: AWS::NoValue is in their value. "" where a
    function may add properties.
    """

    @property
    def called(self) -> str:
        """The name from which its label in the target system follows."""
        return self.label or self.name

    def give(
        self,
        path: str,
        known: bool = True,
        line: int | None = None,
        beside: Values[str, str] = MappingProxyType({}),
        node: Node | None = None,
    ) -> None:
        """Notes that `path` is set; a path that is set in several items of a list counts once."""
        if path in self.given:
            self.given[path].times += 1
        else:
            self.given[path] = Given(path, known, line)
        self.given[path].items.append(Item(line, beside, node))

    def ask(self, path: str, place: str, known: bool = True, note: str | None = None) -> None:
        """Notes that `path` is read at `place`."""
        self.read.setdefault(path, Read(path, known, note=note)).places[place] = None

    def leaves(self) -> list[Given]:
        """The settings, without the blocks whose content is set: those are not separate
        settings.
        """
        above = {path for setting in self.given for path in ancestors(setting)}
        return [setting for path, setting in self.given.items() if path not in above]


@dataclass
class Usage:
    """The usage of one file. `format` is its form: template, configuration, plan, state or
    program.
    """

    path: str
    system: str
    format: str
    resources: list[Resource] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    whole_folder: bool = False
    """As for Program."""
    stack: Stack | None = None
    """The rest of a template, besides its resources' properties."""
    unresolved: list[tuple[str, str, str]] = field(default_factory=list)
    """Reads of names that the template does not declare: (name, attribute, place)."""


def is_set(path: str, paths: Collection[str]) -> bool:
    """Whether a path, or something below it, is one of these."""
    return path in paths or any(path in ancestors(each) for each in paths)


def ancestors(path: str) -> Iterator[str]:
    """Yields the attributes above `path`, nearest first: `a`, for `a[].b` and `a.*.b` alike."""
    while "." in path:
        path = path.rpartition(".")[0].removesuffix(".*").rstrip("[]").removesuffix(".*")
        yield path
