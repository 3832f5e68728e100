"""The whole built file, as the kinds look at it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from iac_crosswalk.answers.order import ranker
from iac_crosswalk.store.answer_rows import MappingRow
from iac_crosswalk.store.rows import AttributeRow, ResourceRow
from iac_crosswalk.store.store import Store

Find = Callable[["Whole"], Iterable[str]]
KINDS: dict[str, Find] = {}
"""Name → the function that finds the members."""


def kind(find: Find) -> Find:
    """Registers a kind under the name of its function."""
    KINDS[find.__name__.replace("_", "-")] = find
    return find


class Attribute(NamedTuple):
    """One end of a mapping."""

    id: int
    system: str
    resource: str
    of: str
    """What the resource is: resource, data-source or pseudo."""
    path: str
    type: str
    is_input: int
    is_output: int
    gettable: int | None
    computed: int
    deprecated: str | None
    description: str
    allowed: str | None

    @property
    def name(self) -> str:
        """The last name of the path."""
        return self.path.rpartition(".")[2].removesuffix("[]")

    def __str__(self) -> str:
        return f"{self.resource} {self.path}"


class Pair(NamedTuple):
    """A mapping that a person wrote, a derivation found or another attribute lends; not one that a
    naming rule or a third system makes.
    """

    one: Attribute
    other: Attribute | None
    to_system: str
    relation: str
    condition: str | None
    transform: str | None
    confidence: float
    origin: str
    note: str | None
    key: str | None
    evidence: str | None
    whole: int | None
    """The resource that the attribute is as a whole."""

    def __str__(self) -> str:
        return f"{self.one} → {self.other or self.to_system}"


@dataclass
class Several:
    """The answers to one attribute in one system, where there are several, in order."""

    asked: AttributeRow
    resource: ResourceRow
    system: str
    rows: list[MappingRow]
    ranks: list[tuple[Any, ...]]

    def __str__(self) -> str:
        return f"{self.resource.name} {self.asked.path} → {self.system}"


_ENDS = """
create temp table ends as select from_attribute_id as id from mapping_row m join mapping_claim c
on c.id = m.claim_id and c.via is null and c.origin != 'rule'
union select to_attribute_id from mapping_row m join mapping_claim c on c.id = m.claim_id
and c.via is null and c.origin != 'rule' where to_attribute_id is not null
"""
_ATTRIBUTES = """
select a.id, r.system, r.name, r.kind, a.path, a.type, a.is_input, a.is_output, a.gettable,
a.computed, coalesce(a.deprecated, r.deprecated),
  substr(a.description, 1, 400), a.allowed
  from temp.ends e join attribute a on a.id = e.id join resource r on r.id = a.resource_id"""
_PAIRS = """
select m.from_attribute_id, m.to_attribute_id, c.to_system, c.relation, c.condition, c.transform,
c.confidence, c.origin, c.note, c.key,
  (select evidence from mapping_basis where id = m.basis_id), c.to_resource_id
  from mapping_row m join mapping_claim c on c.id = m.claim_id and c.via is null
  and c.origin != 'rule' order by m.id"""
_SEVERAL = """
select m.from_attribute_id from mapping_row m join mapping_claim c on c.id = m.claim_id
 where m.to_attribute_id is not null or c.to_resource_id is not null
 group by m.from_attribute_id, c.to_system having count(*) > 1
union select to_attribute_id from mapping_row where to_attribute_id is not null
group by to_attribute_id having count(*) > 1 order by 1"""


class Whole:
    """The built file. What several kinds ask for is read once."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path)

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """The rows of a query."""
        return self.store.rows(sql, parameters)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every direct mapping."""
        self.rows(_ENDS)
        ends = {row[0]: Attribute(*row) for row in self.rows(_ATTRIBUTES)}
        return [Pair(ends[one], ends.get(other), *row) for one, other, *row in self.rows(_PAIRS)]

    @cached_property
    def by_resource(self) -> dict[tuple[str, str], list[Pair]]:
        """(resource, system) → its direct mappings there, sorted by path."""
        found: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.one.resource, pair.to_system].append(pair)
        for pairs in found.values():
            pairs.sort(key=lambda pair: pair.one.path)
        return found

    @cached_property
    def resources(self) -> dict[int, ResourceRow]:
        """Row id → resource."""
        return {
            row[0]: ResourceRow(*row)
            for row in self.rows("select id, system, name, kind, call from resource")
        }

    @cached_property
    def several(self) -> list[Several]:
        """Every attribute that has several answers in one system."""
        found = []
        for (number,) in self.rows(_SEVERAL):
            ((path, is_input, is_output, owner),) = self.rows(
                "select path, is_input, is_output, resource_id from attribute where id = ?",
                [number],
            )
            asked, resource = AttributeRow(number, path, is_input, is_output), self.resources[owner]
            systems: dict[str, list[MappingRow]] = defaultdict(list)
            for row in self.store.mappings(number, resource):
                if row.resource_id is not None:
                    systems[row.system].append(row)
            for system, rows in systems.items():
                if len(rows) > 1 and system != resource.system:
                    rank = ranker(self.store, asked, resource, rows)
                    ranked = sorted(((rank(row), row) for row in rows), key=lambda pair: pair[0])
                    found.append(
                        Several(
                            asked,
                            resource,
                            system,
                            [row for _, row in ranked],
                            [each for each, _ in ranked],
                        )
                    )
        return found

    @cached_property
    def attributes(self) -> dict[str, dict[str, tuple[int, int, str]]]:
        """Resource → path → (is_input, is_output, type), of boto3's resources and Terraform's."""
        found: dict[str, dict[str, tuple[int, int, str]]] = defaultdict(dict)
        query = """select r.name, a.path, a.is_input, a.is_output, a.type from attribute a
        join resource r on r.id = a.resource_id
          where r.system in ('boto3', 'terraform')"""
        for resource, path, is_input, is_output, type_ in self.rows(query):
            found[resource][path] = (is_input, is_output, type_)
        return found

    @cached_property
    def mains(self) -> dict[tuple[str, str], set[str]]:
        """(resource, system) → its main counterparts there, without a condition."""
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        query = """select f.system, f.name, t.system, t.name from resource_mapping m
        join resource f on f.id = m.from_resource_id
          join resource t on t.id = m.to_resource_id where m.role = 'main' and m.condition is null
          and f.kind = 'resource' and t.kind = 'resource'"""
        for system, one, to_system, other in self.rows(query):
            found[one, to_system].add(other)
            found[other, system].add(one)
        return found

    def facts(self, system: str) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
        """(name, deprecation, facts) of each resource of a system."""
        for name, deprecated, facts in self.rows(
            "select name, deprecated, facts from resource where system = ? order by name", [system]
        ):
            yield name, deprecated, json.loads(facts)


def letters(text: str) -> str:
    """A name or path without case, separators and marks of lists: `FilterCriteria[].Name` and
    `filter_criteria.name` are the same.
    """
    return re.sub(r"[^a-z0-9.]", "", text.lower())


def words(name: str) -> list[str]:
    """`IAMInstanceProfile` and `iam_instance_profile` → iam, instance, profile."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]
