"""The lasting addresses of resources and attributes."""

from __future__ import annotations

from urllib.parse import quote

_SAFE = "/:.[]*@~"


def resource_address(name: str) -> str:
    """Where the page of a resource is, by any of its names."""
    return f"/resource/{quote(name, safe=_SAFE)}"


def attribute_address(system: str, resource: str, attribute: str | None) -> str:
    """Where the page of an attribute is: its lasting id. Without a path, the page of the resource,
    which some attributes are elsewhere.
    """
    if attribute is None:
        return resource_address(resource)
    return f"/attribute/{system}/{quote(resource, safe=_SAFE)}/{quote(attribute, safe=_SAFE)}"
