"""What the resources of a template return, as expressions of the target system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from iac_crosswalk.programs.cloudformation.stack import Stack
from iac_crosswalk.report.landing import member_of
from iac_crosswalk.report.worksheet import Entry, Sheet
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.types import parse

_BEFORE_ATTRIBUTE = re.compile(r"^((?:data\.)?\w+\.[\w-]+)(?=\.)")
_GROUP = "AWS::EC2::SecurityGroup"
_LAST = re.compile(r"\.\w+$")


@dataclass
class Returned:
    """Each output by the name that the template reads it by: `Bucket` (of Ref), `Bucket.Arn`."""

    expressions: dict[str, str] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    """The outputs that are lists."""
    ids: dict[str, str] = field(default_factory=dict)
    """The ids of security groups: their Ref is the name where VpcId is not given."""


def returned(sheets: Iterable[Sheet], stack: Stack, schemas: Schemas, to: str) -> Returned:
    """What the resources of a template return. An output whose answer depends on an undecided
    condition is left out."""
    found, lists = Returned(), set()
    for sheet in sheets:
        counted = any(each.name == "Condition" for each in stack.beside.get(sheet.name, ()))
        for entry in sheet.outputs:
            expression = _expression(sheet, entry, counted, to)
            if expression is None:
                continue
            answer = entry.answers[0]
            name = sheet.name if entry.path == "Ref" else f"{sheet.name}.{entry.path}"
            if sheet.type == _GROUP and entry.path == "Ref":
                found.ids[name] = _LAST.sub(".id", expression)
            if answer["when"] and not answer["holds"]:
                continue
            found.expressions[name] = expression
            member = member_of(answer, schemas, to)
            if member is not None and parse(member.type).is_list:
                lists.add(name)
    found.lists = frozenset(lists)
    return found


def _expression(sheet: Sheet, entry: Entry, counted: bool, to: str) -> str | None:
    """The expression of an output, without a change of value. `counted`: whether a condition
    decides if the resource is created."""
    answer = entry.answers[0] if entry.answers else None
    if answer is None or answer["expression"] is None:
        return None
    expression: str = answer["expression"]
    if counted and to == "terraform":  # count makes a list of the resource
        expression = _BEFORE_ATTRIBUTE.sub(r"\1[0]", expression, count=1)
    if not answer["transform"]:
        return expression
    if to != "terraform" or sheet.type != "AWS::Logs::LogGroup":
        return None
    return f'"${{{expression}}}:*"'  # CloudFormation's ARN of a log group
