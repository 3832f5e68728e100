"""A name that does not exist, and its possible meanings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from iac_crosswalk.paths import snake
from iac_crosswalk.store.schema import Schema

if TYPE_CHECKING:
    from iac_crosswalk.answers.elsewhere import Elsewhere


class Wrong(NamedTuple):
    """A name that does not exist, in the object at `container` of a resource ("" is the resource
    itself, `rules[]` an item).

    `rest` is the path after the name, in normal form: `[].address`.
    """

    schema: Schema
    container: str
    name: str
    rest: str = ""
    output: bool = True
    """Whether the program reads it; otherwise it sets it."""
    settings: Mapping[str, Any] = {}
    """The resource's settings in the program: path → literal value, or None where it is not known.
    """

    @property
    def path(self) -> str:
        """The wrong path from the resource on, without its rest."""
        return f"{self.container}.{self.name}" if self.container else self.name

    @property
    def asked(self) -> str:
        """`path` in the knowledge base's own names, where the program has the camelCase ones of
        another language.
        """
        return snake(self.path) if self.schema.natives else self.path

    @property
    def asked_whole(self) -> str:
        """`asked` with the rest."""
        return self.asked + (snake(self.rest) if self.schema.natives else self.rest)


def wrong_path(schema: Schema, path: str, output: bool, settings: Mapping[str, Any]) -> Wrong:
    """The wrong name in a path in normal form: the first part that does not exist, and the path
    after it.
    """
    container = ""
    parts = path.split(".")
    for index, part in enumerate(parts):
        name = part.rstrip("[]")
        child = schema.child(container, name)
        if child is None and not (name == "*" and container.endswith(".*")):
            rest = part[len(name) :] + "".join(f".{each}" for each in parts[index + 1 :])
            return Wrong(schema, container, name, rest, output, settings)
        container = child.container if child else container
    return Wrong(schema, "", path, "", output, settings)


class Meaning(NamedTuple):
    """An attribute that a wrong name can mean. `whole`: it replaces the name with its rest, not the
    name alone.
    """

    path: str
    why: str
    when: str | None = None
    transform: str | None = None
    certain: bool = False
    whole: bool = False


class Advice(NamedTuple):
    """The possible meanings of a wrong name, the surest first; where there are none, existing names
    that look alike.
    """

    meanings: tuple[Meaning, ...]
    suggestions: tuple[str, ...]
    history: str | None = None
    """The history of the name: `vpc` was removed in provider 6.0. Or why it has no replacement."""
    elsewhere: Elsewhere | None = None
    """Its place in another resource or data source, where nothing in the resource itself can be
    meant.
    """
