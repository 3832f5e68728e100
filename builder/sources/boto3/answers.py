"""Every operation of a client with the members of its answer, small enough to be kept.

A line for each operation that answers something: its name, and its members with blanks between
them. A member that holds a thing which the knowledge base describes has the way into it and the
shape behind its name: `Vpcs[]:Vpc`, `Role:Role`. iac_crosswalk/store/calls.py reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from builder.sources.boto3.arguments import pack
from builder.sources.boto3.calls import leaf
from builder.sources.boto3.models import Model, Xform


def answers(model: Model, rule: Xform, described: Collection[str]) -> str:
    """The answers of a client, by the names of its methods. `described`: the shapes that are
    resources.
    """
    lines = ((rule(name), *_members(model, name, described)) for name in sorted(model.operations))
    return pack(" ".join(line) for line in lines if len(line) > 1)


def _members(model: Model, operation: str, described: Collection[str]) -> Iterator[str]:
    output = model.output(operation)
    members = model.shapes[output].get("members", {}) if output else {}
    for name in sorted(members):
        path, shape = leaf(model, members[name]["shape"]) or ("", "")
        yield f"{name}{path}:{shape}" if shape in described else name
