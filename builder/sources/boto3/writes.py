"""Calls that only write: what they take is no part of anything that a read call describes, or is
described there in another form.

`lambda:AddPermission`, `ec2:AuthorizeSecurityGroupIngress`, `s3:PutBucketAcl`: each becomes a
resource of its own, named client and operation (`lambda.AddPermission`), whose attributes are the
arguments of the call, inputs all. Only calls that the create and update handlers of
CloudFormation's types name, and those of data/boto3_calls.yaml; not those whose arguments a
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
"""Calls that read, take away, tag or compute."""


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
    """Client → operations, of data/boto3_calls.yaml."""
    found: dict[str, list[str]] = yaml.safe_load(CALLS.read_text(encoding="utf-8"))
    return found


def writes(
    model: Model, described: Iterable[Resource], wanted: set[str], rule: Xform, prefix: str
) -> list[Resource]:
    """A resource for each call of the model that is wanted (`wanted`: lower case) and whose
    arguments no described resource has.
    """
    taken: set[str] = set()
    for resource in described:
        taken.update(call["operation"] for call in resource.facts.get("create", ()))
        taken.update(
            resource.facts.get("update", ())
        )  # they repeat the arguments of the create call
    listed = set(extra().get(model.client, ()))
    found = []
    for operation, about in sorted(model.operations.items()):
        whole = model.input(operation)
        is_named = (
            operation.lower() in wanted
            and not _OTHER.match(operation)
            and rule(operation) not in taken
        )
        if (
            whole is None
            or not model.shapes[whole].get("members")
            or not (is_named or operation in listed)
        ):
            continue
        walk = Walk(model)
        walk.structure(None, [whole])
        facts: dict[str, Any] = {
            "client": model.client,
            "shape": whole,
            "create": [
                {"operation": rule(operation), "path": "", "action": f"{prefix}:{operation}"}
            ],
            "iam": [f"{prefix}:{operation}"],
            "recursion": walk.folds,
            "unwalked": walk.unwalked,
        }
        description = plain(about.get("documentation"))
        found.append(resource_of(model, operation, description, operation, walk.attributes, facts))
    return found
