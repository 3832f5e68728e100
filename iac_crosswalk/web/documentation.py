"""Links to each tool's documentation of a resource. Each tool has its own rule for addresses."""

from __future__ import annotations

import re

from iac_crosswalk.store.queries import site as queries
from iac_crosswalk.vocabulary import SYSTEMS


def documentation(
    facts: queries.Resource, others: dict[str, queries.Counterpart]
) -> list[tuple[str, str]]:
    """(system, address) for the resource and its counterparts."""
    by_system: dict[str, tuple[str, str, str | None, str | None]] = {
        facts.system: (facts.name, facts.kind, facts.documentation_url, facts.call)
    }
    for system, each in others.items():
        if each.name and each.kind:
            by_system[system] = (each.name, each.kind, each.documentation_url, each.call)
    links: list[tuple[str, str]] = []
    if "cdk" in by_system and "cloudformation" in by_system and by_system["cdk"][2]:
        # The CDK's link is to CloudFormation's page.
        by_system["cloudformation"] = (*by_system["cloudformation"][:2], by_system["cdk"][2], None)
    for system in SYSTEMS:
        if system in by_system:
            name, kind, url, call = by_system[system]
            address = _ADDRESSES[system](name, kind, url, call)
            if address:
                links.append((system, address.replace("http://docs.aws", "https://docs.aws")))
    return links


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


def _url(name: str, kind: str, url: str | None, call: str | None) -> str | None:
    return url


_ADDRESSES = {
    "cloudformation": _url,
    "terraform": _url,
    "pulumi": _pulumi,
    "boto3": _boto3,
    "cdk": _cdk,
}
