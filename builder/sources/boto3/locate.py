"""Finds the attribute of a path in the answer of a boto3 call: `describe_cache_clusters`,
`CacheClusters[].ARN`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from builder.model import Attribute, Extraction, Resource


class Place(NamedTuple):
    """Where a read call describes a resource: the path in its answer, and the resource."""

    path: str
    resource: Resource
    attributes: dict[str, Attribute]


ReadIndex = dict[tuple[str, str], list[Place]]
"""(client, method) → where resources start in its answer, the deepest first."""


def read_index(extraction: Extraction) -> ReadIndex:
    """The index for `locate`; make it once for many questions."""
    found: ReadIndex = {}
    for resource in extraction.resources:
        attributes = {
            attribute.path: attribute for attribute in resource.attributes if attribute.is_output
        }
        for read in (*resource.facts.get("read", ()), *resource.facts.get("summaries", ())):
            found.setdefault((resource.service, read["operation"]), []).append(
                Place(read["path"], resource, attributes)
            )
    for places in found.values():
        places.sort(key=lambda place: (-len(place.path), place.resource.name))
    return found


def locate(
    index: ReadIndex | Extraction, service: str, operation: str, response_path: str
) -> tuple[str, str] | None:
    """(resource, attribute path) of a path in the answer of `client(service).operation()`; None
    where the path is not an attribute.

    A position (`[0]`) and a key (`['x']`) mean any item; `Name` and `Name[]` of a list are the same
    attribute.
    """
    if isinstance(index, Extraction):
        index = read_index(index)
    path = re.sub(r"\[[^\]]*\]", "[]", response_path)
    for place in index.get((service, operation), ()):
        if (
            place.path
            and path != place.path
            and not path.startswith((place.path + ".", place.path + "[]"))
        ):
            continue
        rest = path[len(place.path) :].removeprefix(".")
        for candidate in _spellings(rest, place.resource.facts.get("recursion", {})):
            if candidate in place.attributes:
                return place.resource.name, candidate
    return None


def _spellings(path: str, recursion: dict[str, str]) -> Iterator[str]:
    """The path as it is; without the last `[]`; with a map's key as `.*`; and where the walk
    stopped at a recursion, the same path in the structure above."""
    done = set()
    queue = [path]
    while queue:
        one = queue.pop(0)
        if one in done:
            continue
        done.add(one)
        yield one
        if one.endswith(("[]", ".*")):
            queue.append(one[:-2])
        for stop, above in recursion.items():
            if one.startswith(stop + "."):
                queue.append(f"{above}.{one[len(stop) + 1 :]}".lstrip("."))
        parts = one.split(".")
        queue += [
            ".".join([*parts[:at], "*", *parts[at + 1 :]])
            for at in range(1, len(parts))
            if len(done) < 2 and parts[at] != "*"
        ]
