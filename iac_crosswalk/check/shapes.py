"""Whether a value that is written out can stand for an attribute: a list for a list, an object for an object, one value for one."""

from __future__ import annotations


def takes(kind: str, shape: str | None) -> bool:
    """Whether an attribute of the type `kind` takes a value of that shape: `list`, `object` or `plain`; None where the shape is not known."""
    outer = kind.partition("<")[0]
    if shape is None or outer in ("json", "any", ""):
        return True
    return {"list": "list", "set": "list", "map": "object", "object": "object"}.get(outer, "plain") == shape
