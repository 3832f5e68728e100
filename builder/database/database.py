"""The SQLite schema of the built file, and the insertion of rows. docs/data-model.md describes
every table and column.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import sqlite_utils

from builder.database.tables import TABLES
from builder.model import Extraction, Resource
from iac_crosswalk.store.file import APPLICATION_ID, SCHEMA_VERSION


def create(path: Path) -> sqlite_utils.Database:
    """A new file with empty tables. The caller closes it."""
    connection = sqlite3.connect(path, isolation_level=None)
    # A journal would only cost time: the file is new, and it is synced once at the end.
    connection.executescript(
        "pragma page_size = 8192; pragma journal_mode = off; pragma synchronous = off; pragma"
        f" cache_size = -200000;pragma application_id = {APPLICATION_ID}; pragma user_version ="
        f" {SCHEMA_VERSION};"
    )
    connection.executescript(TABLES)
    return sqlite_utils.Database(connection)


def insert(db: sqlite_utils.Database, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Inserts rows into `table`. All rows have the same keys in the same order."""
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return
    # insert_all of sqlite-utils would check whether each value needs JSON encoding: that takes
    # longer than writing.
    names = ", ".join(f"[{name}]" for name in first)
    statement = f"insert into [{table}] ({names}) values ({', '.join('?' * len(first))})"
    with db.atomic():
        db.conn.executemany(statement, (tuple(row.values()) for row in chain([first], iterator)))


CONSUMED_FACTS = (
    "cloudformation_paths",
    "cloudformation_evidence",
    "handlers",
    "iam",
    "ref_identifier",
    "ref_properties",
    "summaries",
)
"""Facts that only linking needs. They are not written, since they would make the file larger."""


def resource_row(number: int, resource: Resource) -> dict[str, Any]:
    facts = dict(resource.facts)
    url = facts.pop("documentation_url", None)
    reference = facts.pop("ref", None)
    for name in CONSUMED_FACTS:
        facts.pop(name, None)
    read_call = next(iter(facts.get("read", ())), None) if resource.system == "boto3" else None
    return {
        "id": number,
        "system": resource.system,
        "name": resource.name,
        "kind": resource.kind,
        "service": resource.service,
        "description": resource.description,
        "described_by": resource.described_by,
        "deprecated": resource.deprecated,
        "alias_of": resource.alias_of,
        "documentation_url": url,
        "reference": json.dumps(reference, sort_keys=True) if reference is not None else None,
        "call": _call(read_call, facts.pop("read_with", {})) if read_call else None,
        "facts": json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
    }


def _call(read_call: dict[str, Any], read_with: dict[str, str]) -> str:
    """`describe_cache_clusters:CacheClusters[];CacheNodes ShowCacheNodeInfo=True`: the read call,
    the path of the resource in its response, and members with the argument that requests them."""
    requests = (f";{member} {argument}" for member, argument in sorted(read_with.items()))
    return f"{read_call['operation']}:{read_call['path']}{''.join(requests)}"


def attribute_rows(number: int, first_id: int, resource: Resource) -> Iterator[dict[str, Any]]:
    """A row for each attribute. The attributes in a deprecated block are deprecated as well:
    sources have the message at the block only.
    """
    deprecated: dict[str, str] = {}
    for offset, attribute in enumerate(resource.attributes):
        block = attribute.path.rpartition(".")[0].rstrip("[]")
        if message := attribute.deprecated or deprecated.get(block):
            deprecated[attribute.path.rstrip("[]")] = message
        yield {
            "id": first_id + offset,
            "resource_id": number,
            "path": attribute.path,
            "type": attribute.type,
            "description": attribute.description,
            "described_by": attribute.described_by,
            "is_input": attribute.is_input,
            "is_output": attribute.is_output,
            "required": attribute.required,
            "computed": attribute.computed,
            "create_only": attribute.create_only,
            "write_only": attribute.write_only,
            "gettable": attribute.gettable,
            "deprecated": message,
            "allowed": json.dumps(attribute.enum, ensure_ascii=False) if attribute.enum else None,
            "native": attribute.native,
            "class_name": attribute.class_name,
            "recursive": attribute.recursive,
        }


class Numbers:
    """The row ids of all resources and attributes. They are assigned in the order of the
    extractions, so that they are the same in every build.
    """

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self.resources: dict[tuple[str, str], int] = {}
        self.first: dict[int, int] = {}
        self._paths: dict[int, dict[str, int]] = {}
        self._by_number: dict[int, Resource] = {}
        next_attribute = 1
        for extraction in extractions:
            for resource in extraction.resources:
                number = len(self.resources) + 1
                self.resources[resource.system, resource.name] = number
                self.first[number] = next_attribute
                self._by_number[number] = resource
                next_attribute += len(resource.attributes)

    def attributes(self, number: int) -> dict[str, int]:
        """Path → attribute id of the resource with row id `number`."""
        paths = self._paths.get(number)
        if paths is None:
            first = self.first[number]
            paths = self._paths[number] = {
                a.path: first + i for i, a in enumerate(self._by_number[number].attributes)
            }
        return paths

    def attribute(self, system: str, resource: str, path: str) -> int | None:
        number = self.resources.get((system, resource))
        return None if number is None else self.attributes(number).get(path)
