"""What earlier versions had: since and until when a resource or attribute existed, and what took its place."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from iac_crosswalk.paths import loose, snake
from iac_crosswalk.store.store import Store

PACKAGES = {"terraform": "provider", "pulumi": "pulumi-aws", "cloudformation": "cfn-lint"}
"""What a version is one of, as people call it."""
_PYTHON = re.compile(r"^(?:pulumi_)?aws\.(?:([\w/]+)\.)?(\w+)$")
_COLUMNS = "path, since, until, removed_in, replacement, without_replacement, certain, note, origin, source"
_PLACES = 3


class Instead(NamedTuple):
    """What took a thing's place. `attribute` is "" for a whole resource."""

    resource: str
    attribute: str
    certain: bool
    """The same value under another name."""


class History(NamedTuple):
    """What is known of a name that does not exist."""

    system: str
    resource: str
    path: str
    """What is gone: the name that was asked for, or what holds it; "" for the whole resource."""
    since: str | None
    until: str | None
    """The last version known to have it."""
    removed_in: str | None
    """None: no version that was read has it, from the first of `versions` on."""
    instead: tuple[Instead, ...]
    nothing: bool
    """It was examined, and nothing takes its place."""
    note: str | None
    origin: str
    source: str | None
    versions: tuple[str, str]
    """The oldest and the present version that were read."""
    elsewhere: bool = False
    """`instead` are the places where the resource has that very name."""

    def as_json(self) -> dict[str, Any]:
        """The `history` of an answer (docs/api.md)."""
        return {
            "text": self.sentence(),
            "resource": self.resource,
            "attribute": self.path or None,
            "since": self.since,
            "until": self.until,
            "removed_in": self.removed_in,
            "instead": [{"resource": each.resource, "attribute": each.attribute or None, "certain": each.certain} for each in self.instead],
            "nothing": self.nothing,
            "note": self.note,
            "elsewhere": self.elsewhere,
            "origin": self.origin,
            "source": self.source,
            "versions": list(self.versions),
        }

    def sentence(self) -> str:
        """`vpc` was removed in provider 6.0; use `domain`."""
        package = PACKAGES[self.system]
        name = f"`{self.path or spoken(self.resource)}`"
        if self.removed_in:
            said = f"{name} was removed in {package} {self.removed_in}"
        else:
            said = f"no release that was read ({package} {self.versions[0]} to {self.versions[1]}) has {name}"
        return f"{said}; {self.advice()}" if self.advice() else said

    def advice(self) -> str:
        """What to write instead, in words; "" where that is unknown."""
        if self.nothing:
            return "nothing takes its place"
        words = " or ".join(f"`{self._spelled(each)}`" for each in self.instead)
        return words and (f"the resource has {words}" if self.elsewhere else f"use {words}")

    def _spelled(self, instead: Instead) -> str:
        if instead.resource == self.resource:
            return instead.attribute
        return ".".join(filter(None, (spoken(instead.resource), instead.attribute)))


def spoken(resource: str) -> str:
    """A resource as a program names it: `aws.dms.S3Endpoint` for the token `aws:dms/s3Endpoint:S3Endpoint`."""
    module, _, name = resource.partition("/")
    if not module.startswith("aws:") or not name:
        return resource
    return ".".join(part for part in ("aws", module.removeprefix("aws:").removeprefix("index"), name.rpartition(":")[2]) if part)


def versions(store: Store, system: str) -> list[str]:
    """The versions of a system that its history knows, oldest first; empty where it has none."""
    rows = store.rows("select value from build where key = ?", [f"history:{system}"])
    return rows[0][0].split(" ") if rows else []


def history(store: Store, resource: str, path: str = "", system: str | None = None) -> History | None:
    """What is known of an attribute (or, with path "", of a resource) that does not exist now; None where that is nothing.

    `resource` is its name in its system, whether it still exists or not, or the class a Pulumi program writes; `path` is in normal form.
    """
    for name, found_system in _names(store, resource, system):
        rows = store.rows(
            f"select {_COLUMNS} from attribute_history where system = ? and resource = ?"
            " and (until is not null or removed_in is not null or replacement is not null or without_replacement)",
            [found_system, name],
        )
        by_path: dict[str, list[tuple[Any, ...]]] = {}
        for row in rows:
            by_path.setdefault(loose(row[0]), []).append(row)
        asked = loose(path)
        for place in [asked, *_above(asked), *([""] if path else [])]:
            if place in by_path:
                return _follow(store, _history(store, found_system, name, by_path[place]), path)
        if path and (never := _never(store, found_system, name, path)):
            return never
    return None


def since(store: Store, resource: str, path: str, system: str) -> str | None:
    """The first version known to have an attribute that exists; None where the oldest that was read has it, or its resource came with it."""
    rows = store.rows(
        "select path, since from attribute_history where system = ? and resource = ? and since is not null and until is null",
        [system, resource],
    )
    known = {loose(row[0]): str(row[1]) for row in rows}
    return next((known[each] for each in [loose(path), *_above(loose(path))] if each in known), None)


def became(store: Store, resource: str, system: str | None = None) -> str | None:
    """What became of a resource that does not exist any more, in a sentence; None where no version that was read had it."""
    known = history(store, resource, "", system)
    return known.sentence() if known else None


def _names(store: Store, resource: str, system: str | None) -> list[tuple[str, str]]:
    """(name, system) that `resource` can be asked for with: itself, what it is an alias of, the tokens of a Pulumi class."""
    known = store.find_resource(resource, system)
    if known is not None:
        return [(known.name, known.system)]
    if "::" in resource:
        return [(resource, "cloudformation")]
    if written := _PYTHON.match(resource):
        module, name = written[1] or "index", written[2]
        rows = store.rows(
            "select distinct resource from attribute_history where system = 'pulumi' and path = '' and resource like ? order by 1",
            [f"aws:{module.strip('_')}/%"],
        )
        return [(row[0], "pulumi") for row in rows if snake(row[0].rpartition(":")[2]) == snake(name)]
    return [(resource, "pulumi" if ":" in resource else "terraform")]


def _above(path: str) -> list[str]:
    """The paths that hold `path`, the innermost first."""
    return [path[:index] for index in range(len(path) - 1, 0, -1) if path[index] == "."]


def _history(store: Store, system: str, resource: str, rows: list[tuple[Any, ...]]) -> History:
    path, since, until, removed_in, _, nothing, _, note, origin, source = rows[0]
    instead = tuple(Instead(*_split(store, system, resource, row[4]), bool(row[6])) for row in rows if row[4])
    return History(
        system, resource, path, since, until, removed_in, instead, bool(nothing), note, origin, source, _ends(store, system)
    )  # fmt: skip


def _split(store: Store, system: str, resource: str, replacement: str) -> tuple[str, str]:
    """(resource, path) of a replacement, which is a path of the resource itself, a resource, or RESOURCE.path."""
    if store.find_resource(replacement, system):
        return replacement, ""
    return store.split(replacement, system) or (resource, replacement)


def _ends(store: Store, system: str) -> tuple[str, str]:
    known = versions(store, system)
    return (known[0], known[-1]) if known else ("", "")


def _follow(store: Store, found: History, path: str) -> History:
    """Where a whole resource is gone and another took its place: its attribute of the same name, if it has one."""
    if found.path or not path:
        return found
    followed = []
    for each in found.instead:
        resource = store.find_resource(each.resource, found.system) if not each.attribute else None
        same = store.find_attribute(resource.id, path) if resource else None
        followed.append(each._replace(attribute=same[1]) if same else each)
    return found._replace(instead=tuple(followed))


def _never(store: Store, system: str, resource: str, path: str) -> History | None:
    """A name that no version had, in an object whose names are all known: with the places where the resource has that name."""
    known = store.find_resource(resource, system)
    ends = _ends(store, system)
    if known is None or not ends[0] or system == "cloudformation":
        return None
    paths = [row[0] for row in store.rows("select path from attribute where resource_id = ? order by id", [known.id])]
    container, _, name = loose(path).rpartition(".")
    if container and not any(loose(each).startswith(f"{container}.") for each in paths):
        return None
    same = sorted((each for each in paths if each.rpartition(".")[2] == name), key=lambda each: (each.count("."), each))
    least = [each for each in same if each.count(".") == same[0].count(".")]
    instead = tuple(Instead(resource, each, False) for each in least) if len(least) <= _PLACES else ()
    return History(system, resource, path, None, None, None, instead, False, None, "rule", "releases compared", ends, bool(instead))
