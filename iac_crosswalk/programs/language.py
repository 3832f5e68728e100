"""What differs between the languages in which programs are written: how names, types and paths are
spelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from iac_crosswalk.programs.source import Source, Span
from iac_crosswalk.programs.use import Read
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schema, Schemas
from iac_crosswalk.store.store import Store


class Edit(NamedTuple):
    """Other text for some bytes of the file; not `exact` where the bytes are more than what they
    stand for.
    """

    text: str
    span: Span
    exact: bool


class Alike(NamedTuple):
    """The part of a type's name by which it is told from its neighbours, and the neighbours: that
    part of each → the type as it is written.
    """

    name: str
    known: Mapping[str, str]
    kind: str = "resource type"
    """What people call such a thing."""
    twin: str = ""
    """What else has that name, where something has: a resource, where a data source is named."""


class Language:
    """The plain case: types and paths are written as the knowledge base has them. A language
    overrides what differs.
    """

    system = ""
    """The system whose names it uses."""
    package = ""
    """The package that the names come from, as `KnowledgeBase.versions` calls it."""
    natives = False
    """Whether its names are the camelCase ones (Schema.natives)."""
    argument = "argument"
    """What people call a thing that is given."""
    members_of_plain = True
    """Whether text and numbers have members of the language's own, so that no name behind one is
    wrong.
    """

    def edition(self, store: Store) -> str:
        """The package and its version, for messages: `cfn-lint 1.58.0`."""
        return f"{self.package} {store.versions.get(self.package, '')}".strip()

    def title(self, schema: Schema) -> str:
        """What a program calls the type: `aws.sqs.Queue`."""
        return schema.resource.name

    def spell(self, place: Place, path: str) -> str:
        """Text for `path`, which begins below `place`; lists at their first item where the language
        needs an index.
        """
        return path

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The types that may be meant by one that does not exist: those of the same service."""
        return Alike(written, {})

    def instead(self, source: Source, read: Read, path: str) -> Edit | None:
        """Another attribute of the same resource in the place of a whole expression; None where
        names alone are replaced.
        """
        return None
