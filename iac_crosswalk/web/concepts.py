"""A resource as a table: a row for each concept, a column for each system. Only the rows that are
shown are read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, NamedTuple

from iac_crosswalk.answers.knowledge import KnowledgeBase
from iac_crosswalk.answers.search_index import Name
from iac_crosswalk.answers.words import first_sentence
from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.store.store import ResourceRow
from iac_crosswalk.vocabulary import SYSTEMS
from iac_crosswalk.web import limits
from iac_crosswalk.web.names import attribute_address, resource_address
from iac_crosswalk.web.snapshot import Snapshot

_ENDS = re.compile(r"(?:\[\]|\.\*)+$")
_KEPT = 200_000
"""The most paths of cached trees."""


class Node(NamedTuple):
    """An attribute, and the number of attributes at any depth below it."""

    id: int
    path: str
    below: int


class Tree:
    """The paths of one resource. `below`: path → the paths directly below it; `count`: path → the
    number of paths below it at any depth.
    """

    def __init__(self, rows: list[tuple[int, str]]) -> None:
        self.ids = {path: number for number, path in rows}
        self.below: dict[str, list[str]] = defaultdict(list)
        self.count: dict[str, int] = defaultdict(int)
        self._containers: dict[str, str] = {}
        for _, path in rows:
            self.below[self.above(path)].append(path)
        # The longest first: a path is longer than those above it.
        for path in sorted(self.ids, key=len, reverse=True):
            self.count[self.above(path)] += 1 + self.count[path]

    def nodes(self, path: str) -> list[Node]:
        """The attributes directly below `path`."""
        return [self.node(each) for each in self.below[path]]

    def node(self, path: str) -> Node:
        """The attribute at `path`, which exists."""
        return Node(self.ids[path], path, self.count[path])

    def above(self, path: str) -> str:
        """The attribute that contains `path`; "" if it is directly in the resource."""
        container = path.rpartition(".")[0]
        if not container:
            return ""
        above = self._containers.get(container)
        if above is None:
            candidate = _ENDS.sub("", container)
            above = candidate if candidate in self.ids else self.above(candidate)
            self._containers[container] = above
        return above


def tree(snapshot: Snapshot, resource_id: int) -> Tree:
    """The tree of a resource, cached."""
    cached: Tree | None = snapshot.trees.get(resource_id)
    if cached is None:
        cached = Tree(queries.paths(snapshot.knowledge, resource_id))
        if sum(len(each.ids) for each in snapshot.trees.values()) > _KEPT:
            snapshot.trees.clear()
        snapshot.trees[resource_id] = cached
    return cached


def level(snapshot: Snapshot, resource_id: int, above: str = "") -> list[Node]:
    """The attributes directly below a path ("" is the resource). The paths further down, up to
    27,000, are not read.
    """
    attributes, heads = queries.level(snapshot.knowledge, resource_id, above)
    names = {path[len(above) :].lstrip(".[]*"): (number, path) for number, path in attributes}
    if not heads.keys() <= {
        name.rstrip("[]") for name in names
    }:  # a path whose prefix is not an attribute
        return tree(snapshot, resource_id).nodes(above)
    return [Node(number, path, heads.get(name, 0)) for name, (number, path) in names.items()]


class Answer(NamedTuple):
    """A counterpart as a cell shows it. `elsewhere`: it belongs to another resource than that of
    the column.
    """

    resource: str
    path: str | None
    expression: str | None
    relation: str
    when: str | None
    transform: str | None
    origin: str
    confidence: float
    note: str | None
    elsewhere: bool
    address: str
    use: str | None
    """boto3: `read` (a member of a call's response) or `write` (an argument of a call)."""
    deprecated: str | None


class Cell(NamedTuple):
    """The equivalents of an attribute in one system."""

    status: str
    answers: list[Answer]
    more: int
    reason: str | None


class Row(NamedTuple):
    """One concept. `attribute` is the attribute that the row is about."""

    attribute: queries.Attribute
    system: str
    resource: str
    label: str
    address: str
    summary: str
    cells: dict[str, Cell]
    below: int
    level: int = 0
    open: bool = False
    """Whether the rows below it are shown."""


_SHOWN = 3
_FEW = 6


def rows(
    snapshot: Snapshot,
    owner: ResourceRow,
    nodes: list[Node],
    columns: dict[str, str | None],
    above: str = "",
    language: str | None = None,
) -> list[Row]:
    """A row for each of `nodes` of `owner`. `columns`: system → the resource of its column;
    `language`: that of Pulumi's and the CDK's expressions.
    """
    languages = (language,) if language else ()
    table = []
    attributes = queries.attributes(snapshot.knowledge, [node.id for node in nodes])
    for attribute, node in zip(attributes, nodes, strict=True):
        limits.check_time()
        answer = snapshot.knowledge.translate(
            attribute.path, owner.name, owner.system, languages=languages
        )
        cells = {
            target["system"]: cell(target, columns.get(target["system"]))
            for target in answer["targets"]
        }
        table.append(
            Row(
                attribute,
                owner.system,
                owner.name,
                attribute.path[len(above) :].lstrip(".[]*") if above else attribute.path,
                attribute_address(owner.system, owner.name, attribute.path),
                first_sentence(attribute.description),
                cells,
                node.below,
            )
        )
    return table


def expand(
    snapshot: Snapshot,
    owner: ResourceRow,
    table: list[Row],
    columns: dict[str, str | None],
    language: str | None = None,
) -> list[Row]:
    """The rows; if a row has only a few below it, they follow. Readers often look for an endpoint's
    address.
    """
    expanded: list[Row] = []
    for row in table:
        if not 0 < row.below <= _FEW:
            expanded.append(row)
            continue
        nodes = level(snapshot, owner.id, row.attribute.path)
        expanded.append(row._replace(open=True))
        expanded += [
            each._replace(level=1)
            for each in rows(snapshot, owner, nodes, columns, row.attribute.path, language)
        ]
    return expanded


def cell(target: dict[str, Any], column: str | None) -> Cell:
    """A target of an answer, as a cell."""
    answers = [
        Answer(
            each["resource"],
            each["attribute"],
            each["expression"],
            each["relation"],
            each["when"],
            each["transform"],
            each["origin"],
            each["confidence"],
            each["note"],
            each["resource"] != column,
            attribute_address(target["system"], each["resource"], each["attribute"]),
            each.get("use"),
            each.get("deprecated"),
        )
        for each in target["answers"]
    ]
    return Cell(
        target["status"], answers[:_SHOWN], max(0, len(answers) - _SHOWN), target.get("reason")
    )


def canonical(snapshot: Snapshot, owner: ResourceRow | Name) -> str:
    """The name under which a resource has its page: that of its CloudFormation counterpart if both
    are each other's main counterpart, else Terraform's likewise, else its own.
    """
    for system in ("cloudformation", "terraform"):
        if owner.system == system:
            break
        others = [
            each
            for each in queries.counterparts(snapshot.knowledge, owner.id)
            if each.system == system and each.role == "main"
        ]
        if others and others[0].id is not None and others[0].name is not None:
            back = queries.counterparts(snapshot.knowledge, others[0].id)
            mains = [
                each.id for each in back if each.system == owner.system and each.role == "main"
            ]
            if mains[:1] == [owner.id]:
                return others[0].name
    return owner.name


def main_counterparts(snapshot: Snapshot, owner: ResourceRow) -> dict[str, queries.Counterpart]:
    """System → the main counterpart of the resource, if there is one."""
    by_system: dict[str, queries.Counterpart] = {}
    for each in queries.counterparts(snapshot.knowledge, owner.id):
        if each.role in ("main", "alternative") or each.name is None:
            by_system.setdefault(each.system, each)
    return by_system


def only_elsewhere(
    snapshot: Snapshot,
    owner: ResourceRow,
    others: dict[str, queries.Counterpart],
    language: str | None = None,
) -> dict[str, list[Row]]:
    """System → the attributes of its main counterpart that have no equivalent in the owner's system
    or in an earlier one of SYSTEMS.
    """
    systems_before: list[str] = [owner.system]
    rows_of: dict[str, list[Row]] = {}
    for system in SYSTEMS:
        other = others.get(system)
        if system == owner.system or other is None or other.name is None:
            continue
        row = snapshot.knowledge.find_resource(other.name, system)
        if row is None:
            continue
        unmapped = [
            node
            for node in level(snapshot, row.id)
            if not _mapped(snapshot.knowledge, row, node, systems_before)
        ]
        if unmapped:
            columns = {
                each: item.name if each != owner.system else owner.name
                for each, item in others.items()
            } | {owner.system: owner.name}
            rows_of[system] = rows(snapshot, row, unmapped, columns, language=language)
        systems_before.append(system)
    return rows_of


def _mapped(knowledge: KnowledgeBase, row: ResourceRow, node: Node, to: list[str]) -> bool:
    """Whether an attribute of `row` has an equivalent in one of the systems `to`."""
    return any(
        each.resource_id is not None and each.system in to
        for each in knowledge.mappings(node.id, row)
    )


def page_of(owner: ResourceRow) -> str:
    """The address of a resource's page."""
    return resource_address(owner.name)
