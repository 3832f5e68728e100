"""What a rule link hands over: pairs of resources, pairs of their attributes, and everything that
found no partner."""

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

    `none`: the other side is known to have nothing for it. False: it may well have, and its source
    does not show it.
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
    links: Links, documented: Extraction, wanted: Container[str]
) -> dict[str, dict[str, str]]:
    """Resource that is wanted → path → the description that its partner has in `documented`."""
    partners = {resource.name: resource for resource in documented.resources}
    found: dict[str, dict[str, str]] = {}
    for pair in links.resources:
        if pair.from_resource in wanted and pair.to_resource in partners:
            attributes = partners[pair.to_resource].attributes
            texts = {attribute.path: attribute.description for attribute in attributes}
            own = {link.from_path: texts.get(link.to_path, "") for link in pair.attributes}
            found.setdefault(pair.from_resource, own)
    return found
