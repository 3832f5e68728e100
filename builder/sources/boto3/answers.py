"""Every operation of a client with the members of its answer, in a compact form.

There is a line for each operation with an answer: its name and its members, separated by blanks. A
member that holds a resource of the knowledge base has the path into it and the shape behind its
name: `Vpcs[]:Vpc`, `Role:Role`. iac_crosswalk/store/calls.py reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from builder.sources.boto3.arguments import pack
from builder.sources.boto3.calls import leaf
from builder.sources.boto3.models import Model, Xform


def answers(model: Model, rule: Xform, resource_shapes: Collection[str]) -> str:
    """The packed answers of a client, by the names of its methods."""
    lines = (
        (rule(name), *_members(model, name, resource_shapes)) for name in sorted(model.operations)
    )
    return pack(" ".join(line) for line in lines if len(line) > 1)


def _members(model: Model, operation: str, resource_shapes: Collection[str]) -> Iterator[str]:
    output = model.output(operation)
    members = model.shapes[output].get("members", {}) if output else {}
    for name in sorted(members):
        path, shape = leaf(model, members[name]["shape"]) or ("", "")
        yield f"{name}{path}:{shape}" if shape in resource_shapes else name
