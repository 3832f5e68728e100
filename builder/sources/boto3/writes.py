"""Calls that only write: no read call describes what they take, or only in another form.

`lambda:AddPermission`, `ec2:AuthorizeSecurityGroupIngress`, `s3:PutBucketAcl`: each becomes a
separate resource with the name of client and operation (`lambda.AddPermission`). Its attributes are
the arguments of the call, all of them inputs. The calls are those of the create and update handlers
of CloudFormation's types, and of data/boto3_calls.yaml, except for calls whose arguments a
described resource has already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml

from builder.model import Extraction, Resource
from builder.packages import ROOT
from builder.sources.boto3.models import Model, Xform
from builder.sources.boto3.resource import resource_of
from builder.sources.boto3.shapes import Walk, plain

CALLS = ROOT / "data" / "boto3_calls.yaml"
_OTHER = re.compile(
    "(Batch|Admin)?(Describe|Get|List|Search|Lookup|Head|Delete|Remove|Disassociate|Detach|Release|Revoke|Terminate|Deregister|Cancel|Stop"
    "|Unsubscribe|Reboot|Test|Validate|Check|Query|Scan|Decode|Simulate|Tag|Untag|Assume|Deprovision|Close|Reset|Reject|Generate|Encrypt"
    "|Decrypt|ReEncrypt|Sign|Verify|Disable|Restore|Retire|Rollback|Select|Discover|Estimate)(?=[A-Z]|$)"
)
"""Calls that read, delete, tag or compute."""


def named_by_handlers(cloudformation: Extraction) -> dict[str, set[str]]:
    """IAM prefix → the actions, in lower case, that create and update handlers may use."""
    found: dict[str, set[str]] = {}
    for kind in cloudformation.resources:
        handlers = kind.facts.get("handlers", {})
        for action in (*handlers.get("create", ()), *handlers.get("update", ())):
            prefix, _, operation = action.partition(":")
            found.setdefault(prefix, set()).add(operation.lower())
    return found


def extra() -> dict[str, list[str]]:
    """Client → its operations in data/boto3_calls.yaml."""
    found: dict[str, list[str]] = yaml.safe_load(CALLS.read_text(encoding="utf-8"))
    return found


def writes(
    model: Model, read_resources: Iterable[Resource], actions: set[str], rule: Xform, prefix: str
) -> list[Resource]:
    """A resource for each call of the model that is among `actions` (lower case) or in
    data/boto3_calls.yaml, and whose arguments no described resource has.
    """
    methods: set[str] = set()
    for resource in read_resources:
        methods.update(call["operation"] for call in resource.facts.get("create", ()))
        methods.update(
            resource.facts.get("update", ())
        )  # they repeat the arguments of the create call
    extra_operations = set(extra().get(model.client, ()))
    found = []
    for operation, model_operation in sorted(model.operations.items()):
        request_shape = model.input(operation)
        in_handlers = (
            operation.lower() in actions
            and not _OTHER.match(operation)
            and rule(operation) not in methods
        )
        if (
            request_shape is None
            or not model.shapes[request_shape].get("members")
            or not (in_handlers or operation in extra_operations)
        ):
            continue
        walk = Walk(model)
        walk.structure(None, [request_shape])
        facts: dict[str, Any] = {
            "client": model.client,
            "shape": request_shape,
            "create": [
                {"operation": rule(operation), "path": "", "action": f"{prefix}:{operation}"}
            ],
            "iam": [f"{prefix}:{operation}"],
            "recursion": walk.folds,
            "unwalked": walk.unwalked,
        }
        description = plain(model_operation.get("documentation"))
        found.append(resource_of(model, operation, description, operation, walk.attributes, facts))
    return found
