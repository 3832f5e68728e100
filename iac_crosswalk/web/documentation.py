"""Links to each tool's own documentation of a resource. Addresses follow each tool's own rules."""

from __future__ import annotations

import re

from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.vocabulary import SYSTEMS


def documentation(
    facts: queries.Resource, others: dict[str, queries.Counterpart]
) -> list[tuple[str, str]]:
    """(system, address) for the resource and its counterparts."""
    known: dict[str, tuple[str, str, str | None, str | None]] = {
        facts.system: (facts.name, facts.kind, facts.documentation_url, facts.call)
    }
    for system, each in others.items():
        if each.name and each.kind:
            known[system] = (each.name, each.kind, each.documentation_url, each.call)
    found: list[tuple[str, str]] = []
    if "cdk" in known and "cloudformation" in known and known["cdk"][2]:
        # the CDK names CloudFormation's own page
        known["cloudformation"] = (*known["cloudformation"][:2], known["cdk"][2], None)
    for system in SYSTEMS:
        if system in known:
            name, kind, url, call = known[system]
            address = _ADDRESSES[system](name, kind, url, call)
            if address:
                found.append((system, address.replace("http://docs.aws", "https://docs.aws")))
    return found


def _pulumi(name: str, kind: str, url: str | None, call: str | None) -> str | None:
    match = re.fullmatch(r"aws:(\w+)/\w+:(\w+)", name)
    return (
        f"https://www.pulumi.com/registry/packages/aws/api-docs/{match[1]}/{match[2]}/".lower()
        if match
        else None
    )


def _boto3(name: str, kind: str, url: str | None, call: str | None) -> str | None:
    operation = (call or "").partition(":")[0]
    service = name.partition(".")[0]
    return (
        f"https://docs.aws.amazon.com/boto3/latest/reference/services/{service}/client/{operation}.html"
        if operation
        else None
    )


def _cdk(name: str, kind: str, url: str | None, call: str | None) -> str | None:
    module = "" if name.startswith("aws-cdk-lib.") else "aws-cdk-lib."
    return f"https://docs.aws.amazon.com/cdk/api/v2/docs/{module}{name}.html"


def _own(name: str, kind: str, url: str | None, call: str | None) -> str | None:
    return url


_ADDRESSES = {
    "cloudformation": _own,
    "terraform": _own,
    "pulumi": _pulumi,
    "boto3": _boto3,
    "cdk": _cdk,
}
