"""The lasting addresses of resources and attributes."""

from __future__ import annotations

from urllib.parse import quote

_SAFE = "/:.[]*@~"


def resource_address(name: str) -> str:
    """The address of a resource's page, by any of its names."""
    return f"/resource/{quote(name, safe=_SAFE)}"


def attribute_address(system: str, resource: str, attribute: str | None) -> str:
    """The address of an attribute's page, which is its lasting id. Without a path it is that of the
    resource's page: some attributes are equivalent to a whole resource.
    """
    if attribute is None:
        return resource_address(resource)
    return f"/attribute/{system}/{quote(resource, safe=_SAFE)}/{quote(attribute, safe=_SAFE)}"
