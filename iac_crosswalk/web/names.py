"""The words of a name, and the lasting addresses of resources and attributes."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import quote

_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_WORD = re.compile(r"[A-Za-z0-9]+")
_SAFE = "/:.[]*@~"


def words_of(text: str) -> frozenset[str]:
    """The words of a name in lower case, camelCase ones divided too: `DBCluster` is db, cluster and dbcluster."""
    found: set[str] = set()
    for word in _WORD.findall(text):
        humps = [hump.lower() for hump in _HUMP.findall(word)]
        found.update(humps)
        found.add(word.lower())
        found.update(first + second for first, second in pairwise(humps))
    return frozenset(found)


def spoken_words(text: str) -> list[str]:
    """The words of a text in their order, in lower case; `ReadEndpoint` is two, `s3` is one."""
    found: list[str] = []
    for word in _WORD.findall(text):
        humps = _HUMP.findall(word)
        found += [word] if any(hump.isdigit() for hump in humps) else humps
    return [word.lower() for word in found]


def first_sentence(text: str) -> str:
    """The beginning of a description: its first sentence, on one line, at most 240 characters."""
    line = " ".join(text.replace("``", "`").split())
    match = re.match(r"(.{20,}?[.!?])(?: |$)", line)
    line = match[1] if match else line
    return line if len(line) <= 240 else f"{line[:237].rstrip()}…"


def resource_address(name: str) -> str:
    """Where the page of a resource is, by any of its names."""
    return f"/resource/{quote(name, safe=_SAFE)}"


def attribute_address(system: str, resource: str, path: str | None) -> str:
    """Where the page of an attribute is: its lasting id. Without a path, the page of the resource, which some attributes are elsewhere."""
    if path is None:
        return resource_address(resource)
    return f"/attribute/{system}/{quote(resource, safe=_SAFE)}/{quote(path, safe=_SAFE)}"
