"""Calls that look something up: what says which thing is meant is an argument of the call, and
often no member of what it returns.

`ec2:DescribeImages` takes Owners, `identitystore:GetGroupId` takes AlternateIdentifier: each call
of data/boto3_lookups.yaml becomes a resource of its own, named client and operation
(`ec2.DescribeImages`), whose attributes are the arguments, inputs all. Its fact is `find`:
[{operation, action}]. No derivation looks at them; mapping files of Terraform's data sources point
at them."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from msgspec.structs import replace

from builder.errors import BuildError
from builder.model import Resource
from builder.packages import ROOT
from builder.sources.boto3.models import Model, Xform
from builder.sources.boto3.shapes import Walk, plain

CALLS = ROOT / "data" / "boto3_lookups.yaml"


@cache
def listed() -> dict[str, list[str]]:
    """Client → operations, of data/boto3_lookups.yaml."""
    found: dict[str, list[str]] = yaml.safe_load(CALLS.read_text(encoding="utf-8"))
    return found


def lookups(model: Model, rule: Xform, prefix: str) -> list[Resource]:
    """A resource for each call of the model that is listed."""
    found = []
    for operation in listed().get(model.client, ()):
        about = model.operations.get(operation)
        whole = model.input(operation) if about else None
        if about is None or whole is None:
            raise BuildError(
                f"data/boto3_lookups.yaml: {model.client} has no operation {operation} with"
                " arguments; correct the row"
            )
        walk = Walk(model)
        walk.structure(None, [whole])
        facts: dict[str, Any] = {
            "client": model.client,
            "shape": whole,
            "find": [{"operation": rule(operation), "action": f"{prefix}:{operation}"}],
        }
        found.append(
            Resource(
                "boto3",
                f"{model.client}.{operation}",
                service=model.client,
                description=_brief(plain(about.get("documentation"))),
                attributes=[
                    replace(attribute, description=_brief(attribute.description))
                    for _, attribute in sorted(walk.attributes.items())
                ],
                facts=facts,
            )
        )
    return found


def _brief(text: str) -> str:
    """The first line: the documentation of a filter goes on with hundreds of names, and the built
    file has no room for them."""
    return text.partition("\n")[0]
