"""Calls that look something up: they identify a resource by arguments that are often not members of
the answer.

`ec2:DescribeImages` takes Owners, `identitystore:GetGroupId` takes AlternateIdentifier. Each call
of data/boto3_lookups.yaml becomes a separate resource with the name of client and operation
(`ec2.DescribeImages`). Its attributes are the arguments, all of them inputs. Its fact is `find`:
[{operation, action}]. Derivations do not use these resources; mapping files of Terraform's data
sources do."""

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
def lookup_calls() -> dict[str, list[str]]:
    """Client → its operations in data/boto3_lookups.yaml."""
    found: dict[str, list[str]] = yaml.safe_load(CALLS.read_text(encoding="utf-8"))
    return found


def lookups(model: Model, rule: Xform, prefix: str) -> list[Resource]:
    """A resource for each call of the model in data/boto3_lookups.yaml."""
    found = []
    for operation in lookup_calls().get(model.client, ()):
        model_operation = model.operations.get(operation)
        request = model.input(operation) if model_operation else None
        if model_operation is None or request is None:
            raise BuildError(
                f"data/boto3_lookups.yaml: {model.client} has no operation {operation} with"
                " arguments; correct the row"
            )
        walk = Walk(model)
        walk.structure(None, [request])
        facts: dict[str, Any] = {
            "client": model.client,
            "shape": request,
            "find": [{"operation": rule(operation), "action": f"{prefix}:{operation}"}],
        }
        found.append(
            Resource(
                "boto3",
                f"{model.client}.{operation}",
                service=model.client,
                description=_brief(plain(model_operation.get("documentation"))),
                attributes=[
                    replace(attribute, description=_brief(attribute.description))
                    for _, attribute in sorted(walk.attributes.items())
                ],
                facts=facts,
            )
        )
    return found


def _brief(text: str) -> str:
    """The first line: the documentation of a filter may continue with hundreds of names, which are
    too large for the built file."""
    return text.partition("\n")[0]
