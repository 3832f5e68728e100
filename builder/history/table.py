"""The table `attribute_history` of the built file, from data/history/ and the file's own names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import sqlite_utils

from builder.database import database
from builder.errors import BuildError
from builder.history import records, renames, replacements
from builder.history.compare import Record
from builder.history.replacements import Key, Replacement

SYSTEMS = ("cloudformation", "terraform", "pulumi")
_MAJOR = re.compile(r"\d+")


def write(db: sqlite_utils.Database) -> None:
    """Fills the table, and writes the versions of each system into `build`.

    Raises BuildError if a replacement does not exist.
    """
    names = _Names(db)
    curated_replacements = replacements.read_replacements()
    rows: list[dict[str, Any]] = []
    build_rows: list[dict[str, str]] = []
    for system in SYSTEMS:
        versions = [release.version for release in records.releases()[system]] + [
            _current_version(db, system)
        ]
        rows += _rows(system, records.read(system), versions, curated_replacements, names)
        build_rows.append({"key": f"history:{system}", "value": " ".join(versions)})
    database.insert(db, "build", build_rows)
    rows.sort(
        key=lambda row: (row["system"], row["resource"], row["path"], row["replacement"] or "")
    )
    database.insert(db, "attribute_history", rows)


def _current_version(db: sqlite_utils.Database, system: str) -> str:
    """The usual name of the present version: that of the provider for Terraform, that of the
    package for the other systems.
    """
    if system == "terraform":
        (facts,) = db.conn.execute(
            "select facts from resource where system = 'terraform' limit 1"
        ).fetchone()
        return str(json.loads(facts)["provider_version"])
    (version,) = db.conn.execute(
        "select package_version from system where name = ?", [system]
    ).fetchone()
    return str(version)


class _Names:
    """The names in the built file, and the mappings by rule between Terraform and Pulumi."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        query = db.conn.execute
        self.paths: dict[str, set[str]] = {}
        self.system: dict[str, str] = {}
        self.mains: dict[str, list[str]] = {}
        """System → the types that are not aliases."""
        for name, system, alias_of, deprecated in query(
            "select name, system, alias_of, deprecated from resource order by id"
        ):
            self.paths[name] = set()
            self.system[name] = system
            if alias_of is None and deprecated is None:
                self.mains.setdefault(system, []).append(name)
        for name, path in query(
            "select r.name, a.path from attribute a join resource r on r.id = a.resource_id where"
            " r.system != 'boto3'"
        ):
            self.paths[name].add(path)
        self.aliases: dict[str, str] = dict(
            query("select alias, name from resource_alias join resource on id = resource_id")
        )
        self.twins: dict[str, list[str]] = {}
        self.links: dict[Key, list[Key]] = {}
        rule_condition = (
            "m.to_system = 'pulumi' and m.origin = 'rule' and m.via is null order by t.deprecated"
            " is not null, m.id"
        )
        for one, other in query(
            "select f.name, t.name from resource_mapping m join resource f on f.id ="
            " m.from_resource_id join resource t on t.id = m.to_resource_id where f.system ="
            f" 'terraform' and {rule_condition}"
        ):
            self.twins.setdefault(one, []).append(other)
        for one, path, other, other_path in query(
            "select f.name, a.path, t.name, b.path from attribute_mapping m join attribute a on"
            " a.id = m.from_attribute_id join resource f on f.id = a.resource_id join attribute b"
            " on b.id = m.to_attribute_id join resource t on t.id = b.resource_id where f.system ="
            f" 'terraform' and {rule_condition}"
        ):
            self.links.setdefault((one, path), []).append((other, other_path))


def removed_in(until: str, versions: list[str]) -> str:
    """The first version without a name whose last release is `until`. It is the next major version,
    `6.0`, if the next release in `versions` has that major; else that release."""
    following = versions[versions.index(until) + 1]
    major, next_major = _major(until), _major(following)
    return f"{major + 1}.0" if next_major > major > 0 else following


def _major(version: str) -> int:
    found = _MAJOR.match(version)
    return int(found[0]) if found else 0


def _rows(
    system: str,
    history_records: list[Record],
    versions: list[str],
    curated_replacements: dict[Key, Replacement],
    names: _Names,
) -> Iterator[dict[str, Any]]:
    by_key = {(record.resource, record.path): record for record in history_records}
    own_replacements = {
        key: item for key, item in curated_replacements.items() if _system(key[0]) == system
    }
    if system == "pulumi":
        from_terraform = [
            *renames.pulumi_replacements(_terraform(curated_replacements), names.twins, names.links)
        ]
    for key in sorted(by_key.keys() | own_replacements.keys()):
        record = by_key.get(key, Record(*key, "", ""))
        replacement = own_replacements.get(key)
        if replacement is None and record.until:
            if system == "pulumi":
                replacement = _pulumi_replacement(
                    record, from_terraform, names, curated_replacements
                )
            if replacement is None and record.path:
                since = {
                    path: item.since
                    for (resource, path), item in by_key.items()
                    if resource == record.resource
                }
                replacement = renames.plain_rename(
                    record,
                    names.paths.get(record.resource, set()),
                    since,
                    versions[versions.index(record.until) + 1],
                )
        yield from _history_rows(system, record, replacement, versions, names)


def _system(resource: str) -> str:
    """The system of a resource, by the form of its name: the resource may no longer exist."""
    if "::" in resource:
        return "cloudformation"
    return "pulumi" if ":" in resource else "terraform"


def _terraform(curated_replacements: dict[Key, Replacement]) -> dict[Key, Replacement]:
    return {
        key: replacement
        for key, replacement in curated_replacements.items()
        if _system(key[0]) == "terraform"
    }


def _pulumi_replacement(
    record: Record,
    from_terraform: list[tuple[Key, Replacement]],
    names: _Names,
    curated_replacements: dict[Key, Replacement],
) -> Replacement | None:
    """The replacement of a Pulumi class or attribute, from Terraform's history."""
    if not record.path:
        terraform_removal = next(
            (
                replacement
                for (name, path), replacement in curated_replacements.items()
                if not path and renames.same_type(record.resource, name)
            ),
            None,
        )
        if terraform_removal is not None and not terraform_removal.instead:
            return Replacement((), False, terraform_removal.note, "rule", terraform_removal.source)
        return renames.moved_class(record.resource, names.aliases, names.mains["pulumi"])
    return next(
        (
            replacement
            for (cls, path), replacement in from_terraform
            if cls == record.resource and renames.same_place(record.path, path)
        ),
        None,
    )


def _history_rows(
    system: str, record: Record, replacement: Replacement | None, versions: list[str], names: _Names
) -> Iterator[dict[str, Any]]:
    """A row for each replacement, or a single row without one."""
    removed_version = replacement.removed_in if replacement else None
    if not removed_version:
        removed_version = removed_in(record.until, versions) if record.until else None
    try:
        instead: list[tuple[str | None, str]] = (
            [*replacements.places(replacement, record.resource, names.paths)] if replacement else []
        )
    except KeyError as error:
        name = f"{record.resource} {record.path}".strip()
        raise BuildError(
            f"data/history/replacements.yaml: {name}: {error} does not exist (any more); correct it"
        ) from error
    for resource, path in instead or [(None, "")]:
        yield {
            "system": system,
            "resource": record.resource,
            "path": record.path,
            "since": record.since or None,
            "until": record.until or None,
            "removed_in": removed_version,
            "replacement": _replacement_text(resource, path, record.resource),
            "without_replacement": replacement is not None and not instead,
            "certain": replacement is not None and replacement.certain,
            "note": replacement.note if replacement else None,
            "origin": replacement.origin if replacement else "derived",
            "source": replacement.source if replacement else None,
        }


def _replacement_text(resource: str | None, path: str, own_resource: str) -> str | None:
    """The text of a replacement: a path of the own resource, or RESOURCE.path of another one."""
    if resource is None or resource == own_resource:
        return path if resource else None
    return f"{resource}.{path}" if path else resource
