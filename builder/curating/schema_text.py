"""The attributes of the base file as text for readers: path, type, flags, description."""

from __future__ import annotations

import sqlite3
import textwrap
from functools import cache
from typing import Any, NamedTuple

_FACTS = ("input", "output", "gettable", "required", "create_only", "write_only")
SHORT_LENGTH = 280
"""The characters of a description in the comment of a row; `--review` shows all of it."""

TOOL_ATTRIBUTES = ("tags_all", "timeouts")
"""Attributes of Terraform itself, not of the resource."""


class AttributeText(NamedTuple):
    """An attribute with the facts and the description from its source."""

    id: int
    system: str
    resource: str
    path: str
    type: str
    facts: str
    """The flags that are true: `input, required`."""
    deprecated: str | None
    description: str

    def short(self) -> str:
        """Type, flags and the beginning of the description, in one line."""
        text = textwrap.shorten(self.description, SHORT_LENGTH, placeholder=" …")
        return f"({self.type}; {self.facts})" + (f" {text}" if text else "")

    @property
    def is_plain(self) -> bool:
        """Whether it has a row even if no repository uses it: it is not nested, or a GetAtt
        name."""
        is_tool_attribute = self.system == "terraform" and self.path in TOOL_ATTRIBUTES
        return ("." not in self.path and not is_tool_attribute) or "gettable" in self.facts


class Describer:
    """Reads attributes of the base file, each on first use."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @cache  # noqa: B019 - the object lives as long as one command
    def resource(self, number: int) -> list[AttributeText]:
        """The attributes of a resource, by path."""
        return [
            self._row(row)
            for row in self._connection.execute(
                f"{_QUERY} where a.resource_id = ? order by a.path", [number]
            )
        ]

    @cache  # noqa: B019
    def attribute(self, number: int) -> AttributeText:
        """The attribute with that row id."""
        return self._row(self._connection.execute(f"{_QUERY} where a.id = ?", [number]).fetchone())

    def name(self, number: int) -> str:
        """The name of the resource with that row id."""
        query = "select name from resource where id = ?"
        return str(self._connection.execute(query, [number]).fetchone()[0])

    @staticmethod
    def _row(row: tuple[Any, ...]) -> AttributeText:
        number, system, resource, path, type_, deprecated, description, *flags = row
        facts = [name for name, flag in zip(_FACTS, flags, strict=True) if flag]
        facts += ["deprecated"] if deprecated else []
        text = " ".join(description.split())
        return AttributeText(
            number,
            system,
            resource,
            path,
            type_,
            ", ".join(facts).replace("_", "-"),
            deprecated,
            text,
        )


_QUERY = f"""select a.id, r.system, r.name, a.path, a.type, a.deprecated, a.description,
  a.is_input, a.is_output, {", ".join(f"a.{name}" for name in _FACTS[2:])}
  from attribute a join resource r on r.id = a.resource_id"""
