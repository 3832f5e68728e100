"""The names of a file's resources in the target system: `PublicSubnet1` is
`aws_subnet.public_subnet_1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from iac_crosswalk.answers.expressions.names import label, logical_id, variable
from iac_crosswalk.answers.expressions.systems import WRITERS, Attribute, logical_name
from iac_crosswalk.report.usage import Resource
from iac_crosswalk.store.store import ResourceRow

_WORDS = re.compile(r"[A-Z]+[0-9]+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_INDEX = re.compile(r"\[[^\]]*\]$")


def snake(name: str) -> str:
    """`PublicSubnet1` → `public_subnet_1`, `SiteACL` → `site_acl`, `S3Bucket` → `s3_bucket`."""
    return "_".join(word.lower() for word in _WORDS.findall(name))


def name_of(name: str, to: str) -> str | None:
    """What something that a file calls `name` is called in the target system; None where nothing of
    the name is left.
    """
    own = _INDEX.sub("", name).rpartition(".")[2] or name
    if to == "cloudformation":
        return logical_id(own) or None
    words = snake(own)
    if to not in ("terraform", "pulumi", "cdk") or not words:
        return None
    return label(words) if to == "terraform" else variable(words, "python")


def with_own_name(
    answer: dict[str, Any], resource: Resource, row: ResourceRow | None
) -> dict[str, Any]:
    """The answer with the file's own name in its expression. `row` is the answer's resource."""
    expression = answer["expression"]
    if expression is None or row is None or row.kind == "pseudo" or row.system == "boto3":
        return answer
    own = name_of(resource.called, row.system)
    if own is None:
        return answer
    whole = _whole(row, logical_name(row.system, row.name, row.kind))
    head, found, tail = expression.partition(whole)
    if not found or head not in ("", "!Ref ", "!GetAtt ") or tail[:1].isalnum():
        return answer
    return answer | {"expression": f"{head}{_whole(row, own)}{tail}"}


_RESERVED = frozenset(
    ["count", "depends_on", "for_each", "lifecycle", "locals", "providers", "source", "version"]
)
"""Names that a variable of Terraform must not have."""


def variable_of(name: str, to: str) -> str:
    """The name of a parameter in the target system."""
    own = name_of(name, to) or name
    return f"{own}_" if to == "terraform" and own in _RESERVED else own


def stack_variable(parameters: Iterable[str]) -> str:
    """The variable of Terraform for AWS::StackName. It has another name where a parameter is called
    StackName."""
    variables = {variable_of(each, "terraform") for each in parameters}
    return "var.cloudformation_stack_name" if "stack_name" in variables else "var.stack_name"


def address(kind: str, name: str) -> str:
    """The address in Terraform of a resource that the file calls `name`."""
    return f"{kind}.{label(snake(name)) or 'this'}"


def whole(row: ResourceRow, name: str) -> str | None:
    """The expression of a resource as a whole, by the file's name of it."""
    own = name_of(name, row.system)
    return _whole(row, own) if own else None


def _whole(row: ResourceRow, name: str) -> str:
    return (
        WRITERS[row.system](Attribute(row.name, row.kind, None, None, None, row.call, name)) or ""
    )
