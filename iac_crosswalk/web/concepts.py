"""A resource as a table: a row for each concept, a column for each system. Reads only the rows that
are shown.
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
    """The paths of one resource: which are directly below which, and how many are at any depth
    below."""

    def __init__(self, rows: list[tuple[int, str]]) -> None:
        self.ids = {path: number for number, path in rows}
        self.below: dict[str, list[str]] = defaultdict(list)
        self.count: dict[str, int] = defaultdict(int)
        self._containers: dict[str, str] = {}
        for _, path in rows:
            self.below[self.above(path)].append(path)
        for path in sorted(
            self.ids, key=len, reverse=True
        ):  # a path below another is longer than it
            self.count[self.above(path)] += 1 + self.count[path]

    def nodes(self, path: str) -> list[Node]:
        """The attributes directly below `path`."""
        return [self.node(each) for each in self.below[path]]

    def node(self, path: str) -> Node:
        """The attribute at `path`, which exists."""
        return Node(self.ids[path], path, self.count[path])

    def above(self, path: str) -> str:
        """The attribute that contains `path`; "" where the resource does."""
        container = path.rpartition(".")[0]
        if not container:
            return ""
        found = self._containers.get(container)
        if found is None:
            held = _ENDS.sub("", container)
            found = self._containers[container] = held if held in self.ids else self.above(held)
        return found


def tree(snapshot: Snapshot, resource_id: int) -> Tree:
    """The tree of a resource, cached."""
    found: Tree | None = snapshot.trees.get(resource_id)
    if found is None:
        found = Tree(queries.paths(snapshot.knowledge, resource_id))
        if sum(len(each.ids) for each in snapshot.trees.values()) > _KEPT:
            snapshot.trees.clear()
        snapshot.trees[resource_id] = found
    return found


def level(snapshot: Snapshot, resource_id: int, above: str = "") -> list[Node]:
    """The attributes directly below a path ("" is the resource). Does not read the paths further
    down: there may be 27,000.
    """
    own, heads = queries.level(snapshot.knowledge, resource_id, above)
    names = {path[len(above) :].lstrip(".[]*"): (number, path) for number, path in own}
    if not heads.keys() <= {
        name.rstrip("[]") for name in names
    }:  # a path whose prefix is not an attribute
        return tree(snapshot, resource_id).nodes(above)
    return [Node(number, path, heads.get(name, 0)) for name, (number, path) in names.items()]


class Answer(NamedTuple):
    """A counterpart as a cell shows it. `elsewhere`: it belongs to another resource than the
    column's.
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
    """One concept. `own` is the attribute that the row is about."""

    own: queries.Attribute
    system: str
    resource: str
    label: str
    address: str
    summary: str
    cells: dict[str, Cell]
    below: int
    level: int = 0
    open: bool = False
    """Whether the rows below it follow."""


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
    """A row for each of `nodes` of `owner`; `columns` is system → the resource that its column is
    about, `language` that of Pulumi's and the CDK's expressions.
    """
    languages = (language,) if language else ()
    found = []
    owned = queries.attributes(snapshot.knowledge, [node.id for node in nodes])
    for own, node in zip(owned, nodes, strict=True):
        limits.check_time()
        answer = snapshot.knowledge.translate(
            own.path, owner.name, owner.system, languages=languages
        )
        cells = {
            target["system"]: cell(target, columns.get(target["system"]))
            for target in answer["targets"]
        }
        found.append(
            Row(
                own,
                owner.system,
                owner.name,
                own.path[len(above) :].lstrip(".[]*") if above else own.path,
                attribute_address(owner.system, owner.name, own.path),
                first_sentence(own.description),
                cells,
                node.below,
            )
        )
    return found


def opened(
    snapshot: Snapshot,
    owner: ResourceRow,
    closed: list[Row],
    columns: dict[str, str | None],
    language: str | None = None,
) -> list[Row]:
    """The rows, each with those below it where they are few: readers often look for an endpoint's
    address.
    """
    found: list[Row] = []
    for row in closed:
        if not 0 < row.below <= _FEW:
            found.append(row)
            continue
        nodes = level(snapshot, owner.id, row.own.path)
        found.append(row._replace(open=True))
        found += [
            each._replace(level=1)
            for each in rows(snapshot, owner, nodes, columns, row.own.path, language)
        ]
    return found


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
    """The name with the resource's page: CloudFormation's where both are each other's main
    counterpart, else Terraform's, else its own name.
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
    """System → the main counterpart of the resource, where there is one."""
    found: dict[str, queries.Counterpart] = {}
    for each in queries.counterparts(snapshot.knowledge, owner.id):
        if each.role in ("main", "alternative") or each.name is None:
            found.setdefault(each.system, each)
    return found


def only_elsewhere(
    snapshot: Snapshot,
    owner: ResourceRow,
    others: dict[str, queries.Counterpart],
    language: str | None = None,
) -> dict[str, list[Row]]:
    """System → attributes of its main counterpart without an equivalent on the owner's side, or in
    a system listed before.
    """
    known: list[str] = [owner.system]
    found: dict[str, list[Row]] = {}
    for system in SYSTEMS:
        other = others.get(system)
        if system == owner.system or other is None or other.name is None:
            continue
        row = snapshot.knowledge.find_resource(other.name, system)
        if row is None:
            continue
        new = [
            node
            for node in level(snapshot, row.id)
            if not _mapped(snapshot.knowledge, row, node, known)
        ]
        if new:
            columns = {
                each: item.name if each != owner.system else owner.name
                for each, item in others.items()
            } | {owner.system: owner.name}
            found[system] = rows(snapshot, row, new, columns, language=language)
        known.append(system)
    return found


def _mapped(knowledge: KnowledgeBase, row: ResourceRow, node: Node, to: list[str]) -> bool:
    """Whether an attribute of `row` has an equivalent in one of the systems `to`."""
    return any(
        each.resource_id is not None and each.system in to
        for each in knowledge.mappings(node.id, row)
    )


def page_of(owner: ResourceRow) -> str:
    """The address of a resource's page."""
    return resource_address(owner.name)
