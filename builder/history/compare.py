"""Since and until when each resource and attribute existed, from the paths of each release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from builder.history.tree import Paths
from iac_crosswalk.paths import loose


class Record(NamedTuple):
    """An attribute or resource that was removed, or added after the oldest release read. A member
    with the same lifetime has no separate record."""

    resource: str
    path: str
    """"" for the resource itself."""
    since: str
    """The first release that has it; "" when the oldest has it."""
    until: str
    """The last release that has it; "" when the present one has it."""


class Release(NamedTuple):
    version: str
    paths: Paths


class _Known:
    """One release: its loose paths by resource, and which of them contain others."""

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
        """Whether this release would show `path` if it existed: in a block without members, the
        generator folded the members."""
        above = path.rpartition(".")[0]
        return not above or above in self.parents[resource] or not self.has(resource, above)


def compare(releases: Sequence[Release]) -> list[Record]:
    """The records of one system, sorted; `releases` from the oldest to the present one."""
    known = [_Known(release) for release in releases]
    now = known[-1]
    written = _spelling(releases)
    found: list[Record] = []
    for resource in sorted({name for each in known for name in each.paths}):
        with_it = [each for each in known if resource in each.paths]
        since = "" if with_it[0] is known[0] else with_it[0].version
        until = "" if with_it[-1] is now else with_it[-1].version
        if since or until:
            found.append(Record(resource, "", since, until))
        if not until:
            found += _attributes(resource, with_it, written)
    return sorted(found)


def _attributes(
    resource: str, known: list[_Known], written: dict[tuple[str, str], str]
) -> Iterable[Record]:
    """The records of a resource that exists, from the releases that have it."""
    first, now = known[0], known[-1]
    for path in sorted({path for each in known for path in each.paths[resource]}):
        have = [each for each in known if each.has(resource, path)]
        above = path.rpartition(".")[0]
        since, until = "", ""
        if (
            have[-1] is not now
            and now.sees(resource, path)
            and (not above or now.has(resource, above))
        ):
            until = have[-1].version
        if have[0] is not first:
            before = known[known.index(have[0]) - 1]
            if before.sees(resource, path) and (not above or before.has(resource, above)):
                since = have[0].version
        if until or (since and have[-1] is now):
            yield Record(resource, written[resource, path], since, until)


def _spelling(releases: Sequence[Release]) -> dict[tuple[str, str], str]:
    """(resource, loose path) → the path in the newest release that has it."""
    written: dict[tuple[str, str], str] = {}
    for release in releases:
        for resource, paths in release.paths.items():
            written.update({(resource, loose(path)): path for path in paths})
    return written
