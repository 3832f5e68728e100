"""The result of a linking rule: pairs of resources, pairs of their attributes, and everything
without a partner."""

from __future__ import annotations

from collections.abc import Container

import msgspec

from builder.model import Extraction


class Link(msgspec.Struct):
    """Two attributes of one resource pair that are the same thing; both paths exist on their
    side."""

    from_path: str
    to_path: str


class ResourceLink(msgspec.Struct):
    """Two resources of two systems that are the same thing, with the attribute links between them,
    sorted by path."""

    from_resource: str
    to_resource: str
    attributes: list[Link]


class Unlinked(msgspec.Struct):
    """A resource (`path` is None) or an attribute without a partner, and why it has none.

    `none`: True where the other side has no counterpart; False where it may have one that its
    source does not show.
    """

    system: str
    resource: str
    path: str | None
    reason: str
    none: bool = True


class Links(msgspec.Struct):
    """The result of one linking rule: each resource and attribute of both sides is in `resources`
    or in `unlinked`."""

    resources: list[ResourceLink]
    unlinked: list[Unlinked]


def descriptions(
    links: Links, documented: Extraction, names: Container[str]
) -> dict[str, dict[str, str]]:
    """Each resource of `names` → path → the description of its partner in `documented`."""
    partners = {resource.name: resource for resource in documented.resources}
    found: dict[str, dict[str, str]] = {}
    for pair in links.resources:
        if pair.from_resource in names and pair.to_resource in partners:
            attributes = partners[pair.to_resource].attributes
            texts = {attribute.path: attribute.description for attribute in attributes}
            own = {link.from_path: texts.get(link.to_path, "") for link in pair.attributes}
            found.setdefault(pair.from_resource, own)
    return found
