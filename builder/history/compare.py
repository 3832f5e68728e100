"""Compares the paths of each release: when each resource and attribute was added and removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from builder.history.tree import Paths
from iac_crosswalk.paths import loose


class Record(NamedTuple):
    """An attribute or resource that was removed, or that was added after the oldest release. A
    member of an object that was added or removed with it has no separate record."""

    resource: str
    path: str
    """The path of the attribute; "" for the resource itself."""
    since: str
    """The first release with it; "" if the oldest release has it."""
    until: str
    """The last release with it; "" if the present release has it."""


class Release(NamedTuple):
    version: str
    paths: Paths


class _LooseRelease:
    """A release: the loose paths of each resource, and those of them that have members."""

    def __init__(self, release: Release) -> None:
        self.version = release.version
        self.paths = {
            name: {loose(path) for path in paths} for name, paths in release.paths.items()
        }
        self.parents = {
            name: {each.rpartition(".")[0] for each in paths} for name, paths in self.paths.items()
        }

    def has(self, resource: str, path: str) -> bool:
        return path in self.paths.get(resource, ())

    def sees(self, resource: str, path: str) -> bool:
        """Whether this release would have `path` if it existed. A block without members may have
        had some: generators left out the members of some blocks."""
        above = path.rpartition(".")[0]
        return not above or above in self.parents[resource] or not self.has(resource, above)


def compare(releases: Sequence[Release]) -> list[Record]:
    """The sorted records of one system. `releases`: from the oldest to the present one."""
    loose_releases = [_LooseRelease(release) for release in releases]
    latest = loose_releases[-1]
    spelling = _spelling(releases)
    records: list[Record] = []
    for resource in sorted({name for release in loose_releases for name in release.paths}):
        having = [release for release in loose_releases if resource in release.paths]
        since = "" if having[0] is loose_releases[0] else having[0].version
        until = "" if having[-1] is latest else having[-1].version
        if since or until:
            records.append(Record(resource, "", since, until))
        if not until:
            records += _attributes(resource, having, spelling)
    return sorted(records)


def _attributes(
    resource: str, loose_releases: list[_LooseRelease], spelling: dict[tuple[str, str], str]
) -> Iterable[Record]:
    """The records of the attributes of a resource that still exists. `loose_releases`: the releases
    with the resource."""
    first, latest = loose_releases[0], loose_releases[-1]
    for path in sorted({path for release in loose_releases for path in release.paths[resource]}):
        having = [release for release in loose_releases if release.has(resource, path)]
        above = path.rpartition(".")[0]
        since, until = "", ""
        if (
            having[-1] is not latest
            and latest.sees(resource, path)
            and (not above or latest.has(resource, above))
        ):
            until = having[-1].version
        if having[0] is not first:
            before = loose_releases[loose_releases.index(having[0]) - 1]
            if before.sees(resource, path) and (not above or before.has(resource, above)):
                since = having[0].version
        if until or (since and having[-1] is latest):
            yield Record(resource, spelling[resource, path], since, until)


def _spelling(releases: Sequence[Release]) -> dict[tuple[str, str], str]:
    """(resource, loose path) → the path in the newest release with it."""
    spelling: dict[tuple[str, str], str] = {}
    for release in releases:
        for resource, paths in release.paths.items():
            spelling.update({(resource, loose(path)): path for path in paths})
    return spelling
