"""Defaults that differ: warnings for what a template leaves unset, or sets (`defaults.yaml`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from iac_crosswalk.programs import nodes
from iac_crosswalk.report.usage import is_set
from iac_crosswalk.report.worksheet import Warned
from iac_crosswalk.vocabulary import TITLES

_FILE = Path(__file__).with_name("defaults.yaml")
_TARGETS = ("terraform", "pulumi")
_PYTHON = {"true": "True", "false": "False"}


class Default(NamedTuple):
    """A row of the file."""

    type: str
    property: str
    when: str
    """unset, set or always."""
    text: str
    write: str
    pulumi: str | None = None
    unless: str | None = None
    """Another property: where it is set, the row does not hold."""
    given: str | None = None
    """Another property: only where it is set, the row holds."""
    only: str | None = None
    """The one target system that the row is for."""
    sometimes: str | None = None
    """What to write in Terraform where a condition decides whether the property is set, which is
    not so where {unset} holds. Without it: what to write there."""

    def there(self, to: str) -> str:
        """What to write in the target system."""
        if to == "terraform":
            return self.write
        if self.pulumi is not None:
            return self.pulumi
        name, _, value = self.write.partition(" = ")
        return f"{name}={_PYTHON.get(value, value)}"


@cache
def defaults_by_type() -> dict[str, list[Default]]:
    """Type → rows."""
    found: dict[str, list[Default]] = defaultdict(list)
    (rows,) = nodes.read(_FILE.read_bytes())
    for node in rows.items if isinstance(rows, nodes.Sequence) else ():
        pairs = node.pairs if isinstance(node, nodes.Mapping) else []
        row = {key.text: value.text for key, value in pairs if isinstance(value, nodes.Scalar)}
        found[row["type"]].append(Default(**row))
    return dict(found)


def warnings(
    kind: str, set_paths: Collection[str], to: str, doubtful: bool, unset: Mapping[str, str]
) -> list[Warned]:
    """What to warn of for a resource of this type that sets the paths `given`. `doubtful`: a macro
    may set others, so that none is known to be unset. `unset`: the condition under which a path is
    not set after all.
    """
    if to not in _TARGETS:
        return []
    found = []
    for row in defaults_by_type().get(kind, ()):
        if row.only not in (None, to):
            continue
        has_property = is_set(row.property, set_paths)
        where = unset.get(row.property) if row.when == "unset" else None
        if (
            where is None
            and row.when != "always"
            and (has_property != (row.when == "set") or (doubtful and not has_property))
        ):
            continue
        if row.unless and is_set(row.unless, set_paths):
            continue
        if row.given and not is_set(row.given, set_paths):
            continue
        text = row.text.format(target=TITLES[to])
        if where is not None:
            there = _where(row, to, where)
            text = f"not set where {where}. {text} Write {there}."
            found.append(Warned(row.property, "sometimes", text, there))
            continue
        found.append(
            Warned(row.property, row.when, f"{text} Write {row.there(to)}.", row.there(to))
        )
    return found


def _where(row: Default, to: str, condition: str) -> str:
    if to == "terraform" and row.sometimes is not None:
        return row.sometimes.replace("{unset}", condition)
    return f"{row.there(to)} there"
