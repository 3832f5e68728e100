"""The differences between the languages of programs: how names, types and paths are spelled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from iac_crosswalk.programs.source import Source, Span
from iac_crosswalk.programs.use import Read
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas
from iac_crosswalk.store.store import Store


class Edit(NamedTuple):
    """A replacement text for bytes of the file; not `exact` where the bytes cover more than the
    replaced expression.
    """

    text: str
    span: Span
    exact: bool


class Alike(NamedTuple):
    """The distinguishing part of a type's name, and the types it can be confused with: that part of
    each → the type as it is written.
    """

    name: str
    candidates: Mapping[str, str]
    kind: str = "resource type"
    """Its kind, in the words of a message."""
    twin: str = ""
    """Another kind of thing with that name, if any: a resource, where a data source is named."""
    likely: tuple[str, ...] = ()
    """Names that are more likely right than one that only looks alike."""


class Language:
    """The default: types and paths are spelled as in the knowledge base. A language overrides what
    differs.
    """

    system = ""
    """The system whose names it uses."""
    package = ""
    """The package that defines the names, by its key in `KnowledgeBase.versions`."""
    natives = False
    """Whether its names are the camelCase ones (Schema.natives)."""
    argument = "argument"
    """The language's word for an argument."""
    members_of_plain = True
    """Whether text and numbers have members in the language itself, so that a name behind one is
    never wrong.
    """

    def edition(self, store: Store) -> str:
        """The package and its version, for messages: `cfn-lint 1.58.0`."""
        return f"{self.package} {store.versions.get(self.package, '')}".strip()

    def title(self, schema: Schema) -> str:
        """The type's name in programs: `aws.sqs.Queue`."""
        return schema.resource.name

    def spell(self, place: Place, path: str) -> str:
        """The spelling of `path`, which begins below `place`. Lists are taken at their first item
        if the language needs an index.
        """
        return path

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The candidates for a type that does not exist: the types of the same service."""
        return Alike(written, {})

    def instead(self, source: Source, read: Read, path: str) -> Edit | None:
        """The edit that replaces a whole expression by another attribute of the same resource. None
        if only names can be replaced.
        """
        return None
