"""What earlier versions had: since and until when a resource or attribute existed, and its
replacement.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from iac_crosswalk.paths import loose, snake
from iac_crosswalk.store import queries
from iac_crosswalk.store.answer_rows import HistoryRow
from iac_crosswalk.store.store import Store

if TYPE_CHECKING:
    from iac_crosswalk.answers.answer import History

PACKAGES = {
    "terraform": "provider",
    "pulumi": "pulumi-aws",
    "cloudformation": "cfn-lint",
    "cdk": "aws-cdk-lib",
    "boto3": "botocore",
}
"""The word for a version of each system."""
_PYTHON = r"^(?:pulumi_)?aws\.(?:([\w/]+)\.)?(\w+)$"
_TOKEN = r"^aws:(\w+):(\w+)$"
_PLACES = 3


class Replacement(NamedTuple):
    """A replacement for a removed attribute or resource. `attribute` is None where it is a resource
    as a whole; `certain`: a plain rename.
    """

    resource: str
    attribute: str | None
    certain: bool


class Past(NamedTuple):
    """The history of a name that does not exist."""

    system: str
    row: HistoryRow
    """The removed name: the one in question, or the one that holds it. Without `until` and
    `removed_in`: no version that was read has it.
    """
    instead: tuple[Replacement, ...]
    versions: tuple[str, ...]
    """The oldest and the present version that were read."""
    elsewhere: bool = False
    """`instead` are the places where the resource has the same name."""

    @property
    def took_place(self) -> bool:
        """Whether its replacement, or that it has none, is known. Then a name that merely looks
        alike is not meant.
        """
        return not self.elsewhere and bool(
            self.row.removed_in or self.instead or self.row.without_replacement
        )

    def answer(self) -> History:
        """The `history` of an answer."""
        from iac_crosswalk.answers.answer import History, Instead

        row = self.row
        nothing = bool(row.without_replacement)
        return History(
            self.sentence(),
            row.resource,
            row.path or None,
            row.since,
            row.until,
            row.removed_in,
            row.replacement,
            [Instead(*each) for each in self.instead],
            nothing,
            self.elsewhere,
            row.note,
            row.origin,
            row.source,
            list(self.versions),
        )

    def sentence(self) -> str:
        """`vpc` was removed in provider 6.0; use `domain`."""
        package = PACKAGES[self.system]
        name = f"`{self.row.path or spoken(self.row.resource)}`"
        if self.row.removed_in:
            sentence = f"{name} was removed in {package} {self.row.removed_in}"
        else:
            sentence = (
                f"no release that was read ({package} {self.versions[0]} to {self.versions[1]}) has"
                f" {name}"
            )
        return f"{sentence}; {self.advice()}" if self.advice() else sentence

    def advice(self) -> str:
        """The replacement, in words; "" where it is unknown."""
        if self.row.without_replacement:
            return "nothing takes its place"
        words = " or ".join(f"`{self._spelled(each)}`" for each in self.instead)
        return words and (f"the resource has {words}" if self.elsewhere else f"use {words}")

    def _spelled(self, instead: Replacement) -> str:
        own = instead.resource == self.row.resource and instead.attribute
        return own or ".".join(filter(None, (spoken(instead.resource), instead.attribute)))


def spoken(resource: str) -> str:
    """A resource as a program names it: `aws.dms.S3Endpoint` for the token
    `aws:dms/s3Endpoint:S3Endpoint`.
    """
    module, _, name = resource.partition("/")
    if not module.startswith("aws:") or not name:
        return resource
    return ".".join(
        part
        for part in (
            "aws",
            module.removeprefix("aws:").removeprefix("index"),
            name.rpartition(":")[2],
        )
        if part
    )


def history(store: Store, resource: str, path: str = "", system: str | None = None) -> Past | None:
    """The history of an attribute (or, with path "", of a resource) that does not exist now; None
    without one.

    `resource` is its name in its system, whether it still exists or not, or the class in a Pulumi
    program; `path` is in normal form."""
    for name, its_system in _names(store, resource, system):
        by_path: dict[str, list[HistoryRow]] = {}
        for row in queries.history(store, its_system, name):
            by_path.setdefault(loose(row.path), []).append(row)
        for place in [loose(path), *_above(loose(path)), *([""] if path else [])]:
            if place in by_path:
                return _past(store, its_system, by_path[place], path)
        if path and (never := _never(store, its_system, name, path)):
            return never
    return None


def present(store: Store, system: str) -> str:
    """The package and version with the present names of a system: `pulumi-aws 7.51.1`."""
    package = PACKAGES[system]
    return f"{package} {store.versions.get(package) or queries.provider_version(store)}"


def since(store: Store, resource: str, path: str, system: str) -> str | None:
    """The first version known to have an attribute that exists; None where the oldest version that
    was read has it, or where it is as old as its resource.
    """
    rows = [row for row in queries.changes(store, system, resource) if row.since and not row.until]
    first_versions = {loose(row.path): str(row.since) for row in rows}
    paths = [loose(path), *_above(loose(path))]
    return next((first_versions[each] for each in paths if each in first_versions), None)


def became(store: Store, resource: str, system: str | None = None) -> str | None:
    """The history of a removed resource, as a sentence; None where no version is known to have had
    it.
    """
    past = history(store, resource, "", system)
    return past.sentence() if past else None


def _names(store: Store, resource: str, system: str | None) -> list[tuple[str, str]]:
    """(name, system) under which `resource` can be found: itself, the name that it is an alias of,
    the tokens of a Pulumi class.
    """
    row = store.find_resource(resource, system)
    if row is not None:
        return [(row.name, row.system)]
    if "::" in resource:
        return [(resource, "cloudformation")]
    if match := re.match(_PYTHON, resource) or re.match(_TOKEN, resource):
        module, name = match[1] or "index", match[2]
        tokens = queries.gone_classes(store, module.strip("_"))
        return [
            (token, "pulumi") for token in tokens if snake(token.rpartition(":")[2]) == snake(name)
        ]
    return [(resource, "pulumi" if ":" in resource else "terraform")]


def _above(path: str) -> list[str]:
    """The paths that hold `path`, the innermost first."""
    return [path[:index] for index in range(len(path) - 1, 0, -1) if path[index] == "."]


def _past(store: Store, system: str, rows: list[HistoryRow], path: str) -> Past:
    """The history of a name from the rows of one path: where another resource replaced the whole
    one, its attribute with the same name is the replacement.
    """
    row = rows[0]
    instead = [
        Replacement(*_split(store, system, row.resource, each.replacement), bool(each.certain))
        for each in rows
        if each.replacement
    ]
    for place, each in enumerate(instead):
        other = (
            store.find_resource(each.resource, system)
            if path and not row.path and not each.attribute
            else None
        )
        same = store.find_attribute(other.id, path) if other else None
        if same:
            instead[place] = each._replace(attribute=same.path)
    return Past(system, row, tuple(instead), _ends(store, system))


def _split(store: Store, system: str, resource: str, replacement: str) -> tuple[str, str | None]:
    """(resource, path) of a replacement, which is a path of the resource itself, a resource, or
    RESOURCE.path.
    """
    if store.find_resource(replacement, system):
        return replacement, None
    return store.split(replacement, system) or (resource, replacement)


def _ends(store: Store, system: str) -> tuple[str, ...]:
    versions = queries.versions_known(store, system)
    return (versions[0], versions[-1]) if versions else ()


class _Paths(NamedTuple):
    """The paths of a resource by their last names, the outermost first, and the paths that contain
    others."""

    by_name: dict[str, list[str]]
    containers: frozenset[str]


@lru_cache(maxsize=64)
def _paths(store: Store, resource_id: int) -> _Paths:
    """Cached, since several names of one resource are looked up."""
    paths = queries.paths(store, resource_id)
    by_name: dict[str, list[str]] = {}
    for each in sorted(paths, key=lambda path: (path.count("."), path)):
        by_name.setdefault(each.rpartition(".")[2], []).append(each)
    return _Paths(by_name, frozenset(above for each in paths for above in _above(loose(each))))


def _never(store: Store, system: str, resource: str, path: str) -> Past | None:
    """The history of a name that no version had, in an object whose names are all known: with the
    places where the resource has that name.
    """
    owner, ends = store.find_resource(resource, system), _ends(store, system)
    if owner is None or not ends or system == "cloudformation":
        return None
    container, _, name = loose(path).rpartition(".")
    paths = _paths(store, owner.id)
    if container and container not in paths.containers:
        return None
    same = paths.by_name.get(name, [])
    least = [each for each in same if each.count(".") == same[0].count(".")]
    instead = (
        tuple(Replacement(resource, each, False) for each in least) if len(least) <= _PLACES else ()
    )
    row = HistoryRow(
        resource, path, None, None, None, None, 0, 0, None, "rule", "releases compared"
    )
    return Past(system, row, instead, ends, elsewhere=True)
